"""The work desk: what teams ask of each other, what people note about their days, and what they answer when asked."""

from collections.abc import Iterator, Sequence
from typing import Any

from demo.habits import habits
from demo.happenings import observed
from demo.organization import HISTORY, Service, Team, company, person
from demo.practices import PATCHING, TOILING, WRITING, Toiling
from demo.rows import WIKI
from demo.systems.cloud_room import big_changes
from demo.systems.scanner import urgent
from demo.systems.wiki import chores
from demo.timeline import Month, Timeline, chance, evenly

Entry = dict[str, Any]

SRE = "kumo"
SELF_SERVICE = 95  # days since most people get access by themselves; what they still ask for is answered at once
_HOURS = 1 / 24
_WEEK = 37 * 60  # minutes somebody notes in a week
_CALM = ("suzume", "fern")  # teams that ask little of others


# -- Requests --------------------------------------------------------------------------------------------------------


def request_entries(services: Sequence[Service], timeline: Timeline) -> Iterator[Entry]:
    """What was asked about some services."""
    known = {service.key for service in services}
    for team in company().teams.values():
        if team.kind == "dev":
            yield from (
                entry for entry in (*_admin(team, timeline), *_interrupts(team, timeline)) if entry["product"] in known
            )
    for service in services:
        yield from _reviews(service, timeline)
        yield from _urgent(service, timeline)
        yield from _jobs(service, timeline)


def _entry(no: str, kind: str, asked: float, timeline: Timeline, **more: Any) -> Entry:
    return {"type": "request", "no": no, "kind": kind, "asked": timeline.stamp(asked), **more}


def _timed(asked: float, answered: float, done: float | None, timeline: Timeline) -> Entry:
    finished = timeline.past(done) if done is not None else None
    return {"answered": timeline.past(answered), "done": finished, "state": "closed" if finished else "open"}


def _admin(team: Team, timeline: Timeline) -> Iterator[Entry]:
    """What only company SRE may do. One request in twenty comes back, one lies."""
    luck = chance(team.key, "admin")
    services = [service for service in company().of_team(team.key) if service.since >= HISTORY]
    day, number = -float(HISTORY) + luck.uniform(0, 6), 0
    while day < -0.2:
        asked = timeline.working(day) // 1 + luck.uniform(0.02, 0.3)
        access = number % 3 != 2 if asked < -SELF_SERVICE else number % 3 == 0
        quick = access and asked > -SELF_SERVICE
        answered = asked + (0.2 if quick else luck.choice((1, 2, 3, 5, 22))) * _HOURS
        takes = 0.3 * _HOURS if quick else luck.choice((0.15, 0.3, 0.6, 1.0, 2.2, 4.1))
        lies = team.key == "hotaru" and -30 < asked < -24
        yield _entry(
            f"{team.key[:3].upper()}-A{number + 1}",
            "access" if access else "admin",
            asked,
            timeline,
            product=services[number % len(services)].key,
            **{"from": team.key, "to": SRE, "who": company().teams[SRE].people[number % 5]},
            **_timed(asked, answered, None if lies else answered + takes, timeline),
            minutes=5 if quick else 25 + number % 5 * 10,
            again=int(evenly(number, 0.06)),
            robot=access,
            hurry="normal",
        )
        number += 1
        day += luck.uniform(3.5, 8.0) * (2 if team.key in _CALM else 1)


def _interrupts(team: Team, timeline: Timeline) -> Iterator[Entry]:
    """What other teams want to know from a team."""
    luck = chance(team.key, "interrupts")
    others = [other.key for other in company().teams.values() if other.key != team.key]
    services = [service for service in company().of_team(team.key) if service.since >= HISTORY]
    day, number = -float(HISTORY) + luck.uniform(0, 6), 0
    while day < -0.2:
        asked = timeline.working(day) // 1 + luck.uniform(0.02, 0.3)
        sorted_out = evenly(number, TOILING.by(team.key, asked).sorted)
        answered = asked + luck.uniform(1, 20) * _HOURS
        yield _entry(
            f"{team.key[:3].upper()}-Q{number + 1}",
            ("support", "work", "support", "training")[number % 4] if sorted_out else "other",
            asked,
            timeline,
            product=services[number % len(services)].key,
            **{"from": others[number % len(others)], "to": team.key, "who": team.people[number % len(team.people)]},
            **_timed(asked, answered, answered + luck.uniform(0.1, 3), timeline),
            minutes=15 + number % 4 * 15,
            again=0,
            robot=number % 3 == 0 if sorted_out else None,
            hurry="normal",
        )
        number += 1
        day += luck.uniform(4.0, 7.5)


