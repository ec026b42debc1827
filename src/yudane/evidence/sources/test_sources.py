"""What holds for every source that came with the package, over its texts and its samples."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from yudane.evidence.engines.database import Connection, connect
from yudane.evidence.engines.sql import literal
from yudane.evidence.mapping import mapping
from yudane.evidence.sources import load_source, source_names
from yudane.evidence.testing import collected
from yudane.reading import ProblemsError, read_file

HERE = Path(__file__).parent
SAMPLES = sorted(path for path in HERE.glob("*/samples/**/*") if path.is_file())
VALUES = {"since": None, "received_at": None}
FILES = [key for key in source_names() if not load_source(key).pull and (HERE / key / "samples").is_dir()]

# Files of one source that others call theirs too, or do not call theirs: they hold documents of several tools.
SHARED = {
    "sloth": {"openslo/samples/shop/not-ours.yaml"},
    "prometheus-rules": {"pyrra/samples/shop/not-ours.yaml", "sloth/samples/shop/not-ours.yaml"},
}
NOT_OURS = {
    "backstage/samples/docs/mkdocs.yml",
    "openslo/samples/shop/not-ours.yaml",
    "postmortems/samples/README.md",
    "postmortems/samples/notes/how-to-deploy.md",
    "postmortems/samples/odd/broken-front-matter.md",  # not a document: nobody can tell whose it is
    "postmortems/samples/plans/one-cart-service.md",
    "postmortems/samples/postmortem-template.md",
    "prometheus-rules/samples/shop/not-ours.yaml",
    "prometheus/samples/other.json",
    "pyrra/samples/shop/not-ours.yaml",
    "sloth/samples/broken/not-yaml.yaml",
    "sloth/samples/shop/not-ours.yaml",
}


@pytest.fixture(scope="module")
def documents() -> Iterator[Connection]:
    """The samples of all sources as the documents of one delivery."""
    with connect() as con:
        con.execute("create temp table documents (origin varchar, line bigint, position bigint, body json)")
        position = 0
        for path in SAMPLES:
            name = literal(str(path.relative_to(HERE)))
            for document in read_file(path).documents:
                items = document.value if isinstance(document.value, list) else [document.value]
                for item in items:
                    position += 1
                    body = literal(json.dumps(item, ensure_ascii=False))
                    con.execute(f"insert into documents values ({name}, {document.line}, {position}, {body})")
        yield con


@pytest.mark.parametrize("source", FILES)
def test_collecting_twice_changes_nothing(tmp_path: Path, source: str) -> None:
    samples = Path(__file__).parent / source / "samples"
    first, _ = collected(source, samples, home=tmp_path)
    again, _ = collected(source, samples, home=tmp_path)
    assert first.stored
    assert {(table.changed, table.withdrawn) for table in again.tables.values()} == {(0, 0)}


@pytest.mark.parametrize("key", source_names())
def test_each_source_knows_its_own_files_among_those_of_all(documents: Connection, key: str) -> None:
    own = {str(path.relative_to(HERE)) for path in SAMPLES if path.is_relative_to(HERE / key)}
    with mapping(documents, load_source(key), VALUES) as mapped:
        assert mapped.ours() == own - NOT_OURS | SHARED.get(key, set())


@pytest.mark.parametrize("key", source_names())
def test_rows_come_from_files_that_are_its_own(documents: Connection, key: str) -> None:
    source = load_source(key)
    with mapping(documents, source, VALUES) as mapped:
        ours = mapped.ours()
        for table in source.maps:
            found = documents.rows(f"select distinct origin from ({mapped.rows(table)})")
            assert {origin for (origin,) in found} <= ours


@pytest.mark.parametrize("key", source_names())
def test_every_refusal_is_declared_with_what_it_loses(documents: Connection, key: str) -> None:
    source = load_source(key)
    declared = dict(
        re.findall(r"(?m)^  ([a-z][a-z_-]*):\n    en: .*\n    ja: .*\n    (loses: \[.*\])$", _source_text(key))
    )
    assert declared.keys() == source.problems.keys()
    assert {table for tables in source.loses.values() for table in tables} <= source.maps.keys()
    with mapping(documents, source, VALUES) as mapped:
        refused = {row[2] for row in mapped.rejected()}
    assert refused <= source.problems.keys()
    assert _codes(key) <= source.problems.keys()


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (
            "backstage",
            {("missing-field", "half-told"), ("bad-namespace", "far away/shelf"), ("wrong-kind", "small-letters")},
        ),
        ("openslo", {("objectives_missing", "checkout"), ("policy_missing", "checkout"), ("version_too_new", None)}),
        ("postmortems", {("word_unknown", "shop"), ("postmortem_unclear", "odd"), ("not_a_postmortem", None)}),
        ("prometheus", {("not_ours", None)}),
        ("prometheus-rules", {("rule_incomplete", "mixed"), ("kind_unknown", "search"), ("rules_wrapped", None)}),
        ("pyrra", {("window_unreadable", "half-days"), ("version_unknown", "too-new"), ("kind_unknown", None)}),
        ("sloth", {("slos_missing", "empty"), ("version_unknown", "checkout"), ("windows_broken", None)}),
    ],
)
def test_a_refusal_names_the_service_it_is_about(
    documents: Connection, key: str, expected: set[tuple[str, str | None]]
) -> None:
    with mapping(documents, load_source(key), VALUES) as mapped:
        assert expected <= {(problem, service) for _, _, problem, _, service in mapped.rejected()}


def _source_text(key: str) -> str:
    return (HERE / key / "source.yaml").read_text("utf-8")


def _codes(key: str) -> set[str]:
    """Literals that a text of a source gives as its problem: behind the line, or in a case that is called so."""
    texts = [load_source(key).rejected]
    texts += [path.read_text("utf-8") for path in (HERE / key / "shared").glob("problems_*.sql")]
    found: set[str] = set()
    for text in texts:
        found |= set(re.findall(r"\bline\)?, '([a-z][a-z_-]*[a-z])'", text))
        for case in re.findall(r"(?s)\bcase\b((?:(?!\bcase\b).)*?)\bend as problem\b", text):
            found |= set(re.findall(r"\b(?:then|else) '([a-z][a-z_-]*[a-z])'", case))
    return found


def test_a_source_of_ones_own_cannot_fetch(tmp_path: Path) -> None:
    """Nothing is sent to an address that somebody else's fetcher would not understand."""
    folder = tmp_path / "status-page"
    folder.mkdir()
    words = "{en: Status page, ja: ステータスページ}"
    (folder / "source.yaml").write_text(f"name: {words}\nabout: {words}\npull: true\n", "utf-8")
    (folder / "incidents.sql").write_text("select origin, line, body->>'$.id' as incident_id from documents")
    with pytest.raises(ProblemsError) as raised:
        load_source("status-page", tmp_path)
    assert [(one.code, one.place.line) for one in raised.value.problems] == [("pull_not_own", 3)]


