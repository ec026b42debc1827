"""Each migration upon the state before it, with somebody in it, on SQLite and on PostgreSQL: they are still there."""

import json

from tests.records.conftest import Records

_WALK = """
import json
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

def executor():
    return MigrationExecutor(connection)

plan = [(step.app_label, step.name) for step, _ in executor().migration_plan(executor().loader.graph.leaf_nodes())]
added = 0
for step in plan:
    executor().migrate([step])
    if "people_person" in connection.introspection.table_names():
        Person = executor().loader.project_state([step, ("people", "0001_initial")]).apps.get_model("people", "Person")
        Person.objects.create(id=str(added).zfill(26), created_at="2026-10-01T00:00:00Z", name=f"Ren {added}")
        added += 1
left = executor().migration_plan(executor().loader.graph.leaf_nodes())
from yudane.records.people.models import Person
print(json.dumps([added, Person.objects.count(), len(left)]))
"""


def test_each_migration_keeps_what_was_there_before_it(empty: Records) -> None:
    added, there, left = json.loads(empty.run(_WALK))
    assert (there, left) == (added, 0)
    assert added > 5
