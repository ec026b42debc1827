"""One criterion of one service: how it was decided, by which values, and what to do next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from yudane.assessment.explanation.check import CheckExplanation
from yudane.assessment.explanation.dispute import DisputeExplanation
from yudane.assessment.explanation.statement import StatementExplanation, explain_statements
from yudane.assessment.rows import OutcomeRow, StatedRow
from yudane.assessment.unseen import left_out_of, unseen
from yudane.evidence.left_outs import LeftOut
from yudane.program import Criterion, Program
from yudane.words import Lang, say
from yudane.words.values import day

OPEN = ("unmet", "unknown")


@dataclass(frozen=True)
class CriterionExplanation(CheckExplanation[Criterion, OutcomeRow]):
    """A criterion with its outcome, and what is left out of the evidence about the service."""

    left_outs: Sequence[LeftOut] = ()
    statements: Sequence[StatementExplanation] = ()
    disputes: Sequence[DisputeExplanation] = ()

    @property
    def criterion(self) -> Criterion:
        return self.check

    @property
    def is_open(self) -> bool:
        """Holds its level back: it counts, and is not met."""
        return self.row["counts"] and self.outcome in OPEN

    @property
    def is_unseen(self) -> bool:
        """Nobody looked: no advice about the service helps there."""
        return unseen(self.row)

    def left_out(self, lang: Lang) -> list[str]:
        """The places, reasons and mends behind an outcome that is unknown because something was left out."""
        return left_out_of(self.row, self.left_outs, lang)

    def announced(self, lang: Lang) -> str:
        """From when it counts; empty where it does."""
        if self.row["counts"] or not self.criterion.counts_from:
            return ""
        return say("explanation.announced", lang, on=day(self.criterion.counts_from, lang))

    def as_json(self, lang: Lang) -> dict[str, Any]:
        return {
            "criterion": self.row["criterion_id"],
            "activity": self.row["activity"],
            "level": self.row["level"],
            "kind": self.row["kind"],
            "asks": self.asks(lang),
            "outcome": self.outcome,
            "origin": self.row["origin"],
            "cause": self.row["cause"],
            "because": self.because(lang),
            "next": self.next(lang) or None,
            "measured": self.measured,
            "params": self.values,
            "overrides": self.overrides,
            "overridden": self.notes(lang),
            "reads": list(self.criterion.reads),
            "statements": [each.as_json(lang) for each in self.statements],
            "disputes": [each.as_json(lang) for each in self.disputes],
            "sources": self.row["sources"],
            "looked_until": self.row["looked_until"],
        }


def explain_criteria(
    program: Program,
    outcomes: Iterable[OutcomeRow],
    left_outs: Sequence[LeftOut] = (),
    stated: Iterable[StatedRow] = (),
    as_of: date = date.max,
    disputed: Mapping[str, Sequence[DisputeExplanation]] = MappingProxyType({}),
) -> list[CriterionExplanation]:
    """In the order of the outcomes, by the criterion each is of today; those of criteria that are gone are passed over."""
    today: Mapping[str, Criterion] = {
        name: criterion for criterion in program.criteria() for name in (*criterion.formerly, criterion.id)
    }
    by_name: dict[str, list[StatedRow]] = {}
    for one in stated:
        by_name.setdefault(one["criterion_id"], []).append(one)
    return [
        CriterionExplanation(
            today[name],
            row,
            program.contracts,
            left_outs,
            explain_statements(by_name.get(name, ()), row["outcome"], row["origin"], as_of),
            disputed.get(today[name].id, disputed.get(name, ())),
        )
        for row in outcomes
        if (name := row["criterion_id"]) in today
    ]
