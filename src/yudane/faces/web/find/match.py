"""Which things a few words find, the nearest first; and whom two of them ask about: a team and an activity."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from yudane.faces.web.find.things import Thing, both
from yudane.program import Activity
from yudane.words.folding import folded

MOST = 8  # of each kind
MOST_ASKED = 3  # pairs of a team and an activity
WORDS = 8  # of what is looked for; further ones are left out


def words_of(asked: str) -> tuple[str, ...]:
    return tuple(folded(asked).split()[:WORDS])


def found(things: Iterable[Thing], words: Sequence[str], kind: str) -> list[Thing]:
    """Things of a kind in whose names every word stands: called exactly so, beginning so, with a word beginning so, others."""
    ranked = ((_rank(thing, words), thing.name, thing) for thing in things if thing.kind == kind)
    best = nsmallest(MOST, ((rank, name, thing.key, thing) for rank, name, thing in ranked if rank is not None))
    return [thing for *_, thing in best]


def exact(things: Iterable[Thing], words: Sequence[str]) -> list[Thing]:
    """Those that are called exactly so."""
    asked = " ".join(words)
    return [thing for thing in things if asked in thing.called]


def _rank(thing: Thing, words: Sequence[str]) -> int | None:
    asked = " ".join(words)
    if asked in thing.called:
        return 0
    if any(one.startswith(asked) for one in thing.called):
        return 1
    if all(any(_begins(one, word) for one in thing.called) for word in words):
        return 2
    return 3 if all(any(word in one for one in thing.called) for word in words) else None


def _begins(text: str, word: str) -> bool:
    """One of its words does, those between hyphens and dots too."""
    return any(part.startswith(word) for part in text.replace("-", " ").replace(".", " ").split())


@dataclass(frozen=True)
class Asked:
    """Who decides this? Of a team, or a service, in an activity or one of its areas."""

    owner: Thing
    activity: Activity
    area: str


def asked_about(things: Iterable[Thing], activities: Iterable[Activity], words: Sequence[str]) -> list[Asked]:
    """Where some of the words are an activity (or an area of it) and all others an owner; the shortest names first."""
    if len(words) < 2:
        return []
    owners = [thing for thing in things if thing.kind in ("team", "service") and thing.team]
    by_words: dict[frozenset[str], list[Thing]] = {}
    pairs = []
    for activity in activities:
        for area, said in _of_activity(activity, words):
            rest = frozenset(words) - said
            if rest not in by_words:
                by_words[rest] = _owners(owners, rest)
            pairs += [
                (area != "", owner.kind != "team", activity.order, area, owner, activity) for owner in by_words[rest]
            ]
    pairs.sort(key=lambda pair: pair[:4])
    return [Asked(owner, activity, area) for *_, area, owner, activity in pairs[:MOST_ASKED]]


def _owners(owners: Iterable[Thing], words: frozenset[str]) -> list[Thing]:
    ranked = [(_rank(owner, sorted(words)), len(owner.name), owner.key, owner) for owner in owners]
    best = [one for one in ranked if one[0] in (0, 1, 2)]
    return [owner for *_, owner in nsmallest(MOST_ASKED, best, key=lambda one: (one[0] or 0, one[1], one[2]))]


def _of_activity(activity: Activity, words: Sequence[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """With no area or one of its own, the words that are it; at least one is left for the owner."""
    names = [folded(one) for one in (activity.key, *both(activity.name))]
    of_it = frozenset(word for word in words if any(_begins(name, word) for name in names))
    if of_it and len(of_it) < len(set(words)):
        yield "", of_it
    for area, called in activity.areas.items():
        of_area = frozenset(word for word in words if any(_begins(folded(one), word) for one in (area, *both(called))))
        if of_it and of_area - of_it and len(of_it | of_area) < len(set(words)):
            yield area, of_it | of_area
