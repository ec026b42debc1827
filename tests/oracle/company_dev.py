"""Changes, CI runs and deployments drawn by chance, many exactly at a threshold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from tests.oracle.company_cost import coverage_of_tables
from tests.oracle.evidence import (
    DAY,
    HOUR,
    MINUTE,
    PEOPLE,
    SECOND,
    STRANGER,
    TEAMS,
    Chance,
    Row,
    place,
    review,
    services,
    statements,
)

SERVICES = 50
EDGES = (14, 30, 90, 180)
READ: Mapping[str, Sequence[str]] = {  # the tables, and what a source may declare that it cannot tell
    "changes": ("deployment_id", "first_commit_at"),
    "ci_runs": ("commit_sha", "test_count", "trigger"),
    "deployments": ("recovered_at", "outcome"),
    "reviews": (),
}
ADDRESSES = (
    "https://github.com/{}",
    "https://github.com/{}.git",
    "https://github.com/{}/",
    "git@github.com:{}.git",
    "ssh://git@github.com/{}",
    "https://github.com/{}/tree/main/services/shop",
    "https://gitlab.example.com/group/{}.git?ref=main",
    "{}",
)


def company(
    seed: int,
    as_of: datetime,
    criteria: Sequence[str],
    attested: Sequence[str],
    production: str = "production",
) -> tuple[dict[str, list[Row]], list[Row]]:
    """Tables and coverage; `production` is how the environment is called that users work with."""
    chance = Chance(Random(f"development {seed} {as_of}"), as_of)
    for team in TEAMS:
        chance.add("teams", team_id=team, name=team, kind="dev")
    for number, person in enumerate(PEOPLE):
        chance.add("people", person_id=person, team_id=chance.or_null(TEAMS[number % 2], 0.1))
    known = services(chance, SERVICES)
    for service in [*known, {**known[0], "service_id": STRANGER}]:
        work = Work(chance, service, production)
        work.repositories()
        for _ in range(chance.few(0.1, 0.6, 0.3)):
            chance.one(
                work.any_deployments, work.any_deployments, work.by_hand, work.by_hand, work.failures, work.reworked
            )()
        for _ in range(chance.few(0.1, 0.6, 0.3)):
            chance.one(
                work.any_changes, work.any_changes, work.checked, work.read, work.linked, work.weeks, work.slow
            )()
        if chance.maybe(0.2):
            work.around()
        for _ in range(chance.few(0.2, 0.5, 0.3)):
            chance.one(work.any_runs, work.any_runs, work.tested, work.timed, work.timed)()
        for _ in range(chance.few(0.3, 0.3, 0.2, 0.2)):
            _review(chance, place(chance, work.id, "team_id"))
        statements(chance, work.id, criteria, attested)
    for owner in (*TEAMS, None):
        if chance.maybe(0.1):
            _review(chance, {"service_id": None, "team_id": owner})
    return chance.tables, coverage_of_tables(chance, [row["service_id"] for row in known], READ)


def _review(chance: Chance, where: Row) -> None:
    review(chance, chance.one("delivery", "delivery", "delivery", "slo"), where, held_on=chance.day(100, 100, 101))


@dataclass
class Work:
    """What the team of one service did."""

    chance: Chance
    service: Row
    production: str

    def __post_init__(self) -> None:
        self.id = str(self.service["service_id"])
        self.repos = [f"acme/{self.id}", *[f"Acme/{self.id}-api"] * self.chance.few(0.7, 0.3)]
        if self.chance.maybe(0.25):  # one shared with other services
            self.repos[-1] = f"acme/shared-{self.chance.random.randint(1, 8)}"

    def repositories(self) -> None:
        """In the catalog, written in many ways, sometimes the same one twice or one of a neighbour."""
        urls = [self._written(name) for name in self.chance.one(self.repos, self.repos, self.repos[:1], [])]
        if self.chance.maybe(0.1):
            urls.append(self._written(self.chance.one("acme/s00", self.repos[0])))
        self.service["repo_urls"] = urls

    def _written(self, name: str) -> str:
        return str(self.chance.one(*ADDRESSES)).format(self.chance.one(name, name, name.upper()))

    def ago(self, *days: float) -> datetime:
        """So many days ago, now and then a second beside it."""
        moment: datetime = self.chance.as_of - self.chance.one(*days) * DAY
        return moment

    def deployment(self, finished: datetime, **columns: object) -> Row:
        values = {
            "environment": self.production,
            "commit_sha": self.chance.or_null(self.chance.name("sha"), 0.03),
            "outcome": self.chance.one(*["success"] * 12, "rolled_back", "failed"),
            "trigger": "automated",
            "manual_steps_count": 0,
            "caused_failure": False,
            "is_rework": False,
        }
        return self.chance.add(
            "deployments",
            deployment_id=self.chance.shared_name("deployments", "DEP", self.id),
            service_id=self.id,
            finished_at=finished,
            **{**values, **columns},
        )

    def any_deployments(self) -> None:
        """At random, with all that may be missing; some elsewhere, some at the same moment."""
        chance, same = self.chance, self.chance.moment(*EDGES)
        share = chance.one(0.0, 0.1, 0.3)
        for _ in range(chance.one(1, 2, 3, 4, 9, 10, 11, 25)):
            finished = same if chance.maybe(0.15) else chance.moment(*EDGES)
            failed = chance.or_null(chance.maybe(0.3), share)
            self.deployment(
                finished,
                environment=chance.one(*[self.production] * 9, "staging", self.production.title()),
                commit_sha=chance.or_null("sha", share / 2),
                outcome=chance.or_null(chance.one("success", "success", "success", "rolled_back", "failed"), share),
                trigger=chance.or_null(chance.one("automated", "manual", "manual"), share),
                manual_steps_count=chance.or_null(chance.one(0, 1, 5), share),
                caused_failure=failed,
                recovered_at=None if failed is False else chance.or_null(chance.near(finished, 24 * HOUR), 0.2),
                is_rework=chance.or_null(chance.maybe(0.15), share),
            )

    def by_hand(self) -> None:
        """Two or ten in 90 days, or three older ones, of which half, nine of ten or all need no work."""
        chance = self.chance
        count = chance.one(2, 3, 4, 10, 10, 10, 20)
        manual = chance.one(0, count // 10, count // 10, count // 10 + 1, count // 2, count // 2, count // 2 + 1)
        unsure = chance.one(0, 0, 0, 1)
        days = chance.one((5, 60, 90), (5, 60, 90), (91, 120, 400))
        for number in range(count):
            hand = number < manual
            self.deployment(
                self.ago(*days),
                trigger=None
                if manual <= number < manual + unsure
                else chance.one("manual", "manual", "automated")
                if not hand
                else "manual",
                manual_steps_count=None if manual <= number < manual + unsure else 2 if hand else 0,
            )

    def failures(self) -> None:
        """Twenty of which three failed, or so, that were repaired within a day or just after."""
        chance = self.chance
        count, failed = chance.one((20, 3), (20, 3), (20, 4), (10, 1), (10, 2), (9, 3), (10, 4), (5, 3), (40, 6))
        unsure, window = chance.one(0, 0, 0, 1, 2), chance.one((5, 30, 90), (95, 150, 180), (89, 90, 91))
        for number in range(count):
            finished = self.ago(*window)
            bad = None if failed <= number < failed + unsure else number < failed
            repaired = finished + chance.one(24 * HOUR, 24 * HOUR, 24 * HOUR + SECOND, HOUR, 40 * HOUR)
            self.deployment(
                finished, caused_failure=bad, recovered_at=None if bad is False else chance.or_null(repaired, 0.1)
            )

    def reworked(self) -> None:
        chance = self.chance
        count, again = chance.one((20, 2), (20, 2), (20, 2), (20, 3), (21, 3), (19, 2), (30, 3), (30, 5), (20, 1))
        unsure = chance.one(0, 0, 0, 1, 2)
        for number in range(count):
            reason = None if again <= number < again + unsure else number < again
            self.deployment(self.ago(1, 100, 180), is_rework=reason)

    def change(self, merged: datetime, **columns: object) -> Row:
        chance = self.chance
        values = {
            "repo": chance.one(*self.repos, self.repos[0].title()),
            "first_commit_at": merged - chance.one(1, 3) * DAY,
            "opened_at": merged - HOUR,
            "commit_sha": chance.name("sha"),
            "author_kind": "human",
            "reviewers_count": 1,
        }
        return chance.add(
            "changes",
            change_id=chance.shared_name("changes", "CH", self.id),
            service_id=self.id,
            merged_at=merged,
            **{**values, **columns},
        )

    def run(self, started: datetime, **columns: object) -> Row:
        chance = self.chance
        lasts = chance.one(10 * MINUTE, 10 * MINUTE, MINUTE, 11 * MINUTE, 10 * MINUTE + SECOND, 25 * MINUTE)
        values = {
            "service_id": self.id,
            "repo": chance.one(*self.repos, self.repos[0].upper()),
            "commit_sha": chance.name("sha"),
            "is_default_branch": chance.maybe(0.5),
            "trigger": chance.one("push", "pull_request", "pull_request", "schedule", "manual"),
            "finished_at": chance.or_wrong(started + lasts, started - MINUTE),
            "outcome": chance.one(*["success"] * 5, "failure", "cancelled"),
            "test_count": chance.one(None, 0, 1, 20, 20, 20),
        }
        return chance.add("ci_runs", run_id=chance.name("RUN"), started_at=started, **{**values, **columns})

    def any_changes(self) -> None:
        """At random, linked to whatever deployment there is, with or without runs."""
        chance, share = self.chance, self.chance.one(0.0, 0.1, 0.3)
        targets = [row["deployment_id"] for row in chance.tables["deployments"][-25:]]
        for _ in range(chance.one(1, 3, 4, 5, 6, 10, 12)):
            merged = chance.moment(*EDGES)
            change = self.change(
                merged,
                first_commit_at=chance.or_null(merged - chance.one(1, 7, 12) * DAY, share),
                opened_at=chance.or_null(merged - HOUR, 0.4),
                author_kind=chance.or_null(chance.one("human", "human", "human", "bot"), share),
                reviewers_count=chance.or_null(chance.one(0, 1, 1, 2), share),
                deployment_id=chance.one(None, "DEP-unknown", *targets, *targets),
            )
            for _ in range(chance.few(0.3, 0.5, 0.2)):
                self._checking(change, chance.one("push", "pull_request", "schedule", "manual", None))

    def _checking(self, change: Row, trigger: str | None, **columns: object) -> None:
        started = change["merged_at"] - self.chance.one(HOUR, HOUR, 100 * DAY)
        service = self.chance.one(self.id, self.id, "s00", STRANGER)
        columns = {"service_id": service, "commit_sha": change["commit_sha"], "trigger": trigger, **columns}
        self.run(started, repo=change["repo"], **columns)

    def checked(self) -> None:
        """Ten changes of which nine have a run; what is missing may hide behind another commit or none."""
        chance, count = self.chance, self.chance.one(4, 5, 10, 10, 10)
        without = chance.one(0, count // 10, count // 10, count // 10 + 1)
        requests = chance.one("push", "push", "schedule", "pull_request", None)
        for number in range(count):
            change = self.change(self.ago(1, 10, 29, 30), repo=self.repos[-1], opened_at=chance.one(None, self.ago(40)))
            if number >= without:
                self._checking(change, chance.one("push", requests))
            elif chance.maybe(0.3):
                self._checking(change, chance.one("manual", None))
        for _ in range(chance.few(0.6, 0.3, 0.1)):
            nameless = {"commit_sha": None, "trigger": chance.one("push", None, "manual", "pull_request")}
            self.run(self.ago(1, 50, 89, 90, 91), repo=self.repos[-1].lower(), **nameless)
        if chance.maybe(0.3):
            self.run(self.ago(1, 50, 89, 90, 91), repo=self.repos[-1], trigger="pull_request")

    def read(self) -> None:
        """Ten changes by people of which nine were reviewed; bots, and those nobody knows about, beside them."""
        chance, count = self.chance, self.chance.one(4, 5, 10, 10, 10, 20)
        alone = chance.one(0, count // 10, count // 10, count // 10 + 1)
        for number in range(count):
            self.change(self.ago(1, 40, 90), reviewers_count=0 if number < alone else 1)
        for _ in range(chance.few(0.5, 0.3, 0.2)):
            who, count_ = chance.one((None, 0), (None, 1), (None, None), ("human", None), ("bot", 0))
            self.change(self.ago(5), author_kind=who, reviewers_count=count_)

    def linked(self) -> None:
        """Ten old changes of which eight are linked, and ten deployments of which nine are told in full."""
        chance = self.chance
        lost, dark = chance.one(1, 2, 2, 2, 3), chance.one(0, 1, 1, 1, 2)
        deployments = [self.deployment(self.ago(1, 30, 90), commit_sha="sha", outcome="success") for _ in range(10)]
        for row in deployments[:dark]:
            row[chance.one("commit_sha", "outcome")] = None
        staged = self.deployment(self.ago(10), environment="staging")
        ended = self.deployment(self.chance.as_of)
        for number in range(10):
            wrong = chance.one(None, "DEP-unknown", staged["deployment_id"], ended["deployment_id"])
            target = wrong if number < lost else chance.one(*deployments)["deployment_id"]
            merged = self.ago(15, 60, 90) if chance.maybe(0.9) else self.ago(14, 15) - chance.one(0, 1) * SECOND
            self.change(merged, deployment_id=target)

    def weeks(self) -> None:
        """Five or ten weeks with a change, of which four of five, or so, also have a deployment."""
        chance, count = self.chance, self.chance.one(2, 3, 5, 5, 10, 10)
        without = chance.one(0, count // 5, count // 5, count // 5 + 1)
        now = self.chance.as_of - self.chance.as_of.weekday() * DAY
        for number in range(count):
            week = now - (number + chance.one(1, 1, 1, 2)) * 7 * DAY
            self.change(week + chance.one(timedelta(), 2 * DAY, 7 * DAY - SECOND))
            if number >= without:
                went = week + chance.one(timedelta(), 3 * DAY, 7 * DAY - SECOND)
                self.deployment(went, outcome=chance.one(*["success"] * 9, None))
            elif chance.maybe(0.5):
                outcome = chance.one("failed", "rolled_back", "rolled_back", None)
                self.deployment(week + DAY, outcome=outcome)
        for edge in (now + HOUR, self.chance.as_of - 90 * DAY):
            if chance.maybe(0.3):
                self.change(edge)

    def slow(self) -> None:
        """Changes that took a week, or a second more; ten in 90 days, or some in a year."""
        chance, count = self.chance, self.chance.one(2, 3, 4, 9, 10, 10, 11)
        days = chance.one((1, 30, 90), (1, 30, 90), (89, 90, 91), (100, 200, 365), (91, 364, 366))
        for _ in range(count):
            went = self.deployment(self.ago(*days), outcome=chance.one("success", "success", "success", "failed", None))
            lasted = chance.one(7 * DAY, 7 * DAY, 7 * DAY, 7 * DAY + SECOND, 6 * DAY, 9 * DAY)
            merged = went["finished_at"] - chance.one(HOUR, 6 * DAY, 8 * DAY)
            self.change(
                merged,
                first_commit_at=chance.or_null(went["finished_at"] - lasted, 0.1),
                deployment_id=went["deployment_id"],
            )

    def any_runs(self) -> None:
        chance, share = self.chance, self.chance.one(0.0, 0.1, 0.3)
        for _ in range(chance.one(1, 4, 5, 6, 9, 10, 11, 15)):
            started = chance.moment(30, 90)
            self.run(
                started,
                commit_sha=chance.or_null(chance.name("sha"), share),
                is_default_branch=chance.or_null(chance.maybe(0.5), share),
                trigger=chance.or_null(chance.one("push", "pull_request", "schedule", "manual"), share),
            )

    def tested(self) -> None:
        """Ten runs on the default branch of which eight ran tests."""
        chance, count = self.chance, self.chance.one(4, 5, 10, 10, 10)
        without = chance.one(0, count // 5, count // 5, count // 5 + 1)
        for number in range(count):
            branch = None if chance.maybe(0.03) else True
            tests = chance.one(None, 0) if number < without else 7
            self.run(self.ago(1, 10, 30), is_default_branch=branch, test_count=tests, outcome="failure")
        if chance.maybe(0.3):
            ended = chance.as_of + chance.one(0, -1, 1) * SECOND
            columns = {"is_default_branch": True, "test_count": chance.one(0, 3), "outcome": "success"}
            self.run(chance.as_of - MINUTE, finished_at=ended, **columns)

    def timed(self) -> None:
        """Nine to eleven runs of which half take ten minutes or less, or a second more."""
        chance = self.chance
        count, usual = chance.one(9, 10, 10, 11), chance.one(10 * MINUTE, 10 * MINUTE, 10 * MINUTE + SECOND)
        slow = chance.one(count // 2 - 1, count // 2, count // 2 + 1)
        for number in range(count):
            started, lasts = self.ago(1, 10, 30), 20 * MINUTE if number < slow else usual
            self.run(started, finished_at=started + lasts, trigger="pull_request", outcome="success")
        for _ in range(chance.few(0.6, 0.3, 0.1)):
            started, lasts = self.ago(2), chance.one(5, 10, 30) * MINUTE
            columns = {"trigger": chance.one(None, "push"), "is_default_branch": None}
            self.run(started, finished_at=started + lasts, outcome="failure", **columns)

    def around(self) -> None:
        """As many just under a limit as over it by the same seconds, so that the median is exactly the limit."""
        chance, beside = self.chance, timedelta(microseconds=1237 * self.chance.random.randint(1, 480_000))
        for number in range(10):
            side, finished = (-1, 1)[number % 2], self.ago(5, 20, 60)
            repaired = finished + 24 * HOUR + side * beside
            went = self.deployment(finished, outcome="success", caused_failure=True, recovered_at=repaired)
            first = finished - 7 * DAY + side * beside
            self.change(finished - HOUR, first_commit_at=first, deployment_id=went["deployment_id"])
            started = self.ago(3, 20)
            self.run(
                started, finished_at=started + 10 * MINUTE + side * beside, trigger="pull_request", outcome="success"
            )
            if chance.maybe(0.02):
                self.run(started, finished_at=started + MINUTE, trigger=None, is_default_branch=None)
