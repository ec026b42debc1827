"""The README's commands for one's own company, as they stand there, on folders as people have them.

Whatever lies there, the right thing is said with the right exit code, and what could not be taken in is never bad news.
"""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.loopback import prometheus
from yudane.faces.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "src" / "yudane" / "evidence" / "sources"
CATALOG = "".join(
    "---\napiVersion: backstage.io/v1alpha1\nkind: Component\n"
    f'metadata: {{name: {name}, annotations: {{yudane.dev/tier: "2", yudane.dev/user-facing: "true"}}}}\n'
    "spec: {type: service, lifecycle: production, owner: group:kasa}\n"
    for name in ("checkout", "shop")
)
TEAM = "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: kasa}\nspec: {type: team, children: []}\n"
SLOTH = "version: prometheus/v1\nservice: checkout\nslos: []\n"
OPENSLO = "apiVersion: openslo/v1\nkind: Service\nmetadata: {name: checkout}\nspec: {}\n"
TAB = "groups:\n\t- name: shop\n"
INCIDENT = '{"incident_id": "a", "service_id": "checkout", "detected_at": "2026-09-01T00:00:00Z"}\n'
FOLDERS = ("catalog", "slo", "rules", "postmortems")


def own_company() -> list[str]:
    """The commands of the block, without their comments."""
    block = (ROOT / "README.md").read_text("utf-8").split("## Your own company")[1].split("\n## ")[0]
    return [line.split("#")[0].strip() for line in re.findall(r"^    (.+)$", block, re.MULTILINE)]


Run = Callable[..., Result]


