"""What can be found: services, teams, activities, criteria, each with every name it goes by."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from yudane.evidence.directory import not_assessed
from yudane.faces.web.reference.paths import check_link
from yudane.faces.web.shared.cache import Cache
from yudane.faces.web.shared.paths import activity_path, entity_path, service_path
from yudane.faces.web.shared.request_context import Directory
from yudane.program import Program
from yudane.words import Lang
from yudane.words.folding import folded
from yudane.words.text import Text


@dataclass(frozen=True)
class Thing:
    """`called`: its id and its names in both languages, folded, the shown one first. `team` of a service, or the team itself."""

    kind: str
    key: str
    name: str
    about: str
    href: str
    called: tuple[str, ...]
    team: str = ""


def both(text: Text) -> tuple[str, str]:
    """Whatever language somebody reads, they may ask in the other."""
    return text.en, text.ja


def things(program: Program, known: Directory, lang: Lang) -> tuple[Thing, ...]:
    """Made once for a catalog and a program."""
    key = (id(known), program.version, lang)
    return _made.get(key, lambda: (known, tuple(_things(program, known, lang))))[1]


_made: Cache[tuple[Directory, tuple[Thing, ...]]] = Cache(8)  # the catalog is kept, so that its id stays its own


def _things(program: Program, known: Directory, lang: Lang) -> Iterator[Thing]:
    for row in known.services:
        key, team = row["service_id"], row["team_id"] or ""
        href = entity_path("service", key) if not_assessed(row) else service_path(key)
        yield _thing("service", key, row["name"], known.name(team), href, known.before(key), team)
    for one in known.teams:
        key = one["team_id"]
        yield _thing("team", key, one["name"], known.name(one["business_unit_id"]), entity_path("team", key), (), key)
    for activity in program.activities:
        names = both(activity.name)
        yield _thing("activity", activity.key, activity.name[lang], "", activity_path(activity.key), names)
        for criterion in activity.criteria:
            link = check_link(criterion, lang)
            names = both(criterion.heading)
            yield _thing("criterion", criterion.id, criterion.heading[lang], activity.name[lang], link.href, names)


def _thing(kind: str, key: str, name: str, about: str, href: str, names: Iterable[str], team: str = "") -> Thing:
    called = dict.fromkeys(folded(one) for one in (name, key, *names))
    return Thing(kind, key, name, about, href, tuple(called), team)
