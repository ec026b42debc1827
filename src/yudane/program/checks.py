"""What is measured by SQL: criteria decide levels, indicators show a number against a goal, gates say what a step of
delegation needs and when to look at it again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from yudane.words import LANGUAGES, Text
from yudane.words.values import FORMS, fill, placeholders

Mode = Literal["measured", "measured_or_attested", "attested"]
Kind = Literal["core", "extended"]
LEVELS = (1, 2, 3)


@dataclass(frozen=True)
class Param:
    """One threshold of a check."""

    name: str
    default: Any
    unit: str
    range: tuple[int | float, int | float] | None
    about: Text


@dataclass(frozen=True)
class Reference:
    """Where a rule comes from: V verified at the source, V2 in quotation, G general knowledge, O our own default."""

    text: Text
    mark: str


def said(text: Text, values: Mapping[str, Any]) -> Text:
    """A sentence with the values of the parameters it names. Left as it is where it names anything else, which lint tells of."""
    named = {place for lang in LANGUAGES for place in placeholders(text[lang])}
    if any(not name.startswith("$") or name[1:] not in values or form not in FORMS for name, form in named):
        return text
    return Text(*(fill(text, {}, values, lang) for lang in LANGUAGES))


@dataclass(frozen=True, kw_only=True)
class Check:
    """A sentence stating a good state, and the SQL that decides it for all services at once."""

    activity: str
    name: str
    asks: Text
    reads: tuple[str, ...]
    applies: str
    met: str
    when_empty: str
    because: Mapping[str, Text]
    next: Text
    params: tuple[Param, ...]
    sources: tuple[Reference, ...]
    readings: tuple[Text, ...]
    stage: str
    formerly: tuple[str, ...]
    examples: tuple[Mapping[str, Any], ...]
    sql: str
    shipped: bool = field(default=False, compare=False)  # every piece of its SQL came with the package
    asks_of: Text | None = field(default=None, compare=False)  # as it stands in the file, naming parameters
    next_of: Text | None = field(default=None, compare=False)

    def asked(self, values: Mapping[str, Any]) -> Text:
        """What it asks, with these values of its parameters."""
        return said(self.asks_of or self.asks, values)

    def advised(self, values: Mapping[str, Any]) -> Text:
        """What to do next, with these values."""
        return said(self.next_of or self.next, values)

    @property
    def id(self) -> str:
        return f"{self.activity}.{self.name}"

    @property
    def heading(self) -> Text:
        """What it is called."""
        return self.asks

    @property
    def values(self) -> dict[str, Any]:
        """The parameters' values where nothing overrides them."""
        return {param.name: param.default for param in self.params}

    @property
    def expressions(self) -> dict[str, str]:
        """The SQL over the columns of services and of the query, by field."""
        return {"applies": self.applies, "met": self.met}

    @property
    def texts(self) -> tuple[str, ...]:
        """Every piece of SQL of the check."""
        return (self.sql, *self.expressions.values())


@dataclass(frozen=True, kw_only=True)
class Criterion(Check):
    """One sentence of a rubric's level."""

    level: int
    kind: Kind
    mode: Mode
    valid_for_days: int | None
    counts_from: date | None


@dataclass(frozen=True, kw_only=True)
class Indicator(Check):
    """A number with a goal, for each service or the whole organization; it gives no level.

    Its SQL gives a row a service, and a row whose service_id is null for the organization.
    """

    title: Text
    value: str  # SQL over the query's columns
    unit: str
    better: Literal["higher", "lower"]

    @property
    def heading(self) -> Text:
        return self.title

    @property
    def expressions(self) -> dict[str, str]:
        return {**super().expressions, "value": self.value}


@dataclass(frozen=True, kw_only=True)
class Condition(Check):
    """What a step to a level of delegation may need, of a service in an activity; which step needs it stands in the
    decision table `delegation_steps`, with the level of maturity (`level`) and the number (`at_least`) asked for.

    Its SQL gives a row a service and `activity_key`, and where it tells by level a row for each `level`.
    """

    title: Text
    keeps: bool  # must hold as long as the level stands; else only on the way up

    @property
    def heading(self) -> Text:
        return self.title


@dataclass(frozen=True, kw_only=True)
class Trigger(Check):
    """The good state whose loss has both sides look at a level of delegation again, of a service in some activities.

    Its SQL gives a row a service, or one a service and `activity_key`.
    """

    title: Text
    activities: tuple[str, ...]  # empty: all that are handed over

    @property
    def heading(self) -> Text:
        return self.title


Gate = Condition | Trigger
