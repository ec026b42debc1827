"""For which side somebody signs a statement about a service."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act, MembershipRole
from yudane.records.catalog.entities import known
from yudane.records.home import served_workspace
from yudane.records.people.models import Membership, Person
from yudane.records.people.who import memberships_on
from yudane.records.policy import Subject
from yudane.records.signing.sign import teams_for_signing

OBJECT = "statement"  # by which signing calls what is signed here
TEAM, SRE, SECOND = "team", "sre", "second"
_LEADING: tuple[MembershipRole, ...] = ("lead", "signs")


def team_of(service_id: str) -> str:
    """The team that owns a service; empty where none does. Raises ProblemsError."""
    return str(known("service", service_id, "service")["team_id"] or "")


def about(service_id: str) -> Subject:
    return Subject(team_of(service_id) or None)


def sre_teams() -> set[str]:
    return {team["team_id"] for team in served_workspace().teams() if team["kind"] == "sre_company"}


def side_of(act: Act, service_id: str, *, leading: bool = False) -> str:
    """`team` or `sre`. `leading`: for the team only its lead or deputy, where it has one.

    Raises ProblemsError where they are of neither, of one since today only, or may not lead.
    """
    person, team = signer(act), team_of(service_id)
    roles = _LEADING if leading and _has_lead(act, team) else ("member", *_LEADING)
    if team and team in teams_for_signing(act, person, roles):
        return TEAM
    if sre_teams() & teams_for_signing(act, person):
        return SRE
    here = {one.team_id for one in memberships_on(person.memberships.all(), act.on)}
    code = "signs_from_tomorrow" if here & {team, *sre_teams()} else "signs_for_nobody"
    if team in teams_for_signing(act, person):
        code = "signed_by_the_lead"
    raise ProblemsError.one(code, Place(), service=service_id)


def second_of(act: Act, service_id: str) -> str:
    """Somebody who verifies: of a team, and not of the one that owns the service. Raises ProblemsError."""
    person, team = signer(act), team_of(service_id)
    here = {one.team_id for one in memberships_on(person.memberships.all(), act.on)}
    if team in here or not teams_for_signing(act, person):
        raise ProblemsError.one("not_a_second_person", Place(), service=service_id)
    return SECOND


def signer(act: Act) -> Person:
    """Raises ProblemsError: programs, and who sits at the server, sign nothing."""
    person = Person.objects.filter(pk=act.actor.id).first() if act.actor.kind == "person" else None
    if person is None:
        raise ProblemsError.one("signer_not_a_person", Place())
    return person


def _has_lead(act: Act, team: str) -> bool:
    return any(one.role == "lead" for one in memberships_on(Membership.objects.filter(team_id=team), act.on))
