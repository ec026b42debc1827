"""The database itself refuses to change or delete an entry, whoever asks."""

from typing import Any, ClassVar

from django.db import migrations

_SQLITE = [
    f"create trigger audit_{what} before {what} on audit_entry begin select raise(abort, 'the audit is kept'); end"
    for what in ("update", "delete")
]
_POSTGRESQL = [
    """create function audit_kept() returns trigger language plpgsql as $$
       begin raise exception 'the audit is kept'; end $$""",
    "create trigger audit_kept before update or delete on audit_entry for each row execute function audit_kept()",
]


def _keep(apps: Any, editor: Any) -> None:
    for statement in _SQLITE if editor.connection.vendor == "sqlite" else _POSTGRESQL:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(_keep, migrations.RunPython.noop)]
