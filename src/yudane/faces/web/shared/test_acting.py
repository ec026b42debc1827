"""Who gets which page: every address and method, for everybody there is."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from pytest_django.fixtures import Settings

from yudane.faces.web.shared.routes import rule_of
from yudane.faces.web.testing_records import client_of, local_client
from yudane.records.audit.models import Entry
from yudane.records.people import verbs
from yudane.records.people.models import Person
from yudane.records.policy import RULES
from yudane.records.testing import AS_OPERATOR, account, cast
from yudane.workspace import Workspace

Who = Mapping[str, Client]
_OWN, _OTHER = "Ren", "Mei"  # of Aoi's team, and not
_VALUES = {
    "person_id": "{person}", "membership_id": "{membership}", "token_id": "{token}", "claim_id": "nothing",
    "login_id": "{login}", "service": "shop", "rest": "shop", "activity": "slo", "key": "slo", "name": "defined",
    "edit_id": "nothing", "move_id": "nothing", "owner_id": "nothing", "wave_id": "nothing", "entity_id": "aoi-team",
    "kind": "team", "team": "team-shop", "table": "incidents", "row_id": "nothing", "vouch_id": "nothing", "dispute_id": "nothing", "proposal_id": "nothing", "agreement_id": "nothing", "decision_id": "nothing", "part_id": "nothing", "survey_id": "nothing", "session_id": "nothing", "secret": "nothing", "provider_id": "oidc",
}  # fmt: skip


def routes() -> list[tuple[str, str, str]]:
    """Address with its parameters, method, rule."""
    found = []
    for pattern in get_resolver().url_patterns:
        assert isinstance(pattern, URLPattern)
        rule = rule_of(pattern.callback)
        assert rule, f"{pattern.pattern} has no rule: nobody may open it"
        found += [(f"/{pattern.pattern}", method, rule) for method in ("GET", "POST", "PUT", "DELETE", "PATCH")]
    return found


@pytest.fixture
def people() -> dict[str, Person]:
    return cast()


@pytest.fixture
def who(people: dict[str, Person], cast_home: Workspace, serve_home: Callable[[Path], None]) -> Who:
    """The principals, each in a browser or as a program."""
    serve_home(cast_home.root)
    logins = {name: account(person) for name, person in people.items()}
    verbs.disable_person(AS_OPERATOR, people["Kei"].pk)
    viewer = verbs.add_person(AS_OPERATOR, "Eri")
    tokens = {scope: verbs.make_token(AS_OPERATOR, scope, [scope])[1] for scope in ("read", "ingest")}
    return {
        "anonymous": Client(headers={"accept-language": "en"}),
        "viewer": client_of(account(viewer)),
        "member": client_of(logins["Ren"]),
        "member of another team": client_of(logins["Mei"]),
        "lead": client_of(logins["Aoi"]),
        "sre": client_of(logins["Sora"]),
        "administrator": client_of(logins["Rin"]),
        "auditor": client_of(logins["Yui"]),
        "disabled": client_of(logins["Kei"]),
        "read token": Client(headers={"authorization": f"Bearer {tokens['read']}"}),
        "ingest token": Client(headers={"authorization": f"Bearer {tokens['ingest']}"}),
        "unknown token": Client(headers={"authorization": "Bearer yud_nothing"}),
    }


def roles(who: str) -> set[str]:
    """What each is, toward no thing in particular."""
    return {
        "anonymous": {"anyone"}, "disabled": {"anyone"}, "unknown token": {"anyone"},
        "viewer": {"anyone", "viewer", "self"}, "member": {"anyone", "viewer", "self", "member", "colleague"},
        "member of another team": {"anyone", "viewer", "self", "lead", "colleague"},
        "lead": {"anyone", "viewer", "self", "lead", "colleague"},
        "sre": {"anyone", "viewer", "self", "sre", "member", "colleague"},
        "administrator": {"anyone", "viewer", "self", "administrator"},
        "auditor": {"anyone", "viewer", "self", "auditor"}, "read token": {"anyone", "read_token"},
        "ingest token": {"anyone"},
    }[who]  # fmt: skip


def filled(address: str, people: Mapping[str, Person], whose: str) -> str:
    """An address about somebody's things."""
    person = people.get(whose)
    membership = person.memberships.first() if person else None
    things = {
        "{person}": person.pk if person else "nobody", "{membership}": membership.pk if membership else "nothing",
        "{token}": "nothing", "{login}": "nothing",
    }  # fmt: skip
    for name, value in _VALUES.items():
        for kind in ("str", "slug", "path"):
            address = address.replace(f"<{kind}:{name}>", things.get(value, value))
    return address


@pytest.mark.usefixtures("db")
def test_every_address_and_method_answers_only_whom_its_rule_names(who: Who, people: dict[str, Person]) -> None:
    """Twelve principals by every address and method: who may not is led to sign in, told so, or refused."""
    cells = 0
    for name, client in who.items():
        for address, method, rule in routes():
            if address.startswith("/account/") and method == "POST":
                continue  # the library's own forms, tried one by one below
            client.cookies["yudane_lang"] = "en"
            before = Entry.objects.count()
            response = client.generic(method, filled(address, people, "nobody"))
            cells += 1
            enters = bool(roles(name) & set(RULES[rule].who))
            said = f"{name} {method} {address} {response.status_code}"
            if not enters:
                assert response.status_code in ((401, 403) if _told(name) or method != "GET" else (302,)), said
                assert Entry.objects.count() == before, said
            else:
                assert response.status_code != 500, said
                assert response.status_code != 401 or "/oidc/" in address, said
            if method in ("PUT", "DELETE", "PATCH"):
                assert response.status_code in (401, 403, 405), said
    assert cells > 2_400


