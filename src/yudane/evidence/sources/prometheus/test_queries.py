"""From the queries of an SLO to those that are sent."""

import pytest

from yudane.evidence.sources.prometheus.queries import Ask, asks


def total(query: str, bucket: int = 3600) -> str:
    return asks({"total": query, "good": "x"}, bucket)[1].query


def test_a_rate_over_the_window_is_taken_over_one_bucket_and_made_a_count() -> None:
    assert total("sum(rate(a[{{.window}}]))") == "sum(sum(rate(a[3600s]))) * 3600"
    assert total("sum(rate(a[{{ .Window }}]))", 300) == "sum(sum(rate(a[300s]))) * 300"


def test_what_counts_already_is_not_multiplied() -> None:
    assert total("sum(increase(a[{{.window}}]))") == "sum(sum(increase(a[3600s])))"
    assert total("count_over_time(a[{{.window}}])") == "sum(count_over_time(a[3600s]))"


def seen(function: str, over: str, half: int) -> str:
    return f"({function}({over}) and count_over_time({over}) >= {half})"


def test_a_range_of_its_own_is_averaged_over_the_bucket() -> None:
    assert total("rate(a[5m])") == f"sum({seen('avg_over_time', '(rate(a[5m]))[3599999ms:300s]', 6)}) * 3600"
    assert total("increase(a[5m])") == f"sum({seen('avg_over_time', '(increase(a[5m]))[3599999ms:300s]', 6)}) * 12"
    assert total("rate(a[1h30m])") == f"sum({seen('avg_over_time', '(rate(a[1h30m]))[3599999ms:3600s]', 1)}) * 3600"


def test_a_query_without_a_range_is_a_counter() -> None:
    assert total('a{b="c"}') == "sum(" + seen("increase", '(a{b="c"})[3600s:60s]', 30) + ")"


def test_short_buckets_are_looked_at_more_often() -> None:
    assert total("a", 15) == f"sum({seen('increase', '(a)[15s:3s]', 3)})"
    assert asks({"error_ratio": "a"}, 15)[0].query == seen("avg_over_time", "(a)[14999ms:15s]", 1)


def test_brackets_in_quotes_are_no_range() -> None:
    assert '(a{path="x[5m]"})[3600s:60s]' in total('a{path="x[5m]"}')
    assert total('rate(a{path=~"increase(.*"}[{{.window}}])').endswith(" * 3600")


def test_a_comment_at_the_end_swallows_nothing() -> None:
    assert "(a # all\n)[3600s:60s]" in total("a # all")
    assert total("rate(a[{{.window}}]) # all") == "sum(rate(a[3600s]) # all\n) * 3600"
    assert '(a{b="#"})' in total('a{b="#"}')


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        ("r[{{.window}}]", "r[3600s]"),
        ("a:ratio_rate5m", seen("avg_over_time", "(a:ratio_rate5m)[3599999ms:60s]", 30)),
        ("rate(a[5m]) / rate(b[5m])", seen("avg_over_time", "(rate(a[5m]) / rate(b[5m]))[3599999ms:300s]", 6)),
    ],
)
def test_a_ratio_is_the_one_of_the_bucket(query: str, sent: str) -> None:
    assert asks({"error_ratio": query}, 3600) == [Ask("error_ratio", sent)]


def test_two_kinds_of_events_are_asked_and_the_ratio_only_without_them() -> None:
    everything = {"good": "g", "total": "t", "error": "e", "error_ratio": "r"}
    without = {name: {key: query for key, query in everything.items() if key != name} for name in everything}
    assert [ask.series for ask in asks(everything, 60)] == ["good", "total"]
    assert [ask.series for ask in asks(without["good"], 60)] == ["error", "total"]
    assert [ask.series for ask in asks(without["total"], 60)] == ["good", "error"]
    assert [ask.series for ask in asks({"total": "t", "error_ratio": "r"}, 60)] == ["error_ratio"]
    assert asks({"total": "t"}, 60) == []
