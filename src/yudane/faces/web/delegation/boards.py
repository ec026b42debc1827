"""The board of a team and that of the organization, as data: activities down, the seven levels across."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yudane.assessment.explanation.readiness import Readiness
from yudane.faces.clock import now_utc
from yudane.faces.web.shared.paths import Link, matter_path
from yudane.program import Activity, Program
from yudane.records.delegation.answer import level_words, why_words
from yudane.records.delegation.making import waiting_proposals
from yudane.records.delegation.models import Agreement
from yudane.records.delegation.standing import Agreements, Standing, floors, in_force
from yudane.words import Lang, say
from yudane.words.values import listed

LEVELS = range(1, 8)


@dataclass(frozen=True)
class Head:
    """One of the seven levels."""

    level: int
    name: str
    says: str


@dataclass(frozen=True)
class Mark:
    """One cell of a team's row."""

    level: int
    now: bool
    target: bool
    words: str  # all of it, for who does not see the drawing; empty where there is nothing


@dataclass(frozen=True)
class Row:
    """One activity, or what is agreed apart for a service or an area."""

    name: str
    href: str
    apart: bool
    marks: Sequence[Mark]
    words: str  # 4 Agree
    why: str
    waits: bool  # a proposal does
    unagreed: bool  # although the program hands it over
    late: date | None  # by when both should have looked at it again
    readiness: "Beside | None" = None  # what the evidence says of it


@dataclass(frozen=True)
class Beside:
    """What the evidence says beside a row."""

    state: str
    words: str
    ahead: str  # what it says against the level in force; empty where nothing
    asking: Sequence[str]  # what asks to look at it again, by name


@dataclass(frozen=True)
class Count:
    """How many teams stand at a level in an activity."""

    n: int
    target: bool  # the program's


@dataclass(frozen=True)
class ActivityCounts:
    """One activity over all teams."""

    key: str
    name: str
    counts: Sequence[Count]
    unagreed: int
    waiting: int


def heads(program: Program, lang: Lang) -> list[Head]:
    return [Head(one.level, one.name[lang], one.says[lang]) for one in program.delegation_levels]


def team_board(
    program: Program,
    team: str,
    services: Mapping[str, str],
    on: date,
    at: str,
    readiness: Mapping[str, Readiness],
    lang: Lang,
) -> list[Row]:
    """A row for each activity, and below it what is agreed apart. `readiness` by activity."""
    agreements = Agreements.of(program, team, on)
    waiting = {tuple(one.matter.values()) for one in waiting_proposals(now_utc()).filter(team_id=team)}
    lowest = floors(program, team)
    rows = []
    for activity in program.activities:
        for service, area in [("", ""), *agreements.apart(activity)]:
            apart = bool(service or area)
            standing = agreements.standing(activity, service, area)
            said = [services.get(service, service)] if service else []
            said += [activity.areas[area][lang] if area in activity.areas else area] if area else []
            rows.append(
                _row(
                    program,
                    " · ".join(said) if apart else activity.name[lang],
                    matter_path(team, activity.key, service, area, at),
                    apart,
                    standing,
                    (team, service, activity.key, area) in waiting,
                    None
                    if apart
                    else beside(program, standing, readiness.get(activity.key), lowest[activity.key], lang),
                    on,
                    lang,
                )
            )
    return rows


def beside(program: Program, standing: Standing, found: Readiness | None, floor: int, lang: Lang) -> Beside | None:
    """Where it is agreed what the next step needs, and what speaks against the level in force; else how far the evidence
    carries. A step back is asked for above the `floor` only."""
    if found is None or not found.known or standing.why == "not_enabled":
        return None
    above = standing.agreed and standing.level > floor
    asking = list(dict.fromkeys(one.title(lang) for one in found.asking)) if above else []
    if not standing.agreed:
        words = say("web.readiness_carries", lang, level=level_words(program, found.carries, lang))
        return Beside("carries", words, "", asking)
    lacks = listed(list(dict.fromkeys(one.title(lang) for one in found.ahead(standing.level))), lang)
    ahead = say("web.readiness_ahead", lang, missing=lacks) if lacks else ""
    if standing.level >= standing.target:
        return Beside("target", say("web.readiness_target", lang), ahead, asking)
    level = standing.level + 1
    return Beside(found.state(level), found.words(level, level_words(program, level, lang), lang), ahead, asking)


def _row(
    program: Program,
    name: str,
    href: str,
    apart: bool,
    standing: Standing,
    waits: bool,
    found: Beside | None,
    on: date,
    lang: Lang,
) -> Row:
    marks = [
        Mark(
            level,
            standing.agreed_at(level),
            level == standing.target,
            " ".join(_mark_words(standing, level, lang)),
        )
        for level in LEVELS
    ]
    words = level_words(program, standing.level, lang) if standing.why != "not_agreed" else say("web.not_agreed", lang)
    unagreed = standing.why == "not_agreed"
    why = why_words(standing, lang)
    return Row(name, href, apart, marks, words, why, waits, unagreed, standing.late(on), found)


def _mark_words(standing: Standing, level: int, lang: Lang) -> list[str]:
    now = [say("web.delegation_now", lang)] if standing.agreed_at(level) else []
    return [*now, *([say("web.delegation_target", lang)] if level == standing.target else [])]


def organization(program: Program, boards: Mapping[str, Agreements], lang: Lang) -> list[ActivityCounts]:
    """A row for each activity. As many questions to the database, whatever the number of teams."""
    found = waiting_proposals(now_utc()).filter(team_id__in=list(boards))
    waiting = Counter(found.values_list("activity_key", flat=True))
    return [_counts(activity, list(boards.values()), waiting[activity.key], lang) for activity in program.activities]


def boards_of(program: Program, teams: Sequence[str], on: date) -> Mapping[str, Agreements]:
    """What each team agreed as a whole, asked at once."""
    by_team: dict[str, list[Agreement]] = {team: [] for team in teams}
    every = Agreement.objects.filter(team_id__in=teams, service_id="", area="").order_by("effective_from", "id")
    for one in in_force(every, on):
        by_team[one.team_id].append(one)
    return {team: Agreements(program, found) for team, found in by_team.items()}


def _counts(activity: Activity, boards: Sequence[Agreements], waiting: int, lang: Lang) -> ActivityCounts:
    standing = [board.standing(activity) for board in boards]
    found = Counter(one.level for one in standing if one.why != "not_agreed")
    counts = [Count(found[level], level == activity.target) for level in LEVELS]
    unagreed = sum(one.why == "not_agreed" for one in standing)
    return ActivityCounts(activity.key, activity.name[lang], counts, unagreed, waiting)


def by_level(
    program: Program, activity: Activity, boards: Mapping[str, Agreements], teams: Mapping[str, str], lang: Lang
) -> list[tuple[str, list[Link]]]:
    """The teams at each level of an activity, those first that did not agree yet; each leads to its matter."""
    found: dict[int, list[Link]] = {}
    for team, board in boards.items():
        standing = board.standing(activity)
        level = standing.level if standing.why != "not_agreed" else 0
        found.setdefault(level, []).append(Link(matter_path(team, activity.key), teams[team]))
    names = {level: level_words(program, level, lang) for level in LEVELS} | {0: say("web.not_agreed", lang)}
    return [(names[level], found[level]) for level in sorted(found)]
