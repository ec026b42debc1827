"""Infrastructure design and security handling, from the prose."""

from datetime import datetime, timedelta
from fractions import Fraction

from tests.oracle.common import DAY, Row, moment
from tests.oracle.indicators import (
    EMPTY,
    WORDS,
    Answer,
    Indicator,
    Look,
    Share,
    Verdict,
    at_least,
    at_most,
    middle,
    nearest_rank,
    same,
)

REVIEWS = ("design_review", "infra_review")
BOTH = {"availability", "security"}
ADMIN = ("admin", "access")


def is_review(row: Row) -> bool:
    """A request that was turned down without a verdict is no review."""
    turned_down = row["status"] == "rejected" and row["review_outcome"] is None
    return row["request_type"] in REVIEWS and row["completed_at"] is not None and not turned_down


def ended(look: Look, days: int = 90) -> list[Row]:
    return [row for row in look.rows("requests") if is_review(row) and look.within(row["completed_at"], days)]


def review_coverage(look: Look) -> Answer:
    reviews = [row for row in look.tables["requests"] if is_review(row)]
    valid = look.params["valid_days"] * DAY

    def beforehand(row: Row, event_time: datetime, days: timedelta = 9999 * DAY) -> bool:
        own = [one["completed_at"] for one in reviews if one["service_id"] == row["service_id"]]
        return any(event_time - days <= done < event_time for done in own)

    def verdict(change: Row) -> bool:
        if change["review_request_id"] is None:
            return beforehand(change, change["applied_at"], valid)
        named = look.request(change["review_request_id"])
        return named is not None and is_review(named) and named["completed_at"] < change["applied_at"]

    new = [one for one in look.services if look.within(one["production_since"], 180)]
    changes = [row for row in look.rows("infra_changes") if look.within(row["applied_at"], 180)]
    events = [beforehand(one, moment(one["production_since"])) for one in new]
    events += [verdict(row) for row in changes if row["is_major"]]
    perhaps = [verdict(row) for row in changes if row["is_major"] is None]
    return at_least(Share(events, perhaps), look.number("share_min"))


def review_dimensions(look: Look) -> Answer:
    events = [set(row["review_dimensions"]) >= BOTH for row in ended(look)]
    return at_least(Share(events), look.number("share_min"))


def review_turnaround(look: Look) -> Answer:
    answers: list[Fraction | None] = []
    ends: list[Fraction | None] = []
    longest = max(look.number(name) for name in ("answer_max", "done_max", "done_p90_max"))
    for row in look.rows("requests"):
        if row["request_type"] in REVIEWS and look.within(row["created_at"], 90):
            answers += waited(look, row, answered(row), longest)
            ends += waited(look, row, row["completed_at"], longest)
    if not answers and not ends:
        return EMPTY
    responded, done = [x for x in answers if x is not None], [x for x in ends if x is not None]
    value = middle(done) if done else None
    if None in answers or None in ends:
        return "unknown", value
    quick = not responded or middle(responded) <= look.number("answer_max")
    soon = not done or (
        middle(done) <= look.number("done_max") and nearest_rank(done, Fraction(9, 10)) <= look.number("done_p90_max")
    )
    return WORDS[quick and soon], value


def answered(row: Row) -> object:
    moments = [one for one in (row["first_response_at"], row["completed_at"]) if one is not None]
    return min(moments) if moments else None


def waited(look: Look, row: Row, until: object, longest: Fraction) -> list[Fraction | None]:
    """Business days until then, or until now once that is longer than the longest goal; None: not in the calendar."""
    if until is not None:
        return [look.days(row["created_at"], until)]  # type: ignore[arg-type]
    age = look.days(row["created_at"], look.as_of)
    return [age] if age is None or age > longest else []


def joint_decision(look: Look) -> Answer:
    return at_least(Share([row["joint_decision"] for row in ended(look)]), look.number("share_min"))


def rework(look: Look) -> Answer:
    def asks_before(row: Row) -> bool:
        return any(
            other["service_id"] == row["service_id"]
            and other["related_ref"] == row["related_ref"]
            and other["review_outcome"] == "changes_requested"
            and is_review(other)
            and other["completed_at"] < row["completed_at"]
            for other in look.tables.by("requests", "related_ref").get(row["related_ref"], ())
        )

    def verdict(row: Row) -> Verdict:
        second = row["review_outcome"] == "changes_requested" and row["related_ref"] is not None and asks_before(row)
        if second:
            return True
        return None if row["reopened_count"] is None else row["reopened_count"] >= 1

    return at_most(Share([verdict(row) for row in ended(look)]), look.number("share_max"))


