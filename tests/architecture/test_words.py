"""Every message exists in both languages with the same placeholders, and every code used has a message."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from yudane.faces.cli.main import _COMMANDS
from yudane.words import LANGUAGES, codes, say

SRC = Path(__file__).resolve().parents[2] / "src" / "yudane"
CATALOGS = sorted(path.stem for path in (SRC / "words").glob("*.yaml"))


@pytest.mark.parametrize("catalog", CATALOGS)
def test_both_languages_say_the_same_things(catalog: str) -> None:
    for code, text in codes(catalog).items():
        assert all(isinstance(text[lang], str) for lang in LANGUAGES), f"{code}: quote it"
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


_ANY = "[A-Za-z0-9_-]+"
_LITERAL = 4  # letters a composed name must have of its own, or it would stand for any


def _said_in_code() -> tuple[set[str], set[str]]:
    """Every text of the code, and every composed one as a pattern."""
    texts, patterns = set(), set()
    for path in SRC.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))) if not path.name.startswith("test_") else ():
            if isinstance(node, ast.JoinedStr):
                parts = [re.escape(str(v.value)) if isinstance(v, ast.Constant) else _ANY for v in node.values]
                patterns.add("".join(parts))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
    return texts, patterns


def _said_in_pages() -> tuple[set[str], set[str]]:
    texts, patterns = set(), set()
    for path in (*SRC.rglob("*.html"), *SRC.rglob("messages/*.txt")):
        for tag in re.findall(r"\{[%{].*?[%}]\}", path.read_text("utf-8")):
            for text, added in re.findall(r'"([^"]*)"(\|add)?', tag):
                if added:
                    patterns.add(re.escape(text) + _ANY)
                else:
                    texts.add(text)
    return texts, patterns


def _composes(pattern: str) -> bool:
    """More than a catalog's name and something."""
    own = re.sub(r"^[a-z]+\\\.", "", pattern).replace(_ANY, "")
    return len(own) >= _LITERAL


def test_every_message_is_said_somewhere() -> None:
    code, pages = _said_in_code(), _said_in_pages()
    texts = code[0] | pages[0]
    composed = re.compile("|".join(filter(_composes, code[1] | pages[1])))
    in_sql = "\n".join(text for text in texts if "'" in text)  # faults are named inside SQL
    unsaid = []
    for catalog in CATALOGS:
        for name in codes(catalog):
            names = {name, f"{catalog}.{name}", name.removesuffix("_one")}
            found = names & texts or any(composed.fullmatch(each) for each in names)
            if not found and not re.search(rf"'{name}['|]", in_sql):
                unsaid.append(f"{catalog}.{name}")
    assert unsaid == []


@pytest.mark.parametrize("catalog", CATALOGS)
def test_every_message_can_be_said_with_all_its_fields(catalog: str) -> None:
    for code, text in codes(catalog).items():
        fields = {name for _, name, _, _ in Formatter().parse(text["en"]) if name}
        assert say(f"{catalog}.{code}", "ja", **dict.fromkeys(fields, 1)) or not text["ja"]


def test_every_command_that_a_message_names_exists() -> None:
    said = {text[lang] for catalog in CATALOGS for text in codes(catalog).values() for lang in LANGUAGES}
    named = {name for text in said for name in re.findall(r"\byudane ([a-z]+)", text)}
    assert named <= {*_COMMANDS}


def test_japanese_has_one_word_for_signing_in() -> None:
    project = SRC.parents[1]
    texts = [path for kind in ("yaml", "md", "html") for path in SRC.rglob(f"*.{kind}")]
    texts += [*project.glob("*.md"), *(project / "docs").rglob("*.md")]
    assert [str(path) for path in texts if re.search("ログイン|ログアウト", path.read_text("utf-8"))] == []
