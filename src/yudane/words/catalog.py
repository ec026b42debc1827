"""The message catalogs beside this file: one YAML file a face, `code: {en, ja}` in each."""

from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

import yaml

from yudane.words.text import Lang, Text

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Catalog:
    """The messages of one file, by code."""

    def __init__(self, name: str) -> None:
        raw = yaml.load((files(__package__) / f"{name}.yaml").read_bytes(), Loader=_Loader)  # noqa: S506 -- our own files, by the safe loader
        self.texts = {code: Text.of(value) for code, value in raw.items()}

    def say(self, code: str, lang: Lang, /, **args: object) -> str:
        """The message in one language; an unknown code is a mistake of ours and raises KeyError."""
        return _Lenient().format(self.texts[code][lang], **args)


class _Lenient(Formatter):
    """A missing argument shows its name instead of hiding the whole message."""

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:
        return kwargs.get(str(key), "{" + str(key) + "}")


@cache
def _catalog(name: str) -> Catalog:
    return Catalog(name)


def say(code: str, lang: Lang, /, **args: object) -> str:
    """Say `catalog.code`, for example say("problems.yaml_double_key", "ja", key="a")."""
    name, _, rest = code.partition(".")
    return _catalog(name).say(rest, lang, **args)


def codes(name: str) -> dict[str, Text]:
    """All messages of one catalog, for tests and templates."""
    return _catalog(name).texts
