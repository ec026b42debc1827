"""What a provider says of somebody who signs in: of which teams, by the table from claims to teams."""

from collections.abc import Iterable

from yudane.records.acting import Act
from yudane.records.people.models import ClaimedTeam, Membership, Person
from yudane.records.people.verbs.add_member import add_member
from yudane.records.people.who import memberships_on
from yudane.records.verb import Change, verb


@verb("take-claims", tells=("memberships",))
def take_claims(act: Act, person_id: str, issuer: str, values: Iterable[str]) -> Change[list[Membership]]:
    """Memberships it gave before and no longer says end today; what people entered here stays."""
    person = Person.objects.select_for_update().get(pk=person_id)
    told = {one.team_id: one for one in ClaimedTeam.objects.filter(issuer=issuer, value__in=list(values))}
    here = [one for one in memberships_on(person.memberships.all(), act.on) if one.role != "signs"]
    gone = [one for one in here if one.claimed and (one.team_id not in told or told[one.team_id].role != one.role)]
    for one in gone:
        one.change(until=act.on)
    there = {one.team_id for one in here if one not in gone}
    new = [
        add_member(act, person.id, team, "lead" if claim.role == "lead" else "member", claimed=True)
        for team, claim in told.items()
        if team not in there
    ]
    said = {"issuer": issuer, "new": [one.team_id for one in new], "gone": [one.team_id for one in gone]}
    return Change(f"person {person.id}", new, said)
