"""What the audit keeps of a collection: who the evidence is from, where it lay, and whatever was said about it."""

from urllib.parse import urlsplit, urlunsplit

from yudane.evidence.batch import Answer
from yudane.records.acting import Act
from yudane.records.verb import Asked
from yudane.workspace.collecting import Collector


def without_secrets(place: str) -> str:
    """A path as it is; of an address neither who signs in, nor what is asked for: the audit is for good."""
    parts = urlsplit(place) if "://" in place else None
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", "")) if parts else place


def collection_said(act: Act, collector: Collector, answer: Answer, *_: object, **__: object) -> Asked:
    """`answer` is what is said to questions; the batch has what came of it."""
    asked = collector.collection
    told = {
        "source": asked.source, "places": [without_secrets(place) for place in (asked.called or asked.places)[:20]], "of": len(asked.places), "tables": asked.tables[:20],
        "covers": asked.covers, "since": asked.since, "until": asked.until, "exclude": asked.exclude[:20],
        "name": asked.name, "replaces": asked.replaces, "system": asked.system, "imported": asked.imported,
        "answer": answer.value,
    }  # fmt: skip
    return Asked(
        f"batch {collector.batch(act.received_at).id}"[:200], {key: value for key, value in told.items() if value}
    )