@pytest.mark.parametrize("word", ["throughput", "quality", "freshness", "durability", "correctness", "latency"])
@pytest.mark.parametrize("source", ["sloth", "openslo", "pyrra"])
def test_a_word_in_the_name_of_an_slo_is_its_category(tmp_path: Path, source: str, word: str) -> None:
    text = {
        "sloth": f"version: prometheus/v1\nservice: shop\nslos:\n- name: page-{word}\n  objective: 99\n"
        "  sli: {raw: {error_ratio_query: x}}\n  alerting: {name: A}\n",
        "openslo": f"apiVersion: openslo/v1\nkind: SLO\nmetadata: {{name: page-{word}}}\nspec:\n  service: shop\n"
        "  timeWindow: [{duration: 28d, isRolling: true}]\n  objectives: [{target: 0.99}]\n",
        "pyrra": f"apiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\nmetadata: {{name: page-{word}}}\nspec:\n"
        "  target: '99'\n  window: 4w\n  indicator: {ratio: {errors: {metric: e}, total: {metric: t}}}\n",
    }[source]
    (tmp_path / "slo.yaml").write_text(text, "utf-8")
    _, rows = collected(source, tmp_path / "slo.yaml", home=tmp_path / "home")
    assert [row["sli_category"] for row in rows("slo_definitions")] == [word]
