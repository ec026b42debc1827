"""The criteria of development efficiency, from rubric.md 2.9 and its readings."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cache
from typing import Any

from tests.oracle.common import DAY, Case, Criterion, Found, Row, Rule, median, moment, settled, speaks_for, yes_no
from yudane.program import Program

AUTOMATIC = {"push", "pull_request", "schedule"}
EVER = timedelta(days=36500)


def production(case: Case, deployment: Row) -> bool:
    """It went to production and had ended before the assessment."""
    there = deployment["environment"] == case.params["production_environment"]
    return there and bool(deployment["finished_at"] < case.as_of)


def deployments(case: Case, days: float) -> list[Row]:
    return [row for row in case.own("deployments") if production(case, row) and case.within(row["finished_at"], days)]


def merged(case: Case, days: float) -> list[Row]:
    return [row for row in case.own("changes") if case.within(row["merged_at"], days)]


def newest(rows: Sequence[Row], when: str, count: int) -> list[Row]:
    """The last so many, and those of the same moment as the first of these."""
    moments = sorted((row[when] for row in rows), reverse=True)
    return [row for row in rows if len(moments) < count or row[when] >= moments[count - 1]]


def enough(case: Case, verdicts: Sequence[bool | None], name: str) -> Found:
    """Whether the share of good ones is reached, whatever those nobody knows about are."""
    good, unsure = sum(one is True for one in verdicts), sum(one is None for one in verdicts)
    return settled(yes_no(case.share_reached(count, len(verdicts), name)) for count in (good, good + unsure))


def few_enough(case: Case, verdicts: Sequence[bool | None], name: str) -> Found:
    """Whether the share of bad ones is not above the limit, whatever those nobody knows about are."""
    bad, unsure = sum(one is True for one in verdicts), sum(one is None for one in verdicts)
    return settled(yes_no(Fraction(count, len(verdicts)) <= case.number(name)) for count in (bad, bad + unsure))


def with_doubtful(case: Case, surely: Sequence[bool | None], doubtful: Sequence[bool | None], share: str) -> Found:
    """The share where it is open for the doubtful ones whether they count at all."""
    least = case.params["min_n"]
    if len(surely) + len(doubtful) < least:
        return Found.NOTHING
    if len(surely) < least:
        return Found.OPEN
    best = [one is not False for one in surely] + [True for one in doubtful if one is not False]
    worst = [one is True for one in surely] + [False for one in doubtful if one is not True]
    return settled(yes_no(case.share_reached(sum(way), len(way), share)) for way in (best, worst))


def median_at_most(case: Case, surely: list[timedelta], doubtful: list[timedelta], limit: timedelta) -> Found:
    """The median where it is open for the doubtful ones whether they count at all."""
    least = case.params["min_n"]
    if len(surely) + len(doubtful) < least:
        return Found.NOTHING
    if len(surely) < least:
        return Found.OPEN
    short = sorted(doubtful)
    counts = range(len(doubtful) + 1)
    best = min(median([*surely, *short[:count]]) for count in counts)
    worst = max(median([*surely, *short[len(short) - count :]]) for count in counts)
    return settled(yes_no(way <= limit) for way in (best, worst))


@cache
def repository(text: str) -> str:
    """`owner/name` in small letters, from an address, also of a folder inside, or from just that.

    Where there are groups in groups, the innermost owns it.
    """
    path = re.split(r"[?#]|/(?:-|tree|blob|src)/", text.strip().lower())[0]
    parts = [part for part in re.split(r"[/:]", path) if part]
    return "/".join(parts[-2:]).removesuffix(".git")


def ran(case: Case, run: Row) -> bool:
    return bool(run["finished_at"] < case.as_of)


def automatic(run: Row) -> bool | None:
    return None if run["trigger"] is None else run["trigger"] in AUTOMATIC


def ci(case: Case) -> Found:
    changes = merged(case, 30)
    if len(changes) < case.params["min_n"]:
        return _repositories_run(case)
    repositories = {repository(row["repo"]) for row in changes}
    counts = [_checked(case, name, [r for r in changes if repository(r["repo"]) == name]) for name in repositories]
    surely, most = (sum(count[number] for count in counts) for number in (0, 1))
    return settled(yes_no(case.share_reached(count, len(changes), "ci_min")) for count in (surely, most))


def runs_of(case: Case, name: str) -> list[Row]:
    """The runs of a repository that began in 90 days, whatever service they were recorded for."""
    return [
        row
        for row in case.all("ci_runs")
        if repository(row["repo"]) == name and ran(case, row) and case.within(row["started_at"], 90)
    ]


def runs_on(case: Case, change: Row) -> list[Row]:
    return [run for run in case.all("ci_runs", commit_sha=change["commit_sha"]) if ran(case, run)]


def _checked(case: Case, name: str, changes: list[Row]) -> tuple[int, int]:
    """How many changes of a repository surely had an automatic run, and how many at most."""
    found = [runs_on(case, row) for row in changes]
    surely = [any(automatic(run) for run in runs) for runs in found]
    maybe = [any(automatic(run) is None for run in runs) for runs in found]
    recent = runs_of(case, name)
    requests = any(run["trigger"] == "pull_request" for run in recent)
    everybodys = [row for row in case.all("changes") if repository(row["repo"]) == name]
    recent_changes = [row for row in everybodys if case.within(row["merged_at"], 30)]
    heads = (run["trigger"] == "pull_request" for row in recent_changes for run in runs_on(case, row))
    if requests and not any(heads):
        maybe = [one or row["opened_at"] is not None for one, row in zip(maybe, changes, strict=True)]
    nameless = sum(run["commit_sha"] is None and automatic(run) is not False for run in recent)
    most = sum(one or other for one, other in zip(surely, maybe, strict=True)) + nameless
    return sum(surely), min(most, len(changes))


def _repositories_run(case: Case) -> Found:
    names = {repository(url) for url in case.service["repo_urls"]}
    if not names:
        return Found.NOTHING
    found = [{automatic(run) for run in runs_of(case, name)} for name in names]
    if all(True in one for one in found):
        return Found.YES
    return Found.OPEN if all(True in one or None in one for one in found) else Found.NO


def runs(case: Case) -> list[Row]:
    """The service's runs of the last 30 days that came to an end by themselves."""
    rows = [row for row in case.own("ci_runs") if ran(case, row) and case.within(row["started_at"], 30)]
    return [row for row in rows if row["outcome"] != "cancelled"]


