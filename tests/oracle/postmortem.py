"""The criteria of postmortems, from rubric.md 2.4 and its readings."""

from datetime import datetime, timedelta
from fractions import Fraction

from tests.oracle.common import (
    DAY,
    Case,
    Criterion,
    Found,
    Row,
    exact,
    median,
    moment,
    settled,
    worlds,
    yes_no,
)
from tests.oracle.incident_response import MAJOR, SEVERITIES, any_document, documents, happened

DONE = {"reviewed", "closed"}
SECTIONS = {"summary", "impact", "timeline", "trigger", "root_causes", "detection", "lessons", "action_items"}
NO_DRAFT = 180 * DAY


def policy(case: Case) -> Found:
    found = documents(case, "postmortem_policy")
    return any_document(case, found, [not d["states"] or "triggers" in d["states"] for d in found])


def closed(case: Case, grace: float = 0) -> list[Row]:
    """Incidents closed at least `grace` days ago, the edge included, and at most 180."""
    until = case.as_of - grace * DAY
    rows = [row for row in case.own("incidents") if case.within(row["closed_at"], 180)]
    return [row for row in rows if row["closed_at"] <= until]


def written(case: Case, incident: Row) -> list[Row]:
    """Its postmortems, under whichever service they are filed."""
    return case.all("postmortems", incident_id=incident["incident_id"])


def reviewed(case: Case, incident: Row) -> bool:
    return any(row["status"] in DONE for row in written(case, incident))


def coverage(case: Case) -> Found:
    def good(rows: list[Row]) -> Found:
        major = [row for row in rows if row["severity"] in MAJOR]
        if len(major) < case.params["min_n"]:
            return Found.LEFT_OUT
        return yes_no(case.share_reached(sum(reviewed(case, row) for row in major), len(major), "coverage_min"))

    return settled(good(rows) for rows in worlds(closed(case, case.params["grace_days"]), {"severity": SEVERITIES}))


def written_soon(case: Case) -> Found:
    limit = case.params["median_days"] * DAY

    def good(rows: list[Row]) -> Found:
        taken = [_draft(case, row) for row in rows if row["severity"] in MAJOR]
        return yes_no(median(taken) <= limit) if len(taken) >= case.params["min_n"] else Found.LEFT_OUT

    return settled(good(rows) for rows in worlds(closed(case, case.params["median_days"]), {"severity": SEVERITIES}))


def _draft(case: Case, incident: Row) -> timedelta:
    drafts = [row["draft_completed_at"] for row in written(case, incident) if row["draft_completed_at"]]
    return max(min(drafts) - incident["closed_at"], timedelta()) if drafts else NO_DRAFT


def prompt(case: Case) -> Found:
    limit = case.params["days"] * DAY

    def in_time(incident: Row) -> bool:
        published = [row["published_at"] for row in written(case, incident) if row["published_at"]]
        return bool(published) and min(published) - incident["closed_at"] <= limit

    def good(rows: list[Row]) -> Found:
        major = [row for row in rows if row["severity"] in MAJOR]
        if len(major) < case.params["min_n"]:
            return Found.LEFT_OUT
        return yes_no(case.share_reached(sum(in_time(row) for row in major), len(major), "prompt_min"))

    return settled(good(rows) for rows in worlds(closed(case), {"severity": SEVERITIES}))


def coverage_full(case: Case) -> Found:
    year = [row for row in case.own("incidents") if case.within(row["closed_at"], 365)]
    limit = case.number("budget_trigger")
    options = {"severity": SEVERITIES, "budget_consumed_ratio": [0, 99]}

    def trigger(row: Row) -> bool:
        return row["severity"] in MAJOR or exact(row["budget_consumed_ratio"]) > limit

    return settled(_all_reviewed(case, [row for row in rows if trigger(row)]) for rows in worlds(year, options))


def _all_reviewed(case: Case, triggers: list[Row]) -> Found:
    if not triggers:
        filed = [row for row in case.own("postmortems") if was_read(case, row, 365)]
        return yes_no(any(row["drill_id"] for row in filed))
    due = {row["incident_id"] for row in closed(case, case.params["grace_days"])}
    judged = [row for row in triggers if row["incident_id"] in due]
    if len(judged) < case.params["min_n"]:
        return Found.LEFT_OUT
    return yes_no(all(reviewed(case, row) for row in judged))


def read(case: Case) -> list[Row]:
    """The postmortems filed under the service or about an incident of it, reviewed in 180 days."""
    found = {row["postmortem_id"]: row for row in case.own("postmortems")}
    for incident in case.own("incidents"):
        found |= {row["postmortem_id"]: row for row in written(case, incident)}
    return [row for row in found.values() if was_read(case, row, 180)]


def was_read(case: Case, row: Row, days: float) -> bool:
    """Its status says that it was reviewed, and `reviewed_at` when."""
    return row["status"] in DONE and case.within(row["reviewed_at"], days)


def share_of(case: Case, good: list[bool], name: str) -> Found:
    """Whether enough of them are good, left out where there are too few."""
    if len(good) < case.params["min_n"]:
        return Found.LEFT_OUT
    return yes_no(case.share_reached(sum(good), len(good), name))


def actions_owned(case: Case) -> Found:
    def owned(postmortem: Row) -> bool:
        items = case.all("action_items", source_kind="postmortem", source_id=postmortem["postmortem_id"])
        dated = [row["due_on"] and (row["owner_team_id"] or row["owner_person_id"]) for row in items]
        return all(dated) if items else postmortem["no_action_reason"] is not None

    return share_of(case, [owned(row) for row in read(case)], "owned_min")


