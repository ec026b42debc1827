"""A check's examples stand in a file of their own, or still in the check's."""

from pathlib import Path

import pytest

from yudane.program.files import Folder, layered, read_files

RULE = "asks: {en: a, ja: b}\n"
EXAMPLES = "examples:\n  - {expect: met}\n"


def folder_of(root: Path, layers: list[dict[str, str]]) -> Folder:
    paths = []
    for number, files in enumerate(layers):
        for name, text in files.items():
            path = root / str(number) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        paths.append(root / str(number))
    return layered(read_files(tuple(paths)))


@pytest.mark.parametrize(
    "files", [{"slo/x.yaml": RULE + EXAMPLES}, {"slo/x.yaml": RULE, "slo/x.examples.yaml": EXAMPLES}]
)
def test_both_forms_say_the_same(tmp_path: Path, files: dict[str, str]) -> None:
    folder = folder_of(tmp_path, [files])
    assert not folder.problems
    assert {name: file.value for name, file in folder.yaml.items()} == {
        "slo/x.yaml": {"asks": {"en": "a", "ja": "b"}, "examples": [{"expect": "met"}]}
    }


def test_what_is_wrong_with_an_example_is_told_where_it_stands(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, [{"slo/x.yaml": RULE, "slo/x.examples.yaml": "# three\n\n" + EXAMPLES}])
    place = folder.yaml["slo/x.yaml"].place(("examples", 0, "expect"))
    assert (Path(place.file).name, place.line) == ("x.examples.yaml", 4)
    assert Path(folder.yaml["slo/x.yaml"].name).name == "x.yaml"


def test_an_organizations_examples_stand_for_the_shipped_ones(tmp_path: Path) -> None:
    shipped = {"slo/x.yaml": RULE, "slo/x.examples.yaml": EXAMPLES}
    for number, own in enumerate([{"slo/x.yaml": "examples: []\n"}, {"slo/x.examples.yaml": "examples: []\n"}]):
        folder = folder_of(tmp_path / str(number), [shipped, own])
        assert folder.yaml["slo/x.yaml"].value["examples"] == []
        assert not folder.problems


@pytest.mark.parametrize(
    ("files", "code", "name"),
    [
        ({"slo/x.yaml": RULE, "slo/x.examples.yaml": EXAMPLES + "met: n > 1\n"}, "examples_only", "x.examples.yaml"),
        ({"slo/x.yaml": RULE + EXAMPLES, "slo/x.examples.yaml": EXAMPLES}, "examples_twice", "x.yaml"),
    ],
)
def test_they_stand_in_one_place_alone(tmp_path: Path, files: dict[str, str], code: str, name: str) -> None:
    problems = folder_of(tmp_path, [files]).problems
    assert [(problem.code, Path(problem.place.file).name) for problem in problems] == [(code, name)]
