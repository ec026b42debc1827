"""The contract of a fetcher, and how the one of a source is found."""

from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import import_module
from typing import Protocol, cast

import httpx

from yudane.evidence.delivery import Delivery
from yudane.evidence.fetching.outbound import Outbound
from yudane.evidence.lake import Lake
from yudane.evidence.sources.source import Source
from yudane.reading import Place, ProblemsError
from yudane.reading.progress import Progress, silent


@dataclass(frozen=True)
class FetchRequest:
    """What is wanted: everything of [since, until), naive UTC. `lake` is what is known already."""

    source: Source
    lake: Lake
    since: datetime
    until: datetime
    progress: Progress = silent


class Fetcher(Protocol):
    """Asks a system, and gives what came; what did not come is a problem of its file in the delivery."""

    def __call__(self, request: FetchRequest, outbound: Outbound) -> Delivery: ...


def fetch(request: FetchRequest, address: str, *, client: httpx.Client | None = None) -> Delivery:
    """Ask the system at an address, by the fetcher of the source.

    Raises ProblemsError where the address cannot be used, the source has no fetcher, or there is nothing to ask for.
    """
    fetcher = _fetcher(request.source)
    with nullcontext(client) if client else httpx.Client() as http:
        return fetcher(request, _outbound(request.source, address, http))


def _outbound(source: Source, address: str, client: httpx.Client) -> Outbound:
    """In the words of the source, where it has some about addresses."""
    try:
        return Outbound.to(address, client)
    except ProblemsError as error:
        raise ProblemsError([replace(p, text=source.problems.get(p.code, p.text)) for p in error.problems]) from error


def _fetcher(source: Source) -> Fetcher:
    """fetch.py beside source.yaml, of a source that came with the package. Raises ProblemsError where there is none."""
    if source.fetches:
        module = import_module(f"yudane.evidence.sources.{source.key.replace('-', '_')}.fetch")
        return cast("Fetcher", module.fetch)
    raise ProblemsError.one("fetcher_missing", Place(source.folder), source=source.key)
