"""The map as a table for spreadsheets: one line for each service and activity."""

import csv
import io
from datetime import date

from yudane.faces.web.map.grid import Grid
from yudane.faces.web.shared.assessed import NO_TEAM
from yudane.faces.web.shared.cells import safe

_LEVEL = (
    "published",
    "lowest",
    "highest",
    "met",
    "unmet",
    "unknown",
    "not_applicable",
    "exempt",
    "ideal",
    "joint",
    "attested",
    "recorded",
    "lowest_measured",
    "highest_measured",
    "published_on",
    "published_before",
    "unconfirmed_since",
)
HEADER = ("as_of", "team", "service", "name", "activity", *_LEVEL)


def as_csv(grid: Grid, as_of: date) -> str:
    """Lines end as RFC 4180 has them. Dates are ISO, nothing is left out."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    for service in grid.visible_services:
        for activity in grid.activities:
            if row := service.cells.get(activity.key):
                team = "" if service.team == NO_TEAM else service.team
                values = (as_of, team, service.id, service.name, activity.key, *(row.get(name) for name in _LEVEL))
                writer.writerow([safe(value) for value in values])
    return out.getvalue()
