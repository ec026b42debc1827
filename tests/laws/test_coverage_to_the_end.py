"""The law of coverage to the end: every outcome and published level of a damaged delivery is the one before, the one
after the whole delivery, or unknown."""

import json
import random
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from tests.laws.damage import DAMAGES, Files, written
from tests.laws.test_evidence_laws import company
from tests.world import AS_OF, World
from yudane.evidence.batch import Batch
from yudane.evidence.collect import collect_rows
from yudane.evidence.delivery import read_tables
from yudane.reading import ProblemsError

NEXT = AS_OF + timedelta(days=1)
Verdicts = dict[tuple[str, str], object]


@dataclass(frozen=True)
class Prepared:
    """A home assessed before the delivery, the delivery, and what stands without and with it."""

    home: Path
    files: Files
    before: Verdicts
    after: Verdicts


def lines(rows: Mapping[str, Sequence[Mapping[str, object]]], share: float, chance: random.Random) -> Files:
    return {
        f"{table}.jsonl": "".join(
            json.dumps(row) + "\n" for row in found if table == "services" or chance.random() < share
        ).encode()
        or b"[]\n"
        for table, found in rows.items()
    }


def delivered(world: World, folder: Path, files: Mapping[str, bytes | None], hour: int) -> None:
    tables = [(path.stem, path) for path in sorted(written(folder, files).iterdir())]
    received_at = datetime(2026, 10, 1, hour)
    with suppress(ProblemsError):
        collect_rows(world.store, read_tables(tables), Batch("rows", received_at, date(2026, 10, 2), covers=("*",)))
    shutil.rmtree(folder)


def verdicts(world: World) -> Verdicts:
    assessment = world.assess(NEXT)
    levels = {(one["service_id"], one["activity"]): one["published"] for one in world.levels(assessment)}
    return {**levels, **world.outcomes(assessment)}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Prepared]:
    root = tmp_path_factory.mktemp("end")

    @cache
    def make(seed: int) -> Prepared:
        chance = random.Random(seed)
        world = World(root / f"before-{seed}")
        delivered(world, root / "files", lines(company(seed), 0.7, chance), 8)
        world.assess(AS_OF)
        files = lines(company(seed), 1, chance)
        copies = []
        for name in ("same", "whole"):
            copies.append(World(root / f"{name}-{seed}"))
            shutil.copytree(world.root, copies[-1].root)
        delivered(copies[1], root / "files", files, 10)
        return Prepared(world.root, files, verdicts(copies[0]), verdicts(copies[1]))

    return make


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_delivery_never_makes_a_verdict_that_neither_state_has(
    prepared: Callable[[int], Prepared], tmp_path: Path, seed: int
) -> None:
    setup = prepared(seed % 2)
    chance = random.Random(seed)
    kind = sorted(DAMAGES)[seed % len(DAMAGES)]
    filled = sorted(name for name, content in setup.files.items() if len(content) > 10 and name != "services.jsonl")
    name = chance.choice(filled)
    world = World(tmp_path / "damaged")
    shutil.copytree(setup.home, world.root)
    damaged = {**setup.files, name: DAMAGES[kind](setup.files[name], chance)}
    delivered(world, tmp_path / "files", damaged, 10)
    wrong = {
        key: (found, setup.before[key], setup.after[key])
        for key, found in verdicts(world).items()
        if found not in ("unknown", None, setup.before[key], setup.after[key])
    }
    assert wrong == {}, f"{kind} of {name}"
