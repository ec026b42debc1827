"""Cost management."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.oracle import agree, cost
from tests.oracle.agree import Agreeing, Agreement
from tests.oracle.company_cost import company
from yudane.evidence.engines.database import Connection
from yudane.program import Program
from yudane.program.load import shipped

COST = frozenset({"cost"})


class TestCost(Agreeing):
    AGREEMENT = Agreement(COST, cost.criteria(shipped()), company)


@pytest.mark.parametrize(("zone", "seed"), [("Europe/Berlin", 1), ("America/New_York", 2), ("Asia/Tokyo", 3)])
def test_they_agree_with_exchange_rates_and_in_other_zones(
    con: Connection, tmp_path: Path, zone: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tailored(zone=zone, business_hours_start=8, business_hours_end=16)
    monkeypatch.setattr(agree, "shipped", lambda: program)
    currencies = ("JPY", "USD", "AUD", "NZD", "CHF")
    draw = partial(company, currencies=currencies, settings=program.settings_values)
    Agreement(COST, cost.criteria(program), draw).agrees_with_other_parameters(con, seed, tmp_path)


def tailored(**values: Any) -> Program:
    """The shipped program with these settings, and with exchange rates."""
    program, rates = shipped(), (("JPY", "JPY", 1), ("USD", "JPY", 150.5), ("AUD", "NZD", 1.08))
    settings = {name: replace(one, value=values.get(name, one.value)) for name, one in program.settings.items()}
    tables = tuple(replace(one, rows=rates) if one.name == "exchange_rates" else one for one in program.tables)
    return replace(program, settings=settings, tables=tables)
