"""Running a criterion's examples: the same judging as in earnest, over the rows they give."""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from math import isclose
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from yudane.assessment.gates import judging
from yudane.assessment.program_tables import snapshot_over
from yudane.assessment.reason import measured
from yudane.contracts import Contract
from yudane.evidence.batch import RECORDS
from yudane.evidence.engines.database import Connection, Relation, connect
from yudane.evidence.engines.sql import literal, texts
from yudane.evidence.engines.untrusted import trying
from yudane.evidence.lake import OWN
from yudane.evidence.validate import checked_sql, refused
from yudane.program import Check, Criterion, Gate, Program
from yudane.program.examples import AS_OF, MAX_ROWS, SERVICE, absolute, expand, is_number, same, too_many
from yudane.program.files import EXAMPLES
from yudane.reading import Place, Problem, ProblemsError
from yudane.reading.progress import Progress, silent
from yudane.words import LANGUAGES, Text
from yudane.words.values import placeholders

_SALT = "example"
FEW = 6  # fewer checks than this are not worth a second process
_PLAIN_SERVICE: dict[str, Any] = {
    "service_id": SERVICE,
    "name": "Shop",
    "team_id": "aoi-team",
    "business_unit_id": "retail",
    "tier": 2,
    "lifecycle": "production",
    "in_scope": True,
    "has_embedded_sre": False,
    "user_facing": True,
    "publicly_exposed": True,
    "handles_personal_data": True,
    "on_call_hours": "24x7",
    "central_commitments": False,
    "production_since": "2024-01-01",
}
_ORGANIZATION = "*"  # in `expect` of an indicator: the organization as a whole


@dataclass(frozen=True)
class Verdict:
    """What became of one service of one example."""

    criterion: str
    example: str
    service: str
    expected: str
    outcome: str
    cause: str
    detail: str
    measured: Mapping[str, Any]
    expected_value: float | None = None  # None: not asked for
    value: float | None = None
    expected_measured: Mapping[str, Any] = field(default_factory=dict)  # of some columns

    @property
    def holds(self) -> bool:
        value = self.expected_value is None or (self.value is not None and isclose(self.value, self.expected_value))
        return self.expected == self.outcome and value and not self.wrong

    @property
    def wrong(self) -> tuple[str, ...]:
        """What was measured otherwise than expected, by column."""
        return tuple(
            f"{name}: expected {expected}, {f'got {self.measured[name]}' if name in self.measured else 'not measured'}"
            for name, expected in self.expected_measured.items()
            if name not in self.measured or not same(expected, self.measured[name])
        )

    def __str__(self) -> str:
        value = f" {self.expected_value}, value {self.value}" if self.expected_value is not None else ""
        found = "; ".join((f"expected {self.expected}{value}, got {self.outcome}", *self.wrong))
        measured = json.dumps(self.measured, ensure_ascii=False)
        return f"{self.criterion} “{self.example}” {self.service}: {found} ({self.cause} {self.detail}) {measured}"


@dataclass(frozen=True)
class Unchecked:
    """A column whose number a sentence of reason shows, and no example says."""

    criterion: str
    column: str


def unchecked(checks: Sequence[Check], verdicts: Sequence[Verdict]) -> list[Unchecked]:
    """The numbers that may be wrong in what people read without any of the verdicts failing."""
    return [
        Unchecked(check.id, column)
        for check in checks
        for column in sorted(_unchecked(check, [verdict for verdict in verdicts if verdict.criterion == check.id]))
    ]


def _unchecked(check: Check, verdicts: Sequence[Verdict]) -> set[str]:
    shown = {name for verdict in verdicts for name in _shown(check, verdict)}
    return shown - {name for verdict in verdicts for name in _numbers(verdict.expected_measured)}


def _shown(check: Check, verdict: Verdict) -> set[str]:
    """The columns whose numbers stand in a verdict's sentence of reason, where it is one of the check's own."""
    sentence = None if verdict.cause else check.because.get(verdict.outcome)
    named = {name for lang in LANGUAGES for name, _ in placeholders(sentence[lang])} if sentence else set()
    return named & _numbers(verdict.measured)


def _numbers(values: Mapping[str, Any]) -> set[str]:
    return {name for name, value in values.items() if is_number(value)}


def run_examples(program: Program, checks: Sequence[Check], progress: Progress = silent) -> list[Verdict]:
    """Every example of the checks, each over a store of its own; many checks side by side in processes."""
    if len(checks) < FEW:
        return [verdict for check in checks for verdict in _alone(program, check)]
    found = []
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for done, verdicts in enumerate(pool.map(partial(_alone, program), checks, chunksize=4), start=1):
            found += verdicts
            progress(done, len(checks))
    return found


def _alone(program: Program, check: Check) -> list[Verdict]:
    with connect() as con:
        return run_check(con, program, check)


def run_check(con: Connection, program: Program, check: Check) -> list[Verdict]:
    """The examples of one check. Raises ProblemsError for rows a contract refuses."""
    _example_tables(con, program, check)
    return [v for number in range(len(check.examples)) for v in _run(con, program, check, number)]


