"""Deliveries and the ways they are damaged on their way in, for the law of coverage."""

import json
import random
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.world import row, service
from yudane.contracts import shipped_contracts
from yudane.evidence.sources import source_names
from yudane.evidence.sources.source import SHIPPED

SERVICES = ("shop", "search", "pay", "checkout", "orders", "mail")
TABLES = (
    "incidents",
    "deployments",
    "slo_measurements",
    "oncall_shifts",
    "drills",
    "documents",
    "alert_rules",
    "scan_runs",
)
ANOTHER_TOOL = b"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: lights}\ndata: {brightness: high}\n"
Files = dict[str, bytes]


def sources() -> list[str]:
    """Those that read files, and rows."""
    return [*(name for name in source_names() if name != "prometheus"), "rows"]


def complete(source: str) -> Files:
    """A delivery as it should come: the samples that can be read, or rows of tables of every kind."""
    if source == "rows":
        return {f"{table}.jsonl": content for table, content in _rows().items()}
    samples = SHIPPED / source / "samples"
    files = {str(path.relative_to(samples)): path.read_bytes() for path in sorted(samples.rglob("*")) if path.is_file()}
    return {name: content for name, content in files.items() if not _odd(name)}


def _odd(name: str) -> bool:
    """Samples of what is refused."""
    return any(word in name for word in ("odd", "not-", "broken", "README", "other"))


def _rows() -> Files:
    tables: dict[str, list[dict[str, object]]] = {}
    for table in TABLES:
        contract = shipped_contracts()[table]
        for number, name in enumerate(SERVICES * 2):
            fields = row(table, **{**contract.example, "service_id": name})
            for key in contract.key:
                if contract.column(key).type == "str" and key != "service_id":
                    fields[key] = f"{name}-{number}"
            tables.setdefault(table, []).append(fields)
    return {table: "".join(json.dumps(one) + "\n" for one in found).encode() for table, found in tables.items()}


def before(source: str, files: Files, chance: random.Random) -> Files:
    """What had come earlier: nothing, a part, or another state of it."""
    kind = chance.choice(["nothing", "part", "same"])
    if kind == "nothing":
        return {}
    names = sorted(files)
    kept = chance.sample(names, max(1, len(names) - 1)) if kind == "part" else names
    return {name: files[name] for name in kept}


def catalog() -> Mapping[str, list[dict[str, object]]]:
    return {"services": [service(name) for name in SERVICES]}


# -- damages: each takes the bytes of one file, and None is a file that cannot be opened -----------------------------------

Damage = Callable[[bytes, random.Random], bytes | None]


def _flip(content: bytes, chance: random.Random) -> bytes:
    position = chance.randrange(len(content))
    return content[:position] + b"\xff" + content[position + 1 :]


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(1, len(content))]


def _tab(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    indented = [n for n, line in enumerate(lines) if line.startswith(b"  ")] or [0]
    index = chance.choice(indented)
    lines[index] = b"\t" + lines[index].lstrip()
    return b"\n".join(lines)


def _quote(content: bytes, chance: random.Random) -> bytes:
    position = chance.randrange(len(content))
    return content[:position] + b'"' + content[position:]


def _surrogate(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    index = chance.randrange(len(lines))
    text = lines[index]
    lines[index] = text.replace(b'": "', b'": "\\ud83d', 1) if b'": "' in text else text + b' "\\ud83d"'
    return b"\n".join(lines)


def _empty(content: bytes, chance: random.Random) -> bytes:
    return b""


def _another(content: bytes, chance: random.Random) -> bytes:
    return ANOTHER_TOOL


def _closed(content: bytes, chance: random.Random) -> None:
    return None


# What makes a file its tool's, and an object whole.
NEEDED = ("apiVersion", "version", "kind", "service", "name", "slos", "target", "objective", "alert", "expr", "groups")


def _without_key(content: bytes, chance: random.Random) -> bytes:
    """A needed line of YAML gone, or a needed key of a row."""
    lines = content.split(b"\n")
    if content.startswith(b"{"):
        filled = [n for n, line in enumerate(lines) if line.strip()]
        index = chance.choice(filled)
        fields = json.loads(lines[index])
        del fields[chance.choice(["service_id", next(key for key in fields if key.endswith(("_id", "_key")))])]
        lines[index] = json.dumps(fields).encode()
    else:
        needed = tuple(f"{key}:".encode() for key in NEEDED)
        keyed = [n for n, line in enumerate(lines) if line.removeprefix(b"- ").removeprefix(b"  ").startswith(needed)]
        if keyed:
            del lines[chance.choice(keyed)]
    return b"\n".join(lines)


def _misspelt(content: bytes, chance: random.Random) -> bytes:
    """A word with a letter doubled."""
    words = [n for n in range(1, len(content) - 1) if content[n : n + 1].isalpha() and content[n - 1 : n].isalpha()]
    position = chance.choice(words)
    return content[:position] + content[position : position + 1] + content[position:]


def _zone(content: bytes, chance: random.Random) -> bytes:
    return content.replace(b'Z"', b' JST"', 1)


DAMAGES: Mapping[str, Damage] = {
    "byte": _flip,
    "cut": _cut,
    "tab": _tab,
    "quote": _quote,
    "surrogate": _surrogate,
    "empty": _empty,
    "another tool": _another,
    "closed": _closed,
    "key gone": _without_key,
    "zone": _zone,
}
# Damage that may leave a file which is whole and says something else: only a file that is seen to be broken counts.
MAY_STAY_VALID = {"cut", "quote", "tab", "surrogate"}


def written(folder: Path, files: Mapping[str, bytes | None]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.symlink_to(folder / "gone")  # there, and cannot be opened
        else:
            path.write_bytes(content)
    return folder
