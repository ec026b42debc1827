"""People: added, invited, of teams, out at once."""

from datetime import date, timedelta

import pytest

from yudane.reading import ProblemsError
from yudane.records.acting import NOBODY, Act
from yudane.records.audit.models import Entry
from yudane.records.people import verbs
from yudane.records.people.models import Invitation, Login, Membership, Person, Token
from yudane.records.people.secrets import hashed
from yudane.records.people.who import accounts_exist, actor_of_login, actor_of_token, memberships_on
from yudane.records.policy import DeniedError
from yudane.records.testing import AS_OPERATOR, KINDS, NOW, PASSWORD, TODAY, account, acting, cast

pytestmark = pytest.mark.django_db


def problem(error: pytest.ExceptionInfo[ProblemsError]) -> str:
    return error.value.problems[0].code


@pytest.fixture
def people() -> dict[str, Person]:
    return cast()


def test_the_first_person_administers() -> None:
    assert verbs.add_person(AS_OPERATOR, " Rin  ").admin
    assert not verbs.add_person(AS_OPERATOR, "Aoi").admin
    assert [person.name for person in Person.objects.order_by("id")] == ["Rin", "Aoi"]


def test_the_first_account_administers_whoever_was_added_first(people: dict[str, Person]) -> None:
    account(people["Ren"])
    account(people["Mei"])
    assert set(Person.objects.filter(admin=True).values_list("name", flat=True)) == {"Rin", "Ren"}


def test_local_mode_lasts_until_somebody_can_sign_in(people: dict[str, Person]) -> None:
    assert not accounts_exist()
    account(people["Aoi"])
    assert accounts_exist()


def test_an_invitation_makes_one_account_once(people: dict[str, Person]) -> None:
    secret = verbs.invite(AS_OPERATOR, people["Ren"].pk)
    assert not Invitation.objects.filter(hash=secret).exists()
    login = verbs.accept_invitation(Act(NOBODY, NOW), secret, "ren", PASSWORD)
    assert login.person == people["Ren"]
    assert login.check_password(PASSWORD)
    with pytest.raises(ProblemsError) as again:
        verbs.accept_invitation(Act(NOBODY, NOW), secret, "other", PASSWORD)
    assert problem(again) == "invitation_over"


def test_an_invitation_runs_out_and_a_new_one_ends_it(people: dict[str, Person]) -> None:
    first = verbs.invite(AS_OPERATOR, people["Ren"].pk)
    second = verbs.invite(AS_OPERATOR, people["Ren"].pk)
    for secret, now in ((first, NOW), (second, NOW + timedelta(hours=72)), ("nothing", NOW)):
        with pytest.raises(ProblemsError) as over:
            verbs.accept_invitation(Act(NOBODY, now), secret, "ren", PASSWORD)
        assert problem(over) == "invitation_over"


@pytest.mark.parametrize(
    ("username", "password", "code"),
    [
        ("", PASSWORD, "username_broken"),
        ("re\x00n", PASSWORD, "username_broken"),
        ("r" * 101, PASSWORD, "username_broken"),
        ("aoi", PASSWORD, "username_taken"),
        ("ren", "short", "password_weak"),
        ("ren", "password123", "password_weak"),
        ("ren", "29384756012", "password_weak"),
        ("renrenrenren", "renrenrenren", "password_weak"),
    ],
)
def test_a_name_or_password_that_cannot_be_is_told_and_the_link_still_counts(
    people: dict[str, Person], username: str, password: str, code: str
) -> None:
    account(people["Aoi"])
    secret = verbs.invite(AS_OPERATOR, people["Ren"].pk)
    with pytest.raises(ProblemsError) as told:
        verbs.accept_invitation(Act(NOBODY, NOW), secret, username, password)
    assert problem(told) == code
    assert verbs.accept_invitation(Act(NOBODY, NOW), secret, "ren", PASSWORD).person == people["Ren"]


