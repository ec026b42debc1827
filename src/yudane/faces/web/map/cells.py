"""The map's cells and bars as joined strings: a page may hold thousands of them."""

from datetime import date

from yudane.assessment.reason import counts_words
from yudane.assessment.rows import LevelRow
from yudane.faces.web.map.grid import Tally, at_least_2, by_word_of, change, tally_of
from yudane.faces.web.shared.assessed import Service, state
from yudane.faces.web.shared.cache import Cache
from yudane.faces.web.shared.draw import STATES, counted, css, face, marks_css, marks_words, state_words, text
from yudane.faces.web.shared.paths import service_path
from yudane.faces.web.shared.request_context import RequestContext
from yudane.program import Activity
from yudane.words import Lang, say
from yudane.words.values import day, listed

_CLOCK = '<svg class="clock" aria-hidden="true"><use href="#i-clock"/></svg>'
_DISPUTED = "<i>!</i>"
_WIDTH = 56  # of a bar, in its own units
_cells: Cache[dict[str, dict[str, str]]] = Cache(8)  # drawn so far, by service and activity


def service_row(
    context: RequestContext, service: Service, activities: tuple[Activity, ...], asked_day: str, lang: Lang
) -> str:
    """One `<tr>`: the name, then a cell for each activity."""
    disputed = context.disputed
    drawn = _cells.get((context.stamp, disputed, lang, asked_day), dict)
    found = drawn.get(service.id)
    if found is None:
        found = drawn[service.id] = {
            activity.key: cell(
                service, activity, context.assessment.as_of, asked_day, lang, (service.id, activity.key) in disputed
            )
            for activity in context.program.activities
            if activity.levels
        }
    own = "" if service.counted else f' <span class="tag">{text(say("web.embedded_sre_short", lang))}</span>'
    name = f'<a href="{text(service_path(service.id, day=asked_day))}">{text(service.name)}</a>{own}'
    return f'<tr><th scope="row">{name}</th>{"".join(found[a.key] for a in activities)}</tr>'


def cell(service: Service, activity: Activity, as_of: date, asked_day: str, lang: Lang, disputed: bool) -> str:
    """One `<td>`: digit or sign, marks, and all of it in words."""
    row = service.cells.get(activity.key)
    cell_state = state(row)
    marks = (_marks(row, as_of) if row else "") + (_DISPUTED if disputed else "")
    classes = css(cell_state) + marks_css(row)
    hint = f' title="{text(_hint(row, lang))}"' if row and _open(row) else ""
    words = text(
        say(
            "web.cell",
            lang,
            service=service.name,
            activity=activity.name[lang],
            words=_words(row, as_of, lang, disputed),
        )
    )
    href = text(service_path(service.id, activity.key, asked_day))
    return f'<td class="{classes}"><a href="{href}" aria-label="{words}"{hint}>{face(cell_state)}{marks}</a></td>'


def _open(row: LevelRow) -> bool:
    return bool(row["lowest"] != row["highest"] and state(row) != "na")


def _hint(row: LevelRow, lang: Lang) -> str:
    """What the evidence allows; where no level is known, how much of it is."""
    if not row["published"]:
        return counts_words(row["met"], row["unmet"], row["unknown"], lang)
    return say("web.interval", lang, lowest=row["lowest"], highest=row["highest"])


def _marks(row: LevelRow, as_of: date) -> str:
    moved = change(row, as_of)
    arrow = f"<i>{'▲' if moved > 0 else '▼'}</i>" if moved else ""
    return arrow + (_CLOCK if row["unconfirmed_since"] else "")


def _words(row: LevelRow | None, as_of: date, lang: Lang, disputed: bool) -> str:
    """Everything the cell shows, as a person would say it."""
    cell_state = state(row)
    doubt = [say("web.cell_disputed", lang)] if disputed else []
    if row is None or cell_state == "na":
        return listed([state_words("na", lang), *doubt], lang)
    words = [state_words(cell_state, lang), *doubt]
    if _open(row):
        words.append(_hint(row, lang))
    if moved := change(row, as_of):
        code = "cell_up" if moved > 0 else "cell_down"
        words.append(say(f"web.{code}", lang, before=row["published_before"], on=day(row["published_on"], lang)))
    words += marks_words(row, lang)
    if row["unconfirmed_since"]:
        words.append(say("web.cell_unconfirmed", lang, since=day(row["unconfirmed_since"], lang)))
    return listed(words, lang)


def bar(counts: Tally, by_word: Tally, lang: Lang) -> str:
    """A distribution: a stacked bar over its numbers, read out as one image. What rests on people's word is outlined."""
    of = sum(counts.values()) or 1
    x, rects, numbers = 0.0, "", ""
    for known in STATES:
        for mark, n in (("", counts[known] - by_word[known]), (" wd", by_word[known])):
            width = _WIDTH * n / of
            rects += f'<rect class="{css(known)}{mark}" x="{x:.1f}" width="{width:.1f}" height="6"/>' if n else ""
            x += width
    for known in STATES[:4]:
        sign = "?" * (known == "unknown")
        numbers += f'<b class="{css(known)}">{counts[known]}{sign}</b>' if counts[known] else "<b>·</b>"
    return (
        f'<span class="bar" role="img" aria-label="{text(tally_words(counts, by_word, lang))}">'
        f'<svg viewBox="0 0 {_WIDTH} 6" preserveAspectRatio="none">{rects}</svg>{numbers}</span>'
    )


def tally_words(counts: Tally, by_word: Tally, lang: Lang) -> str:
    """Level 1: 3, level 2: 8, no data: 2, by people's word: 4."""
    parts = [f"{state_words(known, lang)}: {counts[known]}" for known in STATES if counts[known]]
    parts += [counted("of_them_by_word", n, lang)] if (n := sum(by_word.values())) else []
    return listed(parts, lang) or state_words("na", lang)


def bars(found: tuple[Service, ...], activities: tuple[Activity, ...], lang: Lang) -> str:
    """One bar a column."""
    return "".join(
        f"<td>{bar(tally_of(found, [activity.key]), by_word_of(found, [activity.key]), lang)}</td>"
        for activity in activities
    )


def reached(found: tuple[Service, ...], activities: tuple[Activity, ...], lang: Lang) -> str:
    """At level 2 or above, n of m, one cell a column."""
    shares = [at_least_2(tally_of(found, [activity.key])) for activity in activities]
    return "".join(f"<td>{text(say('web.n_by_m', lang, n=n, m=m))}</td>" for n, m in shares)
