"""What is left out until mended or dismissed, for people: one for each reason at a place."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from yudane.evidence.engines.database import connect
from yudane.evidence.engines.sql import literal, texts
from yudane.evidence.lake import OPEN, Lake, Versions
from yudane.evidence.sources.source import load_source
from yudane.evidence.validate import fault_args
from yudane.reading import Place, Problem, ProblemsError
from yudane.words import Lang, codes


@dataclass(frozen=True)
class LeftOut:
    """What could not be taken in, where and why, and who is unknown by it."""

    id: str
    source: str
    problem: Problem
    tables: tuple[str, ...]  # '*': any that the source maps
    services: tuple[str, ...]  # '*': all; none: it hides nothing
    opened_at: datetime

    def as_json(self, lang: Lang) -> dict[str, Any]:
        return {
            "id": self.id,
            "source": self.source,
            "file": self.problem.place.file,
            "line": self.problem.place.line,
            "code": self.problem.code,
            "reason": self.problem.reason(lang),
            "tables": list(self.tables),
            "services": list(self.services),
            "since": self.opened_at.isoformat(),
        }


def left_outs(
    lake: Lake,
    own: Path | None = None,
    *,
    service: str | None = None,
    tables: Sequence[str] | None = None,
    versions: Versions | None = None,
    most: int = 1_000,
) -> list[LeftOut]:
    """Those open now (or at some versions of the lake), the oldest first; of one service those that hide something."""
    versions = lake.versions() if versions is None else versions
    tests = [OPEN]
    if service is not None:
        tests.append(f"service_id in ({literal(service)}, '*')")
    if tables is not None:
        tests.append(f"list_contains({texts(tables)}, table_name)")
    with connect() as con:
        rows = con.records(f"""
            select hash, source, origin, line, code, args, min(opened_at) as opened_at,
                   list(distinct table_name order by table_name) as tables,
                   coalesce(list(distinct service_id order by service_id) filter (service_id is not null), []) as services
            from {lake.relation("gaps", versions)} where {" and ".join(tests)}
            group by hash, source, origin, line, code, args
            order by opened_at, source, origin, line nulls first, code, hash limit {most}""")
    return [
        LeftOut(
            row["hash"],
            row["source"],
            _problem(row, lake, own),
            tuple(row["tables"]),
            tuple(row["services"]),
            row["opened_at"],
        )
        for row in rows
    ]


def dismiss(lake: Lake, name: str, who: str, why: str, now: datetime) -> None:
    """From now on it hides nothing and is no longer shown. Raises ProblemsError where nothing open is called so."""
    with connect() as con, lake.writing() as writing:
        closed = {"closed_at": literal(now), "closed_by": literal(f"dismissed {who}"), "why": literal(why)}
        if not writing.amend(con, "gaps", f"{OPEN} and hash = {literal(name)}", closed):
            raise ProblemsError.one("left_out_unknown", name=name)
        writing.commit()


def _problem(row: dict[str, Any], lake: Lake, own: Path | None) -> Problem:
    """The message again: of a contract, of the source, or of a file."""
    place = Place(row["origin"].partition(":")[2], row["line"])
    args: dict[str, Any] = json.loads(row["args"] or "{}")
    if args.get("table") in lake.contracts and "column" in args:
        return Problem(row["code"], place, fault_args(lake.contracts[args["table"]], args["column"], args["value"]))
    try:
        text = load_source(row["source"], own, lake.contracts).problems.get(row["code"])
    except ProblemsError:  # rows, or a source that is gone
        text = None
    if text is None and row["code"] not in codes("problems"):
        return Problem("source_problem_unknown", place, {"code": row["code"], "detail": args.get("detail", "–")})
    return Problem(row["code"], place, args, text=text)
