"""Time is an argument: only faces ask the clock, and in one place, so that every past answer can be had again."""

import ast
from pathlib import Path

SRC = Path(__file__).resolve().parents[2] / "src" / "yudane"
_ASKS = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}
_MAY = {
    "faces/clock.py",
    "faces/web/program/study.py",  # how old a mark on the disk is
    "evidence/testing.py",
}


def test_only_the_clock_of_the_faces_knows_what_time_it_is() -> None:
    found = {
        path.relative_to(SRC).as_posix()
        for path in SRC.rglob("*.py")
        if not path.name.startswith(("test_", "conftest"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.value.id, node.func.attr) in _ASKS
    }
    assert found == _MAY
