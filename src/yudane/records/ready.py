"""The database made, or brought up to what this version writes; before anything else is done with it."""

import fcntl
import os
from pathlib import Path

from django.core.management import call_command


def settings_module() -> str:
    """Those of a server where it is said how many people reach it."""
    return f"yudane.site.settings.{'server' if os.environ.get('YUDANE_URL') else 'local'}"


def make_ready(home: Path) -> None:
    """One process at a time; nothing to do where everything is there."""
    with (home / "records.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        call_command("migrate", verbosity=0, interactive=False)
