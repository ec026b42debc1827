"""It was not everything after all: what was vouched for no longer counts as looked at."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.journal.models import Vouch
from yudane.records.policy import Subject
from yudane.records.record import found
from yudane.records.verb import OF_ITS_TABLE, Change, verb


def _of_vouch(vouch_id: str, *_: object) -> Subject:
    one = Vouch.objects.filter(pk=vouch_id).select_related("recorder").first()
    return Subject(one.recorder.team_id if one else None)


@verb("withdraw-vouch", _of_vouch, tells=(OF_ITS_TABLE,))
def withdraw_vouch(act: Act, vouch_id: str) -> Change[Vouch]:
    one = found(Vouch, vouch_id)
    if one.withdrawn_at:
        raise ProblemsError.one("record_missing", Place(), id=vouch_id[:40])
    one.change(withdrawn_at=act.now, withdrawn_by=act.actor.name)
    return Change(f"vouch {one.pk}", one, {"team": one.recorder.team_id, "table": one.recorder.table})
