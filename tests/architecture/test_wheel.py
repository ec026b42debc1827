"""The package alone is enough: practices, sources, words and pages are inside the wheel; tests and samples are not."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_holds_what_runs_and_nothing_else(unpacked: Path) -> None:
    names = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    for needed in (
        "yudane/practices/program.yaml",
        "yudane/practices/slo/measured.sql",
        "yudane/practices/slo/guide.ja.md",
        "yudane/contracts/tables/incidents.yaml",
        "yudane/contracts/views/active_slos.sql",
        "yudane/evidence/sources/backstage/services.sql",
        "yudane/program/schemas/criterion.json",
        "yudane/program/share.sql",
        "yudane/words/cli.yaml",
        "yudane/py.typed",
    ):
        assert needed in names
    assert not [
        name
        for name in names
        if "/test_" in name or "/testing" in name or "/samples/" in name or name.endswith("conftest.py")
    ]


def test_the_package_works_from_the_wheel_alone(unpacked: Path, tmp_path: Path) -> None:
    code = "from yudane.faces.cli.main import main; main()"
    environment = {
        **os.environ,
        "PYTHONPATH": str(unpacked),
        "YUDANE_HOME": str(tmp_path / "home"),
        "PYTHONSAFEPATH": "1",
    }
    for words in (
        ["serve", "--example", "nginx"],
        ["serve", "--example", "systemd"],
        ["init"],
        ["program", "validate"],
        ["check", "try", "slo.defined"],
        ["doctor"],
    ):
        done = subprocess.run([sys.executable, "-c", code, *words], cwd=tmp_path, env=environment, check=False,
                              capture_output=True, text=True)  # fmt: skip
        assert done.returncode == 0, done.stderr
    where = "import yudane; print(yudane.__file__)"
    done = subprocess.run([sys.executable, "-c", where], cwd=tmp_path, env=environment, check=True,
                          capture_output=True, text=True)  # fmt: skip
    assert done.stdout.startswith(str(unpacked))
