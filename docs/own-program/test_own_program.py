"""The worked example: exactly the folder a reader copies, by the commands a reader types."""

import json
import re
from pathlib import Path

import pytest

from tests.readme import run_blocks
from yudane.assessment.examples import run_examples, unchecked
from yudane.program.load import load_program, shipped

HERE = Path(__file__).parent
READMES = ["README.en.md", "README.ja.md"]


@pytest.mark.parametrize("readme", READMES)
def test_the_commands_of_the_readme_run(readme: str, tmp_path: Path) -> None:
    said = run_blocks(HERE, readme, tmp_path)
    assert "customer-messages.told-early (– →" in said
    outcomes = json.loads(
        run_blocks(HERE, readme, tmp_path / "again", then="yudane explain shop customer-messages --json")
    )
    assert [(one["criterion"], one["outcome"]) for one in outcomes] == [
        ("customer-messages.told-early", "unmet"),
        ("customer-messages.told-over", "unmet"),
        ("customer-messages.words-ready", "unknown"),
    ]


def test_the_folder_changes_what_its_readme_says() -> None:
    program, before = load_program(HERE / "program"), shipped()
    ours = program.activity("customer-messages")
    assert [criterion.name for criterion in ours.criteria] == ["told-early", "words-ready", "told-over"]
    assert str(program.criterion("customer-messages.words-ready").counts_from) == "2027-04-01"
    assert [(o.check, o.tier, o.author) for o in program.overrides] == [("slo.measured", 3, "Sora")]
    assert (before.activity("monitoring").target, program.activity("monitoring").target) == (6, 5)
    assert "toil" not in {activity.key for activity in program.rated}


def test_the_examples_of_the_folder_hold_and_check_each_number() -> None:
    program = load_program(HERE / "program")
    checks = program.activity("customer-messages").criteria
    verdicts = run_examples(program, checks)
    assert all(verdict.holds for verdict in verdicts)
    assert unchecked(checks, verdicts) == []


def test_both_readmes_tell_the_same() -> None:
    english, japanese = ((HERE / name).read_text("utf-8") for name in READMES)
    for pattern in (r"^```\w+\n.*?^```$", r"^#+(?= )", r"^(?:- |\d\.)"):
        found = [re.findall(pattern, text, re.MULTILINE | re.DOTALL) for text in (english, japanese)]
        assert found[0] == found[1], pattern
