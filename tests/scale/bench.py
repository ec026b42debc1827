"""`scripts/bench assess --services N`: figures of a whole assessment beside only scanning what it reads. Of pages: see boards.

Evidence is made by SQL straight into a lake of its own; nothing here is a test. All criteria first, as levels need
them; then the indicators too; then everything again after somebody stated something.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from tests.scale.synthetic_rows import SYNTHETIC_ROWS
from yudane.assessment.assess import Assessor, snapshot_of
from yudane.assessment.guard import program_tables, reading, tables_read
from yudane.assessment.outcomes import Judge
from yudane.assessment.store import Assessment, Assessments
from yudane.contracts import shipped_contracts
from yudane.evidence.engines.database import connect, empty
from yudane.evidence.engines.sql import literal
from yudane.evidence.lake import OWN, Lake
from yudane.evidence.plans import Columns, columns_needed, readers_first
from yudane.program import Program, load_program

AS_OF = date(2026, 10, 1)
_NOW = "timestamp '2026-10-01'"


TEAMS = 500


def make(lake: Lake, services: int, teams: int = TEAMS) -> int:
    """Fill a lake for so many services of so many teams, the last of which is company SRE; gives the number of rows."""
    total = 0
    with connect() as con, lake.writing() as writing:
        for table, (each, columns) in _of_teams(teams):
            for low in range(0, services, 2_000):
                high = min(low + 2_000, services)
                writing.append(table, con.stream(rows_of(lake, table, each, columns, low, high)))
            total += each * services
        for table in shipped_contracts().keys() - SYNTHETIC_ROWS.keys():
            writing.append(table, con.stream(_empty(lake, table)))
        covered = " union all ".join(
            f"select 'bench' as source, '{table}' as table_name, '*' as service_id, cast(null as timestamp) as since, "
            f"{literal(AS_OF)} as until, cast([] as varchar[]) as not_filled, {_NOW} as received_at, 'bench' as batch_id, "
            "cast(null as timestamp) as withdrawn_at"
            for table in shipped_contracts()
        )
        writing.append("coverage", con.stream(covered))
        writing.append("gaps", con.stream(_gaps(services)))
        writing.commit()
    return total


def _of_teams(teams: int) -> Iterator[tuple[str, tuple[int, dict[str, str]]]]:
    for table, (each, columns) in SYNTHETIC_ROWS.items():
        counted = {
            name: said.replace(f"s % {TEAMS}", f"s % {teams}").replace(f"s = {TEAMS - 1}", f"s = {teams - 1}")
            for name, said in columns.items()
        }
        yield table, (each, counted)


def state(lake: Lake) -> None:
    """Somebody states something about one service."""
    said = {
        "attestation_id": "'one'",
        "service_id": "'service-0'",
        "criterion_id": "'slo.known-in-team'",
        "attested_on": "date '2026-09-01'",
        "expires_on": "date '2027-03-01'",
    }
    with connect() as con, lake.writing() as writing:
        writing.append("attestations", con.stream(rows_of(lake, "attestations", 1, said, 0, 1)))
        writing.commit()


def rows_of(lake: Lake, table: str, each: int, columns: dict[str, str], low: int, high: int) -> str:
    expressions = {"service_id": "'service-' || s", "name": "'Service'", **columns}
    casts = []
    for name, kind in lake.columns_of(table).items():
        value = {
            "received_at": _NOW,
            "source_system": "'bench'",
            "origin": "'records:bench'",
            "batch_id": "'bench'",
        }.get(name)
        casts.append(f"cast({value or expressions.get(name, 'null')} as {kind}) as {name}")
    return (
        f"select *{lake.month_of(table)} from (select {', '.join(casts)} from range({low}, {high}) a(s), "
        f"range(0, {each}) b(i))"
    )


def _gaps(services: int) -> str:
    """Something left out of every evidence table for one service in twenty."""
    names = ", ".join(
        literal(contract.name) for contract in shipped_contracts().values() if contract.group == "evidence"
    )
    expressions = {
        "source": "'bench'",
        "table_name": "t",
        "service_id": "'service-' || s",
        "origin": "'bench:x'",
        "code": "'required'",
    }
    expressions |= {"args": "'{}'", "hash": "t || s", "opened_at": _NOW, "opened_by": "'bench'"}
    columns = ", ".join(
        f"cast({expressions.get(name, 'null')} as {kind}) as {name}" for name, kind in OWN["gaps"].items()
    )
    return f"select {columns} from range(0, {services}, 20) a(s), (select unnest([{names}]) as t)"


def _empty(lake: Lake, table: str) -> str:
    return f"select *{lake.month_of(table)} from {empty(lake.columns_of(table))}"


def program_of(what: str) -> Program:
    """The shipped program: with all its checks, or with the criteria alone."""
    program = load_program()
    if what != "criteria":
        return program
    activities = tuple(replace(activity, indicators=()) for activity in program.activities)
    return replace(program, activities=activities, phases=tuple(replace(p, observed=None) for p in program.phases))


def scanned_columns(program: Program) -> Columns:
    """Which columns of which tables an assessment reads: what its checks need, and what says which rows stand."""
    needed = columns_needed([reading(check, program) for check in program.checks()], program_tables(program))
    found = {}
    for name, contract in shipped_contracts().items():
        if name in needed:
            found[name] = {*needed[name], "superseded_at", *([contract.effective] if contract.effective else [])}
    return found


def scan(lake: Lake, program: Program) -> float:
    """Seconds to read and decode once the columns the checks read, with one cheap aggregate each."""
    read, versions = scanned_columns(program), lake.versions()
    begun = time.perf_counter()
    with connect() as con:
        for table in sorted(set(SYNTHETIC_ROWS) & set(read)):
            counted = ", ".join(f"max({name})" for name in sorted(read[table]))
            con.rows(f"select {counted} from {lake.relation(table, versions)}")
    return time.perf_counter() - begun


def run(home: Path, what: str) -> None:
    """In a process of its own: assess once, print what it took. `again`: upon what stands, after somebody stated something."""
    if what == "again":
        state(Lake(home / "lake"))
    else:
        shutil.rmtree(home / "assessments", ignore_errors=True)
    begun = time.perf_counter()
    assessor = Assessor(program_of(what), Lake(home / "lake"), Assessments(home / "assessments"))
    assessor.assess(AS_OF)
    seconds = time.perf_counter() - begun
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"seconds": seconds, "cpu": used.ru_utime + used.ru_stime, "peak_gb": _peak_kb() / 1e6}))


def _peak_kb() -> int:
    """The most memory this process held; getrusage would tell of the one that started it."""
    (line,) = [line for line in Path("/proc/self/status").read_text("ascii").splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1])


def bench(services: int, repeat: int) -> Iterator[dict[str, object]]:
    """Figures of the criteria alone, then of everything, then of everything again; of several runs the middle one."""
    folder = Path(tempfile.mkdtemp(prefix="yudane-bench-"))
    try:
        begun = time.perf_counter()
        rows = make(Lake(folder / "lake"), services)
        build_seconds = round(time.perf_counter() - begun, 1)
        for what in ("criteria", "everything", "again"):
            program = program_of(what)
            scanned = sorted(scan(Lake(folder / "lake"), program) for _ in range(repeat))[repeat // 2]
            middle = sorted((_run(folder, what) for _ in range(repeat)), key=lambda took: took["seconds"])[repeat // 2]
            yield {
                "services": services,
                "rows": rows,
                "made_seconds": build_seconds,
                "judged": what,
                "checks": sum(1 for _ in program.checks()),
                "seconds": round(middle["seconds"], 2),
                "cpu_seconds": round(middle["cpu"], 2),
                "peak_gb": round(middle["peak_gb"], 2),
                "scan_seconds": round(scanned, 2),
                "times_scan": round(middle["seconds"] / scanned, 1),
            }
    finally:
        shutil.rmtree(folder)


def _run(folder: Path, what: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.scale.bench", "run", str(folder), what]
    took: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return took


def slowest(services: int) -> list[tuple[str, float]]:
    """Seconds of each check and each derived table one after the other, longest first."""
    folder = Path(tempfile.mkdtemp(prefix="yudane-bench-"))
    found: list[tuple[str, float]] = []

    def timed(name: str, work: Callable[[], None]) -> None:
        begun = time.perf_counter()
        work()
        found.append((name, time.perf_counter() - begun))

    try:
        lake, program = Lake(folder / "lake"), load_program()
        make(lake, services)
        with connect() as con:
            assessment = Assessment(AS_OF, "now", program.version, lake.versions())
            judge = Judge(snapshot_of(con, lake, assessment, program, Assessments(folder / "assessments")), program)
            checks = list(program.checks())
            timed("coverage and statements", lambda: judge.prepare(checks))
            timed("columns needed", lambda: judge.narrow(checks))
            needed = judge.snapshot.needed or {}
            for view in reversed([*readers_first(program_tables(program))]):
                if view in needed:
                    timed(f"view {view}", partial(judge.snapshot.use, [view]))
            judge.snapshot.use({name for check in checks for name in tables_read(check, program)})
            for check in checks:
                timed(check.id, partial(judge.ask_one, check))
            for outcome, table in (("criterion_id", "outcomes"), ("indicator_id", "indicated")):
                wrong = f"select distinct {outcome}, detail from {table} where cause = 'error'"
                assert not (failed := con.rows(wrong)), failed
    finally:
        shutil.rmtree(folder)
    return sorted(found, key=lambda item: -item[1])


def boards_of(services: int, teams: int, repeat: int) -> Iterator[dict[str, object]]:
    from tests.scale.boards import bench  # sets Django up

    yield from bench(services, teams, repeat)


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench")
    commands = parser.add_subparsers(dest="command", required=True)
    assess = commands.add_parser("assess", help="a whole assessment of N services")
    assess.add_argument("--services", type=int, nargs="+", default=[10_000])
    assess.add_argument("--repeat", type=int, default=3)
    assess.add_argument("--slowest", action="store_true", help="also the seconds of each criterion")
    boards = commands.add_parser("boards", help="pages of delegation with N services of M teams")
    boards.add_argument("--services", type=int, default=1_000)
    boards.add_argument("--teams", type=int, default=300)
    boards.add_argument("--repeat", type=int, default=9)
    once = commands.add_parser("run")
    once.add_argument("home", type=Path)
    once.add_argument("what", choices=["criteria", "everything", "again"])
    arguments = parser.parse_args()
    if arguments.command == "run":
        run(arguments.home, arguments.what)
        return
    print(f"{datetime.now().astimezone():%Y-%m-%d %H:%M}")
    if arguments.command == "boards":
        for figure in boards_of(arguments.services, arguments.teams, arguments.repeat):
            print(json.dumps(figure), flush=True)
        return
    for services in arguments.services:
        for figures in bench(services, arguments.repeat):
            print(json.dumps(figures), flush=True)
        if arguments.slowest:
            found = slowest(services)
            total = sum(seconds for _, seconds in found)
            for name, seconds in found[:15]:
                print(f"  {seconds:7.3f} s  {seconds / total:5.1%}  {name}")


if __name__ == "__main__":
    main()
