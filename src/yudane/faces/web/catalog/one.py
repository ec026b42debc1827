"""The page of one service or team: correct its fields, move it, and of a team who looks after what and when it takes part."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from yudane.evidence.catalog import EXISTS
from yudane.faces.clock import now_utc
from yudane.faces.web.catalog.entity import TOLD, Entity, find_entity
from yudane.faces.web.catalog.fields import lines, may_say
from yudane.faces.web.catalog.moves import move_forms, move_lines
from yudane.faces.web.shared.acting import actor_of
from yudane.faces.web.shared.doing import said
from yudane.faces.web.shared.judged import judged
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.paths import entity_path, service_path
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import catalog, program
from yudane.records.acting import Actor
from yudane.records.catalog.entities import Kind
from yudane.records.catalog.models import ActivityOwner, Enablement
from yudane.records.home import records_there, served_workspace
from yudane.records.people.models import Person
from yudane.records.policy import Subject, may
from yudane.words import Lang, say


def service(request: HttpRequest, entity_id: str) -> HttpResponse:
    return one(request, "service", entity_id)


def team(request: HttpRequest, entity_id: str) -> HttpResponse:
    return one(request, "team", entity_id)


def one(request: HttpRequest, kind: Kind, entity_id: str) -> HttpResponse:
    """What became part of another leads there."""
    entity = find_entity(kind, entity_id, catalog(served_workspace()))
    if entity.became and entity.became != entity_id:
        return HttpResponseRedirect(entity_path(kind, entity.became))
    if not entity.exists:
        raise Http404
    actor, lang = actor_of(request), Reader.of(request).lang
    values: Mapping[str, object] = {
        "entity": entity,
        "team": entity.known.name(entity.owner) if kind == "service" else "",
        "team_href": entity_path("team", entity.owner) if kind == "service" and entity.owner else "",
        "levels_href": service_path(entity_id) if kind == "service" and entity_id in entity.known.by_id else "",
        "judged": judged(TOLD),
        "fields": lines(entity, actor, request.POST, lang),
        "moves": move_lines(entity, actor, lang),
        "move_forms": move_forms(entity, request.POST, lang) if may(actor, "move-entity") else [],
        "takes_out": may_say(entity, EXISTS, actor),
        "exists": entity.edits.get(EXISTS),
        "today": now_utc().date().isoformat(),
        **(_of_team(entity, actor, lang) if kind == "team" else {}),
        **said(request),
    }
    return page(request, "catalog/one.html", values)


def _of_team(entity: Entity, actor: Actor, lang: Lang) -> Mapping[str, object]:
    """Who looks after which activity, and since when the team takes part in the program."""
    subject, there = entity.subject, records_there()
    activities = {activity.key: activity.name[lang] for activity in program(served_workspace()).activities}
    owners = ActivityOwner.objects.filter(team_id=entity.id).select_related("person").order_by("-since", "id")
    waves = Enablement.objects.filter(team_id=entity.id).order_by("-started_on", "id")
    adds, begins = may(actor, "own-activity", subject), may(actor, "enable-team", subject)
    return {
        "owners": [
            (
                owner,
                activities.get(owner.activity_key, owner.activity_key),
                owner.until is None and may(actor, "end-activity-owner", Subject(entity.id, owner.person_id)),
            )
            for owner in (owners if there else ())
        ],
        "adds_owner": adds,
        "activities": list(activities.items()),
        "persons": Person.objects.filter(disabled_at=None).order_by("name") if there and adds else (),
        "waves": [
            (wave, wave.ended_on is None and may(actor, "end-enablement", subject)) for wave in (waves if there else ())
        ],
        "begins": begins,
        "kind_word": say(f"web.kind_{entity.counts('kind')}", lang),
    }
