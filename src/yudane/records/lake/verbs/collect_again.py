"""What a source delivered before, mapped anew."""

from yudane.evidence.batch import Answer, Report
from yudane.records.acting import Act
from yudane.records.lake.said import collection_said
from yudane.records.verb import errand
from yudane.workspace.collecting import Collector
from yudane.workspace.taking import take_in_again


@errand("collect-again", collection_said)
def collect_again(act: Act, collector: Collector, answer: Answer) -> Report:
    """Raises ProblemsError, AskError (see evidence.collect)."""
    return take_in_again(collector, act.received_at, answer)
