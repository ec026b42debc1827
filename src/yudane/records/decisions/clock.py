"""What time does to decisions while nobody acts: looked for by the worker, done by the verb pass-time."""

from datetime import datetime, timedelta

from django.db.models import Q

from yudane.records.acting import Act
from yudane.records.decisions.emergency import incident_over, open_sev1
from yudane.records.decisions.machine import MATCHED_IN, REMINDED_ON, open_duty, state_at
from yudane.records.decisions.making import business_days, clocked, reminder_at
from yudane.records.decisions.models import Part, StepIn
from yudane.records.decisions.voice import said
from yudane.records.delegation.owner import owner_there
from yudane.records.home import asked_once

PAUSE = timedelta(minutes=1)  # between two looks
FORGOTTEN = timedelta(days=60)  # so long news of the incident are looked for


def due(now: datetime) -> list[str]:
    """Parts that time may have changed."""
    running = Q(step_in__created_at__gt=now - FORGOTTEN) & (Q(step_in__ended_at=None) | Q(step_in__matched_at=None))
    waiting = Part.objects.filter(Q(next_at__lte=now) | Q(state="escalated") | running)
    with asked_once():
        return [part.pk for part in waiting.select_related("decision", "step_in").order_by("id") if _changes(part, now)]


def passed(act: Act, part: Part) -> bool:
    """Whether something changed."""
    if not _changes(part, act.now):
        return False
    state = state_at(part, act.now)
    if state == "escalated" and not owner_there(part.owner_id, part.team_id, act.now):
        said(act, part, "sent_back", None)  # nobody decides: it stays open, and is listed
        part.change(state="open", owner_id="", escalated_at=part.window_ends_at, next_at=None)
    elif state == "escalated" and part.state != state:
        part.change(state="escalated", escalated_at=part.window_ends_at, next_at=None)
        said(act, part, "escalated", None)
    elif state == "settled":
        part.change(state="settled", next_at=None)
    elif state == "lapsed":
        part.change(state="lapsed", ended_at=part.duty_due_at, next_at=None)
        said(act, part, "lapsed", None)
    elif _reminds(part, act.now):
        _remind(act, part)
    elif _reminds_of_owed(part, act.now):
        said(act, part.change(duty_remind_at=None), "reminded_owed", None)
        clocked(part)
    step_in = StepIn.objects.select_for_update().filter(part=part).first()
    if step_in is not None:
        _emergency(act, step_in)
    return True


def _changes(part: Part, now: datetime) -> bool:
    step_in: StepIn | None = getattr(part, "step_in", None)
    return (
        state_at(part, now) != part.state
        or (part.state == "escalated" and not owner_there(part.owner_id, part.team_id, now))
        or _reminds(part, now)
        or _reminds_of_owed(part, now)
        or (step_in is not None and bool(_news(step_in, now)))
    )


def _reminds(part: Part, now: datetime) -> bool:
    at = reminder_at(part) if part.state == "open" and part.level == 3 and not part.given else None
    return at is not None and now >= at


def _reminds_of_owed(part: Part, now: datetime) -> bool:
    at = part.duty_remind_at if part.state == "decided" and open_duty(part) else None
    return at is not None and now >= at


def _remind(act: Act, part: Part) -> None:
    """A clock that stood still (no worker ran) gives the team its time all the same."""
    reminded = part.reminded + 1
    ends = part.window_ends_at
    if reminded == len(REMINDED_ON) and ends is not None:
        ends = max(ends, business_days().end_of(act.now, 1))
    part.change(reminded=reminded, reminded_at=act.now, window_ends_at=ends)
    clocked(part)
    said(act, part, "reminded", None, str(reminded))


def _news(one: StepIn, now: datetime) -> dict[str, datetime]:
    """What the incidents say by now that was not known before."""
    found: dict[str, datetime] = {}
    service = one.part.service_id
    if one.matched_at is None and open_sev1(one.incident_key, service, one.person_id, one.created_at):
        found["matched_at"] = now
    elif one.matched_at is None and one.unfounded_at is None and now > one.created_at + MATCHED_IN:
        found["unfounded_at"] = one.created_at + MATCHED_IN
    if one.ended_at is None and (ended := incident_over(one.incident_key, service, now)):
        found["ended_at"] = max(ended, one.created_at)
    return found


def _emergency(act: Act, one: StepIn) -> None:
    found = _news(one, act.now)
    if found:
        one.change(**found)
