"""One sentence about what did not look, went stale or could not be read, and who mends it."""

from datetime import date
from typing import Any

from yudane.assessment.reason import because, counts_words, evidence_words
from yudane.assessment.unseen import tables_words, unseen_words
from yudane.contracts import shipped_contracts
from yudane.program import load_program

KNOWN = shipped_contracts()


def row(cause: str, detail: str, **values: Any) -> dict[str, Any]:
    return {"outcome": "unknown", "cause": cause, "detail": detail, "looked_until": None, "sources": None} | values


def test_what_nobody_looked_at_is_named_with_who_can_connect_it() -> None:
    rows = [row("never", "incidents"), row("never", "incidents, postmortems")]
    assert unseen_words(rows, KNOWN, "en") == (
        "Nothing has looked at incidents and postmortems yet; company SRE can connect the missing sources "
        "(yudane collect; yudane sources says what looked when)."
    )
    assert unseen_words(rows, KNOWN, "ja").startswith("インシデント、ポストモーテムを見ているデータソースがなく、")


def test_what_went_stale_names_its_source_and_when_it_looked_last() -> None:
    look = {"looked_until": date(2026, 10, 3)}
    rows = [row("stale", "slo_definitions", sources="openslo", **look),
            row("stale", "slo_definitions", sources="openslo, prometheus", **look)]  # fmt: skip
    said = unseen_words(rows, KNOWN, "en")
    assert said.startswith(
        "The data on SLO definitions (openslo, last on 3 Oct 2026) went stale; company SRE can collect"
    )
    rows[1]["sources"] = rows[0]["sources"] = "sloth, openslo"
    assert "(last on 3 Oct 2026)" in unseen_words(rows, KNOWN, "en")


def test_unread_comes_before_stale_before_later_before_never() -> None:
    rows = [row(cause, table) for cause, table in (
        ("never", "drills"), ("not_yet", "reviews"), ("stale", "documents"), ("left_out", "incidents"))]  # fmt: skip
    for lang, words in (("en", ["incidents could", "documents went", "review meetings do not reach", "drills yet"]),
                        ("ja", ["インシデントに読み取れない", "ドキュメントのデータが古く", "必要な期間に足りず", "訓練を見て"])):  # fmt: skip
        said = unseen_words(rows, KNOWN, lang)  # type: ignore[arg-type]
        places = [said.index(word) for word in words]
        assert places == sorted(places)


def test_a_table_that_is_stale_by_itself_is_not_said_never_to_be_looked_at() -> None:
    rows = [row("never", "documents, drills", looked_until=date(2026, 9, 1)), row("stale", "documents")]
    said = unseen_words(rows, KNOWN, "en")
    assert "documents went stale and nothing has looked at drills yet; company SRE" in said


def test_where_it_cannot_be_told_which_is_old_and_which_was_never_seen_both_are_said() -> None:
    rows = [row("never", "documents, drills", looked_until=date(2026, 9, 1))]
    assert "Nothing has looked at documents and drills, or only too long ago; company SRE can connect or" in (
        unseen_words(rows, KNOWN, "en")
    )


def test_only_some_tables_are_named_those_first_that_most_outcomes_lack() -> None:
    names = ["assets", "budgets", "changes", "costs", "drills"]
    rows = [row("never", ", ".join(names)), row("never", "drills", services=7)]
    assert tables_words(rows, KNOWN, "en") == "drills, assets, budgets, code changes and 1 more"


def test_a_column_is_only_named_where_its_table_is_there() -> None:
    assert tables_words([row("never", "costs.*, costs.service_id")], KNOWN, "en") == "costs"
    assert tables_words([row("never", "costs.service_id")], KNOWN, "en") == "costs (service_id)"


def test_what_evidence_would_not_end_is_not_told() -> None:
    rows = [
        row("attribute", ""),
        row("never", ""),
        row("error", "no such column"),
        row("never", "costs", outcome="met"),
    ]
    assert unseen_words(rows, KNOWN, "en") == ""


def test_counts_never_tell_the_unknown_as_not_met() -> None:
    assert counts_words(3, 1, 1, "en") == "3 of 5 met, 1 not known"
    assert counts_words(0, 0, 5, "en") == "5 not known"
    assert counts_words(0, 0, 5, "ja") == "5項目は不明"
    assert counts_words(0, 0, 0, "en") == ""
    assert evidence_words({"met": 0, "unmet": 0, "lowest": 1, "highest": 3}, "en") == "nothing known"
    assert evidence_words({"met": 1, "unmet": 0, "lowest": 1, "highest": 3}, "en") == "Level 1 to 3"


def test_the_reason_of_one_outcome_says_what_could_not_be_read_and_what_is_old() -> None:
    check = load_program(None).criterion("slo.measured")
    left_out = row("left_out", "slo_definitions, slo_measurements")
    assert because(check, left_out, KNOWN, "en") == (
        "Something about SLO definitions, SLI measurements could not be read, so this is unknown until it is mended."
    )
    assert "SLOの定義、SLIの計測値 に読み取れないもの" in because(check, left_out, KNOWN, "ja")
    mixed = row("never", "slo_definitions, slo_measurements", looked_until=date(2026, 9, 1), service_id="shop")
    assert "or only too long ago" in because(check, mixed, KNOWN, "en")
