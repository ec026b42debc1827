"""Who decides: of all agreements the most specific that is in force, else what the program says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from yudane.program import Activity, Program
from yudane.records.delegation.models import Agreement

TELL, CONSULT, AGREE = 1, 3, 4
Why = Literal["agreed", "not_agreed", "not_enabled"]
_DECIDES: Mapping[int, tuple[str, ...]] = {
    **dict.fromkeys((1, 2, 3), ("sre",)),
    4: ("sre", "team"),
    **dict.fromkeys((5, 6, 7), ("team",)),
}


@dataclass(frozen=True)
class Standing:
    """Who decides in one activity, or one of its areas, on a day."""

    level: int
    target: int
    why: Why
    agreement: Agreement | None = None

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

    @classmethod
    def of(cls, program: Program, team: str, on: date) -> "Agreements":
        return cls(program, in_force(Agreement.objects.filter(team_id=team).order_by("effective_from", "id"), on))

    @classmethod
    def of_teams(cls, program: Program, teams: Iterable[str], on: date) -> Mapping[str, "Agreements"]:
        """Of several teams, asked once."""
        by_team: dict[str, list[Agreement]] = {team: [] for team in teams}
        every = Agreement.objects.filter(team_id__in=by_team).order_by("effective_from", "id")
        for one in in_force(every, on):
            by_team[one.team_id].append(one)
        return {team: cls(program, found) for team, found in by_team.items()}

    def standing(self, activity: Activity, service: str = "", area: str = "") -> Standing:
        """Service and area come first, then the service, then the area, then the team."""
        about = {(one.service_id, one.area): one for one in self.found if one.activity_key == activity.key}
        for place in ((service, area), (service, ""), ("", area), ("", "")):
            if one := about.get(place):
                return Standing(one.level, one.target, "agreed", one)
        return unagreed(activity)

    def apart(self, activity: Activity) -> list[Agreement]:
        """Those about a service or an area alone."""
        return [one for one in self.found if one.activity_key == activity.key and (one.service_id or one.area)]


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


def in_force(agreements: Iterable[Agreement], on: date) -> list[Agreement]:
    """Of agreements, the earliest first, the newest of each matter that holds on a day."""
    newest: dict[tuple[str, ...], Agreement] = {}
    for one in agreements:
        over = (one.until and one.until <= on) or (one.ended_on and one.ended_on <= on)
        if one.effective_from <= on and not over:
            newest[tuple(one.matter.values())] = one
    return list(newest.values())
