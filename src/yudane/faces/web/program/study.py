"""What would a proposal change? Found out in a thread beside the server, several at once, each with a limit.

Only somebody's POST begins one. A mark in the home's `studies/` says that one goes on or was called off, so that every
process that serves the home knows.
"""

import hashlib
import logging
import os
import time
import traceback
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore, Event, Lock, Thread

from yudane.assessment.compare import Comparison, compare
from yudane.evidence.engines.untrusted import EndedError, Limits, trying
from yudane.faces.web.shared.cache import Cache
from yudane.faces.web.shared.request_context import RequestContext, Stamp, stamp
from yudane.program import Program, load_program
from yudane.program.dump import Difference, differences
from yudane.reading import Problem, ProblemsError
from yudane.workspace.proposing import brought, house_rules

_MOST = 16  # studies remembered
_AT_ONCE = 4  # others wait their turn
_SECONDS = 300.0  # of one study; YUDANE_STUDY_SECONDS changes it
_ON, _OFF = "on", "off"
_Key = tuple[str, str, str, Stamp]

_log = logging.getLogger("django.request")
_studies: OrderedDict[_Key, "Study"] = OrderedDict()
_compared: Cache[Comparison] = Cache(_MOST)
_lock, _turn = Lock(), BoundedSemaphore(_AT_ONCE)


@dataclass
class Study:
    """How far it is, and what came of it. Written by its thread, read by pages."""

    context: RequestContext
    folder: Path
    mark: Path
    step: str = "waiting"  # waiting, reading, checking, judging
    done: int = 0
    of: int = 0
    program: Program | None = None
    differences: list[Difference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    compared: Comparison | None = None
    fault: str = ""
    ended: EndedError | None = None
    finished: Event = field(default_factory=Event)
    deadline: float = 0.0

    def run(self) -> None:
        """Nothing is published and nothing is kept on disk."""
        try:
            with _turn:
                self.deadline = time.monotonic() + _limit().seconds
                self._find_out()
        except ProblemsError as error:
            self.problems = error.problems
        except EndedError as error:
            self.ended = error
        except Exception as error:  # the page must hear of whatever stopped the thread
            _log.error("".join(traceback.format_exception(error)))
            self.fault = str(error).split("\n")[0][:300] or type(error).__name__
        self.mark.unlink(missing_ok=True)
        self.finished.set()

    @property
    def called_off(self) -> bool:
        return _read(self.mark) == _OFF

    def _goes_on(self) -> None:
        """Raises EndedError when somebody called it off, or it took too long."""
        if self.called_off:
            raise EndedError("cancelled", _limit())
        if time.monotonic() > self.deadline:
            raise EndedError("time", _limit())

    def _find_out(self) -> None:
        self.step = "reading"
        other = load_program(self.folder)
        self.differences = differences(self.context.program, other)
        self.program = other
        self._goes_on()
        self.step = "checking"
        checks = brought(other, self.context.program)
        self.problems = house_rules(other, checks, self._limits(), self._progress)
        if self.differences and not self.problems:
            self.step = "judging"
            self.compared = self._compare(other)

    def _compare(self, other: Program) -> Comparison:
        self.done = self.of = 0
        context = self.context
        key = (context.workspace.root, context.program.version, other.version, context.assessment.id)
        return _compared.get(
            key, lambda: compare(context.assessor, other, context.assessment, self._progress, self._limits())
        )

    def _limits(self) -> Limits:
        """Of each piece of SQL: it ends with the study too."""
        each = trying()
        return Limits(each.seconds, each.memory, lambda: self.called_off or time.monotonic() > self.deadline)

    def _progress(self, done: int, of: int) -> None:
        self.done, self.of = done, of
        self._goes_on()


def _limit() -> Limits:
    return Limits(float(os.environ.get("YUDANE_STUDY_SECONDS") or _SECONDS), trying().memory)


def known(context: RequestContext, folder: Path) -> Study | None:
    """The study of a proposal as its files stand; None where nobody began one."""
    key, mark = _about(context, folder)
    with _lock:
        found = _studies.get(key)
        if found is None and _begun(mark):  # by another process that serves this home
            found = _started(key, context, folder, mark)
        return found


def begin(context: RequestContext, folder: Path) -> Study:
    """Somebody wants to know. One that goes on, or found out, stays; one that failed or was ended begins anew."""
    key, mark = _about(context, folder)
    with _lock:
        found = _studies.get(key)
        if found is None or found.fault or found.ended:
            mark.parent.mkdir(exist_ok=True)
            mark.write_text(_ON, "ascii")
            found = _started(key, context, folder, mark)
        return found


def call_off(context: RequestContext, folder: Path) -> None:
    """Whoever works on it stops."""
    mark = _about(context, folder)[1]
    if mark.exists():
        mark.write_text(_OFF, "ascii")


def _begun(mark: Path) -> bool:
    """Lately enough that whoever began it may still wait."""
    return _read(mark) == _ON and time.time() - mark.stat().st_mtime < _limit().seconds


def _read(mark: Path) -> str:
    try:
        return mark.read_text("ascii")
    except OSError:
        return ""


def _about(context: RequestContext, folder: Path) -> tuple[_Key, Path]:
    """What a study is known by: the proposal's files, the program in force and the assessment."""
    key = (str(folder), context.program.version, context.assessment.id, stamp(*sorted(folder.rglob("*"))))
    return key, context.workspace.root / "studies" / hashlib.sha256(repr(key).encode()).hexdigest()[:32]


def _started(key: _Key, context: RequestContext, folder: Path, mark: Path) -> Study:
    found = _studies[key] = Study(context, folder, mark)
    Thread(target=found.run, daemon=True, name=f"study {folder.name}").start()
    _studies.move_to_end(key)
    while len(_studies) > _MOST:
        _studies.popitem(last=False)
    return found
