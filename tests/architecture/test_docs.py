"""The documents say what is there: both READMEs give the same commands, and every command named exists."""

import re
from pathlib import Path

import pytest

from yudane.evidence.sources import load_source
from yudane.faces.cli.main import _COMMANDS

ROOT = Path(__file__).resolve().parents[2]


def blocks(name: str) -> list[str]:
    """The indented code lines of a document, without their comments."""
    lines = (ROOT / name).read_text("utf-8").splitlines()
    return [line.split("#")[0].rstrip() for line in lines if line.startswith("    ")]


def test_both_readmes_give_the_same_commands() -> None:
    assert blocks("README.md") == blocks("README.ja.md")


@pytest.mark.parametrize("line", [line.strip() for line in blocks("README.md") if line.strip()])
def test_every_command_of_the_readme_exists(line: str) -> None:
    first, *words = line.split()
    if first == "yudane":
        assert words[0] in _COMMANDS
        if words[0] == "collect" and words[1] != "rows":
            assert load_source(words[1]).key == words[1]
    elif first.startswith("scripts/"):
        assert (ROOT / first).stat().st_mode & 0o100
    else:
        assert first == "export"


@pytest.mark.parametrize("name", ["README.md", "README.ja.md", "CONTRIBUTING.md", "THREAT_MODEL.md", "demo/README.md"])
def test_links_to_files_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert ((ROOT / name).parent / target).exists(), target


def test_the_map_of_folders_names_folders_that_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = re.findall(r"^    ([a-z/]+/)", text, re.MULTILINE)
    assert len(named) >= 9
    assert all((ROOT / folder).is_dir() for folder in named)


def test_files_and_tests_named_by_the_threat_model_exist() -> None:
    text = (ROOT / "THREAT_MODEL.md").read_text("utf-8")
    for path in re.findall(r"`((?:tests|reading|evidence|assessment|faces)/[a-z_/]+(?:\.py)?)`", text):
        assert (ROOT / path).exists() or (ROOT / "src" / "yudane" / path).exists(), path


def test_continuous_integration_runs_the_readmes_test_command() -> None:
    run = (ROOT / ".ci" / "run").read_text("utf-8").strip().splitlines()
    assert run[-1] == "scripts/test"


def test_every_setting_of_the_environment_is_on_the_page_and_no_other() -> None:
    named = re.compile(r"""["'](YUDANE_[A-Z_]+|DATABASE_URL)["']""")
    read = {
        name
        for path in (ROOT / "src").rglob("*.py")
        if not path.name.startswith(("test_", "conftest", "testing"))
        for name in named.findall(path.read_text("utf-8"))
    }
    told = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "settings.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(told) == sorted(read)
