"""What steps of delegation need, asked of every service in every activity that is handed over, once the levels of the day
are published: triggers first, then the conditions, which read them too.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import ClassVar

from yudane.assessment.guard import reading
from yudane.assessment.judgment import NOTHING_KEPT, Kept
from yudane.assessment.outcomes import LOOKED, Judge
from yudane.assessment.variants import Variant
from yudane.evidence.engines.sql import Parameter, literal
from yudane.evidence.engines.syntax import RefusedError
from yudane.program import Check, Condition, Gate, Program, Trigger
from yudane.reading.progress import Progress, silent

GATED = {
    "service_id": "VARCHAR",
    "activity": "VARCHAR",
    "check_id": "VARCHAR",
    "to_level": "TINYINT",  # the step of delegation; null: a trigger
    "asked_level": "TINYINT",  # of maturity that the step asks about
    "at_least": "DOUBLE",  # what it asks for
    "outcome": "VARCHAR",  # met unmet unknown not_applicable
    "cause": "VARCHAR",
    "detail": "VARCHAR",
    "measured": "VARCHAR",
    "looked_until": "DATE",
    "sources": "VARCHAR",
    "overrides": "VARCHAR",
    "applies": "BOOLEAN",
    "meets": "BOOLEAN",
}
BESIDE = ("activity_key", "to_level", "asked_level", "at_least", "_check")  # of subjects
NUMBERS = {"to_level": "TINYINT", "asked_level": "TINYINT", "at_least": "DOUBLE"}
ASKED = tuple(NUMBERS)  # of a condition, beside what its SQL gives
_TOLD_BY = {
    "activity_key": "activity_key",
    "level": "asked_level",
}  # what a condition's SQL may tell apart, by the subject's
_STATED = {
    "attested": "service_id varchar, criterion_id varchar, valid boolean",
    "agreed": "service_id varchar, criterion_id varchar, outcome varchar, stated_at timestamp",
    "exempted": "service_id varchar, criterion_id varchar, way varchar",
}


@dataclass(frozen=True)
class GateJudge(Judge):
    """Judges conditions and triggers into the temp table `gated`."""

    results: ClassVar = {"gated": GATED}
    beside: ClassVar = BESIDE

    def judge(self, checks: Iterable[Check], progress: Progress = silent, kept: Kept = NOTHING_KEPT) -> None:
        """Triggers to their end before the conditions begin; none is kept."""
        chosen = list(checks)
        self.prepare(chosen)
        self.narrow(chosen)
        groups = [[check for check in chosen if isinstance(check, kind)] for kind in (Trigger, Condition)]
        with ThreadPoolExecutor(self.lanes) as pool:
            self._one_by_one(groups, pool, progress)

    def statements(self) -> None:
        """Nobody states anything about a step; what was stated about criteria stays."""
        for table, columns in _STATED.items():
            self.snapshot.con.execute(f"create table if not exists {table} ({columns})")

    def subjects(self, chosen: Sequence[Check]) -> str:
        """Each service by what is asked of it: a row for each activity and trigger, and for each condition of each step."""
        asked = " union all ".join(
            [_steps(self.program, [check for check in chosen if isinstance(check, Condition)])]
            + [_looks(self.program, check) for check in chosen if isinstance(check, Trigger)]
        )
        return f"""
            with looks as ({LOOKED}), asked as ({asked})
            select s.*, a.* exclude (tier), c.pattern as _pattern, l._looked,
                   concat_ws(chr(31), s.service_id, a.activity_key, a._check, a.to_level) as _id
            from services s join covered c using (service_id) join looks l on l._pattern = c.pattern
            join asked a on a.tier = 'any' or a.tier = cast(s.tier as varchar)"""

    def whom(self, check: Check, variant: Variant) -> str:
        return f"s._check = {literal(check.id)} and {variant.test}"

    def joined(self, check: Check, key: str = "") -> str:
        try:
            columns = reading(check, self.program).columns
        except RefusedError:  # said when it is run
            columns = ()
        told_by = _TOLD_BY if isinstance(check, Condition) else {"activity_key": "activity_key"}
        beside = [f"m.{name} = s.{asked}" for name, asked in told_by.items() if name in columns]
        return " and ".join((f"m.service_id = {key or self.key(check)}", *beside))

    def key(self, check: Check) -> str:
        number = self.reads_numbers[self.looks(check)]
        return f"case when list_contains(s._looked, {number}) then s.service_id end"


def judging(check: Check) -> type[Judge]:
    """What judges a check."""
    return GateJudge if isinstance(check, Gate) else Judge


def _steps(program: Program, conditions: Sequence[Condition]) -> str:
    """SQL of what each step asks, by activity and tier: an activity with rows of its own has only those."""
    table = next((table for table in program.decision_tables if table.name == "delegation_steps"), None)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows] if table else []
    apart = {row["activity"] for row in rows}
    ids = {condition.name: condition.id for condition in conditions}
    said = [
        (ids[row["condition"]], activity.key, row["tier"], row["to_level"], row["level"], row["at_least"])
        for activity in program.activities
        if activity.enabled
        for row in rows
        if row["activity"] == (activity.key if activity.key in apart else "any") and row["condition"] in ids
    ]
    return _asked(said)


def _looks(program: Program, trigger: Trigger) -> str:
    handed_over = [activity.key for activity in program.activities if activity.enabled]
    about = [key for key in handed_over if key in (trigger.activities or handed_over)]
    return _asked([(trigger.id, key, "any", None, None, None) for key in about])


def _asked(rows: Sequence[tuple[Parameter, ...]]) -> str:
    columns = "(_check, activity_key, tier, to_level, asked_level, at_least)"
    values = ", ".join(f"({', '.join(map(literal, row))})" for row in rows)
    kinds = "_check, activity_key, tier, cast(to_level as tinyint) as to_level, cast(asked_level as tinyint) as asked_level, cast(at_least as double) as at_least"
    found = (
        f"(values {values}) asked{columns}"
        if rows
        else f"(values (null, null, null, null, null, null)) asked{columns} where false"
    )
    return f"select {kinds} from {found}"
