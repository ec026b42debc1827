"""What is written and what is stated: documents, attestations and exemptions. Days before the date of the demo."""

from collections.abc import Iterator

from demo.habits import NO_WIKI
from demo.happenings import observed
from demo.organization import Team, company, person
from demo.rows import WIKI, Row
from demo.timeline import Timeline

# Teams whose incident flow nobody has opened to see whether it is still there.
_NEVER_CHECKED = {"suzume"}
# Days on which teams last read their flow and found it right. Each reading is an edition with a page of its own.
_FLOW_READ: dict[str, tuple[int, ...]] = {"mikan": (470,)}
_USUALLY_READ = (500, 210)


def company_documents(at: Timeline) -> Iterator[Row]:
    """What holds for everybody: the scale of severity, and when a postmortem is written."""
    yield _document("DOC-severity", "severity_scale", "障害の重大度 / Severity scale", at, 520, states=["severities"])
    for read in _USUALLY_READ:
        year = at.moment(-read).year
        yield _document(
            f"DOC-postmortem-policy-{read}",
            "postmortem_policy",
            f"ポストモーテムの実施基準 {year}",
            at,
            read,
            states=["triggers", "roles"],
        )
    yield _document(
        "DOC-incident-flow", "incident_flow", "全社の障害対応フロー", at, 330, states=["severities", "roles"]
    )


def team_documents(at: Timeline) -> Iterator[Row]:
    """How each team responds, by editions. The wiki of one team is not connected."""
    for team in company().teams.values():
        if team.kind == "dev" and team.key != NO_WIKI:
            for read in _FLOW_READ.get(team.key, _USUALLY_READ):
                yield _flow(team, read, at)


def _flow(team: Team, read: int, at: Timeline) -> Row:
    checked = team.key not in _NEVER_CHECKED
    return _document(
        f"DOC-{team.key}-flow-{read}",
        "incident_flow",
        f"{team.name}: 障害対応フロー",
        at,
        read,
        team=team.key,
        states=["contacts", "roles", "declaring"],
        status=200 if checked else None,
    )


def service_documents(at: Timeline) -> Iterator[Row]:
    """Runbooks, the oldest of them gone."""
    for number, service in enumerate(observed()):
        if service.team != NO_WIKI:
            status = 404 if number % 7 == 5 else 200
            yield _document(
                f"DOC-{service.key}-runbook",
                "runbook",
                f"{service.title}: runbook",
                at,
                60 + number * 9,
                service=service.key,
                team=service.team,
                status=status,
            )


def _document(
    key: str,
    kind: str,
    title: str,
    at: Timeline,
    read: int,
    *,
    service: str | None = None,
    team: str | None = None,
    states: list[str] | None = None,
    status: int | None = 200,
) -> Row:
    return {
        "document_id": key,
        "service_id": service,
        "doc_type": kind,
        "title": title,
        "url": f"{WIKI}/{service or team or 'company'}/{key.lower()}",
        "owner_team_id": team,
        "last_modified_at": at.stamp(-read - 0.6),
        "last_reviewed_on": at.date(-read),
        "review_interval_days": 365,
        "version_controlled": True,
        "http_status": status,
        "links_total": 12,
        "links_broken": 0 if status == 200 else None,
        "link_checked_at": at.stamp(-0.4) if status else None,
        "states": states or [],
    }


# service, criterion, statement, made by, days ago, verified by, holds for days
_ATTESTED = (
    ("invoices", "slo.known-in-team", "毎週月曜の定例で、最初にSLOのグラフを見ています。", "shiori", 40, None, 180),
    ("invoices", "slo.error-budget-policy", "The policy hangs on the team's wall.", "shiori", 400, None, 365),
    (
        "parcels",
        "incident-response.flow",
        "フローはチームのリポジトリにあり、先月の訓練でも使いました。",
        "hinata",
        90,
        "goro",
        365,
    ),
    ("parcel-lockers", "incident-response.flow", "配送と同じフローを使います。", "hinata", 54, None, 365),
    (
        "sign-in",
        "incident-response.flow",
        "Our flow is in the team's own wiki; company SRE has read it.",
        "linnea",
        120,
        "satsuki",
        365,
    ),
    ("sign-in", "postmortem.policy", "Our wiki says when we write one.", "linnea", 120, None, 365),
    ("search-index", "incident-response.flow", "Same flow as sign-in.", "erika", 100, None, 365),
    ("search-index", "postmortem.policy", "Same rules as sign-in.", "erika", 100, None, 365),
    ("notifications", "incident-response.flow", "Same flow as sign-in.", "masato", 110, None, 365),
    ("notifications", "postmortem.policy", "We follow the company's rules.", "masato", 410, None, 365),
    ("payments", "postmortem.blameless", "Facilitators read every text for blame.", "priya", 60, "nils", 180),
)


def attestation_rows(at: Timeline) -> Iterator[Row]:
    for number, (service, criterion, statement, by, day, verified, holds) in enumerate(_ATTESTED, start=1):
        yield {
            "attestation_id": f"AT-{number}",
            "service_id": service,
            "criterion_id": criterion,
            "statement": statement,
            "evidence_url": f"{WIKI}/{service}/statements/{number}",
            "attested_by": person(by),
            "attested_on": at.date(-day),
            "verified_by": person(verified) if verified else None,
            "expires_on": at.date(holds - day),
        }


# service, criterion, reason, agreed days ago, by the team, by company SRE, holds for days
_EXEMPT = (
    (
        "ledger",
        "slo.error-budget-policy",
        "監査法人との契約に凍結の条件があり、二重に定める必要がありません。",
        130,
        "priya",
        "sora",
        170,
    ),
    (
        "ledger",
        "incident-response.drill",
        "The auditors run two recovery drills a year and keep the reports.",
        130,
        "priya",
        "sora",
        170,
    ),
    ("ledger", "postmortem.shared", "売上の数字を含むため、社内公開を見送ります。", 130, "priya", "sora", 170),
    ("invoices", "incident-response.drill", "No drill before the move to the new archive.", 260, "shiori", "goro", 180),
)


def waiver_rows(at: Timeline) -> Iterator[Row]:
    for number, (service, criterion, reason, day, dev, sre, holds) in enumerate(_EXEMPT, start=1):
        yield {
            "waiver_id": f"WV-{number}",
            "service_id": service,
            "criterion_id": criterion,
            "reason": reason,
            "approved_by_dev": person(dev),
            "approved_by_sre": person(sre),
            "approved_on": at.date(-day),
            "expires_on": at.date(holds - day),
        }
