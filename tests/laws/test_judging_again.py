"""The law of judging again: whatever was told, taken in and taken back on a day, and however often it was assessed meanwhile,
what is kept is what a whole assessment would keep, byte for byte."""

import random
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.test_evidence_laws import company
from tests.world import AS_OF, World, ago, day_ago, row, service
from yudane.assessment.store import Assessment
from yudane.contracts import shipped_contracts
from yudane.evidence.withdrawal import withdraw
from yudane.program import Program
from yudane.program.load import shipped
from yudane.reading import ProblemsError

BEFORE = AS_OF - timedelta(days=1)
SERVICES = ("shop", "pay", "mail")
Event = tuple[str, int]  # what happens, and the seed of its details
Files = dict[str, bytes]


@cache
def program() -> Program:
    """Criteria with statements and without, one whose SQL reads statements, and indicators that read what was assessed before."""
    keys = ("slo", "documentation", "knowledge")
    return replace(shipped(), activities=tuple(a for a in shipped().activities if a.key in keys), phases=())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What stood when the day began: evidence received before, the day before assessed by it."""
    world = World(tmp_path_factory.mktemp("home"))
    people = [row("people", person_id=name, team_id=team) for name, team in (("mei", "mei-team"), ("ren", "aoi-team"))]
    world.collect({**company(5), "people": people}, received=datetime(2026, 9, 28))
    world.assess(BEFORE, "then", program())
    return world.root


# -- what may happen on a day --------------------------------------------------------------------------------------------


def stated(world: World, number: int, chance: random.Random) -> None:
    criteria = ("documentation.newcomer", *(c.id for c in program().criteria() if c.mode != "measured"))
    about = {"service_id": chance.choice(SERVICES), "criterion_id": chance.choice(criteria)}
    until = day_ago(chance.choice([-200, -1, 1]))
    world.collect({"attestations": [row("attestations", attestation_id=f"a{number}", **about, expires_on=until,
        attested_on=day_ago(chance.choice([0, 1, 40])), verified_by=chance.choice(["mei", "ren", None]))]})  # fmt: skip


def agreed(world: World, number: int, chance: random.Random) -> None:
    """Both sides, of something that data tell or do not; some of it is taken back the same day."""
    criterion = chance.choice([c.id for c in program().criteria()])
    about = {"statement_id": f"Y-{number}", "service_id": chance.choice(SERVICES), "criterion_id": criterion}
    moments = {"stated_at": ago(chance.choice([0, -0.5, 1, 40])), "valid_until": day_ago(chance.choice([-90, 0]))}
    back = chance.choice([None, None, ago(-0.7)])
    said = row("joint_statements", **about, **moments, outcome=chance.choice(["met", "unmet"]), withdrawn_at=back)
    world.collect({"joint_statements": [said]}, source="records")


def exempted(world: World, number: int, chance: random.Random) -> None:
    criterion = chance.choice([c.id for c in program().criteria()])
    about = {"service_id": chance.choice(SERVICES), "criterion_id": criterion}
    until = day_ago(chance.choice([-90, 0]))
    if chance.random() < 0.5:
        world.collect({"waivers": [row("waivers", waiver_id=f"w{number}", **about, approved_on=day_ago(9), expires_on=until)]})  # fmt: skip
    else:
        world.collect({"ideals": [row("ideals", ideal_id=f"i{number}", **about, agreed_on=day_ago(9), review_on=until)]})  # fmt: skip


def told(world: World, number: int, chance: random.Random) -> None:
    """Evidence, of everybody or only of whom it names."""
    name, days = chance.choice(SERVICES), chance.randint(1, 90)
    rows: Mapping[str, Mapping[str, Any]] = {
        "slo_definitions": {
            "slo_id": f"s{number}",
            "valid_from": ago(days),
            "owner_team_id": "aoi-team",
            "target": 0.99,
        },
        "incidents": {"incident_id": f"n{number}", "severity": 1, "detected_at": ago(days), "closed_at": ago(days - 1)},
        "reviews": {"review_id": f"r{number}", "kind": "slo", "held_on": day_ago(days), "dev_attendee_count": 2},
        "documents": {"document_id": f"d{number}", "updated_at": ago(days)},
        "trainings": {"training_id": f"t{number}"},
    }
    table = chance.choice(sorted(rows))
    whom = {"service_id": name} if shipped_contracts()[table].has("service_id") else {}
    world.collect({table: [row(table, **whom, **rows[table])]}, covers=chance.choice([None, ("*",)]))


def corrected(world: World, _number: int, chance: random.Random) -> None:
    """What was told before, with another value: nobody looked anywhere else."""
    table, column, value = chance.choice([
        ("slo_definitions", "target", 0.5), ("slo_definitions", "owner_team_id", "kei-team"),
        ("slo_measurements", "good_events", 1), ("reviews", "dev_attendee_count", 9),
    ])  # fmt: skip
    world.collect({table: [{**one, column: value} for one in company(5)[table]]})


def refused(world: World, _number: int, chance: random.Random) -> None:
    """A row that cannot be read hides whom it is about."""
    table = chance.choice(["reviews", "slo_definitions", "attestations"])
    wrong = {name: "?" for name, kind in shipped_contracts()[table].types.items() if kind in ("DATE", "TIMESTAMP")}
    broken = {**row(table, service_id=chance.choice(SERVICES)), **wrong}
    world.collect({table: [broken]}, covers=chance.choice([None, ("*",)]))


def looked(world: World, _number: int, chance: random.Random) -> None:
    """Nothing was there, or nothing new."""
    table = chance.choice(
        ["documents", "error_budget_events", "trainings", "people", "attestations", "survey_responses"]
    )
    covers = chance.choice([("*",), (chance.choice(SERVICES),)])
    until = AS_OF - timedelta(days=chance.choice([0, 2, 300]))
    world.collect({table: []}, covers=covers, until=until, source="wiki")


def taken_back(world: World, _number: int, chance: random.Random) -> None:
    with suppress(ProblemsError):
        what = f"{world.root}/files/{chance.randint(1, world.delivered)}"
        withdraw(world.store.lake, chance.choice([what, "wiki"]), "by mistake", datetime(2026, 10, 1, 20))


def catalogued(world: World, _number: int, chance: random.Random) -> None:
    world.collect({"services": [service(chance.choice(SERVICES), tier=chance.choice([1, 2]))]})


HAPPENS: Mapping[str, Callable[[World, int, random.Random], None]] = {
    "stated": stated,
    "agreed": agreed,
    "exempted": exempted,
    "told": told,
    "corrected": corrected,
    "refused": refused,
    "looked": looked,
    "taken back": taken_back,
    "catalogued": catalogued,
}
events = st.tuples(st.sampled_from([*HAPPENS, "stated", "corrected", "refused"]), st.integers(0, 1_000))


# -- the law -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Day:
    """A home on this day, in a folder of its own."""

    world: World
    known: str = "now"

    def happens(self, number: int, event: Event) -> None:
        kind, seed = event
        HAPPENS[kind](self.world, number, random.Random(seed))

    def assessed(self, hour: int = 0) -> Assessment:
        return self.world.assess(AS_OF, self.known, program(), made_at=datetime(2026, 10, 1, hour))

    def kept(self, assessment: Assessment) -> Files:
        folder = self.world.answers.assessments.folder(assessment)
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}

    def whole(self) -> "Day":
        """The same home, where nothing was assessed on this day."""
        copy = self.world.root.with_name(f"{self.world.root.name}-whole")
        shutil.copytree(self.world.root, copy, ignore=shutil.ignore_patterns(f"{AS_OF}*"))
        return Day(World(copy), self.known)


def begun(home: Path, folder: str, name: str, known: str = "now") -> Day:
    shutil.copytree(home, Path(folder) / name)
    return Day(World(Path(folder) / name, delivered=1), known)


@given(st.lists(st.tuples(events, st.booleans()), min_size=1, max_size=6), st.sampled_from(["now", "now", "then"]))
@settings(max_examples=8, deadline=None, derandomize=True)
def test_judging_again_keeps_what_a_whole_assessment_keeps(
    home: Path, happened: Sequence[tuple[Event, bool]], known: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        day = begun(home, folder, "day", known)
        day.assessed()
        for number, (event, assessed_then) in enumerate(happened):
            day.happens(number, event)
            if assessed_then:
                day.assessed(number)
        again, whole = day.assessed(12), day.whole()
        anew = whole.assessed(13)
        assert (again, again.id) == (anew, anew.id)
        assert day.kept(again) == whole.kept(anew)


@given(
    st.lists(events.filter(lambda event: event[0] in ("stated", "exempted", "told")), min_size=2, max_size=4), st.data()
)
@settings(max_examples=3, deadline=None, derandomize=True)
def test_in_any_order_within_the_day_the_same_is_judged(
    home: Path, happened: Sequence[Event], data: st.DataObject
) -> None:
    numbered = list(enumerate(happened))
    ends = []
    with tempfile.TemporaryDirectory() as folder:
        for name, order in (("one", numbered), ("other", data.draw(st.permutations(numbered)))):
            day = begun(home, folder, name)
            for number, event in order:
                day.happens(number, event)
                assessment = day.assessed()
            ends.append(day.kept(assessment))
    assert ends[0] == ends[1]


@given(st.lists(events, min_size=1, max_size=4))
@settings(max_examples=3, deadline=None, derandomize=True)
def test_what_comes_today_never_changes_an_assessment_of_before(home: Path, happened: Sequence[Event]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        day = begun(home, folder, "day")
        before = day.world.answers.assessments.get(BEFORE)
        assert before is not None
        kept = day.kept(before)
        for number, event in enumerate(happened):
            day.happens(number, event)
            day.assessed()
        assert day.world.answers.assessments.get(BEFORE) == before
        assert day.kept(before) == kept
        assert day.kept(day.world.assess(BEFORE, "then", program())) == kept
