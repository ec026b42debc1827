"""The one client that asks other systems: bounded in size and time, silent about secrets, patient only when told to be.

Only http and https, redirects are not followed, credentials of the address are sent and never shown, and a server that
does not answer is soon left alone.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import httpx

from yudane.reading import Place, ProblemsError

MAX_BYTES = 64 * 1024 * 1024  # of one answer, unpacked
MAX_SECONDS = 120  # for one answer as a whole
MAX_SILENT = 3  # so many failed connections in a row, and nothing more is asked
MAX_WAIT = 30  # seconds that a server may ask us to wait,
MAX_RETRIES = 2  # how often for one answer, and
MAX_WAITED = 60  # seconds for all its answers together
_TIMEOUT = httpx.Timeout(70, connect=10)
_LATER = (httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE)


class NoAnswerError(Exception):
    """Nothing that can be used came: a message's code and what it needs to know. `silent`: nobody answered at all."""

    def __init__(self, code: str, *, silent: bool = False, **args: object) -> None:
        self.code, self.silent, self.message_args = code, silent, args
        super().__init__(code)


@dataclass(frozen=True)
class Reply:
    """What a server answered, redirects apart."""

    status: int
    content: bytes

    @property
    def ok(self) -> bool:
        return self.status == httpx.codes.OK


class Outbound:
    """One system: `name` is its address without credentials."""

    def __init__(
        self, name: str, auth: tuple[str, str] | None, client: httpx.Client, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self.name, self._auth, self._client, self._pause, self._silent = name, auth, client, pause, 0
        self._waited = 0.0

    @classmethod
    def to(cls, address: str, client: httpx.Client) -> "Outbound":
        """Raises ProblemsError where it is no address of a server."""
        try:
            url = httpx.URL(address)
        except (httpx.InvalidURL, TypeError) as error:
            raise ProblemsError.one("address_wrong", Place()) from error
        port_wrong = url.port is not None and not 0 < url.port < 65536
        if url.scheme not in ("http", "https") or not url.host or port_wrong or url.query or url.fragment:
            raise ProblemsError.one("address_wrong", Place())
        name = str(url.copy_with(username=None, password=None)).rstrip("/")
        return cls(name, (url.username, url.password) if url.userinfo else None, client)

    def get(self, path: str, query: Mapping[str, str]) -> Reply:
        """The answer to a question. Raises NoAnswerError where none came, or one that must not be read."""
        return self._patiently("GET", path, params=dict(query))

    def post(self, path: str, fields: Mapping[str, str]) -> Reply:
        """The answer to a form. Raises NoAnswerError as `get`."""
        return self._patiently("POST", path, data=dict(fields))

    def _patiently(self, method: str, path: str, **sent: dict[str, str]) -> Reply:
        if self._silent >= MAX_SILENT:
            raise NoAnswerError("not_asked", count=MAX_SILENT)
        try:
            answer = self._asked(method, path, **sent)
        except NoAnswerError as error:
            self._silent = self._silent + 1 if error.silent else 0
            raise
        self._silent = 0
        return answer

    def _asked(self, method: str, path: str, **sent: dict[str, str]) -> Reply:
        """Asked again where the server says how long to wait, and that is not long."""
        for _ in range(MAX_RETRIES):
            answer, wait = self._once(method, path, **sent)
            if wait is None or self._waited + wait > MAX_WAITED:
                return answer
            self._waited += wait
            self._pause(wait)
        return self._once(method, path, **sent)[0]

    def _once(self, method: str, path: str, **sent: dict[str, str]) -> tuple[Reply, float | None]:
        """The answer, and how many seconds to wait before it is worth asking again."""
        try:
            with self._client.stream(
                method,
                f"{self.name}{path}",
                auth=self._auth or httpx.USE_CLIENT_DEFAULT,
                timeout=_TIMEOUT,
                follow_redirects=False,
                params=sent.get("params"),
                data=sent.get("data"),
            ) as response:
                return Reply(response.status_code, _content(response)), _wait(response)
        except httpx.TimeoutException as error:
            raise NoAnswerError("too_slow", silent=True) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:  # its own words may hold the address with credentials
            raise NoAnswerError("no_connection", silent=True, what=type(error).__name__) from error


def _content(response: httpx.Response) -> bytes:
    content = bytearray()
    begun = time.monotonic()
    if 300 <= response.status_code < 400:
        raise NoAnswerError("redirected", status=response.status_code)
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > MAX_BYTES:
            raise NoAnswerError("answer_too_large", limit=MAX_BYTES // 1024 // 1024)
        if time.monotonic() - begun > MAX_SECONDS:
            raise NoAnswerError("too_slow")
    return bytes(content)


def _wait(response: httpx.Response) -> float | None:
    """What the server asks for in seconds; a date, or too long, is not waited for."""
    asked = response.headers.get("retry-after", "")
    if response.status_code not in _LATER or not asked.isascii() or not asked.isdigit():
        return None
    return float(asked) if int(asked) <= MAX_WAIT else None
