"""What asks to look again at how far an activity is handed over, from rubric.md 4.5 and the readings of the triggers."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from tests.oracle.common import DAY, MINUTE, Found, Row, exact, median, moment, speaks_for, yes_no
from tests.oracle.cost import added, converted, shifted
from tests.oracle.dev_efficiency import deployments as production_deployments
from tests.oracle.gates import (
    NOTHING,
    Answer,
    Asked,
    Rule,
    agreements,
    days_since,
    held_since,
    in_force,
    newest_of_day,
    steps_of,
)
from tests.oracle.indicators_design import is_review
from tests.oracle.monitoring import Firing, _calls, _stretches, firings
from tests.oracle.postmortem import _incident_of
from tests.oracle.slo import ANSWERS, active, measurements, versions
from tests.oracle.slo import in_force as slo_in_force
from tests.oracle.vulnerability import (
    ALWAYS,
    CLASS_DAYS,
    CLASSES,
    begins,
    findings,
    has_cve,
    inputs,
    is_open,
    kev,
    waited,
)

DAYS_3 = ("3d", "3d_forensic")
MEMBERS = ("member", "lead")


def settled_by(bad: bool, unclear: bool) -> Found:
    """Bad wins; what nobody can tell leaves it open."""
    return Found.NO if bad else Found.OPEN if unclear else Found.YES


def below_gate(one: Asked) -> Answer:
    """Where nobody said the tier, what holds at every tier."""
    tier = one.service["tier"]
    found = [_below_gate(one, way) for way in ([1, 2, 3] if tier is None else [tier])]
    return found[0] if len({word for word, _ in found}) == 1 else (Found.OPEN, {})


def _below_gate(one: Asked, tier: int) -> Answer:
    now = in_force(one)
    if now is None:
        return NOTHING
    delegation = now["level_current"]
    asked = [
        row["level"]
        for row in steps_of(one.activity, tier)
        if row["to_level"] == delegation and row["condition"] == "level-held"
    ]
    if not asked:
        return NOTHING
    needed, row = max(asked), newest_of_day(one)
    if row is None or row["published_level"] is None:
        return Found.OPEN, {}
    below = held_since(one, one.here("assessment_results"), lambda past: _below(past, needed))
    days = days_since(one, below)
    numbers = {"delegation": delegation, "published_level": row["published_level"]}
    numbers |= {} if one.service["tier"] is None else {"level": needed, "below_days": days}
    return yes_no(row["published_level"] >= needed or days < one.params["days"]), numbers


def _below(row: Row, level: int) -> bool:
    return row["published_level"] is not None and row["published_level"] < level


def evidence_gone(one: Asked) -> Answer:
    now = newest_of_day(one)
    if now is None:
        return NOTHING
    since = (one.as_of - one.params["remembered_days"] * DAY).date()
    rows = [
        row
        for row in one.here("assessment_results")
        if row["published_level"] is not None and since <= row["as_of"] < one.today
    ]
    if not rows:
        return NOTHING
    last = max(rows, key=lambda row: row["as_of"])
    numbers = {"last_level": last["published_level"], "last_published_on": last["as_of"]}
    if now["published_level"] is not None:
        return Found.YES, numbers
    missing = one.ago(last["unconfirmed_since"] or last["as_of"])
    return yes_no(missing <= one.params["days"]), {**numbers, "missing_days": missing}


def explanation_overdue(one: Asked) -> Answer:
    rows = [row for row in one.here("decisions", duty="answer") if row["duty_done_at"] is None]
    late = sum(row["duty_late_at"] is not None and row["duty_late_at"] < one.as_of for row in rows)
    return (yes_no(late == 0), {"open_answers": len(rows), "late_answers": late}) if rows else NOTHING


def overdue_actions(one: Asked) -> Answer:
    oldest = (one.as_of - 365 * DAY).date()
    items = [
        (row, _incident_of(one, row))
        for row in one.own("action_items", source_kind="postmortem", closed_at=None)
        if row["priority"] in ("P0", "P1") and row["due_on"] is not None and row["due_on"] >= oldest
    ]
    here = [
        (row, incident)
        for row, incident in items
        if incident is not None and (one.activity == "postmortem" or one.activity in incident["activity_tags"])
    ]
    late = one.params["overdue_days"]
    severe = [row for row, incident in here if incident["severity"] == 1]
    days = [one.ago(row["due_on"]) for row in severe if one.ago(row["due_on"]) > late]
    unclear = any(incident["severity"] is None and one.ago(row["due_on"]) > late for row, incident in here)
    if not severe and not unclear:
        return NOTHING
    numbers = {"open_items": len(severe), "overdue_items": len(days), "longest_days": max(days, default=None)}
    return settled_by(bool(days), unclear), numbers


def overdue_urgent(one: Asked) -> Answer:
    late, rows = one.params["overdue_days"] * DAY, [row for row in findings(one) if is_open(one, row)]
    dues = [{_due_as_urgent(one, row, listed) for listed in kev(row)} for row in rows]
    too_long = [{due is not None and one.as_of - due > late for due in ways} for ways in dues]
    unclear = {True, False} in too_long
    waits = [waited(one, row["created_at"], one.as_of) for row in _unanswered(one)]
    limit = exact(one.params["unanswered_bd"])
    late_requests = sum(wait is not None and wait[0] > limit for wait in waits)
    unclear = unclear or any(wait is None or wait[0] <= limit < wait[1] for wait in waits)
    overdue = sum(ways == {True} for ways in too_long)
    if not any(ways != {None} for ways in dues) and not waits:
        return NOTHING
    numbers = {"overdue_findings": overdue, "waiting_requests": len(waits), "late_requests": late_requests}
    return settled_by(overdue > 0 or late_requests > 0, unclear), numbers


def _due_as_urgent(one: Asked, row: Row, listed: bool) -> datetime | None:
    """When it is due as one to be fixed in three days; None where it is none."""
    if row["due_class"] is not None:
        if row["due_class"] not in DAYS_3:
            return None
        recorded: datetime | None = row["due_at"]
        return recorded or begins(row) + CLASS_DAYS[row["due_class"]] * DAY
    known = inputs(one, row)
    if not has_cve(row) or None in known or CLASSES[(listed, *known)] not in DAYS_3:
        return None
    ends: datetime = begins(row) + CLASS_DAYS[CLASSES[(listed, *known)]] * DAY
    return ends if row["due_at"] is None else min(ends, row["due_at"])


def _unanswered(one: Asked) -> list[Row]:
    team = one.service["team_id"]
    rows = one.own("requests", request_type="urgent_vuln")
    if team is not None:
        rows += one.all("requests", service_id=None, assignee_team_id=team, request_type="urgent_vuln")
    return [
        row
        for row in rows
        if row["first_response_at"] is None and row["completed_at"] is None and row["created_at"] < one.as_of
    ]


def unreviewed_change(one: Asked) -> Answer:
    began = one.service["production_since"]
    large = unreviewed = unclear = 0
    for row in one.own("infra_changes"):
        kinds = [team["kind"] for team in one.all("teams", team_id=row["actor_team_id"])]
        if not one.within(row["applied_at"], one.params["days"]) or "sre_company" in kinds or row["is_major"] is False:
            continue
        if began is not None and row["applied_at"] < moment(began):
            continue
        sure = row["is_major"] is True and row["actor_team_id"] is not None
        large += sure
        if not _reviewed(one, row):
            unreviewed += sure
            unclear += not sure
    numbers = {"large_changes": large, "unreviewed_changes": unreviewed}
    return settled_by(unreviewed > 0, unclear > 0), numbers if large else {}


def _reviewed(one: Asked, change: Row) -> bool:
    """By the review it names, or else by any of the service's that ended lately."""
    if change["review_request_id"] is None:
        reviews, since = one.own("requests"), change["applied_at"] - one.params["valid_days"] * DAY
    else:
        reviews, since = one.all("requests", request_id=change["review_request_id"]), ALWAYS
    return any(is_review(row) and since <= row["completed_at"] < change["applied_at"] for row in reviews)


