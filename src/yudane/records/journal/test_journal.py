"""A team records what no system tells, and what it vouched for counts as looked at: from then, until then, and no further."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yudane.evidence.batch import Batch
from yudane.evidence.collect import collect_rows
from yudane.evidence.delivery import read_tables
from yudane.evidence.engines.database import connect
from yudane.reading import ProblemsError
from yudane.records.acting import OPERATOR, Act, Actor
from yudane.records.audit.models import Entry
from yudane.records.export import export
from yudane.records.journal.models import Row
from yudane.records.journal.told import joined
from yudane.records.journal.verbs import (
    change_row,
    end_recording,
    record_here,
    record_rows,
    remove_row,
    vouch,
    withdraw_vouch,
)
from yudane.records.people.models import Person
from yudane.records.policy import DeniedError
from yudane.records.testing import NOW, TODAY, acting, cast
from yudane.workspace import Workspace

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def people(home: Workspace) -> Mapping[str, Person]:
    return cast()


@pytest.fixture
def ren(people: Mapping[str, Person]) -> Act:
    """Of the shop team, which records its incidents here."""
    act = acting(people["Ren"])
    record_here(act, "shop", "incidents")
    return act


def incident(day: str = "2026-09-20", **values: Any) -> dict[str, Any]:
    return {"service_id": "web", "detected_at": f"{day}T10:00:00+09:00", "severity": 2, **values}


def codes(error: pytest.ExceptionInfo[ProblemsError]) -> list[tuple[str, int | None, str | None]]:
    return [(one.code, one.place.line, one.place.field) for one in error.value.problems]


def evidence(home: Workspace, table: str = "incidents") -> list[dict[str, Any]]:
    lake = home.lake
    with connect() as con:
        names = lake.contracts[table].names
        rows = con.rows(f"select {', '.join(names)} from {lake.current_rows(table, lake.versions())} order by all")
    return [dict(zip(names, row, strict=True)) for row in rows]


def looked(home: Workspace, table: str = "incidents") -> list[tuple[str, date, date]]:
    lake = home.lake
    with connect() as con:
        rows = con.rows(
            f"select service_id, since::date, until from {lake.relation('coverage', lake.versions())} "
            f"where table_name = '{table}' and withdrawn_at is null order by all"
        )
    return [(service, since, until) for service, since, until in rows]


def test_what_is_recorded_becomes_evidence_and_nothing_counts_as_looked_at(home: Workspace, ren: Act) -> None:
    record_rows(ren, "shop", "incidents", [incident()])
    export(NOW)
    (row,) = evidence(home)
    assert row["incident_id"].startswith("Y-")
    assert (row["service_id"], row["detected_at"]) == ("web", datetime(2026, 9, 20, 1))
    assert looked(home) == []


def test_a_word_counts_from_then_until_then(home: Workspace, ren: Act) -> None:
    record_rows(ren, "shop", "incidents", [incident()])
    vouch(ren, "shop", "incidents", date(2026, 4, 1), TODAY, ["web"])
    export(NOW)
    assert looked(home) == [("web", date(2026, 4, 1), TODAY)]
    vouch(Act(ren.actor, NOW + 7 * DAY), "shop", "incidents", TODAY + DAY, TODAY + 7 * DAY, ["web"])
    export(NOW + 7 * DAY)
    assert ("web", date(2026, 4, 1), TODAY + 7 * DAY) in looked(home)


def test_a_word_taken_back_counts_no_longer(home: Workspace, ren: Act) -> None:
    record_rows(ren, "shop", "incidents", [incident()])
    said = vouch(ren, "shop", "incidents", date(2026, 4, 1), TODAY, ["web", "pay"])
    export(NOW)
    assert len(looked(home)) == 2
    withdraw_vouch(Act(ren.actor, NOW + DAY), said.pk)
    export(NOW + DAY)
    assert looked(home) == []


def test_what_reaches_not_as_far_back_as_a_check_looks_does_not_count_for_it(home: Workspace, ren: Act) -> None:
    rows = [incident(f"2026-09-{day}", closed_at=f"2026-09-{day}T12:00:00Z") for day in (10, 12, 14)]
    record_rows(ren, "shop", "incidents", rows)
    vouch(ren, "shop", "incidents", TODAY - 80 * DAY, TODAY, ["web"])
    vouch(ren, "shop", "incidents", TODAY - 400 * DAY, TODAY, ["pay"])
    export(NOW)
    home.assessor.assess(TODAY)
    found = home.answers.outcomes(
        home.assessment(TODAY), "web", "incident-response", criterion="incident-response.timestamps"
    )
    assert [(one["outcome"], one["cause"]) for one in found] == [("unknown", "not_yet")]
    found = home.answers.outcomes(
        home.assessment(TODAY), "pay", "incident-response", criterion="incident-response.timestamps"
    )
    assert [one["cause"] for one in found] != ["not_yet"]
    assert found[0]["outcome"] != "unknown"
    vouch(ren, "shop", "incidents", TODAY - 200 * DAY, TODAY, ["web"])
    export(NOW)
    home.assessor.assess(TODAY)
    (one,) = home.answers.outcomes(
        home.assessment(TODAY), "web", "incident-response", criterion="incident-response.timestamps"
    )
    assert (one["outcome"] in ("met", "unmet"), one["origin"]) == (True, "recorded")


def test_that_a_team_records_here_changes_no_outcome(home: Workspace, people: Mapping[str, Person]) -> None:
    export(NOW)
    home.assessor.assess(TODAY)
    before = home.answers.outcomes(home.assessment(TODAY), "web")
    act = acting(people["Ren"])
    record_here(act, "shop", "incidents")
    record_here(act, "shop", "documents")
    record_rows(act, "shop", "incidents", [incident()])
    export(NOW)
    home.assessor.assess(TODAY)
    assert home.answers.outcomes(home.assessment(TODAY), "web") == before


def test_nothing_is_vouched_for_ahead_for_another_team_or_without_a_row(ren: Act) -> None:
    def refused(**said: Any) -> str:
        values = {"since": date(2026, 4, 1), "until": TODAY, "services": ["web"], **said}
        with pytest.raises(ProblemsError) as error:
            vouch(ren, "shop", "incidents", **values)
        return error.value.problems[0].code

    assert refused() == "vouched_for_nothing"
    record_rows(ren, "shop", "incidents", [incident()])
    assert refused(until=TODAY + DAY) == "vouched_ahead"
    assert refused(since=TODAY, until=TODAY - DAY) == "ends_before"
    assert refused(services=["find"]) == "service_of_another_team"
    assert refused(services=[]) == "nothing_chosen"
    assert refused(nothing=True) == "vouched_none_but_some"


def test_that_there_is_none_is_said_for_that(home: Workspace, ren: Act) -> None:
    vouch(ren, "shop", "incidents", date(2025, 4, 1), TODAY, ["web"], nothing=True)
    export(NOW)
    assert looked(home) == [("web", date(2025, 4, 1), TODAY)]


def test_everything_wrong_with_every_row_is_told_and_nothing_is_kept(ren: Act) -> None:
    rows = [incident(), incident(severity=9, detected_by="crow"), {"service_id": "find"}]
    with pytest.raises(ProblemsError) as error:
        record_rows(ren, "shop", "incidents", rows)
    assert codes(error) == [
        ("range", 2, "severity"), ("enum", 2, "detected_by"), ("missing", 3, "detected_at"),
        ("service_of_another_team", 3, "service_id"),
    ]  # fmt: skip
    assert not Row.objects.exists()


def test_the_same_rows_again_are_not_written_twice(home: Workspace, ren: Act) -> None:
    rows = [incident(), incident("2026-09-21", incident_id="INC-7")]
    assert record_rows(ren, "shop", "incidents", rows).as_json() == {"added": 2, "changed": 0, "same": 0}
    assert record_rows(ren, "shop", "incidents", rows).as_json() == {"added": 0, "changed": 0, "same": 2}
    later = [incident("2026-09-21", incident_id="INC-7", severity=1)]
    assert record_rows(ren, "shop", "incidents", later).as_json() == {"added": 0, "changed": 1, "same": 0}
    export(NOW)
    assert {row["incident_id"]: row["severity"] for row in evidence(home)}["Y-INC-7"] == 1
    with pytest.raises(ProblemsError) as error:
        record_rows(ren, "shop", "incidents", [*later, *later])
    assert [code for code, _, _ in codes(error)] == ["row_twice"]


def test_a_row_is_changed_by_whoever_saw_it_last_and_removed_with_a_reason(home: Workspace, ren: Act) -> None:
    (row,) = record_rows(ren, "shop", "incidents", [incident()]).added
    change_row(ren, row.pk, incident(severity=3), 1)
    with pytest.raises(ProblemsError) as error:
        change_row(ren, row.pk, incident(severity=4), 1)
    assert codes(error)[0][0] == "changed_meanwhile"
    export(NOW)
    assert [one["severity"] for one in evidence(home)] == [3]
    with pytest.raises(ProblemsError):
        remove_row(ren, row.pk, " ")
    remove_row(ren, row.pk, "it was a test")
    export(NOW + DAY)
    assert evidence(home) == []


def test_a_row_moves_to_another_service_and_never_onto_another_row(home: Workspace, ren: Act) -> None:
    one, other = record_rows(
        ren, "shop", "incidents", [incident(incident_id="A"), incident(incident_id="A", service_id="pay")]
    ).added
    with pytest.raises(ProblemsError) as error:
        change_row(ren, one.pk, incident(service_id="pay"))
    assert codes(error)[0][0] == "row_there"
    remove_row(ren, other.pk, "it was web alone")
    assert change_row(ren, one.pk, incident(service_id="pay")).service_id == "pay"
    export(NOW)
    assert [row["service_id"] for row in evidence(home)] == ["pay"]


def test_what_a_system_tells_is_not_told_here_too(home: Workspace, people: Mapping[str, Person], ren: Act) -> None:
    file = home.root / "incidents.jsonl"
    file.write_text('{"incident_id": "P1", "service_id": "web", "detected_at": "2026-09-01T00:00:00Z"}\n')
    collect_rows(
        home.store,
        read_tables([("incidents", file)]),
        Batch("pagerduty", NOW.replace(tzinfo=None), TODAY, covers=("web",)),
    )
    with pytest.raises(ProblemsError) as error:
        record_rows(ren, "shop", "incidents", [incident(), incident(service_id="pay")])
    assert codes(error) == [("told_by_a_system", 1, "service_id")]
    record_rows(ren, "shop", "incidents", [incident(service_id="pay")])
    file.write_text('{"incident_id": "P2", "service_id": "find", "detected_at": "2026-09-01T00:00:00Z"}\n')
    collect_rows(
        home.store,
        read_tables([("incidents", file)]),
        Batch("pagerduty", NOW.replace(tzinfo=None), TODAY, covers=("*",)),
    )
    with pytest.raises(ProblemsError) as error:
        record_here(acting(people["Mei"]), "search", "incidents")
    assert codes(error)[0][0] == "told_by_a_system"


@pytest.mark.parametrize("who", ["Mei", "Sora", "Kei", "Yui", "Rin"])
def test_only_the_team_records_and_vouches(people: Mapping[str, Person], ren: Act, who: str) -> None:
    act = acting(people[who])
    before = Entry.objects.count()
    for change in (
        lambda: record_rows(act, "shop", "incidents", [incident()]),
        lambda: vouch(act, "shop", "incidents", TODAY, TODAY, ["web"]),
        lambda: end_recording(act, "shop", "incidents"),
    ):
        with pytest.raises(DeniedError):
            change()
    assert Entry.objects.count() == before


@pytest.mark.parametrize("actor", [OPERATOR, Actor("token", "t", "ci", scopes=frozenset({"read", "ingest"}))])
def test_neither_the_command_line_nor_a_token_vouches(ren: Act, actor: Actor) -> None:
    with pytest.raises(DeniedError):
        vouch(Act(actor, NOW), "shop", "incidents", TODAY, TODAY, ["web"], nothing=True)


def test_where_the_team_does_not_record_nothing_is_recorded(people: Mapping[str, Person]) -> None:
    act = acting(people["Ren"])
    for table, code in (
        ("incidents", "not_recorded_here"),
        ("costs", "not_recorded_by_hand"),
        ("'", "not_recorded_by_hand"),
    ):
        with pytest.raises(ProblemsError) as error:
            record_rows(act, "shop", table, [incident()])
        assert codes(error)[0][0] == code


spans = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda one: (TODAY + one[0] * DAY, TODAY + sum(one) * DAY))
)


@given(spans)
def test_joined_spans_hold_the_same_days_and_do_not_touch(said: list[tuple[date, date]]) -> None:
    def days(found: list[tuple[date, date]]) -> set[date]:
        return {since + n * DAY for since, until in found for n in range((until - since).days + 1)}

    found = joined(said)
    assert days(found) == days(said)
    assert all(later[0] > earlier[1] + DAY for earlier, later in pairwise(found))
