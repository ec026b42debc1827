"""YAML read from its event stream: no tags, no endless nesting, no alias bombs, no double keys."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from yudane.reading.json import lone_surrogate
from yudane.reading.problem import Place, Problem, ProblemsError
from yudane.reading.values import MAX_DEPTH, MAX_NODES, Document, Path, Value

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MERGE = "<<"
MOST_FAULTS = 100  # of one file, after which the rest is not looked at
_FLOAT = re.compile(r"-?[0-9]+\.[0-9]+")


def read_yaml(text: str, name: str) -> Iterator[Document]:
    """Every document of the text. Raises ProblemsError at the first fault, after the documents before it."""
    for found in _documents(text, name, as_written=False):
        if isinstance(found, Problem):
            raise ProblemsError([found])
        yield found


def read_foreign_yaml(text: str, name: str) -> Iterator[Document | Problem]:
    """Of what other systems wrote: a scalar that would read differently as a number or a truth value (1.10, 0123, 0x1F, 1_000,
    on) stays the text it is, and a document with a fault refuses itself alone."""
    return _documents(text, name, as_written=True)


def _documents(text: str, name: str, *, as_written: bool) -> Iterator[Document | Problem]:
    """What the parser cannot read goes until the next line that begins a document."""
    above, faults = 0, 0
    while text:
        loader, end = _Loader(text), 0
        try:
            for found in _parsed(loader, name, as_written):
                yield found.below(above)
            return
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            what = getattr(error, "problem", None) or str(error)
            yield Problem("yaml_broken", Place(name, above + mark.line + 1 if mark else None), {"what": what})
            faults += 1
            end = max(mark.line, 1) if mark and faults < MOST_FAULTS else 0
        finally:
            loader.dispose()
        text, above = _rest(text, end, above)


def _rest(text: str, end: int, above: int) -> tuple[str, int]:
    """From the first line that begins a document, at the earliest this one; and how many lines stand above it."""
    lines = text.split("\n")
    begin = next((n for n in range(end, len(lines)) if lines[n].startswith("---")), len(lines)) if end else len(lines)
    return "\n".join(lines[begin:]), above + begin


def _parsed(loader: Any, name: str, as_written: bool) -> Iterator[Document | Problem]:
    while loader.check_event():
        if not isinstance(loader.get_event(), yaml.DocumentStartEvent):
            continue
        first = loader.peek_event()
        builder = _Builder(loader, name, as_written)
        try:
            yield Document(builder.node((), 0), first.start_mark.line + 1, builder.lines)
        except ProblemsError as error:
            yield from error.problems
            if error.problems[0].code in ("too_deep", "too_many_nodes"):
                return  # to look for its end would take as long as to read it
            while not isinstance(loader.get_event(), yaml.DocumentEndEvent | None):
                pass


@dataclass
class _Builder:
    loader: Any
    name: str
    as_written: bool
    lines: dict[Path, int] = field(default_factory=dict)
    anchors: dict[str, Value] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    nodes: int = 0

    def fail(self, code: str, event: Any, **args: object) -> ProblemsError:
        return ProblemsError([Problem(code, Place(self.name, event.start_mark.line + 1), args)])

    def node(self, path: Path, depth: int) -> Value:
        """The value that starts at the next event. An alias counts as all the nodes it stands for."""
        event = self.loader.get_event()
        before = self.nodes
        self.count(1, depth, event)
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event, depth)
        value = self.value(event, path, depth)
        if event.anchor:
            self.anchors[event.anchor], self.sizes[event.anchor] = value, self.nodes - before
        return value

    def value(self, event: Any, path: Path, depth: int) -> Value:
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(path, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path, depth)
        return self.scalar(event)

    def count(self, nodes: int, depth: int, event: Any) -> None:
        self.nodes += nodes
        if depth > MAX_DEPTH:
            raise self.fail("too_deep", event, limit=MAX_DEPTH)
        if self.nodes > MAX_NODES:
            raise self.fail("too_many_nodes", event, limit=MAX_NODES)

    def alias(self, event: Any, depth: int) -> Value:
        if event.anchor not in self.anchors:
            raise self.fail("yaml_alias_unknown", event, name=event.anchor)
        self.count(self.sizes[event.anchor], depth, event)
        return self.anchors[event.anchor]

    def sequence(self, path: Path, depth: int) -> Value:
        items: list[Value] = []
        while not isinstance(event := self.loader.peek_event(), yaml.SequenceEndEvent):
            here = (*path, len(items))
            self.lines[here] = event.start_mark.line + 1
            items.append(self.node(here, depth + 1))
        self.loader.get_event()
        return items

    def mapping(self, path: Path, depth: int) -> Value:
        entries: dict[str, Value] = {}
        merged: dict[str, Value] = {}
        while not isinstance(event := self.loader.peek_event(), yaml.MappingEndEvent):
            key = self.key(event, depth)
            if key in entries:
                raise self.fail("double_key", event, key=key)
            here = (*path, key)
            self.lines[here] = event.start_mark.line + 1
            value = self.node(here, depth + 1)
            if key == _MERGE:
                merged = _merged(value)
            else:
                entries[key] = value
        self.loader.get_event()
        return {**merged, **entries}

    def key(self, event: Any, depth: int) -> str:
        if not isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
            raise self.fail("yaml_key_not_text", event)
        value = self.node((), depth + 1)
        return value if isinstance(value, str) else str(getattr(event, "value", value))

    def scalar(self, event: Any) -> Value:
        if event.tag and not str(event.tag).startswith("tag:yaml.org,2002:"):
            return str(event.value)  # a tag of somebody's own: its text, never an object
        if event.style == '"' and lone_surrogate(event.value):
            raise self.fail("half_character", event)
        plain = event.implicit[0] and not event.tag
        if not plain or event.value[:1] not in self.loader.yaml_implicit_resolvers:  # no type begins so
            return str(event.value)
        tag = self.loader.resolve(yaml.ScalarNode, event.value, (True, False))
        kind, text = tag.rpartition(":")[2], str(event.value)
        if self.as_written and not _same(kind, text):
            return text
        return _plain(kind, text, event, self)


def _same(kind: str, text: str) -> bool:
    """As a number, or as true or false, it is written just so."""
    if kind == "bool":
        return text in ("true", "false")
    if kind == "int":
        return len(text) < 20 and text.lstrip("-").isdecimal() and str(int(text)) == text
    return kind != "float" or (len(text) < 30 and _FLOAT.fullmatch(text) is not None and repr(float(text)) == text)


def _plain(kind: str, text: str, event: Any, builder: _Builder) -> Value:
    """A plain scalar by YAML's core types; dates and numbers with colons stay text."""
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in ("yes", "true", "on")
    if kind == "int" and ":" not in text:
        return _int(text, event, builder)
    if kind == "float" and ":" not in text:
        return _float(text, event, builder)
    return text


def _int(text: str, event: Any, builder: _Builder) -> int | str:
    digits = text.replace("_", "")
    if len(digits) > 40:
        raise builder.fail("number_too_long", event)
    body = digits.lstrip("+-")
    octal = body.startswith("0") and len(body) > 1 and body[1] not in "xXbBoO"
    try:
        return int(digits, 8 if octal else 0)
    except ValueError:  # 0x_ looks like a number and is none
        return text


def _float(text: str, event: Any, builder: _Builder) -> float:
    if "inf" in text.lower() or "nan" in text.lower():
        raise builder.fail("not_a_number", event, value=text)
    return float(text.replace("_", ""))


def _merged(value: Value) -> dict[str, Value]:
    parts = value if isinstance(value, list) else [value]
    found: dict[str, Value] = {}
    for part in reversed(parts):
        if isinstance(part, dict):
            found.update(part)
    return found
