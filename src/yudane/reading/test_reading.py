"""Whatever bytes come, the answer is values or a Problem with place and mend; never a crash, never a hang."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yudane.reading import ProblemsError, read_file, walk
from yudane.reading.csv import read_csv
from yudane.reading.files import File
from yudane.reading.markdown import date_in
from yudane.reading.values import Document
from yudane.reading.yaml import read_foreign_yaml, read_yaml
from yudane.words import LANGUAGES


def read(tmp_path: Path, name: str, content: str | bytes) -> File:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_file(path)


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{n}: &{n} [{', '.join(['*' + p] * 9)}]\n" for p, n in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("name", "content", "code", "line"),
    [
        ("a.yaml", "a: 1\nb: [1, 2\n", "yaml_broken", 3),
        ("a.yaml", "a: 1\nb: 2\na: 3\n", "double_key", 3),
        ("a.yaml", BOMB, "too_many_nodes", None),
        ("a.yaml", "[" * 100_000, "too_deep", 1),
        ("a.yaml", "a: " * 30_000, "yaml_broken", 1),
        ("a.yaml", "x: &x [*x]", "yaml_alias_unknown", 1),
        ("a.yaml", "x: *nowhere", "yaml_alias_unknown", 1),
        ("a.yaml", "? [a, b]\n: 1", "yaml_key_not_text", 1),
        ("a.yaml", b"\xff\xfe\x00", "encoding_wrong", 1),
        ("a.yaml", b"a: b\nc: \x93\xfa\x96\x7b", "encoding_wrong", 2),
        ("a.yaml", "a: \x00", "yaml_broken", None),
        ("a.json", "{", "json_broken", 1),
        ("a.json", '{\n"a": 1,\n"a": 2}', "double_key", 1),
        ("a.json", '{"a": NaN}', "not_a_number", 1),
        ("a.json", '{"a": -Infinity}', "not_a_number", 1),
        ("a.json", "[" * 200_000, "too_deep", 1),
        ("a.json", "9" * 5000, "number_too_long", 1),
        ("a.jsonl", '{"a": 1}\n{"b"}\n{"c": 3}', "json_broken", 2),
        ("a.csv", "a,b\n1,2\n1,2,3\n", "csv_row_too_long", 3),
        ("a.csv", "a,a\n1,2\n", "double_key", 1),
        ("a.csv", b"a\n" + b'"' * 3, "csv_row_broken", 2),
        ("a.csv", 'a,"b" c\n1,2\n', "csv_broken", 1),
        ("a.csv", b"a\n\xe0\xa1\n", "encoding_wrong", 2),  # reads as either, and nobody can tell which
        ("a.md", "---\na: 1\na: 2\n---\n# x", "double_key", 3),
        ("a.md", "---\n- a\n---\n# x", "front_matter_not_mapping", 1),
        ("a.exe", "x", "file_kind_unknown", None),
    ],
)  # fmt: skip
def test_bad_input_is_told_with_its_place_and_mend(
    tmp_path: Path, name: str, content: str | bytes, code: str, line: int | None
) -> None:
    file = read(tmp_path, name, content)
    problem = file.problems[0]
    assert problem.code == code
    assert problem.place.file.endswith(name)
    if line:
        assert problem.place.line == line
    for lang in LANGUAGES:
        assert len(problem.reason(lang)) > 10
    assert file.content  # the raw bytes are kept whatever is wrong with them


def test_a_broken_line_leaves_the_others(tmp_path: Path) -> None:
    file = read(tmp_path, "a.jsonl", '{"a": 1}\n{"b"}\n\n{"c": 3}')
    assert [document.value for document in file.documents] == [{"a": 1}, {"c": 3}]
    assert [document.line for document in file.documents] == [1, 4]


def test_documents_before_a_broken_one_are_kept(tmp_path: Path) -> None:
    file = read(tmp_path, "a.yaml", "a: 1\n---\nb: [\n")
    assert [document.value for document in file.documents] == [{"a": 1}]
    assert len(file.problems) == 1


@pytest.mark.parametrize(("text", "code"), [("a: .nan", "not_a_number"), ("a: " + "9" * 5000, "number_too_long")])
def test_what_is_no_number_is_refused_where_numbers_are_meant(text: str, code: str) -> None:
    with pytest.raises(ProblemsError) as error:
        list(read_yaml(text, "a.yaml"))
    assert error.value.problems[0].code == code


@pytest.mark.parametrize(
    "text", ["1.10", "0123", "on", "Off", "yes", "True", "0x1F", "0b1", "1_000", "0x_", "+1", "1.", ".5", "1e3", ".nan", "9" * 60,
             "12:30:45", "0o17", "1.0000000000000000001"]
)  # fmt: skip
def test_what_systems_wrote_stays_as_it_was_written(tmp_path: Path, text: str) -> None:
    (document,) = read(tmp_path, "a.yaml", f"a: {text}\nb: [{text}]\n").documents
    assert document.value == {"a": text, "b": [text]}


@given(st.one_of(st.integers(-(10**17), 10**17), st.floats(-1e14, 1e14).filter(lambda one: "e" not in repr(one))))
def test_numbers_as_they_are_usually_written_are_numbers(value: float) -> None:
    (document,) = read_foreign_yaml(f"a: {value!r}", "a.yaml")
    assert isinstance(document, Document)
    assert document.value == {"a": value}
    assert isinstance(document.value["a"], type(value))


def test_yaml_gives_plain_values_and_their_lines() -> None:
    text = "name: 日本\nwhen: 2026-01-02\ntime: 12:30:00\nport: 0o17\nyes: on\nnil: ~\nbig: 1_000\nreal: 1.5\nitems:\n  - a\n  - b: !!python/object:os.system x\n"
    document = next(read_yaml(text, "a.yaml"))
    assert document.value == {
        "name": "日本", "when": "2026-01-02", "time": "12:30:00", "port": "0o17", "yes": True, "nil": None,
        "big": 1000, "real": 1.5, "items": ["a", {"b": "x"}],
    }  # fmt: skip
    assert document.line_of(("items", 1, "b")) == 11
    assert document.line_of(("items", 7, "missing")) == 9


def test_anchors_and_merges_work_as_people_use_them() -> None:
    text = "base: &base {a: 1, b: 2}\nother:\n  <<: *base\n  b: 3\n"
    assert next(read_yaml(text, "a.yaml")).value == {"base": {"a": 1, "b": 2}, "other": {"a": 1, "b": 3}}


def test_spreadsheets_in_cp932_and_with_a_mark_are_read(tmp_path: Path) -> None:
    for content in ("名前,値\n決済,\n".encode("cp932"), "名前,値\n決済,\n".encode("utf-8-sig")):
        assert read(tmp_path, "a.csv", content).documents[0].value == {"名前": "決済", "値": None}


def test_markdown_tells_front_matter_and_headings(tmp_path: Path) -> None:
    text = "---\ntitle: 決済停止\n---\n# 概要\n\n```\n# not a heading\n```\nTimeline\n--------\n"
    value = read(tmp_path, "a.md", text).documents[0].value
    assert isinstance(value, dict)
    assert value["front"] == {"title": "決済停止"}
    headings = value["headings"]
    assert isinstance(headings, list)
    assert [(h["level"], h["text"], h["line"]) for h in headings if isinstance(h, dict)] == [
        (1, "概要", 4),
        (2, "Timeline", 9),
    ]


def test_a_date_is_read_from_a_file_name() -> None:
    assert str(date_in("2026-09-01-checkout.md")) == "2026-09-01"
    assert date_in("2026-19-41.md") is None
    assert date_in("notes.md") is None


def test_a_missing_path_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match="no such file"):
        walk([tmp_path / "nowhere"], ["*.yaml"])


def test_hidden_folders_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "a.yaml").write_text("a: 1")
    (tmp_path / "b.yaml").write_text("b: 1")
    assert [path.name for path in walk([tmp_path], ["*.yaml"]).files] == ["b.yaml"]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([".yaml", ".json", ".jsonl", ".csv", ".md"]), st.binary(max_size=200) | st.text(max_size=200))
def test_no_bytes_whatever_make_it_crash(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, content: str | bytes
) -> None:
    folder = tmp_path_factory.mktemp("any")
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    read(folder, f"a{suffix}", data)


# -- One bad part refuses itself alone ------------------------------------------------------------------------------------


def values(file: File) -> list[object]:
    return [document.value for document in file.documents]


def faults(file: File) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.place.line) for problem in file.problems]


def test_a_row_with_wrong_quotes_refuses_itself_alone(tmp_path: Path) -> None:
    rows = ["a,b", "1,x", '2,"a "big" one"', "3,y", '4,"never closed', "5,z"]
    file = read(tmp_path, "a.csv", "\n".join(rows))
    assert [document.value for document in file.documents] == [
        {"a": n, "b": b} for n, b in (("1", "x"), ("3", "y"), ("5", "z"))
    ]
    assert faults(file) == [("csv_row_broken", 3), ("csv_row_broken", 5)]


def test_a_text_over_several_lines_is_one_row(tmp_path: Path) -> None:
    file = read(tmp_path, "a.csv", 'a,b\n1,"x\ny,""z"""\n2,w\n')
    assert [(one.value, one.line) for one in file.documents] == [
        ({"a": "1", "b": 'x\ny,"z"'}, 3),
        ({"a": "2", "b": "w"}, 4),
    ]


