"""Where nobody has an account yet, one person enters what both sides said, and names who agreed."""

from collections.abc import Sequence
from datetime import date

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.signing.sides import Sides
from yudane.records.statements.making import Said, begun, checked, stand
from yudane.records.statements.models import Statement
from yudane.records.verb import Change, verb


@verb("enter-joint", tells=("joint_statements",))
def enter_joint(act: Act, said: Sequence[Said], until: date, dev: str, sre: str) -> Change[list[Statement]]:
    """It counts on the map, not at tier 1, until both confirm it. Raises ProblemsError."""
    dev, sre = (" ".join(name.split())[:200] for name in (dev, sre))
    for field, name in (("dev", dev), ("sre", sre)):
        if not name:
            raise ProblemsError.one("name_missing", Place(field=field))
    if dev.casefold() == sre.casefold():
        raise ProblemsError.one("one_person_two_sides", Place(field="sre"), name=dev)
    sides = Sides(act)
    for one in said:
        sides.team_of(one.service_id)
    made = [
        stand(act, begun(act, "joint", one, until, "waiting", entered_dev=dev, entered_sre=sre))
        for one in checked("joint", said, until, act)
    ]
    return Change(f"{len(made)} statements from {made[0].pk}", made, {"stated": [one.wording for one in made]})
