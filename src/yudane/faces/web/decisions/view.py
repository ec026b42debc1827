"""One decision with its time line and what whoever reads may do, the form to open one, and one as Markdown."""

from collections.abc import Mapping, Sequence

from django.http import Http404, HttpRequest, HttpResponse

from yudane.faces.web.decisions.drawn import Drawn, PartLine
from yudane.faces.web.decisions.offered import offered
from yudane.faces.web.shared.acting import act_of
from yudane.faces.web.shared.doing import said
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import catalog, program
from yudane.program import Activity
from yudane.reading import ProblemsError
from yudane.records.decisions.machine import ROWS, SRE
from yudane.records.decisions.making import spots
from yudane.records.decisions.models import LINKS, Decision, Part
from yudane.records.delegation.answer import known_activity, level_words
from yudane.records.home import asked_once, served_workspace
from yudane.words import say

_DUTIES = ("acknowledged", "used", "followed", "answer")
_ASKED = ("input", "advice", "convinced", "why")


def drawn_for(request: HttpRequest) -> Drawn:
    workspace = served_workspace()
    return Drawn(program(workspace), catalog(workspace), act_of(request), Reader.of(request).lang)


@asked_once()
def one(request: HttpRequest, decision_id: str) -> HttpResponse:
    """The page of a decision."""
    decision = _found(decision_id)
    drawn = drawn_for(request)
    parts = _parts(decision)
    found = offered(drawn, decision, parts)
    lines = found.lines
    decides = [line for line in lines if "decide" in line.can]
    values: Mapping[str, object] = {
        "decision": decision,
        "about": drawn.about(decision),
        "lines": lines,
        "says": [(line, _ways(line, (*_ASKED, *_DUTIES))) for line in lines],
        "decides": decides,
        "several": len(decides) > 1,
        "rewords": any("reword" in line.can for line in lines),
        "own_words": found.own_words,
        "approved": {part.pk: names for part in parts if (names := found.approved(part))},
        "levels": found.levels,
        "comment_part": next((line.part.pk for line in lines if "comment" in line.can), ""),
        "entries": drawn.entries(decision, parts),
        "links": drawn.links(decision),
        "replaced_by": decision.replaced_by.order_by("-id").first(),
        "zone": drawn.zone,
        **said(request),
    }
    return page(request, "decisions/one.html", values)


def _found(decision_id: str) -> Decision:
    found = Decision.objects.filter(pk=decision_id).select_related("replaces").first()
    if found is None:
        raise Http404
    return found


def _parts(decision: Decision) -> list[Part]:
    found = list(decision.parts.select_related("step_in").order_by("id"))
    for part in found:
        part.decision = decision
    return found


def _ways(line: PartLine, names: Sequence[str]) -> list[str]:
    return [name for name in names if name in line.can]


@asked_once()
def new(request: HttpRequest) -> HttpResponse:
    """`?team=&activity=&area=&service=`: what the level asks is said before anything is written."""
    drawn = drawn_for(request)
    asked = request.POST if request.method == "POST" else request.GET
    chosen = {name: asked.get(name, "")[:300] for name in ("activity", "area", "service", "replaces")}
    teams = [key for key in asked.getlist("team")[:200] if key in drawn.known.names]
    activity = _activity(drawn, chosen["activity"])
    services = [(row["service_id"], row["name"]) for row in drawn.known.services if [row["team_id"]] == teams]
    chosen["service"] = chosen["service"] if chosen["service"] in dict(services) else ""
    replaced = Decision.objects.filter(pk=chosen["replaces"]).first() if chosen["replaces"] else None
    if replaced and (replaced.activity_key, replaced.area) != (chosen["activity"], chosen["area"]):
        replaced = None
    chosen["replaces"] = replaced.pk if replaced else ""
    rules = _rules(drawn, activity, teams, chosen) if activity else []
    values: Mapping[str, object] = {
        **chosen,
        "teams": [(row["team_id"], row["name"]) for row in drawn.known.teams if row["team_id"] in _owners(drawn)],
        "chosen_teams": teams,
        "activities": [(each.key, each.name[drawn.lang]) for each in drawn.program.activities],
        "areas": [(key, text[drawn.lang]) for key, text in activity.areas.items()] if activity else [],
        "services": services,
        "rules": rules,
        "writes": len({rule["side"] for rule in rules}) == 1 and rules[0]["side"],
        "replaced": replaced,
        "link_kinds": [(kind, say(f"web.decision_link_{kind}", drawn.lang)) for kind in LINKS],
        "link": {name: asked.get(name, "")[:1000] for name in ("link_kind", "link_ref", "link_url")},
        "question": asked.get("question", "")[:2000],
        **said(request),
    }
    return page(request, "decisions/new.html", values)


