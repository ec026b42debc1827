"""The criteria of document management, from rubric.md 2.5 and its readings; what is required from the table."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from fractions import Fraction
from importlib.resources import files
from itertools import product
from typing import Any

import yaml

from tests.oracle.common import (
    Case,
    Criterion,
    Found,
    Row,
    exact,
    median,
    moment,
    settled,
    speaks_for,
    yes_no,
)
from tests.oracle.incident_response import documents, opens
from tests.oracle.monitoring import Firing, firings

TABLE = files("yudane.practices") / "documentation" / "required-documents.yaml"
REQUIRED: list[dict[str, Any]] = yaml.safe_load(TABLE.read_text("utf-8"))["rows"]
QUESTIONS = {"findable", "accurate", "clear"}
VERY_MANY = 10**12


def required(case: Case) -> dict[str, list[Row]]:
    """The documents there are of every type that the service must have."""
    return {
        row["doc_type"]: [
            document
            for document in documents(case, row["doc_type"])
            if row["shared"] or document["service_id"] is not None
        ]
        for row in REQUIRED
        if row["tier"] == case.service["tier"]
    }


def share_of_required(case: Case, good: Callable[[Row], bool | None], name: str) -> Found:
    """Whether enough of them are good; None is one that may be good or not."""
    verdicts = [good(document) for found in required(case).values() for document in found]
    return share(case, verdicts, name) if verdicts else Found.NOTHING


def share(case: Case, verdicts: list[bool | None], name: str) -> Found:
    bounds = (verdicts.count(True), verdicts.count(True) + verdicts.count(None))
    return settled(yes_no(case.share_reached(part, len(verdicts), name)) for part in bounds)


def required_set(case: Case) -> Found:
    found = required(case)
    return yes_no(all(found.values())) if found else Found.NOTHING


def of_the_team(case: Case) -> list[Row]:
    """The documents of the service and its team, without those of the whole company."""
    shared = [row for row in case.all("documents", service_id=None) if row["owner_team_id"] is not None]
    return case.own("documents") + [row for row in shared if speaks_for(row, case.service, "owner_team_id")]


def owned(case: Case) -> Found:
    active = {row["team_id"] for row in case.all("teams", active=True)}
    verdicts: list[bool | None] = [row["owner_team_id"] in active for row in of_the_team(case)]
    return share(case, verdicts, "owned_min") if verdicts else Found.NOTHING


def reachable(case: Case) -> Found:
    days = case.params["checked_within_days"]

    def good(document: Row) -> bool | None:
        checked, answer = document["link_checked_at"], opens(document)
        if answer is False or (checked is not None and not case.within(checked, days)):
            return False
        return None if checked is None else answer

    return share_of_required(case, good, "ok_min")


def seen_this_year(case: Case) -> Found:
    days = case.params["within_days"]

    def good(document: Row) -> bool:
        return any(case.within(document[name], days) for name in ("last_modified_at", "last_reviewed_on"))

    return share_of_required(case, good, "year_min")


def guideline(case: Case) -> Found:
    verdicts = [opens(document) for document in documents(case, "doc_guideline")]
    if not verdicts:
        return Found.NOTHING
    return Found.YES if True in verdicts else Found.OPEN if None in verdicts else Found.NO


def fresh(case: Case) -> Found:
    defaults = {"runbook": "runbook_interval_days", "dr_plan": "dr_plan_interval_days"}

    def good(document: Row) -> bool:
        own, day = document["review_interval_days"], document["last_reviewed_on"]
        interval = case.params[defaults.get(document["doc_type"], "interval_days")] if own is None else own
        return day is not None and moment(day) < case.as_of and case.as_of - moment(day) <= timedelta(days=interval)

    return share_of_required(case, good, "fresh_min")


def links(case: Case) -> Found:
    days = case.params["checked_within_days"]
    checked = [row for row in of_the_team(case) if case.within(row["link_checked_at"], days)]

    def good(world: Iterable[tuple[int, int]]) -> Found:
        counts = list(world)
        total, broken = sum(one for one, _ in counts), sum(one for _, one in counts)
        return yes_no(Fraction(broken, total) <= exact(case.params["broken_max"])) if total else Found.NOTHING

    return settled(good(world) for world in product(*(_links(row) for row in checked)))


def _links(row: Row) -> list[tuple[int, int]]:
    """All links and the broken ones, at the extremes of what may be."""
    total, broken = row["links_total"], row["links_broken"]
    if total is None:
        return (
            [(0, 0), (VERY_MANY, 0), (VERY_MANY, VERY_MANY)]
            if broken is None
            else [(broken, broken), (VERY_MANY, broken)]
        )
    return [(total, 0), (total, total)] if broken is None else [(total, broken)]


def runbooks_live(case: Case) -> Found:
    days = case.params["runbook_max_age_days"]
    paging = [one for one in firings(case.own("alert_notifications")) if one.pages and case.within(one.start, 90)]
    rules = {rule for one in paging for rule in _rules(one)}

    def live(rule: str) -> bool | None:
        found = case.all("alert_rules", rule_id=rule)
        if not found:
            return None
        link = (found[0]["runbook_url"] or "").partition("#")[0]
        runbooks = case.all("documents", url=link)
        return any(case.within(d[name], days) for d in runbooks for name in ("last_modified_at", "last_reviewed_on"))

    verdicts = [live(rule) if rule else None for rule, _ in sorted(rules)]
    return share(case, verdicts, "live_min") if len(verdicts) >= case.params["min_n"] else Found.LEFT_OUT


def _rules(one: Firing) -> set[tuple[str, str]]:
    """The rules its messages name, else the alert itself stands for one."""
    named = {(str(row["rule_id"]), "") for row in one.messages if row["rule_id"]}
    return named or {("", str(one.messages[0]["fingerprint"]))}


def as_code(case: Case) -> Found:
    return share_of_required(case, lambda document: document["version_controlled"], "vc_min")


def useful(case: Case) -> Found:
    team = case.service["team_id"]
    answers = [row for row in case.all("survey_responses", kind="doc_quality") if row["question_key"] in QUESTIONS]
    answers = [row for row in answers if case.within(row["submitted_on"], 180)]
    asked = {team} if team is not None else set()
    if not members(case, asked):
        return Found.OPEN
    if len(members(case, asked)) < case.params["team_min"]:
        asked = _unit(case)
        relevant = [row for row in answers if row["team_id"] in asked]
    else:
        relevant = [row for row in answers if _about(row, case.service)]
    people = {row["respondent_key"] for row in relevant}
    taking_part = {row["respondent_key"] for row in relevant if row["team_id"] in asked}
    enough = len(relevant) >= case.params["answers_min"] and len(people) >= case.params["respondents_min"]
    if not enough or not case.share_reached(len(taking_part), len(members(case, asked)) or 1, "response_min"):
        return Found.OPEN
    return yes_no(median(exact(row["value"]) for row in relevant) >= case.number("score_min"))


def members(case: Case, teams: set[str]) -> list[Row]:
    """Who belongs to them on the day of the assessment."""
    people = [row for row in case.all("people") if row["team_id"] in teams]
    begun = [row for row in people if row["active_from"] is None or moment(row["active_from"]) <= case.as_of]
    return [row for row in begun if row["active_to"] is None or moment(row["active_to"]) > case.as_of]


def _unit(case: Case) -> set[str]:
    """All teams of the business unit of the team; none where nobody knows the unit."""
    units = {row["team_id"]: row["business_unit_id"] for row in case.all("teams")}
    unit = units.get(case.service["team_id"])
    return {name for name, of in units.items() if unit is not None and of == unit}


def _about(answer: Row, service: Row) -> bool:
    if answer["service_id"] is not None:
        return bool(answer["service_id"] == service["service_id"])
    return bool(answer["team_id"] == service["team_id"])


def newcomer(case: Case) -> Found:
    """Only people's word decides."""
    return Found.NOTHING


