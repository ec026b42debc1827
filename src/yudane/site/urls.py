"""Every address of the web. All read, but for the two that begin and call off a study of a proposal."""

from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from yudane.faces.web.activity.view import activity, indicator
from yudane.faces.web.catalog.view import catalog
from yudane.faces.web.guide.view import guide
from yudane.faces.web.map.view import map_csv, map_page, map_team, start
from yudane.faces.web.phases.view import observed, phases
from yudane.faces.web.program.proposal import judge, proposal, stop
from yudane.faces.web.program.view import program
from yudane.faces.web.reference.check import check
from yudane.faces.web.reference.rubric import activity as reference_activity
from yudane.faces.web.reference.rubric import phases as reference_phases
from yudane.faces.web.reference.rubric import rubric
from yudane.faces.web.reference.tables import table, tables
from yudane.faces.web.service.view import service_or_why
from yudane.faces.web.why.rows import rows

urlpatterns = [
    path("", require_safe(start)),
    path("map", require_safe(map_page)),
    path("map.csv", require_safe(map_csv)),
    path("map/teams/<path:team>", require_safe(map_team)),
    path("services/<path:service>/<slug:activity>/rows/<slug:name>", require_safe(rows)),
    path("services/<path:rest>", require_safe(service_or_why)),
    path("guides/<slug:activity>", require_safe(guide)),
    path("activities/<slug:key>", require_safe(activity)),
    path("activities/<slug:key>/<slug:name>", require_safe(indicator)),
    path("phases", require_safe(phases)),
    path("phases/<slug:key>", require_safe(observed)),
    path("program", require_safe(program)),
    path("program/proposals/<str:name>", require_safe(proposal)),
    path("program/proposals/<str:name>/judge", require_POST(judge)),
    path("program/proposals/<str:name>/call-off", require_POST(stop)),
    path("catalog", require_safe(catalog)),
    path("reference", require_safe(rubric)),
    path("reference/tables", require_safe(tables)),
    path("reference/tables/<slug:name>", require_safe(table)),
    path("reference/phases", require_safe(reference_phases)),
    path("reference/<slug:activity>", require_safe(reference_activity)),
    path("reference/<slug:activity>/<slug:name>", require_safe(check)),
]

handler400 = "yudane.faces.web.shared.error_pages.bad_request"
handler404 = "yudane.faces.web.shared.error_pages.not_found"
handler500 = "yudane.faces.web.shared.error_pages.broken"
