"""What forms about the catalog ask for, each by its verb. Ids may hold any letter, so they come in fields, not in the address."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from yudane.evidence.catalog import EXISTS
from yudane.faces.web.catalog.entity import KINDS
from yudane.faces.web.catalog.moves import MOVES
from yudane.faces.web.catalog.one import one
from yudane.faces.web.catalog.view import catalog
from yudane.faces.web.shared.acting import act_of
from yudane.faces.web.shared.asked import day, seen, text
from yudane.faces.web.shared.doing import done
from yudane.faces.web.shared.paths import entity_path
from yudane.records.catalog import verbs
from yudane.records.catalog.entities import Kind, contract_of
from yudane.records.catalog.models import ActivityOwner, Edit, Enablement, Move

_MOST = 20_000  # letters of a list
_ADDED = {"service": ("team_id", "lifecycle", "tier"), "team": ("kind",)}  # what is asked beside the name


def add(request: HttpRequest, kind: str) -> HttpResponse:
    asked = _kind(kind)
    values = {field: text(request, field) for field in _ADDED[asked]}
    return done(
        request,
        lambda: verbs.add_entity(act_of(request), asked, text(request, "name"), values),
        catalog,
        "/catalog",
        "entity_added",
    )


def edit(request: HttpRequest) -> HttpResponse:
    kind, entity_id, field = _kind(text(request, "kind")), text(request, "id"), text(request, "field")

    def work() -> None:
        verbs.edit_entity(act_of(request), kind, entity_id, field, _value(request, kind, field), text(request, "seen"))

    if field == EXISTS:
        return done(request, work, lambda again: one(again, kind, entity_id), "/catalog", "entity_taken_out")
    return _about(request, kind, entity_id, work, "saved")


def take_back_edit(request: HttpRequest, edit_id: str) -> HttpResponse:
    there = get_object_or_404(Edit, pk=edit_id)
    return _about(
        request,
        _kind(there.kind),
        there.entity_id,
        lambda: verbs.take_back_edit(act_of(request), edit_id, seen(request)),
        "entity_taken_back",
    )


def move(request: HttpRequest) -> HttpResponse:
    """From the page of the thing, or from the list of what nobody owns."""
    kind, entity_id, asked = _kind(text(request, "kind")), text(request, "id"), MOVES.get(text(request, "move"))
    if asked is None:
        raise Http404

    def work() -> None:
        verbs.move_entity(act_of(request), asked, kind, entity_id, text(request, "becomes"), day(request, "on"))

    if text(request, "form") == "give-team":
        return done(request, work, catalog, "/catalog", "entity_moved")
    return _about(request, kind, entity_id, work, "entity_moved")


def take_back_move(request: HttpRequest, move_id: str) -> HttpResponse:
    there = get_object_or_404(Move, pk=move_id)
    return _about(
        request,
        _kind(there.entity_kind),
        there.entity_id,
        lambda: verbs.take_back_move(act_of(request), move_id, seen(request)),
        "entity_taken_back",
    )


def own_activity(request: HttpRequest) -> HttpResponse:
    team = text(request, "id")

    def work() -> None:
        verbs.own_activity(
            act_of(request), team, text(request, "activity"), text(request, "person"), day(request, "since")
        )

    return _about(request, "team", team, work, "saved")


def end_owner(request: HttpRequest, owner_id: str) -> HttpResponse:
    there = get_object_or_404(ActivityOwner, pk=owner_id)
    return _about(
        request,
        "team",
        there.team_id,
        lambda: verbs.end_activity_owner(act_of(request), owner_id, seen(request)),
        "ended",
    )


def begin_wave(request: HttpRequest) -> HttpResponse:
    team = text(request, "id")

    def work() -> None:
        verbs.enable_team(act_of(request), team, text(request, "wave"), day(request, "started_on"))

    return _about(request, "team", team, work, "saved")


def end_wave(request: HttpRequest, wave_id: str) -> HttpResponse:
    there = get_object_or_404(Enablement, pk=wave_id)
    return _about(
        request,
        "team",
        there.team_id,
        lambda: verbs.end_enablement(act_of(request), wave_id, seen(request)),
        "ended",
    )


def _about(request: HttpRequest, kind: Kind, entity_id: str, work: Callable[[], object], code: str) -> HttpResponse:
    return done(request, work, lambda again: one(again, kind, entity_id), entity_path(kind, entity_id), code)


def _kind(word: str) -> Kind:
    if word not in KINDS:
        raise Http404
    return KINDS[word]


def _value(request: HttpRequest, kind: Kind, field: str) -> object:
    """Of a list every line that says something; the verb judges the rest."""
    said, contract = text(request, "value", _MOST).strip(), contract_of(kind)
    if contract.has(field) and contract.column(field).is_list:
        return [line.strip() for line in said.splitlines() if line.strip()]
    return said
