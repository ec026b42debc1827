"""The criteria of monitoring, from rubric.md 2.2 and its readings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from tests.oracle.common import (
    DAY,
    MINUTE,
    Case,
    Criterion,
    Found,
    Row,
    exact,
    median,
    settled,
    speaks_for,
    worlds,
    yes_no,
)
from tests.oracle.incident_response import any_document, documents, incidents, opens

HOUR = timedelta(hours=1)
SIGNALS = {"latency", "traffic", "errors", "saturation"}
JUDGED = ("actionable", "not_actionable", "duplicate")


@dataclass(frozen=True)
class Firing:
    """All messages with the same service, fingerprint and start."""

    messages: Sequence[Row]

    @property
    def start(self) -> datetime:
        when: datetime = self.messages[0]["starts_at"]
        return when

    @property
    def pages(self) -> bool:
        return any(row["severity"] == "page" for row in self.messages)

    @property
    def ended(self) -> datetime | None:
        return max((row["ends_at"] for row in self.messages if row["ends_at"]), default=None)

    @property
    def answered(self) -> bool:
        return any(row["acknowledged_at"] for row in self.messages)

    @property
    def judged(self) -> str:
        said = {row["disposition"] for row in self.messages}
        return next((word for word in JUDGED if word in said), "unknown")


def firings(rows: Iterable[Row]) -> list[Firing]:
    found: dict[tuple[str, str, datetime], list[Row]] = {}
    for row in rows:
        found.setdefault((row["service_id"], row["fingerprint"], row["starts_at"]), []).append(row)
    return [Firing(messages) for messages in found.values()]


def recent(case: Case) -> list[Firing]:
    return [one for one in firings(case.own("alert_notifications")) if case.within(one.start, 90)]


def pages(case: Case) -> list[Firing]:
    return [one for one in recent(case) if one.pages]


def rules(case: Case, *severities: str) -> list[Row]:
    """Those switched on."""
    return [row for row in case.own("alert_rules", enabled=True) if not severities or row["severity"] in severities]


def between(case: Case, least: int, most: int, total: int, name: str) -> Found:
    """What a share says of which only the bounds are known."""
    return settled(yes_no(case.share_reached(part, total, name)) for part in (least, most))


def policy(case: Case) -> Found:
    found = documents(case, "monitoring_policy")
    return any_document(case, found, [not d["states"] or "severities" in d["states"] for d in found])


def golden_signals(case: Case) -> Found:
    watching = [*rules(case), *case.own("monitors", enabled=True)]
    watched = {row["golden_signal"] for row in watching} & SIGNALS
    if not watched:
        return Found.NOTHING
    if case.service["user_facing"]:
        return yes_no(len(watched) >= case.params["signals_min"] and watched >= {"errors", "latency"})
    return yes_no(len(watched) >= case.params["signals_min_internal"])


def routing_owned(case: Case) -> Found:
    called = [_notifying_messages(one) for one in recent(case)]
    alerts = [messages for messages in called if messages]
    if len(alerts) >= case.params["min_n"]:
        sure = sum(any(_ours(case, row["recipient_team_id"]) for row in messages) for messages in alerts)
        maybe = sum(any(_ours(case, row["recipient_team_id"]) is not False for row in messages) for messages in alerts)
        return between(case, sure, maybe, len(alerts), "routed_min")
    on = rules(case)
    if not on:
        return Found.NOTHING
    nobody_tells = not any(row["receiver"] for row in on)
    leading = [row for row in on if row["receiver"] or nobody_tells]
    sure = 0 if nobody_tells else sum(bool(_ours(case, row["owner_team_id"])) for row in leading)
    maybe = sum(_ours(case, row["owner_team_id"]) is not False for row in leading)
    return between(case, sure, maybe, len(on), "routed_min")


def _notifying_messages(one: Firing) -> list[Row]:
    return [row for row in one.messages if row["severity"] in ("page", "ticket")]


def _ours(case: Case, team: str | None) -> bool | None:
    own = case.service["team_id"]
    return None if team is None or own is None else bool(team == own)


def blackbox(case: Case) -> Found:
    probes = [row["last_success_at"] for row in case.own("monitors", kind="blackbox", enabled=True)]
    if not probes:
        return Found.NOTHING
    oldest = case.as_of - case.params["max_age_h"] * HOUR
    if any(success and success >= oldest for success in probes):
        return Found.YES
    begun = [row for row in case.own("incidents") if row["detected_at"] < case.as_of]
    open_ones = [row for row in begun if not row["resolved_at"] and not row["closed_at"]]
    return yes_no(bool(open_ones) and any(probes))


def detects_incidents(case: Case) -> Found:
    def good(rows: list[Row]) -> Found:
        counted = [row for row in rows if row["severity"] <= 3]
        if len(counted) < case.params["min_n"]:
            return Found.LEFT_OUT
        alerted = sum(row["detected_by"] == "alert" for row in counted)
        return yes_no(case.share_reached(alerted, len(counted), "detected_min"))

    return settled(good(rows) for rows in worlds(incidents(case, 180), {"severity": [3, 4]}))


def acknowledged(case: Case) -> Found:
    limit = case.params["longer_than_min"] * MINUTE
    lasting = [one for one in pages(case) if (one.ended or case.as_of) - one.start > limit]
    if len(lasting) < case.params["min_n"]:
        return Found.LEFT_OUT
    return yes_no(case.share_reached(sum(one.answered for one in lasting), len(lasting), "ack_min"))


def symptom_paging(case: Case) -> Found:
    kinds = [row["kind"] for row in rules(case, "page")]
    if len(kinds) < case.params["min_n"]:
        return Found.LEFT_OUT

    def good(unclear: str) -> bool:
        known_kinds = [unclear if kind == "unknown" else kind for kind in kinds]
        burn = known_kinds.count("slo_burn")
        enough = case.service["tier"] == 3 or case.share_reached(burn, len(known_kinds), "burn_min")
        return enough and case.share_reached(burn + known_kinds.count("symptom"), len(known_kinds), "symptom_min")

    return settled(yes_no(good(unclear)) for unclear in ("slo_burn", "cause"))


def actionable(case: Case) -> Found:
    dispositions = [one.judged for one in pages(case) if one.judged != "duplicate"]
    if len(dispositions) < case.params["min_n"]:
        return Found.LEFT_OUT
    needed = dispositions.count("actionable")
    judged = needed + dispositions.count("not_actionable")
    if not case.share_reached(judged, len(dispositions), "labelled_min"):
        return Found.NO
    return yes_no(case.share_reached(needed, judged, "actionable_min")) if judged else Found.OPEN


def runbook_linked(case: Case) -> Found:
    groups = [(rules(case, kind), name) for kind, name in (("page", "page_min"), ("ticket", "ticket_min"))]
    if not any(group for group, _ in groups):
        return Found.NOTHING

    def good(unchecked: bool) -> bool:
        shares = [([_opens(case, row, unchecked) for row in group], name) for group, name in groups if group]
        return all(case.share_reached(sum(verdicts), len(verdicts), name) for verdicts, name in shares)

    return settled(yes_no(good(unchecked)) for unchecked in (True, False))


def _opens(case: Case, rule: Row, unchecked: bool) -> bool:
    link = rule["runbook_url"]
    if link is None:
        return False
    found = case.all("documents", url=link) or case.all("documents", url=link.partition("#")[0])
    checks = [opens(document) for document in found]
    return any(unchecked if check is None else check for check in checks)


def page_load(case: Case) -> Found:
    rotas = sorted({row["schedule_id"] for row in case.own("oncall_shifts", role="primary")})
    loads = [load for load in (_load(case, rota) for rota in rotas) if load]
    if not loads:
        return Found.NOTHING
    most, share = case.params["max_per_12h"], case.number("overload_share")
    return yes_no(all(median(n) <= most and Fraction(sum(one > most for one in n), len(n)) <= share for n in loads))


def _load(case: Case, rota: str) -> list[int]:
    """Calls in each stretch of the rota in the last 90 days."""
    shifts = {row["shift_id"]: row for row in case.all("oncall_shifts", schedule_id=rota, role="primary")}
    stretches = [part for row in shifts.values() for part in _stretches(row["starts_at"], row["ends_at"])]
    complete = [(begins, ends) for begins, ends in stretches if begins >= case.as_of - 90 * DAY and ends <= case.as_of]
    calls = _calls(case, rota)
    return [sum(begins <= call < ends for call in calls) for begins, ends in complete]


def _stretches(begins: datetime, ends: datetime) -> list[tuple[datetime, datetime]]:
    """Twelve hours each; a rest of less than six belongs to the one before."""
    found: list[tuple[datetime, datetime]] = []
    while begins < ends:
        until = min(begins + 12 * HOUR, ends)
        if found and until - begins < 6 * HOUR:
            found[-1] = (found[-1][0], until)
        else:
            found.append((begins, until))
        begins = until
    return found


def _calls(case: Case, rota: str) -> list[datetime]:
    """Where each chain of pages begins."""
    starts = sorted({row["starts_at"] for row in case.all("alert_notifications", schedule_id=rota, severity="page")})
    longest = case.params["cluster_min"] * MINUTE
    return [
        start
        for before, start in zip([None, *starts], starts, strict=False)
        if before is None or start - before > longest
    ]


def reviewed(case: Case) -> Found:
    held = [row for row in case.all("reviews", kind="alert") if speaks_for(row, case.service, "team_id")]
    inside = [row for row in held if case.within(row["held_on"], case.params["max_gap_days"])]
    return yes_no(any(row["decisions_count"] >= 1 for row in inside)) if inside else Found.NOTHING


def flapping(case: Case) -> Found:
    counted = pages(case)
    if len(counted) < case.params["min_n"]:
        return Found.LEFT_OUT
    short = case.params["short_min"] * MINUTE
    brief: dict[str, list[datetime]] = {}
    for one in firings(case.own("alert_notifications")):
        if one.pages and one.ended is not None and one.ended - one.start < short and not one.answered:
            brief.setdefault(one.messages[0]["fingerprint"], []).append(one.start)
    bursts = {
        (name, start) for name, starts in brief.items() for start in _bursts(sorted(starts), case.params["fires"])
    }
    part = sum((one.messages[0]["fingerprint"], one.start) in bursts for one in counted)
    return yes_no(Fraction(part, len(counted)) <= exact(case.params["flap_max"]))


def _bursts(starts: list[datetime], fires: int) -> set[datetime]:
    groups = [starts[first : first + fires] for first in range(len(starts) - fires + 1)]
    return {start for group in groups if group[-1] - group[0] <= DAY for start in group}


def tested(case: Case) -> Found:
    on = rules(case, "page")
    if not on:
        return Found.NOTHING
    good = sum(case.within(row["last_tested_on"], 365) or _proven(case, row["rule_id"]) for row in on)
    return yes_no(case.share_reached(good, len(on), "tested_min"))


def _proven(case: Case, rule: str) -> bool:
    found = firings(case.all("alert_notifications", rule_id=rule))
    return any(case.within(one.start, 365) and any(row["incident_id"] for row in one.messages) for one in found)


TIMES = ("alert_notifications.acknowledged_at", "alert_notifications.ends_at")
CRITERIA = {
    "monitoring.policy": Criterion(policy, ("documents",), attested=True, when_empty="unmet"),
    "monitoring.golden-signals": Criterion(
        golden_signals, ("alert_rules.*|monitors",), when_empty="unmet", attributes=("user_facing",)
    ),
    "monitoring.routing-owned": Criterion(routing_owned, ("alert_notifications", "alert_notifications|alert_rules.*")),
    "monitoring.blackbox": Criterion(
        blackbox,
        ("monitors.last_success_at", "monitors.last_success_at|incidents"),
        when_empty="unmet",
        applies=lambda service: bool(service["user_facing"]),
        attributes=("user_facing",),
    ),
    "monitoring.detects-incidents": Criterion(detects_incidents, ("incidents",)),
    "monitoring.acknowledged": Criterion(acknowledged, TIMES),
    "monitoring.symptom-paging": Criterion(symptom_paging, ("alert_rules.*",), attributes=("tier",)),
    "monitoring.actionable": Criterion(actionable, ("alert_notifications.disposition",)),
    "monitoring.runbook-linked": Criterion(runbook_linked, ("alert_rules.*", "alert_rules.runbook_url", "documents")),
    "monitoring.page-load": Criterion(page_load, ("alert_notifications.schedule_id", "oncall_shifts")),
    "monitoring.reviewed": Criterion(reviewed, ("reviews",), when_empty="unmet"),
    "monitoring.flapping": Criterion(flapping, TIMES),
    "monitoring.tested": Criterion(
        tested,
        ("alert_rules.last_tested_on", "alert_rules.last_tested_on|alert_notifications"),
        attested=True,
    ),
}
