"""Every story of the demo company shows in what is assessed."""

import filecmp
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from demo.generate import generate
from demo.run import run
from demo.timeline import is_holiday
from yudane.assessment.queries import Answers
from yudane.assessment.store import Assessment
from yudane.evidence.accounts import told_by_sources
from yudane.faces.home import Home

AS_OF = date(2026, 10, 15)
RATED = ("slo", "incident-response", "postmortem")


@dataclass(frozen=True)
class Demo:
    home: Home
    told: dict[str, Any]  # what each command answered

    @cached_property
    def answers(self) -> Answers:
        return self.home.answers

    @cached_property
    def made(self) -> Assessment:
        return self.home.assessment(AS_OF)

    @cached_property
    def history(self) -> list[dict[str, Any]]:
        return self.answers.history()

    def level(self, service: str, activity: str) -> dict[str, Any]:
        (found,) = self.answers.levels(self.made, activity=activity, service=service)
        return found

    def published(self, service: str) -> list[int | None]:
        return [self.level(service, activity)["published"] for activity in RATED]

    def course(self, service: str, activity: str) -> list[int | None]:
        """The published levels one after the other, each once."""
        return [level for level, _ in groupby(row["published"] for row in self.months(service, activity))]

    def months(self, service: str, activity: str) -> list[dict[str, Any]]:
        return [row for row in self.history if (row["service_id"], row["activity"]) == (service, activity)]

    def outcome(self, service: str, criterion: str, at: date = AS_OF) -> dict[str, Any]:
        made = self.home.assessments.at(at)
        assert made is not None
        (found,) = self.answers.outcomes(made, service, criterion=criterion)
        return found


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    root = tmp_path_factory.mktemp("demo")
    told = run(root / "home", AS_OF)
    return Demo(Home.open(root / "home"), told)


def test_the_same_date_gives_the_same_files(tmp_path: Path) -> None:
    for folder in ("one", "other"):
        generate(tmp_path / folder, AS_OF)
    names = [str(path.relative_to(tmp_path / "one")) for path in (tmp_path / "one").rglob("*") if path.is_file()]
    assert len(names) > 250
    assert filecmp.cmpfiles(tmp_path / "one", tmp_path / "other", names, shallow=False) == (names, [], [])


def test_the_calendar_knows_japanese_holidays() -> None:
    holidays = ["2026-01-12", "2026-05-06", "2026-09-21", "2026-09-22", "2026-09-23", "2027-03-22", "2024-02-23"]
    assert [day for day in holidays if not is_holiday(date.fromisoformat(day))] == []
    assert not any(is_holiday(date.fromisoformat(day)) for day in ("2026-05-07", "2026-09-24", "2026-06-15"))


def test_twenty_four_services_of_seven_teams_are_assessed(demo: Demo) -> None:
    services = demo.answers.services(demo.made)
    assert len(services) == 24
    assert len({service["team_id"] for service in services}) == 7
    assert {service["business_unit_id"] for service in services} == {"stays", "market", "commons"}


def test_what_is_tried_out_or_on_its_way_out_is_not_assessed(demo: Demo) -> None:
    assert demo.told["catalog"]["services"] == 26
    assert demo.answers.service(demo.made, "trip-ideas") is None
    assert demo.answers.service(demo.made, "fax-orders") is None


@pytest.mark.parametrize("activity", RATED)
def test_every_outcome_and_every_level_occurs(demo: Demo, activity: str) -> None:
    services = [service["service_id"] for service in demo.answers.services(demo.made)]
    rows = [row for service in services for row in demo.answers.outcomes(demo.made, service, activity)]
    assert {row["outcome"] for row in rows} == {"met", "unmet", "unknown", "not_applicable", "exempt"}
    assert {row["origin"] for row in rows} == {"measured", "attested", None}
    assert {row["published"] for row in demo.answers.levels(demo.made, activity=activity)} == {1, 2, 3, None}


def test_no_check_fails(demo: Demo) -> None:
    services = [service["service_id"] for service in demo.answers.services(demo.made)]
    errors = [
        row for service in services for row in demo.answers.outcomes(demo.made, service) if row["cause"] == "error"
    ]
    assert errors == []


