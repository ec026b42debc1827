"""Evidence from files, or from a system that is asked for it."""

from yudane.evidence.batch import Answer, Report
from yudane.evidence.delivery import Delivery
from yudane.reading.progress import Progress, silent
from yudane.records.acting import Act
from yudane.records.lake.said import collection_said
from yudane.records.verb import errand
from yudane.workspace.collecting import Collector
from yudane.workspace.taking import take_in


@errand("collect", collection_said)
def collect(act: Act, collector: Collector, answer: Answer, delivery: Delivery, progress: Progress = silent) -> Report:
    """`delivery` as the collector read it. Raises ProblemsError, AskError (see evidence.collect)."""
    return take_in(collector, delivery, act.received_at, answer, progress)
