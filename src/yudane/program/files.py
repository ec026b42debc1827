"""The files of a program: the practices shipped, and an organization's overlay of the same shape upon them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from yudane.reading import Place, Problem, ProblemsError
from yudane.reading.files import read_text
from yudane.reading.values import Document
from yudane.reading.values import Path as ValuePath
from yudane.reading.yaml import read_yaml

PRACTICES = Path(str(files("yudane"))) / "practices"
EXAMPLES = ".examples.yaml"  # of a check, in a file beside its rule and its words


@dataclass
class Layered:
    """A YAML file as it is in force: deep-merged over its layers."""

    name: str
    value: dict[str, Any] = field(default_factory=dict)
    lines: list[tuple[str, Mapping[ValuePath, int]]] = field(default_factory=list)  # of each layer's file, last on top

    def place(self, path: ValuePath) -> Place:
        """Where a value was last said, or what lies around it."""
        dotted = ".".join(map(str, path))
        while path:
            for file, lines in reversed(self.lines):
                if path in lines:
                    return Place(file, lines[path], dotted)
            path = path[:-1]
        return Place(self.name, None, dotted)

    def problem(self, code: str, path: ValuePath, **args: object) -> Problem:
        return Problem(code, self.place(path), args)


@dataclass
class Folder:
    """All files of a program, by their path inside it."""

    yaml: dict[str, Layered] = field(default_factory=dict)
    texts: dict[str, tuple[str, Place]] = field(default_factory=dict)  # .sql and .md
    problems: list[Problem] = field(default_factory=list)
    shipped: "Folder | None" = None  # the first layer by itself, where others lie upon it


@dataclass(frozen=True)
class ProgramFile:
    """One file as it was read, and what is wrong with it where it could not be."""

    layer: int  # 0 is the lowest
    path: Path
    name: str  # inside its layer
    text: str = ""
    problems: tuple[Problem, ...] = ()


def read_files(layers: tuple[Path, ...]) -> list[ProgramFile]:
    """Every file of the layers."""
    return [
        _read(number, layer, path, resolved)
        for number, layer in enumerate(layers)
        for resolved in [layer.resolve()]
        for path in sorted(_found(layer), key=_examples_last)
    ]


def _examples_last(path: Path) -> tuple[str, bool]:
    """In the order of names, a check's examples right after it."""
    return str(path).replace(EXAMPLES, ".yaml"), path.name.endswith(EXAMPLES)


def _found(layer: Path) -> list[Path]:
    return [path for path in layer.rglob("*") if path.is_file() and path.suffix in (".yaml", ".sql", ".md")]


def _read(number: int, layer: Path, path: Path, resolved: Path) -> ProgramFile:
    name = path.relative_to(layer).as_posix()
    if not str(path).isprintable():
        problem = Problem("name_not_plain", Place(repr(path.name)), {"name": repr(path.name)[:60]})
        return ProgramFile(number, path, name, problems=(problem,))
    try:
        return ProgramFile(number, path, name, read_text(path, resolved))
    except ProblemsError as error:
        return ProgramFile(number, path, name, problems=tuple(error.problems))


def layered(files: Iterable[ProgramFile]) -> Folder:
    """Later layers over earlier ones: mappings merge, everything else is replaced."""
    folder = Folder()
    for file in files:
        if file.layer and folder.shipped is None:
            alone = {name: replace(below, lines=list(below.lines)) for name, below in folder.yaml.items()}
            folder.shipped = Folder(alone, dict(folder.texts))
        try:
            folder.problems += file.problems
            if not file.problems:
                _lay(folder, file)
        except ProblemsError as error:
            folder.problems += error.problems
    return folder


def _lay(folder: Folder, file: ProgramFile) -> None:
    path, name = file.path, file.name
    if path.suffix != ".yaml":
        folder.texts[name] = (file.text, Place(str(path)))
        return
    documents = _as_shipped(file.text, str(path)) if file.layer == 0 else tuple(read_yaml(file.text, str(path)))
    value = documents[0].value if documents else {}
    if not isinstance(value, dict) or len(documents) > 1:
        raise ProblemsError.one("yaml_not_mapping", Place(str(path), 1))
    if name.endswith(EXAMPLES):
        name = name.removesuffix(EXAMPLES) + ".yaml"
        _only_examples(folder, name, path, value)
    file_in_force = folder.yaml.setdefault(name, Layered(str(path)))
    file_in_force.value = _merge(file_in_force.value, value)
    if documents:
        file_in_force.lines.append((str(path), documents[0].lines))


@lru_cache(maxsize=1024)
def _as_shipped(text: str, name: str) -> tuple[Document, ...]:
    """They lie under every overlay and are read once. Nobody changes them: what is laid upon them is merged anew."""
    return tuple(read_yaml(text, name))


def _only_examples(folder: Folder, name: str, path: Path, value: Mapping[str, Any]) -> None:
    """A check's third file says its examples and nothing else, and says them alone. Raises ProblemsError."""
    if other := sorted(value.keys() - {"examples"}):
        raise ProblemsError.one("examples_only", Place(str(path), 1), names=", ".join(other)[:100])
    check = folder.yaml.get(name)
    sibling = str(path).removesuffix(EXAMPLES) + ".yaml"
    if check and check.lines and check.lines[-1][0] == sibling and ("examples",) in check.lines[-1][1]:
        raise ProblemsError.one("examples_twice", Place(sibling, check.lines[-1][1][("examples",)], "examples"))


def _merge(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        both = isinstance(value, dict) and isinstance(below, dict)
        merged[key] = _merge(below, value) if both and isinstance(below, dict) else value
    return merged
