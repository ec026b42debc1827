"""The reference page of a criterion, made from what runs."""

from yudane.program import Criterion
from yudane.words import Lang, say
from yudane.words.values import fill


def criterion_page(criterion: Criterion, lang: Lang) -> str:
    """Markdown: what is asked, how it is decided, parameters, sources, examples, the SQL."""

    def word(code: str) -> str:
        return say(f"cli.{code}", lang)

    kind, level = say(f"outcomes.{criterion.kind}", lang), say("outcomes.level", lang, level=criterion.level)
    lines = [
        f"# {criterion.id}",
        "",
        f"**{criterion.asks[lang]}**",
        "",
        f"{level} · {kind} · {criterion.mode}",
        "",
        criterion.next[lang],
        "",
        f"## {word('parameters')}",
        "",
    ]
    lines += [f"- `{p.name}` = {p.default} {p.unit}: {p.about[lang]}" for p in criterion.params] or ["–"]
    lines += [
        "",
        f"## {word('how_decided')}",
        "",
        f"- {word('reads')}: {', '.join(criterion.reads) or '–'}",
        f"- applies: `{criterion.applies}`",
        f"- met: `{criterion.met}`",
        f"- when_empty: {criterion.when_empty}",
    ]
    lines += [
        f"- {which}: {fill(text, {}, criterion.values, lang)}"
        for which, text in criterion.because.items()
        if which == "empty"
    ]
    if criterion.readings:
        lines += ["", f"## {word('readings')}", "", *(f"- {reading[lang]}" for reading in criterion.readings)]
    lines += ["", f"## {word('references')}", "", *(f"- {s.text[lang]} [{s.mark}]" for s in criterion.sources)]
    lines += [
        "",
        f"## {word('examples')}",
        "",
        *(f"- {example['name'][lang]}: {_expected(example['expect'], lang)}" for example in criterion.examples),
    ]
    lines += ["", "## SQL", "", "```sql", criterion.sql.strip(), "```", ""]
    return "\n".join(lines)


def _expected(expect: str | dict[str, str], lang: Lang) -> str:
    if isinstance(expect, str):
        return say(f"outcomes.{expect}", lang)
    return ", ".join(f"{service}: {say(f'outcomes.{word}', lang)}" for service, word in expect.items())