def _reviews(service: Service, timeline: Timeline) -> Iterator[Entry]:
    """Before a large change company SRE looks at the design with the team; sometimes at one side of it only."""
    for number, change in enumerate(big_changes(service)):
        if not change.reviewed:
            continue
        luck = chance(change.id, "review")
        asked = timeline.working(change.day - 12)
        answered = asked + luck.choice((0.1, 0.4, 1.0, 1.5, 3.4))
        done = min(answered + luck.uniform(1.0, 4.6), change.day - 0.5)
        narrow = luck.random() < 0.09
        yield _entry(
            change.review,
            "design" if change.new or number % 2 else "plan",
            asked,
            timeline,
            product=service.key,
            **{"from": service.team, "to": SRE, "who": company().teams[SRE].people[number % 5]},
            **_timed(asked, answered, done, timeline),
            minutes=90,
            again=int(luck.random() < 0.2),
            robot=False,
            hurry="normal",
            verdict="fine",
            looked=["availability"] if narrow else ["availability", "security", "cost"][: 2 + number % 2],
            together=luck.random() < 0.86,
            about=f"{WIKI}/{service.key}/designs/{change.id.lower()}",
        )


def _urgent(service: Service, timeline: Timeline) -> Iterator[Entry]:
    for number, finding in enumerate(urgent(service)):
        asked = timeline.working(finding.seen + 0.2)
        wait = PATCHING.of(service, asked).urgent
        answered = timeline.working(asked + wait)
        yield _entry(
            f"URG-{service.key}-{number + 1}",
            "urgent",
            asked,
            timeline,
            product=service.key,
            **{"from": SRE, "to": service.team, "who": company().team_of(service).people[0]},
            **_timed(asked, answered, answered + 2, timeline),
            minutes=120,
            again=0,
            robot=False,
            hurry="urgent",
            about=finding.id,
        )


def _jobs(service: Service, timeline: Timeline) -> Iterator[Entry]:
    """Work on what runs: restarts, certificates, data to mend. Most teams do their own, some still ask."""
    luck = chance(service.key, "jobs")
    asks = not habits(service, -1).response.leads
    day, number = -float(min(HISTORY, service.since)) + luck.uniform(1, 30), 0
    while day < -1:
        asked = timeline.working(day)
        own = not asks and number % 6 != 5
        yield _entry(
            f"JOB-{service.key}-{number + 1}",
            "work",
            asked,
            timeline,
            product=service.key,
            **{"from": service.team, "to": service.team if own else SRE, "who": None},
            **_timed(asked, asked + 0.15, asked + luck.uniform(0.3, 2), timeline),
            minutes=40,
            again=0,
            robot=number % 2 == 0,
            hurry="low",
        )
        number += 1
        day += luck.uniform(28, 50)


# -- Notes -----------------------------------------------------------------------------------------------------------


def note_entries(team: Team, timeline: Timeline) -> Iterator[tuple[str, Entry]]:
    """Month, and what a person noted about their work in it."""
    for nth, month in enumerate(timeline.months(HISTORY)):
        how = TOILING.by(team.key, min(month.begins + 15, -1))
        weeks = [day for day in range(month.begins, min(month.ends, -1)) if timeline.moment(day).weekday() == 2]
        if how.logs and weeks:
            for number, name in enumerate(team.people):
                notes = _notes(team, number, month, nth, weeks, how, timeline)
                yield month.key, {"type": "notes", "who": person(name), "team": team.key, "notes": notes}


