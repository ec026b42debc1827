"""Every address of the web."""

from django.urls import path

from yudane.faces.web.catalog.view import catalog
from yudane.faces.web.guide.view import guide
from yudane.faces.web.map.view import map_csv, map_page, map_team, start
from yudane.faces.web.service.view import service_or_why
from yudane.faces.web.why.rows import rows

urlpatterns = [
    path("", start),
    path("map", map_page),
    path("map.csv", map_csv),
    path("map/teams/<path:team>", map_team),
    path("services/<path:service>/<slug:activity>/rows/<slug:name>", rows),
    path("services/<path:rest>", service_or_why),
    path("guides/<slug:activity>", guide),
    path("catalog", catalog),
]

handler400 = "yudane.faces.web.shared.faults.bad_request"
handler404 = "yudane.faces.web.shared.faults.not_found"
handler500 = "yudane.faces.web.shared.faults.broken"
