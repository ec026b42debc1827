"""What did not look, went stale or could not be read, and who mends it: one sentence over many outcomes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from yudane.assessment.reason import title
from yudane.contracts import Contracts
from yudane.evidence.left_outs import LeftOut
from yudane.words import Lang, say
from yudane.words.values import day, listed_and

Row = Mapping[str, Any]
UNSEEN = ("left_out", "stale", "not_yet", "never")  # causes that evidence would end, in the order they are told
_UNCLEAR = "never_or_stale"
_MOST = 4  # tables named


def unseen(row: Row) -> bool:
    """Unknown for want of evidence, and not for something about the service or the check."""
    return row["outcome"] == "unknown" and row["cause"] in UNSEEN and bool(row["detail"])


def unseen_words(rows: Iterable[Row], known: Contracts, lang: Lang) -> str:
    """One sentence: what lacks and who mends it how; empty where nothing lacks.

    Rows are outcomes of criteria or of indicators; one that stands for several says so in `services`.
    """
    lacking = [row for row in rows if unseen(row)]
    causes = _causes(lacking)
    by_cause = {cause: [name for name in causes if causes[name] == cause] for cause in (*UNSEEN, _UNCLEAR)}
    tables_by_cause = {
        cause: _named(names, lacking, known, lang, cause == "stale") for cause, names in by_cause.items() if names
    }
    if not tables_by_cause:
        return ""
    gaps = [say(f"outcomes.gap_{cause}", lang, tables=tables) for cause, tables in tables_by_cause.items()]
    mends = [
        say(f"outcomes.mend_{cause}", lang)
        for cause in tables_by_cause
        if cause != _UNCLEAR or len(tables_by_cause) == 1
    ]
    sentence = say("outcomes.unseen", lang, gaps=listed_and(gaps, lang), mends=listed_and(mends, lang))
    return sentence[:1].upper() + sentence[1:]


def left_out_of(row: Row, left: Iterable[LeftOut], lang: Lang) -> list[str]:
    """The places, reasons and mends behind an outcome that is unknown because something was left out."""
    if row["cause"] != "left_out":
        return []
    names = {name.partition(".")[0] for name in row["detail"].split(", ")}
    found = [one for one in left if names & {*one.tables}]
    messages = [one.problem.message(lang) for one in found[:_MOST]]
    return [*messages, say("outcomes.more_left_out", lang, n=len(found) - _MOST)] if len(found) > _MOST else messages


def tables_words(rows: Iterable[Row], known: Contracts, lang: Lang) -> str:
    """The tables that lack for these outcomes."""
    lacking = [row for row in rows if unseen(row)]
    return _named(list(_causes(lacking)), lacking, known, lang)


def _causes(lacking: Sequence[Row]) -> dict[str, str]:
    """By table why it tells nothing: an outcome that lacks this one alone knows best."""
    found: dict[str, str] = {}
    for row in sorted(lacking, key=lambda row: ("," in row["detail"], UNSEEN.index(row["cause"]))):
        names = _tables(row)
        new = [name for name in names if name not in found]
        for name in new:
            found[name] = _UNCLEAR if _mixed(row, names, new, found) else row["cause"]
    return {name: cause for name, cause in found.items() if name.partition(".")[0] not in found.keys() - {name}}


def _mixed(row: Row, names: list[str], new: list[str], found: Mapping[str, str]) -> bool:
    """One table was never looked at and others are old: which is which follows only where a single one is left."""
    if row["cause"] != "never" or len(names) == 1 or not row["looked_until"]:
        return False
    return len(new) > 1 or "never" in [found.get(name) for name in names]


def _tables(row: Row) -> list[str]:
    """`table` or `table.column`; all rows of a table are the table."""
    return [name.removesuffix(".*") for name in row["detail"].split(", ")]


def _named(names: Sequence[str], lacking: Sequence[Row], known: Contracts, lang: Lang, dated: bool = False) -> str:
    """Those that most outcomes lack, by name, and how many more."""
    weights: Counter[str] = Counter()
    for row in lacking:
        for name in _tables(row):
            weights[name] += row.get("services") or 1
    ordered = sorted(names, key=lambda name: (-weights[name], name))
    titles = [title(name, known, lang) + (_last(name, lacking, lang) if dated else "") for name in ordered[:_MOST]]
    if len(ordered) > _MOST:
        titles.append(say("outcomes.more_tables", lang, n=len(ordered) - _MOST))
    return listed_and(titles, lang)


def _last(name: str, lacking: Sequence[Row], lang: Lang) -> str:
    """The source that looked and when, as far as the outcomes agree on it."""
    rows = [row for row in lacking if _tables(row) == [name] and row["cause"] == "stale"]
    looks = {row["looked_until"] for row in rows}
    if len(looks) != 1 or None in looks:
        return ""
    sources = set.intersection(*({*(row["sources"] or "").split(", ")} - {""} for row in rows))
    last = say("outcomes.last_look", lang, on=day(looks.pop(), lang))
    return f" ({', '.join([*sources, last] if len(sources) == 1 else [last])})"