def _activity(drawn: Drawn, key: str) -> Activity | None:
    try:
        return known_activity(drawn.program, key)
    except ProblemsError:
        return None


def _owners(drawn: Drawn) -> set[str]:
    return {row["team_id"] for row in drawn.known.services if row["team_id"]}


def _rules(
    drawn: Drawn, activity: Activity, teams: Sequence[str], chosen: Mapping[str, str]
) -> list[Mapping[str, object]]:
    """For each team and service of its own level: who decides, what it asks, and whether whoever reads opens or asks."""
    found: list[Mapping[str, object]] = []
    if not teams or (activity.areas and chosen["area"] not in activity.areas):
        return found
    with asked_once():
        here = [
            (team, spot)
            for team in teams
            for spot in spots(drawn.program, drawn.act, activity, team, chosen["service"], chosen["area"])
        ]
    for team, spot in here:
        side, service = _side(drawn, team), drawn.known.by_id.get(spot.service_id)
        opens = side in ROWS[spot.level].opens
        found.append(
            {
                "name": " · ".join(filter(None, (drawn.known.name(team), service["name"] if service else ""))),
                "level": level_words(drawn.program, spot.level, drawn.lang),
                "needs": say(f"delegation.needs_{spot.level}", drawn.lang),
                "side": side,
                "opens": opens,
                "at_once": opens and not ROWS[spot.level].asks and spot.level != 4 and _decides(drawn, team, side),
            }
        )
    return found


def _side(drawn: Drawn, team: str) -> str:
    try:
        return drawn.sides.side_of_team(team)
    except ProblemsError:
        return ""


def _decides(drawn: Drawn, team: str, side: str) -> bool:
    """For company SRE anybody, for the team its lead."""
    try:
        return side == SRE or bool(drawn.sides.side_of_team(team, leading=True))
    except ProblemsError:
        return False


def as_markdown(request: HttpRequest, decision_id: str) -> HttpResponse:
    """For a repository or a wiki: question, decision, reasons, parts, time line."""
    decision, drawn = _found(decision_id), drawn_for(request)
    parts, lang = _parts(decision), drawn.lang
    lines = [f"# {_escaped(decision.question)}", "", drawn.about(decision), ""]
    for code, text in (("decision_text", decision.text), ("decision_reasons", decision.reasons)):
        lines += [f"## {say(f'web.{code}', lang)}", "", _escaped(text) or "–", ""]
    lines += [f"## {say('web.decision_parts', lang)}", ""]
    for line in offered(drawn, decision, parts).lines:
        about = " · ".join(filter(None, (line.team, line.service, line.level, line.says, line.clock)))
        lines.append(f"- {_escaped(about)}")
    links = drawn.links(decision)
    if links:
        lines += ["", f"## {say('web.decision_links', lang)}", ""]
        lines += [f"- {each.kind}: {_escaped(each.ref)}{f' <{each.href}>' if each.href else ''}" for each in links]
    lines += ["", f"## {say('web.decision_timeline', lang)}", ""]
    for entry in drawn.entries(decision, parts):
        words = ": ".join(filter(None, (entry.says, entry.text)))
        lines.append(f"- {drawn.moment(entry.entry.created_at)} {_escaped(words)}")
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="decision-{decision.pk}.md"'
    return response


def _escaped(text: str) -> str:
    """As it was written, whatever Markdown would make of it."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>#|" else letter for letter in text)
