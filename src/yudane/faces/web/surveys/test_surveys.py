"""A team asks its people; each answers once and nobody knows what; under five answers nothing is shown or told."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from yudane.evidence.engines.database import connect
from yudane.faces.clock import now_utc
from yudane.faces.web.testing_records import cast_at_home, client_of, local_client
from yudane.records.audit.models import Entry
from yudane.records.export import export
from yudane.records.people.models import Person
from yudane.records.people.verbs import add_member, add_person
from yudane.records.surveys.models import Answer, Invited, Survey
from yudane.records.testing import AS_OPERATOR, account
from yudane.workspace import Workspace

LIST = "/journal/surveys"
TEAM = {"team": "aoi-team"}
DOCUMENTS = {"findable": "4", "accurate": "5", "clear": "3"}


@pytest.fixture(autouse=True)
def served(cast_copy: Workspace, serve_home: Callable[[Path], None]) -> Workspace:
    serve_home(cast_copy.root)
    return cast_copy


@pytest.fixture
def team() -> dict[str, Client]:
    """Six of Aoi's team, and Mei of another."""
    people: dict[str, Person] = cast_at_home()
    found = {"Aoi": people["Aoi"], "Mei": people["Mei"]}
    for number in range(1, 6):
        name = f"Ren {number}"
        found[name] = add_person(AS_OPERATOR, name)
        add_member(AS_OPERATOR, found[name].pk, "aoi-team")
    return {name: client_of(account(person)) for name, person in found.items()}


def see(client: Client, address: str = f"{LIST}?team=aoi-team") -> str:
    return client.get(address).content.decode()


def opened(client: Client, **more: str) -> Survey:
    assert client.post(f"{LIST}/open", {**TEAM, "kind": "doc_quality", **more}).status_code == 303
    return Survey.objects.latest("id")


def answered(survey: Survey, team: dict[str, Client], count: int) -> None:
    for name in [name for name in team if name != "Mei"][:count]:
        assert team[name].post(f"{LIST}/{survey.pk}/answer", DOCUMENTS).status_code == 303, name


def told(home: Workspace) -> tuple[list[dict[str, Any]], set[str]]:
    """The answers in the lake, and the services that were looked at by that."""
    report = export(now_utc())
    tables = report.tables if report else {}
    covered = {*tables["survey_responses"].covered} if "survey_responses" in tables else set()
    with connect() as con:
        rows = con.records(f"select * from {home.lake.current_rows('survey_responses', home.lake.versions())}")
    return [row for row in rows if row["survey_id"] in {f"Y-{one.pk}" for one in Survey.objects.all()}], covered


def test_everybody_of_the_team_is_invited_and_answers_once_without_a_name(team: dict[str, Client]) -> None:
    survey = opened(team["Aoi"])
    assert Invited.objects.filter(survey=survey).count() >= 6
    assert "Waiting for your answer" in see(team["Ren 1"], LIST)
    assert "without your name" in see(team["Ren 1"], f"{LIST}/{survey.pk}")
    answered(survey, team, 1)
    (aoi,) = {one.respondent for one in Answer.objects.all()}
    assert aoi not in str(list(Entry.objects.values()))
    assert Entry.objects.get(verb="answer-survey").details == {}
    again = team["Aoi"].post(f"{LIST}/{survey.pk}/answer", DOCUMENTS)
    assert (again.status_code, "answered this survey already" in again.content.decode()) == (422, True)
    assert team["Mei"].post(f"{LIST}/{survey.pk}/answer", DOCUMENTS).status_code == 403
    assert "Waiting for your answer" not in see(team["Aoi"], LIST)


def test_under_five_answers_nothing_is_shown_and_nothing_told(team: dict[str, Client], served: Workspace) -> None:
    survey = opened(team["Aoi"])
    answered(survey, team, 4)
    assert team["Aoi"].post(f"{LIST}/{survey.pk}/close", {**TEAM, "seen": "1"}).status_code == 303
    page = see(team["Aoi"])
    assert "Fewer than 5 people answered" in page
    assert "on average" not in page
    assert told(served)[0] == []