def failing_changes(one: Asked) -> Answer:
    rows = sorted(production_deployments(one, 180), key=lambda row: row["finished_at"], reverse=True)
    if not rows:
        return NOTHING
    last, limit = rows[: one.params["last_deployments"]], one.number("cfr_max")
    failed = sum(row["caused_failure"] is True for row in last)
    at_most = failed + sum(row["caused_failure"] is None for row in last)
    judged = len(last) == one.params["last_deployments"]
    slow = [
        row["caused_failure"]
        for row in rows
        if one.within(row["finished_at"], 90) and _slow(one, row) and row["caused_failure"] is not False
    ]
    many = judged and Fraction(failed, len(last)) > limit
    maybe_many = judged and Fraction(at_most, len(last)) > limit
    count = one.params["slow_count"]
    numbers = {"deployments": len(last), "failed_deployments": failed, "slow_recoveries": slow.count(True)}
    return settled_by(many or slow.count(True) >= count, maybe_many or len(slow) >= count), numbers


def _slow(one: Asked, row: Row) -> bool:
    until = row["recovered_at"] or one.as_of
    return bool(until - row["finished_at"] > timedelta(hours=one.params["hours"]))


def over_budget(one: Asked) -> Answer:
    closed = one.as_of - one.params["closed_after_days"] * DAY
    later = shifted(closed.date(), -1)  # it ended by then
    earlier = shifted(later, -1)
    budgets = [_budget(one, month) for month in (earlier, later)]
    if None in budgets:
        return NOTHING
    over = [_over(one, month, row) for month, row in zip((earlier, later), budgets, strict=True) if row]
    reviews = [row for row in one.all("reviews", kind="cost") if speaks_for(row, one.service, "team_id")]
    decided = sum(later <= row["held_on"] < one.today and row["decisions_count"] >= 1 for row in reviews)
    numbers = {"decisions": decided, "earlier_month": earlier, "later_month": later}
    if decided or False in over:
        return Found.YES, numbers
    return settled_by(over == [True, True], True), numbers


