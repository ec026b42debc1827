"""Every criterion for every service: one query a criterion, the SQL measures, this wraps it and judges."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import duckdb

from yudane.assessment.statements import prepare_statements
from yudane.evidence.engines.duckdb import bind, literal
from yudane.evidence.snapshot import Snapshot
from yudane.program import Criterion, Program

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
}
CAUSES = ("never", "stale", "not_yet", "attribute", "incomplete", "error", "empty", "expired", "statement", "rule")

AT_ONCE = 2  # criteria judged side by side: many queries are too small to fill two cores by themselves

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Judge:
    """Judges criteria over one snapshot into the temp table `outcomes`."""

    snapshot: Snapshot
    program: Program
    looked: dict[tuple[str, ...], str] = field(default_factory=dict)

    def judge(self, criteria: Iterable[Criterion], progress: Progress = lambda done, of: None) -> None:
        chosen = list(criteria)
        con = self.snapshot.con
        con.execute(f"create or replace table outcomes ({', '.join(f'{n} {t}' for n, t in COLUMNS.items())})")
        prepare_statements(self.snapshot, self.program)
        self.snapshot.cover(table for criterion in chosen for table in criterion.reads)
        for criterion in chosen:
            self.snapshot.use(f"{criterion.sql} {criterion.applies} {criterion.met}")
            self._looked(criterion)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for done, _ in enumerate(pool.map(self._one, chosen), start=1):
                progress(done, len(chosen))

    def _one(self, criterion: Criterion) -> None:
        """An error in a query is unknown with the error attached: never a pass, never silence."""
        with self.snapshot.con.cursor() as con:
            try:
                con.execute(f"insert into outcomes {self.sql(criterion)}")
            except (duckdb.Error, KeyError) as error:
                con.execute(f"insert into outcomes {self._failed(criterion, str(error))}")

    def sql(self, criterion: Criterion) -> str:
        """The whole query of one criterion: coverage, measuring, statements, judgment."""
        values = {"as_of": self.snapshot.as_of} | criterion.values
        measuring = bind(criterion.sql.rstrip().rstrip(";"), values)
        applies, met = bind(criterion.applies, values), bind(criterion.met, values)
        return f"""
            with measured as ({measuring}
            ),
            judged as (
                select s.service_id as _service, l._covered, l._state, l._tables, l._until, l._sources,
                       m.service_id is not null as _found, ({applies}) as _applies, ({met}) as _met,
                       case when m.service_id is not null then to_json(m) end as _measured,
                       a.valid as _attested, e.service_id is not null as _exempt
                from services s
                join {self._looked(criterion)} l on l._id = s.service_id
                left join measured m on m.service_id = case when l._covered then s.service_id end
                left join attested a on a.service_id = s.service_id and a.criterion_id = {literal(criterion.id)}
                left join exempted e on e.service_id = s.service_id and e.criterion_id = {literal(criterion.id)})
            select _service, {self._about(criterion)}, {_judgment(criterion)}, _measured, _until, _sources
            from judged"""

    def _about(self, criterion: Criterion) -> str:
        since = criterion.counts_from
        counts = since is None or since <= self.snapshot.as_of.date()
        values = (criterion.activity, criterion.id, criterion.level, criterion.kind, counts)
        return ", ".join(literal(value) for value in values)

    def _looked(self, criterion: Criterion) -> str:
        """The name of a table with a row a service: whether every table read covers it, and if not, why not.

        Criteria that read the same tables share it.
        """
        reads = tuple(sorted(criterion.reads))
        if reads not in self.looked:
            self.looked[reads] = f"looked_{len(self.looked)}"
            select = _looked(reads) if reads else _NOBODY_LOOKED
            self.snapshot.con.execute(f"create or replace table {self.looked[reads]} as {select}")
        return self.looked[reads]

    def _failed(self, criterion: Criterion, error: str) -> str:
        return f"""
            select service_id, {self._about(criterion)}, 'unknown', null, 'error', {literal(error[:500])},
                   null, null, null from services"""


_NOBODY_LOOKED = """
    select service_id as _id, false as _covered, 'never' as _state, '' as _tables, cast(null as date) as _until,
           cast(null as varchar) as _sources
    from services"""


def _looked(reads: tuple[str, ...]) -> str:
    """Summed up once for each way of being covered (services share few), then given to every service."""
    listed = ", ".join(literal(table) for table in reads)
    return f"""
        with summed as (
            select pattern, bool_and(covered) as _covered,
                   coalesce(min(state) filter (state = 'never'), min(state) filter (state = 'not_yet'),
                            min(state) filter (not covered)) as _state,
                   string_agg(table_name, ', ' order by table_name) filter (not covered) as _tables,
                   case when bool_and(covered) then min(until) else min(until) filter (not covered) end as _until,
                   array_to_string(list_sort(list_distinct(flatten(list(sources)))), ', ') as _sources
            from coverage_patterns where table_name in ({listed}) group by pattern)
        select p.service_id as _id, s.* exclude (pattern)
        from covered p join summed s using (pattern)"""


def _judgment(criterion: Criterion) -> str:
    """SQL of outcome, origin, cause, detail. The first line that fits decides."""
    attests = criterion.mode != "measured"
    empty = criterion.when_empty
    rules: list[tuple[str, str, str | None, str | None]] = [
        ("_applies is false", "not_applicable", None, "rule"),
        ("_exempt", "exempt", None, "statement"),
    ]
    if attests:
        rules += [
            ("not _covered and _attested", "met", "attested", "statement"),
            ("not _covered and _attested is false", "unmet", "attested", "expired"),
        ]
    rules += [
        ("not _covered", "unknown", None, "_state"),
        ("_applies is null", "unknown", None, "attribute"),
        ("_found and _met", "met", "measured", None),
        ("_found and _met is false", "unmet", "measured", None),
    ]
    if attests:
        rules.append(("_attested", "met", "attested", "statement"))
        if empty == "unmet":
            rules.append(("not _found and _attested is false", "unmet", "measured", "expired"))
    rules.append(("not _found", empty, "measured" if empty in ("met", "unmet") else None, "empty"))
    outcome = " ".join(f"when {test} then {literal(word)}" for test, word, _, _ in rules)
    origin = " ".join(f"when {test} then {literal(word)}" for test, _, word, _ in rules)
    cause = " ".join(f"when {test} then {w if w == '_state' else literal(w)}" for test, _, _, w in rules)
    return (
        f"case {outcome} else 'unknown' end, case {origin} end, case {cause} else 'incomplete' end, "
        "case when not _covered then _tables end"
    )
