"""Aoi's team and company SRE agree who decides; whoever would decide it alone is refused."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yudane.evidence.engines.database import Row, connect
from yudane.program.load import shipped
from yudane.reading import ProblemsError
from yudane.records.acting import OPERATOR, Act, Actor
from yudane.records.delegation import verbs
from yudane.records.delegation.answer import who_decides
from yudane.records.delegation.making import Proposed
from yudane.records.delegation.models import Agreement, Proposal
from yudane.records.delegation.standing import Agreements, in_force
from yudane.records.export import export
from yudane.records.people.models import Person
from yudane.records.people.verbs import add_member, end_membership
from yudane.records.policy import DeniedError
from yudane.records.testing import NOW as ENTERED
from yudane.records.testing import actor, cast
from yudane.workspace import Workspace

pytestmark = pytest.mark.django_db
NOW = ENTERED + timedelta(days=1)  # who was entered the day before may sign
TODAY = NOW.date()
WHY = "The team reads its alerts itself."


@pytest.fixture
def people(home: Workspace) -> dict[str, Person]:
    return cast()


def acting(person: Person, now: datetime = NOW) -> Act:
    return Act(actor(person), now)


def code(error: pytest.ExceptionInfo[ProblemsError]) -> str:
    return error.value.problems[0].code


def said(level: int = 2, **more: Any) -> Proposed:
    return Proposed("shop", "monitoring", level, WHY, **more)


def proposed(people: dict[str, Person], what: Proposed, by: str = "Sora", now: datetime = NOW) -> Proposal:
    return verbs.propose_delegation(acting(people[by], now), what)


def agreed(people: dict[str, Person], what: Proposed, now: datetime = NOW) -> Agreement:
    one = proposed(people, what, now=now)
    return verbs.sign_delegation(acting(people["Aoi"], now), [one.pk])[0]


def _rows(home: Workspace) -> list[Row]:
    with connect() as con:
        return con.records(f"select * from {home.lake.current_rows('delegations', home.lake.versions())} order by all")


def level(home: Workspace, service: str = "", area: str = "", on: date = TODAY, activity: str = "monitoring") -> int:
    return who_decides(home.program, "shop", activity, area, service, on).standing.level


# -- Agreeing ----------------------------------------------------------------------------------------------------------


def test_it_is_agreed_once_both_sides_signed_the_same_words(home: Workspace, people: dict[str, Person]) -> None:
    one = proposed(people, said())
    assert (one.side, one.trigger, one.target) == ("sre", "initial", 6)
    assert not Agreement.objects.exists()
    verbs.sign_delegation(acting(people["Aoi"]), [one.pk])
    answer = who_decides(home.program, "shop", "monitoring", "", "", TODAY)
    assert answer.as_json("en")["decides"] == ["sre"]
    assert answer.level("ja") == "2 説得する"
    assert "in force since 2 Oct 2026" in answer.why("en")
    assert Proposal.objects.get().state == "in_force"


def test_the_team_may_propose_and_company_sre_sign(home: Workspace, people: dict[str, Person]) -> None:
    one = proposed(people, said(), by="Aoi")
    assert one.side == "team"
    verbs.sign_delegation(acting(people["Sora"]), [one.pk])
    assert level(home) == 2


def test_for_the_team_signs_who_leads_it_or_whom_the_lead_named(people: dict[str, Person]) -> None:
    one = proposed(people, said())
    with pytest.raises(ProblemsError) as error:
        verbs.sign_delegation(acting(people["Ren"]), [one.pk])
    assert code(error) == "signed_by_the_lead"
    add_member(acting(people["Rin"]), people["Ren"].pk, "shop", "signs", TODAY, TODAY + timedelta(days=9))
    with pytest.raises(ProblemsError) as error:
        verbs.sign_delegation(acting(people["Ren"]), [one.pk])
    assert code(error) == "signed_by_the_lead"  # named today, counts from tomorrow
    verbs.sign_delegation(acting(people["Ren"], NOW + timedelta(days=1)), [one.pk])


def test_without_a_lead_any_member_signs(people: dict[str, Person]) -> None:
    membership = people["Aoi"].memberships.get()
    end_membership(acting(people["Rin"]), membership.pk, TODAY)
    one = proposed(people, said())
    assert verbs.sign_delegation(acting(people["Ren"]), [one.pk])


@pytest.mark.parametrize("name", ["Mei", "Kei", "Yui", "Rin"])
def test_nobody_else_proposes_or_signs(people: dict[str, Person], name: str) -> None:
    one = proposed(people, said())
    with pytest.raises((DeniedError, ProblemsError)):
        verbs.sign_delegation(acting(people[name]), [one.pk])
    with pytest.raises((DeniedError, ProblemsError)):
        proposed(people, said(area="tools"), by=name)
    assert not Agreement.objects.exists()


@pytest.mark.parametrize(
    "who", [OPERATOR, Actor("local", "local", "Hana"), Actor("token", "t", scopes=frozenset({"read", "ingest"}))]
)
def test_neither_the_server_nor_local_mode_nor_a_program_is_a_side(people: dict[str, Person], who: Actor) -> None:
    one = proposed(people, said())
    for work in (
        lambda: verbs.sign_delegation(Act(who, NOW), [one.pk]),
        lambda: verbs.propose_delegation(Act(who, NOW), said(area="tools")),
        lambda: verbs.decline_delegation(Act(who, NOW), one.pk, "No."),
    ):
        with pytest.raises((DeniedError, ProblemsError)):
            work()
    assert Proposal.objects.get().state == "proposed"


def test_one_person_never_signs_for_both_sides_whatever_teams_they_are_of(people: dict[str, Person]) -> None:
    one = proposed(people, said())
    membership = people["Sora"].memberships.get()
    end_membership(acting(people["Rin"]), membership.pk, TODAY)
    add_member(acting(people["Rin"]), people["Sora"].pk, "shop", "lead", TODAY)
    later = NOW + timedelta(days=1)
    sora = Person.objects.get(pk=people["Sora"].pk)
    with pytest.raises(ProblemsError) as error:
        verbs.sign_delegation(acting(sora, later), [one.pk])
    assert code(error) in ("signed_other_side", "signed_already")


def test_many_are_signed_with_one_signature_or_none(home: Workspace, people: dict[str, Person]) -> None:
    first = proposed(people, said())
    second = proposed(people, Proposed("search", "monitoring", 2, WHY))
    with pytest.raises((DeniedError, ProblemsError)):
        verbs.sign_delegation(acting(people["Aoi"]), [first.pk, second.pk])
    assert not Agreement.objects.exists()


# -- What becomes of a proposal ----------------------------------------------------------------------------------------


def test_the_other_side_declines_with_its_reason_and_whose_it_is_takes_it_back(people: dict[str, Person]) -> None:
    one = proposed(people, said())
    with pytest.raises(ProblemsError) as error:
        verbs.decline_delegation(acting(people["Sora"]), one.pk, "No.")
    assert code(error) == "delegation_own_side"
    with pytest.raises(ProblemsError) as error:
        verbs.withdraw_delegation(acting(people["Aoi"]), one.pk, "No.")
    assert code(error) == "delegation_other_side"
    with pytest.raises(ProblemsError) as error:
        verbs.decline_delegation(acting(people["Aoi"]), one.pk, " ")
    assert code(error) == "reason_missing"
    declined = verbs.decline_delegation(acting(people["Aoi"]), one.pk, "Not before the new year.")
    assert (declined.state, declined.why_ended) == ("declined", "Not before the new year.")
    again = proposed(people, said())
    assert verbs.withdraw_delegation(acting(people["Sora"]), again.pk, "Later.").state == "withdrawn"


def test_what_ended_is_signed_by_nobody(people: dict[str, Person]) -> None:
    one = proposed(people, said())
    verbs.decline_delegation(acting(people["Aoi"]), one.pk, "No.")
    with pytest.raises(ProblemsError) as error:
        verbs.sign_delegation(acting(people["Aoi"]), [one.pk])
    assert code(error) == "delegation_not_open"


def test_after_thirty_days_it_has_lapsed_and_another_may_be_made(people: dict[str, Person]) -> None:
    one = proposed(people, said())
    with pytest.raises(ProblemsError) as error:
        proposed(people, said(3))
    assert code(error) == "delegation_proposed_already"
    exactly = NOW + timedelta(days=30)
    later = exactly + timedelta(seconds=1)
    with pytest.raises(ProblemsError) as error:
        verbs.sign_delegation(acting(people["Aoi"], later), [one.pk])
    assert code(error) == "delegation_not_open"
    assert proposed(people, said(3), now=later).state == "proposed"
    assert Proposal.objects.get(pk=one.pk).state == "expired"


def test_to_the_last_second_it_may_be_signed(people: dict[str, Person]) -> None:
    one = proposed(people, said())
    assert verbs.sign_delegation(acting(people["Aoi"], NOW + timedelta(days=30)), [one.pk])


def test_it_is_never_in_force_before_the_later_signature(home: Workspace, people: dict[str, Person]) -> None:
    one = proposed(people, said())
    signed = NOW + timedelta(days=5)
    agreement = verbs.sign_delegation(acting(people["Aoi"], signed), [one.pk])[0]
    assert agreement.effective_from == signed.date()
    assert level(home, on=signed.date() - timedelta(days=1)) == 4
    assert level(home, on=signed.date()) == 2


# -- What holds --------------------------------------------------------------------------------------------------------


def test_what_nobody_agreed_on_is_decided_together_and_what_is_not_handed_over_is_told(home: Workspace) -> None:
    assert level(home) == 4
    assert level(home, activity="admin") == 1


def test_what_the_program_does_not_hand_over_stays_told_and_its_target_may_move(
    home: Workspace, people: dict[str, Person]
) -> None:
    with pytest.raises(ProblemsError) as error:
        proposed(people, Proposed("shop", "admin", 2, WHY))
    assert code(error) == "delegation_not_enabled"
    assert agreed(people, Proposed("shop", "admin", 1, WHY, target=3)).target == 3


def test_the_most_specific_agreement_wins(home: Workspace, people: dict[str, Person]) -> None:
    agreed(people, said(2))
    agreed(people, said(5, area="alert-rules"))
    agreed(people, said(3, service_id="web"))
    agreed(people, said(6, service_id="web", area="tools"))
    assert level(home) == 2
    assert level(home, area="alert-rules") == 5
    assert level(home, service="web", area="alert-rules") == 3
    assert level(home, service="web", area="tools") == 6
    assert level(home, service="pay", area="tools") == 2


def test_a_step_back_ends_by_itself_and_what_held_before_holds_again(
    home: Workspace, people: dict[str, Person]
) -> None:
    agreed(people, said(5))
    back = agreed(people, said(4, until=TODAY + timedelta(days=60), exit_conditions="No page is missed for a month."))
    assert back.trigger == "step_back"
    assert level(home, on=TODAY + timedelta(days=59)) == 4
    assert level(home, on=TODAY + timedelta(days=60)) == 5


def test_a_later_agreement_ends_what_stood_and_any_past_day_can_be_asked(
    home: Workspace, people: dict[str, Person]
) -> None:
    agreed(people, said(2))
    later = NOW + timedelta(days=40)
    assert agreed(people, said(3), now=later).trigger == "step_up"
    assert [level(home, on=TODAY + timedelta(days=n)) for n in (-1, 0, 39, 40)] == [4, 2, 2, 3]


@pytest.mark.parametrize(
    ("now", "then", "trigger"), [(2, 3, "step_up"), (2, 5, "override"), (5, 4, "step_back"), (5, 1, "override")]
)
def test_more_than_one_step_is_peoples_own_choice_and_called_so(
    people: dict[str, Person], now: int, then: int, trigger: str
) -> None:
    agreed(people, said(now))
    assert proposed(people, said(then)).trigger == trigger


def test_looking_again_and_staying_is_an_agreement_too_but_nothing_new_is_none(people: dict[str, Person]) -> None:
    agreed(people, said(2))
    with pytest.raises(ProblemsError) as error:
        proposed(people, said(2))
    assert code(error) == "delegation_as_it_is"
    assert proposed(people, said(2, target=4)).trigger == "periodic"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (said(0), "delegation_level_unknown"),
        (said(8), "delegation_level_unknown"),
        (said(2, target=9), "delegation_level_unknown"),
        (said(2, area="nothing"), "area_unknown"),
        (Proposed("shop", "nothing", 2, WHY), "activity_unknown"),
        (Proposed("shop", "monitoring", 2, " "), "reason_missing"),
        (said(2, service_id="find"), "service_of_another_team"),
        (said(2, effective_from=TODAY - timedelta(days=1)), "delegation_begins"),
        (said(2, until=TODAY), "delegation_ends"),
        (said(2, until=TODAY + timedelta(days=91)), "delegation_ends"),
        (said(2, look_again_on=TODAY), "delegation_look_again"),
    ],
)
def test_what_is_wrong_is_told(people: dict[str, Person], wrong: Proposed, says: str) -> None:
    with pytest.raises(ProblemsError) as error:
        proposed(people, wrong)
    assert code(error) == says
    assert not Proposal.objects.exists()


# -- The beginning, and evidence ---------------------------------------------------------------------------------------


def test_company_sre_says_how_it_is_today_for_every_activity_handed_over_and_the_lead_signs_it_once(
    home: Workspace, people: dict[str, Person]
) -> None:
    agreed(people, said(3))
    made = verbs.propose_first(acting(people["Sora"]), "shop", "Company SRE runs these services today.")
    assert len(made) == 9
    assert {(one.level, one.target) for one in made} == {(1, 6), (1, 4)}
    verbs.sign_delegation(acting(people["Aoi"]), [one.pk for one in made])
    assert level(home, activity="slo") == 1
    assert level(home) == 3
    with pytest.raises(ProblemsError) as error:
        verbs.propose_first(acting(people["Sora"]), "shop", "Again.")
    assert code(error) == "first_there_already"
    with pytest.raises(DeniedError):
        verbs.propose_first(acting(people["Aoi"]), "shop", "We say so.")


def test_what_nobody_signed_in_time_is_proposed_again_with_the_rest(people: dict[str, Person]) -> None:
    verbs.propose_first(acting(people["Sora"]), "shop", "Company SRE runs these services today.")
    later = NOW + timedelta(days=31)
    assert len(verbs.propose_first(acting(people["Sora"], later), "shop", "It still does.")) == 10


def test_an_agreement_becomes_evidence_for_each_service_of_the_team(home: Workspace, people: dict[str, Person]) -> None:
    agreed(people, said(2))
    export(NOW)
    rows = _rows(home)
    assert {(row["service_id"], row["activity_key"], row["level_current"], row["level_target"]) for row in rows} == {
        ("web", "monitoring", 2, 6),
        ("pay", "monitoring", 2, 6),
    }
    assert {len(row["decided_by"]) for row in rows} == {2}
    export(NOW)
    assert _rows(home) == rows


# -- Objecting and who was named -----------------------------------------------------------------------------------------


def test_any_of_the_team_objects_to_a_step_back_which_waits_on(home: Workspace, people: dict[str, Person]) -> None:
    agreed(people, said(4))
    up = proposed(people, said(5))
    with pytest.raises(ProblemsError) as error:
        verbs.object_delegation(acting(people["Ren"]), up.pk, "No.")
    assert code(error) == "objection_to_a_step_back"
    verbs.withdraw_delegation(acting(people["Sora"]), up.pk, "Not yet.")
    back = proposed(people, said(3))
    for name, problem in (("Sora", "delegation_own_side"), ("Ren", "")):
        if problem:
            with pytest.raises(ProblemsError) as error:
                verbs.object_delegation(acting(people[name]), back.pk, "One bad week is no pattern.")
            assert code(error) == problem
        else:
            verbs.object_delegation(acting(people[name]), back.pk, "One bad week is no pattern.")
    found = Proposal.objects.get(pk=back.pk)
    assert (found.state, found.objection, found.objected_by) == ("proposed", "One bad week is no pattern.", "Ren")
    verbs.sign_delegation(acting(people["Aoi"]), [back.pk])  # who signs all the same may
    assert level(home) == 3


def test_who_is_named_to_decide_is_of_neither_side_and_counts_once_they_accept(people: dict[str, Person]) -> None:
    for name in ("Ren", "Sora"):
        with pytest.raises(ProblemsError) as error:
            proposed(people, said(4, owner_id=people[name].pk))
        assert code(error) == "owner_of_a_side"
    one = agreed(people, said(4, owner_id=people["Kei"].pk))
    assert one.owner_accepted_at is None
    with pytest.raises(DeniedError):
        verbs.accept_ownership(acting(people["Aoi"]), one.pk)
    assert verbs.accept_ownership(acting(people["Kei"]), one.pk).owner_accepted_at == NOW
    with pytest.raises(ProblemsError) as error:
        verbs.accept_ownership(acting(people["Kei"]), one.pk)
    assert code(error) == "owner_not_asked"


# -- A law -------------------------------------------------------------------------------------------------------------


@given(st.data())
def test_on_every_day_the_newest_that_began_and_did_not_end_is_in_force(data: st.DataObject) -> None:
    """By hand: one for good takes the place of all before it, one with an end lies upon them until its day."""
    start = date(2026, 1, 1)
    spans = data.draw(
        st.lists(st.tuples(st.integers(0, 40), st.none() | st.integers(1, 20), st.integers(1, 7)), max_size=6)
    )
    found: list[Agreement] = []
    for number, (begins, lasts, said_level) in enumerate(sorted(spans, key=lambda span: span[0])):
        begin = start + timedelta(days=begins)
        for one in found if lasts is None else ():
            one.ended_on = one.ended_on or begin
        about = {"team_id": "shop", "activity_key": "slo", "level": said_level, "target": 6}
        until = begin + timedelta(days=lasts) if lasts else None
        found.append(Agreement(id=f"{number:02}", effective_from=begin, until=until, **about))
    day = start + timedelta(days=data.draw(st.integers(-1, 60)))
    upon: list[Agreement] = []
    for one in found:
        if one.effective_from <= day:
            upon = [*upon, one] if one.until else [one]
    while upon and upon[-1].until and upon[-1].until <= day:
        upon.pop()
    slo = shipped().activity("slo")
    assert Agreements(shipped(), in_force(found, day)).standing(slo).level == (upon[-1].level if upon else 4)
