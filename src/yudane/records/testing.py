"""For tests of records: the cast, made by the verbs that make everybody.

Aoi leads the shop team and Ren is on it, Mei leads search, Sora is company SRE, Kei heads the business unit, Yui audits;
Rin administers.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from yudane.evidence.batch import ALL, Batch
from yudane.evidence.collect import collect_rows
from yudane.evidence.delivery import read_tables
from yudane.records.acting import OPERATOR, Act, Actor
from yudane.records.people.models import Login, Person
from yudane.records.people.verbs import accept_invitation, add_member, add_person, invite
from yudane.records.people.who import actor_of_person
from yudane.workspace import Workspace

NOW = datetime(2026, 10, 1, 9, 30, tzinfo=UTC)
TODAY = date(2026, 10, 1)
KINDS = {"shop": "dev", "search": "dev", "sre": "sre_company", "retail": "business_unit"}
FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # of accounts that protect nothing
PASSWORD = "horses eat green grass"  # noqa: S105 -- of accounts that end with their test
_CAST = {
    "Rin": None,
    "Aoi": ("shop", "lead"),
    "Ren": ("shop", "member"),
    "Mei": ("search", "lead"),
    "Sora": ("sre", "member"),
    "Kei": ("retail", "lead"),
    "Yui": None,
}

AS_OPERATOR = Act(OPERATOR, NOW)


def cast() -> dict[str, Person]:
    """Everybody by name, in their teams since long ago."""
    people = {}
    for name, place in _CAST.items():
        people[name] = add_person(AS_OPERATOR, name, admin=name == "Rin", auditor=name == "Yui")
        if place:
            add_member(
                AS_OPERATOR, people[name].pk, place[0], "lead" if place[1] == "lead" else "member", date(2026, 1, 1)
            )
    return people


def account(person: Person, username: str = "") -> Login:
    """They accepted their invitation."""
    return accept_invitation(AS_OPERATOR, invite(AS_OPERATOR, person.pk), username or person.name.lower(), PASSWORD)


def actor(person: Person) -> Actor:
    return actor_of_person(person, TODAY, lambda team: KINDS.get(team, ""))


def acting(person: Person, now: datetime = NOW) -> Act:
    return Act(actor(person), now)


def deliver(
    home: Workspace,
    folder: Path,
    tables: Mapping[str, Sequence[Mapping[str, object]]],
    at: datetime = datetime(2026, 9, 1),
) -> None:
    """A catalog tells all it has. `at` in UTC, without a zone."""
    files = []
    for table, told in tables.items():
        path = folder / f"{table}.json"
        path.write_text(json.dumps(told))
        files.append((table, path))
    collect_rows(home.store, read_tables(files), Batch("backstage", at, at.date(), covers=(ALL,)))
