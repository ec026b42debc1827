"""Who decides: of all agreements the most specific that is in force, else what the program says."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from yudane.program import Activity, Program
from yudane.records.catalog.ownership import Held, owners
from yudane.records.delegation.models import Agreement

TELL, CONSULT, AGREE = 1, 3, 4
CONFIRMED_IN = timedelta(days=30)  # what a service brought along is agreed anew
Why = Literal["agreed", "not_agreed", "not_enabled"]
_DECIDES: Mapping[int, tuple[str, ...]] = {
    **dict.fromkeys((1, 2, 3), ("sre",)),
    4: ("sre", "team"),
    **dict.fromkeys((5, 6, 7), ("team",)),
}


@dataclass(frozen=True)
class Carried:
    """A service brought its level along from the team that had it before."""

    team_id: str
    on: date

    @property
    def confirm_by(self) -> date:
        return self.on + CONFIRMED_IN


@dataclass(frozen=True)
class Standing:
    """Who decides in one activity, or one of its areas, on a day."""

    level: int
    target: int
    why: Why
    agreement: Agreement | None = None
    carried: Carried | None = None

    def late(self, on: date) -> date | None:
        """The day by which both wanted to look at it again, or had to confirm what was carried over, where it is over."""
        by = self.carried.confirm_by if self.carried else self.agreement.look_again_on if self.agreement else None
        return by if by is not None and by < on else None

    @property
    def agreed(self) -> bool:
        return self.agreement is not None

    def agreed_at(self, level: int) -> bool:
        """It stands there; where nobody agreed yet, at none."""
        return level == self.level and self.why != "not_agreed"

    @property
    def decides(self) -> tuple[str, ...]:
        return decides(self.level)


def decides(level: int) -> tuple[str, ...]:
    """The sides that decide at a level: `sre`, `team`, or both."""
    return _DECIDES[level]


@dataclass(frozen=True)
class Agreements:
    """Those of one team, as they stand on a day."""

    program: Program
    found: Sequence[Agreement]
    moved: Mapping[str, "_Before"] = field(default_factory=dict)  # by service that came from another team

    @classmethod
    def of(cls, program: Program, team: str, on: date) -> "Agreements":
        return cls.of_teams(program, [team], on)[team]

    @classmethod
    def of_teams(cls, program: Program, teams: Iterable[str], on: date) -> Mapping[str, "Agreements"]:
        """Of several teams, asked once."""
        by_team: dict[str, list[Agreement]] = {team: [] for team in teams}
        moved: dict[str, dict[str, _Before]] = {team: {} for team in by_team}
        chains, before = owners(by_team, on), _Befores(program, on)
        for service, chain in chains.items():
            if (last := chain[-1].team_id) in moved:
                moved[last][service] = before.of(service, chain)
        every = Agreement.objects.filter(team_id__in=by_team).order_by("effective_from", "id")
        for one in in_force(every, on):
            if one.service_id not in chains or one.service_id in moved[one.team_id]:  # not given away meanwhile
                by_team[one.team_id].append(one)
        return {team: cls(program, found, moved[team]) for team, found in by_team.items()}

    def standing(self, activity: Activity, service: str = "", area: str = "") -> Standing:
        """Service and area come first, then the service, then the area, then the team."""
        if (before := self.moved.get(service)) and not self._agreed(activity, service, area, before.signed_since):
            kept = before.agreements.standing(activity, service, area)
            if kept.agreed:  # until this team agrees about it, it keeps what it had
                return replace(kept, carried=before.carried)
        one = self._agreed(activity, service, area)
        return Standing(one.level, one.target, "agreed", one) if one else unagreed(activity)

    def _agreed(self, activity: Activity, service: str, area: str, since: datetime | None = None) -> Agreement | None:
        about = {
            (one.service_id, one.area): one
            for one in self.found
            if one.activity_key == activity.key and (since is None or one.created_at >= since)
        }
        places = ((service, area), (service, ""), ("", area), ("", ""))
        return next((about[place] for place in places if place in about), None)

    def apart(self, activity: Activity) -> list[tuple[str, str]]:
        """Services and areas where something is agreed of their own, or was carried over."""
        own = [(one.service_id, one.area) for one in self.found if one.activity_key == activity.key]
        kept = [(service, area) for service, one in self.moved.items() for area in one.areas(activity)]
        carried = [place for place in kept if self.standing(activity, *place).carried]
        return list(dict.fromkeys(place for place in (*own, *carried) if place != ("", "")))


@dataclass(frozen=True)
class _Before:
    """What held for a service at the team that had it before."""

    carried: Carried
    signed_since: datetime  # what its team agrees from here on takes the place
    agreements: Agreements

    def areas(self, activity: Activity) -> Iterator[str]:
        yield from {one.area for one in self.agreements.found if one.activity_key == activity.key}
        for before in self.agreements.moved.values():
            yield from before.areas(activity)


@dataclass(frozen=True)
class _Befores:
    """Asked once for all services that came from one team on one day."""

    program: Program
    on: date
    found: dict[tuple[Held, ...], Sequence[Agreement]] = field(default_factory=dict)

    def of(self, service: str, chain: Sequence[Held]) -> _Before:
        last, since = chain[-2], chain[-1].since or date.min
        signed = self.found.get((last,))
        if signed is None:
            signed = self.found[(last,)] = _signed(self.program, last.team_id, self.on, last.until)
        earlier = {service: self.of(service, chain[:-1])} if len(chain) > 2 else {}
        of_service = [one for one in signed if one.service_id in ("", service)]
        begins = datetime.combine(since, time(), self.program.zone)
        return _Before(Carried(last.team_id, since), begins, Agreements(self.program, of_service, earlier))


def _signed(program: Program, team: str, on: date, until: date | None = None) -> list[Agreement]:
    """What a team agreed that is in force on a day, of what was signed before the day it gave a service away."""
    signed = Agreement.objects.filter(team_id=team).order_by("effective_from", "id")
    if until is not None:
        signed = signed.filter(created_at__lt=datetime.combine(until, time(), program.zone))
    return in_force(signed, on, until)


def floors(program: Program, team: str) -> Mapping[str, int]:
    """By activity the lowest level that a step back is suggested to: Agree, where nothing is rated Consult, and never below
    what was agreed first."""
    first = Agreement.objects.filter(team_id=team, service_id="", area="", trigger="initial")
    agreed = dict(first.order_by("-id").values_list("activity_key", "level"))
    return {one.key: max(AGREE if one.levels else CONSULT, agreed.get(one.key, 0)) for one in program.activities}


def unagreed(activity: Activity) -> Standing:
    """What the program says where nobody agreed: what it does not enable is told, the rest is agreed case by case."""
    if activity.enabled:
        return Standing(AGREE, activity.target, "not_agreed")
    return Standing(TELL, activity.target, "not_enabled")


def in_force(agreements: Iterable[Agreement], on: date, given_away: date | None = None) -> list[Agreement]:
    """Of agreements, the earliest first, the newest of each matter that holds on a day; what took the place of one after the
    service was `given_away` did not for that service."""
    newest: dict[tuple[str, ...], Agreement] = {}
    for one in agreements:
        ended = None if given_away and one.ended_on and one.ended_on >= given_away else one.ended_on
        over = (one.until and one.until <= on) or (ended and ended <= on)
        if one.effective_from <= on and not over:
            newest[tuple(one.matter.values())] = one
    return list(newest.values())
