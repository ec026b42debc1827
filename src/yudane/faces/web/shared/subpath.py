"""Under a path of its own (https://example.com/yudane/) every address in our pages gets that path, here and nowhere else."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

_ADDRESSES = re.compile(rb"""((?:href|action|src|data-hx-get|hx-get|data-hx-post|content)=")(/(?!/)[^"]*)""")


def subpath(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware. What people wrote cannot look like such an attribute: its quotes are escaped."""
    prefix = (settings.FORCE_SCRIPT_NAME or "").encode()

    def below(address: bytes) -> bytes:
        return address if address == prefix or address.startswith((prefix + b"/", prefix + b"?")) else prefix + address

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        location = response.headers.get("Location", "")
        if location.startswith("/") and not location.startswith("//"):
            response.headers["Location"] = below(location.encode()).decode()
        if isinstance(response, HttpResponse) and response.headers.get("Content-Type", "").startswith("text/html"):
            response.content = _ADDRESSES.sub(lambda found: found[1] + below(found[2]), response.content)
        return response

    return answer if prefix else get_response
