"""Every check for every service: the SQL of a check measures, this wraps it and judges, an activity at a time."""

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from yudane.assessment.guard import reading, tables_read
from yudane.assessment.statements import prepare_statements
from yudane.assessment.untrusted import UntrustedCheck, reason_of
from yudane.assessment.variants import PLAIN, Variant, variants
from yudane.evidence.engines.database import DatabaseError, Relation
from yudane.evidence.engines.sql import Parameter, bare, bind, literal
from yudane.evidence.engines.syntax import RefusedError, UntrustedError
from yudane.evidence.engines.untrusted import Input, Limits, running
from yudane.evidence.snapshot import Snapshot
from yudane.program import Check, Criterion, Indicator, Program

COLUMNS = {
    "service_id": "VARCHAR",
    "activity": "VARCHAR",
    "criterion_id": "VARCHAR",
    "level": "TINYINT",
    "kind": "VARCHAR",
    "counts": "BOOLEAN",  # false: announced, not yet in force
    "outcome": "VARCHAR",  # met unmet unknown not_applicable exempt
    "origin": "VARCHAR",  # measured attested; null where neither decided
    "cause": "VARCHAR",  # why unknown, or how it came: see CAUSES
    "detail": "VARCHAR",  # the tables or the error behind the cause
    "measured": "VARCHAR",  # JSON of the query's columns; null where there was nothing
    "looked_until": "DATE",  # the oldest look among the tables read
    "sources": "VARCHAR",
    "overrides": "VARCHAR",  # JSON by parameter: the values in force instead of the defaults, with who and why
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
    "ideal",
    "rule",
)

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Judge:
    """Judges over one snapshot: criteria into the temp table `outcomes`, indicators into `indicated`."""

    snapshot: Snapshot
    program: Program
    limits: Limits = field(default_factory=running)  # of SQL that did not come with the package
    reads_numbers: dict[tuple[str, ...], int] = field(
        default_factory=dict
    )  # by what checks read: the number in `looked`

    def judge(self, checks: Iterable[Check], progress: Progress = lambda done, of: None) -> None:
        chosen = list(checks)
        self.prepare(chosen)
        done = 0
        for _, group in groupby(chosen, key=lambda check: (check.activity, _table(check))):
            together = list(group)
            self.snapshot.use(self._tables(check for check in together if check.shipped))
            self.judge_together([check for check in together if check.shipped])
            for check in together:
                if not check.shipped:
                    self.judge_strange(check)
            done += len(together)
            progress(done, len(chosen))
            self.snapshot.release(self._tables(chosen[done:]))

    def _tables(self, checks: Iterable[Check]) -> set[str]:
        return {name for check in checks for name in tables_read(check, self.program)}

    def narrow(self, checks: Iterable[Check]) -> None:
        """Leave out of derived tables what only evidence shows."""
        found = []
        for check in checks:
            with suppress(RefusedError):  # told of when it is judged
                found.append(reading(check, self.program))
        self.snapshot.narrow(found)

    def prepare(self, chosen: Sequence[Check]) -> None:
        """Everything beside the tables and derived tables that the checks themselves read."""
        con = self.snapshot.con
        for name, columns in (("outcomes", COLUMNS), ("indicated", INDICATED)):
            con.execute(f"create or replace table {name} ({', '.join(f'{n} {t}' for n, t in columns.items())})")
        prepare_statements(self.snapshot, self.program)
        self.snapshot.cover(read for check in chosen for read in (*check.reads, *parts_of(check.reads)))
        con.execute("""
            create or replace table subjects as
            select s.*, s.service_id as _id, c.pattern as _pattern from services s join covered c using (service_id)""")
        con.execute("insert into subjects by name select '' as _id, '' as _pattern")
        self.reads_numbers.update(
            {reads: number for number, reads in enumerate(sorted({check.reads for check in chosen}))}
        )
        con.execute(_coverage_sql(self.reads_numbers))

    def judge_together(self, checks: Sequence[Check]) -> None:
        """Checks into one table, in one statement: many are too small to be worth one each. One by one if one fails."""
        if not checks:
            return
        try:
            combined = " union all by name ".join(f"({self.sql(c, v)})" for c in checks for v in self._variants(c))
            self.snapshot.con.execute(f"insert into {_table(checks[0])} by name {combined}")
        except (DatabaseError, KeyError):
            for check in checks:
                self.judge_one(check)

    def judge_one(self, check: Check) -> None:
        """An error in a query is unknown with the error attached: never a pass, never silence."""
        for variant in self._variants(check):
            try:
                self._into(check, self.sql(check, variant))
            except (DatabaseError, KeyError) as error:
                self._into(check, self._failed(check, variant, str(error)))

    def judge_strange(self, check: Check) -> None:
        """The same for a check that did not come with the package: a worker answers, we judge what it says."""
        for variant in self._variants(check):
            with tempfile.TemporaryDirectory(prefix="yudane-") as folder:
                try:
                    answers = UntrustedCheck(self, check, variant, Path(folder)).answers()
                    self._into(check, self.sql(check, variant, answers))
                except (UntrustedError, DatabaseError, KeyError) as error:
                    self._into(check, self._failed(check, variant, reason_of(error)))

    def input(self, name: str) -> Input:
        """A table for a worker to read."""
        return self.snapshot.input(name)

    def _into(self, check: Check, rows: str) -> None:
        self.snapshot.con.execute(f"insert into {_table(check)} by name {rows}")

    def _variants(self, check: Check) -> list[Variant]:
        overrides = self.program.overrides_of(check)
        if not overrides:
            return [PLAIN]
        named = [o.service for o in overrides if o.service is not None]
        listed = ", ".join(literal(name) for name in named) or "null"
        tiers = self.snapshot.con.rows(f"select service_id, tier from services where service_id in ({listed})")
        return variants(overrides, self.snapshot.as_of.date(), dict(tiers))

    def sql(self, check: Check, variant: Variant = PLAIN, answers: Relation | None = None) -> str:
        """The whole query of one check: coverage, measuring, statements, judgment.

        `answers` are what a worker found for each subject; without them the check's own SQL stands in the query.
        """
        before, found = ("", _ANSWERED) if answers else self._measured(check, variant)
        join = (
            f"left join {answers} r on r._id = s._id" if answers else "left join measured m on m.service_id = " + _KEY
        )
        whom = f"s._id <> '' and {variant.test}" if isinstance(check, Criterion) else variant.test
        return f"""
            with {before}
            judged as (
                select s.service_id as _service, l.*, {found}, a.valid as _attested, e.way as _exempt,
                       {variant.overrides_sql} as _overrides
                from subjects s
                join looked l on l._reads = {self.reads_numbers[check.reads]} and l._pattern = s._pattern
                {join}
                left join attested a on a.service_id = s._id and a.criterion_id = {literal(check.id)}
                left join exempted e on e.service_id = s._id and e.criterion_id = {literal(check.id)}
                where {whom})
            select _service as service_id, {self._about(check)}, {_judgment(check)}, _measured as measured,
                   _until as looked_until, _sources as sources, _overrides as overrides{_extra(check)}
            from judged"""

    def _measured(self, check: Check, variant: Variant) -> tuple[str, str]:
        """The check's own SQL as a WITH, and what it says of each subject."""
        measuring = self.measuring(check, variant)
        if isinstance(check, Indicator):
            measuring = f"select * replace (coalesce(service_id, '') as service_id) from ({measuring}\n)"
        return f"measured as ({measuring}\n),", self.found(check, variant)

    def found(self, check: Check, variant: Variant) -> str:
        """What a check's SQL, as `m`, says of each subject `s`."""
        values = self.values(check, variant)
        expressions = {"value": "null", **check.expressions}
        parts = ", ".join(f"({bind(sql, values)}\n) as _{name}" for name, sql in expressions.items())
        return (
            f"m.service_id is not null as _found, {parts}, "
            "case when m.service_id is not null then to_json(m) end as _measured"
        )

    def values(self, check: Check, variant: Variant) -> dict[str, Parameter]:
        return {**self.snapshot.values, "as_of": self.snapshot.as_of, **check.values, **variant.values}

    def measuring(self, check: Check, variant: Variant = PLAIN) -> str:
        """A check's own SQL, with its values."""
        return bind(bare(check.sql), self.values(check, variant))

    def _about(self, check: Check) -> str:
        if isinstance(check, Indicator):
            return f"{literal(check.activity)} as activity, {literal(check.id)} as indicator_id"
        assert isinstance(check, Criterion)
        since = check.counts_from
        counts = since is None or since <= self.snapshot.as_of.date()
        return (
            f"{literal(check.activity)} as activity, {literal(check.id)} as criterion_id, {check.level} as level, "
            f"{literal(check.kind)} as kind, {literal(counts)} as counts"
        )

    def _failed(self, check: Check, variant: Variant, error: str) -> str:
        service = "_id <> '' and" if isinstance(check, Criterion) else ""
        return f"""
            select s.service_id, {self._about(check)}, 'unknown' as outcome, 'error' as cause,
                   {literal(error[:500])} as detail, {variant.overrides_sql} as overrides
            from subjects s where {service} {variant.test}"""


