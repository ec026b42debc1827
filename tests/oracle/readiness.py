"""What a step of delegation needs, from rubric.md 4.4, its readings and the table of steps."""

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from tests.oracle.common import Found, Row, exact, yes_no
from tests.oracle.gates import (
    LEFT_OUT,
    NOTHING,
    Answer,
    Asked,
    Rule,
    days_since,
    goals,
    held_since,
    in_force,
    level_since,
    newest_of_day,
)


def owner_named(one: Asked) -> Answer:
    rows = [
        row
        for row in one.all("activity_owners", activity_key=one.activity, team_id=one.service["team_id"])
        if row["since"] <= one.today and (row["until"] is None or row["until"] > one.today)
    ]
    people = {row["person_id"] for row in rows}
    return (Found.YES, {"owners": len(people)}) if people else NOTHING


def source_connected(one: Asked) -> Answer:
    rows = one.here("assessment_results", as_of=one.today)
    rows += [row for row in one.own("indicator_results", as_of=one.today) if _activity(row) == one.activity]
    told = {name for row in rows for name in row["sources"]}
    return yes_no(bool(told)), {"connected": len(told)} if told else {}


def _activity(row: Row) -> str:
    return str(row["indicator_id"].partition(".")[0])


def core_met(one: Asked) -> Answer:
    row = newest_of_day(one)
    if row is None:
        return NOTHING
    core, met, unmet = (row[f"level_{one.level}_{name}"] for name in ("core", "met", "unmet"))
    if core is None:
        return Found.OPEN, {}
    if core == 0:
        return LEFT_OUT
    least = _least(one) * core
    word = Found.YES if met >= least else Found.NO if core - unmet < least else Found.OPEN
    return word, {"core": core, "core_met": met, "core_unmet": unmet, "level": one.level}


def _least(one: Asked) -> Fraction:
    assert one.at_least is not None
    return exact(one.at_least)


def member_trained(one: Asked) -> Answer:
    teams = {row["person_id"]: row["team_id"] for row in one.tables["people"]}
    held = {
        row["training_id"]
        for row in one.all("trainings", activity_key=one.activity)
        if one.within(row["held_on"], one.params["days"])
    }
    invited = [
        row
        for name in held
        for row in one.all("training_attendance", training_id=name)
        if one.service["team_id"] is not None
        and (row["team_id"] or teams.get(row["person_id"])) == one.service["team_id"]
    ]
    if not invited:
        return NOTHING
    came = {row["person_id"] for row in invited if row["attended"]}
    unclear = any(row["attended"] is None for row in invited)
    return Found.YES if came else Found.OPEN if unclear else Found.NO, {"trained": len(came)}


def level_held(one: Asked) -> Answer:
    row = newest_of_day(one)
    if row is None or row["published_level"] is None:
        return Found.OPEN, {}
    begun = held_since(one, one.here("assessment_results"), lambda past: _at_least(past, one.level))
    enough = one.at_least == 0 or days_since(one, begun) >= _least(one)
    good = _at_least(row, one.level) and enough
    return yes_no(good), {"published_level": row["published_level"], "held_days": days_since(one, begun)}


def _at_least(row: Row, level: int | None) -> bool:
    return row["published_level"] is not None and row["published_level"] >= level


def confidence(one: Asked) -> Answer:
    row = newest_of_day(one)
    if row is None or row["published_level"] is None:
        return Found.OPEN, {}
    share = exact(row["confidence"] or 0)
    return yes_no(share >= _least(one)), {"share": float(share)}


def own_work(one: Asked) -> Answer:
    rows = one.own("indicator_results", indicator_id=f"{one.activity}.own-work", as_of=one.today)
    if not rows:
        return NOTHING
    (row,) = rows
    if row["outcome"] == "not_applicable":
        return LEFT_OUT
    if row["outcome"] == "unknown" or row["value"] is None:
        return Found.OPEN, {}
    return yes_no(exact(row["value"]) >= _least(one)), {"share": row["value"]}


