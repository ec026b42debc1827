"""Every word of a page comes from words/web.yaml, in both languages."""

import re
from pathlib import Path
from string import Formatter

from yudane.faces.web.shared.draw import STATES
from yudane.words import codes

WEB = Path(__file__).resolve().parents[1]
_LETTERS = re.compile(r"[A-Za-zぁ-んァ-ヶ一-龠]{2,}")
_NAMES = {"CSV", "SQL"}


def used() -> set[str]:
    """The codes that templates and Python name in full."""
    found: set[str] = set()
    for path in WEB.rglob("*.html"):
        found |= set(re.findall(r'{% (?:t|counted|dated) "([a-z0-9_A-Z]+)"(?!\|)', path.read_text("utf-8")))
    for path in WEB.rglob("*.py"):
        if not path.name.startswith("test_"):
            found |= set(re.findall(r'say\(["\']web\.([a-z0-9_]+)["\']', path.read_text("utf-8")))
            found |= set(re.findall(r'counted\("([a-z0-9_]+)"', path.read_text("utf-8")))
    return found


def test_every_word_used_is_there() -> None:
    assert used() - set(codes("web")) == set()
    for state in STATES:
        assert f"legend_{state}" in codes("web")


def test_a_number_of_things_also_has_its_single_form() -> None:
    for path in WEB.rglob("*.html"):
        for code in re.findall(r'{% counted "([a-z_]+)"', path.read_text("utf-8")):
            assert f"{code}_one" in codes("web")


def test_both_languages_name_the_same_values() -> None:
    for code, text in codes("web").items():
        names = [{name for _, name, _, _ in Formatter().parse(text[lang]) if name} for lang in ("en", "ja")]
        assert names[0] == names[1] or code.startswith("n_of_m"), code


def test_templates_hold_no_words_of_their_own() -> None:
    for path in WEB.rglob("*.html"):
        text = re.sub(
            r"{%.*?%}|{{.*?}}|<code>[^<{]*</code>|<[^>]+>",
            " ",
            re.sub(r"{#.*?#}", "", path.read_text("utf-8")),
            flags=re.S,
        )
        assert set(_LETTERS.findall(text)) - _NAMES == set(), path
