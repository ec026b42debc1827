"""The reference of a check as Markdown, for `yudane check docs`."""

from collections.abc import Iterable, Iterator

from yudane.assessment.example_tables import Example
from yudane.assessment.reads import Read
from yudane.assessment.reference import Description, OverrideDescription, Rule
from yudane.words import Lang, say
from yudane.words.values import Piece, day


def check_page(description: Description, lang: Lang) -> str:
    """What is asked, how it is decided, parameters, sources, examples, the SQL."""
    check = description.check
    parts = {
        "next": [description.next],
        "reads": _bullets([_read(either, lang) for either in description.reads] or [_say("reads_none", lang)]),
        "how_decided": _bullets(_rule(rule) for rule in description.rules),
        "reasons": _bullets(f"{label}: {_sentence(pieces)}" for label, pieces in description.reasons),
        "parameters": _bullets(f"`{p.name}` = {p.value} ({p.range}): {p.about}" for p in description.params),
        "overrides": _bullets(_override(one, lang) for one in description.overrides),
        "readings": _bullets(description.readings),
        "sources": _bullets(f"{text} [{mark}]" for text, mark in description.sources),
        "examples": _bullets(_example(example) for example in description.examples),
        "formerly": _bullets(f"`{name}`" for name in check.formerly),
        "sql": ["```sql", check.sql.strip(), "```"],
    }
    head = [
        f"# {check.id}",
        "",
        f"**{description.title}**",
        "",
        *([description.asks, ""] if description.asks else []),
        " · ".join(description.marks),
    ]
    body = [line for code, lines in parts.items() if lines for line in ("", f"## {_say(code, lang)}", "", *lines)]
    return "\n".join([*head, *body, ""])


def _say(code: str, lang: Lang) -> str:
    return say(f"reference.{code}", lang)


def _bullets(lines: Iterable[str]) -> list[str]:
    return [f"- {line}" for line in lines]


def _read(either: tuple[Read, ...], lang: Lang) -> str:
    return f" {_say('or', lang)} ".join(_one(read, lang) for read in either)


def _one(read: Read, lang: Lang) -> str:
    if not read.part:
        return f"`{read.table}`"
    code = "reads_all" if read.part == "*" else "reads_column"
    return f"`{read.table}` ({say(f'reference.{code}', lang, column=f'`{read.part}`')})"


def _rule(rule: Rule) -> str:
    return f"{rule.label}: {' '.join(rule.words)}" + (f" `{' '.join(rule.sql.split())}`" if rule.sql else "")


def _sentence(pieces: Iterable[Piece]) -> str:
    return "".join(f"`{piece.text}`" if piece.named else piece.text for piece in pieces)


def _override(one: OverrideDescription, lang: Lang) -> str:
    return f"`{one.param}` = {one.value}, {one.whom} ({day(one.on, lang)}, {one.author}: {one.reason})"


def _example(example: Example) -> str:
    return f"{example.name}: {', '.join(_expected(example))}"


def _expected(example: Example) -> Iterator[str]:
    for one in example.expected:
        yield f"{one.who}: {one.words}" if one.who else one.words
