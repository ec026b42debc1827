"""Every recipe is followed to the letter, in a copy of the project."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from textwrap import dedent

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RECIPES = sorted(path.name for path in HERE.glob("*.md"))
_BLOCK = re.compile(r"^( *)```(\w+) ?(\S*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


def blocks(recipe: str) -> Iterator[tuple[str, str, str]]:
    """Kind, file and text of each block."""
    for found in _BLOCK.finditer((HERE / recipe).read_text("utf-8")):
        yield found.group(2), found.group(3), dedent(found.group(4))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project without what it was built with; the environment is shared."""
    left_out = shutil.ignore_patterns(".git", ".venv", ".tools", "__pycache__", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, tmp_path / "copy", ignore=left_out)
    return with_environment(tmp_path / "copy")


def with_environment(folder: Path) -> Path:
    """The environment that runs this, said to be made for the copy, so that nothing is installed anew."""
    (folder / ".venv").mkdir()
    for part in Path(sys.prefix).iterdir():
        if not part.name.startswith(".stamp"):
            (folder / ".venv" / part.name).symlink_to(part)
    for which in ("run", "test"):
        made_for = (folder / "requirements" / f"{which}.txt").read_bytes() + (folder / "pyproject.toml").read_bytes()
        (folder / ".venv" / f".stamp-{which}").write_text(f"{sha256(made_for).hexdigest()}  -\n")
    return folder


@pytest.mark.skipif(
    not shutil.which("git") and not os.environ.get("CI"), reason="needs git to apply what recipes change"
)
@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_leads_where_it_says(recipe: str, copy: Path, tmp_path: Path) -> None:
    for kind, file, text in blocks(recipe):
        if kind == "sh":
            run(["sh", "-ec", text], copy, tmp_path)
        elif kind == "diff":
            run(["git", "apply", "--recount", "-"], copy, tmp_path, text)
        else:
            assert file, text
            (copy / file).parent.mkdir(parents=True, exist_ok=True)
            (copy / file).write_text(text, "utf-8")


def run(command: list[str], copy: Path, tmp_path: Path, given: str = "") -> None:
    """In the copy, with its own package and a home of its own."""
    scripts = tmp_path / "bin"
    if not scripts.exists():
        scripts.mkdir()
        (scripts / "yudane").write_text(
            f'#!/bin/sh\nexec {sys.executable} -c "from yudane.faces.cli.main import main; main()" "$@"\n'
        )
        (scripts / "python").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
        for script in scripts.iterdir():
            script.chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    environment |= {
        "PATH": os.pathsep.join([str(scripts), os.environ["PATH"]]),
        "PYTHONPATH": str(copy / "src"),
        "YUDANE_HOME": str(tmp_path / "home"),
        "YUDANE_LANG": "en",
    }
    done = subprocess.run(command, cwd=copy, env=environment, input=given, text=True, capture_output=True, check=False)
    assert done.returncode == 0, f"{command[-1]}\n{done.stdout}\n{done.stderr}"
