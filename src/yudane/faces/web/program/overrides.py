"""Values set otherwise, with whom, who, why and when."""

from dataclasses import dataclass
from datetime import date

from yudane.faces.web.shared.paths import activity_path, service_path
from yudane.faces.web.shared.request_context import Directory
from yudane.program import Check, Criterion, Program
from yudane.program.overrides import Override
from yudane.words import Lang, say
from yudane.words.values import with_unit


@dataclass(frozen=True)
class OverrideRow:
    """One value set otherwise, ready to be drawn."""

    kind: str  # added, removed; empty where it is in force
    asks: str
    href: str
    about: str
    param: str
    whom: str
    whom_href: str
    value: str
    default: str
    author: str
    reason: str
    on: date
    later: bool  # not in force yet


def rows(
    program: Program, overrides: tuple[Override, ...], catalog: Directory, today: date, lang: Lang, kind: str = ""
) -> list[OverrideRow]:
    """By activity and check. `kind` says whether they would be new or gone."""
    ordered = sorted(overrides, key=lambda o: (o.check, o.param, -o.rank, o.tier or 0, o.service or "", o.on))
    return [_row(program, override, catalog, today, lang, kind) for override in ordered]


def _row(program: Program, override: Override, catalog: Directory, today: date, lang: Lang, kind: str) -> OverrideRow:
    check = _check(program, override.check)
    param = next((p for p in check.params if p.name == override.param), None) if check else None
    unit = param.unit if param else ""
    return OverrideRow(
        kind=kind,
        asks=check.asks[lang] if check else override.check,
        href=_href(check),
        about=param.about[lang] if param else override.param,
        param=f"{override.check}.{override.param}",
        whom=_whom(program, override, catalog, lang),
        whom_href=service_path(override.service) if override.service in catalog.by_id and override.service else "",
        value=with_unit(override.value, unit, lang),
        default=with_unit(param.default, unit, lang) if param else "–",
        author=override.author,
        reason=override.reason,
        on=override.on,
        later=override.on > today,
    )


def _check(program: Program, name: str) -> Check | None:
    return next((check for check in program.checks() if name in (check.id, *check.formerly)), None)


def _href(check: Check | None) -> str:
    if check is None:
        return ""
    if isinstance(check, Criterion):
        return f"/guides/{check.activity}#{check.name}"
    return activity_path(check.activity, indicator=check.name)


def _whom(program: Program, override: Override, catalog: Directory, lang: Lang) -> str:
    if override.service:
        known = catalog.by_id.get(override.service)
        return known["name"] if known else override.service
    if override.tier:
        return next((tier.name[lang] for tier in program.tiers if tier.tier == override.tier), str(override.tier))
    return say("web.whole_organization", lang)
