"""The law of coverage: what a damaged delivery leaves is what was, what would have been, or unknown.

Let O0 be the state before, O1 the one after the whole delivery, Ob the one after the damaged one. In every table and
for every service that is covered, the rows of Ob are those of O0, covered there, or those of O1, covered there.
"""

import random
import shutil
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.laws import damage
from tests.laws.state import Keyed, State
from tests.laws.state import broken as neither
from tests.laws.state import state as state_of
from tests.world import AS_OF, World
from yudane.contracts import shipped_contracts
from yudane.evidence.batch import Batch, Report
from yudane.evidence.collect import collect, collect_rows
from yudane.evidence.delivery import read_paths, read_tables
from yudane.evidence.gaps import Gaps
from yudane.evidence.settling import Settling
from yudane.evidence.sources import load_source
from yudane.evidence.units import Units
from yudane.reading import ProblemsError

DRAWS = 2  # of what came before a source's delivery


@dataclass(frozen=True)
class Case:
    """One delivery, with what came before it and one file damaged."""

    source: str
    kind: str
    draw: int

    def __str__(self) -> str:
        return f"{self.source}, {self.kind} {self.draw}"


CASES = [  # each damage to each source, in turn upon one of what came before
    Case(source, kind, (row + column) % DRAWS)
    for row, source in enumerate(damage.sources())
    for column, kind in enumerate(damage.DAMAGES)
]


def delivered(world: World, source: str, folder: Path) -> Report | None:
    """Collect a folder as it stands; None where it was refused as a whole."""
    world.delivered += 1
    received_at = datetime(2026, 10, 1, 9, 0, world.delivered)
    try:
        if source == "rows":
            tables = [(path.stem, path) for path in sorted(folder.iterdir())]
            batch = Batch("rows", received_at, AS_OF, covers=("*",))
            return collect_rows(world.store, read_tables(tables), batch)
        loaded = load_source(source)
        batch = Batch(source, received_at, AS_OF, covers=("*",), restates=(str(folder),), names=loaded.names)
        return collect(world.store, loaded, read_paths(loaded, [folder]), batch)
    except ProblemsError:
        return None


def state(world: World, source: str) -> tuple[State, Keyed]:
    """What checks would see of the tables of a source."""
    maps = shipped_contracts() if source == "rows" else load_source(source).maps
    tables = [table for table in shipped_contracts() if table in maps]
    return state_of(world, tables, damage.SERVICES)


@dataclass
class Prepared:
    """A home after what came before, with the files of the whole delivery and both states."""

    home: Path
    count: int
    files: damage.Files
    earlier: damage.Files
    before: tuple[State, Keyed]
    after: tuple[State, Keyed]


class Bench:
    """Homes to try deliveries in: each state before is made once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.prepared = cache(self._prepared)

    def _prepared(self, source: str, draw: int) -> Prepared:
        chance = random.Random(f"{source} {draw}")
        here = self.root / f"{source}-{draw}"
        files, world = damage.complete(source), World(here / "home")
        world.collect(damage.catalog())
        earlier = damage.before(source, files, chance)
        if earlier:
            delivered(world, source, damage.written(here / "files", earlier))
            shutil.rmtree(here / "files")
        before = state(world, source)
        copy = World(here / "copy", world.delivered)
        shutil.copytree(world.root, copy.root)
        assert delivered(copy, source, damage.written(here / "files", files)) is not None
        shutil.rmtree(here / "files")
        return Prepared(world.root, world.delivered, files, earlier, before, state(copy, source))

    def tried(self, case: Case) -> list[str]:
        """What breaks the law, in words; nothing where it holds, or where the damage left a whole file."""
        prepared = self.prepared(case.source, case.draw)
        chance = random.Random(str(case))
        name = chance.choice(sorted(prepared.files))
        files = {**prepared.files, name: damage.DAMAGES[case.kind](prepared.files[name], chance)}
        here = self.root / f"{case.source}-{case.draw}"
        world = World(here / f"home-{case.kind}".replace(" ", "-"), prepared.count)
        shutil.copytree(prepared.home, world.root, dirs_exist_ok=True)
        report = delivered(world, case.source, damage.written(here / "files", files))
        shutil.rmtree(here / "files")
        found = state(world, case.source)
        shutil.rmtree(world.root)
        if report and case.kind in damage.MAY_STAY_VALID and not report.units["broken"]:
            return []
        if case.kind == "another tool" and name not in prepared.earlier:
            return []  # a folder may hold files of several tools
        return [f"{case} ({name}): {what}" for what in broken(prepared.before, prepared.after, found)]


def broken(before: tuple[State, Keyed], after: tuple[State, Keyed], found: tuple[State, Keyed]) -> list[str]:
    violations = neither(before[0], after[0], found[0])
    violations += [f"{table} {key} is gone" for table, key in before[1].keys() - found[1].keys() - gone(before, after)]
    return violations + [
        f"{table} {key}: {values}"
        for (table, key), values in sorted(found[1].items())
        if (table, key) in before[1]  # of what came new with a damaged catalog some may not be known yet
        and not all(
            value in (old, new)
            for value, old, new in zip(
                values, before[1][table, key], after[1].get((table, key), before[1][table, key]), strict=True
            )
        )
    ]


def gone(before: tuple[State, Keyed], after: tuple[State, Keyed]) -> set[tuple[str, str]]:
    return before[1].keys() - after[1].keys()


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("law"))


@pytest.mark.parametrize("source", damage.sources())
def test_a_damaged_delivery_leaves_what_was_or_would_have_been_or_unknown(bench: Bench, source: str) -> None:
    assert [violation for case in CASES if case.source == source for violation in bench.tried(case)] == []


DEFECTS: dict[str, Any] = {  # one line each, and the damages that show it
    "rows changed beside a broken file are no gap": (
        Gaps,
        "open_changed",
        lambda self, contract, broken: None,
        ("byte",),
    ),
    "a refused row is no gap": (Gaps, "open_concerned", lambda self, contract: None, ("zone", "key gone")),
    "rows of a broken file are withdrawn": (Settling, "_held", lambda self, contract: "false", ("byte", "closed")),
    "a broken file covers as if it were read": (Gaps, "broken_for", lambda self, table: {}, ("empty", "byte")),
    "a file that names nobody is passed over": (Units, "broken_for", lambda self, table: {}, ("closed", "byte")),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_fault_in_taking_in_is_caught_by_the_law(bench: Bench, monkeypatch: pytest.MonkeyPatch, defect: str) -> None:
    where, name, instead, kinds = DEFECTS[defect]
    monkeypatch.setattr(where, name, instead)
    some = [
        Case(source, kind, draw) for draw in range(3) for kind in kinds for source in ("rows", "sloth", "backstage")
    ]
    assert any(bench.tried(case) for case in some)
