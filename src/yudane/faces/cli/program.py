"""`yudane program`: what the organization decided."""

import difflib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from yudane.assessment.compare import Change, Comparison, compare
from yudane.assessment.examples import Verdict, run_examples
from yudane.assessment.reason import level_words
from yudane.evidence.batch import problem_json
from yudane.faces.cli.common import Exit, Session, command, day
from yudane.program import Check, Program, load_program
from yudane.program.dump import as_json, differences
from yudane.program.load import shipped
from yudane.program.schema import NAMES
from yudane.program.schema import schema as of
from yudane.reading import Place, Problem, ProblemsError
from yudane.reading.files import read_text
from yudane.reading.yaml import read_yaml
from yudane.words import Lang, language, say
from yudane.workspace import Workspace
from yudane.workspace.proposing import brought, house_rules, to_look_at


@click.group(help=say("cli.help_program", language()))
def program() -> None:
    """Commands about the program's files."""


def _load(session: Session, overlay: Path | None) -> Program:
    if overlay is None and (session.root / "home.json").is_file():
        overlay = Workspace.open(session.root).overlay
    return load_program(overlay)


@command(code="program_show")
@click.argument("overlay", required=False, type=click.Path(path_type=Path))
def show(session: Session, overlay: Path | None) -> None:
    loaded = _load(session, overlay)

    def human() -> None:
        click.echo(session.say("program_version", version=loaded.version))
        header = [session.say(w) for w in ("activity", "enabled", "target", "assessed", "level_2", "level_3")]
        session.table(
            header,
            [
                (
                    a.name[session.lang],
                    "✓" if a.enabled else "–",
                    f"{a.target} {loaded.delegation(a.target).name[session.lang]}",
                    "✓" if a.assessed else "–",
                    f"{len(a.criteria_of(2, 'core'))}+{len(a.criteria_of(2, 'extended'))}",
                    f"{len(a.criteria_of(3, 'core'))}+{len(a.criteria_of(3, 'extended'))}",
                )
                for a in loaded.activities
            ],
        )

    session.data(as_json(loaded), human)


@command(code="program_validate")
@click.argument("overlay", required=False, type=click.Path(path_type=Path))
def validate(session: Session, overlay: Path | None) -> Exit:
    if overlay is not None and not overlay.is_dir():
        raise ProblemsError.one("path_missing", Place(str(overlay)))
    loaded, problems = _validated(session, overlay)
    version = loaded.version if loaded else None
    result = {"valid": not problems, "version": version, "problems": _as_json(session, problems)}

    def human() -> None:
        _show_problems(session, problems)
        click.echo(
            session.say("invalid_program" if problems else "valid_program", count=len(problems), version=version)
        )

    session.data(result, human)
    return Exit.FINDINGS if problems else Exit.FINE


def _validated(session: Session, overlay: Path | None) -> tuple[Program | None, list[Problem]]:
    """The program, None where it cannot be read, and every problem of its files and checks.

    Beside an overlay the shipped checks are looked at only where it changes what they share.
    """
    try:
        loaded = _load(session, overlay)
    except ProblemsError as error:
        return None, list(error.problems)
    return loaded, [*house_rules(loaded, to_look_at(loaded)), *_unknown_services(session, overlay)]


def _unknown_services(session: Session, overlay: Path | None) -> Iterator[Problem]:
    """Overrides for services the catalog of this home does not have."""
    if not (session.root / "home.json").is_file():
        return
    workspace = Workspace.open(session.root)
    folder = overlay or workspace.overlay
    known = {row["service_id"] for row in workspace.services()}
    if folder is None or not known or not (file := folder / "overrides.yaml").is_file():
        return
    document = next(read_yaml(read_text(file, folder.resolve()), str(file)))
    overrides: Any = document.value  # valid, since the program was read
    for number, one in enumerate(overrides["overrides"]):
        if (service := one.get("service")) and service not in known:
            near = difflib.get_close_matches(service, known, 3)
            hint = " " + session.say("did_you_mean", names=", ".join(near)) if near else ""
            place = Place(str(file), document.line_of(("overrides", number, "service")), f"overrides.{number}.service")
            yield Problem("override_service", place, {"name": service, "near": hint})


def _as_json(session: Session, problems: Sequence[Problem]) -> list[dict[str, Any]]:
    return [problem_json(problem, session.lang) | {"field": problem.place.field} for problem in problems]


