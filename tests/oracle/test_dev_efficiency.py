"""Development efficiency."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from tests.oracle import agree, dev_efficiency
from tests.oracle.agree import Agreeing, Agreement
from tests.oracle.company_dev import company
from yudane.evidence.engines.database import Connection
from yudane.program.load import shipped

DEVELOPMENT = frozenset({"dev-efficiency"})


class TestDevelopmentEfficiency(Agreeing):
    AGREEMENT = Agreement(DEVELOPMENT, dev_efficiency.criteria(shipped()), company)


def test_they_agree_where_production_is_called_otherwise(
    con: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = shipped().settings
    name = {"production_environment": replace(settings["production_environment"], value="prod-tokyo")}
    program = replace(shipped(), settings={**settings, **name})
    monkeypatch.setattr(agree, "shipped", lambda: program)
    draw = partial(company, production="prod-tokyo")
    Agreement(DEVELOPMENT, dev_efficiency.criteria(program), draw).agrees_with_other_parameters(con, 3, tmp_path)
