"""Add to the chain, and find out whether it is whole."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from yudane.records.acting import Act
from yudane.records.audit.models import Entry, Head

START = "0" * 64
Fault = Literal["changed", "missing", "out_of_place", "head"]


def append(act: Act, verb: str, thing: str, details: Mapping[str, object]) -> Entry:
    """The next entry. Only inside the transaction of the change it tells of."""
    head, _ = Head.objects.select_for_update().get_or_create(one=True, defaults={"seq": 0, "hash": START})
    entry = Entry(
        seq=head.seq + 1,
        at=act.now,
        actor_kind=act.actor.kind,
        actor_id=act.actor.id,
        actor_name=act.actor.name,
        verb=verb,
        object=thing,
        details=json.loads(json.dumps(details, default=str)),
        prev=head.hash,
    )
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    head.seq, head.hash = entry.seq, entry.hash
    head.save()
    return entry


def as_json(entry: Entry) -> dict[str, object]:
    """Everything an entry says, its hashes last."""
    return {
        "seq": entry.seq,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_kind": entry.actor_kind,
        "actor_id": entry.actor_id,
        "actor_name": entry.actor_name,
        "verb": entry.verb,
        "object": entry.object,
        "details": entry.details,
        "prev": entry.prev,
        "hash": entry.hash,
    }


def hash_of(entry: Entry) -> str:
    said = {name: value for name, value in as_json(entry).items() if name != "hash"}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Broken:
    """Where the chain does not hold. `missing`: the entries before it; `head`: it ends otherwise than it is said to."""

    seq: int
    fault: Fault


@dataclass(frozen=True)
class Verified:
    """How many entries there are, the last hash, and every place where the chain is broken."""

    entries: int
    head: str
    broken: tuple[Broken, ...]


def verify(head: str | None = None) -> Verified:
    """The whole chain, in bounded memory. `head`: a hash noted earlier, which must still be there."""
    known, last = _head(), START
    broken: list[Broken] = []
    seq, seen = 0, head is None or head == START
    for entry in entries():
        broken += _faults(entry, seq, last)
        seq, last = entry.seq, entry.hash
        seen = seen or entry.hash == head
    if known != (seq, last):
        broken.append(Broken(max(seq, known[0]), "head"))
    elif not seen:
        broken.append(Broken(seq, "head"))
    return Verified(Entry.objects.count(), last, tuple(broken))


def _faults(entry: Entry, seq: int, last: str) -> Iterator[Broken]:
    if entry.seq != seq + 1:
        yield Broken(entry.seq, "missing")
    elif entry.prev != last:
        yield Broken(entry.seq, "out_of_place")
    if hash_of(entry) != entry.hash:
        yield Broken(entry.seq, "changed")


def _head() -> tuple[int, str]:
    head = Head.objects.first()
    return (head.seq, head.hash) if head else (0, START)


def head() -> str:
    """The last hash: whoever notes it elsewhere can tell later that nothing was cut off."""
    return _head()[1]


def entries(since: datetime | None = None) -> Iterable[Entry]:
    """In their order, read piece by piece."""
    found = Entry.objects.order_by("seq")
    return (found.filter(at__gte=since) if since else found).iterator(chunk_size=1000)
