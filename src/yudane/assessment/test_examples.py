"""What an example says of the measured row, and which numbers people read that no example says."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from yudane.assessment.examples import Unchecked, Verdict, run_check, unchecked
from yudane.evidence.engines.database import connect
from yudane.program import Check
from yudane.program.load import shipped
from yudane.reading import ProblemsError
from yudane.words import Text

OWNED = replace(
    shipped().criterion("slo.owned-by-team"),
    because={
        "met": Text("{slos_owned} of {slos}", "{slos}件中{slos_owned}件"),
        "unmet": Text(
            "{owned_share:percent} of {slos}, at least {$owner_share_min:percent}; {slos_of_others}", "{slos}件"
        ),
    },
)
GIVEN = {
    "slo_definitions": [
        {"slo_id": "a", "owner_team_id": "aoi-team", "valid_from": "-40d"},
        {"slo_id": "b", "owner_team_id": "sre", "valid_from": "-40d"},
    ]
}


def tried(check: Check, **said: Any) -> list[Verdict]:
    example = {"name": {"en": "here", "ja": "ここ"}, "given": GIVEN, "expect": "unmet", **said}
    with connect() as con:
        return run_check(con, shipped(), replace(check, examples=(example,)))


def measured(columns: Mapping[str, Any]) -> Verdict:
    (verdict,) = tried(OWNED, measured=columns)
    return verdict


def test_an_example_may_say_what_is_measured() -> None:
    assert measured({"slos": 2, "owned_share": 0.5, "slos_of_others": "b"}).holds


def test_a_wrong_number_fails_and_says_which_one() -> None:
    verdict = measured({"slos": 3, "slos_owned": 1})
    assert not verdict.holds
    assert verdict.wrong == ("slos: expected 3, got 2",)
    assert "expected unmet, got unmet; slos: expected 3, got 2" in str(verdict)


def test_a_column_that_is_not_measured_fails_too() -> None:
    assert measured({"moons": 1}).wrong == ("moons: expected 1, not measured",)


def test_where_nothing_was_measured_no_column_is() -> None:
    (verdict,) = tried(OWNED, given={}, expect="unknown", measured={"slos": 2})
    assert (verdict.outcome, verdict.wrong) == ("unknown", ("slos: expected 2, not measured",))


def test_of_several_services_each_says_its_own() -> None:
    given = GIVEN | {"services": [{"service_id": "shop"}, {"service_id": "cart"}]}
    expect = {"shop": {"outcome": "unmet", "measured": {"slos": 3}}, "cart": "unknown"}
    by_service = {verdict.service: verdict for verdict in tried(OWNED, given=given, expect=expect)}
    assert by_service["shop"].wrong == ("slos: expected 3, got 2",)
    assert by_service["cart"].wrong == ()


def test_a_number_in_a_sentence_that_no_example_says_is_told() -> None:
    """Of the sentence that was used alone; a parameter is no number of the row, and a text is none at all."""
    assert unchecked([OWNED], tried(OWNED)) == [
        Unchecked("slo.owned-by-team", "owned_share"),
        Unchecked("slo.owned-by-team", "slos"),
    ]
    assert unchecked([OWNED], tried(OWNED, measured={"slos": 2})) == [Unchecked("slo.owned-by-team", "owned_share")]
    assert unchecked([OWNED], tried(OWNED, given={}, expect="unknown")) == []


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"sli_category": "canari"}, "slo_definitions.sli_category is “canari”, which is not one of: "),
        ({"valid_from": "soon"}, "slo_definitions.valid_from must be a date"),
        ({"count": -1}, "count is “-1”."),
        ({"count": 20_001}, "more than 20000 rows"),
        ({"valid_from": "-999999999999d"}, "leads to no date"),
        ({"each": {"valid_from": ["0d", "-28d", "soon"]}}, "each is [0d, -28d, soon]."),
        (
            {"each": {"valid_from": ["-9d", "0d", "1d"], "valid_until": ["-9d", "0d", "3d"]}},
            "different numbers of rows",
        ),
    ],
)
def test_an_example_that_cannot_be_run_is_told_by_its_name(row: Mapping[str, Any], why: str) -> None:
    with pytest.raises(ProblemsError) as raised:
        tried(OWNED, given={"slo_definitions": [row]})
    (problem,) = raised.value.problems
    assert str(problem.place) == "slo/owned-by-team.examples.yaml examples.0.given.slo_definitions"
    assert problem.reason("en").startswith("The example “here” cannot be run: ")
    assert why in problem.reason("en")
    assert "「ここ」" in problem.reason("ja")
    assert "{" not in problem.reason("en")
