"""What the reference says of a check, made from what runs. The web's pages and `yudane check docs` draw it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from yudane.assessment.example_tables import Example, readable
from yudane.assessment.reads import Read, asked, tables_of
from yudane.contracts import shipped_contracts
from yudane.program import Check, Condition, Criterion, Indicator, Param, Program, Trigger
from yudane.program.overrides import Override
from yudane.words import Lang, say
from yudane.words.values import Piece, day, pieces, with_unit


@dataclass(frozen=True)
class Rule:
    """One part of how it is decided: in words, the SQL meant, and what columns of the catalog it names."""

    label: str
    words: tuple[str, ...]
    sql: str = ""
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ParamDescription:
    """A threshold: its name, meaning, value with unit, and what it may be set to."""

    name: str
    about: str
    value: str
    range: str


@dataclass(frozen=True)
class OverrideDescription:
    """A value set otherwise, for whom, by whom, since when and why; `later` where it is announced."""

    param: str
    whom: str
    value: str
    author: str
    on: date
    reason: str
    later: bool


@dataclass(frozen=True)
class Description:
    """Everything about one criterion or indicator, in one language."""

    check: Check
    title: str
    asks: str  # empty where it is the title
    marks: tuple[str, ...]
    next: str
    reads: tuple[tuple[Read, ...], ...]
    also: tuple[str, ...]  # tables its SQL uses beside those
    rules: tuple[Rule, ...]
    reasons: tuple[tuple[str, tuple[Piece, ...]], ...]
    params: tuple[ParamDescription, ...]
    overrides: tuple[OverrideDescription, ...]
    readings: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]  # text, how it is known
    examples: tuple[Example, ...]


def describe(check: Check, program: Program, lang: Lang, today: date) -> Description:
    reads = asked(check)
    listed = {read.table for either in reads for read in either}
    return Description(
        check=check,
        title=check.heading[lang],
        asks="" if isinstance(check, Criterion) else check.asks[lang],
        marks=tuple(_marks(check, lang)),
        next=check.next[lang],
        reads=reads,
        also=tuple(name for name in tables_of(check, program) if name not in listed),
        rules=tuple(_rules(check, lang)),
        reasons=tuple((say(f"reference.reason_{which}", lang), pieces(t, lang)) for which, t in check.because.items()),
        params=tuple(_param(param, lang) for param in check.params),
        overrides=tuple(_overrides(check, program, lang, today)),
        readings=tuple(reading[lang] for reading in check.readings),
        sources=tuple((s.text[lang], say(f"reference.mark_{s.mark}", lang)) for s in check.sources),
        examples=tuple(readable(example, program.contracts, lang) for example in check.examples),
    )


def _marks(check: Check, lang: Lang) -> Iterator[str]:
    """What it is, in a few words each."""
    if isinstance(check, Criterion):
        yield say("outcomes.level", lang, level=check.level)
        yield say(f"outcomes.{check.kind}", lang)
        yield say(f"reference.mode_{check.mode}", lang)
        if check.counts_from:
            yield say("reference.announced", lang, on=day(check.counts_from, lang))
    if isinstance(check, Indicator):
        yield say("reference.indicator", lang)
        yield say(f"reference.unit_{check.unit}", lang)
        yield say(f"reference.better_{check.better}", lang)
    if isinstance(check, Condition):
        yield say("reference.condition", lang)
        yield say("reference.keeps" if check.keeps else "reference.keeps_not", lang)
    if isinstance(check, Trigger):
        yield say("reference.trigger", lang)
    yield say(f"reference.stage_{check.stage}", lang)


def _rules(check: Check, lang: Lang) -> Iterator[Rule]:
    def rule(label: str, *codes: str, sql: str = "", **args: str) -> Rule:
        sentences = tuple(say(f"reference.{code}", lang, **args) for code in codes)
        return Rule(say(f"reference.{label}", lang), sentences, sql.strip(), _columns(sql, lang))

    everybody = check.applies == "true"
    yield rule("applies", "applies_all" if everybody else "applies_some", sql="" if everybody else check.applies)
    if check.reads:
        yield rule("looked", "looked_all", *(["looked_or"] if any("|" in read for read in check.reads) else []))
    if isinstance(check, Indicator):
        words = {code: say(f"reference.{code}_{getattr(check, code)}", lang) for code in ("unit", "better")}
        yield rule("shown_value", "shown_value_words", sql=check.value, **words)
    yield rule("met", "met_indicator" if isinstance(check, Indicator) else "met_criterion", sql=check.met)
    yield rule("when_empty", "when_empty_words", outcome=say(f"outcomes.{check.when_empty}", lang))
    if isinstance(check, Criterion) and check.mode != "measured":
        codes = ["stated_only" if check.mode == "attested" else "stated_also"]
        codes += ["stated_for"] if check.valid_for_days else []
        yield rule("stated", *codes, days=with_unit(check.valid_for_days, "d", lang))


def _columns(sql: str, lang: Lang) -> tuple[tuple[str, str], ...]:
    """The columns of the catalog that SQL names, with their meaning."""
    found = set(re.findall(r"[a-z_][a-z0-9_]*", sql))
    return tuple((c.name, c.about[lang]) for c in shipped_contracts()["services"].columns if c.name in found)


def _param(param: Param, lang: Lang) -> ParamDescription:
    low, high = (with_unit(bound, param.unit, lang) for bound in param.range) if param.range else ("", "")
    limits = say("reference.range_from_to", lang, low=low, high=high) if param.range else "–"
    return ParamDescription(param.name, param.about[lang], with_unit(param.default, param.unit, lang), limits)


def _overrides(check: Check, program: Program, lang: Lang, today: date) -> Iterator[OverrideDescription]:
    """Those in force and those announced; of several for the same the newest in force."""
    units = {param.name: param.unit for param in check.params}
    for one in _in_force(program.overrides_of(check), today):
        value = with_unit(one.value, units.get(one.param, ""), lang)
        yield OverrideDescription(one.param, _whom(one, lang), value, one.author, one.on, one.reason, one.on > today)


def _in_force(overrides: Sequence[Override], today: date) -> list[Override]:
    newest = {(o.param, o.tier, o.service): o for o in sorted(overrides, key=lambda o: o.on) if o.on <= today}
    later = [o for o in overrides if o.on > today]
    return sorted([*newest.values(), *later], key=lambda o: (o.param, o.rank, o.tier or 0, o.service or "", o.on))


def _whom(one: Override, lang: Lang) -> str:
    whom = "service" if one.service is not None else "tier" if one.tier is not None else "organization"
    return say(f"reference.for_{whom}", lang, tier=one.tier, service=one.service)
