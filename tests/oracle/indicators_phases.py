"""Who does the work of the nine phases, from the prose: the share of events that go as the table of phases says."""

from collections.abc import Callable

from tests.oracle.common import Row, moment
from tests.oracle.indicators import Answer, Indicator, Look, Share, Verdict, all_of, at_least, same
from tests.oracle.indicators_design import ADMIN, BOTH, answered, is_review, under

DAYS = 180
WORK = (*ADMIN, "infra_work")
Events = list[Verdict]
SMALL = ("console", "api")


def share_of(events: Callable[[Look], Events]) -> Callable[[Look], Answer]:
    def rule(look: Look) -> Answer:
        return at_least(Share(events(look)), look.number("share_min"))

    return rule


def is_sre(look: Look, team: str | None) -> Verdict:
    return None if team is None else look.kind(team) == "sre_company"


def is_own(look: Look, row: Row, team: str | None) -> Verdict:
    """The team of the row's service, unless that is company SRE or a business unit."""
    central = team is not None and look.kind(team) in ("sre_company", "business_unit")
    return False if central else same(team, look.team(row))


def planning(look: Look) -> Events:
    def concerns(row: Row) -> bool:
        if row["service_id"] is not None:
            return look.service(row) is not None
        return any(row["team_id"] in (None, service["team_id"]) for service in look.services)

    def together(row: Row) -> Verdict:
        developers = row["dev_attendee_count"]
        return all_of(row["business_attended"], None if developers is None else developers >= 1)

    held = [row for row in look.tables["reviews"] if row["kind"] == "slo" and look.within(row["held_on"], DAYS)]
    return [together(row) for row in held if concerns(row)]


def design(look: Look) -> Events:
    def verdict(row: Row) -> Verdict:
        asking = row["requester_team_id"]
        if row["service_id"] is None:
            own = None if asking is None else look.kind(asking) == "dev"
        else:
            own = is_own(look, row, asking)
        return all_of(own, is_sre(look, row["assignee_team_id"]), set(row["review_dimensions"]) >= BOTH)

    rows = [row for row in look.rows("requests", request_type="design_review") if is_review(row)]
    return [verdict(row) for row in rows if look.within(row["completed_at"], DAYS)]


def changes(look: Look) -> list[Row]:
    """Of the last 180 days, without those that a request stands for."""
    rows = [row for row in look.rows("infra_changes") if look.within(row["applied_at"], DAYS)]
    return [row for row in rows if not under(look, row, WORK)]


def initial(look: Look, row: Row, when: str) -> bool:
    service = look.service(row)
    since = service["production_since"] if service else None
    return since is not None and row[when] < moment(since)


def done(look: Look, kinds: tuple[str, ...]) -> list[Row]:
    rows = [row for row in look.rows("requests") if row["request_type"] in kinds and row["status"] != "rejected"]
    return [row for row in rows if look.within(row["completed_at"], DAYS)]


def by_team(look: Look, row: Row) -> Verdict:
    return is_own(look, row, row["actor_team_id"])


def infra_initial(look: Look) -> Events:
    own = [by_team(look, row) for row in changes(look) if initial(look, row, "applied_at")]
    admin = [
        is_sre(look, row["assignee_team_id"]) for row in done(look, ("admin",)) if initial(look, row, "completed_at")
    ]
    return own + admin


def infra_change(look: Look) -> Events:
    rows = [row for row in changes(look) if not initial(look, row, "applied_at")]
    planned = [row for row in rows if row["method"] not in SMALL or row["is_major"]]
    return [by_team(look, row) for row in planned]


def infra_work(look: Look) -> Events:
    rows = [row for row in changes(look) if not initial(look, row, "applied_at")]
    events = [by_team(look, row) for row in rows if row["method"] in SMALL and not row["is_major"]]
    for row in done(look, ("admin", "infra_work")):
        if not initial(look, row, "completed_at"):
            team = row["assignee_team_id"]
            events.append(is_sre(look, team) if row["request_type"] == "admin" else is_own(look, row, team))
    return events