def tests(case: Case) -> Found:
    def tested(rows: Iterable[Row]) -> list[bool]:
        return [(row["test_count"] or 0) > 0 for row in rows]

    surely = [row for row in runs(case) if row["is_default_branch"]]
    doubtful = [row for row in runs(case) if row["is_default_branch"] is None]
    return with_doubtful(case, tested(surely), tested(doubtful), "tests_min")


def ci_time(case: Case) -> Found:
    def lengths(belongs: bool | None) -> list[timedelta]:
        found = [row["finished_at"] - row["started_at"] for row in runs(case) if _belongs(row) is belongs]
        return [length for length in found if length >= timedelta()]

    surely, doubtful = lengths(True), lengths(None)
    wrong = [row for row in runs(case) if row["finished_at"] < row["started_at"] and _belongs(row) is not False]
    if len(surely) < case.params["min_n"] <= len(surely) + len(doubtful) + len(wrong):
        return Found.OPEN
    return median_at_most(case, surely, doubtful, timedelta(minutes=case.params["minutes"]))


def _belongs(run: Row) -> bool | None:
    if run["trigger"] == "pull_request" or run["is_default_branch"]:
        return True
    return None if run["trigger"] is None or run["is_default_branch"] is None else False


def deploy(case: Case) -> Found:
    least = case.params["min_n"]
    rows = deployments(case, 90)
    if len(rows) < least:
        rows = newest(deployments(case, EVER.days), "finished_at", least)
    if len(rows) < least:
        return Found.NOTHING
    return enough(case, [_without_work(row) for row in rows], "auto_min")


def _without_work(row: Row) -> bool | None:
    if row["trigger"] == "automated" or row["manual_steps_count"] == 0:
        return True
    return None if row["trigger"] is None or row["manual_steps_count"] is None else False


def keys_recorded(case: Case) -> Found:
    went = [None not in (row["commit_sha"], row["outcome"]) for row in deployments(case, 90)]
    old = [row for row in merged(case, 90) if row["merged_at"] < case.as_of - case.params["grace_days"] * DAY]
    linked = [delivery(case, row) is not None for row in old]
    if not went and not linked:
        return Found.NOTHING
    recorded = not went or case.share_reached(sum(went), len(went), "linked_min")
    return yes_no(recorded and (not linked or case.share_reached(sum(linked), len(linked), "changes_min")))


def delivery(case: Case, change: Row) -> Row | None:
    """The production deployment the change is linked to: that of its own service, else the first of any."""
    if change["deployment_id"] is None:
        return None
    candidates = case.all("deployments", deployment_id=change["deployment_id"])
    own = [row for row in candidates if row["service_id"] == case.id]
    went = [row for row in own or candidates if production(case, row)]
    return min(went, key=lambda row: (row["outcome"] == "failed", row["finished_at"]), default=None)


def peer_review(case: Case) -> Found:
    def seen_by_another(author: str | None) -> list[bool | None]:
        counts = [row["reviewers_count"] for row in merged(case, 90) if row["author_kind"] == author]
        return [None if count is None else count >= 1 for count in counts]

    return with_doubtful(case, seen_by_another("human"), seen_by_another(None), "review_min")


def _judged(case: Case, changes: list[Row]) -> list[Row]:
    """Those of 90 days, or the last ones of the year."""
    rows = [row for row in changes if case.within(row["deployed_at"], 90)]
    if len(rows) >= case.params["min_n"]:
        return rows
    year = [row for row in changes if case.within(row["deployed_at"], 365)]
    return newest(year, "deployed_at", case.params["min_n"])


