"""The files of a program: the practices shipped, and an organization's overlay of the same shape upon them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from yudane.reading import Place, Problem, ProblemsError
from yudane.reading.files import read_text
from yudane.reading.values import Path as ValuePath
from yudane.reading.yaml import read_yaml

PRACTICES = Path(str(files("yudane"))) / "practices"


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


def read_layers(layers: tuple[Path, ...]) -> Folder:
    """Read the layers, later ones over earlier ones: mappings merge, everything else is replaced."""
    folder = Folder()
    for number, layer in enumerate(layers):
        if number == 1:
            alone = {name: replace(file, lines=list(file.lines)) for name, file in folder.yaml.items()}
            folder.shipped = Folder(alone, dict(folder.texts))
        for path in sorted(p for p in layer.rglob("*") if p.is_file() and p.suffix in (".yaml", ".sql", ".md")):
            try:
                if not str(path).isprintable():
                    raise ProblemsError.one("name_not_plain", Place(repr(path.name)), name=repr(path.name)[:60])
                _read(folder, path, path.relative_to(layer).as_posix(), read_text(path, layer))
            except ProblemsError as error:
                folder.problems += error.problems
    return folder


def _read(folder: Folder, path: Path, name: str, text: str) -> None:
    if path.suffix != ".yaml":
        folder.texts[name] = (text, Place(str(path)))
        return
    documents = list(read_yaml(text, str(path)))
    value = documents[0].value if documents else {}
    if not isinstance(value, dict) or len(documents) > 1:
        raise ProblemsError.one("yaml_not_mapping", Place(str(path), 1))
    layered = folder.yaml.setdefault(name, Layered(str(path)))
    layered.value = _merge(layered.value, value)
    if documents:
        layered.lines.append((str(path), documents[0].lines))


def _merge(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        both = isinstance(value, dict) and isinstance(below, dict)
        merged[key] = _merge(below, value) if both and isinstance(below, dict) else value
    return merged