def _budget(one: Asked, month: date) -> Row | None:
    last = shifted(month, 1) - DAY
    rows = [
        row
        for row in one.own("budgets")
        if row["amount"] > 0 and row["period_start"] <= month and last <= row["period_end"]
    ]
    return min(rows, key=lambda row: (row["period_end"] - row["period_start"], row["budget_id"]), default=None)


def _over(one: Asked, month: date, budget: Row) -> bool | None:
    """Costs without an exchange rate add an amount nobody knows, refunds take one away."""
    following = shifted(month, 1)
    currency, amount = converted(one, budget["amount"], budget["currency"])
    days = (budget["period_end"] - budget["period_start"]).days + 1
    limit = amount * Fraction((following - month).days, days) * one.number("over_max")
    rows = [row for row in one.own("costs") if month <= row["charge_period_start"] < following]
    sums = added(one, rows)
    known = sums.pop(currency, Fraction(0))
    if known > limit:
        return None if any(value < 0 for value in sums.values()) else True
    return None if any(value > 0 for value in sums.values()) else False


def budget_unanswered(one: Asked) -> Answer:
    days = one.params["window_days"]
    middle, first = one.as_of - days * DAY, one.as_of - 2 * days * DAY
    slos = [
        slo
        for slo in active(one)
        for history in [versions(one, slo["slo_id"])]
        if history[0]["valid_from"] <= first and any(row["target"] < 1 for row in history)
    ]
    if not slos:
        return NOTHING
    twice = unanswered = unclear = 0
    for slo in slos:
        spent = [_spent(one, slo, *window) for window in ((first, middle), (middle, one.as_of))]
        answered = _answered(one, slo["slo_id"], first)
        twice += spent == [True, True]
        unanswered += spent == [True, True] and not answered
        unclear += False not in spent and None in spent and not answered
    numbers = {"slos": len(slos), "spent_twice": twice, "unanswered": unanswered}
    return settled_by(unanswered > 0, unclear > 0), numbers


