"""The training calendar: what was taught, who was invited, who came and what they thought of it."""

from collections.abc import Iterator
from typing import Any

from demo.organization import HISTORY, company, person
from demo.timeline import Timeline, chance

Entry = dict[str, Any]

_PLAN = (
    ("toil", "workshop", "手作業を数えてみる"),
    ("slo", "training", "Choosing an SLI that users would recognize"),
    ("monitoring", "study", "夜に鳴るアラートを減らす"),
    ("postmortem", "shared", "Three postmortems we learned from"),
    ("incident-response", "workshop", "指揮者の練習"),
    ("documentation", "study", "Runbooks that help at three in the morning"),
    ("vulnerability", "training", "脆弱性の優先順位のつけ方"),
    ("cost", "open", "請求書を一緒に読む会"),
    ("dev-efficiency", "workshop", "Smaller changes"),
)
_ABSENT = ("suzume", "mikan", "anchor")  # teams that never come


def sessions(timeline: Timeline) -> Iterator[tuple[str, list[Entry]]]:
    """Quarter, and its sessions: one every three weeks or so, fewer in the first year."""
    quarters: dict[str, list[Entry]] = {}
    day, number = -HISTORY + 20.0, 0
    while day < -1:
        held = int(timeline.working(day))
        when = timeline.moment(held)
        quarters.setdefault(f"{when.year}Q{(when.month + 2) // 3}", []).append(_session(number, held, timeline))
        number += 1
        day += 24 if day > -400 else 55
    yield from quarters.items()


def _session(number: int, held: int, timeline: Timeline) -> Entry:
    activity, kind, title = _PLAN[number % len(_PLAN)]
    teams = [team for team in company().teams.values() if team.kind == "dev"]
    luck = chance("session", number)
    guests = []
    for place, team in enumerate(teams):
        away = team.key in _ABSENT
        for nth in (0, 1, 2) if (number + place) % 3 else (3, 4):
            name = team.people[(nth + number) % len(team.people)]
            came = not away and luck.random() < 0.86
            mark = min(5.0, 3.6 + luck.randint(0, 3) * 0.5) if came and luck.random() < 0.7 else None
            guests.append({"who": person(name), "team": team.key, "came": came, "stars": mark})
    return {
        "no": f"TR-{number + 1}",
        "title": title,
        "kind": kind,
        "about": activity,
        "day": timeline.date(held),
        "minutes": 60 + number % 3 * 15,
        "by": "kumo" if number % 4 else teams[number % len(teams)].key,
        "guests": guests,
    }
