"""Make a home of the demo company and assess 18 months of it: python demo/run.py --home DIR [--as-of DATE]."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from click.testing import CliRunner

if __name__ == "__main__" and not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from demo.generate import generate
from demo.plan import Step, months, steps, weeks
from yudane.faces.cli.common import Exit, Session
from yudane.faces.cli.main import main as yudane
from yudane.faces.cli.operator import begin
from yudane.workspace import Workspace

_THREADS = "YUDANE_THREADS"


class FailedError(Exception):
    """A command of the demo did not do what it should."""


def run(home: Path, as_of: date, files: Path | None = None) -> dict[str, Any]:
    """Write the files, collect them through the command line and assess; a line for each step.

    What each step answered, by what it was about.
    """
    answers: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as temporary, _one_thread():
        folder = files or Path(temporary)
        began = time.perf_counter()
        generate(folder, as_of)
        _tell("files written", time.perf_counter() - began)
        command(home, Step("home", ("init",)))
        shutil.copytree(Path(__file__).parent / "sources", home / "sources", dirs_exist_ok=True)
        shutil.copytree(folder / "program", home / "program", dirs_exist_ok=True)
        for step in steps(folder, as_of):
            answers[step.about] = command(home, step)
        _enter(home, as_of)
        workspace = Workspace.open(home)
        ahead = weeks(as_of)
        for when, wiki in months(folder, as_of):
            while ahead and ahead[0] < when:
                _assess(workspace, ahead.pop(0))
            ahead = [week for week in ahead if week != when]
            answers[wiki.about] = command(home, wiki)
            answers[f"assessment of {when}"] = _assess(workspace, when)
        _enter(home, as_of, "disputes")
    return answers


def _enter(home: Path, as_of: date, *part: str) -> None:
    """What people entered here, beside what the systems tell (see entered). Raises FailedError."""
    began, root = time.perf_counter(), Path(__file__).resolve().parents[1]
    done = subprocess.run(
        [sys.executable, "-m", "demo.entered", str(home.absolute()), str(as_of), *part],
        cwd=root,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(root), *sys.path])},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise FailedError(f"entered: {done.stderr}")
    _tell(" ".join(["what people entered", *part]), time.perf_counter() - began)


def _assess(workspace: Workspace, when: date) -> dict[str, Any]:
    """As `yudane assess --as-of` made it on that day, with the program read once for all months."""
    began = time.perf_counter()
    then = datetime(when.year, when.month, when.day, 7, tzinfo=UTC)
    act = replace(begin(Session(workspace.root, False, "en")), now=then)
    from yudane.records.lake.verbs import assess

    (summary,) = assess(act, workspace, [when], "now")
    answer = {name: value for name, value in summary.as_json().items() if isinstance(value, int)}
    _tell(f"assessment of {when}", time.perf_counter() - began, _summary(answer))
    return answer


@contextmanager
def _one_thread() -> Iterator[None]:
    """Tables this small are read faster by one thread than by several that wait for each other."""
    said = os.environ.get(_THREADS)
    os.environ[_THREADS] = said or "1"
    try:
        yield
    finally:
        if said is None:
            del os.environ[_THREADS]


def command(home: Path, step: Step) -> Any:
    """Run one command in this process and return its answer. Raises FailedError."""
    began = time.perf_counter()
    found = CliRunner().invoke(yudane, ["--home", str(home), "--json", *step.arguments])
    if found.exit_code not in (Exit.FINE, Exit.PARTLY):
        raise FailedError(f"{step.about}: {found.stderr or found.exception}")
    answer = json.loads(found.stdout)
    _tell(step.about, time.perf_counter() - began, _summary(answer))
    return answer


def _summary(answer: Any) -> str:
    if "tables" in answer:
        tables = answer["tables"].values()
        received, stored = (sum(table[key] for table in tables) for key in ("received", "stored"))
        unmapped, problems = sum(table["unmapped"] for table in tables), len(answer["problems"])
        return f"{received} received, {stored} stored, {unmapped} unmapped, {problems} problems"
    return ", ".join(f"{key} {value}" for key, value in answer.items() if isinstance(value, int))


def _tell(about: str, seconds: float, summary: str = "") -> None:
    print(f"{seconds:6.1f} s  {about}{': ' if summary else ''}{summary}", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True, help="where the state lives; made if it is not there")
    parser.add_argument("--as-of", type=date.fromisoformat, default=datetime.now(UTC).date(), metavar="DATE")
    parser.add_argument("--files", type=Path, help="keep the company's files in this folder")
    options = parser.parse_args(arguments)
    try:
        run(options.home, options.as_of, options.files)
    except FailedError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
