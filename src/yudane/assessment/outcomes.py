"""Every check for every service: the SQL of a check measures, an activity at a time; all answers are judged together."""

import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import ClassVar

from yudane.assessment.guard import program_tables, reading, tables_read
from yudane.assessment.judgment import NOTHING_KEPT, Kept, judge_answered, judge_kept, prepare_judgment
from yudane.assessment.statements import prepare_statements
from yudane.assessment.untrusted import UntrustedCheck, reason_of
from yudane.assessment.variants import PLAIN, Variant, variants
from yudane.contracts import views
from yudane.evidence.engines.database import DatabaseError, Relation, cores
from yudane.evidence.engines.sql import Parameter, bare, bind, literal
from yudane.evidence.engines.syntax import RefusedError, UntrustedError
from yudane.evidence.engines.untrusted import Input, Limits, running
from yudane.evidence.plans import with_derived
from yudane.evidence.snapshot import Snapshot
from yudane.program import Check, Criterion, Indicator, Program
from yudane.reading.progress import Progress, silent

COLUMNS = {
    "service_id": "VARCHAR",
    "activity": "VARCHAR",
    "criterion_id": "VARCHAR",
    "level": "TINYINT",
    "kind": "VARCHAR",
    "counts": "BOOLEAN",  # false: announced, not yet in force
    "outcome": "VARCHAR",  # met unmet unknown not_applicable exempt
    "origin": "VARCHAR",  # one of snapshot.ORIGINS; null where nothing decided
    "cause": "VARCHAR",  # why unknown, or how it came: see CAUSES
    "detail": "VARCHAR",  # the tables or the error behind the cause
    "measured": "VARCHAR",  # JSON of the query's columns; null where there was nothing
    "looked_until": "DATE",  # the oldest look among the tables read
    "sources": "VARCHAR",
    "overrides": "VARCHAR",  # JSON by parameter: the values in force instead of the defaults, with who and why
    "applies": "BOOLEAN",  # what the check itself answered, whatever was stated; null: it cannot say
    "meets": "BOOLEAN",
}
INDICATED = {
    "service_id": "VARCHAR",  # null for the organization
    "activity": "VARCHAR",
    "indicator_id": "VARCHAR",
    "outcome": "VARCHAR",  # met unmet unknown not_applicable: the goal
    "cause": "VARCHAR",
    "detail": "VARCHAR",
    "value": "DOUBLE",  # in the indicator's unit; null where there is none
    "measured": "VARCHAR",
    "looked_until": "DATE",
    "sources": "VARCHAR",
    "overrides": "VARCHAR",
    "applies": "BOOLEAN",
    "meets": "BOOLEAN",
    "covered": "BIGINT",  # services the sources looked at, of `services`
    "services": "BIGINT",
}
CAUSES = (
    "left_out",
    "never",
    "stale",
    "not_yet",
    "attribute",
    "incomplete",
    "error",
    "empty",
    "expired",
    "statement",
    "joint",
    "ideal",
    "rule",
)
SMALL = 1_000  # services
_SPAN = re.compile(r"\binterval\s+'?(\d+)'?\s+(day|week|month|year)s?\b", re.IGNORECASE)
_DAYS = {"day": 1, "week": 7, "month": 31, "year": 366}
LOOKED = "select _pattern, list(_reads) filter (_covered) as _looked from looked group by _pattern"
Lane = list[tuple[Check, str]]  # checks with what each is asked by
Looks = tuple[tuple[str, ...], int]  # what is read, and how many days back