def _spent(one: Asked, slo: Row, start: datetime, end: datetime) -> bool | None:
    """More went wrong than the targets of the days allow, but for those of 100 %; None where nothing was measured."""
    history = versions(one, slo["slo_id"])
    rows = [row for row in measurements(one, slo["slo_id"]) if start <= row["bucket_start"] < end]
    if not rows:
        return None
    bad, allowed = Fraction(0), Fraction(0)
    for row in rows:
        version = slo_in_force(history, row["bucket_start"])
        if version is not None and version["target"] < 1:
            bad += row["total_events"] - row["good_events"]
            allowed += row["total_events"] * (1 - exact(version["target"]))
    return bad > allowed


def _answered(one: Asked, slo_id: str, first: datetime) -> bool:
    events = sorted(one.all("error_budget_events", slo_id=slo_id), key=lambda row: row["occurred_at"])
    if any(row["kind"] in ANSWERS and first <= row["occurred_at"] < one.as_of for row in events):
        return True
    freezes = [row["kind"] for row in events if row["kind"].startswith("freeze") and row["occurred_at"] < first]
    return freezes[-1:] == ["freeze_started"]


def page_load(one: Asked) -> Answer:
    months = ((one.as_of - 60 * DAY, one.as_of - 30 * DAY), (one.as_of - 30 * DAY, one.as_of))
    rotas = {row["schedule_id"] for row in one.own("oncall_shifts", role="primary")}
    loads = [[_load(one, rota, *month) for month in months] for rota in rotas]
    answers = [_unanswered_share(one, *month) for month in months]
    if not any(load is not None for both in loads for load in both) and answers == [None, None]:
        return NOTHING
    heavy = any(all(load is not None and load > one.params["max_per_12h"] for load in both) for both in loads)
    silent = all(share is not None and share > one.number("unanswered_max") for share in answers)
    numbers: Row = {f"unanswered_{name}": share for name, share in zip(("earlier", "later"), answers, strict=True)}
    if len(loads) == 1:  # of several, one is shown
        numbers |= dict(zip(("calls_earlier", "calls_later"), loads[0], strict=True))
    return yes_no(not heavy and not silent), numbers


def _load(one: Asked, rota: str, start: datetime, end: datetime) -> Any:
    """The median of calls in the stretches that begin in that time."""
    shifts = {row["shift_id"]: row for row in one.all("oncall_shifts", schedule_id=rota, role="primary")}
    stretches = [part for row in shifts.values() for part in _stretches(row["starts_at"], row["ends_at"])]
    counted = [part for part in stretches if start <= part[0] < end and part[1] <= one.as_of]
    calls = _calls(one, rota)
    return median([sum(begins <= call < ends for call in calls) for begins, ends in counted]) if counted else None


def _unanswered_share(one: Asked, start: datetime, end: datetime) -> Fraction | None:
    limit = one.params["longer_than_min"] * MINUTE
    pages = [
        page
        for page in firings(one.own("alert_notifications"))
        if page.pages and start <= page.start < end and _lasted(one, page) > limit
    ]
    if len(pages) < one.params["min_n"]:
        return None
    return Fraction(sum(not page.answered for page in pages), len(pages))


def _lasted(one: Asked, page: Firing) -> timedelta:
    return (page.ended or one.as_of) - page.start


