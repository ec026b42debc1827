"""Services, teams and people, from Backstage or a spreadsheet."""

from django.db import transaction

from yudane.evidence.batch import Answer, Report
from yudane.evidence.delivery import Delivery
from yudane.records.acting import Act
from yudane.records.jobs.queue import enqueue
from yudane.records.lake.said import collection_said
from yudane.records.verb import errand
from yudane.workspace.collecting import Collector
from yudane.workspace.taking import take_in


@errand("import-catalog", collection_said)
def import_catalog(
    act: Act, collector: Collector, answer: Answer, delivery: Delivery, *, judged: bool = False
) -> Report:
    """`delivery` as the collector read it. `judged`: today is judged again. Raises ProblemsError, AskError."""
    report = take_in(collector, delivery, act.received_at, answer)
    if judged:
        with transaction.atomic():
            enqueue("judge", act.now, act.on.isoformat())
    return report
