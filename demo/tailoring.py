"""How the company tailors the program: other numbers here and there, a criterion to come, another target."""

from collections.abc import Iterator
from typing import Any

from demo.timeline import Timeline

Document = dict[str, Any]

# check, parameter, value, tier or service or neither, who, why, since (days ago)
_OVERRIDES: tuple[tuple[str, str, Any, dict[str, Any], str, str, int], ...] = (
    (
        "slo.reviewed-quarterly",
        "max_gap_days",
        120,
        {},
        "sora",
        "四半期の棚卸しが決算の月に当たると3週間ずれるため、全社で120日とします。",
        400,
    ),
    (
        "postmortem.written-soon",
        "median_days",
        21,
        {"tier": 3},
        "satsuki",
        "Services of tier 3 are looked after in the last week of the month.",
        300,
    ),
    (
        "slo.measured",
        "coverage_min",
        0.7,
        {"service": "crop-prices"},
        "minori",
        "市場が閉まる夜の6時間は相場が動かず、計測する対象がありません。",
        340,
    ),
)
_ANNOUNCED = ("vulnerability", "sbom", 77)  # in so many days it counts
_TARGET = ("cost", 5)  # for now the company SRE only advises about money


def program_files(timeline: Timeline) -> Iterator[tuple[str, list[Document]]]:
    """The overlay, by path below the home's program folder."""
    overrides = [
        {
            "check": check,
            "param": param,
            "value": value,
            **whom,
            "author": author,
            "reason": why,
            "on": timeline.date(-since),
        }
        for check, param, value, whom, author, why, since in _OVERRIDES
    ]
    yield "overrides.yaml", [{"overrides": overrides}]
    activity, name, days = _ANNOUNCED
    yield f"{activity}/{name}.yaml", [{"counts_from": timeline.date(days)}]
    activity, target = _TARGET
    yield f"{activity}/activity.yaml", [{"target": target}]
