"""The database made, or brought up to what this version writes; before anything else is done with it."""

import fcntl
from pathlib import Path

from django.core.management import call_command


def make_ready(home: Path) -> None:
    """One process at a time; nothing to do where everything is there."""
    with (home / "records.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        call_command("migrate", verbosity=0, interactive=False)