def test_who_is_disabled_is_out_at_once_with_everything(people: dict[str, Person]) -> None:
    login = account(people["Ren"])
    account(people["Rin"])
    _, secret = verbs.make_token(AS_OPERATOR, "ci", ["read"], person_id=people["Ren"].pk)
    assert actor_of_token(secret, NOW)
    verbs.disable_person(acting(people["Rin"]), people["Ren"].pk)
    login.refresh_from_db()
    assert actor_of_login(login, TODAY, KINDS.__getitem__) is None
    assert actor_of_token(secret, NOW) is None
    with pytest.raises(ProblemsError) as out:
        verbs.invite(AS_OPERATOR, people["Ren"].pk)
    assert problem(out) == "person_disabled"
    verbs.enable_person(AS_OPERATOR, people["Ren"].pk)
    login.refresh_from_db()
    assert actor_of_login(login, TODAY, KINDS.__getitem__) is not None


def test_somebody_must_administer(people: dict[str, Person]) -> None:
    account(people["Rin"])
    with pytest.raises(ProblemsError) as last:
        verbs.disable_person(AS_OPERATOR, people["Rin"].pk)
    assert problem(last) == "last_administrator"
    with pytest.raises(ProblemsError) as last:
        verbs.grant(AS_OPERATOR, people["Rin"].pk, admin=False, auditor=False)
    assert problem(last) == "last_administrator"
    account(people["Sora"])
    verbs.grant(AS_OPERATOR, people["Sora"].pk, admin=True, auditor=False)
    verbs.disable_person(AS_OPERATOR, people["Rin"].pk)


def test_of_a_team_one_is_once_at_a_time_and_may_sign_for_it_beside(people: dict[str, Person]) -> None:
    ren = people["Ren"].pk
    with pytest.raises(ProblemsError) as there:
        verbs.add_member(AS_OPERATOR, ren, "shop", "lead")
    assert problem(there) == "membership_there"
    with pytest.raises(ProblemsError) as endless:
        verbs.add_member(acting(people["Aoi"]), ren, "shop", "signs")
    assert problem(endless) == "deputy_end_missing"
    verbs.add_member(acting(people["Aoi"]), ren, "shop", "signs", until=TODAY + timedelta(days=7))
    verbs.add_member(AS_OPERATOR, ren, "search")
    standing = memberships_on(people["Ren"].memberships.all(), TODAY)
    assert [(one.team_id, one.role) for one in standing] == [
        ("search", "member"),
        ("shop", "member"),
        ("shop", "signs"),
    ]
    assert [one.role for one in memberships_on(people["Ren"].memberships.all(), TODAY + timedelta(days=7))] == [
        "member"
    ] * 2


def test_a_membership_ends_on_a_day_and_can_begin_again(people: dict[str, Person]) -> None:
    (membership,) = people["Ren"].memberships.all()
    verbs.end_membership(acting(people["Aoi"]), membership.pk)
    assert memberships_on(people["Ren"].memberships.all(), TODAY) == []
    assert memberships_on(people["Ren"].memberships.all(), TODAY - timedelta(days=1)) == [membership]
    verbs.add_member(acting(people["Aoi"]), people["Ren"].pk, "shop")
    with pytest.raises(ProblemsError) as backward:
        verbs.end_membership(AS_OPERATOR, membership.pk, date(2025, 12, 31))
    assert problem(backward) == "ends_before"


def test_who_may_not_changes_nothing_and_the_audit_says_nothing(people: dict[str, Person]) -> None:
    (membership,) = people["Ren"].memberships.all()
    before = Entry.objects.count()
    for act in (
        lambda: verbs.end_membership(acting(people["Mei"]), membership.pk),
        lambda: verbs.add_person(acting(people["Sora"]), "Eve"),
        lambda: verbs.add_member(acting(people["Ren"]), people["Mei"].pk, "shop"),
        lambda: verbs.change_person(acting(people["Mei"]), people["Ren"].pk, "Eve"),
    ):
        with pytest.raises(DeniedError):
            act()
    assert Entry.objects.count() == before
    assert Membership.objects.get(pk=membership.pk).until is None


