"""The command line in a home of its own, in English."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.world import write
from yudane.faces.cli.main import main

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Run:
    monkeypatch.setenv("YUDANE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("YUDANE_LANG", "en")

    def call(*words: object, code: int = 0) -> Result:
        result = CliRunner().invoke(main, [str(word) for word in words])
        assert result.exit_code == code, (result.exit_code, result.output, result.stderr)
        return result

    return call


@pytest.fixture
def home(run: Run, tmp_path: Path) -> Path:
    run("init")
    return tmp_path / "home"


def data(result: Result) -> Any:
    return json.loads(result.stdout)


def rows(folder: Path, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[str]:
    return [f"{table}={write(folder / f'{table}.jsonl', found)}" for table, found in tables.items()]
