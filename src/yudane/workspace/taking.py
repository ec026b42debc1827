"""Take in what was collected, map it anew, take it back, dismiss what was left out: whatever changes the lake.

Only verbs of the records call these, for pages and commands alike.
"""

from dataclasses import replace
from datetime import datetime, time, timedelta

from yudane.evidence import collect
from yudane.evidence.batch import Answer, Batch, Report
from yudane.evidence.delivery import Delivery
from yudane.evidence.fetching import FetchRequest, fetch
from yudane.evidence.left_outs import dismiss
from yudane.evidence.sources.source import Source
from yudane.evidence.withdrawal import Withdrawn, withdraw
from yudane.reading.progress import Progress, silent
from yudane.workspace.collecting import Collector
from yudane.workspace.workspace import Workspace

FIRST_PULL = timedelta(days=28)  # how far back is asked where nothing is said


def take_in(
    collector: Collector, delivery: Delivery, received_at: datetime, answer: Answer, progress: Progress = silent
) -> Report:
    """What was read; a source that pulls is asked now. Raises ProblemsError, AskError (see evidence.collect)."""
    batch, store = collector.batch(received_at), collector.workspace.store
    if collector.source is None:
        return collect.collect_rows(store, delivery, batch, answer)
    if collector.pulls:
        batch = replace(batch, since=batch.since or datetime.combine(batch.until, time()) - FIRST_PULL)
        delivery = _fetched(collector, collector.source, batch, progress)
    return collect.collect(store, collector.source, delivery, batch, answer)


def take_in_again(collector: Collector, received_at: datetime, answer: Answer) -> Report:
    """Map anew what the source delivered before."""
    return collect.again(collector.workspace.store, collector.source, collector.batch(received_at), answer)


def _fetched(collector: Collector, source: Source, batch: Batch, progress: Progress) -> Delivery:
    until, lake = datetime.combine(batch.until, time()), collector.workspace.lake
    request = FetchRequest(source, lake, batch.since or until, until, progress)
    delivery = Delivery()
    for address in collector.collection.places:
        answers = fetch(request, address)
        delivery.files += answers.files
        delivery.scopes |= answers.scopes
    return delivery


def take_back(workspace: Workspace, what: str, why: str, now: datetime) -> Withdrawn:
    """Rows and coverage of a batch, a source or a path. Raises ProblemsError where there is none of it."""
    return withdraw(workspace.lake, what, why, now)


def dismiss_left_out(workspace: Workspace, name: str, who: str, why: str, now: datetime) -> None:
    """It hides nothing from now on. Raises ProblemsError where nothing open is called so."""
    dismiss(workspace.lake, name, who, why, now)
