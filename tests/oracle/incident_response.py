"""The criteria of incident response, from rubric.md 2.3 and its readings."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from math import ceil
from typing import Any

from tests.oracle.common import (
    DAY,
    MINUTE,
    Case,
    Criterion,
    Found,
    Row,
    median,
    moment,
    settled,
    speaks_for,
    worlds,
    yes_no,
)

Span = tuple[datetime, datetime]
MAJOR, SEVERITIES = (1, 2), [1, 3]
FOREVER, NEVER = datetime(1970, 1, 1), datetime(2100, 1, 1)  # impacts that began long ago, or a moment before their end


def happened(row: Row) -> datetime:
    when: datetime = row["declared_at"] or row["detected_at"]
    return when


def incidents(case: Case, days: float) -> list[Row]:
    return [row for row in case.own("incidents") if case.within(happened(row), days)]


def documents(case: Case, kind: str) -> list[Row]:
    return [d for d in case.all("documents", doc_type=kind) if speaks_for(d, case.service, "owner_team_id")]


def opens(document: Row) -> bool | None:
    status = document["http_status"]
    return None if status is None else 200 <= status <= 399 or status in (401, 403)


def any_document(case: Case, found: list[Row], states_enough: list[bool]) -> Found:
    """One that opens, was reviewed in time and states enough is enough."""
    days = case.params["max_age_days"]
    hopeful = [d for d, enough in zip(found, states_enough, strict=True) if enough]
    hopeful = [d for d in hopeful if case.within(d["last_reviewed_on"], days)]
    if not found:
        return Found.NOTHING
    if any(opens(document) for document in hopeful):
        return Found.YES
    return Found.OPEN if any(opens(document) is None for document in hopeful) else Found.NO


def flow(case: Case) -> Found:
    """Where the catalog names no team, the owner of a document may be it or not."""
    found, team = documents(case, "incident_flow"), case.service["team_id"]

    def enough(document: Row, own: bool) -> bool:
        return own or not document["states"] or "contacts" in document["states"]

    def own(document: Row, any_team: bool) -> bool:
        owner = document["owner_team_id"]
        return document["service_id"] is not None if owner is None else (any_team if team is None else owner == team)

    ways = [[enough(d, own(d, any_team)) for d in found] for any_team in (True, False)]
    return settled(any_document(case, found, way) for way in ways)


def severity(case: Case) -> Found:
    scale = any(document["http_status"] not in (404, 410) for document in documents(case, "severity_scale"))
    found = incidents(case, 180)
    if len(found) < case.params["min_n"]:
        return yes_no(scale)
    graded = sum(row["severity"] is not None for row in found)
    return yes_no(scale and case.share_reached(graded, len(found), "graded_min"))


def union(spans: list[Span], within: Span) -> timedelta:
    """How long at least one of them lasts inside `within`."""
    covered, reached = timedelta(), within[0]
    for begins, ends in sorted(spans):
        start, end = max(begins, reached), min(ends, within[1])
        if end > start:
            covered, reached = covered + (end - start), end
    return covered


def on_call(case: Case, days: float, *roles: str) -> list[Row]:
    """Shifts in these roles with some time in the last days."""
    since = case.as_of - days * DAY
    return [
        row
        for row in case.own("oncall_shifts")
        if row["role"] in roles and max(row["starts_at"], since) < min(row["ends_at"], case.as_of)
    ]


def required(case: Case) -> list[Span] | None:
    """When somebody has to be on call; None where the calendar does not say."""
    since = case.as_of - 90 * DAY
    if case.service["on_call_hours"] == "24x7":
        return [(since, case.as_of)]
    business = {row["date"]: row["is_business_day"] for row in case.all("calendar_days")}
    ahead = timedelta(hours=case.params["zone_offset_hours"])
    hours = []
    for number in range(-1, 92):
        day = since + number * DAY
        start = max(day + timedelta(hours=case.params["business_start"]) - ahead, since)
        end = min(day + timedelta(hours=case.params["business_end"]) - ahead, case.as_of)
        if end > start and day.date() not in business:
            return None
        if end > start and business[day.date()]:
            hours.append((start, end))
    return hours


def rota(case: Case) -> Found:
    shifts = on_call(case, 90, "primary")
    people = len({shift["person_id"] for shift in shifts})
    if people < case.params["people_min_tier3" if case.service["tier"] == 3 else "people_min"]:
        return Found.NO
    hours = required(case)
    if hours is None:
        return Found.OPEN
    spans = [(shift["starts_at"], shift["ends_at"]) for shift in shifts]
    covered = sum((union(spans, one) for one in hours), timedelta())
    needed = sum((end - start for start, end in hours), timedelta())
    return yes_no(
        not hours
        or Fraction(covered // timedelta(seconds=1), needed // timedelta(seconds=1)) >= case.number("cover_min")
    )


def bus_factor(case: Case) -> Found:
    recent = incidents(case, 180)
    if len(recent) >= case.params["min_n"]:
        return _top_share(case, [row["lead_person_id"] for row in recent])
    drills = [row for row in case.own("drills") if case.within(row["held_on"], 365)]
    leads = [row["lead_person_id"] for row in incidents(case, 365)] + [d["commander_person_id"] for d in drills]
    known, most = len(set(leads) - {None}), len(set(leads) - {None}) + leads.count(None)
    return settled(yes_no(count >= case.params["leads_min"]) for count in (known, most))


def _top_share(case: Case, leads: list[str | None]) -> Found:
    """Unnamed leads are each somebody else at best and all the busiest one at worst."""
    unnamed = leads.count(None)
    top = max((leads.count(name) for name in set(leads) - {None}), default=0)
    best, worst = max(top, min(unnamed, 1)), top + unnamed
    return settled(yes_no(Fraction(n, len(leads)) <= case.number("top_share_max")) for n in (best, worst))


def dev_led(case: Case) -> Found:
    found, team = incidents(case, 180), case.service["team_id"]
    if len(found) < case.params["min_n"]:
        return Found.LEFT_OUT

    def good(rows: list[Row]) -> Found:
        return yes_no(case.share_reached(sum(r["lead_team_id"] == team for r in rows), len(rows), "dev_led_min"))

    return settled(good(rows) for rows in worlds(found, {"lead_team_id": [team, "nobody's team"]}))


def timestamps(case: Case) -> Found:
    closed = [row for row in case.own("incidents") if case.within(row["closed_at"], 180)]
    if len(closed) < case.params["min_n"]:
        return Found.LEFT_OUT
    return yes_no(case.share_reached(sum(_complete(row) for row in closed), len(closed), "complete_min"))


def _complete(row: Row) -> bool:
    names = ("impact_started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at")
    times = [row[name] for name in names]
    return None not in times and times == sorted(times)


def roles(case: Case) -> Found:
    rows = worlds(incidents(case, 180), {"severity": SEVERITIES, "customer_visible": [True, False]})
    return settled(_roles(case, [row for row in found if row["severity"] in MAJOR]) for found in rows)


def _roles(case: Case, major: list[Row]) -> Found:
    if len(major) < case.params["min_n"]:
        return yes_no(any(_staffed(case, drill) for drill in case.own("drills")))
    visible = [row for row in major if row["customer_visible"]]
    led = case.share_reached(sum(_commanded(case, row) for row in major), len(major), "ic_min")
    with_comms = sum(bool(persons(case, row, "comms")) for row in visible)
    return yes_no(led and (not visible or case.share_reached(with_comms, len(visible), "comms_min")))


def _staffed(case: Case, drill: Row) -> bool:
    return case.within(drill["held_on"], 365) and "commander" in drill["roles"] and len(set(drill["roles"])) > 1


def persons(case: Case, incident: Row, role: str) -> set[str]:
    rows = case.all("incident_participants", incident_id=incident["incident_id"], role=role)
    return {row["person_id"] for row in rows}


def _commanded(case: Case, incident: Row) -> bool:
    commanders = persons(case, incident, "commander") | ({incident["commander_person_id"]} - {None})
    return bool(commanders - persons(case, incident, "ops"))


def ack_time(case: Case) -> Found:
    tier = case.service["tier"]
    limit, timeout = (case.params[f"{name}{tier}"] * MINUTE for name in ("tier", "timeout_tier"))
    firings: dict[tuple[str, datetime], list[Row]] = {}
    for row in case.own("alert_notifications"):
        if case.within(row["starts_at"], 90):
            firings.setdefault((row["fingerprint"], row["starts_at"]), []).append(row)
    pages = [messages for messages in firings.values() if any(row["severity"] == "page" for row in messages)]
    wrong = [messages for messages in pages if _answered_before(messages)]
    times = sorted(
        t
        for t in (_answer(messages, timeout, case.as_of) for messages in pages if messages not in wrong)
        if t is not None
    )
    if len(times) < case.params["min_n"]:
        return Found.LEFT_OUT if len(times) + len(wrong) < case.params["min_n"] else Found.OPEN
    return yes_no(times[ceil(len(times) * Fraction(9, 10)) - 1] <= limit)


def _answered_before(messages: list[Row]) -> bool:
    """The first answer lies before the page: nobody can say how long it took."""
    return any(row["acknowledged_at"] and row["acknowledged_at"] < row["starts_at"] for row in messages)


def _answer(messages: list[Row], timeout: timedelta, as_of: datetime) -> timedelta | None:
    """How long a page took, None when it is left out."""
    start: datetime = messages[0]["starts_at"]
    answered = min((row["acknowledged_at"] for row in messages if row["acknowledged_at"]), default=None)
    over = min((row["ends_at"] for row in messages if row["ends_at"]), default=None)
    if any(row["escalated_at"] for row in messages):
        return 3 * timeout
    in_time = [when for when in (answered, over) if when is not None and when <= start + timeout]
    if in_time:
        return answered - start if answered is not None else None
    return 3 * timeout if start + timeout < as_of else None


def drill(case: Case) -> Found:
    held = [row for row in case.own("drills") if case.within(row["held_on"], 365)]
    if not held:
        return Found.NOTHING
    sources = {row["source_id"] for row in case.all("action_items", source_kind="drill")}
    good = [row for row in held if row["report_url"] and (row["findings_count"] == 0 or row["drill_id"] in sources)]
    return yes_no(len(good) >= case.params["per_year_tier1" if case.service["tier"] == 1 else "per_year"])


def rota_sustainable(case: Case) -> Found:
    shifts = on_call(case, 90, "primary", "secondary")
    people = {shift["person_id"] for shift in shifts}
    if not people:
        return Found.NOTHING
    window = (case.as_of - 90 * DAY, case.as_of)
    allowed = 90 * 86400 * case.number("share_max")
    for person in people:
        spans = [(s["starts_at"], s["ends_at"]) for s in shifts if s["person_id"] == person]
        if union(spans, window) // timedelta(seconds=1) > allowed:
            return settled(yes_no(len(people) >= enough) for enough in _enough(case))
    return Found.YES


def _enough(case: Case) -> list[int]:
    """How many people are enough, for every number of sites there may be."""
    sites = [row["site_count"] for row in case.all("teams", team_id=case.service["team_id"])] or [None]
    several = case.params["per_site"]
    if sites[0] is None:
        return [case.params["single_site"], 2 * several, 100 * several]
    return [sites[0] * several if sites[0] >= 2 else case.params["single_site"]]


def status_updates(case: Case) -> Found:
    rows = worlds(incidents(case, 180), {"severity": SEVERITIES, "customer_visible": [True, False]})
    return settled(
        _informed(case, [r for r in found if r["severity"] in MAJOR and r["customer_visible"]]) for found in rows
    )


def _informed(case: Case, felt: list[Row]) -> Found:
    limit = case.params["minutes"] * MINUTE
    judged = [row for row in felt if row["first_update_at"] or happened(row) + limit < case.as_of]
    if len(judged) < case.params["min_n"]:
        return Found.LEFT_OUT
    good = [row for row in judged if row["first_update_at"] and row["first_update_at"] - happened(row) <= limit]
    return yes_no(case.share_reached(len(good), len(judged), "informed_min"))


def mitigation_time(case: Case) -> Found:
    limit = case.params[f"tier{case.service['tier']}"] * MINUTE
    options: dict[str, Sequence[Any]] = {"severity": SEVERITIES, "impact_started_at": [FOREVER, NEVER]}
    rows = incidents(case, 180)
    wrong = [row for row in rows if _over_before_it_began(row)]
    right = [row for row in rows if not _over_before_it_began(row)]
    found = settled(
        _mitigated_in_time(case, [r for r in world if r["severity"] in MAJOR], limit)
        for world in worlds(right, options)
    )
    perhaps = [row for row in (*right, *wrong) if row["severity"] in (*MAJOR, None)]
    counted = [r for r in perhaps if r["impact_started_at"] is None or _length(case, r, limit) is not None]
    if found is Found.LEFT_OUT and len(counted) >= case.params["min_n"]:
        return Found.OPEN  # too few without those that cannot be so
    return found


def _over_before_it_began(row: Row) -> bool:
    end, begin = row["mitigated_at"] or row["resolved_at"] or row["closed_at"], row["impact_started_at"]
    return end is not None and begin is not None and end < begin


def _mitigated_in_time(case: Case, major: list[Row], limit: timedelta) -> Found:
    lengths = [length for length in (_length(case, row, limit) for row in major) if length is not None]
    return yes_no(median(lengths) <= limit) if len(lengths) >= case.params["min_n"] else Found.LEFT_OUT


def _length(case: Case, row: Row, limit: timedelta) -> timedelta | None:
    """How long users felt it; None for one that still lasts and may yet be mitigated in time."""
    end: datetime | None = row["mitigated_at"] or row["resolved_at"] or row["closed_at"]
    age: timedelta = (end or case.as_of) - row["impact_started_at"]
    return None if end is None and age <= limit else age


def handover(case: Case) -> Found:
    if not on_call(case, 28, "primary", "secondary"):
        return Found.LEFT_OUT
    rows = case.all("reviews", kind="oncall_handoff")
    days = {
        moment(r["held_on"]) for r in rows if speaks_for(r, case.service, "team_id") and case.within(r["held_on"], 90)
    }
    weeks = {(case.as_of - day - DAY) // (7 * DAY) for day in days if case.within(day, 28)}
    if len(weeks) >= case.params["weeks"]:
        return Found.YES
    ahead = timedelta(hours=case.params["zone_offset_hours"])
    changes = [moment((change + ahead).date()) for change in _changes(case)]
    over = [day for day in changes if day < case.as_of]  # the others may yet be handed over on their day
    return yes_no(all({day, day - DAY} & days for day in over)) if over else Found.LEFT_OUT


def _changes(case: Case) -> list[datetime]:
    """When somebody else became primary in a schedule, in the last 28 days."""
    shifts = sorted(case.own("oncall_shifts", role="primary"), key=lambda row: row["starts_at"])
    last: dict[str, str] = {}
    found = []
    for shift in shifts:
        before = last.get(shift["schedule_id"])
        if before not in (None, shift["person_id"]) and case.within(shift["starts_at"], 28):
            found.append(shift["starts_at"])
        last[shift["schedule_id"]] = shift["person_id"]
    return found


def _on_call(service: Row) -> bool:
    return bool(service["on_call_hours"] != "none")


CRITERIA = {
    "incident-response.flow": Criterion(flow, ("documents",), attested=True, when_empty="unmet", attributes=("tier",)),
    "incident-response.severity": Criterion(severity, ("incidents", "documents")),
    "incident-response.rota": Criterion(
        rota, ("oncall_shifts",), applies=_on_call, attributes=("on_call_hours", "tier")
    ),
    "incident-response.bus-factor": Criterion(bus_factor, ("incidents", "drills")),
    "incident-response.dev-led": Criterion(dev_led, ("incidents",), attributes=("team_id",)),
    "incident-response.timestamps": Criterion(timestamps, ("incidents",)),
    "incident-response.roles": Criterion(roles, ("incidents", "incident_participants", "drills")),
    "incident-response.ack-time": Criterion(ack_time, ("alert_notifications.acknowledged_at",), attributes=("tier",)),
    "incident-response.drill": Criterion(
        drill, ("drills", "action_items"), attested=True, when_empty="unmet", attributes=("tier",)
    ),
    "incident-response.rota-sustainable": Criterion(rota_sustainable, ("oncall_shifts",)),
    "incident-response.status-updates": Criterion(status_updates, ("incidents",)),
    "incident-response.mitigation-time": Criterion(mitigation_time, ("incidents",), attributes=("tier",)),
    "incident-response.handover": Criterion(handover, ("reviews", "oncall_shifts")),
}
