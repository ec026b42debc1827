"""A source of one's own from the first file to rows: new, try, lint, with the place of what is wrong."""

from pathlib import Path

import pytest

from yudane.faces.cli.conftest import Run, data


@pytest.fixture
def ship_log(run: Run, tmp_path: Path) -> Path:
    """What `source new` wrote, in a home."""
    run("init")
    run("source", "new", "ship-log")
    return tmp_path / "home" / "sources" / "ship-log"


def test_what_a_new_source_begins_with_lints_and_gives_rows(run: Run, ship_log: Path) -> None:
    run("source", "lint", "ship-log")
    found = data(run("source", "try", "ship-log", "--json"))
    assert [(row["incident_id"], row["service_id"], row["severity"]) for row in found["rows"]["incidents"]] == [
        ("A-1", "shop", 1),
        ("A-2", "search", 5),
    ]
    assert "incidents: 2 rows" in run("source", "try", ship_log).stdout


def test_trying_keeps_nothing(run: Run, ship_log: Path) -> None:
    run("source", "try", "ship-log")
    assert data(run("sources", "--json"))["sources"] == []


def test_what_is_refused_is_told_in_its_own_words(run: Run, ship_log: Path, tmp_path: Path) -> None:
    (tmp_path / "one.jsonl").write_text('{"id": "A-3", "service": "shop"}\n', "utf-8")
    found = data(run("source", "try", "ship-log", tmp_path / "one.jsonl", "--json", code=1))
    assert [problem["line"] for problem in found["problems"]] == [1]
    assert "A-3" in found["problems"][0]["reason"]


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        ("incidents.sql", "body->>'$.service' as", "bodie as", 5),
        ("incidents.sql", "body->>'$.service' as", "getenv('HOME') as", 5),
        ("incidents.sql", "where (body", "where where (body", 12),
        ("incidents.sql", "body->>'$.service' as", "strptime(body->>'$.id', 5) as", 5),
        ("rejected.sql", "from documents", "from document", 2),
        ("shared/mine.sql", "from documents", "from document", 1),
    ],
)
def test_an_error_of_sql_is_told_with_file_and_line(
    run: Run, ship_log: Path, file: str, old: str, new: str, line: int
) -> None:
    (ship_log / "shared").mkdir()
    (ship_log / "shared" / "mine.sql").write_text("select * from documents\n", "utf-8")
    (ship_log / "ours.sql").write_text("select origin from mine where (body->>'$.id') is not null\n", "utf-8")
    run("source", "lint", "ship-log")
    text = (ship_log / file).read_text("utf-8")
    assert old in text
    (ship_log / file).write_text(text.replace(old, new), "utf-8")
    problems = data(run("source", "lint", "ship-log", "--json", code=1))
    assert {(Path(one["file"]).relative_to(ship_log).as_posix(), one["line"]) for one in problems} == {(file, line)}


def test_nothing_is_overwritten_and_names_are_plain(run: Run, ship_log: Path) -> None:
    run("source", "new", "ship-log", code=2)
    run("source", "new", "../ship", code=2)


def test_a_source_that_asks_an_address_cannot_be_tried_on_files(run: Run, ship_log: Path) -> None:
    run("source", "try", "prometheus", code=2)


