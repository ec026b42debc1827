"""What would a proposal change? Found out in a thread beside the server, one proposal at a time."""

import logging
import time
import traceback
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from yudane.assessment.compare import Comparison, compare
from yudane.assessment.lint import lint
from yudane.evidence.contracts import contracts
from yudane.faces.web.shared.keep import Kept
from yudane.faces.web.shared.state import Scene, Stamp, stamp
from yudane.program import Check, Program, load_program
from yudane.program.dump import differences
from yudane.reading import Problem, ProblemsError

_MOST = 16  # studies remembered
_AGAIN_AFTER = 15  # seconds until one that could not be finished is tried again
_Key = tuple[str, str, str, Stamp]

_log = logging.getLogger("django.request")
_studies: OrderedDict[_Key, "Study"] = OrderedDict()
_compared: Kept[Comparison] = Kept(_MOST)
_lock, _turn = Lock(), Lock()


@dataclass
class Study:
    """How far it is, and what came of it. Written by its thread, read by pages."""

    scene: Scene
    folder: Path
    step: str = "waiting"  # waiting, reading, checking, judging
    done: int = 0
    of: int = 0
    program: Program | None = None
    differences: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    compared: Comparison | None = None
    fault: str = ""
    finished: Event = field(default_factory=Event)
    ended: float = 0.0

    def run(self) -> None:
        """Nothing is published and nothing is kept on disk."""
        try:
            with _turn:
                self._find_out()
        except ProblemsError as error:
            self.problems = error.problems
        except Exception as error:  # the page must hear of whatever stopped the thread
            _log.error("".join(traceback.format_exception(error)))
            self.fault = str(error).split("\n")[0][:300] or type(error).__name__
        self.ended = time.monotonic()
        self.finished.set()

    def _find_out(self) -> None:
        self.step = "reading"
        other = load_program(self.folder, tables=contracts())
        self.differences = differences(self.scene.program, other)
        self.program = other
        self.step = "checking"
        self.problems = self._house_rules(other)
        if self.differences and not self.problems:
            self.step = "judging"
            self.compared = self._compare(other)

    def _house_rules(self, other: Program) -> list[Problem]:
        """Of the checks the proposal brings: what is wrong must not run."""
        ours = {check.id: check for check in self.scene.program.checks()}
        brought: list[Check] = [check for check in other.checks() if ours.get(check.id) != check]
        found: list[Problem] = []
        for done, check in enumerate(brought, start=1):
            found += lint(check, other)
            self._progress(done, len(brought))
        return found

    def _compare(self, other: Program) -> Comparison:
        self.done = self.of = 0
        at = self.scene
        key = (at.home.root, at.program.version, other.version, at.made.id)
        return _compared.get(key, lambda: compare(at.assessor, other, at.made, self._progress))

    def _progress(self, done: int, of: int) -> None:
        self.done, self.of = done, of


def study(scene: Scene, folder: Path) -> Study:
    """The study of a proposal as its files stand, begun where there is none yet."""
    key = (str(folder), scene.program.version, scene.made.id, stamp(*sorted(folder.rglob("*"))))
    with _lock:
        found = _studies.get(key)
        if found is None or _stale(found):
            found = _studies[key] = Study(scene, folder)
            Thread(target=found.run, daemon=True, name=f"study {folder.name}").start()
        _studies.move_to_end(key)
        while len(_studies) > _MOST:
            _studies.popitem(last=False)
        return found


def _stale(found: Study) -> bool:
    return bool(found.fault) and time.monotonic() - found.ended > _AGAIN_AFTER
