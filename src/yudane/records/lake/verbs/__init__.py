"""What can be done with evidence, one file each."""

from yudane.records.lake.verbs.assess import assess
from yudane.records.lake.verbs.collect import collect
from yudane.records.lake.verbs.collect_again import collect_again
from yudane.records.lake.verbs.dismiss_left_out import dismiss_left_out
from yudane.records.lake.verbs.import_catalog import import_catalog
from yudane.records.lake.verbs.withdraw_evidence import withdraw_evidence

__all__ = ["assess", "collect", "collect_again", "dismiss_left_out", "import_catalog", "withdraw_evidence"]