_KEY = "case when l._covered then s._id end"  # whom a check's SQL may speak of: who was looked at
_ANSWERED = "coalesce(r._found, false) as _found, r._applies, r._met, r._value, r._measured"


def _table(check: Check) -> str:
    return "outcomes" if isinstance(check, Criterion) else "indicated"


def _extra(check: Check) -> str:
    if isinstance(check, Criterion):
        return ""
    return """, _value as value, case when _service is null then _covered_services else cast(_covered as int) end as covered,
                   case when _service is null then _services else 1 end as services"""


def _coverage_sql(numbers: Mapping[tuple[str, ...], int]) -> str:
    """Whether everything that is read together covers those who are covered alike, and if not, why not.

    One row for each reads and pattern of services (they share few), and one for the organization (pattern empty): it
    is looked at as far as any of its services is, how many is kept beside it.
    """
    asked = ", ".join(f"({n}, {literal(read)})" for reads, n in numbers.items() for read in reads)
    parts = ", ".join(f"({n}, {literal(part)})" for reads, n in numbers.items() for part in parts_of(reads))
    all_reads = ", ".join(f"({n})" for n in numbers.values())
    return f"""
        create or replace table looked as
        with enough as (
            select a.reads, p.pattern, bool_and(p.covered) as covered
            from (values {asked or "(-1, '')"}) a(reads, name) join coverage_patterns p on p.table_name = a.name
            group by a.reads, p.pattern),
        summed as (
            select a.reads, p.pattern, bool_and(covered) as whole,
                   coalesce(min(state) filter (state = 'left_out'), min(state) filter (state = 'never'),
                            min(state) filter (state = 'not_yet'), min(state) filter (not covered)) as state,
                   coalesce(string_agg(table_name, ', ' order by table_name) filter (state = 'left_out'),
                            string_agg(table_name, ', ' order by table_name) filter (not covered)) as tables,
                   case when bool_and(covered) then min(until) else min(until) filter (not covered) end as until,
                   array_to_string(list_sort(list_distinct(flatten(list(sources)))), ', ') as sources
            from (values {parts or "(-1, '')"}) a(reads, name) join coverage_patterns p on p.table_name = a.name
            group by a.reads, p.pattern),
        each as (
            select r.reads as _reads, c.pattern as _pattern, coalesce(e.covered, false) as _covered,
                   coalesce(w.whole, false) as _whole, case when w.whole is null then 'never' else w.state end as _state,
                   coalesce(w.tables, '') as _tables, w.until as _until, w.sources as _sources,
                   case when e.covered then c.services else 0 end as _covered_services, c.services as _services
            from (values {all_reads or "(-1)"}) r(reads)
            cross join (select pattern, count(*) as services from covered group by pattern) c
            left join enough e on e.reads = r.reads and e.pattern = c.pattern
            left join summed w on w.reads = r.reads and w.pattern = c.pattern)
        select * from each
        union all
        select r.reads, '', coalesce(bool_or(_covered), false), coalesce(bool_or(_whole), false),
               coalesce(min(_state) filter (not _covered), 'never'), coalesce(min(_tables) filter (not _covered), ''),
               coalesce(min(_until) filter (_covered), min(_until)), max(_sources),
               coalesce(sum(_covered_services), 0), coalesce(sum(_services), 0)
        from (values {all_reads or "(-1)"}) r(reads) left join each on _reads = r.reads
        group by r.reads"""


