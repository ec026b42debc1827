"""What the audit keeps of a collection: who the evidence is from, where it lay, and whatever was said about it."""

from yudane.evidence.batch import Answer
from yudane.records.acting import Act
from yudane.records.verb import Asked
from yudane.workspace.collecting import Collector


def collection_said(act: Act, collector: Collector, answer: Answer, *_: object, **__: object) -> Asked:
    """`answer` is what is said to questions; the batch has what came of it."""
    asked = collector.collection
    told = {
        "source": asked.source, "places": (asked.called or asked.places)[:20], "of": len(asked.places), "tables": asked.tables[:20],
        "covers": asked.covers, "since": asked.since, "until": asked.until, "exclude": asked.exclude[:20],
        "name": asked.name, "replaces": asked.replaces, "system": asked.system, "imported": asked.imported,
        "answer": answer.value,
    }  # fmt: skip
    return Asked(
        f"batch {collector.batch(act.received_at).id}"[:200], {key: value for key, value in told.items() if value}
    )
