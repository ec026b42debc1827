"""A doubt about what was decided: who raised it and why, and what the other side answered. It counts on meanwhile, marked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yudane.assessment.explanation.statement import NOBODY, Names
from yudane.evidence.engines.database import connect
from yudane.evidence.engines.sql import literal
from yudane.evidence.lake import Lake
from yudane.evidence.snapshot import DAY
from yudane.words import Lang, say
from yudane.words.values import day


@dataclass(frozen=True)
class DisputeExplanation:
    """One dispute, as it stood at the end of a day."""

    row: Mapping[str, Any]  # a row of `disputes`

    @property
    def is_open(self) -> bool:
        return bool(self.row["state"] == "open")

    def says(self, lang: Lang) -> str:
        """How it stands, as a heading."""
        return say(f"explanation.dispute_{self.row['state']}", lang)

    def raised(self, lang: Lang, names: Names = NOBODY) -> str:
        """By whom, of which side, when, and what it was about."""
        return say(
            "explanation.dispute_raised",
            lang,
            name=names.get(self.row["raised_by"], self.row["raised_by"]),
            side=say(f"explanation.side_{self.row['side']}", lang),
            on=day(self.row["opened_at"].date(), lang),
            outcome=say(f"outcomes.{self.row['outcome']}", lang),
        )

    def answered(self, lang: Lang, names: Names = NOBODY) -> str:
        """By whom and when; empty where nobody did."""
        if not self.row["answered_by"]:
            return ""
        name = names.get(self.row["answered_by"], self.row["answered_by"])
        return say("explanation.dispute_answered", lang, name=name, on=day(self.row["ended_at"].date(), lang))

    def as_json(self, lang: Lang) -> dict[str, Any]:
        return {
            "id": self.row["dispute_id"],
            "state": self.row["state"],
            "says": self.says(lang),
            "outcome": self.row["outcome"],
            "side": self.row["side"],
            "by": self.row["raised_by"],
            "sentence": self.row["sentence"],
            "evidence_url": self.row["evidence_url"],
            "opened_at": self.row["opened_at"],
            "answered_by": self.row["answered_by"],
            "answer": self.row["answer"],
            "ended_at": self.row["ended_at"],
        }


def disputes(lake: Lake, service: str, on: date | None = None) -> dict[str, list[DisputeExplanation]]:
    """By criterion those of a service that were not taken back, the newest first; as they stood at the end of a day, else now."""
    found: dict[str, list[DisputeExplanation]] = {}
    with connect() as con:
        rows = con.records(f"""
            select * from {_as_they_stood(lake, on)} where service_id = {literal(service)}
            order by opened_at desc, dispute_id desc""")
    for row in rows:
        found.setdefault(row["criterion_id"], []).append(DisputeExplanation(row))
    return found


def disputed(lake: Lake, on: date | None = None) -> frozenset[tuple[str, str]]:
    """(service, activity) with a dispute that waits for its answer, at the end of a day, else now."""
    with connect() as con:
        return frozenset(
            con.rows(f"""
                select distinct service_id, split_part(criterion_id, '.', 1)
                from {_as_they_stood(lake, on)} where state = 'open'""")
        )


def _as_they_stood(lake: Lake, on: date | None) -> str:
    """SQL of those that were not taken back, without what was answered later."""
    end: datetime | date = on + DAY if on else date.max
    later = f"coalesce(ended_at >= {literal(end)}, false)"
    hidden = ", ".join(
        f"case when not {later} then {name} end as {name}" for name in ("answered_by", "answer", "ended_at")
    )
    return f"""(
        select * replace (case when {later} then 'open' else state end as state, {hidden})
        from {lake.current_rows("disputes", lake.versions())}
        where opened_at < {literal(end)} and (state <> 'withdrawn' or {later}))"""
