"""How teams watch, write, deliver, spend, patch and get rid of toil, and since when. Nothing here names a level."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from demo.habits import REORGANIZED
from demo.organization import HISTORY, Service

ALWAYS = HISTORY + 100


@dataclass(frozen=True)
class Watching:
    """How a service is watched."""

    policy: bool = True  # what is watched, and who is told, is written down
    routed: bool = True  # what fires reaches the team, not company SRE
    found: int = 9  # of eleven incidents so many were found by an alert
    probe: str = "well"  # from outside: well, silent or none
    verdicts: float = 0.5  # share of pages somebody gave a verdict on
    useful: float = 0.6  # share of those that needed somebody
    review_every: int = 0  # days between looks at the rules; 0: none
    storms: int = 0  # nights a month in which one alert fires again and again


@dataclass(frozen=True)
class Writing:
    """How the documents of a service are kept."""

    missing: tuple[str, ...] = ()  # kinds nobody wrote
    gone: tuple[str, ...] = ()  # kinds whose page moved away
    keeper: str | None = None  # None: the team itself; else whose name is on the pages
    read_every: int = 290  # days until somebody says a page is still right
    stopped: int = 0  # so many days ago somebody did that for the last time
    broken: int = 0  # links on a page that lead nowhere, of twelve
    versioned: bool = True
    score: float = 3.4  # how useful readers find the pages, of five


@dataclass(frozen=True)
class Delivering:
    """How changes reach production."""

    weekly: float = 3.0  # changes merged in a week
    checked: float = 0.97  # share that a build looks at
    tested: float = 0.95  # share of builds that run tests
    by_hand: float = 0.3  # share of deployments with manual steps
    traced: float = 0.97  # share of changes known to be in a deployment
    reviewed: float = 0.95
    build: float = 8.0  # minutes
    work: float = 9.0  # days from the first commit to the merge
    every: int = 5  # days between deployments, while there is something to deploy
    fails: float = 0.10  # share of deployments that hurt somebody
    recovers: float = 7.0  # hours until that is mended
    redone: float = 0.08  # share of deployments that mend what users noticed
    review_every: int = 0
    parts_list: float = 0.0  # share of deployments with a list of what is inside
    updates: int = 1  # dependency updates a month


@dataclass(frozen=True)
class Spending:
    """How a team looks after what its service costs."""

    tagged: float = 0.87  # share of the bill that names the service
    budget: bool = True
    reviewed: bool = True  # a look at the bill each month
    misses: float = 0.135  # by how much the forecast misses
    answers: float = 20.0  # days until something odd on the bill is explained
    decides: float = 0.7  # share of savings proposals somebody decides on
    saves: bool = False  # what was accepted is also done, and nothing is left lying
    committed: float = 0.5  # share of steady use that is bought in advance
    idle: float = 0.24  # and not used, beside what is
    counted: bool = False  # the business's own number is known for each month


@dataclass(frozen=True)
class Patching:
    """How vulnerabilities are dealt with."""

    scanned: float = 1.0  # share of things the scanner looks at
    weekly: bool = False  # looked at every week rather than every third
    angles: int = 2  # kinds of scans
    triage: float = 3.5  # days until somebody decided what a finding means
    fix: float = 0.72  # in shares of the time there is
    late: float = 0.08  # share of findings that overrun
    by_risk: bool = False  # due dates follow exposure and exploitation
    urgent: float = 0.4  # business days until an urgent request is answered
    accepts: str = ""  # how risks are accepted: "" never, dated, endless
    forgets: int | None = None  # days since a vulnerability known to be exploited was seen and left
    returns: float = 0.02  # share of findings that come back


@dataclass(frozen=True)
class Toiling:
    """How a team deals with toil; a matter of the whole team."""

    listed: bool = True
    planned: bool = True
    logs: float = 0.62  # share of people who note their work in a week
    surveyed: bool = False  # a question a month instead of notes
    keyed: float = 0.6  # share of toil that says which chore it was
    share: float = 0.24  # of all the time that is noted
    growth: float = 0.0  # of toil, a month
    review_every: int = 80
    automates: int = 0  # days between chores that somebody gets rid of; 0: never
    spread: bool = True  # not always the same person
    sorted: float = 0.7  # share of what others ask for that is sorted by kind


T = TypeVar("T")


@dataclass(frozen=True)
class Craft(Generic[T]):
    """One craft: how everybody does it, and who does it otherwise, since when (days ago, the oldest first)."""

    usual: T
    said: Mapping[str, T | tuple[tuple[int, T], ...]]  # by service, else by team

    def of(self, service: Service, day: float) -> T:
        return self.by(service.key if service.key in self.said else service.team, day)

    def by(self, name: str, day: float) -> T:
        """How a service or a whole team does it on a day."""
        found = self.said.get(name, self.usual)
        phases = found if isinstance(found, tuple) else ((ALWAYS, found),)
        how: T = phases[0][1]
        for since, later in phases:
            if day >= -since:
                how = later
        return how


# -- Monitoring ------------------------------------------------------------------------------------------------------

GOOD_WATCHING = Watching(found=10, verdicts=0.97, useful=0.95, review_every=60)
POOR_WATCHING = Watching(policy=False, routed=False, found=3, probe="none", verdicts=0.1)
TAKEN_OVER = 150  # やまびこチーム took the pages of the chat over from company SRE

WATCHING: Craft[Watching] = Craft(
    Watching(),
    {
        "booking": GOOD_WATCHING,
        "room-search": GOOD_WATCHING,
        "kawasemi": ((ALWAYS, replace(Watching(), policy=False)), (330, Watching()), (200, GOOD_WATCHING)),
        "payments": GOOD_WATCHING,
        "ledger": GOOD_WATCHING,
        "farm-payouts": GOOD_WATCHING,
        "mikan": ((ALWAYS, Watching()), (REORGANIZED, replace(Watching(), policy=False, found=2, verdicts=0.1))),
        "guest-chat": ((ALWAYS, replace(Watching(), routed=False)), (TAKEN_OVER, Watching())),
        "help-center": replace(Watching(), probe="silent"),
        "courier-app": POOR_WATCHING,
        "event-stream": replace(GOOD_WATCHING, storms=6),
    },
)

# -- Documentation ---------------------------------------------------------------------------------------------------

GOOD_WRITING = Writing(read_every=110, score=4.4)
POOR_WRITING = Writing(
    missing=("deploy_guide", "contacts", "slo_doc"), stopped=HISTORY, broken=1, versioned=False, score=2.2
)
_READ = ("tsubaki", "lantern", "hotaru", "yamabiko")
TEAM_PAGES: Craft[Writing] = Craft(  # what a team writes for all its services
    Writing(), {**dict.fromkeys(_READ, GOOD_WRITING), "mikan": replace(Writing(), stopped=REORGANIZED)}
)
OLD_TEAM = "yuzu"  # ゆずチーム, dissolved when みかんチーム was reorganized; the catalog no longer knows it

WRITING: Craft[Writing] = Craft(
    Writing(),
    {
        "booking": GOOD_WRITING,
        "kawasemi": (
            (ALWAYS, Writing(missing=("deploy_guide", "contacts", "slo_doc", "onboarding"))),
            (360, Writing(missing=("slo_doc",))),
            (270, Writing()),
        ),
        "mikan": ((ALWAYS, Writing()), (REORGANIZED, Writing(keeper=OLD_TEAM, stopped=REORGANIZED, broken=2))),
        "payments": GOOD_WRITING,
        "ledger": GOOD_WRITING,
        "farm-payouts": GOOD_WRITING,
        "translations": GOOD_WRITING,
        "phone-desk": replace(GOOD_WRITING, broken=1),
        "help-center": replace(Writing(), gone=("runbook",)),
        "courier-app": POOR_WRITING,
        "reports": replace(Writing(), missing=("contacts",)),
    },
)

# -- Development efficiency ------------------------------------------------------------------------------------------

GOOD_DELIVERING = Delivering(
    weekly=5.0, by_hand=0.02, work=1.6, every=1, fails=0.05, recovers=0.7, redone=0.03, review_every=70, parts_list=1.0
)
BY_HAND = Delivering(
    weekly=1.2, checked=0.3, tested=0.1, by_hand=1.0, traced=0.3, reviewed=0.4, work=16, every=21, fails=0.2, updates=0
)

DELIVERING: Craft[Delivering] = Craft(
    Delivering(),
    {
        "booking": GOOD_DELIVERING,
        "room-search": GOOD_DELIVERING,
        "kawasemi": ((ALWAYS, BY_HAND), (400, Delivering()), (220, GOOD_DELIVERING)),
        "calendar-sync": Delivering(),
        "payments": GOOD_DELIVERING,
        "ledger": replace(GOOD_DELIVERING, weekly=3.0),
        "fraud-check": replace(GOOD_DELIVERING, fails=0.3, recovers=9.0, redone=0.2),
        "cart": ((ALWAYS, Delivering()), (REORGANIZED, replace(Delivering(), checked=0.6, tested=0.5, by_hand=0.8))),
        "coupons": BY_HAND,
        "courier-app": BY_HAND,
        "help-center": replace(Delivering(), tested=0.2),
        "translations": replace(GOOD_DELIVERING, weekly=0.5, by_hand=0.0),
        "harvest-forecast": replace(Delivering(), weekly=0.5, every=14),
        "event-stream": replace(Delivering(), parts_list=1.0),
        "farm-payouts": replace(GOOD_DELIVERING, weekly=2.5),
        "sign-in": GOOD_DELIVERING,
        "ab-tests": replace(GOOD_DELIVERING, weekly=8.0),
    },
)

# -- Cost ------------------------------------------------------------------------------------------------------------

GOOD_SPENDING = Spending(
    tagged=0.97, misses=0.05, answers=4, decides=1.0, saves=True, committed=0.82, idle=0.06, counted=True
)
POOR_SPENDING = Spending(tagged=0.6, budget=False, reviewed=False, misses=0.5, decides=0.1, committed=0.1)

SPENDING: Craft[Spending] = Craft(
    Spending(),
    {
        "booking": GOOD_SPENDING,
        "payments": GOOD_SPENDING,
        "ledger": replace(GOOD_SPENDING, counted=False, committed=0.0),
        "inventory": ((ALWAYS, POOR_SPENDING), (330, Spending()), (250, GOOD_SPENDING)),
        "rates": ((ALWAYS, POOR_SPENDING), (330, Spending())),
        "calendar-sync": replace(Spending(), misses=0.4),
        "mikan": ((ALWAYS, Spending()), (REORGANIZED, replace(Spending(), reviewed=False, decides=0.1))),
        "suzume": replace(Spending(), budget=False),
        "courier-app": POOR_SPENDING,
        "hotaru": ((ALWAYS, replace(Spending(), tagged=0.62)), (170, Spending())),
        "ab-tests": replace(GOOD_SPENDING, answers=24),
    },
)

# -- Vulnerabilities -------------------------------------------------------------------------------------------------

GOOD_PATCHING = Patching(weekly=True, angles=3, triage=1.2, fix=0.5, late=0.0, by_risk=True, accepts="dated")
POOR_PATCHING = Patching(scanned=0.5, angles=1, triage=19, fix=1.4, late=0.7, urgent=4.0, returns=0.1)

PATCHING: Craft[Patching] = Craft(
    Patching(),
    {
        "booking": GOOD_PATCHING,
        "payments": GOOD_PATCHING,
        "ledger": GOOD_PATCHING,
        "sign-in": GOOD_PATCHING,
        "inventory": ((ALWAYS, POOR_PATCHING), (420, Patching()), (260, GOOD_PATCHING)),
        "storefront": replace(Patching(), forgets=80),
        "guest-chat": replace(Patching(), urgent=3.2),
        "farm-payouts": replace(GOOD_PATCHING, accepts="endless"),
        "event-stream": replace(GOOD_PATCHING, angles=1),
        "courier-app": POOR_PATCHING,
        "search-index": replace(Patching(), late=0.5),
        "invoices": replace(Patching(), accepts="dated"),
    },
)

# -- Toil ------------------------------------------------------------------------------------------------------------

GOOD_TOILING = Toiling(logs=0.9, keyed=0.95, share=0.18, growth=-0.01, automates=95, sorted=0.98)

TOILING: Craft[Toiling] = Craft(
    Toiling(),
    {
        "tsubaki": GOOD_TOILING,
        "kawasemi": ((ALWAYS, Toiling(planned=False, logs=0.3, review_every=0)), (380, Toiling()), (240, GOOD_TOILING)),
        "harbor": replace(GOOD_TOILING, share=0.44, growth=0.0),
        "yamabiko": ((ALWAYS, Toiling(listed=False, logs=0.2, review_every=0)), (TAKEN_OVER, Toiling())),
        "mikan": ((ALWAYS, Toiling()), (REORGANIZED, Toiling(planned=False, logs=0.3, review_every=0, spread=False))),
        "lantern": GOOD_TOILING,
        "suzume": Toiling(listed=False, logs=0.1, review_every=0, sorted=0.2),
        "hotaru": Toiling(logs=0.0, surveyed=True),
        "anchor": replace(GOOD_TOILING, share=0.11, growth=0.035, automates=0),
        "kumo": Toiling(logs=0.95, keyed=0.9, share=0.46, growth=-0.01, automates=120, sorted=0.95),
    },
)
