"""A whole company drawn by chance, from all parts."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from tests.oracle.evidence import (
    STRANGER,
    TEAMS,
    Chance,
    Row,
    coverage,
    document,
    documents,
    organization,
    review,
    reviews,
    services,
    statements,
)
from tests.oracle.evidence_edges import edges
from tests.oracle.evidence_incidents import incidents, quiet
from tests.oracle.evidence_oncall import crowd, pages, rota, two_shifts
from tests.oracle.evidence_slo import slos
from tests.oracle.evidence_tens import tens

SERVICES = 60


def company(
    seed: int, as_of: datetime, criteria: Sequence[str], attested: Sequence[str]
) -> tuple[dict[str, list[Row]], list[Row]]:
    """Tables and coverage of many services, and of one that nobody knows."""
    chance = Chance(Random(f"{seed} {as_of}"), as_of)
    organization(chance)
    known = services(chance, SERVICES)
    stranger = {**known[0], "service_id": STRANGER}
    for service in [*known, stranger]:
        trouble = tens if chance.maybe(0.2) else quiet if chance.maybe(0.15) else incidents
        on_call = two_shifts if chance.maybe(0.1) else crowd if chance.maybe(0.1) else rota
        for part in (slos, edges, trouble, on_call, pages):
            part(chance, service)
        for draw in (documents, reviews):
            draw(chance, service["service_id"])
        statements(chance, service["service_id"], criteria, attested)
    _of_many(chance)
    return chance.tables, coverage(chance, [service["service_id"] for service in known])


def _of_many(chance: Chance) -> None:
    """Now and then a document or a meeting of a whole team, seldom one of the whole company."""
    for owner in (TEAMS[0], TEAMS[1], None):
        if chance.maybe(0.5 if owner else 0.15):
            kind, states = chance.one(
                ("incident_flow", "contacts"), ("severity_scale", "x"), ("postmortem_policy", "y")
            )
            document(chance, kind, states, {"service_id": None, "owner_team_id": owner})
        if chance.maybe(0.4 if owner else 0.1):
            review(chance, chance.one("slo", "oncall_handoff"), {"service_id": None, "team_id": owner})
