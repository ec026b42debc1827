"""Aoi's team and company SRE decide about alerts, at each of the seven levels; what the level does not give is refused."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from yudane.evidence.batch import ALL, Batch
from yudane.evidence.collect import collect_rows
from yudane.evidence.delivery import read_tables
from yudane.evidence.engines.database import Row, connect
from yudane.reading import ProblemsError
from yudane.records.acting import OPERATOR, SYSTEM, Act, Actor
from yudane.records.decisions import clock, verbs
from yudane.records.decisions.machine import ROWS, out_of_time, overdue, state_at
from yudane.records.decisions.making import Asked, Linked
from yudane.records.decisions.models import Decision, Entry, Part
from yudane.records.delegation import verbs as delegation
from yudane.records.delegation.making import Proposed
from yudane.records.export import export
from yudane.records.home import asked_once
from yudane.records.people.models import Person
from yudane.records.people.verbs import add_member, add_person, disable_person
from yudane.records.policy import DeniedError
from yudane.records.testing import AS_OPERATOR, actor, cast
from yudane.records.testing import NOW as ENTERED
from yudane.workspace import Workspace

pytestmark = pytest.mark.django_db
NOW = ENTERED + timedelta(days=1)  # Friday 2 October 2026, 18:30 in Tokyo
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
QUESTION, TEXT, WHY = (
    "Who is woken by the queue alert?",
    "Nobody: it waits for the morning.",
    "It cleared itself 40 times.",
)


@pytest.fixture
def people(home: Workspace) -> Iterator[dict[str, Person]]:
    found = cast()
    found["Jun"] = add_person(AS_OPERATOR, "Jun")
    add_member(AS_OPERATOR, found["Jun"].pk, "sre", "member", ENTERED.date())
    with asked_once():
        yield found


def acting(person: Person, now: datetime = NOW) -> Act:
    return Act(actor(person), now)


def code(error: pytest.ExceptionInfo[ProblemsError]) -> str:
    return error.value.problems[0].code


def agree(people: dict[str, Person], level: int, now: datetime = NOW, **more: Any) -> None:
    said = Proposed("shop", "monitoring", level, WHY, **more)
    one = delegation.propose_delegation(acting(people["Sora"], now), said)
    delegation.sign_delegation(acting(people["Aoi"], now), [one.pk])


def asked(**more: Any) -> Asked:
    said: dict[str, Any] = {
        "teams": ["shop"],
        "activity_key": "monitoring",
        "area": "alert-rules",
        "question": QUESTION,
    }
    return Asked(**{**said, "text": TEXT, "reasons": WHY, **more})


def opened(people: dict[str, Person], by: str, now: datetime = NOW, *, decide: bool = False, **more: Any) -> Part:
    return verbs.open_decision(acting(people[by], now), asked(**more), decide=decide).parts.get()


def fresh(part: Part) -> Part:
    return Part.objects.select_related("decision").get(pk=part.pk)


def pass_until(moment: datetime) -> None:
    """As the worker does it, every hour."""
    hours = int((moment - NOW) / HOUR)
    for now in (*(NOW + n * HOUR for n in range(hours + 1)), moment):
        if found := clock.due(now):
            verbs.pass_time(Act(SYSTEM, now), found)


# -- Tell and Sell -----------------------------------------------------------------------------------------------------


def test_at_tell_company_sre_decides_and_the_team_acknowledges(people: dict[str, Person]) -> None:
    agree(people, 1)
    part = opened(people, "Sora", decide=True)
    assert (part.state, part.decided_side, part.duty) == ("decided", "sre", "acknowledged")
    assert part.duty_due_at == datetime(2026, 10, 9, 9, tzinfo=UTC)  # the fifth business day, 18:00 in Tokyo
    verbs.take_part(acting(people["Ren"]), part.pk, "acknowledged")
    assert (fresh(part).state, fresh(part).duty_done_at) == ("settled", NOW)


def test_what_nobody_acknowledged_is_overdue_and_stands(people: dict[str, Person]) -> None:
    agree(people, 1)
    part = opened(people, "Sora", decide=True)
    assert part.duty_due_at
    assert not overdue(part, part.duty_due_at)  # exactly due is in time
    assert overdue(part, part.duty_due_at + HOUR)
    verbs.take_part(acting(people["Ren"], part.duty_due_at + 30 * DAY), part.pk, "acknowledged")
    assert fresh(part).state == "settled"


def test_at_sell_the_reasons_come_first_and_the_team_may_comment_or_be_convinced(people: dict[str, Person]) -> None:
    agree(people, 2)
    with pytest.raises(ProblemsError) as error:
        opened(people, "Sora", reasons="")
    assert code(error) == "decision_reasons_first"
    part = opened(people, "Sora")
    with pytest.raises(ProblemsError) as error:
        verbs.decide(acting(people["Sora"]), [part.pk])
    assert code(error) == "decision_waits"
    with pytest.raises(ProblemsError) as error:
        verbs.take_part(acting(people["Ren"]), part.pk, "convinced")
    assert code(error) == "decision_by_the_lead"
    verbs.take_part(acting(people["Aoi"]), part.pk, "convinced")
    verbs.decide(acting(people["Sora"]), [part.pk])
    with pytest.raises(ProblemsError) as error:
        verbs.take_part(acting(people["Ren"]), part.pk, "acknowledged")
    assert code(error) == "decision_yes_or_no"
    verbs.take_part(acting(people["Ren"]), part.pk, "acknowledged", "We will see.", yes=False)
    assert Entry.objects.get(kind="acknowledged").yes is False


def test_at_sell_other_words_begin_the_window_anew(people: dict[str, Person]) -> None:
    agree(people, 2)
    part = opened(people, "Sora")
    verbs.take_part(acting(people["Aoi"]), part.pk, "convinced")
    later = NOW + 4 * DAY
    verbs.reword_decision(acting(people["Sora"], later), part.decision_id, QUESTION, "Somebody.", WHY)
    assert (fresh(part).given, fresh(part).window_ends_at) == (False, datetime(2026, 10, 14, 9, tzinfo=UTC))
    with pytest.raises(ProblemsError) as error:
        verbs.decide(acting(people["Sora"], later), [part.pk])
    assert code(error) == "decision_waits"
    end = datetime(2026, 10, 14, 9, tzinfo=UTC)
    with pytest.raises(ProblemsError):
        verbs.decide(acting(people["Sora"], end - timedelta(seconds=1)), [part.pk])
    verbs.decide(acting(people["Sora"], end), [part.pk])


# -- Consult -----------------------------------------------------------------------------------------------------------


def test_at_consult_the_teams_input_comes_first_and_its_use_is_told(people: dict[str, Person]) -> None:
    agree(people, 3)
    part = opened(people, "Sora", text="")
    verbs.take_part(acting(people["Ren"]), part.pk, "input", "Wake nobody.")
    verbs.decide(acting(people["Sora"]), [part.pk], TEXT)
    assert (fresh(part).decision.text, fresh(part).duty) == (TEXT, "used")
    verbs.take_part(acting(people["Jun"]), part.pk, "used", "We took it over.")
    assert fresh(part).state == "settled"


def test_at_consult_without_input_the_team_is_reminded_twice_first(people: dict[str, Person]) -> None:
    agree(people, 3)
    part = opened(people, "Sora")
    end = fresh(part).window_ends_at
    assert end
    with pytest.raises(ProblemsError) as error:
        verbs.decide(acting(people["Sora"], end), [part.pk])  # no reminder went out
    assert code(error) == "decision_waits"
    pass_until(end)
    assert [(entry.text, entry.created_at.isoformat()[:13]) for entry in Entry.objects.filter(kind="reminded")] == [
        ("1", "2026-10-06T00"), ("2", "2026-10-08T00")]  # fmt: skip
    verbs.decide(acting(people["Sora"], end), [part.pk])
    assert (fresh(part).state, fresh(part).duty) == ("settled", "")  # there is no input to tell of


def test_reminders_that_came_late_give_the_team_its_time(people: dict[str, Person]) -> None:
    agree(people, 3)
    part = opened(people, "Sora")
    late = NOW + 30 * DAY
    verbs.pass_time(Act(SYSTEM, late), clock.due(late))
    assert not clock.due(late + HOUR)  # the second time is another day
    late += DAY
    verbs.pass_time(Act(SYSTEM, late), clock.due(late))
    ends = fresh(part).window_ends_at
    assert ends
    assert ends > late + 12 * HOUR
    with pytest.raises(ProblemsError):
        verbs.decide(acting(people["Sora"], late + 2 * HOUR), [part.pk])
    verbs.decide(acting(people["Sora"], ends), [part.pk])


@pytest.mark.parametrize("level", [1, 2])
def test_what_the_team_owes_is_asked_for_once_more_the_day_before_it_is_due(
    people: dict[str, Person], level: int
) -> None:
    agree(people, level)
    part = opened(people, "Sora")
    if level == 2:
        verbs.take_part(acting(people["Aoi"]), part.pk, "convinced", yes=True)
    verbs.decide(acting(people["Sora"]), [part.pk], TEXT)
    due = fresh(part).duty_due_at
    assert due
    pass_until(due + 9 * DAY)
    (reminder,) = Entry.objects.filter(kind="reminded_owed")
    assert reminder.created_at.isoformat()[:13] == "2026-10-08T00"
    assert due.isoformat()[:10] == "2026-10-09"
    assert overdue(fresh(part), due + HOUR)
    verbs.take_part(acting(people["Ren"]), part.pk, "acknowledged", yes=True)
    assert fresh(part).state == "settled"  # it stands, late or not


def test_what_was_done_in_time_is_not_asked_for_again(people: dict[str, Person]) -> None:
    agree(people, 6)
    part = opened(people, "Aoi", decide=True)
    verbs.take_part(acting(people["Sora"]), part.pk, "why", "Why?")
    verbs.take_part(acting(people["Ren"]), part.pk, "answer", "It woke us.")
    pass_until(NOW + 30 * DAY)
    assert not Entry.objects.filter(kind="reminded_owed").exists()
    assert fresh(part).state == "settled"


def test_another_question_asks_for_other_input(people: dict[str, Person]) -> None:
    agree(people, 3)
    part = opened(people, "Sora")
    verbs.take_part(acting(people["Ren"]), part.pk, "input", "Wake nobody.")
    verbs.reword_decision(acting(people["Sora"]), part.decision_id, QUESTION, "Somebody.", WHY)
    assert fresh(part).given  # asked of the question, not of its answer
    verbs.reword_decision(acting(people["Sora"]), part.decision_id, "Who pays?", "Somebody.", WHY)
    assert not fresh(part).given


# -- Agree -------------------------------------------------------------------------------------------------------------


def test_at_agree_one_of_each_side_approves_the_same_words(people: dict[str, Person]) -> None:
    agree(people, 4)
    part = opened(people, "Ren", text="")
    with pytest.raises(ProblemsError) as error:
        verbs.approve_decision(acting(people["Sora"]), part.pk)
    assert code(error) == "decision_text_missing"
    verbs.reword_decision(acting(people["Ren"]), part.decision_id, QUESTION, TEXT, WHY)
    seen = fresh(part).decision.version
    verbs.approve_decision(acting(people["Sora"]), part.pk, seen)
    with pytest.raises(ProblemsError) as error:
        verbs.approve_decision(acting(people["Jun"]), part.pk, seen)
    assert code(error) in ("signed_already", "both_of_sre")
    with pytest.raises(ProblemsError) as error:
        verbs.approve_decision(acting(people["Ren"]), part.pk, seen)
    assert code(error) == "decision_by_the_lead"
    verbs.reword_decision(acting(people["Aoi"]), part.decision_id, QUESTION, "Somebody.", WHY)
    with pytest.raises(ProblemsError) as error:
        verbs.approve_decision(acting(people["Aoi"]), part.pk, seen)
    assert code(error) == "changed_meanwhile"
    verbs.approve_decision(acting(people["Aoi"]), part.pk)
    assert fresh(part).state == "open"  # the other approval fell with the words
    verbs.approve_decision(acting(people["Jun"]), part.pk)
    assert (fresh(part).state, fresh(part).decided_side) == ("settled", "both")
    with pytest.raises(ProblemsError) as error:
        verbs.reword_decision(acting(people["Aoi"]), part.decision_id, QUESTION, "Nobody.", WHY)
    assert code(error) == "decision_frozen"


def test_out_of_time_without_somebody_to_decide_it_stays_open_and_is_listed(people: dict[str, Person]) -> None:
    agree(people, 4)
    part = opened(people, "Sora")
    end = fresh(part).window_ends_at
    assert end == datetime(2026, 10, 19, 9, tzinfo=UTC)  # ten business days; 12 October is a holiday
    pass_until(end)
    assert not out_of_time(fresh(part), end - HOUR)
    assert out_of_time(fresh(part), end)
    for name in ("Aoi", "Sora"):
        verbs.approve_decision(acting(people[name], end + DAY), part.pk)
    assert fresh(part).decided_side == "both"


@pytest.mark.parametrize("decides", [True, False])
def test_whoever_accepted_to_decides_what_both_did_not_agree_on(people: dict[str, Person], decides: bool) -> None:
    agree(people, 4, owner_id=people["Kei"].pk)
    agreement = delegation.accept_ownership(acting(people["Kei"]), _agreement())
    assert agreement.owner_accepted_at == NOW
    part = opened(people, "Sora")
    end = fresh(part).window_ends_at
    assert end
    with pytest.raises(ProblemsError) as error:
        verbs.settle_decision(acting(people["Kei"], end - HOUR), part.pk, True, WHY)
    assert code(error) == "decision_state"
    with pytest.raises(DeniedError):
        verbs.settle_decision(acting(people["Sora"], end), part.pk, True, WHY)
    pass_until(end)
    assert fresh(part).state == "escalated"
    verbs.settle_decision(acting(people["Kei"], end), part.pk, decides, WHY)
    found = fresh(part)
    if decides:
        assert (found.state, found.decided_side) == ("settled", "owner")
    else:
        assert (found.state, state_at(found, end + DAY)) == ("open", "open")
        assert found.window_ends_at
        assert found.window_ends_at > end + 10 * DAY
    assert found.escalated_at == end


def test_who_did_not_accept_or_became_of_a_side_or_left_decides_nothing(people: dict[str, Person]) -> None:
    agree(people, 4, owner_id=people["Kei"].pk)
    assert opened(people, "Sora").owner_id == ""
    delegation.accept_ownership(acting(people["Kei"]), _agreement())
    part = opened(people, "Sora", question="Another?")
    end = fresh(part).window_ends_at
    assert end
    pass_until(end)
    add_member(acting(people["Rin"], end), people["Kei"].pk, "shop", "member", end.date())
    with pytest.raises(ProblemsError) as error:
        verbs.settle_decision(acting(people["Kei"], end + DAY), part.pk, True, WHY)
    assert code(error) == "owner_of_a_side"
    verbs.pass_time(Act(SYSTEM, end + DAY), clock.due(end + DAY))
    assert (fresh(part).state, fresh(part).owner_id) == ("open", "")
    assert out_of_time(fresh(part), end + DAY)  # listed, and both may still agree
    with pytest.raises(ProblemsError) as error:
        agree(people, 4, owner_id=people["Ren"].pk, target=5)
    assert code(error) == "owner_of_a_side"


def _agreement() -> str:
    from yudane.records.delegation.models import Agreement

    return Agreement.objects.latest("id").pk


# -- Advise, Inquire, Delegate -----------------------------------------------------------------------------------------


def test_at_advise_the_team_asks_first_and_says_what_became_of_the_advice(people: dict[str, Person]) -> None:
    agree(people, 5)
    part = opened(people, "Ren")
    with pytest.raises(ProblemsError) as error:
        verbs.decide(acting(people["Aoi"]), [part.pk])
    assert code(error) == "decision_waits"
    verbs.take_part(acting(people["Sora"]), part.pk, "advice", "Wake somebody.")
    with pytest.raises(ProblemsError) as error:
        verbs.decide(acting(people["Sora"]), [part.pk])
    assert code(error) == "decision_side"
    verbs.decide(acting(people["Aoi"]), [part.pk])
    verbs.take_part(acting(people["Ren"]), part.pk, "followed", "Nobody sleeps then.", yes=False)
    assert (fresh(part).state, fresh(part).decided_side) == ("settled", "team")


def test_at_advise_who_gives_none_in_time_has_nothing_to_be_told(people: dict[str, Person]) -> None:
    agree(people, 5)
    part = opened(people, "Ren")
    end = fresh(part).window_ends_at
    assert end
    verbs.decide(acting(people["Aoi"], end), [part.pk])
    assert fresh(part).state == "settled"


def test_at_inquire_the_team_decides_and_company_sre_may_ask_why(people: dict[str, Person]) -> None:
    agree(people, 6)
    part = opened(people, "Aoi", decide=True)
    assert part.state == "decided"
    verbs.take_part(acting(people["Sora"], NOW + 14 * DAY), part.pk, "why", "What if it does not clear?")
    with pytest.raises(ProblemsError) as error:
        verbs.take_part(acting(people["Jun"], NOW + 14 * DAY), part.pk, "why", "And then?")
    assert code(error) == "decision_why_open"
    assert overdue(fresh(part), NOW + 30 * DAY)
    verbs.take_part(acting(people["Ren"], NOW + 30 * DAY), part.pk, "answer", "Then the next alert wakes us.")
    assert state_at(fresh(part), NOW + 30 * DAY) == "settled"


def test_at_inquire_nobody_asks_after_fourteen_days(people: dict[str, Person]) -> None:
    agree(people, 6)
    part = opened(people, "Aoi", decide=True)
    with pytest.raises(ProblemsError) as error:
        verbs.take_part(acting(people["Sora"], NOW + 14 * DAY + timedelta(seconds=1)), part.pk, "why", "Why?")
    assert code(error) == "decision_state"
    pass_until(NOW + 15 * DAY)
    assert fresh(part).state == "settled"


def test_at_delegate_nothing_is_asked(people: dict[str, Person]) -> None:
    agree(people, 7)
    part = opened(people, "Aoi", decide=True)
    assert (part.state, part.duty, part.decided_side) == ("settled", "", "team")


# -- Asking, parts, levels ---------------------------------------------------------------------------------------------


def test_the_side_that_may_not_open_asks_and_the_other_opens_or_declines(people: dict[str, Person]) -> None:
    agree(people, 6)
    part = opened(people, "Sora", decide=True)
    assert (part.state, part.opened_at, part.decided_at) == ("asked", None, None)
    with pytest.raises(ProblemsError) as error:
        verbs.answer_ask(acting(people["Jun"]), part.pk, True)
    assert code(error) == "decision_other_side"
    verbs.answer_ask(acting(people["Ren"]), part.pk, True)
    assert fresh(part).state == "open"
    verbs.decide(acting(people["Aoi"]), [part.pk])
    other = opened(people, "Sora", question="Another?")
    with pytest.raises(ProblemsError) as error:
        verbs.answer_ask(acting(people["Ren"]), other.pk, False)
    assert code(error) == "reason_missing"
    verbs.answer_ask(acting(people["Ren"]), other.pk, False, "Not now.")
    assert fresh(other).state == "declined"


def test_a_service_with_a_level_of_its_own_has_a_part_of_its_own(people: dict[str, Person]) -> None:
    agree(people, 6)
    agree(people, 4, service_id="pay")
    decision = verbs.open_decision(acting(people["Aoi"]), asked(), decide=True)
    assert {part.service_id: (part.level, part.state) for part in decision.parts.all()} == {
        "": (6, "decided"), "pay": (4, "open")}  # fmt: skip
    with pytest.raises(ProblemsError) as error:
        verbs.reword_decision(acting(people["Aoi"]), decision.pk, QUESTION, "Somebody.", WHY)
    assert code(error) == "decision_frozen"


def test_one_decision_for_two_teams_is_decided_for_each(people: dict[str, Person]) -> None:
    for name, team in (("Aoi", "shop"), ("Mei", "search")):
        said = Proposed(team, "monitoring", 1, WHY)
        one = delegation.propose_delegation(acting(people["Sora"]), said)
        delegation.sign_delegation(acting(people[name]), [one.pk])
    decision = verbs.open_decision(acting(people["Sora"]), asked(teams=["shop", "search"]))
    parts = list(decision.parts.order_by("id"))
    with pytest.raises((DeniedError, ProblemsError)):
        verbs.decide(acting(people["Aoi"]), [part.pk for part in parts])
    verbs.decide(acting(people["Sora"]), [part.pk for part in parts], "Somebody.")
    assert {part.state for part in decision.parts.all()} == {"decided"}
    verbs.take_part(acting(people["Mei"]), parts[1].pk, "acknowledged")
    with pytest.raises((DeniedError, ProblemsError)):
        verbs.take_part(acting(people["Mei"]), parts[0].pk, "acknowledged")


def test_an_open_decision_keeps_its_level_unless_both_move_it(people: dict[str, Person]) -> None:
    agree(people, 4)
    part = opened(people, "Aoi")
    agree(people, 6)
    with pytest.raises(ProblemsError) as error:
        verbs.decide(acting(people["Aoi"]), [part.pk])
    assert code(error) == "decision_level"
    verbs.relevel_decision(acting(people["Aoi"]), part.pk)
    assert fresh(part).level == 4
    with pytest.raises(ProblemsError):
        verbs.relevel_decision(acting(people["Aoi"]), part.pk)
    verbs.relevel_decision(acting(people["Sora"]), part.pk)
    assert fresh(part).level == 6
    verbs.decide(acting(people["Aoi"]), [part.pk])


def test_withdrawn_and_opened_again_it_keeps_its_level(people: dict[str, Person]) -> None:
    agree(people, 4)
    part = opened(people, "Aoi")
    with pytest.raises(ProblemsError) as error:
        verbs.withdraw_decision(acting(people["Sora"]), part.pk, WHY)
    assert code(error) == "decision_own_side"
    verbs.withdraw_decision(acting(people["Aoi"]), part.pk, WHY)
    agree(people, 6)
    assert opened(people, "Aoi", NOW + 29 * DAY).level == 4
    assert opened(people, "Aoi", NOW + 31 * DAY).level == 6


def test_a_new_decision_takes_the_place_of_what_it_replaces_once_decided(people: dict[str, Person]) -> None:
    agree(people, 7)
    first = opened(people, "Aoi", decide=True)
    second = opened(people, "Aoi", replaces=first.decision_id, text="Somebody.")
    assert fresh(first).state == "settled"
    verbs.decide(acting(people["Aoi"]), [second.pk])
    assert fresh(first).state == "replaced"
    with pytest.raises(ProblemsError) as error:
        opened(people, "Aoi", replaces=first.decision_id, area="tools")
    assert code(error) == "decision_replaces"


# -- Who -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who",
    [OPERATOR, SYSTEM, Actor("local", "local", "Hana"), Actor("token", "t", scopes=frozenset({"read", "ingest"}))],
)
def test_programs_and_who_sits_at_the_server_decide_nothing(people: dict[str, Person], who: Actor) -> None:
    agree(people, 4)
    part = opened(people, "Sora")
    act = Act(who, NOW)
    for work in (
        lambda: verbs.open_decision(act, asked()),
        lambda: verbs.approve_decision(act, part.pk),
        lambda: verbs.decide(act, [part.pk]),
        lambda: verbs.take_part(act, part.pk, "comment", "Yes."),
        lambda: verbs.withdraw_decision(act, part.pk, WHY),
        lambda: verbs.step_in(act, asked(service_id="web"), "INC-1"),
    ):
        with pytest.raises((DeniedError, ProblemsError)):
            work()
    assert fresh(part).state == "open"


def test_who_changed_sides_speaks_for_one_of_them_only(people: dict[str, Person]) -> None:
    agree(people, 4)
    part = opened(people, "Ren")
    later = NOW + 3 * DAY
    membership = people["Ren"].memberships.get()
    from yudane.records.people.verbs import end_membership

    end_membership(acting(people["Rin"]), membership.pk, NOW.date())
    add_member(acting(people["Rin"]), people["Ren"].pk, "sre", "member", NOW.date())
    with pytest.raises(ProblemsError) as error:
        verbs.approve_decision(acting(people["Ren"], later), part.pk)
    assert code(error) == "signed_other_side"
    disable_person(acting(people["Rin"]), people["Jun"].pk)
    verbs.approve_decision(acting(people["Sora"], later), part.pk)
    verbs.approve_decision(acting(people["Aoi"], later), part.pk)
    assert fresh(part).decided_side == "both"


# -- Emergency ---------------------------------------------------------------------------------------------------------


def told(home: Workspace, tmp_path: Path, source: str = "pager", **more: Any) -> None:
    row = {"incident_id": "INC-1", "service_id": "web", "severity": 1, "detected_at": "2026-10-02T08:00:00Z"}
    path = tmp_path / "incidents.json"
    path.write_text(json.dumps([{**row, "detected_by": "alert", **more}]))
    batch = Batch(source, datetime(2026, 10, 2, 10), NOW.date(), covers=(ALL,))
    collect_rows(home.store, read_tables([("incidents", path)]), batch)


def stepped_in(people: dict[str, Person], now: datetime = NOW) -> Part:
    return verbs.step_in(acting(people["Sora"], now), asked(service_id="web"), "INC-1").parts.get()


def test_in_an_emergency_company_sre_decides_and_the_team_confirms(
    people: dict[str, Person], home: Workspace, tmp_path: Path
) -> None:
    agree(people, 6)
    told(home, tmp_path)
    part = stepped_in(people)
    assert (part.state, part.level, part.step_in.matched_at) == ("stepped_in", 6, NOW)
    with pytest.raises(ProblemsError) as error:
        verbs.decide(acting(people["Sora"]), [part.pk])
    assert code(error) == "decision_side"
    verbs.decide(acting(people["Aoi"]), [part.pk])
    assert (fresh(part).state, fresh(part).decided_side) == ("decided", "team")
    told(home, tmp_path, resolved_at="2026-10-02T10:00:00Z")
    later = NOW + HOUR
    verbs.pass_time(Act(SYSTEM, later), clock.due(later))
    assert fresh(part).step_in.ended_at == datetime(2026, 10, 2, 10, tzinfo=UTC)


def test_what_nobody_confirms_lapses(people: dict[str, Person], home: Workspace, tmp_path: Path) -> None:
    agree(people, 4)
    told(home, tmp_path)
    part = stepped_in(people)
    due = fresh(part).duty_due_at
    assert due == datetime(2026, 10, 9, 9, tzinfo=UTC)
    verbs.approve_decision(acting(people["Aoi"], due), part.pk)  # one of both is not enough
    verbs.pass_time(Act(SYSTEM, due + HOUR), clock.due(due + HOUR))
    assert fresh(part).state == "lapsed"
    with pytest.raises(ProblemsError) as error:
        verbs.approve_decision(acting(people["Jun"], due + HOUR), part.pk)
    assert code(error) == "decision_state"


@pytest.mark.parametrize("source", ["rows", ""])
def test_an_incident_no_system_told_is_confirmed_by_somebody_else_or_listed_as_unfounded(
    people: dict[str, Person], home: Workspace, tmp_path: Path, source: str
) -> None:
    agree(people, 6)
    if source:
        told(home, tmp_path, source)  # a file somebody brought
    part = stepped_in(people)
    assert part.step_in.matched_at is None
    with pytest.raises(ProblemsError) as error:
        verbs.confirm_incident(acting(people["Sora"]), part.pk)
    assert code(error) == "step_in_own_incident"
    later = NOW + DAY + HOUR
    verbs.pass_time(Act(SYSTEM, later), clock.due(later))
    assert fresh(part).step_in.unfounded_at == NOW + DAY
    verbs.confirm_incident(acting(people["Ren"], later), part.pk)
    found = fresh(part).step_in
    assert (found.matched_at, found.unfounded_at) == (later, None)


def test_only_company_sre_steps_in_for_one_service_and_the_board_stays(people: dict[str, Person]) -> None:
    agree(people, 6)
    with pytest.raises(DeniedError):
        verbs.step_in(acting(people["Aoi"]), asked(service_id="web"), "INC-1")
    with pytest.raises(ProblemsError) as error:
        verbs.step_in(acting(people["Sora"]), asked(), "INC-1")
    assert code(error) == "step_in_one_service"
    stepped_in(people)
    assert opened(people, "Aoi", question="Another?").level == 6


# -- Told ----------------------------------------------------------------------------------------------------------------


def test_decisions_become_evidence_a_row_for_each_service(home: Workspace, people: dict[str, Person]) -> None:
    agree(people, 1)
    opened(people, "Sora", decide=True, links=[Linked("incident", "INC-1", "https://example.com/1")])
    export(NOW + HOUR)
    with connect() as con:
        rows: list[Row] = con.records(
            f"select * from {home.lake.current_rows('decisions', home.lake.versions())} order by service_id"
        )
    assert [(row["service_id"], row["level"], row["state"], row["duty"]) for row in rows] == [
        ("pay", 1, "decided", "acknowledged"), ("web", 1, "decided", "acknowledged")]  # fmt: skip


def test_every_level_says_who_decides_what_comes_before_and_after() -> None:
    assert [(row.decides, row.asks, row.owes) for row in ROWS.values()] == [
        (("sre",), "", "acknowledged"), (("sre",), "convinced", "acknowledged"), (("sre",), "input", "used"),
        (("sre", "team"), "", ""), (("team",), "advice", "followed"), (("team",), "", ""), (("team",), "", "")]  # fmt: skip


def test_words_are_asked_for(people: dict[str, Person]) -> None:
    agree(people, 7)
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"question": " "}, "question_missing"),
        ({"area": ""}, "decision_area_missing"),
        ({"area": "lunch"}, "area_unknown"),
        ({"service_id": "find"}, "service_of_another_team"),
        ({"links": [Linked("rumor", "x")]}, "decision_link_kind"),
        ({"links": [Linked("slo", " ")]}, "decision_link_missing"),
        ({"links": [Linked("slo", "x", "javascript:alert(1)")]}, "address_broken"),
    )
    for more, problem in wrong:
        with pytest.raises(ProblemsError) as error:
            opened(people, "Aoi", **more)
        assert code(error) == problem
    teams: tuple[tuple[dict[str, Any], str], ...] = (
        ({"teams": []}, "decision_team_missing"),
        ({"teams": ["nobody"]}, "entity_missing"),
        ({"teams": ["shop", "search"], "service_id": "web"}, "decision_teams_many"),
    )
    for more, problem in teams:
        with pytest.raises(ProblemsError) as error:
            opened(people, "Sora", **more)
        assert code(error) == problem
    with pytest.raises(ProblemsError) as error:
        opened(people, "Aoi", decide=True, text="")
    assert code(error) == "decision_text_missing"
    assert not Decision.objects.exists()


def test_what_was_approved_before_it_was_sent_back_or_worded_back_is_approved(people: dict[str, Person]) -> None:
    agree(people, 4, owner_id=people["Kei"].pk)
    delegation.accept_ownership(acting(people["Kei"]), _agreement())
    part = opened(people, "Sora")
    verbs.approve_decision(acting(people["Sora"]), part.pk)
    end = fresh(part).window_ends_at
    assert end
    verbs.settle_decision(acting(people["Kei"], end), part.pk, False, WHY)
    assert fresh(part).approved == "sre"
    verbs.reword_decision(acting(people["Aoi"], end), part.decision_id, QUESTION, "Somebody.", WHY)
    assert fresh(part).approved == ""
    verbs.reword_decision(acting(people["Aoi"], end), part.decision_id, QUESTION, TEXT, WHY)
    assert fresh(part).approved == "sre"
    verbs.approve_decision(acting(people["Aoi"], end), part.pk)
    assert fresh(part).decided_side == "both"
