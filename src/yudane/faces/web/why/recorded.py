"""Tables a criterion reads that the service's team records here, or could: who said until when everything is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from yudane.assessment.explanation import CriterionExplanation
from yudane.assessment.outcomes import parts_of
from yudane.evidence.batch import RECORDS
from yudane.evidence.snapshot import DAY
from yudane.faces.web.shared.assessed import Service
from yudane.faces.web.shared.paths import query
from yudane.faces.web.shared.request_context import RequestContext
from yudane.records.home import records_there
from yudane.records.journal.models import Vouch
from yudane.words import Lang, say
from yudane.words.values import day
from yudane.workspace.sheets.columns import RECORDED

_UNTOLD = ("never", "not_yet", "stale")


@dataclass(frozen=True)
class RecordedTable:
    """One of them, ready to be drawn."""

    title: str
    href: str  # of the team's journal
    words: str  # until when it is complete and who said so; empty where nobody did


@dataclass(frozen=True)
class Journal:
    """What the team of a service records here, as of the day an assessment is of."""

    context: RequestContext
    team: str
    vouches: Mapping[str, Vouch]  # by table the one that reaches farthest
    lang: Lang

    @classmethod
    def of(cls, context: RequestContext, service: Service, lang: Lang) -> "Journal":
        team = service.row["team_id"] or ""
        end = datetime.combine(context.assessment.as_of + DAY, time(), UTC)
        found: dict[str, Vouch] = {}
        if team and records_there():
            said = Vouch.objects.filter(recorder__team_id=team, withdrawn_at=None, created_at__lt=end)
            for one in said.select_related("recorder").order_by("until", "id"):
                if service.id in one.services:
                    found[one.recorder.table] = one
        return cls(context, team, found, lang)

    def decided(self, each: CriterionExplanation) -> Sequence[RecordedTable]:
        """Those that gave a criterion its outcome."""
        if RECORDS not in (each.row["sources"] or "").split(", "):
            return ()
        return [self._table(name) for name in _tables(each) if name in self.vouches]

    def would_decide(self, each: CriterionExplanation) -> Sequence[RecordedTable]:
        """Those the team could record, where nothing tells them."""
        if not self.team or self.context.past or each.row["cause"] not in _UNTOLD:
            return ()
        return [self._table(name) for name in _tables(each)]

    def _table(self, name: str) -> RecordedTable:
        contract, vouch = self.context.program.contracts[name], self.vouches.get(name)
        words = ""
        if vouch:
            words = say("web.recorded_until", self.lang, until=day(vouch.until, self.lang), name=vouch.by_name)
        return RecordedTable(contract.title[self.lang], f"/journal/{name}{query(team=self.team)}", words)


def _tables(each: CriterionExplanation) -> Sequence[str]:
    """What a criterion reads of that which people record."""
    names = dict.fromkeys(part.partition(".")[0] for part in parts_of(each.criterion.reads))
    return [name for name in names if name in RECORDED]
