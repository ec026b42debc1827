"""The folders under a home's `proposals/`: each is a program's overlay that nobody follows yet."""

import re
from pathlib import Path

from yudane.workspace import Workspace

_NAME = re.compile(r"\w[\w.-]{0,79}")  # no separators, nothing hidden


def names(workspace: Workspace) -> list[str]:
    """Folders with a plain name; links that lead elsewhere are none."""
    folder = workspace.root / "proposals"
    if not folder.is_dir():
        return []
    return sorted(each.name for each in folder.iterdir() if _plain(each))


def _plain(each: Path) -> bool:
    return bool(_NAME.fullmatch(each.name)) and each.is_dir() and not each.is_symlink()


def folder_of(workspace: Workspace, name: str) -> Path | None:
    """The folder of a proposal: only one that is listed, so that no name leads out of `proposals/`."""
    return workspace.root / "proposals" / name if name in names(workspace) else None
