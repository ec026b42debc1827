"""Sora and Aoi correct the catalog on its pages."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from yudane.faces.clock import now_utc
from yudane.faces.web.catalog.entity import KINDS
from yudane.faces.web.testing_records import local_client
from yudane.records.catalog.entities import contract_of, fields
from yudane.records.catalog.models import ActivityOwner, Edit, Enablement, Move
from yudane.records.people.models import Person
from yudane.words import codes
from yudane.workspace import Workspace
from yudane.workspace.sheets.columns import columns

SHOP, AOIS = "/catalog/services/shop", "/catalog/teams/aoi-team"


@pytest.fixture(autouse=True)
def served(cast_home: Workspace, serve_home: Callable[[Path], None]) -> None:
    serve_home(cast_home.root)


def see(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def edit(client: Client, field: str, value: str, seen: str = "", **of: str) -> Any:
    """As the form of a field sends it."""
    sent = {"kind": "service", "id": "shop", "field": field, "value": value, "seen": seen, "form": f"edit-{field}"}
    return client.post("/catalog/edits/add", {**sent, **of})


def move(client: Client, kind: str, becomes: str, on: date | None = None, **of: str) -> Any:
    sent = {"kind": "service", "id": "shop", "move": kind, "becomes": becomes, "form": f"move-{kind}"}
    return client.post("/catalog/moves/add", {**sent, "on": on.isoformat() if on else "", **of})


def test_a_lead_corrects_their_own_service_and_sees_what_the_source_says(aoi: Client) -> None:
    assert edit(aoi, "critical_journeys", "search\n\n  pay \n").status_code == 303
    html = see(aoi, SHOP)
    assert Edit.objects.get().value == '["search", "pay"]'
    assert "by Aoi on " in html
    assert "The source catalog says: order." in html
    assert "is being taken over" in html


def test_another_lead_is_refused_and_finds_no_form(mei: Client) -> None:
    assert edit(mei, "name", "Other").status_code == 403
    assert "/catalog/edits/add" not in see(mei, SHOP)
    assert not Edit.objects.exists()


def test_what_decides_the_scope_has_a_form_for_company_sre_alone(aoi: Client, sora: Client) -> None:
    assert edit(aoi, "tier", "1").status_code == 403
    assert 'value="edit-tier"' not in see(aoi, SHOP)
    assert 'value="edit-tier"' in see(sora, SHOP)
    assert edit(sora, "in_scope", "false").status_code == 303
    assert Edit.objects.get().value == "false"
    assert "Company SRE or an administrator changes this." in see(aoi, SHOP)
    assert "Company SRE or an administrator changes this." not in see(sora, SHOP)


def test_a_value_out_of_range_is_told_beside_its_field_with_what_was_typed(sora: Client) -> None:
    response = edit(sora, "tier", "9")
    html = response.content.decode()
    assert response.status_code == 422
    form = html.split('value="edit-tier"')[1].split("</form>")[0]
    assert 'role="alert"' in form
    assert 'value="9"' in form
    assert html.count('role="alert"') == 1
    assert not Edit.objects.exists()


def test_what_is_taken_back_is_the_sources_again(sora: Client) -> None:
    edit(sora, "tier", "1")
    standing = Edit.objects.get()
    assert f"/catalog/edits/{standing.pk}/take-back" in see(sora, SHOP)
    assert sora.post(f"/catalog/edits/{standing.pk}/take-back", {"seen": standing.version}).status_code == 303
    assert "Edited here" not in see(sora, SHOP)
    assert sora.post("/catalog/edits/nothing/take-back").status_code == 404


def test_who_edits_what_somebody_else_edited_meanwhile_is_told(aoi: Client, sora: Client) -> None:
    edit(aoi, "name", "Web shop")
    late = edit(sora, "name", "Shop on the web")
    html = late.content.decode()
    assert late.status_code == 409
    assert 'value="Shop on the web"' in html
    assert "Web shop" in html
    assert Edit.objects.get().value == "Web shop"
    assert edit(sora, "name", "Shop on the web", seen=Edit.objects.get().pk).status_code == 303


def test_a_service_that_no_source_tells_of_is_added_and_corrected_at_once(sora: Client) -> None:
    asked = {"name": "Receipts", "team_id": "aoi-team", "lifecycle": "production", "tier": "2", "form": "add-service"}
    assert sora.post("/catalog/add/service", asked).status_code == 303
    assert 'href="/catalog/services/Y-receipts"' in see(sora, "/catalog")
    assert edit(sora, "tier", "3", Edit.objects.get(field="tier").pk, id="Y-receipts").status_code == 303
    html = see(sora, "/catalog/services/Y-receipts")
    assert "added here" in html
    assert "Aoi&#x27;s team" in html


def test_what_was_typed_of_a_service_stays_where_it_will_not_do(sora: Client) -> None:
    response = sora.post("/catalog/add/service", {"name": "  ", "tier": "2", "form": "add-service"})
    assert response.status_code == 422
    assert "<option selected>2</option>" in response.content.decode()
    assert sora.post("/catalog/add/planet", {"name": "Mars"}).status_code == 404


def test_a_team_is_added_with_its_kind(sora: Client) -> None:
    assert sora.post("/catalog/add/team", {"name": "Payments", "kind": "dev"}).status_code == 303
    assert "Development team" in see(sora, "/catalog/teams/Y-payments")


def test_a_service_that_nobody_owns_is_given_a_team(aoi: Client, sora: Client) -> None:
    assert "Give a service a team" not in see(aoi, "/catalog")
    assert '<option value="ledger">' in see(sora, "/catalog")
    assert move(sora, "transfer", "aoi-team", id="ledger", form="give-team").headers["location"] == "/catalog"
    assert "Give a service a team" not in see(sora, "/catalog")
    assert 'href="/catalog/teams/aoi-team"' in see(sora, "/catalog/services/ledger")


def test_a_transfer_has_a_day_that_does_not_lie_ahead_and_is_taken_back(sora: Client) -> None:
    today = now_utc().date()
    ahead = move(sora, "transfer", "mei-team", today + timedelta(days=1))
    assert ahead.status_code == 422
    assert f'value="{today + timedelta(days=1)}"' in ahead.content.decode()
    assert move(sora, "transfer", "mei-team", today - timedelta(days=3)).status_code == 303
    assert 'href="/catalog/teams/mei-team"' in see(sora, SHOP)
    assert "Transferred to 検索チーム" in see(sora, SHOP)
    assert sora.post(f"/catalog/moves/{Move.objects.get().pk}/take-back").status_code == 303
    assert 'href="/catalog/teams/aoi-team"' in see(sora, SHOP)


def test_a_new_name_stands_above_an_edit_and_says_so(sora: Client) -> None:
    edit(sora, "name", "Web shop")
    move(sora, "rename", "The shop")
    html = see(sora, SHOP)
    assert "<h1>The shop</h1>" in html
    assert "By the move of" in html
    assert 'value="edit-name"' not in html


def test_a_merge_warns_and_leads_to_the_other_for_good(sora: Client) -> None:
    assert "A merge is for good" in see(sora, SHOP)
    assert move(sora, "merge", "nothing").status_code == 422
    assert move(sora, "merge", "cart").status_code == 303
    assert sora.get(SHOP).headers["location"] == "/catalog/services/cart"
    html = see(sora, "/catalog/services/cart")
    assert "shop became part of it" in html
    assert f"/catalog/moves/{Move.objects.get().pk}/take-back" not in html


def test_a_lead_names_who_looks_after_an_activity_and_ends_it(
    aoi: Client, mei: Client, people: dict[str, Person]
) -> None:
    asked = {"id": "aoi-team", "activity": "slo", "person": people["Ren"].pk, "since": "2026-09-01", "form": "owner"}
    assert mei.post("/catalog/owners/add", asked).status_code == 403
    assert aoi.post("/catalog/owners/add", asked).status_code == 303
    assert f'href="/people/{people["Ren"].pk}"' in see(aoi, AOIS)
    twice = aoi.post("/catalog/owners/add", asked)
    assert twice.status_code == 422
    assert "looks after this activity already" in twice.content.decode()
    assert aoi.post(f"/catalog/owners/{ActivityOwner.objects.get().pk}/end").status_code == 303
    assert ActivityOwner.objects.get().until


def test_a_team_takes_part_in_a_wave_until_it_ends(aoi: Client, sora: Client) -> None:
    asked = {"id": "aoi-team", "wave": "1", "started_on": "2026-09-01", "form": "wave"}
    assert aoi.post("/catalog/waves/add", asked).status_code == 403
    assert sora.post("/catalog/waves/add", {**asked, "started_on": "soon"}).status_code == 422
    assert sora.post("/catalog/waves/add", asked).status_code == 303
    assert "/catalog/waves/add" not in see(aoi, AOIS)
    assert sora.post(f"/catalog/waves/{Enablement.objects.get().pk}/end").status_code == 303
    assert Enablement.objects.get().ended_on


def test_what_is_no_more_is_taken_out_and_put_back(aoi: Client, sora: Client) -> None:
    assert edit(aoi, "exists", "").status_code == 403
    assert edit(sora, "exists", "", form="take-out").headers["location"] == "/catalog"
    assert sora.get(SHOP).status_code == 404
    standing = Edit.objects.get()
    assert f"/catalog/edits/{standing.pk}/take-back" in see(sora, "/catalog")
    assert sora.post(f"/catalog/edits/{standing.pk}/take-back", {"seen": standing.version}).status_code == 303
    assert sora.get(SHOP).status_code == 200


def test_the_page_of_levels_leads_to_what_the_catalog_holds(aoi: Client) -> None:
    assert f'href="{SHOP}"' in see(aoi, "/services/shop")


def test_an_id_may_hold_any_letter(sora: Client) -> None:
    assert move(sora, "merge", "shop", id="no/such").status_code == 404
    assert sora.get("/catalog/services/no/such").status_code == 404


def test_without_accounts_whoever_came_by_the_link_corrects_it_too() -> None:
    client = local_client()
    assert edit(client, "on_call_hours", "business").status_code == 303
    assert "修正済み" in see(client, f"{SHOP}?lang=ja")


def test_every_field_has_a_label_and_its_choices_have_words() -> None:
    said = codes("web")
    for kind in KINDS.values():
        for name in fields(kind):
            assert name in columns(f"{kind}s")
            column, prefix = contract_of(kind).column(name), "on_call" if name == "on_call_hours" else name
            assert {f"{prefix}_{value}" for value in column.values} <= set(said)
            assert not column.unit or f"unit_{column.unit}" in said