def _show_problems(session: Session, problems: Sequence[Problem]) -> None:
    for problem in problems:
        click.echo(problem.message(session.lang))


@command(name="try", code="program_try")
@click.argument("overlay", type=click.Path(path_type=Path))
def try_(session: Session, overlay: Path) -> Exit:
    """For an organization's CI: valid, within the house rules, and every example of what the overlay brings holds."""
    loaded, problems = _validated(session, overlay)
    verdicts: list[Verdict] = []
    chosen: list[Check] = []
    if loaded and not problems:
        chosen = brought(loaded, shipped())
        verdicts = run_examples(loaded, chosen, session.progress("trying"))
    wrong = [verdict for verdict in verdicts if not verdict.holds]
    result = {"problems": _as_json(session, problems), "checks": [check.id for check in chosen],
            "examples": len(verdicts), "failed": [asdict(verdict) for verdict in wrong]}  # fmt: skip

    def human() -> None:
        _show_problems(session, problems)
        for verdict in wrong:
            click.echo(str(verdict))
        click.echo(session.say("tried", criteria=len(chosen), examples=len(verdicts), failed=len(wrong)))

    session.data(result, human)
    return Exit.FINDINGS if problems or wrong else Exit.FINE


@command(code="program_diff")
@click.argument("overlay", type=click.Path(path_type=Path))
@click.option("--at", "as_of", metavar="DATE", callback=day)
def diff(session: Session, overlay: Path, as_of: date | None) -> Exit:
    other = _load(session, overlay)
    changes = differences(_load(session, None), other)
    compared = _compared(session, other, as_of) if changes else None
    result = {"changes": changes, **(_moves(compared) if compared else {"assessed": None})}

    def human() -> None:
        for change in changes:
            click.echo(f"{change['path']}: {_short(change['before'])} → {_short(change['after'])}")
        click.echo(session.say("changes", count=len(changes)))
        if compared:
            _show_moves(session, compared)
        elif changes:
            session.note("diff_not_assessed")

    session.data(result, human)
    return Exit.FINDINGS if changes else Exit.FINE


def _compared(session: Session, other: Program, as_of: date | None) -> Comparison | None:
    """Both programs over the newest assessment's evidence; None where nothing was assessed yet."""
    if not (session.root / "home.json").is_file():
        return None
    workspace = Workspace.open(session.root)
    assessment = workspace.assessments.newest(as_of)
    return compare(workspace.assessor, other, assessment, session.progress("assessing")) if assessment else None


def _moves(compared: Comparison) -> dict[str, Any]:
    moves = [asdict(move) | {"direction": move.direction} for move in compared.moves]
    return {"assessed": compared.services, "judged": compared.judged, "moves": moves}


def _show_moves(session: Session, compared: Comparison) -> None:
    header = [session.say(w) for w in ("activity", "team", "service", "before", "after", "because_of")]
    rows = [
        (
            move.activity,
            move.team or "–",
            move.service,
            level_words(*move.before, session.lang) if move.before else "–",
            level_words(*move.after, session.lang) if move.after else "–",
            ", ".join(_change(change, session.lang) for change in move.because) or session.say("counting"),
        )
        for move in compared.moves
    ]
    session.table(header, rows)
    services = len({move.service for move in compared.moves})
    click.echo(session.say("moved", moved=services, services=compared.services, judged=compared.judged))


def _change(change: Change, lang: Lang) -> str:
    before, after = (say(f"outcomes.{word}", lang) if word else "–" for word in (change.before, change.after))
    return f"{change.criterion} ({before} → {after})"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
    return text if len(text) <= 80 else text[:77] + "…"


@command(code="program_schema")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
def schema(session: Session, out: Path | None) -> None:
    if out is None:
        click.echo(json.dumps({name: of(name) for name in NAMES}, ensure_ascii=False, indent=2))
        return
    out.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        (out / f"{name}.schema.json").write_text(json.dumps(of(name), ensure_ascii=False, indent=2) + "\n", "utf-8")
    session.data(
        [str(out / f"{name}.schema.json") for name in NAMES], lambda: click.echo(session.say("schema_written", out=out))
    )


for _command in (show, validate, try_, diff, schema):
    program.add_command(_command)
