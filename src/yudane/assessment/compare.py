"""What would another program change? Both judged over the same evidence, nothing kept and nothing published."""

from collections.abc import Iterator
from dataclasses import dataclass

from yudane.assessment.assess import Assessor, snapshot_of
from yudane.assessment.levels import make_levels
from yudane.assessment.outcomes import Judge
from yudane.assessment.store import Assessment
from yudane.evidence.engines.database import Connection, connect, parquet
from yudane.evidence.engines.sql import literal
from yudane.evidence.engines.untrusted import Limits, trying
from yudane.program import Check, Program
from yudane.reading.progress import Progress, silent

Level = tuple[int, int]


@dataclass(frozen=True)
class Change:
    """One criterion that is decided differently; None where a program does not have it."""

    criterion: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Move:
    """A service whose level in an activity would differ; None where a program does not rate the activity."""

    service: str
    team: str | None
    activity: str
    before: Level | None
    after: Level | None
    because: tuple[Change, ...]  # empty: what is asked stayed, how levels are counted did not

    @property
    def direction(self) -> str:
        """up, down, wider (less certain), narrower (more certain), new or gone."""
        if self.before is None or self.after is None:
            return "new" if self.before is None else "gone"
        if self.after[0] >= self.before[0] and self.after[1] >= self.before[1]:
            return "up"
        if self.after[0] <= self.before[0] and self.after[1] <= self.before[1]:
            return "down"
        return "wider" if self.after[1] - self.after[0] > self.before[1] - self.before[0] else "narrower"


@dataclass(frozen=True)
class Comparison:
    """All moves, and of how many services."""

    services: int
    judged: int  # criteria that had to be judged anew
    moves: tuple[Move, ...]


def compare(
    assessor: Assessor,
    other: Program,
    assessment: Assessment,
    progress: Progress = silent,
    limits: Limits | None = None,
) -> Comparison:
    """The program in force against another, over the evidence of one assessment. `limits` are of the SQL either brings."""
    limits = limits or trying()
    with connect(alone=True) as con:
        _before(con, assessor, assessment, limits)
        differing = list(_differing(assessor.program, other))
        snapshot = snapshot_of(con, assessor.lake, assessment, other, assessor.assessments)
        Judge(snapshot, other, limits).judge(differing, progress)
        _unchanged(con, other, {check.id for check in differing})
        make_levels(con, other)
        (services,) = con.row("select count(*) from services")
        return Comparison(services, len(differing), tuple(_moves(con)))


def _before(con: Connection, assessor: Assessor, assessment: Assessment, limits: Limits) -> None:
    """Outcomes and levels of the program in force: as kept, or judged again where it has changed since."""
    if assessment.program_version == assessor.program.version:
        kept = parquet([str(assessor.assessments.table(assessment, "outcomes"))])
        con.execute(f"create or replace table outcomes as select * from {kept}")
    else:
        snapshot = snapshot_of(con, assessor.lake, assessment, assessor.program, assessor.assessments)
        Judge(snapshot, assessor.program, limits).judge(assessor.program.criteria())
    make_levels(con, assessor.program)
    con.execute("create or replace table first_outcomes as select * from outcomes")
    con.execute("create or replace table first_levels as select * from levels")


def _differing(before: Program, after: Program) -> Iterator[Check]:
    """Criteria whose outcome may differ; all of them where settings or decision tables do."""
    everything = before.settings_values != after.settings_values or before.tables != after.tables
    known = {criterion.id: criterion for criterion in before.criteria()}
    for criterion in after.criteria():
        same = known.get(criterion.id) == criterion and before.overrides_of(criterion) == after.overrides_of(criterion)
        if everything or not same:
            yield criterion


def _unchanged(con: Connection, after: Program, judged: set[str]) -> None:
    kept = {criterion.id for criterion in after.criteria()} - judged
    listed = ", ".join(literal(name) for name in sorted(kept)) or "''"
    con.execute(f"insert into outcomes by name select * from first_outcomes where criterion_id in ({listed})")


def _moves(con: Connection) -> Iterator[Move]:
    changes: dict[tuple[str, str], list[Change]] = {}
    for service, activity, criterion, before, after in con.rows(_CHANGES):
        changes.setdefault((service, activity), []).append(Change(criterion, before, after))
    for service, team, activity, low, high, new_low, new_high in con.rows(_MOVED):
        before = None if low is None else (low, high)
        after = None if new_low is None else (new_low, new_high)
        yield Move(service, team, activity, before, after, tuple(changes.get((service, activity), ())))


_CHANGES = """
    select service_id, activity, criterion_id, b.outcome, a.outcome
    from first_outcomes b full join outcomes a using (service_id, activity, criterion_id)
    where a.outcome is distinct from b.outcome or a.level is distinct from b.level
       or a.kind is distinct from b.kind or a.counts is distinct from b.counts
    order by all"""

_MOVED = """
    select service_id, s.team_id, activity, b.lowest, b.highest, a.lowest, a.highest
    from first_levels b full join levels a using (service_id, activity) join services s using (service_id)
    where (a.lowest, a.highest) is distinct from (b.lowest, b.highest)
    order by activity, s.team_id nulls last, service_id"""
