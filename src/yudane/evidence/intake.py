"""Rows into the lake: checked, told apart from what stands, stored or refused with a reason, all in one commit.

What is covered by it is earned (docs/decisions/0011-coverage-is-earned.md): see gaps.py and coverage.py.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from yudane.contracts import PROVENANCE, Contract
from yudane.evidence.batch import (
    HANDS,
    RECORDS,
    SIGNED_HERE,
    Answer,
    AskError,
    Backwards,
    Batch,
    Question,
    Rejection,
    Report,
    TableReport,
)
from yudane.evidence.catalog import standing
from yudane.evidence.coverage import Coverage
from yudane.evidence.engines.database import Connection, empty, empty_table
from yudane.evidence.engines.sql import literal
from yudane.evidence.gaps import Gaps
from yudane.evidence.lake import Lake, Writing
from yudane.evidence.naming import resolve_sql
from yudane.evidence.renames import CATALOG, TELLS, carry_over
from yudane.evidence.settling import Settled, Settling
from yudane.evidence.units import Units
from yudane.evidence.validate import checked_sql, fault_args
from yudane.reading import Place, Problem, ProblemsError

MANY_ROWS, MANY_OF_ROWS, MANY_SERVICES = 10, 0.2, 3  # beyond these it is asked whether rows may go
_CHECKED = {  # what `checked` holds beside a contract's columns
    "origin": "VARCHAR",
    "line": "BIGINT",
    "seq": "BIGINT",
    "row": "JSON",
    "source_ref": "VARCHAR",
    "source_system": "VARCHAR",
    "told_at": "TIMESTAMP",
    "fault": "VARCHAR",
    "spare": "BOOLEAN",
}


class Intake:
    """Takes the rows of one batch in, table by table; `finish` writes the accounts and commits."""

    def __init__(
        self, con: Connection, lake: Lake, writing: Writing, batch: Batch, salt: str, units: Units, answer: Answer
    ) -> None:
        self.con, self.lake, self.writing, self.batch, self.salt = con, lake, writing, batch, salt
        self.units, self.answer = units, answer
        broken = [file_of(origin) for origin in units.broken]
        self.report = Report(batch.id, batch.source, units=units.counts(), broken=broken)
        self.settling = Settling(con, lake, writing, batch)
        self.coverage = Coverage(con, lake, writing, batch, units)
        self.gaps = Gaps(con, lake, writing, batch, units)
        self.questions: list[Question] = []
        self._stand()

    def _stand(self) -> None:
        """`now_services`, `now_service_names`: the catalog as it stands now."""
        for table in CATALOG:
            rows = standing(self.lake, table, self.writing.versions)
            self.con.execute(f"create or replace temp table now_{table} as select * from {rows}")

    def take(self, table: str, staged: str, lost: str = "", unread: Sequence[Problem] = ()) -> TableReport:
        """Take rows in. `staged` is SQL giving origin, line, row (JSON), in the order they were told; `lost` is SQL
        giving origin, line, code, detail, service_id of objects that should have become rows and could not;
        `unread` are rows that could not even be read."""
        contract = self.lake.contracts[table]
        report = self.report.tables.setdefault(table, TableReport())
        anything = self._check(contract, staged)
        if contract.stated and self.batch.source not in SIGNED_HERE:
            return self._refuse_stated(contract, report)
        self._account(contract, report, unread)
        if anything:
            self._map_services(contract, report)
            self._fresh(contract)
        else:
            empty_table(self.con, "fresh", contract.stored)
        self.gaps.concern(contract, lost)
        settled = self.settling.settle(contract, in_part=self.gaps.in_part(table))
        self._ask_whether_rows_may_go(contract, settled)
        self.settling.store(contract, settled)
        report.added += settled.added
        report.replaced += settled.replaced
        report.withdrawn += settled.withdrawn
        report.aside += settled.aside
        report.older += settled.older
        if table in TELLS:
            self._stand()
        self._cover(contract, report)
        return report

    def _refuse_stated(self, contract: Contract, report: TableReport) -> TableReport:
        """A file signs nothing, whatever names stand in it."""
        count, origin, line = self.con.row("select count(*), min(origin), min_by(line, seq) from checked")
        report.received += count
        if count:
            args = {"table": contract.name}
            report.rejected.append(Rejection("stated_by_file", args, count, Place(file_of(origin), line)))
        return report

    # -- checking ------------------------------------------------------------------------------------------------

    def _check(self, contract: Contract, staged: str) -> bool:
        """Make `checked`; False where there is nothing to check: of the tables a source may tell most are empty."""
        self.con.execute(
            f"create or replace temp table staged as select *, row_number() over () as seq from ({staged})"
        )
        if not self.con.row("select count(*) from staged")[0]:
            empty_table(self.con, "checked", contract.types | _CHECKED)
            return False
        self.con.execute(
            f"create or replace temp table checked as select *, false as spare from ({self._checked(contract)})"
        )
        self._tell_versions_apart(contract)
        return True

    def _checked(self, contract: Contract) -> str:
        return checked_sql(contract, self.salt, made_here=self.batch.source == RECORDS)

    def _tell_versions_apart(self, contract: Contract) -> None:
        """Of several rows of a key the newest counts, where they say when; the same twice is once; else none counts."""
        key = ", ".join(contract.key)
        columns = ", ".join((*contract.names, "source_ref"))
        self.con.execute(f"""
            create or replace temp table versions as
            with good as (select seq, {key}, told_at, hash({columns}) as says from checked where fault is null),
            ranked as (
                select *, told_at is not distinct from max(told_at) over (partition by {key}) as newest
                from good qualify count(*) over (partition by {key}) > 1)
            select seq, newest, newest and min(says) over same <> max(says) over same as doubtful,
                   row_number() over (partition by {key}, newest order by seq) as number
            from ranked window same as (partition by {key}, newest)""")
        if not self.con.row("select count(*) from versions")[0]:
            return
        self.con.execute(f"""
            update checked set fault = 'repeated_key|{contract.key[0]}|' || coalesce(cast({contract.key[0]} as varchar), '')
            where seq in (select seq from versions where doubtful)""")
        self.con.execute("""
            update checked set spare = true
            where fault is null and seq in (select seq from versions where not newest or number > 1)""")

    def _account(self, contract: Contract, report: TableReport, unread: Sequence[Problem]) -> None:
        received, good = self.con.row("select count(*), count(*) filter (fault is null) from checked")
        report.received += received
        report.stored += good
        report.rejected += self._rejections(contract) if good < received else []
        if received:
            report.ignored_columns = sorted({*report.ignored_columns, *self._unknown_columns(contract)})
            report.backwards += self._backwards(contract)
        for found in _by_code(unread):
            report.received += found.count
            report.rejected.append(found)
        if good < received:
            self._append_rejected(contract)

    def _rejections(self, contract: Contract) -> list[Rejection]:
        found = self.con.rows("""
            select split_part(fault, '|', 1) as code, split_part(fault, '|', 2) as name, count(*),
                   min_by(origin, seq), min_by(line, seq),
                   min_by(substr(fault, length(split_part(fault, '|', 1)) + length(split_part(fault, '|', 2)) + 3), seq)
            from checked where fault is not null group by 1, 2 order by 3 desc, 1, 2""")
        return [
            Rejection(code, fault_args(contract, name, value), count, Place(file_of(origin), line), value)
            for code, name, count, origin, line, value in found
        ]

    def _unknown_columns(self, contract: Contract) -> list[str]:
        known = [*contract.names, *PROVENANCE, "ingested_at", "line"]
        listed = ", ".join(f"'{name}'" for name in known)
        rows = self.con.rows(f"""
            select distinct key from (select unnest(json_keys(row)) as key from staged where json_type(row) = 'OBJECT')
            where key not in ({listed}) order by key limit 20""")
        return [name for (name,) in rows]

    def _backwards(self, contract: Contract) -> list[Backwards]:
        """Good rows with moments in an order there cannot be."""
        if not contract.order:
            return []
        tests = [f"{later} < {earlier}" for earlier, later in contract.order]
        asked = ", ".join(
            f"count(*) filter ({test}), min_by(origin, seq) filter ({test}), min_by(line, seq) filter ({test})"
            for test in tests
        )
        found = self.con.row(f"select {asked} from checked where fault is null")
        return [
            Backwards(earlier, later, found[at], Place(file_of(found[at + 1]), found[at + 2]))
            for at, (earlier, later) in zip(range(0, len(found), 3), contract.order, strict=True)
            if found[at]
        ]

    def _append_rejected(self, contract: Contract) -> None:
        batch = self.batch
        rows = self.con.stream(f"""
            select {literal(batch.source)} as source, '{contract.name}' as table_name, origin, line,
                   split_part(fault, '|', 1) as code, fault as args, cast(row as varchar) as row,
                   {literal(batch.received_at)} as received_at, {literal(batch.id)} as batch_id
            from checked where fault is not null order by seq""")
        self.writing.append("rejected", rows)

    # -- mapping names of other systems to services --------------------------------------------------------------------

    def _map_services(self, contract: Contract, report: TableReport) -> None:
        if contract.name not in CATALOG and contract.has("service_id"):
            self.con.execute(resolve_sql("checked", self.batch.names))
            names = self.con.rows("""
                select service_id, count(*) from checked
                where fault is null and service_id is not null
                  and service_id not in (select service_id from now_services)
                group by 1 order by 2 desc, 1""")
            report.unmapped += sum(count for _, count in names)
            report.unmapped_names = [name for name, _ in names[:20]]

    def _fresh(self, contract: Contract) -> None:
        """The good rows of this batch, as they would lie in the lake."""
        batch = self.batch
        told = "null" if batch.source in HANDS else "source_system"  # what is typed comes from no system
        system = f"coalesce({told}, {literal(batch.source)})"
        received = f"least(coalesce(told_at, {literal(batch.received_at)}), {literal(batch.received_at)})"
        self.con.execute(f"""
            create or replace temp table fresh as
            select {", ".join(contract.names)}, {system} as source_system, source_ref,
                   origin, {literal(batch.id)} as batch_id, {received} as received_at, cast(null as timestamp) as superseded_at
            from checked where fault is null and not spare""")

    # -- asking ----------------------------------------------------------------------------------------------------

    def _ask_whether_rows_may_go(self, contract: Contract, settled: Settled) -> None:
        if self.answer is Answer.YES or not settled.withdrawn or not self.batch.restates:
            return
        restated = self.settling.restated("o")
        (stood,) = self.con.row(f"select count(*) from old o where {restated}")
        bare = self._services_without_a_row(contract)
        if (settled.withdrawn >= MANY_ROWS and settled.withdrawn > MANY_OF_ROWS * stood) or len(bare) > MANY_SERVICES:
            args = {"rows": settled.withdrawn, "of": stood, "services": len(bare), "names": ", ".join(bare[:5])}
            self.questions.append(Question("ask_withdraw", contract.name, args))

    def _services_without_a_row(self, contract: Contract) -> list[str]:
        """Services that lose their last row of the table."""
        if not contract.has("service_id"):
            return []
        rows = self.lake.current_rows(contract.name, self.writing.versions)
        key = " and ".join(f"g.{name} is not distinct from r.{name}" for name in contract.key)
        return [
            name
            for (name,) in self.con.rows(f"""
                select distinct service_id from gone where service_id is not null
                except select service_id from fresh
                except select service_id from {rows} r where not exists (select 1 from gone g where {key})
                order by 1""")
        ]

    # -- coverage and accounts -----------------------------------------------------------------------------------------

    def _cover(self, contract: Contract, report: TableReport) -> None:
        """What was looked at in this table counts where every unit was read to its end."""
        broken = self.gaps.broken_for(contract.name)
        if broken and not self.units.pulled:
            self.gaps.open_changed(contract, broken)
            return
        report.covered = self.coverage.claim(contract, self._empty_is_meant)
        self.gaps.open_concerned(contract)

    def _empty_is_meant(self, contract: Contract, services: str | Sequence[str]) -> bool:
        """No row in a table that --covers speaks of: rarely meant, so it is asked."""
        count = len(self.coverage.known) if services == "*" else len(services)
        question = Question("ask_empty", contract.name, {"services": count})
        if self.answer is not Answer.YES:
            self.questions.append(question)
        return self.answer is Answer.YES

    def finish(self, documents: Sequence[Mapping[str, object]], *, marked: bool = False) -> Report:
        """Write the batch's account and make everything visible at once. A batch that changed nothing leaves none, unless
        its documents mark how far something has come.

        Raises AskError where something wants an answer, ProblemsError where it was no and rows would go.
        """
        if self.questions and self.answer is Answer.ASK:
            raise AskError(self.questions)
        refused = [question for question in self.questions if question.code == "ask_withdraw"]
        if refused:
            raise ProblemsError([Problem("not_withdrawn", args={"table": q.table, **q.args}) for q in refused])
        self.report.questions = self.questions
        if self.writing.changed & {*TELLS}:
            carry_over(self.con, self.lake, self.writing, self.batch.received_at)
        self.coverage.write()
        self.gaps.write(self.report.tables)
        if self.writing.changed or marked:
            self._tell_batch(documents)
            self.writing.commit()
            self.report.kept = True
        return self.report

    def _tell_batch(self, documents: Sequence[Mapping[str, object]]) -> None:
        batch, report = self.batch, self.report
        unread = sum(1 for origin in self.units.broken if origin not in self.units.tables)
        self.writing.append(
            "batches",
            self.con.stream(f"""
                select {literal(batch.id)} as batch_id, {literal(batch.source)} as source,
                       {literal(batch.received_at)} as received_at, {literal(batch.until)} as until,
                       cast({report.received + unread} as bigint) as received,
                       cast({report.stored} as bigint) as stored, cast({report.rejected + unread} as bigint) as rejected,
                       {literal(json.dumps(list(documents)))} as documents,
                       {literal(json.dumps(batch.covers))} as covers,
                       {literal(json.dumps("again" if batch.again else batch.restates))} as restates,
                       cast(null as varchar) as withdraws, cast(null as varchar) as why"""),
        )


def _by_code(unread: Sequence[Problem]) -> list[Rejection]:
    """Each row counts where it is told first."""
    by_code: dict[str, list[Problem]] = {}
    rows: dict[tuple[str, int | None], str] = {}
    for problem in unread:
        by_code.setdefault(problem.code, []).append(problem)
        rows.setdefault((problem.place.file, problem.place.line), problem.code)
    counts = Counter(rows.values())
    return [
        Rejection(code, found[0].args, counts[code], found[0].place, every=found) for code, found in by_code.items()
    ]


def stage_rows(con: Connection, folder: Path, rows: Iterable[tuple[str, int, Any]]) -> str:
    """Spool (origin, line, row) to a file and give the SQL that reads it: far faster than inserting row by row."""
    spool = folder / "staged.jsonl"
    nothing = True
    with spool.open("w", encoding="utf-8") as file:
        for origin, line, row in rows:
            file.write(json.dumps({"origin": origin, "line": line, "row": row}, ensure_ascii=False, default=str) + "\n")
            nothing = False
    if nothing:
        return f"select * from {empty({'origin': 'VARCHAR', 'line': 'BIGINT', 'row': 'JSON'})}"
    return (
        f"select origin, line, row from read_json({literal(str(spool))}, format = 'newline_delimited', "
        "columns = {origin: 'VARCHAR', line: 'BIGINT', row: 'JSON'}, maximum_object_size = 268435456)"
    )


def file_of(origin: str) -> str:
    return origin.partition(":")[2]
