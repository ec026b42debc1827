"""House rules of checks: the closed parse, that the SQL plans, and that words, parameters and columns fit together."""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from yudane.assessment.gates import ASKED, NUMBERS, GateJudge, judging
from yudane.assessment.guard import place_of, problems, program_tables, reading
from yudane.assessment.outcomes import Judge
from yudane.assessment.program_tables import snapshot_over
from yudane.assessment.reads import asked
from yudane.assessment.untrusted import answering, subject_columns
from yudane.assessment.variants import PLAIN
from yudane.contracts import Contract, shipped_contracts
from yudane.evidence.engines.database import DatabaseError, Relation, connect, empty
from yudane.evidence.engines.reading import EVIDENCE, Reading
from yudane.evidence.engines.rules import ANSWER
from yudane.evidence.engines.sql import literal, parameters_of
from yudane.evidence.engines.syntax import RefusedError
from yudane.evidence.engines.untrusted import EndedError, FailedError, Input, Limits, run_untrusted, trying
from yudane.evidence.lake import OWN
from yudane.evidence.plans import with_derived
from yudane.evidence.validate import checked_sql, refused
from yudane.program import Check, Condition, Indicator, Program
from yudane.program.examples import AS_OF
from yudane.reading import Place, Problem
from yudane.reading.progress import Progress, silent
from yudane.words import LANGUAGES
from yudane.words.values import FORMS, placeholders


def lint(check: Check, program: Program, limits: Limits | None = None) -> list[Problem]:
    """Every departure from the house rules, in the order of the text. SQL that did not come with the package runs in a
    worker, over no rows. Raises EndedError only when it was called off."""
    return lint_all([check], program, limits)


def lint_all(
    checks: Sequence[Check], program: Program, limits: Limits | None = None, progress: Progress = silent
) -> list[Problem]:
    """The same of several, over the same empty tables."""
    found = []
    with connect() as con:
        snapshot = snapshot_over(con, empty_tables(program), program, AS_OF)
        judges = {kind: kind(snapshot, program, limits or trying()) for kind in (Judge, GateJudge)}
        for done, check in enumerate(checks, start=1):
            judge = judges[judging(check)]
            con.execute(f"create or replace table subjects as select * from {_nobody(judge)}")
            found += _linted(check, judge)
            progress(done, len(checks))
    return found


def _linted(check: Check, judge: Judge) -> list[Problem]:
    program = judge.program
    found = problems(check, program)
    if found:
        return found
    place, known = place_of(check), reading(check, program)
    if EVIDENCE not in known.ctes:
        found.append(Problem("sql_no_evidence", place))
    found += [
        *_parameters(check, program),
        *_columns(list(known.columns), place),
        *_reads(check, program, known),
        *_because(check, {*known.columns, *(ASKED if isinstance(check, Condition) else ())}, program),
        *_asked(check),
    ]
    return found or [*_compiled(check, judge, place)]


def _field(check: Check, *path: str) -> Place:
    return Place(f"{check.activity}/{check.name}.yaml", None, ".".join(path))


def _unknown(check: Check, program: Program, names: Iterable[str]) -> list[str]:
    return sorted(set(names) - {"as_of"} - program.settings.keys() - check.values.keys())


def _parameter_unknown(check: Check, name: str, place: Place) -> Problem:
    return Problem("parameter_unknown", place, {"name": name, "known": ", ".join(sorted(check.values)) or "–"})


def _parameters(check: Check, program: Program) -> Iterator[Problem]:
    """Those that the SQL uses are declared, and the other way round."""
    texts = [(place_of(check), check.sql), *((_field(check, name), sql) for name, sql in check.expressions.items())]
    for place, sql in texts:
        for name in _unknown(check, program, parameters_of(sql)):
            yield _parameter_unknown(check, name, place)
    for name in sorted(check.values.keys() - {name for sql in check.texts for name in parameters_of(sql)}):
        yield Problem("parameter_unused", _field(check, "params", name), {"name": name})


def _reads(check: Check, program: Program, known: Reading) -> Iterator[Problem]:
    """What the SQL reads is what must have been looked at. An indicator may show a number without all that its goal
    compares with."""
    evidence = {name for name, contract in program.contracts.items() if contract.group == "evidence"}
    used = {"services"} | with_derived(known.tables, program_tables(program))
    entries = asked(check)
    for number, either in enumerate(entries):
        for table in sorted({read.table for read in either} - used):
            yield Problem("reads_unused", _field(check, "reads", str(number)), {"table": table})
    if not isinstance(check, Indicator):
        for table in sorted(evidence & known.tables.keys() - {read.table for either in entries for read in either}):
            yield Problem("reads_missing", _field(check, "reads"), {"table": table})


