"""Ask a Prometheus for the events of every active SLO, bucket by bucket, over its HTTP API.

Only http and https; redirects are not followed; every answer is limited in size and time. What goes wrong with one
SLO becomes a Problem beside what the others gave. Credentials of the address are sent and never shown.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import quote

import httpx

from yudane.evidence.delivery import Delivery
from yudane.evidence.engines.database import connect
from yudane.evidence.engines.sql import literal
from yudane.evidence.lake import Lake
from yudane.evidence.sources.prometheus.queries import Ask, asks
from yudane.evidence.sources.source import Source, load_source
from yudane.reading import Document, File, Place, Problem, ProblemsError
from yudane.reading.files import decode
from yudane.reading.json import parse

MAX_POINTS = 10_000  # Prometheus refuses more than 11,000 in one answer
MAX_BYTES = 64 * 1024 * 1024  # of one answer, unpacked
MAX_SECONDS = 120  # for one answer as a whole
MAX_SILENT = 3  # so many failed connections in a row, and the rest is not tried
_TIMEOUT = httpx.Timeout(70, connect=10)
_NOTHING = b"null\n"  # kept in the place of an answer that did not come

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Slo:
    """What is needed to ask for one SLO."""

    slo_id: str
    service_id: str
    bucket: int  # seconds
    queries: Mapping[str, str]


@dataclass(frozen=True)
class Span:
    """Ends of buckets, in seconds since 1970: first and last, both asked for."""

    first: int
    last: int
    step: int

    def __str__(self) -> str:
        return "..".join(
            f"{datetime.fromtimestamp(t, UTC):%Y%m%dT%H%M%SZ}" for t in (self.first - self.step, self.last)
        )


class _NoAnswerError(Exception):
    def __init__(self, code: str, *, silent: bool = False, **args: object) -> None:
        self.code, self.silent, self.message_args = code, silent, args
        super().__init__(code)


def pull(
    address: str,
    lake: Lake,
    since: datetime,
    until: datetime,
    *,
    client: httpx.Client | None = None,
    progress: Progress = lambda done, of: None,
) -> Delivery:
    """The buckets that lie wholly in [since, until), naive UTC, of every active SLO that has queries for Prometheus.

    Raises ProblemsError where the address cannot be used or no SLO can be asked for.
    """
    server = _Server.from_address(address)
    slos = _active(lake, until)
    if not slos:
        raise ProblemsError([_problem("nothing_to_ask", server.name)])
    delivery = Delivery()
    with nullcontext(client) if client else httpx.Client() as http:
        server.client = http
        for number, slo in enumerate(slos, start=1):
            files = list(_files(server, slo, since, until))
            delivery.files += files
            delivery.scopes |= {file.name: slo.service_id for file in files}
            progress(number, len(slos))
    return delivery


def _active(lake: Lake, moment: datetime) -> list[Slo]:
    """SLOs in force at a moment, by id, with the queries told for Prometheus."""
    versions = lake.versions()
    with connect() as con:
        rows = con.rows(f"""
            with told as (
                select *, row_number() over (partition by slo_id order by valid_from desc) as newest
                from {lake.current_rows("slo_definitions", versions)} where valid_from <= {literal(moment)})
            select s.slo_id, s.service_id, s.bucket_seconds, q.good_query, q.total_query, q.error_query,
                   q.error_ratio_query
            from told s join {lake.current_rows("sli_queries", versions)} q on q.slo_id = s.slo_id
            where s.newest = 1 and (s.valid_to is null or s.valid_to > {literal(moment)})
              and q.system = 'prometheus'
            order by s.slo_id""")
    names = ("good", "total", "error", "error_ratio")
    return [
        Slo(slo_id, service_id, bucket, {name: query for name, query in zip(names, queries, strict=True) if query})
        for slo_id, service_id, bucket, *queries in rows
    ]


def _files(server: "_Server", slo: Slo, since: datetime, until: datetime) -> Iterator[File]:
    """One file for each stretch of an SLO; the first that fails ends it."""
    asked = asks(slo.queries, slo.bucket) if slo.bucket > 0 else []
    name = f"{server.name}/{quote(slo.slo_id, safe='')}"
    if not asked:
        yield _failed(name, "queries_insufficient", slo=slo.slo_id)
        return
    for span in _spans(slo.bucket, since, until):
        place = f"{name}/{span}.json"
        try:
            series: dict[str, Any] = {
                ask.series: {"query": ask.query, "values": server.ask(ask, span)} for ask in asked
            }
        except _NoAnswerError as error:
            yield _failed(name, error.code, slo=slo.slo_id, **error.message_args)
            return
        yield _answered(place, _document(server.name, slo, series))


def _spans(step: int, since: datetime, until: datetime) -> Iterator[Span]:
    """The ends of all whole buckets, none larger than one answer may be. Buckets begin at multiples of their length."""
    low, high = (int(moment.replace(tzinfo=UTC).timestamp()) for moment in (since, until))
    first, last = -(-low // step) * step + step, high // step * step
    for start in range(first, last + 1, MAX_POINTS * step):
        yield Span(start, min(last, start + (MAX_POINTS - 1) * step), step)


def _document(address: str, slo: Slo, series: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "address": address,
        "slo_id": slo.slo_id,
        "service_id": slo.service_id,
        "bucket_seconds": slo.bucket,
        "series": series,
    }


def _answered(name: str, value: dict[str, Any]) -> File:
    return File(name, json.dumps(value, ensure_ascii=False).encode(), [Document(value)])


def _failed(name: str, code: str, **args: object) -> File:
    name = f"{name}.json"
    return File(name, _NOTHING, problems=[_problem(code, name, **args)])


@cache
def _source() -> Source:
    return load_source("prometheus")


def _problem(code: str, file: str, **args: object) -> Problem:
    return Problem(code, Place(file), args, text=_source().problems[code])


class _Server:
    """One Prometheus: its address without credentials, and how often in a row it did not answer."""

    client: httpx.Client

    def __init__(self, name: str, auth: tuple[str, str] | None) -> None:
        self.name, self.auth, self.silent = name, auth, 0

    @classmethod
    def from_address(cls, address: str) -> "_Server":
        try:
            url = httpx.URL(address)
        except (httpx.InvalidURL, TypeError) as error:
            raise ProblemsError([_problem("address_wrong", "")]) from error
        port_wrong = url.port is not None and not 0 < url.port < 65536
        if url.scheme not in ("http", "https") or not url.host or port_wrong or url.query or url.fragment:
            raise ProblemsError([_problem("address_wrong", "")])
        name = str(url.copy_with(username=None, password=None)).rstrip("/")
        return cls(name, (url.username, url.password) if url.userinfo else None)

    def ask(self, ask: Ask, span: Span) -> list[Any]:
        """The samples [time, "value"] of one query. Raises _NoAnswerError."""
        if self.silent >= MAX_SILENT:
            raise _NoAnswerError("not_asked", count=MAX_SILENT)
        try:
            answer = self._answer(ask, span)
        except _NoAnswerError as error:
            self.silent = self.silent + 1 if error.silent else 0
            raise
        self.silent = 0
        return _samples(answer)

    def _answer(self, ask: Ask, span: Span) -> Any:
        fields = {
            "query": ask.query,
            "start": str(span.first),
            "end": str(span.last),
            "step": str(span.step),
            "timeout": "60s",
        }
        try:
            with self.client.stream(
                "POST",
                f"{self.name}/api/v1/query_range",
                data=fields,
                auth=self.auth or httpx.USE_CLIENT_DEFAULT,
                timeout=_TIMEOUT,
                follow_redirects=False,
            ) as response:
                return _read(response)
        except httpx.TimeoutException as error:
            raise _NoAnswerError("too_slow", silent=True) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:  # its own words may hold the address with credentials
            raise _NoAnswerError("no_connection", silent=True, what=type(error).__name__) from error


def _read(response: httpx.Response) -> Any:
    """The JSON of an answer, an error's told as such."""
    content = bytearray()
    begun = time.monotonic()
    if 300 <= response.status_code < 400:
        raise _NoAnswerError("redirected", status=response.status_code)
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > MAX_BYTES:
            raise _NoAnswerError("answer_too_large", limit=MAX_BYTES // 1024 // 1024)
        if time.monotonic() - begun > MAX_SECONDS:
            raise _NoAnswerError("too_slow")
    answer = _json(bytes(content))
    if response.status_code != httpx.codes.OK:
        raise _NoAnswerError("refused", status=response.status_code, what=_words(answer, "error"))
    if answer is None:
        raise _NoAnswerError("answer_unreadable")
    return answer


def _json(content: bytes) -> Any:
    """None where it is no JSON."""
    try:
        return parse(decode(content, ""), Place())
    except ProblemsError:
        return None


def _words(answer: Any, name: str) -> str:
    """What Prometheus says under this name, an error or several warnings, in one short line."""
    stated = answer.get(name) if isinstance(answer, dict) else None
    lines = stated if isinstance(stated, list) else [stated or "–"]
    return " ".join("; ".join(map(str, lines)).split())[:200]


def _samples(answer: Any) -> list[Any]:
    try:
        kind, result = answer["data"]["resultType"], answer["data"]["result"]
        if answer["status"] != "success" or kind != "matrix":
            raise _NoAnswerError("answer_unreadable")
        if answer.get("isPartial") or answer.get("warnings"):
            raise _NoAnswerError("answer_partial", what=_words(answer, "warnings"))
        if len(result) > 1:
            raise _NoAnswerError("several_series", count=len(result))
        return [[moment, value] for moment, value in result[0]["values"]] if result else []
    except (KeyError, TypeError, ValueError) as error:
        raise _NoAnswerError("answer_unreadable") from error
