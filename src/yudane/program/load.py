"""Files into a Program, or every problem found in them."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from yudane.program.files import PRACTICES, ProgramFile, layered, read_files
from yudane.program.make import make_program
from yudane.program.model import Program
from yudane.reading import Place, ProblemsError, compiled


def load_program(overlay: Path | None = None) -> Program:
    """The shipped practices with an organization's overlay. Raises ProblemsError with all problems."""
    layers = (PRACTICES,) if overlay is None else (PRACTICES, overlay)
    if overlay is not None and not overlay.is_dir():
        raise ProblemsError.one("path_missing", Place(str(overlay)))
    files = read_files(layers)
    key = compiled.key_of("program", [(f.layer, f.name, f.text, len(f.problems)) for f in files])
    program = compiled.load(key, Program)
    if program is None:
        program = _compile(files)
        compiled.store(key, program)
    return program


def _compile(files: Iterable[ProgramFile]) -> Program:
    # brings jsonschema, which takes longer to load than most commands to run
    from yudane.program.validate import problems_of  # noqa: PLC0415 -- see above

    folder = layered(files)
    problems = [*folder.problems, *problems_of(folder)]
    if problems:
        raise ProblemsError(problems)
    return make_program(folder)


@cache
def shipped() -> Program:
    """The program as shipped, without an overlay."""
    return load_program()