def iac_share(look: Look) -> Answer:
    changes = [row for row in look.rows("infra_changes") if look.within(row["applied_at"], 90)]
    return at_least(Share([same(row["method"], "iac_pipeline") for row in changes]), look.number("share_min"))


def under(look: Look, change: Row, kinds: tuple[str, ...]) -> bool:
    named = look.request(change["review_request_id"])
    return named is not None and named["request_type"] in kinds


def dev_share(look: Look) -> Answer:
    changes = [
        row for row in look.rows("infra_changes") if look.within(row["applied_at"], 90) and not under(look, row, ADMIN)
    ]
    return at_least(Share([same(row["actor_team_id"], look.team(row)) for row in changes]), look.number("share_min"))


def acknowledged(look: Look) -> Answer:
    events: list[Verdict] = []
    limit = look.number("within_days")
    for row in look.rows("security_tasks", kind="policy_notice"):
        if not look.within(row["issued_at"], 90):
            continue
        until = row["acknowledged_at"]
        days = look.days(row["issued_at"], until or look.as_of)
        if until is not None:
            events.append(None if days is None else days <= limit)
        elif days is None or days > limit:
            events.append(None if days is None else False)
    return at_least(Share(events), look.number("share_min"))


def on_time(look: Look) -> Answer:
    due = [row for row in look.rows("security_tasks") if look.within(row["due_on"], 180)]
    if not due:
        return EMPTY

    def done(row: Row) -> bool:
        return row["completed_at"] is not None and row["completed_at"] < moment(row["due_on"]) + DAY

    share = Share([done(row) for row in due])
    critical = Share(
        [done(row) for row in due if row["severity"] == "critical"],
        [done(row) for row in due if row["severity"] is None],
    )
    both = {share.reaches(look.number("share_min")), critical.reaches(look.number("critical_share_min"))}
    return WORDS[False if False in both else None if None in both else True], share.value


def open_posture(look: Look) -> Answer:
    old = [
        row
        for row in look.rows("security_tasks", kind="posture_finding")
        if row["completed_at"] is None and row["issued_at"] < look.as_of - look.params["age_days"] * DAY
    ]
    serious = sum(row["severity"] in ("critical", "high") for row in old)
    ungraded, most = sum(row["severity"] is None for row in old), look.params["open_max"]
    return "unmet" if serious > most else "met" if serious + ungraded <= most else "unknown", serious


def incident_join(look: Look) -> Answer:
    waits: list[Fraction] = []
    for row in look.rows("security_tasks", kind="security_incident"):
        if look.within(row["issued_at"], 365):
            passed = (row["acknowledged_at"] or look.as_of) - row["issued_at"]
            minutes = Fraction(passed / timedelta(seconds=1)) / 60
            if row["acknowledged_at"] is not None or minutes > look.number("minutes_max"):
                waits.append(minutes)
    return (WORDS[middle(waits) <= look.number("minutes_max")], middle(waits)) if waits else EMPTY


INFRA_DESIGN = {
    "infra-design.review-coverage": Indicator(review_coverage, ("infra_changes", "requests")),
    "infra-design.review-dimensions": Indicator(review_dimensions, ("requests.review_dimensions",)),
    "infra-design.review-turnaround": Indicator(review_turnaround, ("requests", "calendar_days")),
    "infra-design.joint-decision": Indicator(joint_decision, ("requests",)),
    "infra-design.rework": Indicator(rework, ("requests",)),
    "infra-design.iac-share": Indicator(iac_share, ("infra_changes",)),
    "infra-design.dev-share": Indicator(dev_share, ("infra_changes", "requests")),
}
SECURITY = {
    "security.acknowledged": Indicator(acknowledged, ("security_tasks", "calendar_days")),
    "security.on-time": Indicator(on_time, ("security_tasks",)),
    "security.open-posture": Indicator(open_posture, ("security_tasks",)),
    "security.incident-join": Indicator(incident_join, ("security_tasks",)),
}
