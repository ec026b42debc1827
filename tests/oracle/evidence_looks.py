"""What sources looked at, and rows of which just as many are good as a share asks for."""

from collections.abc import Mapping, Sequence
from math import ceil

from tests.oracle.evidence import DAY, SECOND, Chance, Row
from yudane.contracts import shipped_contracts


def good_of(chance: Chance, size: int, share: float) -> list[bool]:
    """As many good ones as the share asks for, or one less or more, or none or all, in any order."""
    enough = ceil(size * share - 1e-9)
    count = min(max(chance.one(enough, enough, enough, enough - 1, enough - 1, enough + 1, 0, size, size), 0), size)
    flags = [number < count for number in range(size)]
    chance.random.shuffle(flags)
    return flags


def looks(chance: Chance, names: Sequence[str], unfilled: Mapping[str, Sequence[str]]) -> list[Row]:
    """Coverage of these tables: by one source for all services or one for each, some too long ago or not yet, some by
    sources that do not fill one of the columns named."""
    return [row for table, columns in unfilled.items() for row in _looks(chance, names, table, columns)]


def _looks(chance: Chance, names: Sequence[str], table: str, columns: Sequence[str]) -> list[Row]:
    stale = chance.as_of - (shipped_contracts()[table].fresh_for_days + 1) * DAY
    fresh = chance.one(chance.as_of, chance.as_of, chance.as_of + 3 * DAY, stale + DAY)
    if chance.maybe(0.3):
        return [_look(table, "*", fresh)]
    rows = [_look(table, "*", fresh, not_filled=[chance.one(*columns)])] if columns and chance.maybe(0.2) else []
    for name in names:
        for _ in range(chance.few(0.05, 0.9, 0.05)):
            since = chance.one(*[None] * 24, chance.as_of, chance.as_of + SECOND, chance.as_of - 9 * DAY)
            gaps = [chance.one(*columns)] if columns and chance.maybe(0.08) else []
            rows.append(_look(table, name, chance.one(*[fresh] * 24, stale), since=since, not_filled=gaps))
    return rows


def _look(table: str, service: str, until: object, **columns: object) -> Row:
    row: Row = {"table_name": table, "service_id": service, "since": None, "until": until, "not_filled": [], **columns}
    row["until"] = row["until"].date()
    return row
