"""Every message exists in both languages with the same placeholders, and every code used has a message."""

import re
from pathlib import Path
from string import Formatter

import pytest

from yudane.words import LANGUAGES, codes

SRC = Path(__file__).resolve().parents[2] / "src" / "yudane"
CATALOGS = sorted(path.stem for path in (SRC / "words").glob("*.yaml"))


@pytest.mark.parametrize("catalog", CATALOGS)
def test_both_languages_say_the_same_things(catalog: str) -> None:
    for code, text in codes(catalog).items():
        fields = [{name for _, name, _, _ in Formatter().parse(text[lang]) if name} for lang in LANGUAGES]
        assert fields[0] == fields[1], code


def test_every_problem_raised_in_the_code_has_its_message() -> None:
    used = set()
    for path in SRC.rglob("*.py"):
        text = path.read_text("utf-8")
        used |= set(
            re.findall(
                r"(?:ProblemsError\.one|Problem|self\.fail|builder\.fail|fail|file\.problem)\(\s*\"([a-z_]+)\"", text
            )
        )
    assert used <= set(codes("problems")), used - set(codes("problems"))
