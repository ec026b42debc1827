"""What people of the company entered on the pages: python -m demo.entered HOME DATE. As operator, in a process of its own."""

import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from yudane.faces.cli.common import Session
from yudane.faces.cli.operator import begin

SINCE = timedelta(days=200)


def enter(home: Path, as_of: date) -> None:
    """Who leads and is of a team, who looks after what, the roll-out by wave; a correction of the catalog, and a new name."""
    actor = begin(Session(home, False, "en")).actor
    from yudane.records.acting import Act
    from yudane.records.catalog import verbs as catalog
    from yudane.records.export import export
    from yudane.records.people import verbs as people

    act = Act(actor, datetime.combine(as_of, time(8), UTC))
    sora, aoi, ren = (people.add_person(act, name, admin=name == "Sora").pk for name in ("Sora", "Aoi", "Ren"))
    people.add_member(act, sora, "kumo", since=as_of - SINCE)
    people.add_member(act, aoi, "tsubaki", "lead", since=as_of - SINCE)
    people.add_member(act, ren, "tsubaki", since=as_of - SINCE)
    catalog.own_activity(act, "tsubaki", "slo", ren, as_of - SINCE)
    for wave, team in (("1", "tsubaki"), ("1", "yamabiko"), ("2", "mikan")):
        catalog.enable_team(act, team, wave, as_of - SINCE / int(wave))
    catalog.edit_entity(act, "service", "event-stream", "name", "イベント配信")
    catalog.move_entity(act, "rename", "service", "ab-tests", "実験基盤", as_of - timedelta(days=30))
    export(act.now)


if __name__ == "__main__":
    enter(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]))
