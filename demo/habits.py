"""How each service's team works, and since when: the causes of the stories. Nothing here names a level."""

from dataclasses import dataclass, replace

from demo.organization import HISTORY, Service


@dataclass(frozen=True)
class Meetings:
    """How a team lives with its SLOs."""

    every: int = 0  # days between SLO reviews; 0: none
    developers: int = 3
    decides: bool = True
    business: bool = False  # somebody of the business side comes to every third one


@dataclass(frozen=True)
class Response:
    """How a team answers trouble."""

    on_call: int = 5  # people who take turns; 0: nobody
    leaders: int = 3  # people who take turns leading
    leads: bool = True  # the team leads, not company SRE
    grades: bool = True
    stamps: bool = True  # notes all times
    roles: bool = False  # commander and repair are two people, somebody informs others
    answer: float = 6.0  # minutes until a page is usually answered
    update: float = 50.0  # minutes until others are told
    mitigate: float = 90.0  # minutes until users feel nothing anymore
    drill_every: int = 0
    hands_over: bool = False
    major_every: int = 41  # days between major incidents
    minor_every: int = 29


@dataclass(frozen=True)
class Learning:
    """How a team learns from incidents."""

    writes: bool = True
    draft: float = 8.0  # days after the incident closed
    review: float | None = 12.0  # None: never read by others
    publish: float | None = 14.0
    audience: str = "team"
    full: bool = False  # all sections, impact in numbers, read for blame by another team
    meets: bool = True
    late: int = 12  # days after the due date on which actions are done
    done: bool = True


@dataclass(frozen=True)
class Habits:
    meetings: Meetings
    response: Response
    learning: Learning


NO_MEETINGS = Meetings(every=0)
STEADY_MEETINGS = Meetings(every=38, decides=False)
GOOD_MEETINGS = Meetings(every=30, developers=4, business=True)

STEADY_RESPONSE = Response()
GOOD_RESPONSE = Response(
    on_call=9, leaders=4, roles=True, answer=2.4, update=14, mitigate=34, drill_every=120, hands_over=True
)
THIN_RESPONSE = Response(on_call=2, leaders=1, answer=22, update=120, mitigate=300)
NO_RESPONSE = Response(
    on_call=0, leaders=1, leads=False, grades=False, stamps=False, answer=40, update=200, mitigate=400
)
QUIET = 0  # no incidents of a kind

STEADY_LEARNING = Learning()
GOOD_LEARNING = Learning(draft=1.6, review=3.8, publish=4.6, audience="company", full=True, late=-4)
LATE_LEARNING = Learning(draft=37, review=None, publish=None, meets=False, done=False)
NO_LEARNING = Learning(writes=False)

STEADY = Habits(STEADY_MEETINGS, STEADY_RESPONSE, STEADY_LEARNING)
GOOD = Habits(GOOD_MEETINGS, GOOD_RESPONSE, GOOD_LEARNING)

# Since when: days before the date of the demo, the oldest first.
Phases = tuple[tuple[int, Habits], ...]

REORGANIZED = 200  # みかんチーム was split, and half of it left
BEGAN_TO_WRITE = 300  # かわせみチーム wrote its first postmortem
FIRST_SLO = 280  # and set its first SLOs
HARBOR_LOST = 60  # Harbor's incident tool delivered for the last time
NO_WIKI = "fern"  # the team whose wiki is not connected
NOTHING = ("routes", "images")  # services of which only the catalog knows


def _always(habits: Habits) -> Phases:
    return ((HISTORY + 100, habits),)


def _learner(response: Response) -> Phases:
    """A team that begins with SLOs and postmortems during the year."""
    before = Habits(NO_MEETINGS, response, NO_LEARNING)
    writing = replace(before, learning=STEADY_LEARNING)
    return ((HISTORY + 100, before), (BEGAN_TO_WRITE, writing), (FIRST_SLO, replace(writing, meetings=GOOD_MEETINGS)))


_REORGANIZED: Phases = (
    (HISTORY + 100, STEADY),
    (REORGANIZED, Habits(NO_MEETINGS, THIN_RESPONSE, LATE_LEARNING)),
)

_TEAMS: dict[str, Phases] = {
    "kawasemi": _learner(STEADY_RESPONSE),
    "mikan": _REORGANIZED,
}

_SERVICES: dict[str, Phases] = {
    "booking": _always(GOOD),
    "room-search": _always(replace(GOOD, learning=STEADY_LEARNING)),
    "booking-mail": _always(
        Habits(
            STEADY_MEETINGS, replace(GOOD_RESPONSE, major_every=QUIET, minor_every=97, drill_every=100), GOOD_LEARNING
        )
    ),
    "payments": _always(replace(GOOD, learning=STEADY_LEARNING)),
    "ledger": _always(
        replace(GOOD, response=replace(GOOD_RESPONSE, drill_every=0), learning=replace(GOOD_LEARNING, audience="team"))
    ),
    "invoices": _always(replace(STEADY, meetings=NO_MEETINGS)),
    "fraud-check": _always(Habits(STEADY_MEETINGS, replace(STEADY_RESPONSE, leaders=1), NO_LEARNING)),
    "parcel-lockers": _always(
        Habits(
            Meetings(every=19),
            replace(STEADY_RESPONSE, major_every=45, minor_every=16, on_call=0, drill_every=34),
            STEADY_LEARNING,
        )
    ),
    "courier-app": _always(Habits(NO_MEETINGS, NO_RESPONSE, NO_LEARNING)),
    "sign-in": _always(replace(STEADY, response=GOOD_RESPONSE)),
}


def phases(service: Service) -> Phases:
    return _SERVICES.get(service.key) or _TEAMS.get(service.team) or _always(STEADY)


def habits(service: Service, day: float) -> Habits:
    """How the team works on a day (negative: before the date of the demo)."""
    return [found for since, found in phases(service) if day >= -since][-1]