@dataclass
class Company:
    """A folder with what the README's commands name, and how each of them ended."""

    folder: Path
    status: int = 200  # of its Prometheus
    ended: dict[str, Result] = field(default_factory=dict)

    def write(self, name: str, content: str | bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def sample(self, name: str, folder: str) -> None:
        (self.folder / folder).mkdir(exist_ok=True)
        shutil.copy(SAMPLES / name, self.folder / folder)

    def run(self, *, months: bool = False) -> None:
        """All of the block; its Prometheus listens on a free port, and `serve`, which would go on, stands last."""
        first, *lines, last = own_company()
        assert (first.split("=")[0], last) == ("export YUDANE_HOME", "yudane serve")
        with prometheus(self.status) as address:
            for line in lines:
                if line.startswith("yudane assess") and self.ended["catalog import"].exit_code == 2:
                    self.mend_catalog()
                words = line.replace("http://127.0.0.1:9090", address).split()[1:]
                if not months and "--months" in words:  # a year is judged once, where all is right
                    words = words[: words.index("--months")]
                name = words[0] if words[1:2] == ["--months"] else " ".join(words[:2])
                self.ended[name] = CliRunner().invoke(main, words)

    def mend_catalog(self) -> None:
        """Services become known after all, so that there is somebody to be judged."""
        shutil.rmtree(self.folder / "catalog")
        self.write("catalog/all.yaml", CATALOG + "---\n" + TEAM)
        assert CliRunner().invoke(main, ["catalog", "import", "./catalog"]).exit_code == 0

    def codes(self) -> dict[str, int]:
        return {name: result.exit_code for name, result in self.ended.items()}

    def says(self, name: str) -> str:
        return self.ended[name].stderr

    def unmet(self) -> dict[str, list[str]]:
        """By criterion the tables it reads, for those that some service does not meet."""
        found: dict[str, list[str]] = {}
        for service in ("checkout", "shop"):
            outcomes = json.loads(CliRunner().invoke(main, ["explain", service, "--json"]).stdout)
            assert outcomes
            found |= {one["criterion"]: one["reads"] for one in outcomes if one["outcome"] == "unmet"}
        return found


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Company:
    monkeypatch.setenv("YUDANE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("YUDANE_LANG", "en")
    created = Company(tmp_path / "company")
    for name in FOLDERS:
        (created.folder / name).mkdir(parents=True)
    monkeypatch.chdir(created.folder)
    return created


COLLECTED = (
    "catalog import", "collect openslo", "collect prometheus-rules", "collect postmortems", "collect prometheus",
    "collect rows",
)  # fmt: skip
AFTER = {"assess": 0, "levels": 0, "explain checkout": 0}


def ended(*codes: int) -> dict[str, int]:
    return {"init": 0, **dict(zip(COLLECTED, codes, strict=True)), **AFTER}


def broken(company: Company) -> None:
    company.status = 503
    for name in ("catalog", "slo", "rules"):
        company.write(f"{name}/a.yaml", TAB)
    company.write("postmortems/a.md", b"# Checkout was down\n\n\xff\xfe\xfa\n")
    company.write("incidents.jsonl", INCIDENT[:40])


def wrong(company: Company) -> None:
    company.write("catalog/a.yaml", OPENSLO)
    company.write("slo/a.yaml", SLOTH)
    company.write("rules/a.yaml", OPENSLO)
    company.write("postmortems/a.md", "# How we deploy\n\nWe press the button.\n")
    company.write("incidents.jsonl", '{"deployment_id": "a", "environment": "production"}\n')


def right(company: Company) -> None:
    company.write("catalog/all.yaml", CATALOG)
    company.write("catalog/team.yaml", TEAM)
    company.sample("openslo/samples/shop/checkout.yaml", "slo")
    company.sample("prometheus-rules/samples/shop/burning.yaml", "rules")
    company.sample("postmortems/samples/shop/INC-1070-basket-lost.md", "postmortems")
    company.write("incidents.jsonl", INCIDENT)


def test_empty_folders_end_with_2_and_say_what_was_looked_for(company: Company) -> None:
    company.write("incidents.jsonl", b"")
    company.run()
    assert company.codes() == ended(2, 2, 2, 2, 2, 2)
    for name, pattern in (("catalog import", "*.yaml"), ("collect openslo", "*.yaml"), ("collect postmortems", "*.md")):
        assert "No file here fits (" in company.says(name)
        assert pattern in company.says(name)
    assert "Collect SLO definitions first" in company.says("collect prometheus")
    assert "The file is empty, which does not say that there is nothing." in company.says("collect rows")
    assert company.unmet() == {}


def test_broken_files_end_with_2_and_say_where_they_break(company: Company) -> None:
    broken(company)
    company.run()
    assert company.codes() == ended(2, 2, 2, 2, 2, 2)
    for name, file in (
        ("catalog import", "catalog"),
        ("collect openslo", "slo"),
        ("collect prometheus-rules", "rules"),
    ):
        assert f"{file}/a.yaml:2: This is not valid YAML" in company.says(name)
        assert f"--exclude {company.folder / file / 'a.yaml'}" in company.says(name)
    assert "postmortems/a.md:3: The text is not UTF-8" in company.says("collect postmortems")
    assert "incidents.jsonl:1: rejected 1:" in company.says("collect rows")
    assert company.unmet() == {}


def test_broken_files_beside_sound_ones_end_with_3_and_nobody_is_judged_by_them(company: Company) -> None:
    company.status = 503
    right(company)
    for name in ("catalog", "slo", "rules"):
        company.write(f"{name}/broken.yaml", TAB)
    company.write("postmortems/broken.md", b"# Checkout was down\n\n\xff\xfe\xfa\n")
    company.write("incidents.jsonl", INCIDENT + INCIDENT[:40])
    company.run()
    assert company.codes() == ended(3, 3, 3, 3, 2, 3)
    for name in COLLECTED[:4]:
        assert re.search(
            r"1 of \d files could not be read to the end, so nothing new counts as looked at", company.says(name)
        )
    assert "with status 503" in company.says("collect prometheus")
    assert "answers could not be used" in company.says("collect prometheus")
    assert "incidents.jsonl:2: rejected 1:" in company.says("collect rows")
    assert company.unmet() == {}


def test_other_tools_files_end_with_2_and_name_whose_they_are(company: Company) -> None:
    wrong(company)
    company.run()
    assert company.codes() == ended(2, 2, 2, 2, 2, 2)
    assert "Try: yudane collect openslo" in company.says("catalog import")
    assert "Try: yudane collect sloth" in company.says("collect openslo")
    assert "Try: yudane collect openslo" in company.says("collect prometheus-rules")
    assert "Name another folder, or another source" in company.says("collect postmortems")
    assert "Try: deployments=FILE" in company.says("collect rows")
    assert company.unmet() == {}


def test_right_files_end_with_0_and_are_explained_down_to_their_rows(company: Company) -> None:
    right(company)
    company.run(months=True)
    assert company.codes() == ended(0, 0, 0, 0, 0, 0), {n: r.stderr for n, r in company.ended.items()}
    assert len(company.ended["assess"].stdout.splitlines()) == 1 + 13
    assert "checkout" in company.ended["levels"].stdout
    assert "✓" in company.ended["explain checkout"].stdout
    assert "slo_id=" in company.ended["explain checkout"].stdout


@pytest.mark.parametrize("spoil", [broken, wrong])
def test_what_turns_broken_or_wrong_later_turns_nothing_to_unmet(
    company: Company, spoil: Callable[[Company], None]
) -> None:
    right(company)
    company.run()
    before = company.unmet()
    for name in FOLDERS:
        shutil.rmtree(company.folder / name)
    spoil(company)
    company.run()
    assert set(company.unmet()) <= set(before)
    assert company.codes()["collect rows"] == 2