def parts_of(reads: Iterable[str]) -> tuple[str, ...]:
    """Every table a check reads, alternatives one by one."""
    return tuple(sorted({part for read in reads for part in read.split("|")}))


def _judgment(check: Check) -> str:
    """SQL of outcome, origin (of criteria), cause, detail. The first line that fits decides."""
    attests = isinstance(check, Criterion) and check.mode != "measured"
    empty = check.when_empty
    rules: list[tuple[str, str, str | None, str | None]] = [
        ("_applies is false", "not_applicable", None, "rule"),
        ("_exempt is not null", "exempt", None, "_exempt"),
    ]
    rules.append(("not _covered and _state = 'left_out'", "unknown", None, "_state"))
    if attests:
        rules += [
            ("not _covered and _attested", "met", "attested", "statement"),
            ("not _covered and _attested is false", "unmet", "attested", "expired"),
        ]
    rules += [
        ("not _covered", "unknown", None, "_state"),
        ("_applies is null", "unknown", None, "attribute"),
        ("_found and _met", "met", "measured", None),
    ]
    if any("|" in read for read in check.reads):  # one of several was looked at: enough to see the good, not its lack
        if attests:
            rules.append(("not _whole and _attested", "met", "attested", "statement"))
            rules.append(("not _whole and _attested is false", "unmet", "attested", "expired"))
        rules.append(("not _whole", "unknown", None, "_state"))
    rules.append(("_found and _met is false", "unmet", "measured", None))
    if attests:
        rules.append(("_attested", "met", "attested", "statement"))
        if empty == "unmet":
            rules.append(("not _found and _attested is false", "unmet", "measured", "expired"))
    rules.append(("not _found", empty, "measured" if empty in ("met", "unmet") else None, "empty"))
    outcome = " ".join(f"when {test} then {literal(word)}" for test, word, _, _ in rules)
    origin = " ".join(f"when {test} then {literal(word)}" for test, _, word, _ in rules)
    cause = " ".join(f"when {test} then {w if w in _COLUMNS else literal(w)}" for test, _, _, w in rules)
    columns = f"case {outcome} else 'unknown' end as outcome, case {cause} else 'incomplete' end as cause, "
    if isinstance(check, Criterion):
        columns += f"case {origin} end as origin, "
    return columns + "case when not _whole then _tables end as detail"


_COLUMNS = ("_state", "_exempt")  # causes that a column says
