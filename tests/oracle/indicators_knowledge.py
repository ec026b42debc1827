"""Knowledge sharing and training, from the prose: numbers of the organization only."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from tests.oracle.common import DAY, Row, exact, moment
from tests.oracle.indicators import EMPTY, WORDS, Answer, Indicator, Look, Share, Verdict, at_least, middle


def of_all(rule: Callable[[Look], Answer]) -> Callable[[Look], Answer]:
    return lambda look: rule(look) if look.is_organization else EMPTY


def sessions(look: Look, days: int) -> list[Row]:
    return [row for row in look.tables["trainings"] if look.within(row["held_on"], days)]


def invited(look: Look, held: list[Row]) -> list[Row]:
    by = look.tables.by("training_attendance", "training_id")
    return [row for session in held for row in by.get(session["training_id"], ())]


def team_then(look: Look, row: Row) -> str | None:
    """The team the person belonged to, else the one of today."""
    people: list[Row] = look.tables.by("people", "person_id").get(row["person_id"], [])
    team: str | None = row["team_id"] or (people[0]["team_id"] if people else None)
    return team


def held(look: Look) -> Answer:
    count = len(sessions(look, 90))
    return WORDS[count >= look.params["sessions_min"]], count


def reach(look: Look) -> Answer:
    owners = {one["team_id"] for one in look.services} - {None}
    teams = {team for team in owners if look.kind(team) in ("dev", None)}
    rows = [row for row in invited(look, sessions(look, 180)) if row["attended"] is not False]
    came = {team_then(look, row) for row in rows if row["attended"]} & teams
    perhaps = {team_then(look, row) for row in rows} & teams
    strangers = {row["person_id"] for row in rows if team_then(look, row) is None}
    if not teams:
        return EMPTY
    goal, most = look.number("share_min"), min(len(perhaps) + len(strangers), len(teams))
    word = "met" if Fraction(len(came), len(teams)) >= goal else "unmet"
    return word if Fraction(most, len(teams)) < goal or word == "met" else "unknown", Fraction(len(came), len(teams))


def attendance(look: Look) -> Answer:
    return at_least(Share([row["attended"] for row in invited(look, sessions(look, 90))]), look.number("share_min"))


def useful(look: Look) -> Answer:
    rows = invited(look, sessions(look, 90))
    ratings = [exact(row["rating"]) for row in rows if row["rating"] is not None]
    if len(ratings) < look.params["min_n"]:
        return EMPTY
    return WORDS[middle(ratings) >= look.number("rating_min")], middle(ratings)


def gaps(look: Look, day: date) -> set[str] | None:
    """Activities with the most services at Level 1 as of that day; None where nothing had been assessed."""
    known = [
        row
        for row in look.tables["assessment_results"]
        if row["as_of"] <= day and look.within(row["as_of"], 180) and look.service(row)
    ]
    if not known:
        return None
    newest = max(row["as_of"] for row in known)
    last = [row for row in known if row["as_of"] == newest]
    shares = {
        activity: Share([row["published_level"] == 1 for row in last if row["activity_key"] == activity]).value
        for activity in {row["activity_key"] for row in last}
    }
    nonzero = {activity: share for activity, share in shares.items() if share}
    return {
        name
        for name, share in nonzero.items()
        if sum(other > share for other in nonzero.values()) < look.params["gaps"]
    }


def targeted(look: Look) -> Answer:
    events: list[Verdict] = []
    for row in sessions(look, 90):
        aims = gaps(look, row["held_on"])
        if aims is None:
            events.append(None)
        elif aims:
            events.append(row["activity_key"] in aims)
    return at_least(Share(events), look.number("share_min"))


def effect(look: Look) -> Answer:
    days = look.params["days"]
    long_ago = [
        row for row in sessions(look, 365) if row["activity_key"] and days_after(row, days) <= look.as_of.date()
    ]
    sides: dict[bool, list[bool]] = {True: [], False: []}
    for activity in {row["activity_key"] for row in long_ago}:
        about = [row for row in long_ago if row["activity_key"] == activity]
        for service in look.services:
            rows = [
                (row["held_on"], one["attended"])
                for row in about
                for one in invited(look, [row])
                if service["team_id"] is not None and team_then(look, one) == service["team_id"]
            ]
            came = [day for day, attended in rows if attended]
            if service["team_id"] is None or (not came and None in [attended for _, attended in rows]):
                continue
            start = min(came or [row["held_on"] for row in about])
            rose = level_rose(look, service, activity, start, days)
            if rose is not None:
                sides[bool(came)].append(rose)
    if min(len(side) for side in sides.values()) < look.params["min_n"]:
        return EMPTY
    shares = {came: Fraction(sum(side), len(side)) for came, side in sides.items()}
    difference = shares[True] - shares[False]
    return WORDS[difference > look.number("difference_over")], difference


def days_after(row: Row, days: int) -> date:
    return (moment(row["held_on"]) + days * DAY).date()


def level_rose(look: Look, service: Row, activity: str, start: date, days: int) -> Verdict:
    """None where no level was published in the 30 days before, or none is left to reach."""
    own = look.tables.by("assessment_results", "service_id").get(service["service_id"], [])
    published = [row for row in own if row["activity_key"] == activity and row["published_level"] is not None]
    before = [row for row in published if start - 30 * DAY < row["as_of"] <= start]
    if not before:
        return None
    level = max(before, key=lambda row: row["as_of"])["published_level"]
    after = [row["published_level"] for row in published if start < row["as_of"] <= start + days * DAY]
    return None if level == 3 else any(one > level for one in after)


KNOWLEDGE = {
    "knowledge.held": Indicator(of_all(held), ("trainings",)),
    "knowledge.reach": Indicator(of_all(reach), ("trainings", "training_attendance", "teams")),
    "knowledge.attendance": Indicator(of_all(attendance), ("trainings", "training_attendance")),
    "knowledge.useful": Indicator(of_all(useful), ("trainings", "training_attendance.rating")),
    "knowledge.targeted": Indicator(of_all(targeted), ("trainings", "assessment_results")),
    "knowledge.effect": Indicator(of_all(effect), ("trainings", "training_attendance", "assessment_results")),
}
