"""Spreadsheets as people keep them become services, teams and people."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from yudane.contracts import shipped_contracts
from yudane.evidence.validate import checked_rows
from yudane.reading import ProblemsError
from yudane.words import LANGUAGES, Lang
from yudane.workspace.sheets import KINDS, sheet_delivery
from yudane.workspace.sheets.columns import RECORDED, columns, folded, kind_of
from yudane.workspace.sheets.convert import Known
from yudane.workspace.sheets.entered import Names, Understanding, by_name
from yudane.workspace.sheets.template import write_template

CONTRACTS = shipped_contracts()
Read = tuple[dict[str, list[dict[str, Any]]], list[str]]


def known(**teams: str) -> Known:
    found = Known()
    for key, name in teams.items():
        found.learn("teams", key, name)
    return found


def read(paths: Sequence[Path], names: Known | None = None) -> Read:
    """Rows by table, and the problems as code and line."""
    delivery = sheet_delivery(paths, names or known(aoi="Aoi's team"), CONTRACTS)
    rows: dict[str, list[dict[str, Any]]] = {}
    for file in delivery.files:
        rows.setdefault(delivery.tables[file.name], []).extend(document.value for document in file.documents)  # type: ignore[misc]
    return rows, [f"{one.code}:{one.place.line}" for file in delivery.files for one in file.problems]


def csv_of(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_text(text, encoding)
    return path


def book_of(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_template_says_is_read_back_whole(tmp_path: Path, lang: Lang, suffix: str) -> None:
    paths = [tmp_path / f"{kind}.{suffix}" for kind in KINDS]
    for kind, path in zip(KINDS, paths, strict=True):
        write_template(kind, lang, path, CONTRACTS)
    rows, problems = read(paths, known())
    assert problems == []
    for kind in KINDS:
        example = {name: CONTRACTS[kind].example[name] for name in columns(kind)}
        (row,) = rows[kind]
        assert {name: str(value) for name, value in row.items()} == {
            name: str(value) for name, value in example.items() if value is not None
        }


def test_a_template_never_takes_the_place_of_a_file(tmp_path: Path) -> None:
    path = csv_of(tmp_path / "teams.csv", "mine")
    with pytest.raises(ProblemsError):
        write_template("teams", "en", path, CONTRACTS)
    assert path.read_text() == "mine"


@pytest.mark.parametrize("kind", KINDS)
def test_every_header_means_one_column_and_every_column_is_a_contracts(kind: str) -> None:
    found = columns(kind)
    assert set(found) <= set(CONTRACTS[kind].names)
    said = [header for column in found.values() for header in column.headers]
    assert len(said) == len(set(said))
    for name, column in found.items():
        assert set(column.words) in (set(), set(CONTRACTS[kind].column(name).values or ()))


def test_words_and_widths_of_both_languages_are_understood(tmp_path: Path) -> None:
    text = (
        "サービス名,担当チーム,重要度,状態,個人情報,本番開始日,リポジトリ\n"
        '決済,ＡＯＩ\'s Team,１,本番稼働中,○,2026/4/1,"https://a、https://b"\n'
        "検索,aoi,Tier 2,廃止予定,×,2026年4月1日,\n"
    )
    rows, problems = read([csv_of(tmp_path / "s.csv", text, "cp932")])
    assert problems == []
    assert rows["services"] == [
        {
            "service_id": "決済", "name": "決済", "team_id": "aoi", "tier": 1, "lifecycle": "production",
            "handles_personal_data": True, "production_since": "2026-04-01", "repo_urls": ["https://a", "https://b"],
        },
        {
            "service_id": "検索", "name": "検索", "team_id": "aoi", "tier": 2, "lifecycle": "deprecated",
            "handles_personal_data": False, "production_since": "2026-04-01",
        },
    ]  # fmt: skip


def test_a_workbook_with_a_title_above_and_several_sheets_is_read(tmp_path: Path) -> None:
    book = book_of(
        tmp_path / "all.xlsx",
        {
            "お知らせ": [],
            "サービス": [
                ["2026年度 一覧"],
                ["サービス名", "担当チーム", "本番開始日"],
                ["Cart", "検索チーム", dt.date(2026, 4, 1)],
            ],
            "チーム": [["チーム名", "種類", "人数"], ["検索チーム", "開発", 5.0]],
        },
    )
    rows, problems = read([book], known())
    assert problems == []
    assert rows["teams"] == [{"team_id": "検索チーム", "name": "検索チーム", "kind": "dev", "headcount_fte": "5"}]
    assert rows["services"] == [
        {"service_id": "cart", "name": "Cart", "team_id": "検索チーム", "production_since": "2026-04-01"}
    ]


def test_a_row_that_is_not_understood_is_told_with_its_line_and_the_others_are_taken(tmp_path: Path) -> None:
    text = (
        "name,team,tier,lifecycle\nCart,nobody,1,production\n,aoi,2,production\nMail,aoi,high,live\nShop,aoi,3,live\n"
    )
    rows, problems = read([csv_of(tmp_path / "s.csv", text)])
    assert [row["service_id"] for row in rows["services"]] == ["shop"]
    assert problems == ["sheet_team_unknown:2", "sheet_row_nameless:3", "cell_not_understood:4"]


def test_everything_wrong_in_every_row_is_told_at_once_by_the_names_of_its_columns(tmp_path: Path) -> None:
    text = "サービス名,担当チーム,ティア,状態,本番開始日\n予約,だれか,9,本番,いつか\n,aoi,7,本番,\n在庫,,2,ほげ,\n"
    file = sheet_delivery([csv_of(tmp_path / "s.csv", text)], known(aoi="Aoi's team"), CONTRACTS).files[0]
    said = [(problem.place.line, problem.code) for problem in file.problems]
    assert said == [
        (2, "sheet_team_unknown"), (2, "cell_not_understood"), (2, "range"), (3, "sheet_row_nameless"), (3, "range"),
        (4, "cell_not_understood"),
    ]  # fmt: skip
    assert file.problems[2].reason("ja").startswith("ティア の値 9 は 1 から 3")
    assert file.problems[-1].reason("ja").endswith("試験中, 本番, 廃止予定")
    assert file.documents == []


def test_headers_that_say_nothing_are_told_and_unknown_ones_are_handed_on(tmp_path: Path) -> None:
    rows, problems = read([csv_of(tmp_path / "x.csv", "a,b\n1,2\n")])
    assert (rows, problems) == ({"services": []}, ["sheet_not_understood:1"])
    rows, _ = read([csv_of(tmp_path / "y.csv", "service name,team,備考\nCart,aoi,memo\n")])
    assert rows["services"][0]["備考"] == "memo"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\xff" * 100])
def test_a_workbook_that_is_none_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "s.xlsx"
    path.write_bytes(content)
    assert read([path])[1] == ["workbook_broken:None"]


def test_a_file_that_is_missing_or_of_another_kind_is_refused(tmp_path: Path) -> None:
    for name in ("none.csv", "s.pdf"):
        if name == "s.pdf":
            (tmp_path / name).write_text("x")
        with pytest.raises(ProblemsError):
            read([tmp_path / name])


@pytest.mark.parametrize("text", ["Payments team", "payments", "PAYMENTS  TEAM", "ｐａｙｍｅｎｔｓ", "Payments-Team"])
def test_a_team_is_found_by_what_people_call_it(text: str) -> None:
    assert known(pay="Payments team").find("teams", text) == "pay"


def test_a_header_that_could_be_of_two_kinds_is_of_the_one_it_says_more_of() -> None:
    assert kind_of(["名前", "担当チーム", "重要度"]) == "services"
    assert kind_of(["チーム名", "種類"]) == "teams"
    assert kind_of(["社員番号", "チーム", "開始日"]) == "people"
    assert kind_of(["a"]) is None
    assert folded("サービス ID") == folded("ｻｰﾋﾞｽID")


def test_a_dash_says_nothing_and_an_x_could_be_either(tmp_path: Path) -> None:
    rows, problems = read([csv_of(tmp_path / "s.csv", "name,personal data\nCart,-\nMail,x\nShop,×\n")])
    assert [row.get("handles_personal_data") for row in rows["services"]] == [None, False]
    assert problems == ["cell_not_understood:3"]


def test_the_first_sheet_of_services_makes_the_teams_it_names_and_a_later_one_does_not(tmp_path: Path) -> None:
    path = csv_of(tmp_path / "s.csv", "サービス名,担当チーム\n予約,つばき\n検索,つばきチーム\n在庫,みかん\n")
    rows, problems = read([path], Known())
    assert problems == []
    assert [(row["team_id"], row["name"]) for row in rows["teams"]] == [("つばき", "つばき"), ("みかん", "みかん")]
    assert [row["team_id"] for row in rows["services"]] == ["つばき", "つばき", "みかん"]
    _, problems = read([path], known(aoi="Aoi"))
    assert problems == ["sheet_team_unknown:2", "sheet_team_unknown:3", "sheet_team_unknown:4"]


# -- Tables that teams record ------------------------------------------------------------------------------------------


def understanding(table: str, lang: Lang = "en") -> Understanding:
    known = by_name((name, name) for name in ("shop", "aoi-team", "sora-team", "mei-team"))
    names = Names(services=known, teams=known)
    return Understanding(shipped_contracts()[table], columns(table), names, ZoneInfo("Asia/Tokyo"), lang)


@pytest.mark.parametrize("table", [*KINDS, *RECORDED])
def test_no_header_means_two_columns_and_no_word_two_values(table: str) -> None:
    heads: dict[str, str] = {}
    for name, column in columns(table).items():
        assert all(heads.setdefault(head, name) == name for head in column.headers), (name, column.headers)
        texts = [folded(text) for texts in column.words.values() for text in {*map(folded, texts)}]
        assert len(texts) == len({*texts}), name


@pytest.mark.parametrize("table", RECORDED)
def test_every_column_and_every_word_of_a_recorded_table_has_words_in_both_languages(table: str) -> None:
    contract = shipped_contracts()[table]
    assert {*columns(table)} == {*contract.names}
    for name, column in columns(table).items():
        assert {*column.words} == {*contract.column(name).values}, name
        for value in column.words:
            assert not column.label(value, "ja").isascii(), (name, value)


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("table", RECORDED)
def test_what_is_shown_is_understood_as_the_same(table: str, lang: Lang) -> None:
    found = understanding(table, lang)
    example = {name: value for name, value in found.contract.example.items() if value not in (None, [], "")}
    row, problems = found.row(found.shown(example))
    assert problems == []
    assert checked_rows(found.contract, [row]) == [[]]
    assert found.shown(row) == found.shown(example)


def test_what_is_called_alike_is_not_guessed() -> None:
    alike = by_name([("Pay", "pay"), ("PAY", "pay-old"), ("pa-y", "pa-y")])
    found = Understanding(shipped_contracts()["incidents"], columns("incidents"), Names(alike), ZoneInfo("Asia/Tokyo"))
    assert found.row({"service_id": "pay-old"}) == ({"service_id": "pay-old"}, [])
    row, problems = found.row({"service_id": "Pay"})
    assert (row, problems[0].args["known"]) == ({}, "pa-y, pay, pay-old")


def test_a_number_that_is_not_understood_is_told_with_what_the_numbers_mean(tmp_path: Path) -> None:
    file = sheet_delivery(
        [csv_of(tmp_path / "s.csv", "name,team,tier\nShop,aoi,高\n")], known(aoi="Aoi"), CONTRACTS
    ).files[0]
    assert "1(最も重要), 2, 3" in file.problems[0].message("ja")