def test_a_map_may_fill_a_table_of_ones_own(run: Run, ship_log: Path, tmp_path: Path) -> None:
    words = "{en: Landings, ja: 着水}"
    tables = tmp_path / "home" / "program" / "tables"
    tables.mkdir(parents=True)
    (tables / "landings.yaml").write_text(
        f"name: {words}\nabout: {words}\ngroup: evidence\nkind: event\nkey: [landing_id]\neffective: landed_at\n"
        f"fresh_for_days: 30\nstandard: {words}\ncolumns:\n  landing_id: {{type: str, about: {words}}}\n"
        f"  service_id: {{type: str, about: {words}}}\n  landed_at: {{type: ts, about: {words}}}\n"
        "example: {landing_id: L-1, service_id: shop, landed_at: 2026-09-08T01:09:00Z}\n",
        "utf-8",
    )
    (ship_log / "landings.sql").write_text(
        "select origin, line, body->>'$.id' as landing_id, body->>'$.service' as service_id, "
        "body->>'$.started_at' as landed_at from documents\n",
        "utf-8",
    )
    assert len(data(run("source", "try", "ship-log", "--json"))["rows"]["landings"]) == 2
    run("collect", "ship-log", ship_log / "samples", "--covers", "all", "--yes")
    run("assess")
    told = {(row["table"], row["rows"]) for row in data(run("sources", "--json"))["sources"]}
    assert told == {("incidents", 2), ("landings", 2)}
    (tables / "landings.yaml").unlink()
    (ship_log / "landings.sql").unlink()
    assert "landings" in run("doctor", code=1).stdout
    assert {row["table"] for row in data(run("sources", "--json"))["sources"]} == {"incidents"}


def test_a_problem_without_words_is_found_and_loses_all_tables(run: Run, ship_log: Path, tmp_path: Path) -> None:
    """Evidence is never lost without a word, whoever misspelt it."""
    rejected = ship_log / "rejected.sql"
    rejected.write_text(rejected.read_text("utf-8").replace("'start_missing'", "'start_missed'"), "utf-8")
    (problem,) = data(run("source", "lint", "ship-log", "--json", code=1))
    assert (problem["code"], Path(problem["file"]).name) == ("source_problem_unknown", "rejected.sql")
    (tmp_path / "one.jsonl").write_text(
        '{"id": "A-3", "service": "shop"}\n{"id": "A-4", "service": "shop", "started_at": "2026-09-08T01:09:00Z"}\n',
        "utf-8",
    )
    said = run("collect", "ship-log", tmp_path / "one.jsonl", "--covers", "all", "--yes", code=3).stderr
    assert "start_missed" in said
    left = data(run("sources", "--json"))["left_out"]
    assert [(one["code"], one["tables"], one["line"]) for one in left] == [("source_problem_unknown", ["incidents"], 1)]


@pytest.mark.parametrize(
    ("said", "code", "name"),
    [("incidents: [acknowledged]", "column_unknown", "acknowledged"), ("incidnts: []", "table_unknown", "incidnts")],
)
def test_what_is_never_filled_must_be_there(run: Run, ship_log: Path, said: str, code: str, name: str) -> None:
    file = ship_log / "source.yaml"
    text = file.read_text("utf-8").split("not_filled:")[0]
    file.write_text(f"{text}not_filled:\n  {said}\n", "utf-8")
    (problem,) = data(run("source", "lint", "ship-log", "--json", code=1))
    assert problem["code"] == code
    assert name in problem["reason"]
    assert problem["line"]


def test_a_column_that_its_table_lacks_is_told(run: Run, ship_log: Path) -> None:
    sql = ship_log / "incidents.sql"
    sql.write_text(sql.read_text("utf-8").replace("as resolved_at", "as resolvd_at"), "utf-8")
    (problem,) = data(run("source", "lint", "ship-log", "--json", code=1))
    assert "resolvd_at" in problem["reason"]


def test_functions_that_may_be_used_are_listed_and_near_ones_named(run: Run, ship_log: Path) -> None:
    assert "date_trunc" in data(run("source", "functions", "--json"))["check"]
    sql = ship_log / "incidents.sql"
    sql.write_text(sql.read_text("utf-8").replace("body->>'$.service' as", "lowr(body->>'$.service') as"), "utf-8")
    assert "lower" in run("source", "lint", "ship-log", code=1).stdout


def test_a_tables_columns_are_shown_where_data_are_prepared(run: Run) -> None:
    assert "detected_at" in run("table", "incidents").stdout
    assert {"table": "incidents", "title": "incidents"} in data(run("table", "--json"))
    assert "インシデント" in run("table", "incidents", "--lang", "ja").stdout
    run("table", "incidnts", code=2)
