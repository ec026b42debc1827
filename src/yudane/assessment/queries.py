"""Questions to assessments: what levels, why, which rows, what history."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from yudane.assessment.assess import Assessor, moments, snapshot_of
from yudane.assessment.guard import evidence_sql, require
from yudane.assessment.reason import values_in_force
from yudane.assessment.rows import (
    GateRow,
    IndicatorRow,
    LackRow,
    LevelRow,
    OutcomeRow,
    PastLevel,
    PastValue,
    StatedRow,
    TrendRow,
    UnseenRow,
)
from yudane.assessment.store import Assessment, Assessments
from yudane.assessment.unseen import UNSEEN
from yudane.evidence.directory import ServiceRow, not_assessed
from yudane.evidence.engines.database import Row, connect, parquet
from yudane.evidence.engines.reading import EVIDENCE
from yudane.evidence.engines.rules import ANSWER
from yudane.evidence.engines.sql import bind, literal, texts
from yudane.evidence.engines.untrusted import run_untrusted, trying
from yudane.evidence.lake import Lake
from yudane.evidence.snapshot import ASSESSED, Snapshot
from yudane.program import Check

REASONS = ("no_lifecycle", "experimental", "deprecated", "out_of_scope")  # why a service is not assessed
FEW = 5  # services named


@dataclass(frozen=True)
class Answers:
    """Answers over the assessments kept."""

    assessments: Assessments

    def levels(
        self, assessment: Assessment, team: str | None = None, activity: str | None = None, service: str | None = None
    ) -> list[LevelRow]:
        """One row for each service and activity, by team, service and activity."""
        tests = [("s.team_id = ?", team), ("l.activity = ?", activity), ("l.service_id = ?", service)]
        where = " and ".join(test for test, value in tests if value) or "true"
        rows = self._rows(
            f"""
            select l.*, s.team_id as team, s.name, s.tier, s.business_unit_id, s.has_embedded_sre
            from {self._from(assessment, "levels")} l join {self._from(assessment, "services")} s using (service_id)
            where {where} order by s.team_id nulls last, l.service_id, l.activity""",
            [value for _, value in tests if value],
        )
        return cast("list[LevelRow]", rows)

    def services(self, assessment: Assessment) -> list[ServiceRow]:
        rows = self._rows(f"select * from {self._from(assessment, 'services')} order by team_id nulls last, service_id")
        return cast("list[ServiceRow]", rows)

    def service(self, assessment: Assessment, service: str) -> ServiceRow | None:
        found = self._rows(f"select * from {self._from(assessment, 'services')} where service_id = ?", [service])
        return cast("ServiceRow", found[0]) if found else None

    def outcomes(
        self, assessment: Assessment, service: str, activity: str | None = None, criterion: str | None = None
    ) -> list[OutcomeRow]:
        """The outcomes of one service, by activity, level, kind and id."""
        tests = [("service_id = ?", service), ("activity = ?", activity), ("criterion_id = ?", criterion)]
        where = " and ".join(test for test, value in tests if value)
        rows = self._rows(
            f"""
            select * from {self._from(assessment, "outcomes")} where {where}
            order by activity, level, kind, criterion_id""",
            [value for _, value in tests if value],
        )
        return cast("list[OutcomeRow]", rows)

    def outcome_counts(
        self, assessment: Assessment, services: Collection[str], criteria: Collection[str]
    ) -> dict[str, dict[str, int]]:
        """By criterion how many of some services have which outcome."""
        found: dict[str, dict[str, int]] = {}
        rows = self._rows(f"""
            select criterion_id, outcome, count(*) as services from {self._from(assessment, "outcomes")}
            where list_contains({texts(sorted(services))}, service_id)
              and list_contains({texts(sorted(criteria))}, criterion_id) group by all""")
        for row in rows:
            found.setdefault(str(row["criterion_id"]), {})[str(row["outcome"])] = int(row["services"])
        return found

    def lacking(self, assessment: Assessment) -> list[LackRow]:
        """Cells without a level, by activity, then by table that nothing tells of; most first."""
        rows = self._rows(f"""
            with unknown as (
                select service_id, activity from {self._from(assessment, "levels")}
                where published is null and met + unmet + unknown > 0),
            told as (
                select distinct service_id, activity, split_part(unnest(string_split(detail, ', ')), '.', 1) as "table"
                from {self._from(assessment, "outcomes")} o join unknown using (service_id, activity)
                where o.outcome = 'unknown' and o.cause in ('never', 'not_yet', 'stale') and detail <> '')
            select activity, null as "table", count(*) as cells from unknown group by activity
            union all
            select null, "table", count(*) from told group by "table"
            order by cells desc, activity, "table"
            """)
        return cast("list[LackRow]", rows)

    def measured_since(self, day: date, services: Collection[str]) -> set[tuple[str, str]]:
        """(service, criterion) that systems decided at any date assessed since a day."""
        parts = [
            f"select service_id, criterion_id from {self._from(assessment, 'outcomes')} "
            f"where origin = 'measured' and list_contains({texts(sorted(services))}, service_id)"
            for found in self.assessments.dates()
            if found >= day and (assessment := self.assessments.get(found))
        ]
        with connect() as con:
            return {(service, name) for service, name in con.rows(" union ".join(parts))} if parts else set()

    def stated(
        self, assessment: Assessment, service: str | None = None, criterion: str | None = None
    ) -> list[StatedRow]:
        """What people stated, by service, criterion, kind and moment; empty for assessments made before it was kept."""
        if not self.assessments.table(assessment, "stated").is_file():
            return []
        tests = [("service_id = ?", service), ("criterion_id = ?", criterion)]
        where = " and ".join(test for test, value in tests if value) or "true"
        rows = self._rows(
            f"""
            select * from {self._from(assessment, "stated")} where {where}
            order by service_id, criterion_id, kind, stated_at, statement_id""",
            [value for _, value in tests if value],
        )
        return cast("list[StatedRow]", rows)

    def unseen(self, assessment: Assessment) -> list[UnseenRow]:
        """What lacks evidence, over all services. The last row, without an outcome, has all that lack something."""
        causes = ", ".join(literal(cause) for cause in UNSEEN)
        rows = self._rows(
            f"""
            select outcome, cause, detail, sources, looked_until, count(distinct service_id) as services
            from {self._from(assessment, "outcomes")} where outcome = 'unknown' and cause in ({causes}) and detail <> ''
            group by grouping sets ((outcome, cause, detail, sources, looked_until), ()) order by outcome nulls last"""
        )
        return cast("list[UnseenRow]", rows)

    def indicators(
        self,
        assessment: Assessment,
        activity: str | None = None,
        indicator: str | None = None,
        service: str | None = None,
    ) -> list[IndicatorRow]:
        """Indicator rows, the organization's first (service_id null); empty for assessments made before there were any."""
        if not self.assessments.table(assessment, "indicated").is_file():
            return []
        tests = [("activity = ?", activity), ("indicator_id = ?", indicator), ("service_id = ?", service)]
        where = " and ".join(test for test, value in tests if value) or "true"
        rows = self._rows(
            f"select * from {self._from(assessment, 'indicated')} where {where} order by indicator_id, service_id nulls first",
            [value for _, value in tests if value],
        )
        return cast("list[IndicatorRow]", rows)

    def gates(self, assessment: Assessment, services: Collection[str], activity: str | None = None) -> list[GateRow]:
        """What steps of delegation need and what asks to look at them again, of some services; empty for assessments made
        before it was kept."""
        if not self.assessments.table(assessment, "gated").is_file():
            return []
        about = "true" if activity is None else f"g.activity = {literal(activity)}"
        rows = self._rows(f"""
            select g.*, s.name, s.tier from {self._from(assessment, "gated")} g
            join {self._from(assessment, "services")} s using (service_id)
            where list_contains({texts(sorted(services))}, service_id) and {about}
            order by g.activity, service_id, to_level nulls last, check_id""")
        return cast("list[GateRow]", rows)

    def indicator_history(self, service: str | None = None) -> list[PastValue]:
        """as_of, indicator_id, outcome, value of every date assessed, oldest first; None is the organization."""
        parts = [
            f"select {literal(assessment.as_of)} as as_of, indicator_id, outcome, value from {self._from(assessment, 'indicated')} "
            f"where service_id is not distinct from {literal(service)}"
            for day in self.assessments.dates()
            if (assessment := self.assessments.get(day)) and self.assessments.table(assessment, "indicated").is_file()
        ]
        rows = self._rows(f"{' union all '.join(parts)} order by as_of, indicator_id") if parts else []
        return cast("list[PastValue]", rows)

    def history(
        self, service: str | None = None, activity: str | None = None, *, before: Sequence[str] = ()
    ) -> list[PastLevel]:
        """The levels of every date assessed, oldest first: of one service or activity, or of all.

        `before` are names the service had; on each date it has one.
        """
        own = f"(service_id = ? or list_contains({texts(before)}, service_id))" if before else "service_id = ?"
        tests = [(own, service), ("activity = ?", activity)]
        where = " and ".join(test for test, value in tests if value) or "true"
        arguments = [value for _, value in tests if value]
        parts = [
            (assessment, self._from(assessment, "levels"))
            for day in self.assessments.dates()
            if (assessment := self.assessments.get(day))
        ]
        if not parts:
            return []
        union = " union all ".join(
            f"select {literal(assessment.as_of)} as as_of, {literal(assessment.program_version)} as program_version, service_id, "
            f"activity, lowest, highest, published, published_before, published_on, cause from {table}"
            for assessment, table in parts
        )
        rows = self._rows(f"select * from ({union}) where {where} order by as_of, service_id, activity", arguments)
        return cast("list[PastLevel]", rows)

    def trend(self) -> list[TrendRow]:
        """Services at each level by date and activity: as_of, activity, level (null unknown), services."""
        parts = [assessment for day in self.assessments.dates() if (assessment := self.assessments.get(day))]
        if not parts:
            return []
        union = " union all ".join(
            f"select {literal(assessment.as_of)} as as_of, activity, published as level, count(*) as services "
            f"from {self._from(assessment, 'levels')} group by activity, published"
            for assessment in parts
        )
        rows = self._rows(f"select * from ({union}) order by as_of, activity, level nulls last")
        return cast("list[TrendRow]", rows)

    def _from(self, assessment: Assessment, table: str) -> str:
        return str(parquet([str(self.assessments.table(assessment, table))]))

    def _rows(self, sql: str, parameters: Sequence[str | None] = ()) -> list[Row]:
        with connect() as con:
            return con.records(sql, parameters)


