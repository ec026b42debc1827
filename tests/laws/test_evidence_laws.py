"""Laws of evidence: order and splitting never matter, telling twice changes nothing, missing is unknown."""

import random
from datetime import date
from pathlib import Path

import pytest

from tests.world import AS_OF, Rows, World, ago, day_ago, row, service
from yudane.contracts import shipped_contracts
from yudane.evidence.testing import current_rows

EVERYTHING = [name for name, contract in shipped_contracts().items() if contract.group == "evidence"]


def company(seed: int) -> dict[str, list[dict[str, object]]]:
    """Evidence of a few services, some good, some bad, drawn by chance."""
    chance = random.Random(seed)
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in EVERYTHING}
    rows["services"] = [service(name, tier=chance.choice([1, 2, 3])) for name in ("shop", "pay", "mail")]
    for name in ("shop", "pay", "mail"):
        rows["slo_definitions"].append(
            row(
                "slo_definitions",
                slo_id=f"{name}-slo",
                service_id=name,
                valid_from=ago(300),
                owner_team_id=chance.choice(["aoi-team", "mei-team"]),
                target=chance.choice([0.99, 0.999, 1.0]),
                bucket_seconds=86400,
                window_days=chance.choice([7, 28]),
            )
        )
        for day in range(1, 60):
            if chance.random() < 0.97:
                rows["slo_measurements"].append(
                    row(
                        "slo_measurements",
                        slo_id=f"{name}-slo",
                        service_id=name,
                        bucket_start=ago(day),
                        good_events=1000 - chance.choice([0, 1, 5]),
                        total_events=1000,
                    )
                )
        for number in range(chance.randint(0, 6)):
            closed = chance.randint(2, 150)
            incident = f"{name}-{number}"
            rows["incidents"].append(
                row(
                    "incidents",
                    incident_id=incident,
                    service_id=name,
                    severity=chance.randint(1, 4),
                    detected_at=ago(closed + 1),
                    declared_at=ago(closed + 1),
                    closed_at=ago(closed),
                    lead_team_id="aoi-team",
                    lead_person_id=chance.choice(["ren", "mei", "aoi"]),
                )
            )
            if chance.random() < 0.7:
                rows["postmortems"].append(
                    row(
                        "postmortems",
                        postmortem_id=f"pm-{incident}",
                        incident_id=incident,
                        service_id=name,
                        status="reviewed",
                        reviewed_at=ago(closed - 1),
                        published_at=ago(closed - 1),
                        draft_completed_at=ago(closed - 1),
                    )
                )
        rows["reviews"].append(
            row(
                "reviews",
                review_id=f"r-{name}",
                kind="slo",
                service_id=name,
                slo_id=None,
                team_id=None,
                held_on=day_ago(chance.randint(1, 120)),
                dev_attendee_count=chance.randint(0, 4),
            )
        )
    return rows


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> World:
    """What no law changes."""
    world = World(tmp_path_factory.mktemp("home"))
    world.collect(company(5))
    return world


@pytest.fixture(scope="module")
def expected(home: World) -> dict[str, object]:
    return verdicts(home)


def verdicts(world: World) -> dict[str, object]:
    assessment = world.assess()
    levels = {(one["service_id"], one["activity"]): (one["lowest"], one["highest"]) for one in world.levels(assessment)}
    return {"levels": levels, "outcomes": world.outcomes(assessment)}


@pytest.mark.parametrize("seed", [1, 2])
def test_order_and_splitting_of_batches_never_change_a_level(
    expected: dict[str, object], tmp_path: Path, seed: int
) -> None:
    rows, chance = company(5), random.Random(seed)
    parts: list[Rows] = [{table: [] for table, found in rows.items() if not found}]
    for table, found in ((table, found) for table, found in rows.items() if found):
        shuffled = chance.sample(found, len(found))
        cut = chance.randint(0, len(shuffled))
        parts += [{table: shuffled[:cut]}, {table: shuffled[cut:]}]
    split = World(tmp_path)
    for part in chance.sample(parts, len(parts)):
        split.collect(part)
    assert verdicts(split) == expected


