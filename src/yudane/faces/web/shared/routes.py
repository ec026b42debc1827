"""What an address needs: a rule of the policy, and whether it only reads. An address without a rule answers nobody."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yudane.faces.web.shared.own_words import answered_in_own_words
from yudane.records.policy import RULES

View = Callable[..., HttpResponseBase]
_FORMS = require_http_methods(["GET", "HEAD", "POST"])


def reads(rule: str, view: View) -> View:
    """GET and HEAD alone."""
    return _under(rule, require_safe(view))


def does(rule: str, view: View) -> View:
    """POST alone. The verb it calls asks the same rule again, of the thing it is about."""
    return _under(rule, require_POST(view))


def reads_or_does(rule: str, shows: View, takes: View) -> View:
    """A form and what it asks for, at one address."""

    def either(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
        return (takes if request.method == "POST" else shows)(request, *args, **values)

    return _under(rule, _FORMS(either))


def form(rule: str, view: View) -> View:
    """A page of the sign-in library that shows a form and takes it."""

    def ours(*args: Any, **values: Any) -> HttpResponseBase:
        return answered_in_own_words(view(*args, **values))

    return _under(rule, _FORMS(wraps(view)(ours)))


def rule_of(view: object) -> str | None:
    found = getattr(view, "rule", None)
    return found if isinstance(found, str) else None


def _under(rule: str, view: View) -> View:
    if rule not in RULES:
        raise KeyError(f"no rule {rule}")

    @wraps(view)
    def under(*args: Any, **values: Any) -> HttpResponseBase:
        return view(*args, **values)

    under.rule = rule  # type: ignore[attr-defined]
    return under
