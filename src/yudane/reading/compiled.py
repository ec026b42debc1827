"""What was last made of the same files, so that a command need not read 500 of them as YAML: the program, the contracts.

Kept as JSON, which executes nothing, under the hash of everything it depends on: the files and our own code. The folder is
the user's own (XDG_CACHE_HOME or ~/.cache); since what came with the package runs without the guard, a folder or file that
others could have written is never believed. Any of it may be deleted.
"""

import hashlib
import json
import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from yudane import __version__
from yudane.reading.replacing import replacing

T = TypeVar("T")
MANY = 30  # kept, the newest


def key_of(what: str, files: Sequence[object] = ()) -> str:
    """The name of what these files become; `files` are such as JSON takes."""
    parts = [code("program", "contracts", "reading", "words"), what, files]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def load(key: str, kind: type[T]) -> T | None:
    """What is kept under this key; None where there is nothing that can be believed."""
    folder = _folder()
    if folder is None:
        return None
    try:
        with (folder / f"{key}.json").open("rb") as file:
            if not _ours(os.fstat(file.fileno())):
                return None
            return decoded(file.read(), kind)
    except (OSError, ValueError):
        return None


def store(key: str, value: object) -> None:
    """For the next time; where it cannot be kept it is made anew each time."""
    folder = _folder()
    if folder is None:
        return
    with suppress(OSError):  # a full disk, say: it is only slower then
        with replacing(folder / f"{key}.json") as temporary:
            temporary.touch(0o600)
            temporary.write_bytes(encoded(value))
        for old in sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime)[:-MANY]:
            old.unlink()


def encoded(value: object) -> bytes:
    """Dataclasses as JSON."""
    return msgspec.json.encode(value)


def decoded(content: bytes, kind: type[T]) -> T:
    """And back. Raises ValueError where it is none of that kind."""
    return msgspec.json.decode(content, type=kind)


def _folder() -> Path | None:
    """The folder for what is compiled, made where it is missing; None where others may write into it."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 -- Path raises without a home
    folder = Path(base) / "yudane" / "compiled"
    if not folder.is_absolute():
        return None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder if _ours(folder.lstat()) else None
    except OSError:
        return None


def _ours(found: os.stat_result) -> bool:
    """It belongs to whoever runs this, and nobody else may write to it."""
    return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


@cache
def code(*parts: str) -> str:
    """A hash of parts of Yudane, schemas, SQL and contracts too: in a checkout it changes without the version."""
    package = Path(__file__).parents[1]
    kinds = (".py", ".sql", ".json", ".yaml")
    files = (p for part in parts for p in (package / part).rglob("*") if p.suffix in kinds)
    found = hashlib.sha256(__version__.encode())
    for path in sorted(files):
        found.update(path.read_bytes())
    return found.hexdigest()
