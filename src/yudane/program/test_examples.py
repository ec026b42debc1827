"""Values that an example says, as they are compared and as its file may say them."""

from typing import Any

import pytest

from yudane.program.examples import same
from yudane.program.files import Layered
from yudane.program.schema import check


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        (4, 4.0), (0.333333, 1 / 3), (True, True), (None, None), ("none", "none"), (["a", 1], ["a", 1.0]),
        ("-10d", "2026-09-21 00:00:00"), ("-10d", "2026-09-21"), ("2026-09-21T01:00:00Z", "2026-09-21 01:00:00"),
        (["-10d"], ["2026-09-21"]),
    ],
)  # fmt: skip
def test_the_same_may_be_written_otherwise(expected: object, found: object) -> None:
    assert same(expected, found)


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        (4, 5), (0.33, 1 / 3), (1, True), (0, None), ("4", 4), ("a", "b"), (["a"], ["a", "b"]), (["a"], "a"),
        ("-10d", "2026-09-22"), ("-10d", "ten days"),
    ],
)  # fmt: skip
def test_what_is_something_else_is_not_the_same(expected: object, found: object) -> None:
    assert not same(expected, found)


def faults(kind: str, **said: Any) -> set[tuple[str, str]]:
    example = {"name": {"en": "a", "ja": "b"}, "given": {}, **said}
    problems = check(kind, Layered("slo/x.yaml", {"examples": [example]}))
    return {(p.code, p.place.field) for p in problems if p.place.field.startswith("examples")}


@pytest.mark.parametrize("kind", ["criterion", "indicator"])
def test_what_is_measured_stands_beside_one_outcome_or_within_that_of_a_service(kind: str) -> None:
    columns = {"measured": {"n": 1, "worst": "-10d", "names": ["a"], "nobody": None}}
    assert faults(kind, expect="met", **columns) == set()
    assert faults(kind, expect={"shop": {"outcome": "met", **columns}, "cart": "unmet"}) == set()
    assert faults(kind, expect={"shop": "met"}, **columns) == {("value_type", "examples.0.expect")}
    assert faults(kind, expect="met", measured={"n": {"m": 1}}) == {("value_type", "examples.0.measured.n")}