def _told(name: str) -> bool:
    """Signed in, or a program: not led to the form."""
    return name not in ("anonymous", "disabled")


@pytest.mark.parametrize(
    ("name", "whose", "works"),
    [
        ("lead", _OWN, True),
        ("lead", _OTHER, False),
        ("lead", "nobody", False),
        ("member of another team", _OWN, False),
        ("member", _OWN, False),
        ("sre", _OWN, False),
        ("administrator", _OTHER, True),
        ("administrator", "nobody", False),
    ],
)
def test_a_form_pointed_at_somebody_elses_thing_is_refused(
    who: Who, people: dict[str, Person], name: str, whose: str, works: bool
) -> None:
    address = filled("/people/<str:person_id>/memberships/<str:membership_id>/end", people, whose)
    before = Entry.objects.count()
    status = who[name].post(address).status_code
    assert (status == 303) is works
    assert (Entry.objects.count() > before) is works


def test_a_team_that_is_not_theirs_stays_as_it_is_whatever_a_lead_sends(who: Who, people: dict[str, Person]) -> None:
    before = Entry.objects.count()
    for team in ("search", "sre", "", "nothing", "shop' or 1=1"):
        response = who["lead"].post(f"/people/{people['Ren'].pk}/memberships/add", {"team": team, "role": "lead"})
        assert response.status_code == 403, team
    assert Entry.objects.count() == before


def test_what_one_may_not_is_told_with_who_may(who: Who) -> None:
    html = who["sre"].post("/people/add", {"name": "Eve"}).content.decode()
    assert "You may not do this" in html
    assert "Add somebody" in html
    assert "administrator" in html
    assert not Person.objects.filter(name="Eve").exists()


def test_somebody_is_added_invited_and_made_a_teams_lead_at_once_or_not_at_all(who: Who) -> None:
    add = {"name": "Eve", "team": "aoi-team", "lead": "on", "auditor": "on"}
    for wrong in ({"team": "nothing"}, {"team": ""}):
        assert who["administrator"].post("/people/add", {**add, **wrong}).status_code == 422
        assert not Person.objects.filter(name="Eve").exists()
    assert who["administrator"].post("/people/add", add).status_code == 303
    eve = Person.objects.get(name="Eve")
    assert (eve.auditor, eve.admin, eve.invitations.count()) == (True, False, 1)
    assert [(one.team_id, one.role) for one in eve.memberships.all()] == [("aoi-team", "lead")]


def test_people_stand_in_the_navigation_of_whoever_may_add_them(who: Who) -> None:
    for name, shown in (("administrator", True), ("lead", False), ("viewer", False), ("sre", False)):
        for address in ("/map", "/services/nobody"):
            frame = who[name].get(address).content.decode().split("</nav>")[0]
            assert ('href="/people"' in frame) is shown, f"{name} {address}"
    assert 'href="/people" aria-current="page"' in who["administrator"].get("/people").content.decode()


def test_who_is_not_signed_in_is_led_there_and_back(who: Who) -> None:
    response = who["anonymous"].get("/map?lang=en&q=a")
    assert response.headers["location"] == "/account/login/?next=%2Fmap%3Flang%3Den%26q%3Da"
    assert who["anonymous"].get("/map", headers={"accept": "application/json"}).status_code == 401


def test_who_is_disabled_is_out_in_the_middle_of_a_session(who: Who, people: dict[str, Person]) -> None:
    assert who["member"].get("/map").status_code == 200
    verbs.disable_person(AS_OPERATOR, people["Ren"].pk)
    assert who["member"].get("/map").status_code == 302


def test_a_token_reads_what_it_may_and_changes_nothing(who: Who) -> None:
    assert who["read token"].get("/map.csv").status_code == 200
    assert who["read token"].get("/audit").status_code == 403
    assert who["ingest token"].get("/map.csv").status_code == 403
    assert who["unknown token"].get("/map.csv").status_code == 401


@pytest.fixture
def served(cast_home: Workspace, serve_home: Callable[[Path], None]) -> Iterator[None]:
    serve_home(cast_home.root)
    return iter([None])


@pytest.mark.usefixtures("served")
def test_without_accounts_whoever_came_by_the_link_may_and_others_look() -> None:
    other = Client(headers={"accept-language": "en"})
    assert other.get("/map").status_code == 200
    assert "printed when it started" in other.post("/people/add", {"name": "Rin"}).content.decode()
    assert local_client().post("/people/add", {"name": "Rin"}).status_code == 303
    assert Entry.objects.latest("seq").actor_name == "Sora"


@pytest.mark.usefixtures("served")
def test_asked_for_by_another_name_nobody_is_local(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "yudane.example"]
    assert Client().get("/map", headers={"host": "yudane.example"}).status_code == 302
    settings.LOCAL_HOSTS = []
    assert Client().get("/map").status_code == 302


@pytest.mark.usefixtures("served")
def test_whether_it_is_well_is_told_to_anyone(settings: Settings, tmp_path: Path) -> None:
    assert Client().get("/healthz").json() == {"status": "ok"}
    assert Client().get("/readyz").status_code == 200
    settings.YUDANE_HOME = tmp_path
    response = Client().get("/readyz")
    assert (response.status_code, response.json()["missing"]) == (503, ["home"])
