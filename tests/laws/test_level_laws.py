"""Laws of levels, whatever the outcomes are."""

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from yudane.assessment.levels import make_levels
from yudane.assessment.outcomes import COLUMNS
from yudane.evidence.engines.database import connect
from yudane.evidence.snapshot import ORIGINS
from yudane.program.load import shipped

WORDS = ("met", "unmet", "unknown", "not_applicable", "exempt")
CRITERIA = [c for c in shipped().criteria() if c.activity in ("slo", "postmortem")]
CON = connect()

outcomes = st.fixed_dictionaries({c.id: st.sampled_from(WORDS) for c in CRITERIA})


def intervals(*services: Mapping[str, str], origins: Mapping[str, str] = {}) -> list[dict[str, tuple[int, int]]]:
    """The interval of each activity, for services with these outcomes."""
    CON.execute(f"create or replace temp table outcomes ({', '.join(f'{n} {t}' for n, t in COLUMNS.items())})")
    values = ", ".join(
        f"('{number}', '{c.activity}', '{c.id}', {c.level}, '{c.kind}', true, '{outcome_of[c.id]}', '{origins.get(c.id, 'measured')}')"
        for number, outcome_of in enumerate(services)
        for c in CRITERIA
    )
    CON.execute(
        "insert into outcomes (service_id, activity, criterion_id, level, kind, counts, outcome, origin) "
        f"values {values}"
    )
    make_levels(CON, shipped())
    found: list[dict[str, tuple[int, int]]] = [{} for _ in services]
    for service, activity, low, high in CON.rows("select service_id, activity, lowest, highest from levels"):
        found[int(service)][activity] = (low, high)
    return found


def plain(outcome_of: Mapping[str, str], activity: str) -> int | None:
    """The level by rubric.md 2.0 where every outcome is decided; None where Level 2 is neither reached nor excluded."""

    def found(level: int, kind: str) -> list[str]:
        return [outcome_of[c.id] for c in CRITERIA if (c.activity, c.level, c.kind) == (activity, level, kind)]

    core2, core3, extended = found(2, "core"), found(3, "core"), found(3, "extended")
    if "unmet" in core2:
        return 1
    decided2 = core2.count("met")
    if decided2 < 2 or decided2 < 0.6 * len(core2):
        return None
    decided3 = core3.count("met")
    quota = extended.count("met") >= 0.5 * (extended.count("met") + extended.count("unmet"))
    reached = "unmet" not in core3 and decided3 >= 2 and decided3 >= 0.5 * len(core3) and quota
    return 3 if reached else 2


@given(outcomes)
@settings(max_examples=120, deadline=None)
def test_the_interval_holds_every_level_the_unknown_could_still_give(outcome_of: dict[str, str]) -> None:
    worst = {c: "unmet" if word == "unknown" else word for c, word in outcome_of.items()}
    best = {c: "met" if word == "unknown" else word for c, word in outcome_of.items()}
    (found,) = intervals(outcome_of)
    for activity, (low, high) in found.items():
        assert low <= high
        at_worst, at_best = plain(worst, activity), plain(best, activity)
        assert (low, high) == (at_worst or 1, at_best or 2)


@given(outcomes, st.sampled_from([c.id for c in CRITERIA]))
@settings(max_examples=120, deadline=None)
def test_turning_an_unmet_into_met_never_lowers_a_level(outcome_of: dict[str, str], criterion: str) -> None:
    before, after = intervals({**outcome_of, criterion: "unmet"}, {**outcome_of, criterion: "met"})
    for activity, (low, high) in before.items():
        assert after[activity][0] >= low
        assert after[activity][1] >= high


@given(outcomes, st.sampled_from([c.id for c in CRITERIA]), st.sampled_from(["met", "unmet"]))
@settings(max_examples=120, deadline=None)
def test_learning_what_was_unknown_only_narrows_the_interval(
    outcome_of: dict[str, str], criterion: str, word: str
) -> None:
    before, after = intervals({**outcome_of, criterion: "unknown"}, {**outcome_of, criterion: word})
    for activity, (low, high) in before.items():
        assert low <= after[activity][0] <= after[activity][1] <= high


@given(outcomes)
@settings(max_examples=60, deadline=None)
def test_what_is_not_decided_at_all_is_unknown_and_no_level(outcome_of: dict[str, str]) -> None:
    (found,) = intervals(dict.fromkeys(outcome_of, "unknown"))
    assert set(found.values()) == {(1, 3)}


@given(outcomes, st.sets(st.sampled_from([c.id for c in CRITERIA])), st.sampled_from(ORIGINS[1:]))
@settings(max_examples=120, deadline=None)
def test_what_systems_alone_allow_is_never_narrower_and_is_what_it_were_without_peoples_word(
    outcome_of: dict[str, str], worded: set[str], origin: str
) -> None:
    silent = {c: "unknown" if c in worded and word in ("met", "unmet") else word for c, word in outcome_of.items()}
    (without,) = intervals(silent)
    origins = dict.fromkeys((c for c in worded if outcome_of[c] in ("met", "unmet")), origin)
    (found,) = intervals(outcome_of, origins=origins)
    alone = {
        a: (low, high) for a, low, high in CON.rows("select activity, lowest_measured, highest_measured from levels")
    }
    assert alone == without
    for activity, (low, high) in found.items():
        assert alone[activity][0] <= low <= high <= alone[activity][1]
