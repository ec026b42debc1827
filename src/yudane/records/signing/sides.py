"""For which side somebody signs: for the team, or for company SRE."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act, MembershipRole
from yudane.records.catalog.entities import entities
from yudane.records.home import company_sre
from yudane.records.people.models import Membership, Person
from yudane.records.people.who import memberships_on
from yudane.records.policy import Subject
from yudane.records.signing.sign import teams_for_signing

TEAM, SRE, SECOND = "team", "sre", "second"
_LEADING: tuple[MembershipRole, ...] = ("lead", "signs")


def about(service_id: str) -> Subject:
    """Of the team that owns a service."""
    row = entities("service").get(service_id)
    return Subject(row["team_id"] if row else None)


@dataclass(frozen=True)
class Sides:
    """Where somebody stands toward the services of the catalog, read once for all that they sign in one go."""

    act: Act

    @cached_property
    def services(self) -> Mapping[str, Mapping[str, Any]]:
        return entities("service")

    @cached_property
    def signer(self) -> Person:
        """Raises ProblemsError: programs, and who sits at the server, sign nothing."""
        act = self.act
        person = Person.objects.filter(pk=act.actor.id).first() if act.actor.kind == "person" else None
        if person is None:
            raise ProblemsError.one("signer_not_a_person", Place())
        return person

    @cached_property
    def _here(self) -> set[str]:
        """The teams they are of today."""
        return {one.team_id for one in memberships_on(self.signer.memberships.all(), self.act.on)}

    @cached_property
    def _any(self) -> set[str]:
        """Those they may sign for."""
        return teams_for_signing(self.act, self.signer)

    @cached_property
    def _leading(self) -> set[str]:
        return teams_for_signing(self.act, self.signer, _LEADING)

    @cached_property
    def _led(self) -> set[str]:
        """Teams that have a lead."""
        standing = memberships_on(Membership.objects.filter(role="lead"), self.act.on)
        return {one.team_id for one in standing}

    @cached_property
    def _sre(self) -> set[str]:
        return company_sre()

    def team_of(self, service_id: str) -> str:
        """The team that owns a service; empty where none does. Raises ProblemsError."""
        row = self.services.get(service_id)
        if row is None:
            raise ProblemsError.one("entity_missing", Place(field="service"), id=service_id[:60])
        return str(row["team_id"] or "")

    def about(self, service_id: str) -> Subject:
        return Subject(self.team_of(service_id) or None)

    def side_of(self, service_id: str, *, leading: bool = False) -> str:
        """`team` or `sre`. `leading`: for the team only its lead or deputy, where it has one.

        Raises ProblemsError where they are of neither, of one since today only, or may not lead.
        """
        return self._side(self.team_of(service_id), leading, service_id)

    def side_of_team(self, team_id: str, *, leading: bool = False) -> str:
        """The same toward a team."""
        return self._side(team_id, leading, team_id)

    def _side(self, team: str, leading: bool, about: str) -> str:
        if team and team in (self._leading if leading and team in self._led else self._any):
            return TEAM
        if (
            self._sre & self._any and team not in self._here
        ):  # one of the team is of the team, whatever else they are of
            return SRE
        code = "signs_from_tomorrow" if self._here & {team, *self._sre} else "signs_for_nobody"
        if team in self._any:
            code = "signed_by_the_lead"
        raise ProblemsError.one(code, Place(), service=about)

    def second_of(self, service_id: str) -> str:
        """Somebody who verifies: of a team, and not of the one that owns the service. Raises ProblemsError."""
        if self.team_of(service_id) in self._here or not self._any:
            raise ProblemsError.one("not_a_second_person", Place(), service=service_id)
        return SECOND