def _because(check: Check, columns: set[str], program: Program) -> Iterator[Problem]:
    """Reasons name columns of the query and parameters."""
    for which, text in check.because.items():
        for lang in LANGUAGES:
            place = _field(check, "because", which, lang)
            named, forms = _said(text[lang])
            for name in sorted(name for name in named if not name.startswith("$")):
                if name not in columns or which == "empty":
                    yield Problem("sentence_column", place, {"name": name, "which": which})
            for name in _unknown(check, program, (name[1:] for name in named if name.startswith("$"))):
                yield _parameter_unknown(check, name, place)
            yield from _forms(forms, place)


def _asked(check: Check) -> Iterator[Problem]:
    """What is asked and the next step name parameters alone; those were filled in when the program was made."""
    for field, text in (("asks", check.asks), ("next", check.next)):
        for lang in LANGUAGES:
            place = _field(check, field, lang)
            named, forms = _said(text[lang])
            for name in sorted(named - {f"${name}" for name in check.values}):
                yield _parameter_unknown(check, name.removeprefix("$"), place)
            yield from _forms(forms, place)


def _said(sentence: str) -> tuple[set[str], set[str]]:
    """The names in a sentence, and the forms they are to be written in."""
    found = placeholders(sentence)
    return {name for name, _ in found}, {form for _, form in found}


def _forms(forms: set[str], place: Place) -> Iterator[Problem]:
    for form in sorted(forms - FORMS):
        yield Problem("sentence_form", place, {"name": form, "known": ", ".join(sorted(FORMS - {""}))})


def _nobody(judge: Judge) -> Relation:
    """Subjects without a row."""
    kinds = {**shipped_contracts()["services"].stored, **NUMBERS}
    return empty({name: kinds.get(name, "VARCHAR") for name in subject_columns(judge)})


def _compiled(check: Check, judge: Judge, place: Place) -> Iterator[Problem]:
    """Over empty tables it runs."""
    names = reading(check, judge.program).tables
    select = answering(judge, check, PLAIN)
    try:
        if check.shipped:
            judge.snapshot.use(names)
            judge.snapshot.con.rows(select)
        else:
            subjects = Input(_nobody(judge), subject_columns(judge))
            inputs = {name: judge.input(name) for name in names} | {"subjects": subjects}
            with tempfile.TemporaryDirectory(prefix="yudane-") as folder:
                run_untrusted(select, inputs, ANSWER, Path(folder), judge.limits)
    except EndedError as error:
        if judge.limits.cancelled():
            raise
        yield Problem(error.code, place, error.message_args)
    except RefusedError as error:  # whole with its values it is too long, or too deep
        yield from (Problem(one.code, place, one.args) for one in error.refusals)
    except (DatabaseError, FailedError) as error:
        line = _line(error.line, select, judge.measuring(check, PLAIN))
        yield Problem("sql_broken", replace(place, line=line), {"what": str(error)})


def _line(line: int | None, statement: str, part: str) -> int | None:
    """A line of a whole statement as one of a part of it; None where it is outside of that."""
    if line is None or (at := statement.find(part)) < 0:
        return None
    inside = line - statement.count("\n", 0, at)
    return inside if 1 <= inside <= part.count("\n") + 1 else None


def _columns(columns: list[str], place: Place) -> Iterator[Problem]:
    if columns[:1] != ["service_id"]:
        yield Problem("sql_first_column", place)
    for name in sorted(set(columns[1:]) & set(shipped_contracts()["services"].names)):
        yield Problem("sql_column_taken", place, {"name": name})


def lint_tables(program: Program) -> Iterator[Problem]:
    """The example of each evidence table of an organization's own is a row that would be taken in."""
    for contract in program.own_tables:
        yield from lint_example(contract, f"tables/{contract.name}.yaml")


def lint_example(contract: Contract, file: str) -> Iterator[Problem]:
    """Why the example of a contract would be refused; `file` is the contract's."""
    example = literal(json.dumps(contract.example))
    with connect() as con:
        con.execute(f"create table staged as select '' as origin, 1 as line, 1 as seq, cast({example} as json) as row")
        for (fault,) in con.rows(
            f"select fault from ({checked_sql(contract, '', made_here=True)}) where fault is not null"
        ):
            problem = refused(contract, fault)
            yield problem.placed(Place(file, None, f"example.{problem.place.field}"))


def empty_tables(program: Program) -> Callable[[str], Relation]:
    """The tables of a lake without rows."""
    return lambda table: empty(OWN[table] if table in OWN else program.contracts[table].stored)