@dataclass(frozen=True)
class Judge:
    """Judges over one snapshot: criteria into the temp table `outcomes`, indicators into `indicated`."""

    snapshot: Snapshot
    program: Program
    limits: Limits = field(default_factory=running)  # of SQL that did not come with the package
    reads_numbers: dict[Looks, int] = field(default_factory=dict)  # by how checks look: the number in `looked`
    tables_read: dict[str, frozenset[str]] = field(default_factory=dict)  # by check
    looks_of: dict[str, Looks] = field(default_factory=dict)  # by check
    looked_at: set[int] = field(default_factory=set)  # numbers in `looked` that cover anybody
    results: ClassVar[Mapping[str, Mapping[str, str]]] = {"outcomes": COLUMNS, "indicated": INDICATED}
    beside: ClassVar[tuple[str, ...]] = ()  # columns of subjects beside those of services

    def judge(self, checks: Iterable[Check], progress: Progress = silent, kept: Kept = NOTHING_KEPT) -> None:
        """Those whose answers are kept are not asked."""
        chosen = list(checks)
        self.prepare(chosen)
        judge_kept(self.snapshot.con, kept)
        asked = [check for check in chosen if check.id not in kept.checks]
        self.narrow(asked)
        groups = [list(group) for _, group in groupby(asked, key=lambda check: check.activity)]
        with ThreadPoolExecutor(self.lanes) as pool:
            if self.small:
                self._all_at_once(groups, pool, progress)
            else:
                self._one_by_one(groups, pool, progress)

    def _all_at_once(self, groups: Sequence[Sequence[Check]], pool: ThreadPoolExecutor, progress: Progress) -> None:
        """Of small companies most time goes into planning, which takes one core: each lane plans on one, beginning with
        what needs the fewest tables."""
        if self.lanes > 1:
            self.snapshot.con.execute("set threads = 1")
        begun = []
        for group in sorted(groups, key=lambda group: len(self.snapshot.ahead(self._tables(group)))):
            self._use(group)
            begun.append((group, self._begin(pool, group)))
        done, of = 0, sum(map(len, groups))
        for group, lanes in begun:
            self._finish(group, lanes)
            done += len(group)
            progress(done, of)
        judge_answered(self.snapshot.con)

    def _one_by_one(self, groups: Sequence[Sequence[Check]], pool: ThreadPoolExecutor, progress: Progress) -> None:
        """Of a large company neither the tables nor the answers of two activities are there together."""
        ahead = [check for group in groups for check in group]
        of = len(ahead)
        for group in groups:
            self._use(group)
            self._finish(group, self._begin(pool, group))
            ahead = ahead[len(group) :]
            self.snapshot.release(self._tables(ahead))
            judge_answered(self.snapshot.con)
            progress(of - len(ahead), of)

    def _use(self, group: Iterable[Check]) -> None:
        self.snapshot.use(self._tables(check for check in group if check.shipped and self._measures(check)))

    def _tables(self, checks: Iterable[Check]) -> set[str]:
        return {name for check in checks for name in self._tables_of(check)}

    def _tables_of(self, check: Check) -> frozenset[str]:
        if check.id not in self.tables_read:
            self.tables_read[check.id] = tables_read(check, self.program)
        return self.tables_read[check.id]

    def narrow(self, checks: Iterable[Check]) -> None:
        """Leave out of tables what no check needs to decide."""
        found = []
        for check in checks:
            with suppress(RefusedError):  # told of when it is judged
                found.append(reading(check, self.program))
        self.snapshot.narrow(found)

    def prepare(self, chosen: Sequence[Check]) -> None:
        """Everything beside the tables and derived tables that the checks themselves read."""
        con = self.snapshot.con
        for name, columns in self.results.items():
            con.execute(f"create or replace table {name} ({', '.join(f'{n} {t}' for n, t in columns.items())})")
        self.statements()
        self.snapshot.cover(read for check in chosen for read in (*check.reads, *parts_of(check.reads)))
        self.reads_numbers.update(
            {looks: number for number, looks in enumerate(sorted({self.looks(check) for check in chosen}))}
        )
        con.execute(_coverage_sql(self.reads_numbers, self.snapshot.as_of))
        self.looked_at.update(number for (number,) in con.rows("select distinct _reads from looked where _covered"))
        con.execute(f"create or replace table subjects as {self.subjects(chosen)}")
        prepare_judgment(
            con,
            chosen,
            {check.id: self.reads_numbers[self.looks(check)] for check in chosen},
            self.snapshot.as_of.date(),
        )

    def _begin(self, pool: ThreadPoolExecutor, checks: Sequence[Check]) -> list[tuple[Lane, Future[bool]]]:
        """Ask checks in one statement for each lane: many are too small to be worth one each."""
        asked: Lane = []
        for check in (check for check in checks if check.shipped):
            try:
                asked.append((check, _together(self.sql(check, variant) for variant in self._variants(check))))
            except KeyError:
                self.ask_one(check)
        lanes = [asked[lane :: self.lanes] for lane in range(self.lanes)]
        return [(lane, pool.submit(self._ask_lane, lane)) for lane in lanes if lane]

    def _finish(self, group: Iterable[Check], lanes: Iterable[tuple[Lane, Future[bool]]]) -> None:
        """See them to their end; those of a lane that failed are asked one by one, and those that are not ours."""
        failed = [check for lane, done in lanes if not done.result() for check, _ in lane]
        for check in failed:
            self.ask_one(check)
        for check in group:
            if not check.shipped:
                self.ask_untrusted(check)

    def _ask_lane(self, lane: Lane) -> bool:
        """In a connection of its own; False where that failed and nothing was answered."""
        try:
            with self.snapshot.con.beside() as con:
                con.execute(f"insert into answered by name {_together(sql for _, sql in lane)}")
        except DatabaseError:
            return False
        return True

    @cached_property
    def lanes(self) -> int:
        return min(2, cores()) if self.small and self.snapshot.con.alone else 1

    @cached_property
    def small(self) -> bool:
        return bool(self.snapshot.con.row("select count(*) from services")[0] <= SMALL)

    def ask_one(self, check: Check) -> None:
        """An error in a query is unknown with the error attached: never a pass, never silence."""
        for variant in self._variants(check):
            try:
                self._answered(self.sql(check, variant))
            except (DatabaseError, KeyError) as error:
                self._answered(self._failed(check, variant, str(error)))

    def ask_untrusted(self, check: Check) -> None:
        """The same for a check that did not come with the package: a worker answers."""
        for variant in self._variants(check):
            with tempfile.TemporaryDirectory(prefix="yudane-") as folder:
                try:
                    answers = UntrustedCheck(self, check, variant, Path(folder)).answers()
                    self._answered(self._from_worker(check, variant, answers))
                except (UntrustedError, DatabaseError, KeyError) as error:
                    self._answered(self._failed(check, variant, reason_of(error)))

    def input(self, name: str) -> Input:
        """A table for a worker to read."""
        return self.snapshot.input(name)

    def _answered(self, rows: str) -> None:
        self.snapshot.con.execute(f"insert into answered by name {rows}")

    def _from_worker(self, check: Check, variant: Variant, answers: Relation) -> str:
        return f"""
            select {_asked(check, variant)}, coalesce(r._found, false) as _found, r._applies, r._met, r._value, r._measured
            from subjects s left join {answers} r on r._id = s._id where {self.whom(check, variant)}"""

    def _failed(self, check: Check, variant: Variant, error: str) -> str:
        return f"""
            select {_asked(check, variant)}, {literal(error[:500])} as _error
            from subjects s where {self.whom(check, variant)}"""

    def _variants(self, check: Check) -> list[Variant]:
        overrides = self.program.overrides_of(check)
        if not overrides:
            return [PLAIN]
        named = [o.service for o in overrides if o.service is not None]
        listed = ", ".join(literal(name) for name in named) or "null"
        tiers = self.snapshot.con.rows(f"select service_id, tier from services where service_id in ({listed})")
        return variants(overrides, self.snapshot.as_of.date(), dict(tiers))

    def looks(self, check: Check) -> Looks:
        """What a check reads, and how far back."""
        if check.id not in self.looks_of:
            self.looks_of[check.id] = (check.reads, days_back(check, self.program))
        return self.looks_of[check.id]

    def _measures(self, check: Check) -> bool:
        """Somebody was looked at, so there is something to measure; what cannot be read says so by failing."""
        return self.reads_numbers[self.looks(check)] in self.looked_at or not self._tables_of(check)

    def sql(self, check: Check, variant: Variant = PLAIN) -> str:
        """What a check says of each subject, in the shape of `answered`: its own SQL speaks of those who were looked at."""
        measuring = self.by_subject(check, variant) if self._measures(check) else self._nothing(check)
        return f"""
            with measured as ({measuring}
            )
            select {_asked(check, variant)}, {self.found(check, variant)}
            from subjects s left join measured m on {self.joined(check)}
            where {self.whom(check, variant)}"""

    def statements(self) -> None:
        """What people stated about those asked."""
        prepare_statements(self.snapshot, self.program)

    def subjects(self, chosen: Sequence[Check]) -> str:
        """SQL of whom the checks are asked about: every service, and the organization."""
        return f"""
            with looks as ({LOOKED})
            select s.*, s.service_id as _id, c.pattern as _pattern, l._looked
            from services s join covered c using (service_id) join looks l on l._pattern = c.pattern
            union all by name
            select '' as _id, _pattern, _looked from looks where _pattern = ''"""

    def whom(self, check: Check, variant: Variant) -> str:
        """SQL of the subjects `s` that a check is asked about with these values."""
        return f"s._id <> '' and {variant.test}" if isinstance(check, Criterion) else variant.test

    def joined(self, check: Check, key: str = "") -> str:
        """SQL: the row `m` of a check's SQL is of the subject `s`."""
        return f"m.service_id = {key or self.key(check)}"

    def key(self, check: Check) -> str:
        """SQL of whom a row of a check's SQL is of: a subject who was looked at."""
        return f"case when list_contains(s._looked, {self.reads_numbers[self.looks(check)]}) then s._id end"

    def found(self, check: Check, variant: Variant) -> str:
        """What a check's SQL, as `m`, says of each subject `s`."""
        values = self.values(check, variant)
        expressions = {"value": "null", **check.expressions}
        parts = ", ".join(f"({bind(sql, values)}\n) as _{name}" for name, sql in expressions.items())
        return (
            f"m.service_id is not null as _found, {parts}, "
            "case when m.service_id is not null then to_json(m) end as _measured"
        )

    def _nothing(self, check: Check) -> str:
        """No row, of the columns its SQL would give."""
        columns = reading(check, self.program).columns
        return f"select {', '.join(f'null as {name}' for name in columns)} where false"

    def by_subject(self, check: Check, variant: Variant) -> str:
        """A check's own SQL, the organization by an empty id."""
        measuring = self.measuring(check, variant)
        if not isinstance(check, Indicator):
            return measuring
        return f"select * replace (coalesce(service_id, '') as service_id) from ({measuring}\n)"

    def values(self, check: Check, variant: Variant) -> dict[str, Parameter]:
        return {**self.snapshot.values, "as_of": self.snapshot.as_of, **check.values, **variant.values}

    def measuring(self, check: Check, variant: Variant = PLAIN) -> str:
        """A check's own SQL, with its values."""
        return bind(bare(check.sql), self.values(check, variant))


