"""What people of the company entered on the pages: python -m demo.entered HOME DATE, and with `disputes` behind it what they
doubt of what was decided then. As operator, in a process of its own."""

import sys
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from demo import agreements
from demo.agreements import FIRST, FIRST_REASON, moves
from demo.decided import decide
from demo.organization import company
from demo.statements import DISPUTES, statements
from yudane.faces.cli.common import Session
from yudane.faces.cli.operator import begin

if TYPE_CHECKING:
    from yudane.records.acting import Act
    from yudane.records.people.models import Person

SINCE, LONG_BEFORE = timedelta(days=200), timedelta(days=600)


def enter(home: Path, as_of: date) -> None:
    """Who leads and is of a team, who looks after what, the roll-out by wave; a correction of the catalog, and a new name."""
    actor = begin(Session(home, False, "en")).actor
    from yudane.records.acting import Act
    from yudane.records.catalog import verbs as catalog
    from yudane.records.export import export
    from yudane.records.people import verbs as people

    act = Act(actor, datetime.combine(as_of, time(8), UTC))
    sora, aoi, ren = (people.add_person(act, name, admin=name == "Sora").pk for name in ("Sora", "Aoi", "Ren"))
    then = Act(actor, datetime.combine(as_of - LONG_BEFORE, time(8), UTC))  # what she signed since, she may sign
    people.add_member(then, sora, "kumo", since=as_of - LONG_BEFORE)
    people.add_member(then, aoi, "tsubaki", "lead", since=as_of - LONG_BEFORE)
    people.add_member(act, ren, "tsubaki", since=as_of - SINCE)
    for activity in ("slo", "monitoring"):
        catalog.own_activity(act, "tsubaki", activity, ren, as_of - SINCE)
    for wave, team in (("1", "tsubaki"), ("1", "yamabiko"), ("2", "mikan")):
        catalog.enable_team(act, team, wave, as_of - SINCE / int(wave))
    catalog.edit_entity(act, "service", "event-stream", "name", "イベント配信")
    acting = _acting(as_of, _everybody(as_of))
    _state(as_of, acting)
    _agree(acting)
    _play(acting)
    decide(acting)
    catalog.move_entity(act, "rename", "service", "ab-tests", "実験基盤", as_of - timedelta(days=30))
    export(act.now)


def dispute(home: Path, as_of: date) -> None:
    """Who doubts what, and what company SRE answered three days later."""
    begin(Session(home, False, "en"))
    from yudane.records.export import export
    from yudane.records.people.models import Person
    from yudane.records.statements import verbs

    act = _acting(as_of, {person.name.casefold(): person for person in Person.objects.all()})
    for one in DISPUTES:
        made = verbs.dispute(act(one.by, one.days_ago), one.service, one.criterion, one.sentence)
        if one.answer:
            verbs.answer_dispute(act(one.answered_by, one.days_ago - 3), made.pk, one.upheld, one.answer)
    export(datetime.combine(as_of, time(9), UTC))


def _acting(as_of: date, people: Mapping[str, "Person"]) -> Callable[[str, int], "Act"]:
    """Somebody by name, some days ago."""
    from yudane.records.acting import Act
    from yudane.records.people.who import actor_of_person

    kinds = {team.key: team.kind.replace("-", "_") for team in company().teams.values()}
    kinds |= dict.fromkeys(company().units, "business_unit")

    def act(name: str, days_ago: int) -> Act:
        now = datetime.combine(as_of, time(7), UTC) - timedelta(days=days_ago)
        return Act(actor_of_person(people[name], now.date(), lambda team: kinds.get(team, "")), now)

    return act