def test_booking_is_at_level_three_everywhere(demo: Demo) -> None:
    assert demo.published("booking") == [3, 3, 3]
    assert demo.outcome("booking", "slo.budget-enacted")["outcome"] == "met"


@pytest.mark.parametrize("service", ["inventory", "rates"])
def test_kawasemi_grows_over_the_year(demo: Demo, service: str) -> None:
    assert demo.course(service, "slo") == [1, 2, 3]
    assert demo.course(service, "incident-response") == [2]
    assert demo.course(service, "postmortem") == [1, 2]


@pytest.mark.parametrize("service", ["storefront", "cart", "coupons"])
def test_mikan_decays_after_it_was_reorganized(demo: Demo, service: str) -> None:
    assert [demo.course(service, activity) for activity in RATED] == [[2, 1]] * 3
    unmet = ("slo.known-in-team", "incident-response.rota", "postmortem.coverage", "postmortem.written-soon")
    assert {demo.outcome(service, criterion)["outcome"] for criterion in unmet} == {"unmet"}


def test_nobody_acted_when_the_budget_of_the_storefront_ran_out(demo: Demo) -> None:
    assert demo.outcome("storefront", "slo.budget-enacted")["outcome"] == "unmet"


def test_a_level_is_published_only_after_the_evidence_held(demo: Demo) -> None:
    course = [(row["lowest"], row["published"]) for row in demo.months("inventory", "slo")]
    assert (3, 2) in course
    course = [(row["highest"], row["published"]) for row in demo.months("storefront", "incident-response")]
    assert (1, 2) in course


@pytest.mark.parametrize("activity", ["incident-response", "postmortem"])
def test_harbor_is_unconfirmed_since_its_incident_tool_fell_silent(demo: Demo, activity: str) -> None:
    level = demo.level("partner-portal", activity)
    assert (level["published"], level["lowest"], level["highest"]) == (2, 1, 2)
    assert level["unconfirmed_since"] < AS_OF
    assert demo.level("partner-portal", "slo")["unconfirmed_since"] is None


def test_what_harbor_told_is_stale_now_and_was_not_before(demo: Demo) -> None:
    stale = demo.outcome("partner-portal", "incident-response.rota")
    assert (stale["outcome"], stale["cause"], stale["detail"]) == ("unknown", "stale", "oncall_shifts")
    before = demo.outcome("partner-portal", "incident-response.rota", AS_OF - timedelta(days=70))
    assert before["outcome"] == "met"


def test_the_sources_say_which_of_them_fell_silent(demo: Demo) -> None:
    told = told_by_sources(demo.home.lake, AS_OF)
    assert {row["source"] for row in told if row["stale"]} == {"harbor-desk"}
    assert {row["table"] for row in told if row["stale"]} == {
        "incidents",
        "incident_participants",
        "alert_notifications",
        "oncall_shifts",
    }


def test_a_new_service_gets_its_first_levels(demo: Demo) -> None:
    assert demo.published("parcel-lockers") == [2, 2, 2]
    for activity in RATED:
        assert demo.course("parcel-lockers", activity)[0] is None
    early = demo.outcome("parcel-lockers", "slo.defined", AS_OF - timedelta(days=90))
    assert (early["outcome"], early["cause"]) == ("unknown", "not_yet")


@pytest.mark.parametrize("service", ["routes", "images"])
def test_of_some_services_nothing_is_known(demo: Demo, service: str) -> None:
    assert demo.published(service) == [None, None, None]
    rows = demo.answers.outcomes(demo.made, service)
    assert {row["outcome"] for row in rows} <= {"unknown", "not_applicable"}
    assert {row["cause"] for row in rows if row["outcome"] == "unknown"} == {"never"}


def test_the_ledger_is_at_level_three_with_an_exemption_in_each_activity(demo: Demo) -> None:
    assert demo.published("ledger") == [3, 3, 3]
    assert [demo.level("ledger", activity)["exempt"] for activity in RATED] == [1, 1, 1]


def test_an_exemption_that_ran_out_exempts_no_more(demo: Demo) -> None:
    drill = "incident-response.drill"
    assert demo.outcome("invoices", drill, AS_OF - timedelta(days=120))["outcome"] == "exempt"
    assert demo.outcome("invoices", drill)["outcome"] == "unmet"