def dr_exercised(case: Case) -> Found:
    held = [row for kind in ("dr_restore", "failover") for row in case.own("drills", kind=kind)]
    days = case.params["within_days"]
    plans = documents(case, "dr_plan")
    return yes_no(bool(plans) and any(case.within(row["held_on"], days) for row in held))


def _by_tier(rule: Callable[[Case], Found], read: str) -> Criterion:
    return Criterion(rule, (read,), attributes=("tier",))


CRITERIA = {
    "documentation.required-set": _by_tier(required_set, "documents.*"),
    "documentation.owned": Criterion(owned, ("documents.owner_team_id", "teams")),
    "documentation.reachable": _by_tier(reachable, "documents.http_status"),
    "documentation.seen-this-year": _by_tier(seen_this_year, "documents.last_modified_at"),
    "documentation.guideline": Criterion(guideline, ("documents",), attested=True, when_empty="unmet"),
    "documentation.fresh": _by_tier(fresh, "documents.last_reviewed_on"),
    "documentation.links": Criterion(links, ("documents.links_total",)),
    "documentation.runbooks-live": Criterion(
        runbooks_live, ("alert_notifications", "alert_rules.runbook_url", "documents.last_modified_at")
    ),
    "documentation.as-code": _by_tier(as_code, "documents.version_controlled"),
    "documentation.useful": Criterion(useful, ("survey_responses", "people"), when_empty="unknown"),
    "documentation.newcomer": Criterion(newcomer, ("attestations",), attested=True, when_empty="unknown"),
    "documentation.dr-exercised": Criterion(
        dr_exercised,
        ("documents", "drills"),
        when_empty="unmet",
        concerns=lambda case: bool(case.service["tier"] <= case.params["tier_max"]),
        attributes=("tier",),
    ),
}
