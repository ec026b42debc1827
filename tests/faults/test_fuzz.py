"""Whatever a file holds, taking it in ends without a crash and every file and row is counted: 5,600 damaged files, each another."""

import json
import random
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.laws.damage import SERVICES, complete, sources
from tests.world import World, service
from yudane.evidence.batch import Answer, Batch, Report
from yudane.evidence.collect import collect_rows
from yudane.evidence.delivery import read_tables
from yudane.evidence.testing import collected
from yudane.reading.values import Document
from yudane.reading.yaml import read_foreign_yaml

FILES = 800  # of each source
_STRUCTURED = (".yaml", ".yml", ".json")
_ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 5, 1.5, 1e308, 10**30, "", " ", "x" * 5_000, "0", "on", "null"),
    *([], {}, [None], [[]], [{}], {"": None}, {"a": {"b": {"c": [1]}}}, ["a", 1, None, {}]),
    *(
        "{{ .Values.x }}",
        "2026-13-45",
        "2026-09-01T10:00:00[Mars/Crater]",
        "9999999d",
        "-1h",
        "ｆｕｌｌ",
        "あ\u3000い",
        "\u202eabc",
    ),
    *(
        "a'b\"c`d",
        "$.x['y']",
        "); drop table x --",
        "%s %d {0}",
        "../../etc/passwd",
        "\\",
        "\x00",
        "\ud83d",
        "NaN",
        "[",
        "a\nb",
    ),
)


def damaged(source: str) -> dict[str, bytes]:
    """Files unlike one another, each a sample with one thing wrong; the same every time."""
    chance = random.Random(source)
    samples = complete(source)
    found: dict[bytes, str] = {}
    while len(found) < FILES:
        name = chance.choice(sorted(samples))
        ways = [_bytes, _lines, _encoding, *([_structure] * 4 if name.endswith(_STRUCTURED) else [_text] * 4)]
        content = chance.choice(ways)(samples[name], chance)
        found.setdefault(content, f"{len(found)}/{name}")
    return {name: content for content, name in found.items()}


def _bytes(content: bytes, chance: random.Random) -> bytes:
    """Some bytes are others, or gone."""
    at = chance.randrange(len(content) + 1)
    several = bytes(chance.randrange(256) for _ in range(chance.choice((0, 1, 4, 40))))
    return content[:at] + several + content[at + chance.choice((0, 1, 3, 200, len(content))) :]


def _lines(content: bytes, chance: random.Random) -> bytes:
    """Lines stand twice, elsewhere, deeper or not at all."""
    lines = content.split(b"\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    line = lines[at]
    lines[at : at + 1] = chance.choice(
        ([line, line], [b"\t" + line], [b"- " + line], [], [line[: len(line) // 2]], [lines[other]])
    )
    return b"\n".join(lines)


def _encoding(content: bytes, chance: random.Random) -> bytes:
    text = content.decode("utf-8", "replace")
    encoding = chance.choice(("utf-16", "utf-16-le", "utf-32", "cp932", "euc_jp", "latin-1", "utf-7", "utf-8-sig"))
    cut = chance.randrange(len(text) + 1)
    return (text[:cut] + chance.choice(("", "é", "\ufeff", "日本")) + text[cut:]).encode(encoding, "replace")


def _text(content: bytes, chance: random.Random) -> bytes:
    """A word is another one."""
    words = content.split(b" ")
    words[chance.randrange(len(words))] = str(chance.choice(_ODD)).encode("utf-8", "surrogatepass")
    return b" ".join(words)


def _structure(content: bytes, chance: random.Random) -> bytes:
    """A value somewhere inside is another one, or gone, or has another name."""
    documents = [one.value for one in read_foreign_yaml(content.decode(), "") if isinstance(one, Document)]
    places = [place for number, value in enumerate(documents) for place in _places(value, (number,))]
    *way, last = chance.choice(places)
    inside: Any = documents
    for step in way:
        inside = inside[step]
    if isinstance(inside, dict) and chance.random() < 0.2:
        inside[chance.choice(('a"b', "", "x" * 300, "$ref", "あ"))] = inside.pop(last)
    elif chance.random() < 0.1:
        del inside[last]
    else:
        inside[last] = chance.choice(_ODD)
    return "\n---\n".join(json.dumps(one) for one in documents).encode()


def _places(value: object, at: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for key, each in inside for place in _places(each, (*at, key)))]


def counted(report: Report) -> bool:
    """What came in is stored or refused, in each table."""
    tables = report.tables.values()
    return all(one.received == one.stored + sum(each.count for each in one.rejected) for one in tables)


@pytest.mark.parametrize("source", [name for name in sources() if name != "rows"])
def test_damaged_files_of_every_source_are_told_or_taken_and_counted(tmp_path: Path, source: str) -> None:
    files = damaged(source)
    assert len(files) == len({*files.values()}) == FILES
    written(files, tmp_path / "in")
    report, _ = collected(source, tmp_path / "in", home=tmp_path / "home")
    assert sum(report.units.values()) == FILES
    assert counted(report)
    assert all(problem.message("ja") for problem in report.messages)


def test_damaged_rows_of_every_table_are_told_or_taken_and_counted(tmp_path: Path) -> None:
    folder = written(damaged("rows"), tmp_path / "in")
    tables = [(path.stem, path) for path in sorted(folder.rglob("*.jsonl"))]
    assert len(tables) == FILES
    world = World(tmp_path / "home")
    world.collect({"services": [service(name) for name in SERVICES]})
    day = datetime(2026, 10, 1, 9)
    report = collect_rows(world.store, read_tables(tables), Batch("rows", day, day.date()), Answer.YES)
    assert sum(report.units.values()) == FILES
    assert counted(report)
    assert all(one.reason("ja") for table in report.tables.values() for one in table.rejected)


def written(files: Mapping[str, bytes], folder: Path) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder
