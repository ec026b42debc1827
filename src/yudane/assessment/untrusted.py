"""A check that did not come with the package: a worker answers for every service, and the answers are looked at."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from yudane.assessment.guard import require
from yudane.assessment.variants import Variant
from yudane.contracts import shipped_contracts
from yudane.evidence.engines.database import Relation
from yudane.evidence.engines.rules import ANSWER
from yudane.evidence.engines.syntax import RefusedError
from yudane.evidence.engines.untrusted import EndedError, FailedError, Input, run_untrusted
from yudane.evidence.plans import PROVENANCE_COLUMNS
from yudane.program import Check

if TYPE_CHECKING:
    from yudane.assessment.outcomes import Judge

MAX_MEASURED = 20_000  # characters of what a check measured for one service
_ANSWER = {
    "_id": "VARCHAR",
    "_found": "BOOLEAN",
    "_applies": "BOOLEAN",
    "_met": "BOOLEAN",
    "_value": "DOUBLE",
    "_measured": "VARCHAR",
}


def subject_columns(judge: "Judge") -> tuple[str, ...]:
    return (*shipped_contracts()["services"].names, *PROVENANCE_COLUMNS, *judge.beside, "_id", "_key")


@dataclass(frozen=True)
class UntrustedCheck:
    """One check with one set of values, asked in a folder of its own."""

    judge: "Judge"
    check: Check
    variant: Variant
    folder: Path

    def answers(self) -> Relation:
        """One row for each subject: _id, _found, _applies, _met, _value, _measured. Raises UntrustedError."""
        reading = require(self.check, self.judge.program)
        inputs = {name: self.judge.input(name) for name in reading.tables}
        inputs["subjects"] = Input(self._subjects(), subject_columns(self.judge))
        scratch = self.folder / "scratch"
        scratch.mkdir()
        found = run_untrusted(
            answering(self.judge, self.check, self.variant), inputs, ANSWER, scratch, self.judge.limits
        )
        return self._verified(found)

    def _subjects(self) -> Relation:
        columns = ", ".join(f"s.{name}" for name in subject_columns(self.judge)[:-1])
        return self.judge.snapshot.copied(
            f"select {columns}, {self.judge.key(self.check)} as _key from subjects s where {self.judge.whom(self.check, self.variant)}",
            self.folder / "subjects.parquet",
        )

    def _verified(self, found: Relation) -> Relation:
        """What came is what was asked for. Raises FailedError."""
        con = self.judge.snapshot.con
        if con.columns(str(found)) != _ANSWER:
            raise FailedError("a worker's answer of another shape")
        rows, subjects, longest = con.row(
            f"select count(*), count(distinct _id), coalesce(max(length(_measured)), 0) from {found}"
        )
        if rows != subjects:
            raise FailedError("more than one row for a service")
        if longest > MAX_MEASURED:
            raise FailedError(f"more than {MAX_MEASURED} characters for a service")
        return found


def answering(judge: "Judge", check: Check, variant: Variant) -> str:
    """The SELECT a worker runs."""
    kinds = ", ".join(
        f"left(cast(_measured as varchar), {MAX_MEASURED + 1}) as _measured"
        if name == "_measured"
        else f"cast({name} as {kind}) as {name}"
        for name, kind in _ANSWER.items()
    )
    return f"""
        with measured as ({judge.by_subject(check, variant)}
        ),
        found as (
            select s._id, {judge.found(check, variant)}
            from subjects s left join measured m on {judge.joined(check, "s._key")})
        select {kinds} from found"""


def reason_of(error: Exception) -> str:
    """Why there is no answer, as an outcome keeps it: the database's words, or the code of a message (see reason)."""
    if isinstance(error, RefusedError):
        first = error.refusals[0]
        return json.dumps({"code": first.code, "args": {name: str(value) for name, value in first.args.items()}})
    if isinstance(error, EndedError):
        return json.dumps({"code": error.code, "args": error.message_args})
    return str(error)