@pytest.mark.parametrize(
    ("service", "criterion"),
    [
        ("invoices", "slo.known-in-team"),
        ("parcels", "incident-response.flow"),
        ("search-index", "postmortem.policy"),
        ("sign-in", "incident-response.flow"),
    ],
)
def test_a_valid_attestation_speaks_where_nothing_is_recorded(demo: Demo, service: str, criterion: str) -> None:
    found = demo.outcome(service, criterion)
    assert (found["outcome"], found["origin"]) == ("met", "attested")


def test_an_attestation_counts_until_it_expires(demo: Demo) -> None:
    found = demo.outcome("notifications", "postmortem.policy")
    assert (found["outcome"], found["cause"]) == ("unmet", "expired")
    assert demo.level("notifications", "postmortem")["published"] == 1


def test_at_tier_one_a_second_person_has_to_look(demo: Demo) -> None:
    assert demo.outcome("sign-in", "postmortem.policy")["outcome"] == "unknown"
    assert demo.level("sign-in", "postmortem")["published"] is None


def test_payments_has_its_own_sre_and_is_shown(demo: Demo) -> None:
    embedded = [row["service_id"] for row in demo.answers.services(demo.made) if row["has_embedded_sre"]]
    assert embedded == ["payments"]
    assert demo.published("payments") == [3, 3, 2]


def test_company_sre_owning_a_promise_or_hours_without_numbers_keep_a_service_at_level_one(demo: Demo) -> None:
    assert demo.outcome("notifications", "slo.owned-by-team")["outcome"] == "unmet"
    assert demo.outcome("fraud-check", "slo.measured")["outcome"] == "unmet"
    assert demo.published("courier-app") == [1, 1, 1]


def test_a_quiet_service_has_too_little_to_judge_its_postmortems(demo: Demo) -> None:
    level = demo.level("booking-mail", "postmortem")
    assert (level["published"], level["unknown"]) == (None, 0)
    assert demo.outcome("booking-mail", "postmortem.coverage-full")["outcome"] == "met"


def test_broken_catalog_files_are_told_one_by_one(demo: Demo) -> None:
    told = demo.told["catalog"]
    assert sorted(Path(item["file"]).name for item in told["invalid"]) == ["loyalty-points.yaml", "warehouse.yaml"]
    assert [Path(item["file"]).name for item in told["duplicate_entities"]] == ["cart.yaml"]
    assert told["unresolved_references"] == []


def test_files_that_cannot_be_used_are_told(demo: Demo) -> None:
    problems = {
        about: [(Path(p["file"]).name, p["code"]) for p in answer["problems"]]
        for about, answer in demo.told.items()
        if isinstance(answer, dict) and answer.get("problems")
    }
    assert problems["SLOs (openslo)"] == [("invoices-latency.yaml", "version_too_new")]
    assert [code for _, code in problems["postmortems"]] == ["not_a_postmortem"]
    assert set(problems) == {"SLOs (openslo)", "postmortems"}


def test_rows_of_unknown_services_are_kept_aside(demo: Demo) -> None:
    incidents = demo.told["incident tool"]["tables"]["incidents"]
    assert (incidents["unmapped"], incidents["unmapped_names"]) == (3, ["old-mailer", "ghost-cache"])
    assert demo.told["SLOs (pyrra)"]["tables"]["slo_definitions"]["unmapped_names"] == ["ghost-cache"]


def test_rows_that_break_a_contract_are_refused_with_a_reason(demo: Demo) -> None:
    def codes(about: str, table: str) -> list[str]:
        return sorted(item["code"] for item in demo.told[about]["tables"][table]["rejected"])

    assert codes("incident tool", "incidents") == ["range", "type_ts"]
    assert codes("meetings and drills", "drills") == ["enum"]


def test_every_row_received_is_stored_or_refused(demo: Demo) -> None:
    refused: Callable[[dict[str, Any]], int] = lambda table: sum(item["count"] for item in table["rejected"])  # noqa: E731
    for answer in demo.told.values():
        for table in answer.get("tables", {}).values() if isinstance(answer, dict) else ():
            assert table["received"] == table["stored"] + refused(table)
