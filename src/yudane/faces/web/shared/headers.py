"""What every answer says to the browser: nothing from elsewhere, nothing inline, no frame."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)

_QR = "/account/2fa/totp/activate/"  # draws a code for a phone into the page
WITH_QR = POLICY.replace("img-src 'self'", "img-src 'self' data:")

_SECRET = ("/account/invitation/", "/enter/")  # addresses that nothing asked for from there may tell


def headers(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware that adds them."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", WITH_QR if request.path_info == _QR else POLICY)
        if request.path_info.startswith(_SECRET):
            response.headers.setdefault("Referrer-Policy", "strict-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if not request.path_info.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return answer
