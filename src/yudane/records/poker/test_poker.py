"""Aoi's team, company SRE and the business unit play poker about who decides."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yudane.evidence.engines.database import Row, connect
from yudane.reading import ProblemsError
from yudane.records.acting import OPERATOR, Act, Actor
from yudane.records.audit.models import Entry
from yudane.records.delegation.making import Proposed
from yudane.records.delegation.models import Agreement, Proposal
from yudane.records.delegation.verbs import decline_delegation, propose_delegation, sign_delegation
from yudane.records.export import export
from yudane.records.people.models import Person
from yudane.records.people.verbs import add_member, end_membership
from yudane.records.people.who import actor_of_person
from yudane.records.poker import verbs
from yudane.records.poker.machine import Stand
from yudane.records.poker.models import Seat, Session, Vote
from yudane.records.policy import DeniedError
from yudane.records.testing import KINDS, cast
from yudane.records.testing import NOW as ENTERED
from yudane.workspace import Workspace

pytestmark = pytest.mark.django_db
NOW = ENTERED + timedelta(days=1)  # who was entered the day before may sign
TODAY = NOW.date()
WHY = "The team reads its alerts itself."
SIDES = {"Aoi": "dev", "Ren": "dev", "Sora": "sre", "Kei": "business"}
REFUSED = (DeniedError, ProblemsError)


@pytest.fixture
def people(home: Workspace) -> dict[str, Person]:
    return cast()


def at(person: Person, seconds: float = 0) -> Act:
    now = NOW + timedelta(seconds=seconds)
    return Act(actor_of_person(person, now.date(), lambda team: KINDS.get(team, "")), now)


def code(error: pytest.ExceptionInfo[ProblemsError]) -> str:
    return error.value.problems[0].code


class Table:
    """A session, and those who sit at it."""

    def __init__(self, people: dict[str, Person], *names: str, by: str = "Aoi", **about: str) -> None:
        self.people = people
        self.pk = verbs.open_poker(at(people[by]), "shop", "monitoring", **about).pk
        for name in names:
            self.join(name)

    def join(self, name: str, side: str = "") -> Seat:
        return verbs.join_poker(at(self.people[name]), self.pk, side or SIDES[name])

    def begin(self, seconds: float = 0, minutes: int = 3, by: str = "Aoi") -> None:
        verbs.begin_poker_round(at(self.people[by], seconds), self.pk, minutes)

    def vote(self, name: str, card: int, seconds: float = 1, number: int = 1) -> None:
        verbs.vote_poker(at(self.people[name], seconds), self.pk, number, card)

    def stand(self, seconds: float = 1) -> Stand:
        return Stand(at(self.people["Yui"], seconds), Session.objects.get(pk=self.pk))

    def shown(self, seconds: float = 1) -> list[int]:
        return sorted(one.card for one in self.stand(seconds).cards)


@pytest.fixture
def table(people: dict[str, Person]) -> Table:
    return Table(people, "Aoi", "Ren", "Sora", "Kei")


def votes(home: Workspace) -> list[Row]:
    with connect() as con:
        rows = home.lake.current_rows("delegation_votes", home.lake.versions())
        return con.records(f"select * from {rows} where session_id like 'Y-%' order by all")


# -- A round -----------------------------------------------------------------------------------------------------------


def test_cards_are_turned_over_once_everybody_who_sits_has_chosen(table: Table) -> None:
    table.begin()
    for name, card in {"Aoi": 5, "Ren": 4, "Sora": 2}.items():
        table.vote(name, card)
        assert (table.stand().state, table.shown()) == ("voting", [])
    assert len(table.stand().voted) == 3
    table.vote("Kei", 3)
    assert (table.stand().state, table.shown()) == ("revealed", [2, 3, 4, 5])


def test_cards_are_turned_over_when_the_time_is_up_although_nobody_does_anything(table: Table) -> None:
    table.begin(minutes=2)
    table.vote("Aoi", 5)
    table.vote("Sora", 2)
    assert table.shown(119.9) == []
    assert (table.stand(120).state, table.shown(120)) == ("revealed", [2, 5])
    with pytest.raises(ProblemsError) as error:
        table.vote("Kei", 7, seconds=120)
    assert code(error) == "poker_time_up"
    assert not Vote.objects.exclude(revealed_at=None).exists()  # nobody acted since
    verbs.ask_poker_round(at(table.people["Kei"], 300), table.pk)
    assert {one.revealed_at for one in Vote.objects.all()} == {NOW + timedelta(minutes=2)}


def test_a_card_chosen_anew_takes_the_place_of_the_one_before(table: Table) -> None:
    table.begin()
    for card in (5, 6, 3):
        table.vote("Aoi", card)
    assert Vote.objects.get().card == 3
    seat = table.stand().seat_of(table.people["Aoi"].pk)
    assert seat
    assert table.stand().own_card(seat) == 3


def test_a_phone_that_still_shows_the_round_before_does_not_vote_in_the_next(table: Table) -> None:
    table.begin()
    for name in SIDES:
        table.vote(name, 4)
    table.begin(10)
    with pytest.raises(ProblemsError) as error:
        table.vote("Ren", 2, seconds=11, number=1)
    assert code(error) == "poker_time_up"
    assert table.shown(11) == [4, 4, 4, 4]  # those of the round before stay to be read


def test_who_joins_while_cards_are_chosen_is_waited_for(people: dict[str, Person]) -> None:
    table = Table(people, "Aoi", "Sora")
    table.begin()
    table.vote("Aoi", 5)
    table.join("Ren")
    table.vote("Sora", 5)
    assert table.stand().state == "voting"
    table.vote("Ren", 5)
    assert table.stand().state == "revealed"


def test_the_audit_says_who_voted_and_never_what(table: Table) -> None:
    table.begin()
    for name in SIDES:
        table.vote(name, 4)
    entries = Entry.objects.filter(verb="vote-poker")
    assert [entry.details for entry in entries] == [{"round": 1}] * 4


def test_what_is_closed_in_the_middle_of_a_round_is_never_turned_over(home: Workspace, table: Table) -> None:
    table.begin(minutes=1)
    table.vote("Aoi", 5)
    table.vote("Sora", 5)
    verbs.close_poker(at(table.people["Aoi"], 2), table.pk)
    assert (table.stand(600).state, table.shown(600)) == ("closed", [])
    export(NOW + timedelta(minutes=10))
    assert votes(home) == []


# -- Who sits for whom -------------------------------------------------------------------------------------------------


def test_a_side_is_chosen_once_for_the_whole_session(table: Table) -> None:
    with pytest.raises(ProblemsError) as error:
        table.join("Aoi")
    assert code(error) == "poker_seated"


@pytest.mark.parametrize(("name", "side"), [("Aoi", "sre"), ("Sora", "dev"), ("Kei", "dev"), ("Sora", "business")])
def test_nobody_sits_for_a_side_they_are_not_of(people: dict[str, Person], name: str, side: str) -> None:
    with pytest.raises(ProblemsError) as error:
        Table(people).join(name, side)
    assert code(error) == "poker_side"


@pytest.mark.parametrize("name", ["Mei", "Yui", "Rin"])
def test_whoever_is_of_no_side_sits_nowhere(people: dict[str, Person], name: str) -> None:
    for side in ("sre", "dev", "business"):
        with pytest.raises(REFUSED):
            Table(people).join(name, side)
        Session.objects.all().delete()


def test_who_is_of_two_sides_chooses_one_and_who_is_of_the_team_is_never_company_sre(
    people: dict[str, Person],
) -> None:
    for name, team in (("Ren", "sre"), ("Ren", "retail"), ("Sora", "retail")):
        add_member(Act(OPERATOR, ENTERED), people[name].pk, team)
    table = Table(people)
    with pytest.raises(ProblemsError):
        table.join("Ren", "sre")
    assert table.join("Ren", "business").side == "business"
    assert table.join("Sora", "business").side == "business"


def test_a_membership_entered_today_sits_tomorrow(people: dict[str, Person]) -> None:
    add_member(Act(OPERATOR, NOW), people["Rin"].pk, "shop")
    rin = Person.objects.get(pk=people["Rin"].pk)
    pk = Table(people).pk
    with pytest.raises(ProblemsError) as error:
        verbs.join_poker(at(rin), pk, "dev")
    assert code(error) == "signs_from_tomorrow"
    assert verbs.join_poker(at(rin, 86_400), pk, "dev").side == "dev"


def test_who_left_the_side_they_sit_for_votes_no_more(table: Table) -> None:
    table.begin()
    end_membership(at(table.people["Rin"]), table.people["Kei"].memberships.get().pk, TODAY)
    add_member(Act(OPERATOR, ENTERED), table.people["Kei"].pk, "shop")
    table.people["Kei"] = Person.objects.get(pk=table.people["Kei"].pk)
    with pytest.raises(ProblemsError) as error:
        table.vote("Kei", 4)
    assert code(error) == "poker_side"


@pytest.mark.parametrize(
    "who", [OPERATOR, Actor("local", "local", "Hana"), Actor("token", "t", scopes=frozenset({"read", "ingest"}))]
)
def test_neither_the_server_nor_local_mode_nor_a_program_plays(table: Table, who: Actor) -> None:
    table.begin()
    act = Act(who, NOW)
    for work in (
        lambda: verbs.open_poker(act, "shop", "slo"),
        lambda: verbs.join_poker(act, table.pk, "sre"),
        lambda: verbs.vote_poker(act, table.pk, 1, 4),
        lambda: verbs.explain_poker(act, table.pk, WHY),
        lambda: verbs.ask_poker_round(act, table.pk),
        lambda: verbs.confirm_poker(act, table.pk, 4, WHY),
        lambda: verbs.lead_poker(act, table.pk),
        lambda: verbs.close_poker(act, table.pk),
    ):
        with pytest.raises(REFUSED):
            work()
    assert (Seat.objects.count(), Vote.objects.count(), Session.objects.get().closed_at) == (4, 0, None)


# -- The course of a session -------------------------------------------------------------------------------------------


def test_a_round_begins_once_both_deciding_sides_sit_there(people: dict[str, Person]) -> None:
    table = Table(people, "Aoi", "Kei")
    with pytest.raises(ProblemsError) as error:
        table.begin()
    assert code(error) == "poker_unseated"
    table.join("Sora")
    table.begin()
    assert table.stand().state == "voting"


def test_who_facilitates_begins_rounds_and_another_may_take_over(table: Table) -> None:
    for work in (lambda: table.begin(by="Sora"), lambda: verbs.close_poker(at(table.people["Sora"]), table.pk)):
        with pytest.raises(ProblemsError) as error:
            work()
        assert code(error) == "poker_facilitator"
    verbs.lead_poker(at(table.people["Sora"]), table.pk)
    table.begin(by="Sora")
    with pytest.raises(DeniedError):
        verbs.lead_poker(at(table.people["Kei"]), table.pk)


@pytest.mark.parametrize("minutes", [0, -1, 1_441])
def test_a_round_lasts_a_day_at_most(table: Table, minutes: int) -> None:
    with pytest.raises(ProblemsError) as error:
        table.begin(minutes=minutes)
    assert code(error) == "poker_minutes"


@pytest.mark.parametrize("card", [0, 8, -1])
def test_there_are_seven_cards(table: Table, card: int) -> None:
    table.begin()
    with pytest.raises(ProblemsError) as error:
        table.vote("Aoi", card)
    assert code(error) == "delegation_level_unknown"


def test_without_a_card_of_company_sre_it_ends_without_a_result(table: Table) -> None:
    table.begin(minutes=1)
    table.vote("Aoi", 5)
    table.vote("Kei", 5)
    assert (table.stand(60).state, table.stand(60).missing) == ("closed", ["sre"])
    with pytest.raises(ProblemsError) as error:
        verbs.confirm_poker(at(table.people["Aoi"], 61), table.pk, 5, WHY)
    assert code(error) == "poker_over"
    again = verbs.open_poker(at(table.people["Sora"], 62), "shop", "monitoring")
    assert again.pk != table.pk
    assert Session.objects.get(pk=table.pk).closed_at == NOW + timedelta(seconds=62)


def test_in_a_later_round_a_side_may_be_silent_for_it_was_heard(table: Table) -> None:
    table.begin()
    for name in SIDES:
        table.vote(name, 4)
    table.begin(10, minutes=1)
    table.vote("Aoi", 5, 11, 2)
    assert table.stand(100).state == "revealed"


def test_one_session_about_a_matter_runs_at_a_time(table: Table) -> None:
    with pytest.raises(ProblemsError) as error:
        Table(table.people, by="Sora")
    assert code(error) == "poker_running"
    assert Table(table.people, by="Sora", area="alert-rules").pk != table.pk
    verbs.close_poker(at(table.people["Aoi"]), table.pk)
    assert table.stand().state == "closed"
    Table(table.people)


@pytest.mark.parametrize(
    ("about", "says"),
    [
        ({"activity": "nothing"}, "activity_unknown"),
        ({"activity": "slo", "area": "nothing"}, "area_unknown"),
        ({"activity": "slo", "service_id": "find"}, "service_of_another_team"),
        ({"activity": "admin"}, "delegation_not_enabled"),
    ],
)
def test_what_cannot_be_played_about_is_told(people: dict[str, Person], about: dict[str, Any], says: str) -> None:
    with pytest.raises(ProblemsError) as error:
        verbs.open_poker(at(people["Aoi"]), "shop", **about)
    assert code(error) == says


@pytest.mark.parametrize("name", ["Mei", "Kei", "Yui"])
def test_neither_the_business_side_nor_another_team_opens_a_session(people: dict[str, Person], name: str) -> None:
    with pytest.raises(DeniedError):
        Table(people, by=name)


def test_who_chose_the_lowest_and_the_highest_card_is_heard(table: Table) -> None:
    table.begin()
    with pytest.raises(ProblemsError) as error:
        verbs.explain_poker(at(table.people["Aoi"]), table.pk, WHY)
    assert code(error) == "poker_still_voting"
    for name, card in {"Aoi": 5, "Ren": 4, "Sora": 1, "Kei": 4}.items():
        table.vote(name, card)
    assert [one.card for one in table.stand().extremes] == [1, 5]
    verbs.explain_poker(at(table.people["Aoi"], 5), table.pk, WHY)
    assert table.stand().extremes[1].explanation == WHY
    for name, wrong, says in (("Kei", WHY, "poker_not_asked"), ("Sora", " ", "reason_missing")):
        with pytest.raises(ProblemsError) as error:
            verbs.explain_poker(at(table.people[name], 5), table.pk, wrong)
        assert code(error) == says


def test_where_all_chose_the_same_nobody_is_asked_why(table: Table) -> None:
    table.begin()
    for name in SIDES:
        table.vote(name, 3)
    assert table.stand().extremes == []


# -- What comes of it --------------------------------------------------------------------------------------------------


@pytest.fixture
def revealed(table: Table) -> Table:
    table.begin()
    for name, card in {"Aoi": 5, "Ren": 4, "Sora": 2, "Kei": 4}.items():
        table.vote(name, card)
    return table


def test_a_level_that_both_sides_confirm_is_agreed(revealed: Table) -> None:
    one = verbs.confirm_poker(at(revealed.people["Aoi"], 9), revealed.pk, 3, WHY)
    assert (one.side, one.level, one.state, revealed.stand(9).state) == ("team", 3, "proposed", "proposed")
    assert not Agreement.objects.exists()
    (agreement,) = sign_delegation(at(revealed.people["Sora"], 10), [one.pk])
    assert (agreement.level, agreement.matter) == (3, revealed.stand().session.matter)
    assert revealed.stand(10).state == "agreed"
    assert Table(revealed.people).pk != revealed.pk  # that one is over


def test_one_side_never_confirms_for_both(revealed: Table) -> None:
    one = verbs.confirm_poker(at(revealed.people["Aoi"], 9), revealed.pk, 3, WHY)
    with pytest.raises(ProblemsError):
        sign_delegation(at(revealed.people["Aoi"], 10), [one.pk])
    with pytest.raises(ProblemsError) as error:
        verbs.confirm_poker(at(revealed.people["Sora"], 10), revealed.pk, 4, WHY)
    assert code(error) == "poker_proposed"
    assert not Agreement.objects.exists()


def test_who_may_not_sign_confirms_nothing(revealed: Table) -> None:
    with pytest.raises(ProblemsError) as error:
        verbs.confirm_poker(at(revealed.people["Ren"], 9), revealed.pk, 3, WHY)
    assert code(error) == "signed_by_the_lead"
    with pytest.raises(DeniedError):
        verbs.confirm_poker(at(revealed.people["Kei"], 9), revealed.pk, 3, WHY)


def test_who_sits_for_the_business_side_confirms_for_no_other(people: dict[str, Person]) -> None:
    add_member(Act(OPERATOR, ENTERED), people["Sora"].pk, "retail")
    satsuki = people["Yui"]
    add_member(Act(OPERATOR, ENTERED), satsuki.pk, "sre")
    table = Table(people, "Aoi")
    table.join("Sora", "business")
    table.join("Yui", "sre")
    table.begin()
    for name in ("Aoi", "Sora", "Yui"):
        table.vote(name, 2)
    with pytest.raises(ProblemsError) as error:
        verbs.confirm_poker(at(people["Sora"], 9), table.pk, 2, WHY)
    assert code(error) == "poker_other_seat"


def test_what_is_declined_leaves_the_cards_on_the_table(revealed: Table) -> None:
    one = verbs.confirm_poker(at(revealed.people["Sora"], 9), revealed.pk, 2, WHY)
    decline_delegation(at(revealed.people["Aoi"], 10), one.pk, "The team is further than that.")
    assert revealed.stand(11).state == "revealed"
    revealed.begin(12)
    for name in SIDES:
        revealed.vote(name, 3, 13, 2)
    again = verbs.confirm_poker(at(revealed.people["Aoi"], 14), revealed.pk, 3, WHY)
    sign_delegation(at(revealed.people["Sora"], 15), [again.pk])
    assert revealed.stand(16).state == "agreed"


def test_where_a_proposal_waits_already_that_is_told(revealed: Table) -> None:
    propose_delegation(at(revealed.people["Sora"]), Proposed("shop", "monitoring", 2, WHY))
    with pytest.raises(ProblemsError) as error:
        verbs.confirm_poker(at(revealed.people["Aoi"], 9), revealed.pk, 3, WHY)
    assert code(error) == "delegation_proposed_already"
    assert revealed.stand(9).state == "revealed"


# -- Evidence ----------------------------------------------------------------------------------------------------------


def test_cards_become_evidence_when_they_are_turned_over_and_not_before(home: Workspace, table: Table) -> None:
    table.begin()
    for name in ("Aoi", "Ren", "Sora"):
        table.vote(name, 6)
    export(NOW)
    assert votes(home) == []
    table.vote("Kei", 4, 30)
    table.begin(40)
    table.vote("Aoi", 7, 41, 2)
    export(NOW + timedelta(minutes=1))
    rows = votes(home)
    assert sorted((row["round"], row["side"], row["vote"]) for row in rows) == [
        (1, "business", 4), (1, "dev", 6), (1, "dev", 6), (1, "sre", 6),
    ]  # fmt: skip
    assert {(row["scope_id"], row["activity_key"], row["session_id"]) for row in rows} == {
        ("shop", "monitoring", f"Y-{table.pk}")
    }
    assert all(row["person_id"].startswith("p-") for row in rows)


# -- A law -------------------------------------------------------------------------------------------------------------

_DOINGS = st.one_of(
    st.tuples(st.just("join"), st.sampled_from([*SIDES])),
    st.tuples(st.just("begin"), st.sampled_from(["Aoi", "Sora"])),
    st.tuples(st.just("vote"), st.sampled_from([*SIDES]), st.integers(1, 7)),
    st.tuples(st.just("vote"), st.sampled_from([*SIDES]), st.integers(1, 7)),
    st.tuples(st.just("wait"), st.sampled_from([1, 59, 61])),
    st.tuples(st.just("confirm"), st.sampled_from([*SIDES]), st.integers(1, 7)),
    st.tuples(st.just("sign"), st.sampled_from([*SIDES])),
    st.tuples(st.just("close"), st.sampled_from([*SIDES])),
)
_BEGUN: list[tuple[Any, ...]] = [("join", "Aoi"), ("join", "Sora"), ("begin", "Aoi")]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(begun=st.booleans(), doings=st.lists(_DOINGS, min_size=5, max_size=25))
def test_whatever_people_do_no_card_shows_too_early_each_counts_once_and_nothing_comes_of_one_side(
    people: dict[str, Person], begun: bool, doings: list[tuple[Any, ...]]
) -> None:
    with transaction.atomic():
        _played(people, [*(_BEGUN if begun else ()), *doings])
        transaction.set_rollback(True)


def _played(people: dict[str, Person], doings: list[tuple[Any, ...]]) -> None:
    table, seconds = Table(people), 0.0
    chosen: dict[tuple[str, int], int] = {}  # by hand: the last card of each in each round
    for kind, *said in doings:
        number = Session.objects.get(pk=table.pk).round
        seconds += 1
        try:
            with transaction.atomic():
                if kind == "join":
                    table.join(said[0])
                elif kind == "begin":
                    table.begin(seconds, minutes=1, by=said[0])
                elif kind == "vote":
                    table.vote(said[0], said[1], seconds, number)
                    chosen[said[0], number] = said[1]
                elif kind == "wait":
                    seconds += said[0]
                elif kind == "confirm":
                    verbs.confirm_poker(at(people[said[0]], seconds), table.pk, said[1], WHY)
                elif kind == "sign":
                    sign_delegation(at(people[said[0]], seconds), [*Proposal.objects.values_list("pk", flat=True)])
                else:
                    verbs.close_poker(at(people[said[0]], seconds), table.pk)
        except REFUSED:
            pass
        stand = table.stand(seconds)
        if stand.state == "voting":
            seated, voted = {one.pk for one in stand.seats}, stand.voted
            assert seated - voted
            assert all(one.round < stand.session.round for one in stand.cards)
        names = {one.pk: one.person.name for one in stand.seats}
        assert {(names[one.seat_id], one.round): one.card for one in stand.cards} == {
            key: card for key, card in chosen.items() if key[1] <= stand.revealed_rounds
        }
        heard = {SIDES[name] for name, number in chosen if number <= stand.revealed_rounds}
        both = {"sre", "dev"} <= heard
        if stand.is_revealed and not both:
            assert stand.state == "closed"
        if Proposal.objects.exists():
            assert both
        if Agreement.objects.exists():
            assert len({one.side for one in Proposal.objects.get().sessions.all()[0].seats.all()}) >= 2
            assert stand.state == "agreed"
    assert "card" not in json.dumps([entry.details for entry in Entry.objects.filter(verb="vote-poker")])
