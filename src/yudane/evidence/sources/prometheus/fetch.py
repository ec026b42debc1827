"""Ask a Prometheus for the events of every active SLO, bucket by bucket, over its HTTP API.

What goes wrong with one SLO becomes a Problem beside what the others gave.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from yudane.evidence.delivery import Delivery
from yudane.evidence.engines.database import connect
from yudane.evidence.engines.sql import literal
from yudane.evidence.fetching import FetchRequest, NoAnswerError, Outbound, answered, unanswered
from yudane.evidence.lake import Lake
from yudane.evidence.sources.prometheus.queries import Ask, asks
from yudane.reading import File, Place, Problem, ProblemsError
from yudane.reading.files import decode
from yudane.reading.json import parse

MAX_POINTS = 10_000  # Prometheus refuses more than 11,000 in one answer


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


def fetch(request: FetchRequest, outbound: Outbound) -> Delivery:
    """The whole buckets in the time asked for, of every active SLO that has queries for Prometheus.

    Raises ProblemsError where no SLO can be asked for.
    """
    slos = _active(request.lake, request.until)
    if not slos:
        code = "nothing_to_ask"
        raise ProblemsError([Problem(code, Place(outbound.name), text=request.source.problems[code])])
    delivery = Delivery()
    for number, slo in enumerate(slos, start=1):
        files = list(_files(request, outbound, slo))
        delivery.files += files
        delivery.scopes |= {file.name: slo.service_id for file in files}
        request.progress(number, len(slos))
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


def _files(request: FetchRequest, outbound: Outbound, slo: Slo) -> Iterator[File]:
    """One file for each stretch of an SLO; the first that fails ends it."""
    asked = asks(slo.queries, slo.bucket) if slo.bucket > 0 else []
    name = f"{outbound.name}/{quote(slo.slo_id, safe='')}"
    if not asked:
        yield unanswered(request.source, name, NoAnswerError("queries_insufficient"), slo=slo.slo_id)
        return
    for span in _spans(slo.bucket, request.since, request.until):
        try:
            series: dict[str, Any] = {
                ask.series: {"query": ask.query, "values": _asked(outbound, ask, span)} for ask in asked
            }
        except NoAnswerError as error:
            yield unanswered(request.source, name, error, slo=slo.slo_id)
            return
        yield answered(f"{name}/{span}", _document(outbound.name, slo, series))


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


def _asked(outbound: Outbound, ask: Ask, span: Span) -> list[Any]:
    """The samples [time, "value"] of one query. Raises NoAnswerError."""
    fields = {
        "query": ask.query,
        "start": str(span.first),
        "end": str(span.last),
        "step": str(span.step),
        "timeout": "60s",
    }
    answer = outbound.post("/api/v1/query_range", fields)
    value = _json(answer.content)
    if not answer.ok:
        raise NoAnswerError("refused", status=answer.status, what=_words(value, "error"))
    return _samples(value)


def _json(content: bytes) -> Any:
    """None where it is no JSON."""
    try:
        return parse(decode(content, ""), Place())
    except ProblemsError:
        return None


def _words(value: Any, name: str) -> str:
    """What Prometheus says under this name, an error or several warnings, in one short line."""
    said = value.get(name) if isinstance(value, dict) else None
    lines = said if isinstance(said, list) else [said or "–"]
    return " ".join("; ".join(map(str, lines)).split())[:200]


def _samples(value: Any) -> list[Any]:
    try:
        kind, result = value["data"]["resultType"], value["data"]["result"]
        if value["status"] != "success" or kind != "matrix":
            raise NoAnswerError("answer_unreadable")
        if value.get("isPartial") or value.get("warnings"):
            raise NoAnswerError("answer_partial", what=_words(value, "warnings"))
        if len(result) > 1:
            raise NoAnswerError("several_series", count=len(result))
        return [[moment, number] for moment, number in result[0]["values"]] if result else []
    except (KeyError, TypeError, ValueError) as error:
        raise NoAnswerError("answer_unreadable") from error
