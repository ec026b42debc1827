"""The law of coverage for what is pulled: an answer that is not whole leaves what was, what would have been, or unknown."""

import json
import random
import shutil
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from tests.laws.state import State, broken, state
from tests.world import World, row, service
from yudane.evidence.batch import Batch
from yudane.evidence.collect import collect
from yudane.evidence.fetching import FetchRequest, fetch
from yudane.evidence.sources import load_source
from yudane.evidence.units import Units

SERVICES = ("shop", "search", "pay")
DRAWS = 4
SINCE, YESTERDAY, UNTIL = datetime(2026, 9, 29), datetime(2026, 9, 30), datetime(2026, 10, 1)
Answer = dict[str, Any]
Damage = Callable[[Answer, random.Random], httpx.Response]


def _cut(answer: Answer, chance: random.Random) -> httpx.Response:
    text = json.dumps(answer)
    return httpx.Response(200, text=text[: chance.randrange(len(text))])


def _dropped(answer: Answer, chance: random.Random) -> httpx.Response:
    raise httpx.ReadError("the connection went away")


def _without_key(answer: Answer, chance: random.Random) -> httpx.Response:
    gone = chance.choice(["status", "data", "resultType", "result"])
    data = {name: value for name, value in answer["data"].items() if name != gone}
    return httpx.Response(200, json={name: value for name, value in {**answer, "data": data}.items() if name != gone})


DAMAGES: dict[str, Damage] = {
    "500": lambda answer, chance: httpx.Response(500, text="no"),
    "503 with a whole answer": lambda answer, chance: httpx.Response(503, json=answer),
    "401": lambda answer, chance: httpx.Response(401, json={"status": "error", "error": "who are you?"}),
    "elsewhere": lambda answer, chance: httpx.Response(302, headers={"location": "http://elsewhere.example.com"}),
    "a page to log in": lambda answer, chance: httpx.Response(200, text="<html><form></form></html>"),
    "nothing": lambda answer, chance: httpx.Response(200),
    "cut": _cut,
    "dropped": _dropped,
    "key gone": _without_key,
    "an error": lambda answer, chance: httpx.Response(200, json={"status": "error", "error": "query timed out"}),
    "warnings": lambda answer, chance: httpx.Response(200, json={**answer, "warnings": ["store-2 did not answer"]}),
    "partial": lambda answer, chance: httpx.Response(200, json={**answer, "isPartial": True}),
    "two series": lambda answer, chance: httpx.Response(
        200, json={**answer, "data": {**answer["data"], "result": answer["data"]["result"] * 2}}
    ),
}


def catalog() -> dict[str, list[dict[str, object]]]:
    """Three services with two SLOs each."""
    slos = [(f"{name}-{kind}", name) for name in SERVICES for kind in ("availability", "latency")]
    return {
        "services": [service(name) for name in SERVICES],
        "slo_definitions": [row("slo_definitions", slo_id=slo, service_id=name, bucket_seconds=3600) for slo, name in slos],
        "sli_queries": [
            row(
                "sli_queries",
                slo_id=slo,
                service_id=name,
                system="prometheus",
                good_query=f'sum(increase(good{{slo="{slo}"}}[1h]))',
                total_query=f'sum(increase(all{{slo="{slo}"}}[1h]))',
                error_query=None,
                error_ratio_query=None,
            )
            for slo, name in slos
        ],
    }  # fmt: skip


class Server:
    """A Prometheus whose numbers of the same hours changed between two pulls; the answers numbered here are damaged."""

    def __init__(self, good: int, damaged: Iterable[int] = (), damage: Damage | None = None, seed: str = "") -> None:
        self.good, self.damaged, self.damage, self.asked = good, set(damaged), damage, 0
        self.chance = random.Random(seed)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        form = parse_qs(request.content.decode())
        start, end, step = (int(form[name][0]) for name in ("start", "end", "step"))
        number = str(self.good if "good" in form["query"][0] else 1000)
        values = [[moment, number] for moment in range(start, end + 1, step)]
        answer = {"status": "success", "data": {"resultType": "matrix", "result": [{"metric": {}, "values": values}]}}
        self.asked += 1
        if self.damage and self.asked - 1 in self.damaged:
            return self.damage(answer, self.chance)
        return httpx.Response(200, json=answer)


def pulled(world: World, server: Server, until: datetime) -> None:
    world.delivered += 1
    source, store = load_source("prometheus"), world.store
    with httpx.Client(transport=httpx.MockTransport(server)) as client:
        request = FetchRequest(source, store.lake, SINCE, until)
        delivery = fetch(request, "http://prometheus.example.com", client=client)
    received_at = datetime(2026, 10, 1, 9, 0, world.delivered)
    collect(store, source, delivery, Batch("prometheus", received_at, until.date(), names=source.names))


def seen(world: World) -> State:
    return state(world, ["slo_measurements"], SERVICES)[0]


class Bench:
    """Homes before the damaged pull: of a company that never pulled, and of one that did the day before."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.before = [World(root / "never"), World(root / "yesterday")]
        self.states: list[tuple[State, State]] = []
        for number, world in enumerate(self.before):
            world.collect(catalog(), until=date(2026, 9, 30))
            if number:
                pulled(world, Server(990), YESTERDAY)
            copy = self.copy(world)
            complete = Server(995)
            pulled(copy, complete, UNTIL)
            assert complete.asked == 12
            self.states.append((seen(world), seen(copy)))
            shutil.rmtree(copy.root)

    def copy(self, world: World) -> World:
        copy = World(self.root / "copy", world.delivered)
        shutil.copytree(world.root, copy.root)
        return copy

    def tried(self, kind: str, draw: int) -> list[str]:
        chance = random.Random(f"{kind} {draw}")
        which = draw % len(self.before)
        copy = self.copy(self.before[which])
        damaged = chance.sample(range(12), chance.choice([1, 1, 2, 5, 12]))
        pulled(copy, Server(995, damaged, DAMAGES[kind], f"{kind} {draw}"), UNTIL)
        found = seen(copy)
        shutil.rmtree(copy.root)
        return [f"{kind} {draw} {damaged}: {what}" for what in broken(*self.states[which], found)]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("pulls"))


def test_the_whole_pull_changes_what_every_service_is_seen_to_have(bench: Bench) -> None:
    for before, after in bench.states:
        assert all(before[key][1] != rows and covered for key, (covered, rows) in after.items())


@pytest.mark.parametrize("kind", DAMAGES)
def test_an_answer_that_is_not_whole_leaves_what_was_or_would_have_been_or_unknown(bench: Bench, kind: str) -> None:
    assert [violation for draw in range(DRAWS) for violation in bench.tried(kind, draw)] == []


def test_a_service_taken_with_half_its_answers_is_caught_by_the_law(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def every(source: str, delivery: Any, *, pulled: bool = False) -> Units:
        names = [f"{source}:{file.name}" for file in delivery.files if not file.problems]
        return Units(read=names, scopes=frozenset(delivery.scopes.values()))

    monkeypatch.setattr("yudane.evidence.collect.units_of", every)
    assert any(bench.tried("500", draw) for draw in range(DRAWS))