def development(look: Look) -> Events:
    def verdict(row: Row) -> Verdict:
        team = look.team(row)
        return None if team is None else look.kind(team) in ("dev", None)

    merged = [row for row in look.rows("changes") if look.within(row["merged_at"], DAYS)]
    deployed = [
        row for row in look.rows("deployments", environment="production") if look.within(row["finished_at"], DAYS)
    ]
    return [verdict(row) for row in merged + deployed]


def alert_handling(look: Look) -> Events:
    firings: dict[tuple[str, str, object], list[Row]] = {}
    for row in look.rows("alert_notifications"):
        if look.within(row["starts_at"], DAYS):
            firings.setdefault((row["service_id"], row["fingerprint"], row["starts_at"]), []).append(row)

    def reached(rows: list[Row]) -> Verdict:
        verdicts = {is_own(look, row, row["recipient_team_id"]) for row in rows}
        return True if True in verdicts else None if None in verdicts else False

    calls = [reached(rows) for rows in firings.values() if any(row["severity"] == "page" for row in rows)]
    incidents = [row for row in look.rows("incidents") if look.within(row["declared_at"] or row["detected_at"], DAYS)]
    return calls + [is_own(look, row, row["lead_team_id"]) for row in incidents]


def maintenance(look: Look) -> Events:
    events: list[Verdict] = []
    for row in look.rows("maintenance_events"):
        read = row["acknowledged_at"] is not None or row["acknowledged_team_id"] is not None
        worked = row["completed_at"] is not None or row["performed_team_id"] is not None
        if look.within(row["announced_at"], DAYS) and (read or worked):
            parts = [("acknowledged_team_id", read), ("performed_team_id", worked)]
            events.append(all_of(*(is_own(look, row, row[name]) for name, happened in parts if happened)))
    return events


def vulnerability(look: Look) -> Events:
    asked = look.rows("requests", request_type="urgent_vuln")

    def urgent_before(finding: Row) -> bool:
        names = (finding["finding_id"], finding["vulnerability_id"])
        by = [row for row in look.tables["requests"] if row["request_type"] == "urgent_vuln"]
        return any(
            row["related_ref"] in names
            and row["created_at"] < finding["resolved_at"]
            and row["service_id"] in (None, finding["service_id"])
            for row in by
        )

    resolved = [row for row in look.rows("vulnerability_findings") if look.within(row["resolved_at"], DAYS)]
    events: list[Verdict] = [True for row in resolved if not urgent_before(row)]
    limit = look.number("answer_days")
    for row in asked:
        until = answered(row)
        days = look.days(row["created_at"], until or look.as_of)  # type: ignore[arg-type]
        has_time = until is None and days is not None and days <= limit
        if look.within(row["created_at"], DAYS) and not has_time:
            to_team = is_own(look, row, row["assignee_team_id"])
            in_time = None if days is None else days <= limit
            events.append(all_of(is_sre(look, row["requester_team_id"]), to_team, in_time))
    return events


PHASES = {
    "phases.planning": Indicator(share_of(planning), ("reviews",)),
    "phases.design": Indicator(share_of(design), ("requests.review_dimensions", "teams")),
    "phases.infra-initial": Indicator(share_of(infra_initial), ("infra_changes", "requests", "teams")),
    "phases.development": Indicator(share_of(development), ("changes", "deployments")),
    "phases.infra-change": Indicator(share_of(infra_change), ("infra_changes", "requests")),
    "phases.alert-handling": Indicator(share_of(alert_handling), ("alert_notifications", "incidents")),
    "phases.infra-work": Indicator(share_of(infra_work), ("infra_changes", "requests", "teams")),
    "phases.maintenance": Indicator(share_of(maintenance), ("maintenance_events",)),
    "phases.vulnerability": Indicator(
        share_of(vulnerability), ("vulnerability_findings", "requests", "teams", "calendar_days")
    ),
}
