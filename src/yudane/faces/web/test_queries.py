"""How often each page asks the database of records: figures to be looked at when they change, the same for many as for few."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yudane.faces.web.testing_records import client_of
from yudane.records.people.models import Person
from yudane.records.people.verbs import add_member, add_person, make_token
from yudane.records.poker.models import Seat, Session
from yudane.records.statements.models import Statement
from yudane.records.testing import AS_OPERATOR, NOW, account, cast

# The session, the login, the person and their memberships are asked for on every page; the rest is the page's own.
FIGURES = {
    "/map": 4,
    "/catalog": 11,
    "/people": 9,
    "/find/here?q=aoi+monitoring": 9,
    "/people/{aoi}": 6,
    "/who-may": 4,
    "/journal?team=aoi-team": 7,
    "/journal/incidents?team=aoi-team": 11,
    "/journal/surveys?team=aoi-team": 7,
    "/journal/quick/toil?team=aoi-team": 6,
    "/journal/quick/incidents?team=aoi-team": 5,
    "/delegation": 7,
    "/delegation?team=aoi-team": 13,
    "/delegation/matter?team=aoi-team&activity=monitoring": 21,
    "/delegation/decisions": 6,
    "/delegation/decisions/new?team=aoi-team&activity=monitoring&area=tools": 11,
    "/delegation/poker?team=aoi-team": 5,
    "/delegation/poker/{poker}": 14,
    "/delegation/poker/{poker}/now": 14,
    "/statements": 9,
    "/statements/disputes": 7,
    "/statements/new?team=aoi-team": 5,
    "/audit": 6,
    "/account": 9,
}


@pytest.fixture
def people(web: Client) -> dict[str, Person]:
    return cast()


def asked(browser: Client, address: str) -> int:
    browser.get(address)  # what is kept in process is there then
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


def _stated(criterion: str) -> None:
    """What one person entered for both sides."""
    words = {
        "kind": "joint",
        "service_id": "shop",
        "criterion_id": criterion,
        "outcome": "met",
        "sentence": "So it is.",
    }
    by = {"by_id": "local", "by_name": "Hana", "entered_dev": "Aoi", "entered_sre": "Sora"}
    Statement.make(NOW, **words, **by, until=date(2099, 1, 1), state="standing", standing_at=NOW)


def figures(people: dict[str, Person], browser: Client) -> dict[str, int]:
    poker = Session.objects.get().pk
    return {page: asked(browser, page.format(aoi=people["Aoi"].pk, poker=poker)) for page in FIGURES}


def test_pages_ask_as_often_as_was_looked_at_whether_there_are_few_people_or_many(people: dict[str, Person]) -> None:
    browser = client_of(account(people["Rin"]))
    _stated("slo.first")
    by = {"facilitator_id": people["Aoi"].pk, "facilitator_name": "Aoi"}
    session = Session.make(NOW, team_id="aoi-team", activity_key="monitoring", **by)
    Seat.make(NOW, session=session, person=people["Aoi"], side="dev")
    few = figures(people, browser)
    assert few == FIGURES
    for number in range(30):
        person = add_person(AS_OPERATOR, f"Ren {number}")
        add_member(AS_OPERATOR, person.pk, "aoi-team")
        make_token(AS_OPERATOR, f"ci {number}", ["read"])
        Seat.make(NOW, session=session, person=person, side="dev")
        _stated(f"slo.criterion-{number}")
    assert figures(people, browser) == few
