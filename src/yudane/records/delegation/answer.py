"""Who decides this: the answer for a team, an activity and an area on a day, as pages, the command line and JSON give it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from yudane.program import Activity, Program
from yudane.reading import Place, ProblemsError
from yudane.records.catalog.entities import entities
from yudane.records.delegation.standing import Agreements, Standing
from yudane.records.record import told_id
from yudane.words import Lang, say
from yudane.words.values import day

_SIDES = {("sre",): "decides_sre", ("team",): "decides_team", ("sre", "team"): "decides_both"}


@dataclass(frozen=True)
class Answer:
    """Who decides, with the agreement it follows from."""

    program: Program
    team: str
    activity: Activity
    service: str
    area: str
    standing: Standing

    def level(self, lang: Lang) -> str:
        """The level with its number: 4 Agree."""
        return level_words(self.program, self.standing.level, lang)

    def decides(self, lang: Lang) -> str:
        return say(f"delegation.{_SIDES[self.standing.decides]}", lang)

    def needs(self, lang: Lang) -> str:
        """What the level asks of both sides before and after."""
        return say(f"delegation.needs_{self.standing.level}", lang)

    def why(self, lang: Lang) -> str:
        """Where it follows from."""
        return why_words(self.standing, lang)

    def as_json(self, lang: Lang) -> dict[str, Any]:
        agreement, carried = self.standing.agreement, self.standing.carried
        return {
            "team": self.team,
            "service": self.service or None,
            "activity": self.activity.key,
            "area": self.area or None,
            "level": self.standing.level,
            "key": self.program.delegation(self.standing.level).key,
            "agreed": self.standing.agreed,
            "decides": list(self.standing.decides),
            "needs": self.needs(lang),
            "since": agreement.effective_from.isoformat() if agreement else None,
            "until": agreement.until.isoformat() if agreement and agreement.until else None,
            "agreement": told_id(agreement) if agreement else None,
            "carried_from": carried.team_id if carried else None,
            "confirm_by": carried.confirm_by.isoformat() if carried else None,
            "target": self.standing.target,
            "why": self.why(lang),
        }


def level_words(program: Program, level: int, lang: Lang) -> str:
    """4 Agree."""
    return say("delegation.level", lang, n=level, name=program.delegation(level).name[lang])


def why_words(standing: Standing, lang: Lang) -> str:
    agreement, carried = standing.agreement, standing.carried
    if agreement is None:
        return say(f"delegation.why_{standing.why}", lang)
    if carried:
        on, by = day(carried.on, lang), day(carried.confirm_by, lang)
        return say("delegation.why_carried", lang, team=_team(carried.team_id), on=on, by=by)
    since, until = day(agreement.effective_from, lang), agreement.until
    if until:
        return say("delegation.why_agreed_until", lang, since=since, until=day(until, lang))
    return say("delegation.why_agreed", lang, since=since)


def _team(team: str) -> str:
    """By name; what became part of another has none any more."""
    row = entities("team").get(team)
    return row["name"] if row else team


def who_decides(program: Program, team: str, activity: str, area: str, service: str, on: date) -> Answer:
    """Raises ProblemsError for what there is not."""
    if team not in entities("team"):
        raise ProblemsError.one("entity_missing", Place(field="team"), id=team[:60])
    row = entities("service").get(service)
    if service and (row is None or row["team_id"] != team):
        raise ProblemsError.one("service_of_another_team", Place(field="service"), service=service[:60])
    found = known_activity(program, activity, area)
    return Answer(program, team, found, service, area, Agreements.of(program, team, on).standing(found, service, area))


def known_activity(program: Program, key: str, area: str = "") -> Activity:
    """Raises ProblemsError where there is no such activity, or no such area in it."""
    try:
        found = program.activity(key)
    except KeyError:
        raise ProblemsError.one("activity_unknown", Place(field="activity"), name=key[:60]) from None
    if area and area not in found.areas:
        raise ProblemsError.one("area_unknown", Place(field="area"), name=area[:60], known=", ".join(found.areas))
    return found