def team_changed(one: Asked) -> Answer:
    now = in_force(one)
    if now is None:
        return NOTHING
    team, names = one.service["team_id"], _names(one)
    if team is None:
        return Found.OPEN, {}
    agreed = {True: [date.min], False: [date.min]}
    for row in agreements(one):
        agreed[names.get(row["team_id"], row["team_id"]) == team].append(_signed_on(row))
    ours, others = max(agreed[True]), max(agreed[False])
    compared = (one.as_of - one.params["team_days"] * DAY).date()
    compared = max(compared, ours)
    then, today = (_members(one, team, names, day) for day in (compared, one.today))
    gone = then - today
    many = None if not then else Fraction(len(gone), len(then)) > one.number("gone_max")
    owner = _owner_changed(one, ours, others)
    numbers = {"members_then": len(then), "members_gone": len(gone), "compared_with": compared} if then else {}
    return settled_by(bool(owner or many), owner is None or many is None), numbers


def _signed_on(row: Row) -> date:
    when: date = row["effective_from"]
    return when if row["effective_at"] is None else row["effective_at"].date()


def _names(one: Asked) -> dict[str, str]:
    """What teams that became part of another are called now."""
    became = {row["entity_id"]: row["becomes"] for row in _moves(one, kind="merge", entity_kind="team")}
    found = {}
    for name, first in became.items():
        now = first
        while now in became:
            now = became[now]
        found[name] = now
    return found


def _moves(one: Asked, **wanted: Any) -> list[Row]:
    return [
        row
        for row in one.all("catalog_moves", **wanted)
        if row["withdrawn_at"] is None and row["effective_on"] <= one.today
    ]


def _members(one: Asked, team: str, names: Mapping[str, str], day: date) -> set[str]:
    return {
        row["person_id"]
        for row in one.tables["memberships"]
        if names.get(row["team_id"], row["team_id"]) == team
        and row["role"] in MEMBERS
        and row["since"] <= day
        and (row["until"] is None or day < row["until"])
    }


def _owner_changed(one: Asked, ours: date, others: date) -> bool | None:
    """Lately and not settled by an agreement of the team since; None where nobody can tell."""
    recent = (one.as_of - one.params["transfer_days"] * DAY).date()
    transfers = [row["effective_on"] for row in _moves(one, kind="transfer", entity_kind="service", entity_id=one.id)]
    if any(day >= recent and day > ours for day in transfers):
        return True
    if others > ours and not any(day >= others for day in transfers):
        return True if others >= recent else None
    edits = one.all("catalog_edits", entity_kind="service", entity_id=one.id, field="team_id")
    corrected = [(row["withdrawn_at"] or row["edited_at"]).date() for row in edits]  # to take one back is one, too
    return None if any(recent <= day <= one.today and day > ours for day in corrected) else False


STEP_BACK: Mapping[str, Rule] = {
    "step-back.below-gate": Rule(below_gate, ("assessment_results", "delegations"), "not_applicable"),
    "step-back.budget-unanswered": Rule(
        budget_unanswered, ("slo_definitions", "slo_measurements", "error_budget_events"), "not_applicable"
    ),
    "step-back.evidence-gone": Rule(evidence_gone, ("assessment_results",), "not_applicable"),
    "step-back.explanation-overdue": Rule(explanation_overdue, ("decisions",), "met"),
    "step-back.failing-changes": Rule(failing_changes, ("deployments.recovered_at",), "not_applicable"),
    "step-back.over-budget": Rule(over_budget, ("costs.service_id", "budgets", "reviews"), "not_applicable"),
    "step-back.overdue-actions": Rule(overdue_actions, ("action_items", "postmortems", "incidents"), "met"),
    "step-back.overdue-urgent": Rule(overdue_urgent, ("vulnerability_findings", "requests", "calendar_days"), "met"),
    "step-back.page-load": Rule(
        page_load,
        (
            "alert_notifications.schedule_id",
            "alert_notifications.acknowledged_at",
            "alert_notifications.ends_at",
            "oncall_shifts",
        ),
        "not_applicable",
    ),
    "step-back.team-changed": Rule(team_changed, ("memberships", "delegations"), "not_applicable"),
    "step-back.unreviewed-change": Rule(unreviewed_change, ("infra_changes", "requests"), "met"),
}