def test_five_answers_are_shown_once_it_is_over_and_told_on_that_day(
    team: dict[str, Client], served: Workspace
) -> None:
    survey = opened(team["Aoi"])
    answered(survey, team, 5)
    assert "on average" not in see(team["Aoi"])
    assert told(served)[0] == []
    since = (now_utc().date() - timedelta(days=200)).isoformat()
    closed = team["Aoi"].post(f"{LIST}/{survey.pk}/close", {**TEAM, "vouch": "1", "since": since})
    assert closed.status_code == 303
    assert "4.0 of 5 on average" in see(team["Mei"])
    rows, looked_at = told(served)
    assert len(rows) == 15
    assert {row["submitted_on"] for row in rows} == {now_utc().date()}
    assert len({row["respondent_key"] for row in rows}) == 5
    assert looked_at >= {"shop", "cart"}
    late = team["Ren 5"].post(f"{LIST}/{survey.pk}/answer", DOCUMENTS)
    assert "The survey is over" in late.content.decode()


def test_without_a_word_about_the_time_before_no_service_was_looked_at(
    team: dict[str, Client], served: Workspace
) -> None:
    survey = opened(team["Aoi"])
    answered(survey, team, 5)
    team["Aoi"].post(f"{LIST}/{survey.pk}/close", {**TEAM, "since": "2026-01-01"})
    rows, looked_at = told(served)
    assert (len(rows), looked_at) == (15, set())


def test_answers_that_are_withheld_are_not_taken_for_none(team: dict[str, Client], served: Workspace) -> None:
    since = {"vouch": "1", "since": (now_utc().date() - timedelta(days=200)).isoformat()}
    for kind, count in (("doc_quality", 4), ("oncall_health", 0)):
        survey = opened(team["Aoi"], kind=kind)
        answered(survey, team, count)
        assert team["Aoi"].post(f"{LIST}/{survey.pk}/close", {**TEAM, **since}).status_code == 303
    assert told(served) == ([], set())
    enough = opened(team["Aoi"])
    answered(enough, team, 5)
    assert team["Aoi"].post(f"{LIST}/{enough.pk}/close", {**TEAM, **since}).status_code == 303
    rows, looked_at = told(served)
    assert (len(rows), looked_at) == (15, set())


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"kind": "fun"}, "fun"),
        ({"until": "2099-01-01"}, "at most 60 days"),
        ({"service": "search"}, "search"),
    ],
)
def test_what_cannot_be_asked_is_told(team: dict[str, Client], more: dict[str, str], says: str) -> None:
    response = team["Aoi"].post(f"{LIST}/open", {**TEAM, "kind": "toil", **more})
    assert (response.status_code, says in response.content.decode()) == (422, True)
    assert not Survey.objects.exists()
    opened(team["Aoi"])
    assert team["Aoi"].post(f"{LIST}/open", {**TEAM, "kind": "doc_quality"}).status_code == 422
    assert team["Mei"].post(f"{LIST}/open", {**TEAM, "kind": "toil"}).status_code == 403


def test_a_team_of_fewer_people_than_have_to_answer_is_told_before_it_asks() -> None:
    people = cast_at_home()
    response = client_of(account(people["Aoi"])).post(f"{LIST}/open", {**TEAM, "kind": "toil"})
    assert "at least 5 have to answer" in response.content.decode()


@pytest.mark.parametrize("wrong", [{}, {"hours": "many", "shrinking": "3"}, {"hours": "61", "shrinking": "3"}, {"hours": "3", "shrinking": "2.5"}])  # fmt: skip
def test_an_answer_that_is_none_comes_back_and_can_be_given_again(
    team: dict[str, Client], wrong: dict[str, str]
) -> None:
    survey = opened(team["Aoi"], kind="toil")
    response = team["Ren 2"].post(f"{LIST}/{survey.pk}/answer", wrong)
    assert response.status_code == 422
    assert 'class="wrongwords"' in response.content.decode()
    assert not Answer.objects.exists()
    assert team["Ren 2"].post(f"{LIST}/{survey.pk}/answer", {"hours": "2.5", "shrinking": "4"}).status_code == 303


def test_before_there_are_accounts_there_is_nobody_to_ask() -> None:
    here = local_client()
    assert "Choose a team" in see(here, LIST)
    assert here.post(f"{LIST}/open", {**TEAM, "kind": "toil"}).status_code == 422
