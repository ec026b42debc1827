"""What teams and company SRE agreed here on who decides: first what was, then step by step. Days before the date of the demo."""

from collections.abc import Iterator
from dataclasses import dataclass

FIRST = 540
FIRST_REASON = "Today company SRE runs these services and decides."


@dataclass(frozen=True)
class Move:
    """One step of a team in an activity, signed by its lead the day after company SRE or the lead proposed it."""

    days_ago: int
    team: str
    activity: str
    level: int
    reason: str
    by_team: bool = False
    signed: bool = True  # else it still waits
    area: str = ""
    ends: int | None = None  # days ago
    exit_conditions: str = ""
    owner: str = ""  # who accepted to decide what both do not


_ALERTS = "The team answers its alerts at night, and cleans them up itself."
_REVIEWS = "レビューをチームが自分たちで続けている。"

_MOVES = (
    # つばきチーム climbs from Tell to Inquire in monitoring, and follows elsewhere
    *(
        Move(day, "tsubaki", "monitoring", level, _ALERTS)
        for day, level in ((480, 2), (420, 3), (330, 4), (210, 5), (100, 6))
    ),
    *(Move(day, "tsubaki", "slo", level, _REVIEWS) for day, level in ((450, 2), (400, 3), (350, 4), (150, 5))),
    Move(390, "tsubaki", "incident-response", 4, "From the first week on both decided together.", by_team=True),
    # かわせみチーム began later
    *(Move(day, "kawasemi", "monitoring", level, _REVIEWS) for day, level in ((300, 2), (200, 3), (60, 4))),
    # みかんチーム went back when it was reorganized, and came again
    *(
        Move(day, "mikan", "incident-response", level, _ALERTS)
        for day, level in ((480, 2), (440, 3), (400, 4), (300, 5))
    ),
    Move(
        190,
        "mikan",
        "incident-response",
        4,
        "The team was reorganized: for now both decide again.",
        ends=110,
        exit_conditions="Four people are on the rota, and each was on call twice.",
        owner="seiji",
    ),
    # すずめチーム wanted more than its evidence shows
    Move(120, "suzume", "cost", 5, "予算の範囲内なら、チームで決めたほうが早い。", by_team=True),
    # Anchor decides about its alert rules alone, and about nothing else
    Move(200, "anchor", "monitoring", 2, _ALERTS),
    Move(90, "anchor", "monitoring", 6, "The rules are code of the team.", area="alert-rules", by_team=True),
    # Where documents live つばきチーム decides alone
    Move(130, "tsubaki", "documentation", 7, "文書はすべてチームのリポジトリにある。", area="place", by_team=True),
    # ほたるチーム's proposal still waits for company SRE
    Move(10, "hotaru", "documentation", 2, "手順書の置き場所と形式はチームでそろえた。", by_team=True, signed=False),
)


# ほたるチーム and company SRE played poker about its postmortems: by round the card of each, then what both confirmed.
POKER_DAYS_AGO, POKER_LEVEL = 45, 2
POKER_SEATS = {"minori": "dev", "daisuke": "dev", "kanon": "dev", "sora": "sre", "seiji": "business"}
POKER_CARDS = (
    {"minori": 4, "daisuke": 3, "kanon": 3, "sora": 1, "seiji": 3},
    {"minori": 2, "daisuke": 3, "kanon": 2, "sora": 2, "seiji": 2},
)
POKER_WHY = {"minori": "振り返りの会はもうチームで開いている。", "sora": "Company SRE still writes half of them."}
POKER_REASON = "Company SRE writes with the team from now on, and says why it decides as it does."


def moves() -> Iterator[Move]:
    """The earliest first."""
    yield from sorted(_MOVES, key=lambda move: -move.days_ago)
