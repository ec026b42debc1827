"""Both sides move an open decision to the level that is agreed today; until then it keeps that of its opening."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.decisions.making import allowed, begin_again, moving, today_at
from yudane.records.decisions.models import RELEVEL, Part
from yudane.records.decisions.verbs.about import TABLES, of_part, part_of
from yudane.records.decisions.voice import said, voice
from yudane.records.home import served_workspace
from yudane.records.signing.sides import SRE, TEAM
from yudane.records.signing.sign import sign, signed_by
from yudane.records.verb import Change, verb


@verb("relevel-decision", of_part, tells=TABLES)
def relevel_decision(act: Act, part_id: str) -> Change[Part]:
    """The first of a side asks, the first of the other moves it. Raises ProblemsError."""
    part = part_of(part_id)
    spot = today_at(served_workspace().program, act, part)
    if spot.level == part.level:
        raise ProblemsError.one("decision_level_same", Place(), level=part.level)
    by = voice(act, part.team_id, part.decision)
    allowed(act, part, "relevel", by)
    wanted = moving(part, spot.level)
    sign(act, RELEVEL, part.pk, wanted, by.side)
    said(act, part, "leveled", by, str(spot.level))
    if {TEAM, SRE} <= signed_by(RELEVEL, part.pk, wanted).keys():
        begin_again(part, act.now, level=spot.level, releveled=part.releveled + 1, **spot.of_agreement)
    return Change(f"part {part.pk}", part, {"level": part.level, "wanted": spot.level})
