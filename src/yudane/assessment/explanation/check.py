"""What explaining a criterion and an indicator share: how it was decided, by which values, and who set them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from yudane.assessment.reason import because, measured, overridden, values_in_force
from yudane.contracts import Contracts
from yudane.program import Check, Param
from yudane.words import Lang
from yudane.words.values import with_unit

C = TypeVar("C", bound=Check)
R = TypeVar("R", bound=Mapping[str, Any])


@dataclass(frozen=True)
class ParameterExplanation:
    """One threshold: the value in force, and who set it where it is not the default."""

    param: Param
    value: Any
    note: str  # in the reader's language; empty where the default stands

    def about(self, lang: Lang) -> str:
        return self.param.about[lang]

    def value_words(self, lang: Lang) -> str:
        return with_unit(self.value, self.param.unit, lang)


def explain_parameters(check: Check, overrides: str | None, lang: Lang) -> list[ParameterExplanation]:
    """Where the outcome keeps these overrides."""
    values, notes = values_in_force(check, overrides), overridden(check, overrides, lang)
    return [ParameterExplanation(param, values[param.name], notes.get(param.name, "")) for param in check.params]


@dataclass(frozen=True)
class CheckExplanation(Generic[C, R]):
    """A check with its row of outcomes."""

    check: C
    row: R
    contracts: Contracts  # of the program it is explained by

    @property
    def outcome(self) -> str:
        return str(self.row["outcome"])

    @property
    def measured(self) -> dict[str, Any]:
        """The columns the check measured."""
        return measured(self.row)

    @property
    def values(self) -> dict[str, Any]:
        """The parameters' values in force."""
        return values_in_force(self.check, self.row["overrides"])

    @property
    def overrides(self) -> dict[str, Any]:
        """What is in force instead of the defaults, by parameter, with who, when and why."""
        return dict(json.loads(self.row["overrides"])) if self.row["overrides"] else {}

    def asks(self, lang: Lang) -> str:
        return self.check.asked(self.values)[lang]

    def because(self, lang: Lang) -> str:
        """The sentence of reason."""
        return because(self.check, self.row, self.contracts, lang)

    def next(self, lang: Lang) -> str:
        """What to do; empty where nothing is to be done."""
        return self.check.advised(self.values)[lang] if self.outcome == "unmet" else ""

    def parameters(self, lang: Lang) -> list[ParameterExplanation]:
        return explain_parameters(self.check, self.row["overrides"], lang)

    def notes(self, lang: Lang) -> list[str]:
        """A sentence for each value that is in force instead of a default: who set it, when and why."""
        return list(overridden(self.check, self.row["overrides"], lang).values())
