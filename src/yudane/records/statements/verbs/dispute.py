"""Somebody of one side doubts what was decided about a criterion; it counts on, marked, until the other side answered."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.home import served_workspace
from yudane.records.policy import Subject
from yudane.records.signing.sides import TEAM, Sides, about
from yudane.records.statements.making import criterion, linked, worded
from yudane.records.statements.models import Dispute
from yudane.records.verb import Change, verb

DISPUTES = ("disputes",)


def _of_service(service_id: str, *_: object, **__: object) -> Subject:
    return about(service_id)


@verb("dispute", _of_service, tells=DISPUTES)
def dispute(act: Act, service_id: str, criterion_id: str, sentence: str, evidence_url: str = "") -> Change[Dispute]:
    """Raises ProblemsError where nothing was decided yet, or a doubt waits for its answer already."""
    workspace = served_workspace()
    name = criterion(workspace.program, criterion_id).id
    side = disputing_side(act, service_id)
    newest = workspace.assessments.newest()
    decided = workspace.answers.outcomes(newest, service_id, criterion=name) if newest else []
    if not decided:
        raise ProblemsError.one("nothing_decided", Place(field="criterion"), service=service_id, name=name)
    if Dispute.objects.filter(service_id=service_id, criterion_id=name, state="open").exists():
        raise ProblemsError.one("disputed_already", Place(field="criterion"), service=service_id, name=name)
    made = Dispute.make(
        act.now,
        service_id=service_id,
        criterion_id=name,
        outcome=decided[0]["outcome"],
        side=side,
        sentence=worded(sentence),
        evidence_url=linked(evidence_url),
        by_id=act.actor.id,
        by_name=act.actor.name,
    )
    said = {"service": service_id, "criterion": name, "outcome": made.outcome, "side": side, "sentence": made.sentence}
    return Change(f"dispute {made.pk}", made, said)


def disputing_side(act: Act, service_id: str) -> str:
    """`team` or `sre`; before anybody has an account whoever sits there speaks for the team. Raises ProblemsError."""
    return TEAM if act.actor.kind == "local" else Sides(act).side_of(service_id)