@dataclass(frozen=True)
class NotAssessed:
    """How many services were not assessed for one reason, and the first few."""

    services: int
    names: Sequence[str]


def left_out(lake: Lake, assessment: Assessment, team: str | None = None) -> Mapping[str, NotAssessed]:
    """The services that stood and were not assessed, by reason."""
    with connect() as con:
        snapshot = Snapshot(con, lambda table: lake.relation(table, assessment.versions), *moments(assessment))
        found = con.rows(
            f"""
            select in_scope, lifecycle, count(*) as services, list(service_id order by service_id)[:{FEW}] as names
            from {snapshot.rows(snapshot.contracts["services"])} r
            where not coalesce({ASSESSED}, false) and {"true" if team is None else "team_id = ?"}
            group by in_scope, lifecycle""",
            [] if team is None else [team],
        )
    by_reason: dict[str, NotAssessed] = {}
    for in_scope, lifecycle, count, names in found:
        reason = not_assessed({"in_scope": in_scope, "lifecycle": lifecycle}) or "out_of_scope"
        before = by_reason.get(reason, NotAssessed(0, ()))
        by_reason[reason] = NotAssessed(before.services + count, sorted([*before.names, *names])[:FEW])
    return {reason: by_reason[reason] for reason in REASONS if reason in by_reason}


