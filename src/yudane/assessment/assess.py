"""Assess: a moment in, outcomes and levels out, kept so that it can be repeated and asked.

What the checks answered is kept with them: assessed again on the same day, only those are asked whose answers may have
changed (see again).
"""

import fcntl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path

from yudane.assessment.again import made_by, still_holding
from yudane.assessment.gates import GateJudge
from yudane.assessment.levels import make_levels
from yudane.assessment.outcomes import COLUMNS, Judge
from yudane.assessment.program_tables import snapshot_over
from yudane.assessment.publish import STATE, publish
from yudane.assessment.results import KEPT_AS, coverage_until, prior_results, results_of
from yudane.assessment.store import Assessment, Assessments
from yudane.contracts import shipped_contracts
from yudane.evidence.engines.database import Connection, Relation, connect, empty, parquet, union
from yudane.evidence.engines.sql import literal
from yudane.evidence.lake import Lake
from yudane.evidence.renames import named_sql, renames
from yudane.evidence.snapshot import Snapshot
from yudane.program import Program
from yudane.reading.progress import Progress, silent
from yudane.reading.replacing import replacing

_KEPT = {
    "services": "select * from services order by service_id",
    # by service and criterion; as one number, because a million rows are sorted in half the time
    "outcomes": """
        select o.* from outcomes o
        join (select service_id, row_number() over (order by service_id) as place from services) s using (service_id)
        join (select criterion_id, row_number() over (order by criterion_id) as place
              from (select distinct criterion_id from outcomes)) c using (criterion_id)
        order by s.place * (select count(distinct criterion_id) + 1 from outcomes) + c.place""",
    "levels": "select * from published order by service_id, activity",
    "indicated": "select * from indicated order by indicator_id, service_id nulls first",
    "stated": "select * from stated order by service_id, criterion_id, kind, stated_at, statement_id",
    "gated": "select * from gated order by service_id, activity, to_level nulls last, check_id",
}

NOTHING_MADE: Mapping[str, str] = {}


@dataclass(frozen=True)
class Assessor:
    """Assesses with one program over one lake."""

    program: Program
    lake: Lake
    assessments: Assessments

    def assess(
        self, as_of: date, known: str = "now", progress: Progress = silent, made_at: datetime | None = None
    ) -> Assessment:
        """Assess one date and publish it; later dates already assessed are published anew upon it."""
        with self._alone(), connect(alone=True) as con:
            assessment = Assessment(as_of, known, self.program.version, self.lake.versions(), made_at, made_by())
            snapshot = snapshot_of(con, self.lake, assessment, self.program, self.assessments)
            kept = still_holding(con, self.program, self.lake, self.assessments, assessment)
            Judge(snapshot, self.program).judge(self.program.measures(), progress, kept)
            make_levels(con, self.program)
            self._publish(con, assessment)
            self._judge_gates(con, assessment)
            self._store(con, assessment)
            for later in self.assessments.after(as_of):
                self._publish_again(later)
        return assessment

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.assessments.root.mkdir(parents=True, exist_ok=True)
        with (self.assessments.root / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _publish(self, con: Connection, assessment: Assessment) -> None:
        before = self.assessments.before(assessment.as_of)
        for table in ("services", "outcomes", "levels"):
            self._before(con, table, before)
        same = before is None or before.program_version == assessment.program_version
        con.execute(f"create or replace table same_program as select {literal(same)} as same")
        publish(con, self.program, assessment.as_of)

    def _judge_gates(self, con: Connection, assessment: Assessment) -> None:
        """Make `gated`, over what was published before and today (temp tables `published` and `indicated`)."""
        made = {"assessment_results": "published", "indicator_results": "indicated", "trigger_results": "gated"}
        snapshot = snapshot_of(con, self.lake, assessment, self.program, self.assessments, made)
        GateJudge(snapshot, self.program).judge(self.program.gates())

    def _before(self, con: Connection, table: str, before: Assessment | None) -> None:
        shape = f"select * from {empty(_shape(table))}"  # an assessment made before a column was there does not have it
        told = f" union all by name select * from {self._as_called_now(con, table, before)}" if before else ""
        con.execute(f"create or replace table before_{table} as {shape}{told}")

    @cached_property
    def _new_names(self) -> Mapping[str, str]:
        return renames(self.lake, self.lake.versions())

    def _as_called_now(self, con: Connection, table: str, before: Assessment) -> str:
        """The rows of an assessment before, services that were renamed since under their new names."""
        rows = parquet([str(self.assessments.table(before, table))])
        if not self._new_names:
            return str(rows)
        there = {name for (name,) in con.rows(f"select distinct service_id from {rows}")}
        called = {old: now for old, now in self._new_names.items() if now not in there}
        return f"(select * replace ({named_sql(called)} as service_id) from {rows})"

    def _store(self, con: Connection, assessment: Assessment) -> None:
        folder = self.assessments.folder(assessment)
        folder.mkdir(parents=True, exist_ok=True)
        for table, select in _KEPT.items():
            _write(con, select, self.assessments.table(assessment, table))
        self.assessments.keep_program(self.program)
        self.assessments.point(assessment)

    def _publish_again(self, later: Assessment) -> None:
        """Only the published part depends on earlier assessments, and what steps of delegation need; outcomes stay as they
        are. Of the newest the latter is judged anew, of the others it is no longer known."""
        with connect() as con:
            for table in ("services", "outcomes", "indicated"):
                rows = parquet([str(self.assessments.table(later, table))])
                con.execute(f"create table {table} as select * from {rows}")
            make_levels(con, self.program)
            self._publish(con, later)
            _write(con, _KEPT["levels"], self.assessments.table(later, "levels"))
            if self.assessments.after(later.as_of):
                self.assessments.table(later, "gated").unlink(missing_ok=True)
            else:
                self._judge_gates(con, later)
                _write(con, _KEPT["gated"], self.assessments.table(later, "gated"))


def moments(assessment: Assessment) -> tuple[datetime, datetime | None]:
    """As of when, and where it only used what was known then, known when."""
    as_of = datetime.combine(assessment.as_of, time())
    return as_of, as_of if assessment.known == "then" else None


def snapshot_of(
    con: Connection,
    lake: Lake,
    assessment: Assessment,
    program: Program,
    assessments: Assessments,
    made: Mapping[str, str] = NOTHING_MADE,
) -> Snapshot:
    """The evidence an assessment read, at the table versions it kept; what was assessed before is evidence too, and of today
    what was `made`: by table of results the temp table of its rows."""
    as_of, known_at = moments(assessment)
    opened = lake.relations(assessment.versions)
    before = [day for day in assessments.dates() if day < assessment.as_of][-1:]

    def relation(table: str) -> Relation:
        collected = opened(table)
        if table == "coverage":
            covered = [coverage_until(before[0] if before else None), coverage_until(assessment.as_of, made)]
            return union([collected, *covered])
        if table not in KEPT_AS:
            return collected
        today = [results_of(table, assessment, made[table])] if table in made else []
        return union([collected, prior_results(table, assessments, assessment.as_of), *today])

    return snapshot_over(con, relation, program, as_of, known_at)


def _write(con: Connection, select: str, path: Path) -> None:
    with replacing(path) as temporary:
        con.execute(f"copy ({select}) to {literal(str(temporary))} (format parquet, compression zstd)")


def _shape(table: str) -> Mapping[str, str]:
    """Columns and types of an assessment's table."""
    if table == "services":
        return shipped_contracts()["services"].stored
    return COLUMNS if table == "outcomes" else {"service_id": "VARCHAR", "activity": "VARCHAR"} | STATE
