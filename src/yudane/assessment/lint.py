"""House rules of checks: the closed parse, that the SQL plans, and that words, parameters and columns fit together."""

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from yudane.assessment.guard import place_of, problems, reading
from yudane.assessment.outcomes import Judge
from yudane.assessment.program_tables import snapshot_over
from yudane.assessment.untrusted import answering, subject_columns
from yudane.assessment.variants import PLAIN
from yudane.contracts import Contract, shipped_contracts
from yudane.evidence.engines.database import DatabaseError, Relation, connect, empty
from yudane.evidence.engines.reading import EVIDENCE
from yudane.evidence.engines.rules import ANSWER
from yudane.evidence.engines.sql import literal, parameters_of
from yudane.evidence.engines.syntax import RefusedError
from yudane.evidence.engines.untrusted import EndedError, FailedError, Input, Limits, run_untrusted, trying
from yudane.evidence.lake import OWN
from yudane.evidence.validate import checked_sql, fault_args
from yudane.program import Check, Program
from yudane.program.examples import AS_OF
from yudane.reading import Place, Problem
from yudane.words import LANGUAGES
from yudane.words.values import FORMS, placeholders


def lint(check: Check, program: Program, limits: Limits | None = None) -> list[Problem]:
    """Every departure from the house rules, in the order of the text. SQL that did not come with the package runs in a
    worker, over no rows. Raises EndedError only when it was called off."""
    found = problems(check, program)
    if found:
        return found
    place, known = place_of(check), reading(check, program)
    if EVIDENCE not in known.ctes:
        found.append(Problem("sql_no_evidence", place))
    found += _parameters(check, program, place)
    return found or [
        *_compiled(check, program, place, limits or trying()),
        *_columns(list(known.columns), place),
        *_sentences(check, set(known.columns), place),
    ]


def _parameters(check: Check, program: Program, place: Place) -> Iterator[Problem]:
    used = {name for sql in check.texts for name in parameters_of(sql)} - {"as_of"} - program.settings.keys()
    said = {
        name[1:]
        for text in check.because.values()
        for lang in LANGUAGES
        for name, _ in placeholders(text[lang])
        if name.startswith("$")
    }
    declared = {param.name for param in check.params}
    for name in sorted((used | said) - declared - program.settings.keys()):
        yield Problem("parameter_unknown", place, {"name": name, "known": ", ".join(sorted(declared))})
    left = {place for text in (check.asks, check.next) for lang in LANGUAGES for place in placeholders(text[lang])}
    for name, form in sorted(left):  # what could be filled in was, when the program was made
        if form not in FORMS:
            yield Problem("sentence_form", place, {"name": form, "known": ", ".join(sorted(FORMS - {""}))})
        else:
            yield Problem("parameter_unknown", place, {"name": name, "known": ", ".join(sorted(declared))})
    for name in sorted(declared - used):
        yield Problem("parameter_unused", place, {"name": name})


def _compiled(check: Check, program: Program, place: Place, limits: Limits) -> Iterator[Problem]:
    """Over empty tables it runs."""
    with connect() as con:
        judge = Judge(snapshot_over(con, empty_tables(program), program, AS_OF), program, limits)
        names = reading(check, program).tables
        select = answering(judge, check, PLAIN)
        services = shipped_contracts()["services"].stored
        subjects = {name: services.get(name, "VARCHAR") for name in subject_columns()}
        try:
            if check.shipped:
                judge.snapshot.use(names)
                con.execute(f"create table subjects as select * from {empty(subjects)}").rows(select)
            else:
                inputs = {name: judge.input(name) for name in names} | {
                    "subjects": Input(empty(subjects), tuple(subjects))
                }
                with tempfile.TemporaryDirectory(prefix="yudane-") as folder:
                    run_untrusted(select, inputs, ANSWER, Path(folder), judge.limits)
        except EndedError as error:
            if limits.cancelled():
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


def _sentences(check: Check, columns: set[str], place: Place) -> Iterator[Problem]:
    for which, text in check.because.items():
        for lang in LANGUAGES:
            for name, form in sorted(placeholders(text[lang])):
                if not name.startswith("$") and (name not in columns or which == "empty"):
                    yield Problem("sentence_column", place, {"name": name, "which": which})
                if form not in FORMS:
                    yield Problem("sentence_form", place, {"name": form, "known": ", ".join(sorted(FORMS - {""}))})


def lint_tables(program: Program) -> Iterator[Problem]:
    """The example of each evidence table of an organization's own is a row that would be taken in."""
    for contract in program.own_tables:
        yield from lint_example(contract, f"tables/{contract.name}.yaml")


def lint_example(contract: Contract, file: str) -> Iterator[Problem]:
    """Why the example of a contract would be refused; `file` is the contract's."""
    example = literal(json.dumps(contract.example))
    with connect() as con:
        con.execute(f"create table staged as select '' as origin, 1 as line, 1 as seq, cast({example} as json) as row")
        for (fault,) in con.rows(f"select fault from ({checked_sql(contract, '')}) where fault is not null"):
            code, column, value = fault.split("|", 2)
            yield Problem(code, Place(file, None, f"example.{column}"), fault_args(contract, column, value))


def empty_tables(program: Program) -> Callable[[str], Relation]:
    """The tables of a lake without rows."""
    return lambda table: empty(OWN[table] if table in OWN else program.contracts[table].stored)
