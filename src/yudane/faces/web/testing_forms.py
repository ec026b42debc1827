"""For tests: the forms that a page offers, as whoever reads it could send them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

Attributes = Mapping[str, str]


@dataclass
class _Field:
    """One thing to fill in. `kind`: hidden, text, checkbox, radio, ..."""

    name: str
    kind: str
    value: str
    required: bool
    chosen: bool = False


@dataclass(frozen=True)
class Offer:
    """A form with one of its buttons pressed: where it goes, what is there already, what whoever sends it has to say."""

    action: str
    said: Mapping[str, list[str]]
    blank: tuple[str, ...]  # free text
    required: tuple[str, ...]
    either: Mapping[str, list[str]]  # one of these each, another than is chosen

    def filled(self, words: str, *, keep: bool = False) -> dict[str, list[str]]:
        """In good faith: whatever may be said is said. `keep`: what stands there already stays."""
        found = {name: list(values) for name, values in self.said.items()}
        for name, values in self.either.items():
            found[name] = [values[len(words) % len(values)]]
        for name in self.blank:
            if not (keep and any(found[name])):
                found[name] = [f"{words} {name}."]
        return found


@dataclass
class _Form:
    action: str
    method: str
    key: str
    fields: list[_Field] = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)  # name, value, another address


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[_Form] = []
        self._open = False
        self._area: _Field | None = None
        self._select: tuple[str, bool] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(_Form(said.get("action", ""), said.get("method", "get"), said.get("id", "")))
            self._open = True
        elif self._open or said.get("form"):
            self._inside(tag, said)

    def _inside(self, tag: str, said: Attributes) -> None:
        form = next((form for form in self.found if form.key and form.key == said.get("form")), self.found[-1])
        name, required = said.get("name", ""), "required" in said
        if tag == "button" and said.get("type", "submit") == "submit":
            form.buttons.append((name, said.get("value", ""), said.get("formaction", "")))
        elif tag == "input" and name:
            kind = said.get("type", "text")
            form.fields.append(_Field(name, kind, said.get("value", ""), required, "checked" in said))
        elif tag == "textarea":
            self._area = _Field(name, "text", "", required)
            form.fields.append(self._area)
        elif tag == "select":
            self._select = (name, "multiple" in said)
        elif tag == "option" and self._select:
            one = _Field(self._select[0], "option", said.get("value", ""), False, "selected" in said)
            form.fields.append(one)

    def handle_data(self, data: str) -> None:
        if self._area:
            self._area.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None


def offers(html: str, under: str = "/") -> list[Offer]:
    """Of all forms that change something below an address, one for each button."""
    parser = _Forms()
    parser.feed(html)
    return [offer for form in parser.found if form.method == "post" for offer in _of(form, under)]


def _of(form: _Form, under: str) -> Iterator[Offer]:
    said: dict[str, list[str]] = {}
    either: dict[str, list[str]] = {}
    for one in form.fields:
        if (one.kind == "radio" and not one.chosen) or (one.kind == "option" and one.value):
            either.setdefault(one.name, []).append(one.value)
        elif one.kind in ("hidden", "text", "date", "url") or (one.kind == "checkbox" and one.chosen):
            said.setdefault(one.name, []).append(one.value)
    texts = [one for one in form.fields if one.kind == "text"]
    for name, value, other in form.buttons:
        action = other or form.action
        if action.startswith(under):
            pressed = {name: [value]} if name else {}
            blank = tuple(one.name for one in texts)
            required = tuple(one.name for one in texts if one.required)
            yield Offer(action, said | pressed, blank, required, either)