EvidenceRow = Mapping[str, object]  # by the columns that the check's `evidence` has
MAX_ROW_CHARACTERS = 100_000  # characters of a row that SQL of an organization's own shows


def evidence_rows(
    assessor: Assessor,
    assessment: Assessment,
    check: Check,
    service: str | None,
    overrides: str | None,
    limit: int = 50,
) -> Sequence[EvidenceRow]:
    """The rows that decided: the check's `evidence`, at the table versions the assessment read.

    Without a service the rows of all; `overrides` as the outcome keeps them. Empty where the check names no
    evidence. Raises DatabaseError where a version is no longer kept, UntrustedError where SQL that did not come with the
    package gives none.
    """
    reading = require(check, assessor.program)
    if EVIDENCE not in reading.ctes:
        return []
    with connect(threads=1) as con:  # the first of them are the same each time
        snapshot = snapshot_of(con, assessor.lake, assessment, assessor.program, assessor.assessments)
        values = dict(snapshot.values) | {"as_of": snapshot.as_of} | values_in_force(check, overrides)
        test = "true" if service is None else f"service_id = {literal(service)}"
        select = f"select * from ({bind(evidence_sql(check) or '', values)}\n) where {test}"
        if check.shipped:
            snapshot.use(reading.tables)
        else:
            inputs = {name: snapshot.input(name) for name in reading.tables}
            scratch = snapshot.folder / "scratch"
            scratch.mkdir()
            small = f"length(cast(to_json(shown) as varchar)) <= {MAX_ROW_CHARACTERS}"
            bounded = f"select * from ({select}) shown where case when {small} then true else error('a row too long to show') end"
            select = f"from {run_untrusted(bounded, inputs, ANSWER, scratch, trying())}"
        return con.records(f"{select} limit {limit}")


def counts(row: LevelRow) -> dict[str, int]:
    """The counts by outcome of a levels row."""
    return {word: row[word] for word in ("met", "unmet", "unknown", "not_applicable", "exempt")}


def day_of(text: str) -> date:
    return date.fromisoformat(text)
