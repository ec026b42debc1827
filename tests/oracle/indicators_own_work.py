"""What the team itself did of an activity's work in the last 90 days, from the prose."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from tests.oracle.common import Row, speaks_for
from tests.oracle.indicators import EMPTY, Answer, Indicator, Look, Share, Verdict, all_of, at_least, same

DAYS = 90
OPERATIONS = ("toil", "interrupt", "oncall_active")
SERIOUS, NOT_FIXED = ("critical", "high"), ("false_positive", "not_affected")
Events = list[Verdict]


def judged(look: Look, share: Share) -> Answer:
    """Too few to judge, perhaps too few, or by the goal."""
    few = look.params["min_n"]
    if len(share.events) + len(share.perhaps) < few:
        return EMPTY
    if len(share.events) < few:
        return "unknown", share.value
    return at_least(share, look.number("share_min"))


def share_of(events: Callable[[Look], Events]) -> Callable[[Look], Answer]:
    return lambda look: judged(look, Share(events(look)))


def spoken_for(look: Look, table: str, team: str) -> Iterator[tuple[Row, Row]]:
    """Each row with each of the services it speaks for."""
    for service in look.services:
        for row in look.tables[table]:
            if speaks_for(row, service, team):
                yield row, service


def owned(named: str | None, *ours: str | None) -> Verdict:
    """Nobody named is nobody; somebody named may be one of ours that the catalog leaves open."""
    if named is None:
        return False
    return True if named in ours else None if None in ours else False


def slo(look: Look) -> Events:
    held = [
        row
        for row, _ in spoken_for(look, "reviews", "team_id")
        if row["kind"] == "slo" and look.within(row["held_on"], DAYS)
    ]
    return [None if row["dev_attendee_count"] is None else row["dev_attendee_count"] >= 1 for row in held]


def monitoring(look: Look) -> Events:
    alerts: dict[tuple[str, str, object], Events] = {}
    for row in look.rows("alert_notifications"):
        if look.within(row["starts_at"], DAYS) and row["severity"] in ("page", "ticket"):
            one = alerts.setdefault((row["service_id"], row["fingerprint"], row["starts_at"]), [])
            one.append(same(row["recipient_team_id"], look.team(row)))
    return [True if True in told else None if None in told else False for told in alerts.values()]


def incident_response(look: Look) -> Events:
    incidents = [row for row in look.rows("incidents") if look.within(row["declared_at"] or row["detected_at"], DAYS)]
    return [same(row["lead_team_id"], look.team(row)) for row in incidents]


def postmortem(look: Look) -> Events:
    def of_team(row: Row, service: Row) -> Verdict:
        people = look.tables.by("people", "person_id").get(row["owner_person_id"], [{"team_id": None}])
        return same(people[0]["team_id"], service["team_id"])

    def services(row: Row) -> set[str]:
        hit = look.tables.by("incidents", "incident_id").get(row["incident_id"], []) if row["incident_id"] else []
        return {row["service_id"], *(incident["service_id"] for incident in hit)}

    done = [
        row
        for row in look.tables["postmortems"]
        if row["status"] in ("reviewed", "closed") and look.within(row["reviewed_at"], DAYS)
    ]
    return [
        of_team(row, service) for row in done for service in look.services if service["service_id"] in services(row)
    ]


def documentation(look: Look) -> Events:
    return [
        owned(row["owner_team_id"], service["team_id"])
        for row, service in spoken_for(look, "documents", "owner_team_id")
        if row["service_id"] is not None or row["owner_team_id"] is not None
    ]


def toil(look: Look) -> Answer:
    """Minutes count, entries say whether there is enough."""
    own, others, unclear = Fraction(0), Fraction(0), Fraction(0)
    sure = maybe = 0
    for row in look.rows("work_log"):
        service = look.service(row)
        counts = row["category"] in OPERATIONS and row["minutes"] > 0 and look.within(row["work_date"], DAYS)
        if service is None or not counts:
            continue
        if row["team_id"] == service["team_id"]:
            own, sure = own + row["minutes"], sure + 1
        elif look.kind(row["team_id"]) == "sre_company":
            others, sure = others + row["minutes"], sure + 1
        elif service["team_id"] is None:
            unclear, maybe = unclear + row["minutes"], maybe + 1
    value = own / (own + others) if own + others else None
    if sure + maybe < look.params["min_n"]:
        return EMPTY
    if sure < look.params["min_n"]:
        return "unknown", value
    goal = look.number("share_min")
    worst, best = own / (own + others) >= goal, (own + unclear) / (own + others + unclear) >= goal
    return ("unknown" if worst != best else "met" if best else "unmet"), value


def cost(look: Look) -> Events:
    def budgeted(service: Row) -> Verdict:
        today = look.as_of.date()
        found = {
            owned(row["owner_team_id"], service["team_id"], service["business_unit_id"])
            for row in look.tables.by("budgets", "service_id").get(service["service_id"], [])
            if row["period_start"] <= today <= row["period_end"] and row["amount"] > 0
        }
        return True if True in found else None if None in found else False

    return [
        all_of(owned(row["routed_team_id"], service["team_id"]), budgeted(service))
        for row, service in spoken_for(look, "cost_anomalies", "routed_team_id")
        if look.within(row["detected_at"], DAYS)
    ]


def vulnerability(look: Look) -> Answer:
    def unasked(finding: Row) -> bool:
        by = look.tables.by("requests", "related_ref")
        named = [row for name in (finding["finding_id"], finding["vulnerability_id"]) for row in by.get(name, [])]
        return not any(
            row["request_type"] == "urgent_vuln"
            and row["created_at"] < finding["resolved_at"]
            and row["service_id"] in (None, finding["service_id"])
            for row in named
        )

    fixed = [
        row
        for row in look.rows("vulnerability_findings")
        if row["status"] not in NOT_FIXED and look.within(row["resolved_at"], DAYS)
    ]
    graded = [unasked(row) for row in fixed if row["severity"] in SERIOUS]
    return judged(look, Share(graded, [unasked(row) for row in fixed if row["severity"] is None]))


OWN_WORK = {
    "slo.own-work": Indicator(share_of(slo), ("reviews",)),
    "monitoring.own-work": Indicator(share_of(monitoring), ("alert_notifications",)),
    "incident-response.own-work": Indicator(share_of(incident_response), ("incidents",)),
    "postmortem.own-work": Indicator(share_of(postmortem), ("postmortems", "people")),
    "documentation.own-work": Indicator(share_of(documentation), ("documents.owner_team_id",)),
    "toil.own-work": Indicator(toil, ("work_log", "teams")),
    "cost.own-work": Indicator(share_of(cost), ("cost_anomalies.routed_team_id", "budgets.owner_team_id")),
    "vulnerability.own-work": Indicator(vulnerability, ("vulnerability_findings", "requests")),
}
