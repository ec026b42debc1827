"""House rules of checks: the closed parse, that the SQL plans, and that words, parameters and columns fit together."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from yudane.assessment.guard import place_of, problems, reading
from yudane.assessment.outcomes import Judge
from yudane.assessment.program_tables import snapshot_over
from yudane.assessment.untrusted import SUBJECTS, answering
from yudane.assessment.variants import PLAIN
from yudane.evidence.contracts import contracts
from yudane.evidence.engines.database import DatabaseError, Relation, connect, empty
from yudane.evidence.engines.reading import EVIDENCE
from yudane.evidence.engines.rules import ANSWER
from yudane.evidence.engines.sql import parameters_of
from yudane.evidence.engines.syntax import RefusedError
from yudane.evidence.engines.untrusted import EndedError, FailedError, Input, Limits, run_untrusted, trying
from yudane.evidence.lake import columns_of
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
        judge = Judge(snapshot_over(con, empty_table, program, AS_OF), program, limits)
        names = reading(check, program).tables
        select = answering(judge, check, PLAIN)
        subjects = {name: columns_of("services").get(name, "VARCHAR") for name in SUBJECTS}
        try:
            if check.shipped:
                judge.snapshot.use(names)
                con.execute(f"create table subjects as select * from {empty(subjects)}").rows(select)
            else:
                inputs = {name: judge.input(name) for name in names} | {"subjects": Input(empty(subjects), SUBJECTS)}
                with tempfile.TemporaryDirectory(prefix="yudane-") as folder:
                    run_untrusted(select, inputs, ANSWER, Path(folder), judge.limits)
        except EndedError as error:
            if limits.cancelled():
                raise
            yield Problem(error.code, place, error.message_args)
        except RefusedError as error:  # whole with its values it is too long, or too deep
            yield from (Problem(one.code, place, one.args) for one in error.refusals)
        except (DatabaseError, FailedError) as error:
            yield Problem("sql_broken", place, {"what": str(error)})


def _columns(columns: list[str], place: Place) -> Iterator[Problem]:
    if columns[:1] != ["service_id"]:
        yield Problem("sql_first_column", place)
    for name in sorted(set(columns[1:]) & set(contracts()["services"].names)):
        yield Problem("sql_column_taken", place, {"name": name})


def _sentences(check: Check, columns: set[str], place: Place) -> Iterator[Problem]:
    for which, text in check.because.items():
        for lang in LANGUAGES:
            for name, form in sorted(placeholders(text[lang])):
                if not name.startswith("$") and (name not in columns or which == "empty"):
                    yield Problem("sentence_column", place, {"name": name, "which": which})
                if form not in FORMS:
                    yield Problem("sentence_form", place, {"name": form, "known": ", ".join(sorted(FORMS - {""}))})


def empty_table(table: str) -> Relation:
    """A table of the lake without rows."""
    return empty(columns_of(table))
