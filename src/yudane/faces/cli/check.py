"""`yudane check`: criteria, their examples and house rules."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from yudane.assessment.examples import run_examples, unchecked
from yudane.assessment.guard import problems
from yudane.assessment.lint import lint_all
from yudane.assessment.reference import describe
from yudane.evidence.batch import problem_json
from yudane.faces.cli.common import Exit, Session, command
from yudane.faces.cli.criterion_template import write_check
from yudane.faces.cli.reference import check_page
from yudane.faces.clock import now
from yudane.program import Check, Criterion
from yudane.program.load import shipped
from yudane.reading import Problem, ProblemsError
from yudane.words import language, say
from yudane.workspace import Workspace


@click.group(help=say("cli.help_check", language()))
def check() -> None:
    """Commands about criteria."""


def _program(session: Session) -> Any:
    """The home's program, or the shipped one where there is no home."""

    return Workspace.open(session.root).program if (session.root / "home.json").is_file() else shipped()


def _chosen(program: Any, names: Sequence[str]) -> list[Any]:
    found = []
    for name in names:
        fitting = [c for c in program.checks() if name in (c.id, c.activity) or name in c.formerly]
        if not fitting:
            raise ProblemsError.one("criterion_unknown", name=name)
        found += fitting
    return found or list(program.checks())


@command(name="list", code="check_list")
@click.argument("names", nargs=-1)
def list_(session: Session, names: Sequence[str]) -> None:
    chosen = _chosen(_program(session), names)
    entries = [
        {
            "criterion": c.id,
            "activity": c.activity,
            **_place(c),
            "asks": c.asks[session.lang],
            "params": c.values,
            "reads": list(c.reads),
            "stage": c.stage,
            "examples": len(c.examples),
        }
        for c in chosen
    ]
    header = [session.say(w) for w in ("criterion", "level", "kind", "asks")]
    session.data(
        entries,
        lambda: session.table(
            header,
            [
                (t["criterion"], t["level"] or "–", say(f"outcomes.{t['kind']}", session.lang), t["asks"])
                for t in entries
            ],
        ),
    )


def _place(check: Check) -> dict[str, Any]:
    """Where a criterion stands in its rubric; an indicator stands in none."""
    if isinstance(check, Criterion):
        return {"level": check.level, "kind": check.kind, "mode": check.mode}
    return {"level": None, "kind": "indicator", "mode": "measured"}


@command(name="try", code="check_try")
@click.argument("names", nargs=-1)
def try_(session: Session, names: Sequence[str]) -> Exit:
    program = _program(session)
    chosen = _chosen(program, names)
    if broken := [problem for check in chosen for problem in problems(check, program)]:
        return tell_findings(session, broken)
    verdicts = run_examples(program, chosen, session.progress("trying"))
    wrong = [verdict for verdict in verdicts if not verdict.holds]
    unseen = unchecked(chosen, verdicts)
    result = {
        "criteria": len(chosen),
        "examples": len(verdicts),
        "failed": len(wrong),
        "unchecked": [asdict(number) for number in unseen],
        "verdicts": [asdict(verdict) for verdict in verdicts],
    }

    def human() -> None:
        for verdict in wrong:
            click.echo(str(verdict))
        for number in unseen:
            click.echo(session.say("unchecked", criterion=number.criterion, column=f"{{{number.column}}}"))
        click.echo(session.say("tried", criteria=len(chosen), examples=len(verdicts), failed=len(wrong)))

    session.data(result, human)
    return Exit.FINDINGS if wrong or unseen else Exit.FINE


@command(code="check_lint")
@click.argument("names", nargs=-1)
def lint(session: Session, names: Sequence[str]) -> Exit:
    program = _program(session)
    return tell_findings(session, lint_all(_chosen(program, names), program))


def tell_findings(session: Session, problems: Sequence[Problem]) -> Exit:
    """What a lint found, and the exit code that says so."""

    def human() -> None:
        for problem in problems:
            click.echo(problem.message(session.lang))
        click.echo(session.say("linted", count=len(problems)))

    session.data([problem_json(problem, session.lang) for problem in problems], human)
    return Exit.FINDINGS if problems else Exit.FINE


@command(code="check_new")
@click.argument("criterion", metavar="ACTIVITY.NAME")
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
def new(session: Session, criterion: str, into: Path | None) -> None:
    activity, dot, name = criterion.partition(".")
    if not dot or not name:
        raise ProblemsError.one("criterion_form", name=criterion)
    paths = write_check((into or session.workspace.root / "program") / activity, name)
    written = [str(path) for path in paths]
    session.data(
        written, lambda: click.echo(session.say("written", paths=", ".join(written), name=name, activity=activity))
    )


@command(code="check_docs")
@click.argument("names", nargs=-1)
def docs(session: Session, names: Sequence[str]) -> None:
    program, lang, today = _program(session), session.lang, now().date()
    pages = {c.id: check_page(describe(c, program, lang, today), lang) for c in _chosen(program, names)}
    session.data(pages, lambda: click.echo("\n".join(pages.values())))


for _command in (list_, new, try_, lint, docs):
    check.add_command(_command)
