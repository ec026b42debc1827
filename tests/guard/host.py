"""A machine with something to lose: a secret file, evidence, an environment; and whether all of it is as it was."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from yudane.evidence.engines.database import connect, parquet
from yudane.evidence.engines.rules import CHECK, MAP, Rules
from yudane.evidence.engines.untrusted import Input

HERE = Path(__file__).parent
TABLES = {
    "documents": ("origin", "line", "position", "body"),
    "incidents": ("service_id", "incident_id", "severity", "detected_at"),
    "services": ("service_id", "name", "tier"),
}
COLUMNS = ("service_id", "tier", "n", "share")  # what an expression may name
SECRET = "canary-4c1f"
_BODY = {"id": "9c1m", "title": "Orders cannot be paid", "components": ["Checkout", "Refunds"], "n": 3}


@cache
def corpus(name: str) -> Mapping[str, list[dict[str, Any]]]:
    """escapes or bombs."""
    found: Mapping[str, list[dict[str, Any]]] = yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8"))
    return found


def rules_of(entry: Mapping[str, Any]) -> Iterator[Rules]:
    """Under which rules a text is refused: both where it does not say."""
    stated = entry.get("rules")
    yield from ([CHECK] if stated in (None, "check") else [])
    yield from ([MAP] if stated in (None, "map") else [])


@dataclass
class Host:
    """Folders of one test; what is below `root` may not change."""

    root: Path

    def __post_init__(self) -> None:
        self.root.mkdir()
        self.secret = self.root / "secret.txt"
        self.secret.write_text(f"service_id\n{SECRET}\n", "utf-8")
        self.evidence = self.root / "evidence.parquet"
        with connect() as con:
            con.execute(f"""copy (select 'rows:a.jsonl' as origin, 1 as line, 1 as position,
                cast('{json.dumps(_BODY)}' as json) as body) to '{self.evidence}' (format parquet)""")
            for name in ("incidents", "services"):
                columns = ", ".join(f"'x' as {column}" for column in TABLES[name])
                con.execute(f"copy (select {columns}) to '{self.root / name}.parquet' (format parquet)")
        self.before = self.state()

    @property
    def inputs(self) -> dict[str, Input]:
        documents = Input(parquet([str(self.evidence)]), TABLES["documents"])
        others = {name: Input(parquet([f"{self.root / name}.parquet"]), TABLES[name]) for name in TABLES}
        return {**others, "documents": documents}

    def put(self, text: str) -> str:
        """A text of a corpus with what it is after."""
        paths = {"secret": self.secret, "out": self.root / "out.txt", "evidence": self.evidence, "folder": self.root}
        for name, path in paths.items():
            text = text.replace("{" + name + "}", str(path))
        return text

    def state(self) -> dict[str, str]:
        return {
            str(path): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.root.rglob("*"))
            if path.is_file()
        }

    def unharmed(self) -> bool:
        """No file was made, changed or taken away."""
        return self.state() == self.before


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Host:
    monkeypatch.setenv("YUDANE_CANARY", SECRET)
    return Host(tmp_path / "host")