def corrections(seed: int) -> list[tuple[str, dict[str, object]]]:
    """Incidents and deployments of a few services, each corrected up to twice, also in their times."""
    chance, entries = random.Random(seed), []
    for table, key, moment in (
        ("incidents", "incident_id", "detected_at"),
        ("deployments", "deployment_id", "finished_at"),
    ):
        for number in range(8):
            for name in chance.sample(("shop", "pay"), chance.randint(1, 2)):
                for version in range(chance.randint(1, 3)):
                    values = {key: f"{table}-{number}", "service_id": name, moment: ago(chance.randint(1, 300))}
                    entries.append((table, row(table, **values, received_at=ago(20 - version * 5))))
    return entries


@pytest.mark.parametrize("seed", range(6))
def test_any_split_order_and_repetition_of_corrections_ends_in_the_same_lake(tmp_path: Path, seed: int) -> None:
    entries, chance = corrections(seed), random.Random(seed)
    ends = []
    for name in ("one", "other"):
        world, rows = World(tmp_path / name), chance.sample(entries, len(entries))
        world.collect({"services": [service("shop"), service("pay")]})
        cuts = sorted(chance.randint(0, len(rows)) for _ in range(3))
        parts = [rows[low:high] for low, high in zip([0, *cuts], [*cuts, len(rows)], strict=True)]
        for part in [*parts, *chance.sample(parts, 2)]:
            world.collect(
                {table: [one for kind, one in part if kind == table] for table in ("incidents", "deployments")}
            )
        ends.append(
            {
                table: [
                    [one[column] for column in shipped_contracts()[table].names]
                    for one in current_rows(world.store.lake, table)
                ]
                for table in ("incidents", "deployments")
            }
        )
    assert ends[0] == ends[1]
    assert len(ends[0]["incidents"]) == len(
        {(str(r["incident_id"]), r["service_id"]) for t, r in entries if t == "incidents"}
    )


def test_collecting_twice_changes_nothing_at_all(home: World, expected: dict[str, object]) -> None:
    before = home.store.lake.versions()
    report = home.collect(company(5))
    assert home.store.lake.versions() == before
    assert all(table.changed == 0 for table in report.tables.values())
    assert verdicts(home) == expected


def test_assessing_again_gives_the_same_bytes(home: World) -> None:
    assessment = home.assess()
    files = sorted(home.answers.assessments.folder(assessment).iterdir())
    first = [path.read_bytes() for path in files]
    assert home.assess() == assessment
    assert [path.read_bytes() for path in files] == first


@pytest.mark.parametrize("table", ["incidents", "slo_measurements", "reviews", "postmortems"])
def test_withdrawing_coverage_never_makes_anything_met(expected: dict[str, object], tmp_path: Path, table: str) -> None:
    rows, blind = company(5), World(tmp_path)
    blind.collect({name: found for name, found in rows.items() if name != table})
    blind.collect({table: rows[table]}, until=date(2026, 1, 1))  # looked last long ago
    with_, without = expected["outcomes"], verdicts(blind)["outcomes"]
    assert isinstance(with_, dict)
    assert isinstance(without, dict)
    newly_met = {key for key, word in without.items() if word == "met" and with_[key] != "met"}
    assert newly_met == set()
    assert any(word == "unknown" for word in without.values())


def test_as_of_before_all_evidence_is_unknown_everywhere(home: World) -> None:
    assessment = home.assess(date(2020, 1, 1))
    assert set(home.outcomes(assessment).values()) <= {"unknown", "not_applicable"}
    assert {one["published"] for one in home.levels(assessment)} == {None}


def test_without_any_evidence_every_criterion_is_unknown(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.collect({"services": [service("shop", tier=1)]})
    assert set(world.outcomes(world.assess()).values()) == {"unknown"}


def test_known_then_ignores_what_was_received_later(home: World, tmp_path: Path) -> None:
    world = World(tmp_path)
    early = {name: [{**one, "ingested_at": ago(5)} for one in found] for name, found in company(7).items()}
    world.collect(early)
    then, now = world.assess(AS_OF, "then"), world.assess(AS_OF, "now")
    assert then != now
    assert home.outcomes(home.assess(AS_OF, "then")) == {}
