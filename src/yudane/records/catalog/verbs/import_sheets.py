"""Services, teams and people from a spreadsheet that somebody brings: taken in, and today is judged again."""

from collections.abc import Sequence
from datetime import UTC

from yudane.evidence.batch import Answer, Report
from yudane.records.acting import Act
from yudane.records.home import served_workspace
from yudane.records.jobs.queue import enqueue
from yudane.records.verb import Change, verb
from yudane.workspace.collecting import Collector, sheet_import


@verb("import-catalog")
def import_sheets(act: Act, paths: Sequence[str], names: Sequence[str]) -> Change[Report]:
    """`names` as people call the files. Adds and changes, takes nothing away. Raises ProblemsError where nothing can be read."""
    collector = Collector(served_workspace(), sheet_import(paths))
    received_at = act.now.astimezone(UTC).replace(tzinfo=None)
    report = collector.collect(collector.read(), received_at, Answer.NO)
    enqueue("judge", act.now, act.on.isoformat())
    return Change("catalog", report, {"files": list(names), "rows": report.stored})
