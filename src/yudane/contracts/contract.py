"""The contract of an evidence table, and that of a table derived from others."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from yudane.words import Text

_SQL_TYPES = {
    "str": "VARCHAR",
    "int": "BIGINT",
    "decimal": "DOUBLE",
    "bool": "BOOLEAN",
    "date": "DATE",
    "ts": "TIMESTAMP",
    "enum": "VARCHAR",
    "list<str>": "VARCHAR[]",
    "list<enum>": "VARCHAR[]",
    "map<str,str>": "VARCHAR[]",  # sorted entries, key=value
    "json": "VARCHAR",
}

# What every table has beside its own columns. Times are naive UTC.
PROVENANCE: Mapping[str, str] = {
    "source_system": "VARCHAR",  # the source it came from
    "source_ref": "VARCHAR",  # URL or id over there
    "origin": "VARCHAR",  # the file or address it was read from
    "batch_id": "VARCHAR",
    "received_at": "TIMESTAMP",  # when we learned it
    "superseded_at": "TIMESTAMP",  # when a newer row took its place; null while it stands
}


# Rows that change, of what happened at a moment all the same.
_HAPPEN = frozenset(
    [
        "action_items",
        "budgets",
        "cost_anomalies",
        "incidents",
        "maintenance_events",
        "oncall_shifts",
        "postmortems",
        "security_tasks",
        "unit_metrics",
    ]
)
RESULTS = ("assessment_results", "indicator_results", "trigger_results")  # of the program, and nobody's word


@dataclass(frozen=True)
class Column:
    """One column: type as in the contract, null where absent is allowed, planned where it may lie ahead."""

    name: str
    type: str
    about: Text
    null: bool = False
    default: Any = None
    values: tuple[str, ...] = ()
    range: tuple[float, float] | None = None
    unit: str = ""
    personal: bool = False
    planned: bool = False

    @property
    def sql_type(self) -> str:
        return _SQL_TYPES[self.type]

    @property
    def is_list(self) -> bool:
        return self.sql_type.endswith("[]")

    @property
    def is_json(self) -> bool:
        """Comes as a JSON value, not as one text."""
        return self.is_list or self.type == "json"

    @property
    def required(self) -> bool:
        return not self.null and self.default is None


@dataclass(frozen=True)
class Contract:
    """One evidence table: what its rows mean and how they are told apart."""

    name: str
    title: Text  # what people call it
    about: Text
    group: str
    kind: Literal["state", "event"]
    key: tuple[str, ...]
    effective: str | None
    fresh_for_days: int
    standard: Text
    columns: tuple[Column, ...]
    example: Mapping[str, Any]
    order: tuple[tuple[str, str], ...] = ()  # moments of a row: the second is never before the first

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def has(self, name: str) -> bool:
        return any(column.name == name for column in self.columns)

    @property
    def stated(self) -> bool:
        """People state it here and sign for it; what they state on a day counts in that day's assessment."""
        return self.group == "program" and self.name not in RESULTS

    @property
    def happens(self) -> bool:
        """Its rows are of a time, so that having all of them means since when; else they tell how things stand."""
        return self.kind == "event" or self.name in _HAPPEN

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def types(self) -> dict[str, str]:
        """Name and SQL type of every column as checks see it."""
        return {column.name: column.sql_type for column in self.columns}

    @property
    def stored(self) -> dict[str, str]:
        """Name and SQL type of every column as it lies in the lake."""
        return self.types | dict(PROVENANCE)


@dataclass(frozen=True)
class View:
    """A table derived from others that several checks share: its contract, and the SQL that makes it."""

    name: str
    title: Text
    about: Text
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    sql: str


def make_contract(name: str, raw: Mapping[str, Any]) -> Contract:
    """Of the valid content of its file."""
    return Contract(
        name=name,
        title=Text.of(raw["name"]),
        about=Text.of(raw["about"]),
        group=raw["group"],
        kind=raw["kind"],
        key=tuple(raw["key"]),
        effective=raw.get("effective"),
        fresh_for_days=raw["fresh_for_days"],
        standard=Text.of(raw["standard"]),
        columns=tuple(_column(key, value) for key, value in raw["columns"].items()),
        example=raw["example"],
        order=tuple((earlier, later) for earlier, later in raw.get("order", ())),
    )


def make_view(name: str, raw: Mapping[str, Any], sql: str) -> View:
    """Of the valid content of its file, and the SQL beside it."""
    return View(
        name=name,
        title=Text.of(raw["name"]),
        about=Text.of(raw["about"]),
        key=tuple(raw["key"]),
        columns=tuple(_column(key, value) for key, value in raw["columns"].items()),
        sql=sql,
    )


def _column(name: str, raw: Mapping[str, Any]) -> Column:
    low_high = raw.get("range")
    return Column(
        name=name,
        type=raw["type"],
        about=Text.of(raw["about"]),
        null=raw.get("null", False),
        default=raw.get("default"),
        values=tuple(raw.get("values", ())),
        range=(low_high[0], low_high[1]) if low_high else None,
        unit=raw.get("unit", ""),
        personal=raw.get("personal", False),
        planned=raw.get("planned", False),
    )
