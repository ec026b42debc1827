"""Somebody of the team or of company SRE begins a session about who decides a matter, and facilitates it."""

from django.db import IntegrityError, transaction

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.delegation.answer import who_decides
from yudane.records.home import served_workspace
from yudane.records.poker.machine import settled
from yudane.records.poker.models import Session
from yudane.records.poker.told import TABLES
from yudane.records.policy import Subject
from yudane.records.signing.sides import Sides
from yudane.records.verb import Change, verb


def _of_team(team_id: str, *_: object, **__: object) -> Subject:
    return Subject(team_id)


@verb("open-poker", _of_team, tells=TABLES)
def open_poker(act: Act, team_id: str, activity: str, service_id: str = "", area: str = "") -> Change[Session]:
    """Raises ProblemsError where one about the same matter is running."""
    answer = who_decides(served_workspace().program, team_id, activity, area, service_id, act.on)
    if not answer.activity.enabled:
        raise ProblemsError.one("delegation_not_enabled", Place(field="activity"))
    Sides(act).side_of_team(team_id)
    about = {"team_id": team_id, "service_id": service_id, "activity_key": activity, "area": area}
    for one in Session.objects.filter(closed_at=None, **about):
        if not settled(act, one.pk).is_over:
            raise ProblemsError.one("poker_running", Place())
    by = {"facilitator_id": act.actor.id, "facilitator_name": act.actor.name}
    try:
        with transaction.atomic():
            session = Session.make(act.now, **about, **by)
    except IntegrityError:
        raise ProblemsError.one("poker_running", Place()) from None
    return Change(f"poker {session.pk}", session, about)
