"""Files from outside: found, read and split into documents by their kind."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from yudane.reading.csv import header_of, read_csv
from yudane.reading.json import read_json, read_json_lines
from yudane.reading.markdown import read_markdown
from yudane.reading.problem import Place, Problem, ProblemsError
from yudane.reading.values import MAX_BYTES, Document
from yudane.reading.yaml import read_foreign_yaml

_READERS: Mapping[str, Callable[[str, str], Iterator[Document | Problem]]] = {
    ".yaml": read_foreign_yaml,
    ".yml": read_foreign_yaml,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".csv": read_csv,
    ".md": read_markdown,
    ".markdown": read_markdown,
}
_HOW = {".csv": "sheet", ".jsonl": "lines", ".ndjson": "lines"}  # what may come in other than UTF-8
MAX_TEXT = 1 << 20  # bytes of one text of a program or a source
SUFFIXES = tuple(_READERS)


@dataclass
class File:
    """What one file gave: its bytes and hash, the documents that could be read, the problems."""

    name: str
    content: bytes = b""
    documents: list[Document] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    header: tuple[str, ...] = ()  # of a spreadsheet, which may have no rows
    is_folder: bool = False  # one that cannot be looked into

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


# Folders that hold no evidence, by their names below the path given: templates, packages of others, test data.
USUALLY_LEFT_OUT = (
    "charts",
    "templates",
    "testdata",
    "test-data",
    "test_data",
    "fixtures",
    "node_modules",
    "vendor",
)


@dataclass
class Found:
    """What lies under some paths: files that fit, those left out on purpose, folders that cannot be looked into."""

    files: list[Path] = field(default_factory=list)
    left_out: list[Path] = field(default_factory=list)
    closed: list[File] = field(default_factory=list)


def walk(paths: Iterable[Path], patterns: Sequence[str], exclude: Sequence[str] = ()) -> Found:
    """The files named, and those in the folders named that match a pattern, in a stable order.

    Hidden folders are passed over; `exclude` are paths, or patterns of names below a folder named. A path that does
    not exist raises ProblemsError.
    """
    found = Found()
    for path in paths:
        if not path.exists():
            raise ProblemsError.one("path_missing", Place(str(path)))
        _below(path, patterns, exclude, found) if path.is_dir() else _sort(path, path.parent, exclude, found)
    return found


def _below(root: Path, patterns: Sequence[str], exclude: Sequence[str], found: Found) -> None:
    def closed(error: OSError) -> None:
        problem = Problem("file_unreadable", Place(str(error.filename)), {"what": error.strerror or str(error)})
        found.closed.append(File(str(error.filename), problems=[problem], is_folder=True))

    inside: list[Path] = []
    for folder, below, names in os.walk(root, onerror=closed):
        below[:] = [name for name in below if not name.startswith(".")]
        inside += [Path(folder, name) for name in names if not name.startswith(".")]
    for path in sorted(inside):
        if any(path.match(pattern) for pattern in patterns) and (path.is_file() or path.is_symlink()):
            _sort(path, root, [*exclude, *USUALLY_LEFT_OUT], found)


def _sort(path: Path, root: Path, exclude: Sequence[str], found: Found) -> None:
    below = path.relative_to(root)
    fits = (
        any(fnmatch(part, pattern) for part in below.parts)
        or fnmatch(str(below), pattern)
        or path.is_relative_to(os.path.abspath(pattern))  # noqa: PTH100 -- resolve() would follow links
        for pattern in exclude
    )
    (found.left_out if any(fits) else found.files).append(path)


def read_file(path: Path) -> File:
    """Never raises: what cannot be read stands in `problems`, with what could be read beside it."""
    file = File(str(path))
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ProblemsError.one("file_too_large", Place(file.name), limit=MAX_BYTES)
        file.content = path.read_bytes()
        _read_into(file, path.suffix.lower())
    except ProblemsError as error:
        file.problems += error.problems
    except OSError as error:
        file.problems.append(Problem("file_unreadable", Place(file.name), {"what": error.strerror or str(error)}))
    return file


def _read_into(file: File, suffix: str) -> None:
    if suffix not in _READERS:
        raise ProblemsError.one("file_kind_unknown", Place(file.name), kinds=", ".join(SUFFIXES))
    text = decode(file.content, file.name, _HOW.get(suffix, ""))
    if not text.strip():  # nothing says that there is nothing: `[]`, a header or a comment would
        raise ProblemsError.one("file_empty", Place(file.name))
    file.header = header_of(text) if suffix == ".csv" else ()
    for item in _READERS[suffix](text, file.name):
        if isinstance(item, Problem):
            file.problems.append(item)
        else:
            file.documents.append(item)


def read_text(path: Path, within: Path) -> str:
    """A text of a folder that somebody may have brought: a plain file of the folder, not too large.

    Raises ProblemsError; a link that leads out of the folder, given resolved, is refused, whatever it leads to.
    """
    place = Place(str(path))
    if not path.resolve().is_relative_to(within):
        raise ProblemsError.one("link_leads_out", place)
    try:
        if path.stat().st_size > MAX_TEXT:
            raise ProblemsError.one("file_too_large", place, limit=MAX_TEXT)
        return decode(path.read_bytes(), str(path))
    except OSError as error:
        raise ProblemsError.one("file_unreadable", place, what=error.strerror or str(error)) from None


def decode(content: bytes, name: str, how: str = "") -> str:
    """UTF-8, with or without a mark or two, UTF-16 with one; of a "sheet" also CP932 and EUC-JP. Of "lines" one that is no
    text keeps its bytes as half characters, for whoever reads line by line to refuse. Raises ProblemsError."""
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        return content.decode("utf-16" if wide else "utf-8", "surrogateescape" if how == "lines" else "strict").lstrip(
            "\ufeff"
        )
    except UnicodeDecodeError as error:
        wrong = ProblemsError.one("encoding_wrong", Place(name, content[: error.start].count(b"\n") + 1))
    found = _japanese(content) if how == "sheet" and not wide else ""
    if not found:
        raise wrong
    return found


def _japanese(content: bytes) -> str:
    """Of both encodings that read it, the one with fewer half-width kana; empty where neither does, or nobody can tell."""
    found = {}
    for encoding in ("cp932", "euc_jp"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        found[text] = sum("\uff61" <= char <= "\uff9f" for char in text)
    best = sorted(found, key=lambda text: found[text])
    return best[0] if len(best) == 1 or (best and found[best[0]] < found[best[1]]) else ""
