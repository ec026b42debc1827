"""The compiled program is the one that its files make, and is believed only where nobody else could have written it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from yudane.program.load import load_program
from yudane.program.make import make_program
from yudane.program.model import Program
from yudane.reading import ProblemsError

OVERLAY = "settings: {zone: {value: Asia/Taipei}}\n"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where compiled programs are kept during a test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "yudane" / "compiled"


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "program.yaml").write_text(OVERLAY, "utf-8")
    return folder


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often a program was made of its files."""
    count: list[int] = []

    def counting(folder: Any) -> Program:
        count.append(1)
        return make_program(folder)

    monkeypatch.setattr("yudane.program.load.make_program", counting)
    return count


def leaves(value: object) -> Iterator[object]:
    """Every value inside, with its type: 1 and 1.0 and true are equal, and not the same."""
    yield type(value)
    if hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from leaves(getattr(value, name))
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from leaves(key)
            yield from leaves(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from leaves(one)
    else:
        yield value


def test_the_second_time_it_is_the_same_to_the_last_value(compilations: list[int], overlay: Path) -> None:
    for folder in (None, overlay):
        first, second = (load_program(folder) for _ in range(2))
        assert list(leaves(first)) == list(leaves(second))
    assert len(compilations) == 2


def test_any_change_of_a_file_makes_it_anew(compilations: list[int], overlay: Path) -> None:
    load_program(overlay)
    (overlay / "program.yaml").write_text(OVERLAY.replace("Taipei", "Seoul"), "utf-8")
    assert load_program(overlay).setting("zone") == "Asia/Seoul"
    assert len(compilations) == 2


def test_what_an_overlay_lays_upon_a_file_is_not_there_for_the_next(compilations: list[int], overlay: Path) -> None:
    """What lies beneath is read once, whatever is laid upon it."""
    plain = load_program()
    load_program(overlay)
    (overlay / "program.yaml").write_text("settings: {mine: {value: 1, about: {en: M, ja: M}}}\n", "utf-8")
    assert load_program(overlay).setting("zone") == plain.setting("zone") != "Asia/Taipei"
    assert len(compilations) == 3


def test_a_faulty_program_is_told_each_time(compilations: list[int], overlay: Path) -> None:
    (overlay / "program.yaml").write_text("settings: {zone: {value: [}}\n", "utf-8")
    for _ in range(2):
        with pytest.raises(ProblemsError):
            load_program(overlay)
    assert compilations == []


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"version": 1}', b"\xff"])
def test_a_broken_file_is_passed_over_and_written_anew(content: bytes, compilations: list[int], cache: Path) -> None:
    program = load_program()
    (kept,) = cache.iterdir()
    kept.write_bytes(content)
    assert load_program() == program
    assert load_program() == program
    assert len(compilations) == 2


@pytest.mark.parametrize("which", ["folder", "file"])
def test_what_others_can_write_is_not_believed(which: str, compilations: list[int], cache: Path) -> None:
    program = load_program()
    (kept,) = cache.iterdir()
    kept.write_bytes(kept.read_bytes().replace(program.version.encode(), b"forged"))
    (cache if which == "folder" else kept).chmod(0o777)
    assert load_program() == program
    assert len(compilations) == 2


def test_a_link_in_the_place_of_the_folder_is_not_followed(
    compilations: list[int], cache: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    cache.parent.mkdir(parents=True)
    cache.symlink_to(elsewhere)
    elsewhere.chmod(0o777)
    load_program()
    load_program()
    assert len(compilations) == 2
    assert list(elsewhere.iterdir()) == []


def test_where_nothing_can_be_kept_it_is_made_each_time(
    compilations: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "no-folder").write_text("")
    for place in (str(tmp_path / "no-folder"), "relative"):
        monkeypatch.setenv("XDG_CACHE_HOME", place)
        load_program()
    assert len(compilations) == 2
    assert not Path("relative").exists()


def test_only_the_newest_are_kept(cache: Path, overlay: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yudane.reading.compiled.MANY", 2)
    for city in ("Singapore", "Seoul", "Taipei"):
        (overlay / "program.yaml").write_text(OVERLAY.replace("Taipei", city), "utf-8")
        load_program(overlay)
    assert len(list(cache.glob("*.json"))) == 2
    assert len(list(cache.iterdir())) == 2


def test_a_cache_that_was_emptied_meanwhile_harms_nobody(cache: Path) -> None:
    program = load_program()
    shutil.rmtree(cache)
    assert load_program() == program