def _run(con: Connection, program: Program, check: Check, number: int) -> list[Verdict]:
    example = check.examples[number]

    def relation(table: str) -> Relation:
        return Relation(f"(select * from given_{table} where example = {number})")

    judging(check)(snapshot_over(con, relation, program, AS_OF), program, trying()).judge([check])
    if isinstance(check, Criterion):
        select = "select service_id, outcome, cause, detail, measured, null from outcomes"
    elif isinstance(check, Gate):
        subject = "concat_ws('/', service_id, activity, to_level)"
        select = f"select {subject}, outcome, cause, detail, measured, null from gated"
    else:
        select = "select coalesce(service_id, '*'), outcome, cause, detail, measured, value from indicated"
    by_service = {service: tuple(rest) for service, *rest in con.rows(select)}
    return [
        _verdict(check, example["name"]["en"], service, filters, by_service.get(service))
        for service, filters in _wishes(example).items()
    ]


def _wishes(example: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    expect, plain = example["expect"], {"outcome": example["expect"], "measured": example.get("measured", {})}
    by_service = expect if isinstance(expect, Mapping) else {SERVICE: plain}
    return {
        name: filters if isinstance(filters, Mapping) else {"outcome": filters} for name, filters in by_service.items()
    }


def _verdict(
    check: Check, example: str, service: str, filters: Mapping[str, Any], found: tuple[Any, ...] | None
) -> Verdict:
    outcome, cause, detail, columns, value = found or ("not assessed", None, None, None, None)
    return Verdict(
        criterion=check.id,
        example=example,
        service=service,
        expected=filters["outcome"],
        outcome=outcome,
        cause=cause or "",
        detail=detail or "",
        measured=measured({"measured": columns}),
        expected_value=filters.get("value"),
        value=value,
        expected_measured=filters.get("measured", {}),
    )


def _example_tables(con: Connection, program: Program, check: Check) -> None:
    """Make `given_<table>` for every contract and `given_coverage`, each row with the number of its example."""
    with tempfile.TemporaryDirectory() as folder:
        for contract in program.contracts.values():
            _example_table(con, contract, check, Path(folder))
    _coverage(con, check.examples)


def _given(contract: Contract, check: Check) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a table, filled, with the number of the example."""
    for number, example in enumerate(check.examples):
        try:
            yield from ((number, _filled(contract, row)) for row in _rows(contract.name, example["given"]))
        except ProblemsError as error:
            raise ProblemsError([_named(check, number, contract, problem) for problem in error.problems]) from None


def _rows(table: str, inputs: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    rows = inputs.get(table) or ([{}] if table == "services" else [])
    for number, part in enumerate(part for row in rows for part in expand(row)):
        if number >= MAX_ROWS:
            raise too_many()
        yield part


def _named(check: Check, number: int, contract: Contract, problem: Problem) -> Problem:
    """What is wrong with the rows of an example, with its name."""
    place = Place(f"{check.activity}/{check.name}{EXAMPLES}", None, f"examples.{number}.given.{contract.name}")
    what = Text(*(problem.reason(lang) for lang in LANGUAGES))
    return Problem("example_broken", place, {"example": Text.of(check.examples[number]["name"]), "what": what})


def _example_table(con: Connection, contract: Contract, check: Check, folder: Path) -> None:
    columns = ", ".join(f"{name} {kind}" for name, kind in contract.stored.items())
    con.execute(f"create or replace table given_{contract.name} (example int, {columns})")
    lines = [json.dumps({"example": number, "row": row}) + "\n" for number, row in _given(contract, check)]
    if not lines:
        return
    spool = folder / f"{contract.name}.jsonl"
    spool.write_text("".join(lines), "utf-8")
    con.execute(f"""create or replace table staged as
        select cast(example as varchar) as origin, 1 as line, row_number() over () as seq, row
        from read_json({literal(str(spool))}, format = 'newline_delimited', columns = {{example: 'INT', row: 'JSON'}})""")
    con.execute(f"create or replace table checked as {checked_sql(contract, _SALT, made_here=True)}")
    wrong = con.rows(
        "select distinct cast(origin as int), fault from checked where fault is not null order by 1, 2 limit 20"
    )
    if wrong:
        raise ProblemsError([_named(check, number, contract, refused(contract, fault)) for number, fault in wrong])
    con.execute(f"""insert into given_{contract.name} by name
        select cast(origin as int) as example, {", ".join(contract.names)}, source_ref,
               {literal(f"{RECORDS}:")} as origin, {literal(AS_OF)} as received_at from checked""")


def _filled(contract: Contract, row: Mapping[str, Any]) -> dict[str, Any]:
    """Required columns left out take the example row's value; nullable ones stay absent."""
    base = (
        dict(_PLAIN_SERVICE)
        if contract.name == "services"
        else {
            column.name: contract.example[column.name]
            for column in contract.columns
            if column.required and column.name in contract.example
        }
    )
    if contract.has("service_id"):
        base["service_id"] = SERVICE
    types = {column.name: column.type for column in contract.columns}
    return base | {name: absolute(value, types.get(name, "str")) for name, value in row.items()}


def _coverage(con: Connection, examples: Sequence[Mapping[str, Any]]) -> None:
    """A table given was looked at for every service, a table not given for none."""
    for table in ("coverage", "gaps"):
        columns = ", ".join(f"{name} {kind}" for name, kind in OWN[table].items())
        con.execute(f"create or replace table given_{table} (example int, {columns})")
    covered = [
        (number, table, list(example.get("not_filled", {}).get(table, [])))
        for number, example in enumerate(examples)
        for table in example["given"]
    ]
    if covered:
        day, now = literal(AS_OF.date()), literal(AS_OF)
        rows = ", ".join(
            f"({number}, 'example', {literal(table)}, '*', null, {day}, {texts(left_out)}, {now}, 'example', null)"
            for number, table, left_out in covered
        )
        con.execute(f"insert into given_coverage values {rows}")