def _together(queries: Iterable[str]) -> str:
    return " union all by name ".join(f"({sql})" for sql in queries)


def _asked(check: Check, variant: Variant) -> str:
    return f"{literal(check.id)} as check_id, s._id, {variant.overrides_sql} as _overrides"


def days_back(check: Check, program: Program) -> int:
    """How far back a check looks at most, by the spans that its SQL, the derived tables it reads and its parameters name:
    what a team vouched for since a day counts as looked at where it reaches as far."""
    derived = with_derived(tables_read(check, program), program_tables(program)) & views().keys()
    days = {param.name: int(param.default) for param in check.params if param.unit == "d"}
    spans = [
        int(count) * _DAYS[unit.lower()]
        for sql in (check.sql, *(views()[name].sql for name in derived))
        for count, unit in _SPAN.findall(sql)
    ]
    spans += [int(override.value) for override in program.overrides_of(check) if override.param in days]
    return max([*days.values(), *spans], default=0)


def _coverage_sql(numbers: Mapping[Looks, int], as_of: datetime) -> str:
    """Whether everything that is read together covers those who are covered alike, and if not, why not.

    One row for each reads and pattern of services (they share few), and one for the organization (pattern empty): it
    is looked at as far as any of its services is, how many is kept beside it.
    """
    asked = ", ".join(f"({n}, {literal(read)}, {days})" for (reads, days), n in numbers.items() for read in reads)
    parts = ", ".join(
        f"({n}, {literal(part)}, {days})" for (reads, days), n in numbers.items() for part in parts_of(reads)
    )
    all_reads = ", ".join(f"({n})" for n in numbers.values())
    reaches = f"(p.vouched_since is null or p.vouched_since <= {literal(as_of)} - a.days * interval 1 day)"
    reaching = f"""
            select a.reads, p.* replace (
                p.covered and {reaches} as covered,
                case when p.covered and not {reaches} then 'not_yet' else p.state end as state)"""
    nothing = "(-1, '', 0)"
    return f"""
        create or replace table looked as
        with asked as ({reaching}
            from (values {asked or nothing}) a(reads, name, days) join coverage_patterns p on p.table_name = a.name),
        parted as ({reaching}
            from (values {parts or nothing}) a(reads, name, days) join coverage_patterns p on p.table_name = a.name),
        enough as (
            select reads, pattern, bool_and(covered) as covered,
                   bool_and(covered or state = 'stale') and not bool_and(covered) as once
            from asked group by all),
        summed as (
            select reads, pattern, bool_and(covered) as whole,
                   coalesce(min(state) filter (state = 'left_out'), min(state) filter (state = 'never'),
                            min(state) filter (state = 'not_yet'), min(state) filter (not covered)) as state,
                   coalesce(string_agg(table_name, ', ' order by table_name) filter (state = 'left_out'),
                            string_agg(table_name, ', ' order by table_name) filter (not covered)) as tables,
                   case when bool_and(covered) then min(until) else min(until) filter (not covered) end as until,
                   array_to_string(list_sort(list_distinct(flatten(list(sources)))), ', ') as sources,
                   max(origin) as origin, max(measured_until) filter (not covered) as measured_until
            from parted group by all),
        each as (
            select r.reads as _reads, c.pattern as _pattern, coalesce(e.covered, false) as _covered,
                   coalesce(w.whole, false) as _whole, case when w.whole is null then 'never' else w.state end as _state,
                   coalesce(w.tables, '') as _tables, w.until as _until, w.sources as _sources,
                   w.origin as _origin, w.measured_until as _measured_until, coalesce(e.once, false) as _once,
                   case when e.covered then c.services else 0 end as _covered_services, c.services as _services
            from (values {all_reads or "(-1)"}) r(reads)
            cross join (select pattern, count(*) as services from covered group by pattern) c
            left join enough e on e.reads = r.reads and e.pattern = c.pattern
            left join summed w on w.reads = r.reads and w.pattern = c.pattern)
        select * from each
        union all
        select r.reads, '', coalesce(bool_or(_covered), false), coalesce(bool_or(_whole), false),
               coalesce(min(_state) filter (not _covered), 'never'), coalesce(min(_tables) filter (not _covered), ''),
               coalesce(min(_until) filter (_covered), min(_until)), max(_sources), null, null, false,
               coalesce(sum(_covered_services), 0), coalesce(sum(_services), 0)
        from (values {all_reads or "(-1)"}) r(reads) left join each on _reads = r.reads
        group by r.reads"""


def parts_of(reads: Iterable[str]) -> tuple[str, ...]:
    """Every table a check reads, alternatives one by one."""
    return tuple(sorted({part for read in reads for part in read.split("|")}))
