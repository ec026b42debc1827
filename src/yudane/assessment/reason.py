"""Why an outcome is what it is, as one sentence in the reader's language."""

import json
from collections.abc import Mapping
from typing import Any

from yudane.contracts import Contracts
from yudane.program import Check, Param
from yudane.words import Lang, say
from yudane.words.values import day, fill, listed, number, with_unit, written

_OWN_WORDS = {"left_out", "never", "stale", "not_yet", "attribute", "incomplete", "error", "expired", "rule"}


def because(check: Check, outcome: Mapping[str, Any], known: Contracts, lang: Lang) -> str:
    """The sentence of reason of one outcome or indicator row (see outcomes.COLUMNS, INDICATED); `known` are the tables there are."""
    word, cause = outcome["outcome"], outcome["cause"]
    values = values_in_force(check, outcome.get("overrides"))
    if cause == "empty":
        empty = check.because.get("empty")
        return fill(empty, {}, values, lang) if empty else say(f"outcomes.empty_{word}", lang)
    if cause == "statement":
        return say(f"outcomes.statement_{word}", lang)
    if cause == "joint":
        return say(f"outcomes.joint_{word}", lang)
    if cause == "ideal":
        return say(f"outcomes.ideal_{word}", lang)
    if cause == "never" and not outcome["detail"]:
        return say("outcomes.not_stated", lang)
    if cause == "incomplete" and "unknown" in check.because:
        return fill(check.because["unknown"], measured(outcome), values, lang)
    if cause in _OWN_WORDS:
        until = day(outcome["looked_until"], lang) if outcome.get("looked_until") else "–"
        detail = _error(outcome["detail"], lang) if cause == "error" else outcome["detail"] or ""
        return say(_code(outcome), lang, tables=_titles(detail, known, lang), detail=detail, until=until)
    return fill(check.because[word], measured(outcome), values, lang)


def _code(outcome: Mapping[str, Any]) -> str:
    if outcome["cause"] != "never":
        return f"outcomes.{outcome['cause']}"
    if outcome.get("service_id", "") is None:
        return "outcomes.never_organization"
    some_are_old = outcome.get("looked_until") and ", " in outcome["detail"]
    return "outcomes.never_or_stale" if some_are_old else "outcomes.never"


def _error(detail: str | None, lang: Lang) -> str:
    """Why a query gave nothing: a message by its code, else the database's own words."""
    if not (detail or "").startswith('{"code"'):
        return detail or ""
    message = json.loads(str(detail))
    return say(f"problems.{message['code']}", lang, **message["args"])


def values_in_force(check: Check, overrides: str | None) -> dict[str, Any]:
    """The parameters' values in force where the outcome keeps these overrides."""
    by_param: dict[str, Any] = json.loads(overrides) if overrides else {}
    return check.values | {name: override["value"] for name, override in by_param.items()}


def overridden(check: Check, overrides: str | None, lang: Lang) -> dict[str, str]:
    """By parameter a sentence: which value is in force here instead of the default, who set it, when and why."""
    by_param: dict[str, Any] = json.loads(overrides) if overrides else {}
    params = {param.name: param for param in check.params}
    return {name: _override(params[name], one, lang) for name, one in by_param.items() if name in params}


def _override(param: Param, override: Mapping[str, Any], lang: Lang) -> str:
    whom = "service" if override["service"] else "tier" if override["tier"] else "organization"
    return say(
        f"outcomes.override_{whom}",
        lang,
        tier=override["tier"],
        value=with_unit(override["value"], param.unit, lang),
        default=with_unit(param.default, param.unit, lang),
        author=override["author"],
        on=day(override["on"], lang),
        reason=override["reason"],
    )


def _titles(tables: str, known: Contracts, lang: Lang) -> str:
    """Names of tables as people call them."""
    return listed([title(name, known, lang) for name in tables.split(", ")], lang)


def title(read: str, known: Contracts, lang: Lang) -> str:
    """What people call `table`, `table.column` or `table.*`."""
    table, _, part = read.partition(".")
    name = known[table].title[lang] if table in known else read
    return f"{name} ({part})" if part not in ("", "*") else name


def measured(outcome: Mapping[str, Any]) -> dict[str, Any]:
    """The columns the check measured, without the service's id."""
    values: dict[str, Any] = json.loads(outcome["measured"]) if outcome["measured"] else {}
    values.pop("service_id", None)
    return values


_FORMS = {"ratio": "percent", "minutes": "minutes", "hours": "hours"}
_STEPS = ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1, "B"))


def value_words(value: float | None, unit: str, lang: Lang) -> str:
    """An indicator's value in its unit; a dash where there is none."""
    if value is None:
        return "–"
    if unit in _FORMS:
        return written(value, _FORMS[unit], lang)
    if unit == "bytes":
        size, name = next((step for step in _STEPS if abs(value) >= step[0]), _STEPS[-1])
        return f"{number(value / size, 1)} {name}"
    if unit in ("business_days", "levels"):
        one = "_one" if value == 1 else ""
        return say(f"outcomes.value_{unit}{one}", lang, n=number(value, 1))
    return number(value, 2)


def level_words(lowest: int, highest: int, lang: Lang) -> str:
    """The interval in words: Level 2; Level 2, possibly 3; Level 1 to 3."""
    if lowest == highest:
        return say("outcomes.level", lang, level=lowest)
    code = "level_possibly" if lowest >= 2 else "level_between"
    return say(f"outcomes.{code}", lang, lowest=lowest, highest=highest)


def evidence_words(row: Mapping[str, Any], lang: Lang) -> str:
    """What the evidence allows, of a row of levels; where it tells nothing, that."""
    if not (row["met"] or row["unmet"]):
        return say("outcomes.nothing_known", lang)
    return level_words(row["lowest"], row["highest"], lang)


def rests_on_word(row: Mapping[str, Any]) -> bool:
    """A level is published, and what systems alone tell allows more than it. Assessments from before do not tell."""
    lowest, highest = row.get("lowest_measured"), row.get("highest_measured")
    if not row.get("published") or lowest is None or highest is None:
        return False
    return bool(lowest < row["lowest"] or highest > row["highest"])


def counts_words(met: int, unmet: int, unknown: int, lang: Lang) -> str:
    """3 of 5 met, 1 not known; where all are unknown, 5 not known; empty where there are none."""
    parts = [say("outcomes.met_of", lang, n=met, of=met + unmet + unknown)] if met + unmet else []
    if unknown:
        parts.append(say("outcomes.not_known", lang, n=unknown))
    return listed(parts, lang)