@pytest.mark.parametrize(
    "text",
    ["a,b\n1,2\n", "a;b\n1;2\n", "a\tb\n1\t2\n", "sep=;\na;b\n1;2\n", "sep=,\r\na,b\r\n1,2\r\n", "a,b,,\n1,2,,\n", "a,b\n1,2,,\n",
     "a;b;\n1;2;\n;;\n", "\ufeff\ufeffa,b\n1,2\n", '"a";"b,c"\n1;2\n'.replace("b,c", "b")],
)  # fmt: skip
def test_a_sheet_is_read_whatever_stands_between_its_cells(tmp_path: Path, text: str) -> None:
    for name, content in (("a.csv", text.encode()), ("A.CSV", text.encode("utf-16"))):
        file = read(tmp_path, name, content)
        assert (values(file), file.problems, file.header) == ([{"a": "1", "b": "2"}], [], ("a", "b"))


def test_a_column_without_a_name_is_called_by_its_place(tmp_path: Path) -> None:
    file = read(tmp_path, "a.csv", ",a\n0,x\n")
    assert values(file) == [{"column 1": "0", "a": "x"}]


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "utf-8", "utf-8-sig", "utf-16"])
def test_japanese_sheets_are_read_in_the_encodings_they_come_in(tmp_path: Path, encoding: str) -> None:
    text = "名前,チーム\n決済サービス,コマース開発チーム\n検索,プラットフォーム\n"
    file = read(tmp_path, "a.csv", text.encode(encoding))
    assert values(file) == [
        {"名前": "決済サービス", "チーム": "コマース開発チーム"},
        {"名前": "検索", "チーム": "プラットフォーム"},
    ]


