"""Who acts, and when: what every verb is given."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

ActorKind = Literal["anonymous", "local", "person", "token", "operator", "system"]
MembershipRole = Literal["member", "lead", "signs"]


@dataclass(frozen=True)
class TeamRole:
    """What somebody is in a team today. `kind` is the team's: dev, sre_company, business_unit, ..."""

    team_id: str
    kind: str
    role: MembershipRole


@dataclass(frozen=True)
class Actor:
    """Somebody, or a program of somebody's.

    local: the one person of a machine without accounts. operator: who sits at the server's command line. system: a job.
    """

    kind: ActorKind
    id: str = ""
    name: str = ""
    admin: bool = False
    auditor: bool = False
    teams: tuple[TeamRole, ...] = ()
    scopes: frozenset[str] = frozenset()  # of a token: read, ingest

    def roles(self, team_id: str | None = None, person_id: str | None = None) -> Iterator[str]:
        """Everything they are, toward a team and a person (see policy.ROLES)."""
        yield from _KINDS[self.kind]
        if self.kind == "token":
            yield from (f"{scope}_token" for scope in self.scopes)
        if self.kind != "person":
            return
        yield from (role for role, is_so in (("administrator", self.admin), ("auditor", self.auditor)) if is_so)
        yield from ("self",) if person_id == self.id else ()
        for one in self.teams:
            if one.kind == "sre_company":
                yield "sre"
            if one.kind == "business_unit":
                yield "business"
            if team_id is not None and one.team_id != team_id:
                yield "colleague"
            if one.team_id == team_id:
                yield {"member": "member", "lead": "lead", "signs": "deputy"}[one.role]


_KINDS: dict[ActorKind, tuple[str, ...]] = {
    "anonymous": ("anyone",),
    "local": ("anyone", "viewer", "local"),
    "person": ("anyone", "viewer"),
    "token": ("anyone",),
    "operator": ("anyone", "viewer", "operator"),
    "system": ("anyone", "viewer", "operator"),
}

NOBODY = Actor("anonymous")
OPERATOR = Actor("operator", "operator", "operator")
SYSTEM = Actor("system", "system", "system")


@dataclass(frozen=True)
class Act:
    """One thing somebody does. `now` has its zone; `on` is the day in UTC, by which memberships count."""

    actor: Actor
    now: datetime

    @property
    def on(self) -> date:
        return self.now.date()

    @property
    def received_at(self) -> datetime:
        """As evidence has its moments: naive, in UTC."""
        return self.now.astimezone(UTC).replace(tzinfo=None)
