"""The tables there are: those that came with the package, and an organization's own beside them."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from yudane.contracts.contract import Contract, View, make_contract, make_view
from yudane.reading import compiled
from yudane.reading.yaml import read_yaml

_GROUPS = ("reference", "evidence", "program")


class Contracts(Mapping[str, Contract]):
    """Contracts by table name, reference tables first."""

    def __init__(self, found: Iterable[Contract]) -> None:
        self._found = {c.name: c for c in sorted(found, key=lambda c: (_GROUPS.index(c.group), c.name))}

    def __getitem__(self, table: str) -> Contract:
        return self._found[table]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    __hash__ = object.__hash__  # of one set of tables, so that what is made of it can be kept

    def beside(self, own: Iterable[Contract]) -> "Contracts":
        """These and an organization's own."""
        added = (*own,)
        return Contracts([*self.values(), *added]) if added else self


@cache
def shipped_contracts() -> Contracts:
    """Those that came with the package."""
    key = compiled.key_of("contracts")
    found = compiled.load(key, list[Contract])
    if found is None:
        found = [make_contract(name, _yaml("tables", name)) for name in _names("tables")]
        compiled.store(key, found)
    return Contracts(found)


@cache
def views() -> dict[str, View]:
    """All derived tables by name."""
    key = compiled.key_of("views")
    found = compiled.load(key, list[View])
    if found is None:
        found = [make_view(name, _yaml("views", name), _text(f"views/{name}.sql")) for name in _names("views")]
        compiled.store(key, found)
    return {view.name: view for view in found}


def _names(folder: str) -> list[str]:
    entries = (files("yudane.contracts") / folder).iterdir()
    return sorted(entry.name.removesuffix(".yaml") for entry in entries if entry.name.endswith(".yaml"))


def _yaml(folder: str, name: str) -> Any:
    return next(read_yaml(_text(f"{folder}/{name}.yaml"), f"{name}.yaml")).value


def _text(path: str) -> str:
    return (files("yudane.contracts") / path).read_text("utf-8")
