"""The shapes of what assessments answer: one dictionary a row, keyed by the columns of the tables kept."""

from datetime import date, datetime
from typing import TypedDict


class LevelRow(TypedDict):
    """One service in one activity."""

    service_id: str
    activity: str
    lowest: int  # what the evidence of the day confirms, and
    highest: int  # allows
    met: int  # criteria by outcome
    unmet: int
    unknown: int
    not_applicable: int
    exempt: int
    ideal: int
    attested: int
    joint: int
    recorded: int
    lowest_measured: int  # what systems alone confirm, and
    highest_measured: int  # allow
    confidence: float | None
    published: int | None  # None: unknown
    published_on: date | None
    published_before: int | None
    cause: str | None  # why it was published
    cause_criteria: list[str] | None
    unconfirmed_since: date | None
    moving: str | None  # up, down
    moving_to: int | None
    moving_since: date | None
    moving_cause: str | None
    moving_criteria: list[str] | None
    on_word: bool | None  # when it was published, systems alone allowed more
    team: str | None  # of the service, as the catalog said it then
    name: str
    tier: int | None
    business_unit_id: str | None
    has_embedded_sre: bool


class LackRow(TypedDict):
    """What would help to decide most: an activity nobody stated anything about, or a table nothing tells."""

    activity: str | None  # else
    table: str | None
    cells: int  # service and activity, whose level is not known


class StatedRow(TypedDict):
    """What people stated about a criterion of a service (see statements.STATED)."""

    kind: str
    statement_id: str
    service_id: str
    criterion_id: str
    says: str
    sentence: str
    evidence_url: str | None
    by_dev: str
    by_second: str | None
    entered_by: str | None
    imported: bool
    stated_at: datetime
    until: date
    why_not: str | None


class OutcomeRow(TypedDict):
    """One criterion of one service (see outcomes.COLUMNS)."""

    service_id: str
    activity: str
    criterion_id: str
    level: int
    kind: str
    counts: bool
    outcome: str
    origin: str | None
    cause: str | None
    detail: str | None
    measured: str | None
    looked_until: date | None
    sources: str | None
    overrides: str | None
    applies: bool | None
    meets: bool | None


class IndicatorRow(TypedDict):
    """One indicator of the organization or of a service (see outcomes.INDICATED)."""

    service_id: str | None  # None: the organization
    activity: str
    indicator_id: str
    outcome: str
    cause: str | None
    detail: str | None
    value: float | None
    measured: str | None
    looked_until: date | None
    sources: str | None
    overrides: str | None
    applies: bool | None
    meets: bool | None
    covered: int
    services: int


class GateRow(TypedDict):
    """A condition of a step of delegation, or a trigger to look at it again, of one service (see gates.GATED)."""

    service_id: str
    name: str
    tier: int | None
    activity: str
    check_id: str
    to_level: int | None  # None: a trigger
    asked_level: int | None
    at_least: float | None
    outcome: str
    cause: str | None
    detail: str | None
    measured: str | None
    looked_until: date | None
    sources: str | None
    overrides: str | None


class UnseenRow(TypedDict):
    """What lacks evidence in the same way for several services."""

    outcome: str | None  # None: all that lack something
    cause: str | None
    detail: str | None
    sources: str | None
    looked_until: date | None
    services: int


class PastValue(TypedDict):
    """One indicator at a date assessed."""

    as_of: date
    indicator_id: str
    outcome: str
    value: float | None


class PastLevel(TypedDict):
    """One service in one activity at a date assessed."""

    as_of: date
    program_version: str
    service_id: str
    activity: str
    lowest: int
    highest: int
    published: int | None
    published_before: int | None
    published_on: date | None
    cause: str | None


class TrendRow(TypedDict):
    """How many services stood at a level of an activity at a date assessed."""

    as_of: date
    activity: str
    level: int | None
    services: int
