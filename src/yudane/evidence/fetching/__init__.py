"""Fetching: one contract for whatever asks a system over the network, and the one client it may ask with.

A source that fetches has `pull: true` in its source.yaml and a fetch.py beside it, found by name, with

    def fetch(request: FetchRequest, outbound: Outbound) -> Delivery: ...

It is told where and from when until when to ask, and gives what came as a delivery: one file for each answer, and for each
whom it is about. Bounds, time limits, waiting, silence and secrets are `Outbound`'s business.
"""

from yudane.evidence.fetching.answers import answered, json_of, pages, unanswered
from yudane.evidence.fetching.fetcher import Fetcher, FetchRequest, fetch
from yudane.evidence.fetching.outbound import NoAnswerError, Outbound, Reply

__all__ = [
    "FetchRequest",
    "Fetcher",
    "NoAnswerError",
    "Outbound",
    "Reply",
    "answered",
    "fetch",
    "json_of",
    "pages",
    "unanswered",
]
