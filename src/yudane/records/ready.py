"""The database made, or brought up to what this version writes; before anything else is done with it."""

import fcntl
import os
import pkgutil
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


def settings_module() -> str:
    """Those of a server where it is said how many people reach it."""
    return f"yudane.site.settings.{'server' if os.environ.get('YUDANE_URL') else 'local'}"


def make_ready(home: Path) -> None:
    """One process at a time; nothing to do where everything is there."""
    with (home / "records.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_ready():
            call_command("migrate", verbosity=0, interactive=False)


def _is_ready() -> bool:
    """Every migration there is was made: by their names, without reading them."""
    made = MigrationRecorder(connection).applied_migrations().keys()
    folders = ((app.label, Path(app.path) / "migrations") for app in apps.get_app_configs())
    return all((label, name) in made for label, folder in folders for _, name, _ in pkgutil.iter_modules([str(folder)]))
