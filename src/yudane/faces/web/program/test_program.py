"""The program: Sora shows what the organization decided differently, and why."""

from collections.abc import Callable
from pathlib import Path

from django.test import Client

from yudane.faces.web.conftest import See
from yudane.faces.web.program.changes import groups
from yudane.faces.web.program.folders import folder_of, names
from yudane.faces.web.testing_numbers import write
from yudane.program.dump import differences
from yudane.program.load import load_program, shipped
from yudane.workspace import Workspace


def test_values_set_otherwise_stand_with_whom_default_author_reason_and_date(tracked: See) -> None:
    table = tracked("/program").split('id="y-changes"')[0]
    for text in (
        "Tier 1",
        "<strong>99 %</strong>",
        "95 %",
        "Sora",
        "Payments need it.",
        '<time datetime="2026-09-01">',
    ):
        assert text in table
    assert '<a href="/services/search">Search</a>' in table
    assert "&lt;b&gt;Mei&lt;/b&gt;" in table
    assert "/guides/slo#measured" in table


def test_what_differs_from_the_shipped_program_stands_by_activity(tracked: See) -> None:
    html = tracked("/program").split('id="y-changes"')[1]
    assert '<h3 class="group">Leading</h3>' in html
    assert "Counts from" in html
    assert "<ins>2027-04-01</ins>" in html
    assert "Night watch" in html
    assert "activities.slo.criteria.defined.counts_from" in html


def test_a_program_as_shipped_says_so_and_how_to_change_it(see: See) -> None:
    html = see("/program")
    assert "every threshold is the default" in html
    assert "in force as shipped" in html
    assert "There is no proposal." in html


def test_it_needs_no_assessment(tmp_path: Path, serve_home: Callable[[Path], None]) -> None:
    serve_home(Workspace.create(tmp_path / "home").root)
    assert Client().get("/program").status_code == 200


def test_an_override_of_a_later_day_is_marked(tmp_path: Path, serve_home: Callable[[Path], None]) -> None:
    home = Workspace.create(tmp_path / "home")
    override = {"check": "slo.measured", "param": "coverage_min", "value": 0.9, "author": "Sora", "reason": "Later."}
    write(home.root / "program" / "overrides.yaml", {"overrides": [override | {"on": "2999-01-01"}]})
    serve_home(home.root)
    html = Client().get("/program?lang=en").content.decode()
    assert "not in force yet" in html
    assert "The whole organization" in html


def test_a_text_in_both_languages_is_one_change_and_sql_is_shown_by_lines(tmp_path: Path) -> None:
    write(tmp_path / "slo" / "activity.yaml", {"about": {"en": "A", "ja": "あ"}, "target": 4})
    (tmp_path / "slo" / "measured.sql").write_text(shipped().criterion("slo.measured").sql + "-- ours\n", "utf-8")
    after = load_program(tmp_path)
    (slo,) = groups(differences(shipped(), after), shipped(), after, "ja")
    changes_by_path = {change.path: change for change in slo.changes}
    assert set(changes_by_path) == {
        "activities.slo.about.ja",
        "activities.slo.target",
        "activities.slo.criteria.measured.sql",
    }
    assert changes_by_path["activities.slo.target"].after == "4 同意する"
    assert ("+", "-- ours") in changes_by_path["activities.slo.criteria.measured.sql"].lines


def test_a_setting_and_a_phase_are_told_by_their_names(tmp_path: Path) -> None:
    phases = [
        {"key": p.key, "name": p.name.as_dict(), "performs": list(p.performs), "supports": []} for p in shipped().phases
    ]
    write(tmp_path / "program.yaml", {"settings": {"zone": {"value": "UTC"}}, "phases": phases})
    after = load_program(tmp_path)
    changes_by_group = {
        group.name: group.changes for group in groups(differences(shipped(), after), shipped(), after, "en")
    }
    assert changes_by_group["Settings"][0].what.startswith("Time zone in which dates")
    assert (changes_by_group["Settings"][0].before, changes_by_group["Settings"][0].after) == (
        "Asia/Tokyo",
        "UTC",
    )
    assert any(change.what.startswith("Design") for change in changes_by_group["Phases"])


def test_proposals_are_plain_folders_and_nothing_else(tmp_path: Path) -> None:
    home = Workspace.create(tmp_path / "home")
    folder = home.root / "proposals"
    for name in ("fewer-steps", ".hidden", "two words", "日本"):
        (folder / name).mkdir(parents=True)
    (folder / "file").write_text("", "utf-8")
    (folder / "link").symlink_to(home.root / "program", target_is_directory=True)
    assert names(home) == ["fewer-steps", "日本"]
    for tricky in (
        "..",
        "../program",
        "/etc",
        "link",
        ".hidden",
        "",
        "fewer-steps/..",
        "fewer-steps\n",
        "fewer-steps\0",
    ):
        assert folder_of(home, tricky) is None
    assert folder_of(home, "日本") == folder / "日本"
