"""What people stated about a criterion of a service: who, when, until when, why, and why it does not count where it does not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from yudane.assessment.rows import StatedRow
from yudane.words import Lang, say
from yudane.words.values import day, listed

Names = Mapping[str, str]  # of people, by the pseudonym that stands in evidence
NOBODY: Names = {}
WARN_DAYS = 30


@dataclass(frozen=True)
class StatementExplanation:
    """One statement, as of the day assessed."""

    row: StatedRow
    outcome: str  # of the criterion
    origin: str | None
    as_of: date

    @property
    def counts(self) -> bool:
        return self.row["why_not"] is None

    @property
    def differs(self) -> bool:
        """What data tell decides, and they tell otherwise."""
        return self.counts and self.origin in ("measured", "recorded") and self.outcome != self.row["says"]

    @property
    def ends_soon(self) -> bool:
        return self.counts and self.row["until"] - self.as_of <= timedelta(days=WARN_DAYS)

    def says(self, lang: Lang) -> str:
        """What it says, as a heading."""
        kind, says = self.row["kind"], self.row["says"]
        return say(f"explanation.said_{kind}_{says}" if kind == "joint" else f"explanation.said_{kind}", lang)

    def when(self, lang: Lang) -> str:
        return say(
            "explanation.said_when",
            lang,
            on=day(self.row["stated_at"].date(), lang),
            until=day(self.row["until"], lang),
        )

    def who(self, lang: Lang, names: Names = NOBODY) -> str:
        """By name where it is known, else by pseudonym."""
        people = [self.row["by_dev"], *([self.row["by_second"]] if self.row["by_second"] else [])]
        return listed([names.get(one, one) for one in people], lang)

    def note(self, lang: Lang) -> str:
        """Why it does not count, or what is to be known of it; empty where there is nothing."""
        if not self.counts:
            return say(f"explanation.why_not_{self.row['why_not']}", lang)
        if self.differs:
            return say("explanation.said_differs", lang)
        if self.outcome == "not_applicable" and self.row["kind"] in ("joint", "attestation"):
            return say("explanation.said_not_applicable", lang)
        if self.row["entered_by"]:
            return say("explanation.said_unconfirmed", lang)
        if self.row["imported"]:
            return say("explanation.said_imported", lang)
        return say("explanation.said_ends_soon", lang, on=day(self.row["until"], lang)) if self.ends_soon else ""

    def as_json(self, lang: Lang) -> dict[str, Any]:
        return {
            "kind": self.row["kind"],
            "id": self.row["statement_id"],
            "says": self.row["says"],
            "sentence": self.row["sentence"],
            "evidence_url": self.row["evidence_url"],
            "by": [self.row["by_dev"], self.row["by_second"]],
            "stated_at": self.row["stated_at"],
            "until": self.row["until"],
            "counts": self.counts,
            "why_not": self.row["why_not"],
            "note": self.note(lang),
        }


def explain_statements(
    rows: Iterable[StatedRow], outcome: str, origin: str | None, as_of: date
) -> tuple[StatementExplanation, ...]:
    """What counts first, then the newest."""
    found = [StatementExplanation(row, outcome, origin, as_of) for row in rows]
    newest = sorted(found, key=lambda each: each.row["stated_at"], reverse=True)
    return tuple(sorted(newest, key=lambda each: not each.counts))