def _notes(
    team: Team, number: int, month: Month, nth: int, weeks: list[int], how: Toiling, timeline: Timeline
) -> list[list[object]]:
    """Each Wednesday: toil with its chore, what came in between, and what the week was for. A month's toil is even."""
    todo = [chore for chore in chores(team) if chore.stands(month.begins + 14)]
    toil = _WEEK * 4.3 * how.share * (1 + how.growth) ** nth * _part(how, number, len(team.people))
    wednesdays = sum(1 for day in range(month.begins, month.ends) if timeline.moment(day).weekday() == 2)
    other = _WEEK * (1 - how.share)
    found: list[list[object]] = []
    for place, day in enumerate(weeks):
        if not evenly(nth * 5 + place + number * 3, how.logs):
            continue
        minutes = max(5, round(toil / wednesdays * (0.97 + (number + place) % 3 * 0.03)))
        chore = todo[(number + place) % len(todo)].key if todo and evenly(nth + number + place * 7, how.keyed) else None
        kind = "interrupt" if place % 4 == 3 and chore is None else "toil"
        found.append([timeline.date(day), minutes, kind, chore])
        found.append([timeline.date(day + 1), round(other * 0.8), _purpose(team, place), None])
        found.append([timeline.date(day - 1), round(other * 0.2), "overhead", None])
    return found


def _part(how: Toiling, number: int, people: int) -> float:
    """Of a person, in shares of an even split."""
    if how.spread:
        return 1.0
    return people * 0.6 if number == 0 else people * 0.4 / (people - 1)


def _purpose(team: Team, place: int) -> str:
    if team.key == SRE:
        return ("enablement", "project", "admin", "review")[place % 4]
    return ("feature", "feature", "project", "review")[place % 4]


# -- Questions -------------------------------------------------------------------------------------------------------


def answer_entries(timeline: Timeline) -> Iterator[Entry]:
    for team in company().teams.values():
        if team.kind == "dev":
            yield from _toil_answers(team, timeline)
            yield from _mood(team, timeline)
    for service in observed():
        yield from _readers(service, timeline)


def _answers(survey: str, kind: str, team: str, who: str, day: float, timeline: Timeline, **answers: float) -> Entry:
    return {"type": "answers", "survey": survey, "about": kind, "team": team, "who": who, "on": timeline.date(day)} | {
        "answers": answers
    }


def _toil_answers(team: Team, timeline: Timeline) -> Iterator[Entry]:
    """Two questions a month, for teams that do not note their days."""
    for month in timeline.months(HISTORY):
        day = month.begins + 20
        if day < 0 and TOILING.by(team.key, day).surveyed:
            for number, name in enumerate(team.people[:-1]):
                survey = f"toil-{month.key}"
                yield _answers(survey, "toil", team.key, name, day, timeline, hours=5 + number % 3, biggest=number % 4)


def _mood(team: Team, timeline: Timeline) -> Iterator[Entry]:
    """Twice a year: how reliability is thought of, and how being on call feels."""
    tired = team.key in ("mikan", "anchor")
    for year, day in enumerate(range(-HISTORY + 40, -1, 182)):
        for number, name in enumerate(team.people):
            feels = (2 if tired else 4) + number % 2 * 0.5
            survey = f"half-year-{year + 1}"
            yield _answers(survey, "mindset", team.key, name, day, timeline, users_first=feels, may_stop=feels - 0.5)
            yield _answers(f"{survey}-on-call", "oncall_health", team.key, name, day + 3, timeline, rested=feels)


def _readers(service: Service, timeline: Timeline) -> Iterator[Entry]:
    """What readers think of a service's pages, twice a year."""
    team = company().team_of(service)
    start = -min(HISTORY, service.since) + 30
    for half, day in enumerate(range(start, -1, 170)):
        score = WRITING.of(service, day).score
        for number, name in enumerate([*team.people[:4], *company().teams[SRE].people[:2]]):
            marks = {q: min(5.0, score + (number + n) % 3 * 0.3 - 0.3) for n, q in enumerate(_ASKED)}
            entry = _answers(
                f"pages-{service.key}-{half + 1}", "doc_quality", service.team, name, day, timeline, **marks
            )
            yield {**entry, "product": service.key}


_ASKED = ("findable", "accurate", "clear")