def meeting(case: Case) -> Found:
    return share_of(case, [row["meeting_held_on"] is not None for row in read(case)], "meeting_min")


def sections(case: Case) -> Found:
    good = [set(row["sections_present"]) >= SECTIONS and row["impact_quantified"] for row in read(case)]
    return share_of(case, good, "complete_min")


def shared(case: Case) -> Found:
    def secret(postmortem: Row) -> bool:
        incident_rows = case.all("incidents", incident_id=postmortem["incident_id"])
        own = [row for row in incident_rows if row["service_id"] == case.id]
        return any(row["confidential"] for row in own or incident_rows)

    rows = [row for row in read(case) if not secret(row)]
    return share_of(case, [row["audience"] in ("company", "public") for row in rows], "shared_min")


def blameless(case: Case) -> Found:
    rows = read(case)
    checked = [row["blameless_checked"] for row in rows if row["blameless_checked"] is not None]
    if not checked:
        return Found.OPEN if rows else Found.NOTHING
    return yes_no(case.share_reached(sum(checked), len(checked), "blameless_min"))


def due(case: Case) -> list[Row]:
    """Items from postmortems that fell due in 180 days."""
    return [row for row in case.own("action_items", source_kind="postmortem") if case.within(row["due_on"], 180)]


def actions_progress(case: Case) -> Found:
    return share_of(case, [row["closed_at"] is not None for row in due(case)], "closed_min")


def actions_on_time(case: Case) -> Found:
    items = due(case)
    grace = case.params["grace_days"] * DAY
    judged = [
        in_time
        for in_time in (_in_time(case, row, moment(row["due_on"]) + grace) for row in items)
        if in_time is not None
    ]
    if len(judged) < case.params["min_n"]:
        return Found.LEFT_OUT
    late = timedelta(days=case.params["overdue_days"])
    overdue = any(row["closed_at"] is None and case.as_of - moment(row["due_on"]) > late for row in items)
    if overdue or not case.share_reached(sum(judged), len(judged), "ontime_min"):
        return Found.NO
    return _urgent_in_time(case, [row for row in items if row["priority"] in ("P0", "P1")])


def _in_time(case: Case, item: Row, limit: datetime) -> bool | None:
    """Whether it was done by then; None while it is open and the time is not up."""
    if item["closed_at"] is None:
        return False if case.as_of >= limit else None
    return bool(item["closed_at"] <= limit)


def _urgent_in_time(case: Case, items: list[Row]) -> Found:
    incident_of = {item["action_item_id"]: _incident_of(case, item) for item in items}
    wanted = {(row["incident_id"], row["service_id"]): row for row in incident_of.values() if row is not None}

    def good(incidents: list[Row]) -> Found:
        filled = dict(zip(wanted, incidents, strict=True))
        found = [(item, incident_of[item["action_item_id"]]) for item in items]
        pairs = [(item, filled[row["incident_id"], row["service_id"]]) for item, row in found if row is not None]
        limits = [
            (item, one["detected_at"] + case.params[f"sev{one['severity']}_days"] * DAY)
            for item, one in pairs
            if one["severity"] in MAJOR
        ]
        judged = [in_time for in_time in (_in_time(case, item, limit) for item, limit in limits) if in_time is not None]
        return yes_no(not judged or case.share_reached(sum(judged), len(judged), "fast_min"))

    return settled(good(rows) for rows in worlds(list(wanted.values()), {"severity": [1, 2, 3]}))


def _incident_of(case: Case, item: Row) -> Row | None:
    """As it is told of this service, else of the postmortem's, else as it was detected first."""
    for postmortem in case.all("postmortems", postmortem_id=item["source_id"]):
        by_service = {row["service_id"]: row for row in case.all("incidents", incident_id=postmortem["incident_id"])}
        first = min(by_service.values(), key=lambda row: (row["detected_at"], row["service_id"]), default=None)
        return by_service.get(case.id) or by_service.get(postmortem["service_id"]) or first
    return None


def recurrence(case: Case) -> Found:
    def good(rows: list[Row]) -> Found:
        felt = [row["recurrence_of_incident_id"] is not None for row in rows if row["severity"] <= 3]
        if len(felt) < case.params["min_n"]:
            return Found.LEFT_OUT
        return yes_no(Fraction(sum(felt), len(felt)) <= case.number("recur_max"))

    year = [row for row in case.own("incidents") if case.within(happened(row), 365)]
    return settled(good(rows) for rows in worlds(year, {"severity": [3, 4]}))


BOTH = ("incidents", "postmortems")
CRITERIA = {
    "postmortem.policy": Criterion(policy, ("documents",), attested=True, when_empty="unmet", attributes=("tier",)),
    "postmortem.coverage": Criterion(coverage, BOTH),
    "postmortem.written-soon": Criterion(written_soon, BOTH),
    "postmortem.actions-owned": Criterion(actions_owned, (*BOTH, "action_items")),
    "postmortem.actions-progress": Criterion(actions_progress, ("action_items",)),
    "postmortem.meeting": Criterion(meeting, BOTH),
    "postmortem.coverage-full": Criterion(coverage_full, BOTH),
    "postmortem.prompt": Criterion(prompt, BOTH),
    "postmortem.sections": Criterion(sections, BOTH),
    "postmortem.actions-on-time": Criterion(actions_on_time, ("action_items", "postmortems", "incidents")),
    "postmortem.shared": Criterion(shared, ("postmortems", "incidents")),
    "postmortem.blameless": Criterion(blameless, BOTH, attested=True, attributes=("tier",)),
    "postmortem.recurrence": Criterion(recurrence, ("incidents",)),
}
