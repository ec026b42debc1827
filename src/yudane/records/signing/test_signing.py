"""Aoi and Sora sign the same words, each for one side, once, for good."""

from datetime import timedelta

import pytest

from yudane.reading import ProblemsError
from yudane.records.acting import Act, Actor
from yudane.records.people.models import Person
from yudane.records.people.verbs import add_member
from yudane.records.signing.models import Signature
from yudane.records.signing.sign import sign, signed_by, teams_for_signing
from yudane.records.testing import AS_OPERATOR, NOW, acting, cast
from yudane.workspace import Workspace

pytestmark = pytest.mark.django_db
SAID = {"level": 4, "reason": "both sides decide"}


@pytest.fixture
def people(home: Workspace) -> dict[str, Person]:
    return cast()


def code(error: pytest.ExceptionInfo[ProblemsError]) -> str:
    return error.value.problems[0].code


def test_both_sides_sign_the_same_words(people: dict[str, Person]) -> None:
    sign(acting(people["Aoi"]), "agreement", "1", SAID, "team")
    sign(acting(people["Sora"]), "agreement", "1", SAID, "sre")
    assert {side: signature.person.name for side, signature in signed_by("agreement", "1", SAID).items()} == {
        "team": "Aoi",
        "sre": "Sora",
    }


def test_changed_words_are_unsigned(people: dict[str, Person]) -> None:
    sign(acting(people["Aoi"]), "agreement", "1", SAID, "team")
    assert signed_by("agreement", "1", SAID | {"level": 5}) == {}


def test_a_side_signs_once_and_so_does_a_person(people: dict[str, Person]) -> None:
    sign(acting(people["Aoi"]), "agreement", "1", SAID, "team")
    for name in ("Ren", "Aoi"):
        with pytest.raises(ProblemsError) as again:
            sign(acting(people[name]), "agreement", "1", SAID, "team")
        assert code(again) == "signed_already"
    assert Signature.objects.count() == 1


def test_who_acted_for_one_side_never_acts_for_the_other_whatever_became_of_the_words(
    people: dict[str, Person],
) -> None:
    sign(acting(people["Aoi"]), "agreement", "1", SAID, "team")
    add_member(AS_OPERATOR, people["Aoi"].pk, "sre")
    with pytest.raises(ProblemsError) as other:
        sign(acting(people["Aoi"]), "agreement", "1", SAID | {"level": 5}, "sre")
    assert code(other) == "signed_other_side"
    sign(acting(people["Aoi"]), "agreement", "2", SAID, "sre")


def test_two_of_company_sre_are_no_pair_whatever_else_they_are(people: dict[str, Person]) -> None:
    add_member(AS_OPERATOR, people["Ren"].pk, "sre")
    sign(acting(people["Ren"]), "agreement", "1", SAID, "team")
    with pytest.raises(ProblemsError) as pair:
        sign(acting(people["Sora"]), "agreement", "1", SAID, "sre")
    assert code(pair) == "both_of_sre"


@pytest.mark.parametrize("actor", [AS_OPERATOR.actor, Actor("token", "t", "ci"), Actor("local", name="Sora")])
def test_only_a_person_signs(home: Workspace, actor: Actor) -> None:
    with pytest.raises(ProblemsError) as error:
        sign(Act(actor, NOW), "agreement", "1", SAID, "team")
    assert code(error) == "signer_not_a_person"


def test_a_membership_counts_for_signing_from_the_day_after_it_was_entered(people: dict[str, Person]) -> None:
    add_member(AS_OPERATOR, people["Rin"].pk, "shop", since=NOW.date() - timedelta(days=90))
    assert teams_for_signing(acting(people["Rin"]), people["Rin"]) == set()
    tomorrow = acting(people["Rin"], NOW + timedelta(days=1))
    assert teams_for_signing(tomorrow, people["Rin"]) == {"shop"}
    assert teams_for_signing(tomorrow, people["Rin"], roles=("lead", "signs")) == set()