def _agree(act: Callable[[str, int], "Act"]) -> None:
    """First how it was in every team, then each move, signed the day after."""
    from yudane.records.delegation import verbs
    from yudane.records.delegation.making import Proposed

    leads = {team.key: team.people[0] for team in company().teams.values() if team.kind == "dev"}
    for team, lead in leads.items():
        made = verbs.propose_first(act("sora", FIRST), team, FIRST_REASON)
        verbs.sign_delegation(act(lead, FIRST - 1), [one.pk for one in made])
    for move in moves():
        first, second = ("sora", leads[move.team])[:: -1 if move.by_team else 1]
        now = act(first, move.days_ago)
        said = Proposed(
            move.team,
            move.activity,
            move.level,
            move.reason,
            area=move.area,
            until=None if move.ends is None else now.on + timedelta(days=move.days_ago - move.ends),
            exit_conditions=move.exit_conditions,
            owner_id=act(move.owner, move.days_ago).actor.id if move.owner else "",
        )
        one = verbs.propose_delegation(now, said)
        if move.signed:
            (agreement,) = verbs.sign_delegation(act(second, move.days_ago - 1), [one.pk])
            if move.owner:
                verbs.accept_ownership(act(move.owner, move.days_ago - 1), agreement.pk)


def _play(act: Callable[[str, int], "Act"]) -> None:
    """A session of poker: two rounds, and the level that both sides confirmed."""
    from yudane.records.delegation.verbs import sign_delegation
    from yudane.records.poker import verbs

    def at(name: str) -> "Act":
        return act(name, agreements.POKER_DAYS_AGO)

    session = verbs.open_poker(at("minori"), "hotaru", "postmortem").pk
    for name, side in agreements.POKER_SEATS.items():
        verbs.join_poker(at(name), session, side)
    for number, cards in enumerate(agreements.POKER_CARDS, 1):
        verbs.begin_poker_round(at("minori"), session)
        for name, card in cards.items():
            verbs.vote_poker(at(name), session, number, card)
        if number == 1:
            for name, why in agreements.POKER_WHY.items():
                verbs.explain_poker(at(name), session, why)
    made = verbs.confirm_poker(at("minori"), session, agreements.POKER_LEVEL, agreements.POKER_REASON)
    sign_delegation(at("sora"), [made.pk])


def _state(as_of: date, act: Callable[[str, int], "Act"]) -> None:
    """What was stated, each by who signed it and on its day."""
    from yudane.records.acting import Act, Actor
    from yudane.records.statements import verbs
    from yudane.records.statements.making import Said

    for one in statements():
        said, until = (
            [Said(one.service, one.criterion, one.outcome, one.sentence)],
            as_of + timedelta(one.holds - one.days_ago),
        )
        if one.entered:
            here = Act(Actor("local", "local", "Linnea"), act(one.first, one.days_ago).now)
            verbs.enter_joint(here, said, until, one.first, str(one.second))
            continue
        (made,) = verbs.state(act(one.first, one.days_ago), one.kind, said, until)
        if one.second and one.kind == "attestation":
            verbs.verify_statement(act(one.second, one.days_ago), made.pk)
        elif one.second:
            verbs.sign_statements(act(one.second, one.days_ago), [made.pk])
        if one.withdrawn_days_ago is not None:
            verbs.withdraw_statement(
                act(one.first, one.withdrawn_days_ago), made.pk, "The dashboard showed another service."
            )


def _everybody(as_of: date) -> dict[str, "Person"]:
    """Who signed, doubts or played something, and who leads, each in their team since long before."""
    from yudane.records.acting import OPERATOR, Act
    from yudane.records.people import verbs as people
    from yudane.records.people.models import Person

    then = Act(OPERATOR, datetime.combine(as_of - LONG_BEFORE, time(8), UTC))
    found = {person.name.casefold(): person for person in Person.objects.filter(name__in=["Sora", "Aoi"])}
    named = {name for one in statements() for name in (one.first, one.second) if name}
    named |= {team.people[0] for team in company().teams.values() if team.kind == "dev"}
    named |= agreements.POKER_SEATS.keys()
    heads = {unit.head: unit.key for unit in company().units.values()}
    for name in sorted(named - found.keys()):
        team = next((team for team in company().teams.values() if name in team.people), None)
        found[name] = people.add_person(then, name.capitalize())
        leads = team is None or name == team.people[0]
        people.add_member(then, found[name].pk, team.key if team else heads[name], "lead" if leads else "member")
    return found


if __name__ == "__main__":
    part = dispute if sys.argv[3:] == ["disputes"] else enter
    part(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]))
