"""Where limits on tries are kept, so that all workers count together."""

from typing import Any, ClassVar

from django.core.management import call_command
from django.db import migrations


def _make(apps: Any, editor: Any) -> None:
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(_make, migrations.RunPython.noop)]
