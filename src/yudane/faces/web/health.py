"""For who watches over Yudane: it lives, and it can answer."""

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse

from yudane.reading import ProblemsError
from yudane.records.home import records_there, served_workspace


def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """There is a home, and the records can be read. 503 with what is missing otherwise; never what it holds."""
    missing = [name for name, there in (("home", _home()), ("records", _records())) if not there]
    return JsonResponse({"status": "unready" if missing else "ok", "missing": missing}, status=503 if missing else 200)


def _home() -> bool:
    try:
        served_workspace()
    except (ProblemsError, OSError):
        return False
    return True


def _records() -> bool:
    if not records_there():
        return True
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1 from people_person where 1 = 0")
    except Error:
        return False
    return True
