"""Aoi's team and company SRE state together what no data decide; whoever forges it is refused."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from yudane.assessment.assess import Assessor
from yudane.evidence.batch import Batch
from yudane.evidence.collect import collect_rows
from yudane.evidence.delivery import read_tables
from yudane.evidence.engines.database import connect
from yudane.program import Program
from yudane.reading import ProblemsError
from yudane.records.acting import OPERATOR, Act, Actor
from yudane.records.export import export
from yudane.records.people.models import Person
from yudane.records.people.verbs import add_member, end_membership
from yudane.records.policy import DeniedError
from yudane.records.statements import verbs
from yudane.records.statements.making import Said
from yudane.records.statements.models import Statement
from yudane.records.testing import AS_OPERATOR, account, actor, cast
from yudane.records.testing import NOW as ENTERED
from yudane.workspace import Workspace

pytestmark = pytest.mark.django_db
ROTA = "incident-response.rota"
FLOW = "incident-response.flow"
NOW = ENTERED + timedelta(days=1)  # who was entered the day before may sign
TODAY = NOW.date()
UNTIL = TODAY + timedelta(days=180)
LOCAL = Act(Actor("local", "local", "Hana"), NOW)


@pytest.fixture
def people(home: Workspace) -> dict[str, Person]:
    return cast()


def acting(person: Person, now: datetime = NOW) -> Act:
    return Act(actor(person), now)


def code(error: pytest.ExceptionInfo[ProblemsError]) -> str:
    return error.value.problems[0].code


def found_met(criterion: str = ROTA, outcome: str = "met", service: str = "web") -> list[Said]:
    return [Said(service, criterion, outcome, "Three of us take turns by the week.")]


def stated(act: Act, *said: Said, kind: str = "joint", until: date = UNTIL) -> Statement:
    return verbs.state(act, kind, said or found_met(), until)[0]


def both(people: dict[str, Person], *said: Said, kind: str = "joint", now: datetime = NOW) -> Statement:
    one = stated(acting(people["Aoi"], now), *said, kind=kind, until=now.date() + timedelta(days=180))
    return verbs.sign_statements(acting(people["Sora"], now), [one.pk])[0]


def small(program: Program) -> Program:
    """The one activity that is stated about here."""
    activities = tuple(replace(each, indicators=()) for each in program.activities if each.key == "incident-response")
    return replace(program, activities=activities, phases=())


def outcome(home: Workspace, criterion: str = ROTA, day: date = TODAY, now: datetime = NOW) -> tuple[str, str | None]:
    """Outcome and origin, once what was entered is evidence and the day is judged."""
    export(now)
    assessment = Assessor(small(home.program), home.lake, home.assessments).assess(day)
    row = home.answers.outcomes(assessment, "web", criterion=criterion)[0]
    return row["outcome"], row["origin"]


def rows(home: Workspace, table: str) -> list[dict[str, Any]]:
    with connect() as con:
        return con.records(f"select * from {home.lake.current_rows(table, home.lake.versions())} order by all")


def test_what_both_sides_signed_counts_on_the_day_it_was_signed(home: Workspace, people: dict[str, Person]) -> None:
    one = stated(acting(people["Aoi"]))
    assert one.state == "waiting"
    assert outcome(home) == ("unknown", None)
    verbs.sign_statements(acting(people["Sora"]), [one.pk])
    assert outcome(home) == ("met", "joint")
    assert outcome(home, day=TODAY - timedelta(days=1)) == ("unknown", None)


def test_both_sides_can_find_it_unmet(home: Workspace, people: dict[str, Person]) -> None:
    both(people, *found_met(outcome="unmet"))
    assert outcome(home) == ("unmet", "joint")


def test_taken_back_it_is_as_before_and_yesterday_stays_as_it_was(home: Workspace, people: dict[str, Person]) -> None:
    one, tomorrow = both(people), NOW + timedelta(days=1)
    assert outcome(home) == ("met", "joint")
    assert outcome(home, day=tomorrow.date(), now=tomorrow) == ("met", "joint")
    verbs.withdraw_statement(acting(people["Ren"], tomorrow), one.pk, "The rota fell apart.")
    assert outcome(home, day=tomorrow.date(), now=tomorrow) == ("unknown", None)
    assert outcome(home, now=tomorrow) == ("met", "joint")


def test_a_new_one_takes_the_place_of_the_old(home: Workspace, people: dict[str, Person]) -> None:
    first = both(people)
    second = both(people, *found_met(outcome="unmet"), now=NOW + timedelta(hours=1))
    first.refresh_from_db()
    assert (first.state, second.state) == ("replaced", "standing")
    assert outcome(home, now=NOW + timedelta(hours=1)) == ("unmet", "joint")


@pytest.mark.parametrize(("first", "second"), [("Aoi", "Ren"), ("Sora", "Sora"), ("Aoi", "Mei"), ("Aoi", "Kei")])
def test_two_of_one_side_or_somebody_else_are_not_both_sides(
    home: Workspace, people: dict[str, Person], first: str, second: str
) -> None:
    one = stated(acting(people[first]))
    with pytest.raises((ProblemsError, DeniedError)):
        verbs.sign_statements(acting(people[second]), [one.pk])
    one.refresh_from_db()
    assert one.state == "waiting"


def test_two_of_company_sre_are_not_both_sides_even_where_one_joins_the_team(
    home: Workspace, people: dict[str, Person]
) -> None:
    add_member(AS_OPERATOR, people["Yui"].pk, "sre", since=date(2026, 1, 1))
    add_member(AS_OPERATOR, people["Yui"].pk, "shop", since=date(2026, 1, 1))
    one = stated(acting(people["Sora"]))
    with pytest.raises(ProblemsError) as error:
        verbs.sign_statements(acting(people["Yui"]), [one.pk])
    assert code(error) == "both_of_sre"


def test_one_person_never_signs_for_both_sides(home: Workspace, people: dict[str, Person]) -> None:
    membership = people["Ren"].memberships.get()
    one = stated(acting(people["Ren"]))
    end_membership(AS_OPERATOR, membership.pk, TODAY)
    add_member(AS_OPERATOR, people["Ren"].pk, "sre", since=TODAY)
    with pytest.raises(ProblemsError) as error:
        verbs.sign_statements(acting(people["Ren"], NOW + timedelta(days=1)), [one.pk])
    assert code(error) == "signed_other_side"


def test_who_joined_today_signs_from_tomorrow(home: Workspace, people: dict[str, Person]) -> None:
    add_member(Act(OPERATOR, NOW), people["Kei"].pk, "shop", since=date(2026, 1, 1))
    with pytest.raises(ProblemsError) as error:
        stated(acting(people["Kei"]))
    assert code(error) == "signs_from_tomorrow"
    assert stated(acting(people["Kei"], NOW + timedelta(days=1))).state == "waiting"


@pytest.mark.parametrize("kind", ["operator", "token", "system", "local"])
def test_programs_and_who_sits_at_the_server_sign_nothing(
    home: Workspace, people: dict[str, Person], kind: Any
) -> None:
    with pytest.raises((DeniedError, ProblemsError)):
        stated(Act(Actor(kind, people["Aoi"].pk, "Aoi", scopes=frozenset(["read", "ingest"])), NOW))
    assert not Statement.objects.exists()


def test_exemptions_and_ideals_are_signed_by_who_leads_the_team(home: Workspace, people: dict[str, Person]) -> None:
    said = [Said("web", ROTA, sentence="No rota before the move.")]
    with pytest.raises(ProblemsError) as error:
        stated(acting(people["Ren"]), *said, kind="exemption")
    assert code(error) == "signed_by_the_lead"
    both(people, *said, kind="exemption")
    assert outcome(home) == ("exempt", None)


def test_an_attestation_stands_at_once_and_says_who_verified_it(home: Workspace, people: dict[str, Person]) -> None:
    one = stated(acting(people["Ren"]), Said("web", FLOW, sentence="It is in our repository."), kind="attestation")
    assert outcome(home, FLOW) == ("met", "attested")
    with pytest.raises(DeniedError):
        verbs.verify_statement(acting(people["Aoi"]), one.pk)
    verbs.verify_statement(acting(people["Mei"]), one.pk)
    export(NOW)
    (row,) = rows(home, "attestations")
    assert row["verified_by"]
    assert row["verified_by"] != row["attested_by"]


@pytest.mark.parametrize(
    ("kind", "said", "days", "expected"),
    [
        ("attestation", Said("web", ROTA, sentence="We do."), 90, "attests_nothing"),
        ("ideal", Said("web", ROTA, sentence="We need none."), 90, "ideal_below_three"),
        ("joint", Said("web", "slo.nothing", sentence="We do."), 90, "criterion_unknown"),
        ("joint", Said("web", ROTA, sentence="  "), 90, "sentence_missing"),
        ("joint", Said("web", ROTA, "perhaps", "We do."), 90, "outcome_missing"),
        ("joint", Said("web", ROTA, "met", "We do.", "javascript:alert(1)"), 90, "address_broken"),
        ("joint", Said("web", ROTA, "met", "We do."), 181, "statement_too_long"),
        ("joint", Said("web", ROTA, "met", "We do."), 0, "statement_too_long"),
        ("exemption", Said("web", ROTA, sentence="Later."), 181, "statement_too_long"),
    ],
)
def test_what_would_not_count_is_refused_when_it_is_made(
    home: Workspace, people: dict[str, Person], kind: str, said: Said, days: int, expected: str
) -> None:
    with pytest.raises(ProblemsError) as error:
        stated(acting(people["Aoi"]), said, kind=kind, until=TODAY + timedelta(days=days))
    assert code(error) == expected
    assert not Statement.objects.exists()


def test_what_waits_can_be_declined_with_a_reason_and_lapses_after_30_days(
    home: Workspace, people: dict[str, Person]
) -> None:
    one = stated(acting(people["Aoi"]))
    with pytest.raises(ProblemsError):
        verbs.decline_statement(acting(people["Sora"]), one.pk, " ")
    verbs.decline_statement(acting(people["Sora"]), one.pk, "The calendar is empty.")
    with pytest.raises(ProblemsError) as error:
        verbs.sign_statements(acting(people["Sora"]), [one.pk])
    assert code(error) == "statement_not_waiting"
    two = stated(acting(people["Aoi"]))
    with pytest.raises(ProblemsError) as error:
        verbs.sign_statements(acting(people["Sora"], NOW + timedelta(days=31)), [two.pk])
    assert code(error) == "statement_lapsed"


def test_one_signature_stands_for_many_and_for_none_where_one_may_not_be_signed(
    home: Workspace, people: dict[str, Person]
) -> None:
    many = verbs.state(acting(people["Aoi"]), "joint", [*found_met(), *found_met("slo.measured")], UNTIL)
    other = stated(acting(people["Mei"]), *found_met(service="find"))
    verbs.decline_statement(acting(people["Sora"]), other.pk, "Not yet.")
    with pytest.raises(ProblemsError):
        verbs.sign_statements(acting(people["Sora"]), [*(one.pk for one in many), other.pk])
    assert Statement.objects.filter(state="standing").count() == 0
    verbs.sign_statements(acting(people["Sora"]), [one.pk for one in many])
    assert Statement.objects.filter(state="standing").count() == 2


def test_before_there_are_accounts_one_person_enters_it_for_both_until_they_confirm(
    home: Workspace, people: dict[str, Person]
) -> None:
    with pytest.raises(ProblemsError) as error:
        verbs.enter_joint(LOCAL, found_met(), UNTIL, "Aoi", "aoi ")
    assert code(error) == "one_person_two_sides"
    (one,) = verbs.enter_joint(LOCAL, found_met(), UNTIL, "Aoi", "Sora")
    assert outcome(home) == ("met", "joint")
    assert rows(home, "joint_statements")[0]["entered_by"]
    account(people["Aoi"])
    export(NOW)
    assert rows(home, "joint_statements")[0]["valid_until"] == ENTERED.date() + timedelta(days=30)
    later = NOW + timedelta(minutes=1)
    for name in ("Aoi", "Sora"):
        verbs.sign_statements(acting(people[name], later), [one.pk])
    export(later)
    entered, signed = sorted(rows(home, "joint_statements"), key=lambda row: row["stated_at"])
    assert entered["entered_by"]
    assert entered["withdrawn_at"] == later.replace(tzinfo=None)
    assert (signed["entered_by"], signed["valid_until"], signed["withdrawn_at"]) == (None, UNTIL, None)
    assert signed["stated_by_dev"] != signed["stated_by_sre"]


def test_what_one_person_entered_for_both_is_not_confirmed_once_it_lapsed(
    home: Workspace, people: dict[str, Person]
) -> None:
    (one,) = verbs.enter_joint(LOCAL, found_met(), UNTIL, "Aoi", "Sora")
    account(people["Aoi"])
    with pytest.raises(ProblemsError) as error:
        verbs.sign_statements(acting(people["Aoi"], NOW + timedelta(days=30)), [one.pk])
    assert code(error) == "statement_lapsed"


def test_somebody_of_the_team_is_of_the_team_whatever_else_they_are_of(
    home: Workspace, people: dict[str, Person]
) -> None:
    add_member(AS_OPERATOR, people["Yui"].pk, "sre", since=date(2026, 1, 1))
    add_member(AS_OPERATOR, people["Yui"].pk, "shop", since=date(2026, 1, 1))
    with pytest.raises(ProblemsError) as error:
        stated(acting(people["Yui"]), Said("web", ROTA, sentence="Later."), kind="exemption")
    assert code(error) == "signed_by_the_lead"
    one = stated(acting(people["Yui"]))
    with pytest.raises(ProblemsError):
        verbs.sign_statements(acting(people["Ren"]), [one.pk])


def test_a_verification_counts_from_its_own_day(home: Workspace, people: dict[str, Person]) -> None:
    one = stated(acting(people["Ren"]), Said("web", FLOW, sentence="It is in our wiki."), kind="attestation")
    later = NOW + timedelta(days=3)
    verbs.verify_statement(acting(people["Mei"], later), one.pk)
    export(later)
    (row,) = rows(home, "attestations")
    assert row["verified_at"] == later.replace(tzinfo=None)


def test_a_replay_knows_each_statement_as_it_stood_then(home: Workspace, people: dict[str, Person]) -> None:
    one = both(people)
    assert outcome(home) == ("met", "joint")
    later = NOW + timedelta(days=2)
    verbs.withdraw_statement(acting(people["Aoi"], later), one.pk, "It changed.")
    export(later + timedelta(days=1))
    for day, expected in ((TODAY, "met"), (later.date(), "unknown")):
        assessment = Assessor(small(home.program), home.lake, home.assessments).assess(day, "then")
        found = home.answers.outcomes(assessment, "web", criterion=ROTA)
        assert [row["outcome"] for row in found] == [expected]


def test_a_file_signs_nothing(home: Workspace, tmp_path: Path) -> None:
    row = dict(home.contracts["joint_statements"].example) | {
        "service_id": "web",
        "criterion_id": ROTA,
        "statement_id": "J1",
    }
    file = tmp_path / "forged.jsonl"
    file.write_text(json.dumps(row) + "\n", "utf-8")
    report = collect_rows(
        home.store, read_tables([("joint_statements", file)]), Batch("rows", NOW.replace(tzinfo=None), TODAY)
    )
    assert [one.code for one in report.tables["joint_statements"].rejected] == ["stated_by_file"]
    assert not rows(home, "joint_statements")
    imported = Batch("imported", NOW.replace(tzinfo=None), TODAY)
    collect_rows(home.store, read_tables([("joint_statements", file)]), imported)
    assert len(rows(home, "joint_statements")) == 1
