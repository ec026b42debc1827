"""What may be stated: the words, how long it holds, and where only data may speak."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlsplit

from yudane.assessment.judgment import SILENT_DAYS
from yudane.assessment.statements import takes_joint
from yudane.program import Criterion, Program
from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.home import served_workspace
from yudane.records.statements.models import Statement

JOINT_DAYS, USUAL_DAYS = 180, 365  # how long a statement holds at most
MOST_CHARACTERS = 2_000


@dataclass(frozen=True)
class Said:
    """What somebody says about one criterion of one service."""

    service_id: str
    criterion_id: str
    outcome: str = "met"
    sentence: str = ""
    evidence_url: str = ""


def checked(kind: str, said: Iterable[Said], until: date, act: Act) -> list[Said]:
    """As it is signed. Raises ProblemsError that names the field."""
    program = served_workspace().program
    found = [_worded(program, kind, one) for one in said]
    if not found:
        raise ProblemsError.one("nothing_stated", Place(field="outcome"))
    if len({(one.service_id, one.criterion_id) for one in found}) < len(found):
        raise ProblemsError.one("stated_twice", Place(field="criterion"))
    longest = longest_days(program, kind, [one.criterion_id for one in found])
    if not act.on < until <= act.on + timedelta(days=longest):
        raise ProblemsError.one("statement_too_long", Place(field="until"), days=longest, value=until)
    if kind == "joint":
        _where_data_are_silent(found, act.on)
    return found


def longest_days(program: Program, kind: str, criteria: Sequence[str]) -> int:
    """How many days a statement of a kind may hold."""
    if kind == "exemption":
        return int(program.setting("exemption_max_days"))
    if kind == "attestation":
        return min(program.criterion(name).valid_for_days or USUAL_DAYS for name in criteria)
    return JOINT_DAYS if kind == "joint" else USUAL_DAYS


def criterion(program: Program, name: str) -> Criterion:
    """Raises ProblemsError."""
    try:
        return program.criterion(name)
    except KeyError:
        raise ProblemsError.one("criterion_unknown", Place(field="criterion"), name=name[:80]) from None


def _worded(program: Program, kind: str, said: Said) -> Said:
    about = criterion(program, said.criterion_id)
    sentence, url = worded(said.sentence), linked(said.evidence_url)
    if kind == "attestation" and about.mode == "measured":
        raise ProblemsError.one("attests_nothing", Place(field="criterion"), name=about.id)
    if kind == "ideal" and about.level != 3:
        raise ProblemsError.one("ideal_below_three", Place(field="criterion"), name=about.id)
    outcome = said.outcome if kind == "joint" else "met" if kind == "attestation" else "exempt"
    if kind == "joint" and outcome not in ("met", "unmet"):
        raise ProblemsError.one("outcome_missing", Place(field="outcome"))
    return replace(said, criterion_id=about.id, outcome=outcome, sentence=sentence, evidence_url=url)


def worded(text: str, field: str = "sentence", missing: str = "sentence_missing") -> str:
    """On one line. Raises ProblemsError where there is nothing (`missing` is its code), or too much."""
    sentence = " ".join(text.split())
    if not sentence:
        raise ProblemsError.one(missing, Place(field=field))
    if len(sentence) > MOST_CHARACTERS:
        raise ProblemsError.one("sentence_too_long", Place(field=field), most=MOST_CHARACTERS)
    return sentence


def linked(text: str) -> str:
    """An address of the web, or none. Raises ProblemsError."""
    url = text.strip()
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc or len(url) > 1_000):
        raise ProblemsError.one("address_broken", Place(field="evidence_url"), value=url[:80])
    return url


def _where_data_are_silent(said: Sequence[Said], on: date) -> None:
    """Raises ProblemsError where the program takes no joint statement, or a system measured lately."""
    workspace = served_workspace()
    program = workspace.program
    for one in said:
        if not takes_joint(program, one.criterion_id):
            raise ProblemsError.one("joint_switched_off", Place(field="criterion"), name=one.criterion_id)
    since = on - timedelta(days=SILENT_DAYS)
    measured = workspace.answers.measured_since(since, {one.service_id for one in said})
    for one in said:
        if (one.service_id, one.criterion_id) in measured:
            args = {"service": one.service_id, "name": one.criterion_id, "days": SILENT_DAYS}
            raise ProblemsError.one("measured_lately", Place(field="criterion"), **args)


def begun(act: Act, kind: str, said: Said, until: date, state: str, **more: object) -> Statement:
    """A new statement of somebody's."""
    return Statement.make(
        act.now,
        kind=kind,
        service_id=said.service_id,
        criterion_id=said.criterion_id,
        outcome=said.outcome,
        sentence=said.sentence,
        evidence_url=said.evidence_url,
        until=until,
        state=state,
        by_id=act.actor.id,
        by_name=act.actor.name,
        **more,
    )


def stand(act: Act, statement: Statement) -> Statement:
    """From now on it counts; the one before gives way."""
    before = Statement.objects.select_for_update().filter(
        kind=statement.kind,
        service_id=statement.service_id,
        criterion_id=statement.criterion_id,
        state="standing",
    )
    for one in before:
        one.change(state="replaced", ended_at=act.now, ended_by=act.actor.name)
    return statement.change(state="standing", standing_at=act.now)