def no_trigger(one: Asked) -> Answer:
    words = [row["outcome"] for row in one.here("trigger_results", as_of=one.today)]
    numbers = {"looked_at": len(words) - words.count("not_applicable"), "open": words.count("unmet")}
    if not numbers["looked_at"]:
        return NOTHING
    if "unmet" in words:
        return Found.NO, numbers
    return Found.OPEN if "unknown" in words else Found.YES, numbers


def dwell(one: Asked) -> Answer:
    now = in_force(one)
    if now is None:
        return NOTHING
    assert one.to_level is not None
    if one.to_level <= now["level_current"]:
        return LEFT_OUT
    days = days_since(one, level_since(one))
    return yes_no(days >= _least(one)), {"delegation": now["level_current"], "held_days": days}


def evidence_fresh(one: Asked) -> Answer:
    row = newest_of_day(one)
    if row is None:
        return NOTHING
    lost = row["unconfirmed_since"]
    stale = 0 if lost is None else one.ago(lost)
    return yes_no(stale <= one.params["days"]), {"stale_days": stale}


def goals_met(one: Asked) -> Answer:
    names = [name for name in goals() if name.partition(".")[0] == one.activity]
    rows = {name: one.own("indicator_results", indicator_id=name) for name in names}
    words = [next((row["outcome"] for row in rows[name] if row["as_of"] == one.today), "unknown") for name in names]
    runs = [held_since(one, rows[name], lambda row: row["outcome"] == "met") for name in names]
    held = min(days_since(one, begun) for begun in runs)
    numbers = {"goals": len(names), "not_met": words.count("unmet"), "held_days": held}
    if "unmet" in words:
        return Found.NO, numbers
    if set(words) != {"met"}:
        return Found.OPEN, {}
    return yes_no(held >= _least(one)), numbers


READINESS: Mapping[str, Rule] = {
    "readiness.owner-named": Rule(owner_named, ("activity_owners",), "unmet"),
    "readiness.source-connected": Rule(source_connected, ("assessment_results", "indicator_results"), "unmet"),
    "readiness.core-met": Rule(core_met, ("assessment_results",), "unknown"),
    "readiness.member-trained": Rule(member_trained, ("trainings", "training_attendance"), "unmet"),
    "readiness.level-held": Rule(level_held, ("assessment_results",), "unknown"),
    "readiness.confidence": Rule(confidence, ("assessment_results",), "unknown"),
    "readiness.own-work": Rule(own_work, ("indicator_results",), "not_applicable"),
    "readiness.no-trigger": Rule(no_trigger, ("trigger_results",), "met"),
    "readiness.dwell": Rule(dwell, ("delegations",), "met"),
    "readiness.evidence-fresh": Rule(evidence_fresh, ("assessment_results",), "unknown"),
    "readiness.goals-met": Rule(goals_met, ("indicator_results",), "unknown"),
}
ON_THE_WAY_UP = {"readiness.dwell", "readiness.no-trigger", "readiness.evidence-fresh"}  # they keep no level
LEAST_FAR = ("not_proposed", "not_ready", "unknown", "almost", "ready")


def state(words: Mapping[str, str], tiers: Collection[str], tier: int | None) -> str:
    """Of one service, by the outcomes of the conditions that apply. Without a tier nobody knows all that is asked, unless it
    is the same of every tier."""
    unmet, unknown = (list(words.values()).count(word) for word in ("unmet", "unknown"))
    if not {"any", str(tier)} & set(tiers) and (tier is not None or not tiers):
        return "not_proposed"
    if tier is None and set(tiers) != {"any"}:
        return "not_ready" if unmet else "unknown"
    if unmet == 0:
        return "unknown" if unknown else "ready"
    return "almost" if unmet + unknown <= 2 else "not_ready"


def least_far(states: Iterable[str]) -> str:
    return min(states, key=LEAST_FAR.index, default="not_proposed")


def ahead(words: Mapping[str, str]) -> set[str]:
    """What speaks against a level in force, of the conditions that not only the way up asks for."""
    return {name for name, word in words.items() if word == "unmet" and name not in ON_THE_WAY_UP}