def test_a_line_of_json_with_a_bad_byte_refuses_itself_alone(tmp_path: Path) -> None:
    file = read(
        tmp_path,
        "a.jsonl",
        b'{"a": 1}\n{"a": "\xff"}\n{"a": "\xe3\x81\x82"}\n{"a": "\\ud83d"}\n{"a": 1, "a": 2}\n{"a": 3}',
    )
    assert values(file) == [{"a": 1}, {"a": "あ"}, {"a": 3}]
    assert faults(file) == [("encoding_wrong", 2), ("half_character", 4), ("double_key", 5)]


def test_a_document_of_yaml_with_a_fault_refuses_itself_alone(tmp_path: Path) -> None:
    parts = ["a: 1", "a: 1\na: 2\nb: [1]", "a: 3", "a: [1,", "a: *nothing\nb:\n  c: 1", "a: !own 1.10\nb: 6"]
    file = read(tmp_path, "a.yaml", "\n---\n".join(parts))
    assert values(file) == [{"a": 1}, {"a": 3}, {"a": "1.10", "b": 6}]
    assert faults(file) == [("double_key", 4), ("yaml_broken", 10), ("yaml_alias_unknown", 11)]
    assert [document.line_of(("b",)) for document in file.documents] == [1, 7, 16]


def test_front_matter_stands_below_blank_lines_and_marks(tmp_path: Path) -> None:
    file = read(tmp_path, "a.md", "\ufeff\ufeff\n\n---\ntitle: on\n---\n# Head\n")
    (document,) = values(file)
    assert isinstance(document, dict)
    assert (document["front"], document["headings"]) == ({"title": "on"}, [{"level": 1, "text": "Head", "line": 6}])


@given(
    st.lists(
        st.sampled_from(["1,x", '2,"y"', '"3",z', '4,"a "b" c"', '5,"open', 'six"six,7', "8", '9,""']), max_size=12
    )
)
def test_every_row_is_read_or_counted(rows: list[str]) -> None:
    """However they follow one another: the sum is what there is."""
    found = list(read_csv("a,b\n" + "\n".join(rows), "a.csv"))
    lines = {one.line if isinstance(one, Document) else one.place.line for one in found}
    assert len(found) <= len(rows)
    assert [
        one for one in found if isinstance(one, Document) and one.value == {"a": "1", "b": "x"}
    ] or "1,x" not in rows
    assert len(lines) == len(found)