def _backwards(change: Row) -> bool:
    """It went out before its merge, or was merged before it began."""
    times = [change[name] for name in ("first_commit_at", "merged_at", "deployed_at") if change[name] is not None]
    return times != sorted(times)


def lead_time(case: Case) -> Found:
    found = []
    for change in case.own("changes"):
        deployment = delivery(case, change)
        if deployment is not None and deployment["outcome"] != "failed" and change["merged_at"] < case.as_of:
            found.append({**change, "deployed_at": deployment["finished_at"]})
    rows = _judged(case, [row for row in found if not _backwards(row)])
    if len(rows) < case.params["few_n"]:
        wrong = _judged(case, [row for row in found if _backwards(row)])
        return Found.NOTHING if len(rows) + len(wrong) < case.params["few_n"] else Found.OPEN
    least = [row["deployed_at"] - (row["first_commit_at"] or row["merged_at"]) for row in rows]
    most = [EVER if row["first_commit_at"] is None else row["deployed_at"] - row["first_commit_at"] for row in rows]
    limit = timedelta(days=case.params["days"])
    return settled(yes_no(median(way) <= limit) for way in (least, most))


def deploy_frequency(case: Case) -> Found:
    changed = {monday(row["merged_at"]) for row in merged(case, 90)}
    weeks = {week for week in changed if week >= case.as_of - 90 * DAY and week + 7 * DAY <= case.as_of}
    if len(weeks) < case.params["min_n"]:
        return Found.NOTHING
    went: dict[datetime, list[Any]] = {week: [] for week in weeks}
    for row in deployments(case, 90):
        went.setdefault(monday(row["finished_at"]), []).append(row["outcome"])
    verdicts = [True if "success" in went[week] else None if None in went[week] else False for week in weeks]
    return enough(case, verdicts, "weeks_min")


def monday(when: datetime) -> datetime:
    day = moment(when.date())
    return day - day.weekday() * DAY


def change_fail(case: Case) -> Found:
    for days in (90, 180):
        rows = deployments(case, days)
        if len(rows) >= case.params["min_n"]:
            return few_enough(case, [row["caused_failure"] for row in rows], "cfr_max")
    return Found.NOTHING


def recovery(case: Case) -> Found:
    def lengths(failed: bool | None) -> list[timedelta]:
        rows = [row for row in deployments(case, 180) if row["caused_failure"] is failed]
        return [max((row["recovered_at"] or case.as_of) - row["finished_at"], timedelta()) for row in rows]

    return median_at_most(case, lengths(True), lengths(None), timedelta(hours=case.params["hours"]))


def metrics_used(case: Case) -> Found:
    held = [
        row
        for row in case.all("reviews", kind="delivery")
        if speaks_for(row, case.service, "team_id") and case.within(row["held_on"], case.params["max_gap_days"])
    ]
    return yes_no(any(row["decisions_count"] >= 1 for row in held)) if held else Found.NOTHING


def rework(case: Case) -> Found:
    rows = deployments(case, 180)
    if len(rows) < case.params["min_n"]:
        return Found.NOTHING
    return few_enough(case, [row["is_rework"] for row in rows], "rework_max")


def criteria(program: Program) -> dict[str, Criterion]:
    """With the settings of this program."""

    def with_settings(rule: Rule) -> Rule:
        return lambda case: rule(replace(case, params={**program.settings_values, **case.params}))

    return {name: replace(one, rule=with_settings(one.rule)) for name, one in RULES.items()}


DEPLOYMENTS = ("deployments",)
RULES = {
    "dev-efficiency.ci": Criterion(ci, ("changes", "ci_runs.commit_sha")),
    "dev-efficiency.tests": Criterion(tests, ("ci_runs.test_count",)),
    "dev-efficiency.deploy-partial": Criterion(deploy, DEPLOYMENTS),
    "dev-efficiency.keys-recorded": Criterion(keys_recorded, ("deployments", "changes")),
    "dev-efficiency.peer-review": Criterion(peer_review, ("changes",)),
    "dev-efficiency.ci-time": Criterion(ci_time, ("ci_runs",)),
    "dev-efficiency.lead-time": Criterion(lead_time, ("changes.deployment_id", "deployments")),
    "dev-efficiency.deploy-frequency": Criterion(deploy_frequency, ("changes", "deployments")),
    "dev-efficiency.change-fail": Criterion(change_fail, DEPLOYMENTS),
    "dev-efficiency.recovery": Criterion(recovery, ("deployments.recovered_at",), attested=True),
    "dev-efficiency.deploy-automated": Criterion(deploy, DEPLOYMENTS),
    "dev-efficiency.metrics-used": Criterion(metrics_used, ("reviews",), when_empty="unmet"),
    "dev-efficiency.rework": Criterion(rework, DEPLOYMENTS),
}
