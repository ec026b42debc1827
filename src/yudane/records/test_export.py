"""What was entered becomes evidence once, in the order of the audit, as far as it says."""

from datetime import timedelta

import pytest

from yudane.evidence.engines.database import Row, connect
from yudane.evidence.recorded import Mark, recorded_until, take_recorded
from yudane.reading import ProblemsError
from yudane.records.audit.models import Entry
from yudane.records.catalog.verbs import edit_entity, take_back_edit
from yudane.records.export import TABLES, export, restate, waiting
from yudane.records.people.verbs import add_member, end_membership
from yudane.records.testing import AS_OPERATOR, NOW, TODAY, cast
from yudane.records.verb import OF_ITS_TABLE, VERBS, tells
from yudane.workspace import Workspace
from yudane.workspace.sheets.columns import RECORDED
from yudane.workspace.taking import take_back

pytestmark = pytest.mark.django_db


def rows(home: Workspace, table: str) -> list[Row]:
    """Those that stand."""
    with connect() as con:
        return con.records(f"select * from {home.lake.current_rows(table, home.lake.versions())} order by all")


def test_memberships_become_evidence_under_pseudonyms(home: Workspace) -> None:
    people = cast()
    export(NOW)
    found = rows(home, "memberships")
    assert {(row["team_id"], row["role"]) for row in found} == {
        ("shop", "lead"), ("shop", "member"), ("search", "lead"), ("sre", "member"), ("retail", "lead"),
    }  # fmt: skip
    assert all(row["person_id"].startswith("p-") for row in found)
    assert not {row["person_id"] for row in found} & {person.pk for person in people.values()}


def test_telling_twice_changes_nothing_and_the_lake_knows_how_far_the_audit_had_come(home: Workspace) -> None:
    cast()
    export(NOW)
    versions = home.lake.versions()
    assert recorded_until(home.lake).seq == Entry.objects.latest("seq").seq
    assert waiting().tables == set()
    assert export(NOW + timedelta(minutes=1)) is None
    report = restate(TABLES, NOW + timedelta(minutes=2), recorded_until(home.lake))
    assert sum(table.changed + table.withdrawn for table in report.tables.values()) == 0
    assert {name for name in TABLES if home.lake.versions().get(name) != versions.get(name)} == set()


def test_only_tables_that_something_was_said_of_are_told(home: Workspace) -> None:
    cast()
    export(NOW)
    edit_entity(AS_OPERATOR, "service", "web", "tier", 1)
    assert waiting().tables == {"catalog_edits"}
    assert waiting().since == NOW
    report = export(NOW + timedelta(minutes=1))
    assert report
    assert [*report.tables] == ["catalog_edits"]


def test_what_was_taken_back_stays_known_for_its_time(home: Workspace) -> None:
    edit = edit_entity(AS_OPERATOR, "service", "web", "tier", 1)
    assert edit
    export(NOW)
    later = type(AS_OPERATOR)(AS_OPERATOR.actor, NOW + timedelta(hours=1))
    take_back_edit(later, edit.pk)
    export(later.now)
    (row,) = rows(home, "catalog_edits")
    assert (row["withdrawn_at"], row["received_at"]) == (later.now.replace(tzinfo=None),) * 2
    with connect() as con:
        (known,) = con.row(
            f"select count(*) from {home.lake.relation('catalog_edits', home.lake.versions())} where withdrawn_at is null"
        )
    assert known == 1, "as it was known before"


def test_rows_the_database_does_not_know_are_withdrawn(home: Workspace) -> None:
    people = cast()
    membership = add_member(AS_OPERATOR, people["Rin"].pk, "shop")
    export(NOW)
    membership.delete()  # as a database restored from an older backup
    report = restate(["memberships"], NOW + timedelta(hours=1), recorded_until(home.lake))
    assert report.tables["memberships"].withdrawn == 1


def test_a_database_from_a_backup_tells_everything_anew(home: Workspace) -> None:
    """The lake was told of an audit that went on otherwise than this one."""
    cast()
    export(NOW)
    entry = Entry.objects.latest("seq")
    for hour, other in ((1, Mark(entry.seq + 7, "f" * 64)), (3, Mark(entry.seq, "f" * 64))):
        then = NOW + timedelta(hours=hour)
        take_recorded(home.store, {"memberships": []}, then.replace(tzinfo=None), other)
        assert waiting().tables == TABLES.keys()
        assert export(then + timedelta(hours=1))
        assert len(rows(home, "memberships")) == 5
        assert waiting().tables == set()


def test_what_was_entered_here_is_taken_back_here_and_not_from_the_lake(home: Workspace) -> None:
    cast()
    report = export(NOW)
    assert report
    for what in ("records", report.batch_id):
        with pytest.raises(ProblemsError) as error:
            take_back(home, what, "a mistake", NOW.replace(tzinfo=None))
        assert error.value.problems[0].code == "withdraw_where_entered"


@pytest.mark.parametrize("name", ["records", "rows", "spreadsheet"])
def test_a_source_of_ones_own_has_no_name_that_is_peoples(home: Workspace, name: str) -> None:
    (home.own_sources / name).mkdir(parents=True)
    with pytest.raises(ProblemsError) as error:
        home.source(name)
    assert error.value.problems[0].code == "source_name_taken"


def test_a_membership_that_ended_on_its_first_day_never_was(home: Workspace) -> None:
    people = cast()
    membership = add_member(AS_OPERATOR, people["Rin"].pk, "shop", since=TODAY)
    end_membership(AS_OPERATOR, membership.pk, TODAY)
    export(NOW)
    assert len(rows(home, "memberships")) == 5


def test_every_table_that_a_verb_tells_about_is_told_by_a_function_and_has_a_contract(home: Workspace) -> None:
    told = {table for verb in VERBS for table in tells(verb)}
    assert OF_ITS_TABLE in told  # verbs of the journal name their table
    assert (told - {OF_ITS_TABLE}) | {*RECORDED} == TABLES.keys()
    assert home.contracts.keys() >= TABLES.keys()


def test_that_people_enter_things_here_changes_no_outcome(home: Workspace) -> None:
    """Nothing entered is no evidence of absence."""

    def outcomes() -> list[Row]:
        assessment = home.assessor.assess(TODAY)
        return [dict(row) for name in ("web", "pay", "find") for row in home.answers.outcomes(assessment, name)]

    before = outcomes()
    cast()
    restate(TABLES, NOW, Mark())
    assert outcomes() == before
