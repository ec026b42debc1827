"""What a form says, read: texts of a bounded length, days, and the version it was drawn from."""

from datetime import date

from django.http import HttpRequest

from yudane.reading import Place, ProblemsError


def text(request: HttpRequest, name: str, most: int = 300) -> str:
    return request.POST.get(name, "")[:most]


def day(request: HttpRequest, name: str) -> date | None:
    """None where nothing is said. Raises ProblemsError where it is no day."""
    said = request.POST.get(name, "").strip()
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise ProblemsError.one("date_broken", Place(field=name), value=said[:40]) from None


def seen(request: HttpRequest) -> int | None:
    """The version the form was drawn from."""
    said = request.POST.get("seen", "")
    return int(said) if said.isdecimal() else None
