"""Untrusted SQL: what did not come with the package. It runs through `run_untrusted` alone: read by the closed parse, then in a
locked worker whose time and memory are bounded."""

import array
import contextlib
import json
import os
import re
import select as waiting
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import duckdb

from yudane.evidence.engines.database import Relation, parquet, plain
from yudane.evidence.engines.reading import read
from yudane.evidence.engines.rules import Rules
from yudane.evidence.engines.syntax import UntrustedError
from yudane.reading import ProblemsError

_STEP = 0.02  # seconds between two looks at a worker
_LOCK, _LANDLOCK = True, True  # tests try each wall without the other
Ending = Literal["time", "memory", "died", "cancelled"]


class EndedError(UntrustedError):
    """SQL that was ended: it took too long or too much, or its process died."""

    def __init__(self, ending: Ending, limits: "Limits") -> None:
        super().__init__(ending)
        self.code = f"ended_{ending}"
        self.message_args = {"seconds": f"{limits.seconds:g}", "memory": f"{limits.memory >> 20} MB"}


class FailedError(UntrustedError):
    """SQL that the database could not run, in its own words; the line of the statement, where it says so."""

    def __init__(self, what: str, line: int | None = None) -> None:
        super().__init__(what)
        self.line = line


@dataclass(frozen=True)
class Limits:
    """How long and how much, and who may call it off."""

    seconds: float
    memory: int  # bytes
    cancelled: Callable[[], bool] = lambda: False


def trying() -> Limits:
    """For what somebody waits for: lint, examples, proposals, pages. YUDANE_TRY_SECONDS and YUDANE_TRY_MEMORY change it."""
    return Limits(_number("YUDANE_TRY_SECONDS", 20), _bytes("YUDANE_TRY_MEMORY", 1 << 30))


def running() -> Limits:
    """For a check or map in earnest. YUDANE_RUN_SECONDS and YUDANE_RUN_MEMORY change it."""
    return Limits(_number("YUDANE_RUN_SECONDS", 120), _bytes("YUDANE_RUN_MEMORY", _half_the_machine()))


@dataclass(frozen=True)
class Input:
    """A table that untrusted SQL may read: a SELECT of our own over files, and the columns it gives."""

    relation: Relation
    columns: tuple[str, ...]


def run_untrusted(select: str, inputs: Mapping[str, Input], rules: Rules, scratch: Path, limits: Limits) -> Relation:
    """Run a SELECT over some tables; its rows come as one Parquet file in `scratch`, an empty folder of its own.

    Raises RefusedError for what may not run, EndedError for what was ended, FailedError for what the database could
    not do.
    """
    read(select, {name: table.columns for name, table in inputs.items()}, rules)
    result = scratch / "result.parquet"
    request = {
        "select": select,
        "inputs": [(name, table.relation.sql) for name, table in inputs.items()],
        "files": sorted({plain(path) for table in inputs.values() for path in table.relation.files or ()}),
        "scratch": str(scratch),
        "result": str(result),
        "seconds": limits.seconds,
        "memory": limits.memory,
        "threads": _threads(),
        "lock": _LOCK,
        "landlock": _LANDLOCK,
    }
    answer = _watched(json.dumps(request).encode() + b"\n", limits)
    if "error" in answer:
        raise FailedError(answer["error"], answer.get("line"))
    return parquet([str(result)])


def _threads() -> int:
    return int(os.environ.get("YUDANE_THREADS") or min(2, os.cpu_count() or 1))


def _number(name: str, default: float) -> float:
    value = os.environ.get(name) or str(default)
    try:
        return float(value)
    except ValueError:
        raise ProblemsError.one("limit_unreadable", name=name, value=value[:40], example="20") from None


def _bytes(name: str, default: int) -> int:
    """1GB, 512MB or a number of bytes."""
    value = os.environ.get(name) or str(default)
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMG]?)B?", value.upper())
    if not match:
        raise ProblemsError.one("limit_unreadable", name=name, value=value[:40], example="512MB")
    return int(float(match.group(1)) * 1024 ** " KMG".index(match.group(2) or " "))


def _half_the_machine() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2


# -- watching ------------------------------------------------------------------------------------------------------------


def _watched(request: bytes, limits: Limits) -> dict[str, Any]:
    """Hand work to a new worker and see it to its end. Raises EndedError."""
    line = _born()
    with line, line.makefile("rb") as answers:
        worker = _Worker(json.loads(answers.readline() or b"{}").get("pid"))
        if not worker.pid:
            raise EndedError("died", limits)
        deadline = time.monotonic() + limits.seconds
        try:
            line.sendall(request)
            while not waiting.select([line], [], [], _STEP)[0]:
                if ending := _ending(worker, limits, deadline):
                    worker.kill()
                    raise EndedError(ending, limits)
            answer: dict[str, Any] = json.loads(answers.readline() or b"{}")
        except OSError as error:
            raise EndedError("died", limits) from error
        finally:
            worker.forget()
    if not answer or "ended" in answer:
        raise EndedError(answer.get("ended", "died"), limits)
    return answer


def _ending(worker: "_Worker", limits: Limits, deadline: float) -> Ending | None:
    if limits.cancelled():
        return "cancelled"
    if time.monotonic() > deadline:
        return "time"
    return "memory" if worker.resident() > limits.memory else None


class _Worker:
    """A process known by number; by a handle too, where the kernel has them, so that no other is ever hit."""

    def __init__(self, pid: int | None) -> None:
        self.pid, self.handle = pid, -1
        if pid and hasattr(os, "pidfd_open"):
            with contextlib.suppress(OSError):  # it has ended already
                self.handle = os.pidfd_open(pid)

    def resident(self) -> int:
        """Bytes of memory it holds; 0 where nobody tells."""
        try:
            statm = Path(f"/proc/{self.pid}/statm").read_text("ascii")
        except OSError:
            return 0
        return int(statm.split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def kill(self) -> None:
        with contextlib.suppress(OSError):  # it has ended already
            if self.handle >= 0:
                signal.pidfd_send_signal(self.handle, signal.SIGKILL)
            elif self.pid:
                os.kill(self.pid, signal.SIGKILL)

    def forget(self) -> None:
        if self.handle >= 0:
            os.close(self.handle)


@dataclass
class _Nursery:
    """The process that gives birth to workers, for as long as this process lives."""

    of: int  # the process it belongs to: a fork of that needs one of its own
    process: subprocess.Popen[bytes]
    door: socket.socket

    def close(self) -> None:
        self.door.close()
        self.process.wait()

    def send(self, line: socket.socket) -> None:
        fds = array.array("i", [line.fileno()])
        self.door.sendmsg([b"."], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)])


_lock = Lock()
_nursery: _Nursery | None = None


def _born() -> socket.socket:
    """A line to a new worker."""
    global _nursery  # noqa: PLW0603 -- one for each process
    ours, theirs = socket.socketpair()
    with _lock, theirs:
        for last in (False, True):
            if _nursery is None or _nursery.of != os.getpid():
                _nursery = _opened()
            try:
                _nursery.send(theirs)
                break
            except OSError:
                _nursery.close()
                _nursery = None
                if last:
                    raise
    return ours


def _opened() -> _Nursery:
    here, there = socket.socketpair()
    worker = Path(__file__).with_name("worker.py")
    packages = Path(duckdb.__file__).parents[1]
    with there:
        command = [sys.executable, "-I", "-S", str(worker), str(there.fileno()), str(packages)]
        process = subprocess.Popen(  # noqa: S603 -- our own file
            command,
            env={},
            cwd="/",
            pass_fds=[there.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    return _Nursery(os.getpid(), process, here)