def test_who_comes_second_is_told_and_nothing_is_lost(people: dict[str, Person]) -> None:
    seen = people["Ren"].version
    verbs.change_person(AS_OPERATOR, people["Ren"].pk, "Ren S", "れん", seen)
    with pytest.raises(ProblemsError) as second:
        verbs.change_person(AS_OPERATOR, people["Ren"].pk, "Ren T", "", seen)
    assert problem(second) == "changed_meanwhile"
    assert Person.objects.get(pk=people["Ren"].pk).name == "Ren S"


def test_a_token_is_kept_as_a_hash_runs_out_and_is_revoked(people: dict[str, Person]) -> None:
    token, secret = verbs.make_token(AS_OPERATOR, "ci", ["read", "read"], days=30)
    assert (token.scopes, token.hash) == (["read"], hashed(secret))
    assert secret not in str(list(Entry.objects.values_list("details", flat=True)))
    found = actor_of_token(secret, NOW)
    assert found
    assert found.scopes == {"read"}
    assert Token.objects.get(pk=token.pk).used_on == TODAY
    assert actor_of_token(secret, NOW + timedelta(days=30)) is None
    assert actor_of_token(secret + "x", NOW) is None
    verbs.revoke_token(AS_OPERATOR, token.pk)
    assert actor_of_token(secret, NOW) is None


@pytest.mark.parametrize(("scopes", "days"), [([], 1), (["write"], 1), (["read"], 0), (["read"], 4000)])
def test_a_token_that_cannot_be_is_told(scopes: list[str], days: int) -> None:
    with pytest.raises(ProblemsError):
        verbs.make_token(AS_OPERATOR, "ci", scopes, days)
    assert not Token.objects.exists()


def provider_login(subject: str = "s-1") -> Login:
    login = Login(id=subject, issuer="https://id.example", subject=subject, username=f"oidc:{subject}", created_at=NOW)
    login.save()
    return login


def test_an_account_of_a_provider_is_nobodys_until_somebody_says_whose(people: dict[str, Person]) -> None:
    login = provider_login()
    looking = actor_of_login(login, TODAY, KINDS.__getitem__)
    assert looking
    assert (looking.teams, looking.admin) == ((), False)
    verbs.link_login(AS_OPERATOR, login.pk, people["Ren"].pk)
    with pytest.raises(ProblemsError) as taken:
        verbs.link_login(AS_OPERATOR, login.pk, people["Mei"].pk)
    assert problem(taken) == "login_taken"


def test_what_a_provider_says_gives_and_takes_teams_but_not_those_entered_here(people: dict[str, Person]) -> None:
    yui = people["Yui"]
    claim = verbs.map_claim(AS_OPERATOR, "https://id.example", "g-search", "search", "member")
    verbs.map_claim(AS_OPERATOR, "https://id.example", "g-sre", "sre", "lead")
    verbs.add_member(AS_OPERATOR, yui.pk, "shop")

    def teams() -> list[tuple[str, str]]:
        return [(one.team_id, one.role) for one in memberships_on(yui.memberships.all(), TODAY)]

    verbs.take_claims(AS_OPERATOR, yui.pk, "https://id.example", ["g-search", "g-sre", "g-other"])
    assert teams() == [("search", "member"), ("shop", "member"), ("sre", "lead")]
    verbs.take_claims(AS_OPERATOR, yui.pk, "https://id.example", ["g-search"])
    assert teams() == [("search", "member"), ("shop", "member")]
    verbs.unmap_claim(AS_OPERATOR, claim.pk)
    verbs.take_claims(AS_OPERATOR, yui.pk, "https://id.example", ["g-search"])
    assert teams() == [("shop", "member")]
    verbs.take_claims(AS_OPERATOR, yui.pk, "https://other.example", ["g-sre"])
    assert teams() == [("shop", "member")]
