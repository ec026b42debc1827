"""One table decides who may do what."""

import pytest

from yudane.records.acting import NOBODY, Actor, TeamRole
from yudane.records.policy import ROLES, RULES, DeniedError, Rule, Subject, may, require

SORA = Actor("person", "s", "Sora", teams=(TeamRole("sre", "sre_company", "member"),))
AOI = Actor("person", "a", "Aoi", teams=(TeamRole("shop", "dev", "lead"),))


@pytest.mark.parametrize("key", RULES)
def test_every_role_of_a_rule_is_known(key: str) -> None:
    assert set(RULES[key].who) <= set(ROLES)


@pytest.mark.parametrize("scopes", [{"read"}, {"ingest"}, {"read", "ingest"}])
def test_a_token_reads_or_brings_evidence_and_nothing_else(scopes: set[str]) -> None:
    token = Actor("token", "t", "ci", scopes=frozenset(scopes))
    allowed = {key for key, rule in RULES.items() if may(token, key) and "anyone" not in rule.who}
    assert {RULES[key].kind for key in allowed} <= {"read"} | ({"ingest"} if "ingest" in scopes else set())
    assert "levels" in allowed or "read" not in scopes


def test_a_lead_changes_their_own_team_alone() -> None:
    assert may(AOI, "add-member", Subject("shop"))
    assert not may(AOI, "add-member", Subject("search"))
    assert not may(AOI, "add-member")


def test_whom_it_is_about_may_what_a_rule_gives_them() -> None:
    assert may(AOI, "change-person", Subject(person_id="a"))
    assert not may(AOI, "change-person", Subject(person_id="s"))


def test_who_has_not_signed_in_may_sign_in_and_little_else() -> None:
    assert {key for key in RULES if may(NOBODY, key)} == {"sign-in", "health", "accept-invitation"}


def test_without_accounts_the_one_person_may_all_that_needs_one_side() -> None:
    here = Actor("local", "local")
    assert {key for key, rule in RULES.items() if not may(here, key)} == {
        key for key, rule in RULES.items() if rule.kind == "sign"
    }


@pytest.mark.parametrize("role", ["operator", "read_token", "ingest_token"])
def test_no_rule_lets_the_command_line_or_a_token_speak_for_a_side(role: str) -> None:
    with pytest.raises(ValueError, match=role):
        Rule("sign-it", "sign", ("member", role))


def test_alone_on_a_machine_nobody_speaks_for_a_side() -> None:
    assert "local" not in Rule("sign-it", "sign", ("member", "lead")).all_who


def test_who_may_not_is_told_who_may() -> None:
    with pytest.raises(DeniedError, match="administrator, local, operator may"):
        require(SORA, "invite")
