"""Whatever bytes come, the answer is values or a Problem with place and mend; never a crash, never a hang."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yudane.reading import ProblemsError, read_file, walk
from yudane.reading.files import File
from yudane.reading.markdown import date_in
from yudane.reading.yaml import read_yaml
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
        ("a.yaml", "a: .nan", "not_a_number", 1),
        ("a.yaml", "a: " + "9" * 5000, "number_too_long", 1),
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
        ("a.csv", b"a\n" + b'"' * 3, "csv_broken", 2),
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
