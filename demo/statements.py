"""What people stated for the record: attestations and exemptions. Days before the date of the demo."""

from collections.abc import Iterator

from demo.organization import person
from demo.rows import WIKI, Row
from demo.timeline import Timeline

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
    ("parcels", "monitoring.policy", "監視の方針はチームのリポジトリにあります。", "hinata", 90, "goro", 365),
    (
        "sign-in",
        "monitoring.policy",
        "Our wiki says what we watch; company SRE has read it.",
        "linnea",
        120,
        "satsuki",
        365,
    ),
    ("sign-in", "vulnerability.policy", "We follow the company's table of due dates.", "linnea", 120, "hajime", 365),
    ("search-index", "monitoring.policy", "Same rules as sign-in.", "erika", 100, None, 365),
    ("search-index", "vulnerability.policy", "Same table as sign-in.", "erika", 100, None, 365),
    ("notifications", "vulnerability.policy", "We follow the company's table.", "masato", 440, None, 365),
    (
        "translations",
        "documentation.newcomer",
        "Freya ran the first release by the pages alone.",
        "tsumugi",
        70,
        None,
        365,
    ),
    ("farm-payouts", "dev-efficiency.recovery", "切り戻しを月に1回練習しています。", "minori", 50, None, 180),
    ("sign-in", "postmortem.policy", "Our wiki says when we write one.", "linnea", 120, None, 365),
    ("search-index", "incident-response.flow", "Same flow as sign-in.", "erika", 100, None, 365),
    ("search-index", "postmortem.policy", "Same rules as sign-in.", "erika", 100, None, 365),
    ("notifications", "incident-response.flow", "Same flow as sign-in.", "masato", 110, None, 365),
    ("notifications", "postmortem.policy", "We follow the company's rules.", "masato", 440, None, 365),
    ("payments", "postmortem.blameless", "Facilitators read every text for blame.", "priya", 60, "nils", 180),
)


def attestation_rows(timeline: Timeline) -> Iterator[Row]:
    for number, (service, criterion, statement, by, day, verified, holds) in enumerate(_ATTESTED, start=1):
        yield {
            "attestation_id": f"AT-{number}",
            "service_id": service,
            "criterion_id": criterion,
            "statement": statement,
            "evidence_url": f"{WIKI}/{service}/statements/{number}",
            "attested_by": person(by),
            "attested_on": timeline.date(-day),
            "verified_by": person(verified) if verified else None,
            "expires_on": timeline.date(holds - day),
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


def waiver_rows(timeline: Timeline) -> Iterator[Row]:
    for number, (service, criterion, reason, day, dev, sre, holds) in enumerate(_EXEMPT, start=1):
        yield {
            "waiver_id": f"WV-{number}",
            "service_id": service,
            "criterion_id": criterion,
            "reason": reason,
            "approved_by_dev": person(dev),
            "approved_by_sre": person(sre),
            "approved_on": timeline.date(-day),
            "expires_on": timeline.date(holds - day),
        }
