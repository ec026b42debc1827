"""What is told beside what people stated."""

from datetime import UTC, date, datetime

import pytest

from yudane.assessment.explanation.statement import StatementExplanation
from yudane.assessment.rows import StatedRow


def noted(kind: str, outcome: str) -> str:
    row = StatedRow(
        kind=kind, statement_id="J1", service_id="shop", criterion_id="slo.defined", says="met", sentence="We looked.",
        evidence_url=None, by_dev="hana", by_second="ken", stated_at=datetime(2026, 7, 1, tzinfo=UTC),
        until=date(2026, 12, 1), entered_by=None, imported=False, why_not=None,
    )  # fmt: skip
    return StatementExplanation(row, outcome, None, date(2026, 7, 15)).note("en")


@pytest.mark.parametrize("kind", ["joint", "attestation"])
def test_data_that_take_the_criterion_away_are_told_beside_what_was_stated(kind: str) -> None:
    assert "does not apply here" in noted(kind, "not_applicable")


@pytest.mark.parametrize(("kind", "outcome"), [("ideal", "not_applicable"), ("exemption", "exempt"), ("joint", "met")])
def test_nothing_is_noted_where_it_decides(kind: str, outcome: str) -> None:
    assert noted(kind, outcome) == ""
