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
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker as Blocker

from demo.generate import generate
from demo.plan import weeks
from demo.run import run
from demo.timeline import Timeline, evenly, is_holiday
from yudane.assessment.assess import snapshot_of
from yudane.assessment.explanation.readiness import Readiness, readiness_by_activity
from yudane.assessment.outcomes import Judge
from yudane.assessment.queries import Answers
from yudane.assessment.reason import rests_on_word
from yudane.assessment.rows import LevelRow, OutcomeRow, PastLevel
from yudane.assessment.store import Assessment
from yudane.contracts import shipped_contracts
from yudane.contracts.contract import RESULTS
from yudane.evidence.accounts import source_accounts
from yudane.evidence.engines.database import connect
from yudane.evidence.engines.sql import literal
from yudane.evidence.testing import collected
from yudane.workspace import Workspace
from yudane.workspace.explaining import explain

pytestmark = pytest.mark.django_db  # the commands that make the demo write into the records of the tests

AS_OF = date(2026, 10, 15)
SOURCES = Path(__file__).parent / "sources"
FIRST = ("slo", "incident-response", "postmortem")
INDICATED = ("infra-design", "security", "admin", "knowledge", "logs", "phases")
RATED = (*FIRST, "monitoring", "documentation", "toil", "cost", "vulnerability", "dev-efficiency")


@dataclass(frozen=True)
class Demo:
    workspace: Workspace
    command_answers: dict[str, Any]  # what each command answered

    @cached_property
    def answers(self) -> Answers:
        return self.workspace.answers

    @cached_property
    def assessment(self) -> Assessment:
        return self.workspace.assessment(AS_OF)

    @cached_property
    def history(self) -> list[PastLevel]:
        return self.answers.history()

    def level(self, service: str, activity: str) -> LevelRow:
        (found,) = self.answers.levels(self.assessment, activity=activity, service=service)
        return found

    def published(self, service: str, *activities: str) -> list[int | None]:
        return [self.level(service, activity)["published"] for activity in activities or FIRST]

    def course(self, service: str, activity: str) -> list[int | None]:
        """The published levels one after the other, each once."""
        return [level for level, _ in groupby(row["published"] for row in self.months(service, activity))]

    def months(self, service: str, activity: str) -> list[PastLevel]:
        """On the first of each month, and on the last day."""
        rows = [row for row in self.history if (row["service_id"], row["activity"]) == (service, activity)]
        return [row for row in rows if row["as_of"].day == 1 or row["as_of"] == AS_OF]

    def outcome(self, service: str, criterion: str, day: date = AS_OF) -> OutcomeRow:
        assessment = self.workspace.assessments.newest(day)
        assert assessment is not None
        (found,) = self.answers.outcomes(assessment, service, criterion=criterion)
        return found

    def outcomes(self, service: str, *criteria: str) -> list[str]:
        return [self.outcome(service, criterion)["outcome"] for criterion in criteria]

    def unmet(self, service: str, activity: str, level: int) -> set[str]:
        """What stands between a service and a level: the core criteria that are not met."""
        rows = self.answers.outcomes(self.assessment, service, activity)
        return {
            row["criterion_id"].partition(".")[2]
            for row in rows
            if row["level"] == level and row["kind"] == "core" and row["counts"] and row["outcome"] == "unmet"
        }

    def indicators(self, indicator: str, service: str | None = None) -> str:
        rows = self.answers.indicators(self.assessment, indicator=indicator)
        (found,) = [row["outcome"] for row in rows if row["service_id"] == service]
        return str(found)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Blocker) -> Demo:
    """Made in this process, as `demo/run.py` makes it; what its commands write into the records of the tests is taken back."""
    root = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setenv("YUDANE_HOME", str(root / "home"))
        command_answers = run(root / "home", AS_OF)
        transaction.set_rollback(True)
    return Demo(Workspace.open(root / "home"), command_answers)


# -- The company -----------------------------------------------------------------------------------------------------


def test_the_same_date_gives_the_same_files(tmp_path: Path) -> None:
    for folder in ("one", "other"):
        generate(tmp_path / folder, AS_OF)
    names = [str(path.relative_to(tmp_path / "one")) for path in (tmp_path / "one").rglob("*") if path.is_file()]
    assert len(names) > 500
    assert filecmp.cmpfiles(tmp_path / "one", tmp_path / "other", names, shallow=False) == (names, [], [])


def test_the_calendar_knows_japanese_holidays() -> None:
    holidays = ["2026-01-12", "2026-05-06", "2026-09-21", "2026-09-22", "2026-09-23", "2027-03-22", "2024-02-23"]
    assert [day for day in holidays if not is_holiday(date.fromisoformat(day))] == []
    assert not any(is_holiday(date.fromisoformat(day)) for day in ("2026-05-07", "2026-09-24", "2026-06-15"))


def test_evenly_spreads_a_share() -> None:
    assert [n for n in range(12) if evenly(n, 0.25)] == [3, 7, 11]
    assert not any(evenly(n, 0) for n in range(50))
    assert all(evenly(n, 1) for n in range(50))


def test_months_are_whole_and_end_with_this_one() -> None:
    months = Timeline(date(2026, 3, 15)).months(40)
    assert [(m.key, m.begins, m.days) for m in months] == [("2026-02", -42, 28), ("2026-03", -14, 31)]


def test_thirty_six_services_of_ten_teams_are_assessed_for_eighteen_months(demo: Demo) -> None:
    services = demo.answers.services(demo.assessment)
    assert len(services) == 36
    assert len({service["team_id"] for service in services}) == 10
    assert {service["business_unit_id"] for service in services} == {"stays", "market", "commons"}
    days = {row["as_of"] for row in demo.history}
    assert len({day for day in days if day.day == 1 or day == AS_OF}) == 19
    assert days >= set(weeks(AS_OF))  # since then every week


def test_what_is_tried_out_or_on_its_way_out_is_not_assessed(demo: Demo) -> None:
    assert demo.command_answers["catalog"]["services"] == 38
    assert demo.answers.service(demo.assessment, "trip-ideas") is None
    assert demo.answers.service(demo.assessment, "fax-orders") is None


def test_every_table_holds_rows(demo: Demo) -> None:
    """But for what assessments themselves tell."""
    held = {row["table"] for row in source_accounts(demo.workspace.lake, AS_OF) if row["rows"]}
    assert held - set(RESULTS) == set(shipped_contracts()) - set(RESULTS)


def test_what_people_entered_is_laid_over_the_catalog(demo: Demo) -> None:
    names = {row["service_id"]: row["name"] for row in demo.workspace.services()}
    assert (names["event-stream"], names["ab-tests"]) == ("イベント配信", "実験基盤")


@pytest.mark.parametrize("activity", RATED)
def test_every_level_occurs(demo: Demo, activity: str) -> None:
    assert {row["published"] for row in demo.answers.levels(demo.assessment, activity=activity)} == {1, 2, 3, None}


def test_every_outcome_occurs(demo: Demo) -> None:
    services = [service["service_id"] for service in demo.answers.services(demo.assessment)]
    rows = [row for service in services for row in demo.answers.outcomes(demo.assessment, service)]
    assert {row["outcome"] for row in rows} == {"met", "unmet", "unknown", "not_applicable", "exempt"}
    assert {row["origin"] for row in rows} == {"measured", "recorded", "joint", "attested", None}
    assert {row["cause"] for row in rows if row["outcome"] == "exempt"} == {"statement", "ideal"}
    assert {"expired", "stale", "never"} <= {row["cause"] for row in rows}
    assert {row["counts"] for row in rows} == {True, False}


def test_no_check_fails(demo: Demo) -> None:
    services = [service["service_id"] for service in demo.answers.services(demo.assessment)]
    rows = [row for service in services for row in demo.answers.outcomes(demo.assessment, service)]
    assert [row for row in [*rows, *demo.answers.indicators(demo.assessment)] if row["cause"] == "error"] == []


def test_leaving_out_what_only_evidence_shows_changes_no_outcome(demo: Demo) -> None:
    assessor, kept = demo.workspace.assessor, demo.workspace.assessments
    with connect() as con:
        judge = Judge(snapshot_of(con, assessor.lake, demo.assessment, assessor.program, kept), assessor.program)
        judge.judge(assessor.program.measures())
        for table in ("outcomes", "indicated"):
            before = f"read_parquet({literal(str(kept.table(demo.assessment, table)))})"
            differing = f"(from {table} except all from {before}) union all (from {before} except all from {table})"
            assert con.rows(differing) == []


def test_booking_is_at_level_three_everywhere(demo: Demo) -> None:
    assert set(demo.published("booking", *RATED)) == {3}
    assert demo.outcome("booking", "slo.budget-enacted")["outcome"] == "met"


def test_payments_has_its_own_sre_and_is_shown(demo: Demo) -> None:
    embedded = [row["service_id"] for row in demo.answers.services(demo.assessment) if row["has_embedded_sre"]]
    assert embedded == ["payments"]
    assert demo.published("payments") == [3, 3, 2]


def test_kawasemi_grows(demo: Demo) -> None:
    assert [demo.course("inventory", activity)[-1] for activity in RATED] == [3, 2, 2, 3, 2, 3, 3, 3, 3]
    for activity in RATED:
        course = demo.course("inventory", activity)
        assert course in ([1, 2, 3], [1, 2], [2]), activity
        assert len(course) > 1 or activity == "incident-response"


@pytest.mark.parametrize("service", ["storefront", "cart", "coupons"])
@pytest.mark.parametrize("activity", [*FIRST, "monitoring", "documentation", "toil", "cost"])
def test_mikan_decays_after_it_was_reorganized(demo: Demo, service: str, activity: str) -> None:
    assert demo.course(service, activity) == [2, 1]


def test_a_new_service_gets_its_first_levels(demo: Demo) -> None:
    assert demo.published("parcel-lockers") == [2, 2, 2]
    for activity in RATED:
        assert demo.course("parcel-lockers", activity)[0] is None
    early = demo.outcome("parcel-lockers", "slo.defined", AS_OF - timedelta(days=90))
    assert (early["outcome"], early["cause"]) == ("unknown", "not_yet")


@pytest.mark.parametrize("service", ["routes", "images"])
def test_of_some_services_nothing_is_known(demo: Demo, service: str) -> None:
    assert set(demo.published(service, *RATED)) == {None}
    rows = demo.answers.outcomes(demo.assessment, service)
    assert {row["outcome"] for row in rows} <= {"unknown", "not_applicable"}
    assert {row["cause"] for row in rows if row["outcome"] == "unknown"} <= {"never", "empty"}


def test_courier_app_has_not_begun(demo: Demo) -> None:
    assert set(demo.published("courier-app", *RATED)) == {1}


# -- SLI/SLO ---------------------------------------------------------------------------------------------------------


def test_nobody_acted_when_the_budget_of_the_storefront_ran_out(demo: Demo) -> None:
    assert demo.outcome("storefront", "slo.budget-enacted")["outcome"] == "unmet"


def test_a_level_is_published_only_after_the_evidence_held(demo: Demo) -> None:
    course = [(row["lowest"], row["published"]) for row in demo.months("inventory", "slo")]
    assert (3, 2) in course
    course = [(row["highest"], row["published"]) for row in demo.months("storefront", "incident-response")]
    assert (1, 2) in course


def test_company_sre_owning_a_promise_or_hours_without_numbers_keep_a_service_at_level_one(demo: Demo) -> None:
    assert demo.outcome("notifications", "slo.owned-by-team")["outcome"] == "unmet"
    assert demo.outcome("fraud-check", "slo.measured")["outcome"] == "unmet"


def test_crop_prices_may_be_silent_at_night(demo: Demo) -> None:
    found = demo.outcome("crop-prices", "slo.measured")
    assert (found["outcome"], found["overrides"] is not None) == ("met", True)
    early = demo.outcome("crop-prices", "slo.measured", AS_OF - timedelta(days=380))
    assert (early["outcome"], early["overrides"]) == ("unmet", None)


# -- Monitoring ------------------------------------------------------------------------------------------------------


def test_guest_chat_takes_its_pages_over_from_company_sre(demo: Demo) -> None:
    assert demo.course("guest-chat", "monitoring") == [1, 2]
    assert demo.outcome("guest-chat", "monitoring.routing-owned", AS_OF - timedelta(days=200))["outcome"] == "unmet"


def test_the_probe_of_the_help_center_fell_silent_and_the_level_waits(demo: Demo) -> None:
    assert demo.outcome("help-center", "monitoring.blackbox")["outcome"] == "unmet"
    level = demo.level("help-center", "monitoring")
    assert (level["published"], level["highest"], level["moving"]) == (2, 1, "down")


def test_an_alert_of_the_event_stream_rings_night_after_night(demo: Demo) -> None:
    assert demo.outcomes("event-stream", "monitoring.page-load", "monitoring.flapping") == ["unmet", "unmet"]
    assert demo.published("event-stream", "monitoring") == [2]


def test_guests_notice_before_the_storefront_does(demo: Demo) -> None:
    assert demo.outcome("storefront", "monitoring.detects-incidents")["outcome"] == "unmet"


# -- Incident response -----------------------------------------------------------------------------------------------


def test_two_people_share_the_rota_of_mikan(demo: Demo) -> None:
    unmet = ("slo.known-in-team", "incident-response.rota", "postmortem.coverage", "postmortem.written-soon")
    assert set(demo.outcomes("cart", *unmet)) == {"unmet"}


@pytest.mark.parametrize(("activity", "highest"), [("incident-response", 2), ("postmortem", 3), ("monitoring", 2)])
def test_harbor_is_unconfirmed_since_its_incident_tool_fell_silent(demo: Demo, activity: str, highest: int) -> None:
    level = demo.level("partner-portal", activity)
    assert (level["published"], level["lowest"], level["highest"]) == (2, 1, highest)
    assert level["unconfirmed_since"]
    assert level["unconfirmed_since"] < AS_OF
    assert demo.level("partner-portal", "slo")["unconfirmed_since"] is None


def test_what_harbor_told_is_stale_now_and_was_not_before(demo: Demo) -> None:
    stale = demo.outcome("partner-portal", "incident-response.rota")
    assert (stale["outcome"], stale["cause"], stale["detail"]) == ("unknown", "stale", "oncall_shifts")
    before = demo.outcome("partner-portal", "incident-response.rota", AS_OF - timedelta(days=70))
    assert before["outcome"] == "met"


def test_the_sources_say_which_of_them_fell_silent(demo: Demo) -> None:
    stale = [row for row in source_accounts(demo.workspace.lake, AS_OF) if row["stale"]]
    assert {row["source"] for row in stale} == {"harbor-desk"}
    assert {row["table"] for row in stale} == {
        "incidents",
        "incident_participants",
        "alert_notifications",
        "oncall_shifts",
    }


# -- Postmortems -----------------------------------------------------------------------------------------------------


def test_a_quiet_service_has_too_little_to_judge_its_postmortems(demo: Demo) -> None:
    level = demo.level("booking-mail", "postmortem")
    assert (level["published"], level["unknown"]) == (None, 0)
    assert demo.outcome("booking-mail", "postmortem.coverage-full")["outcome"] == "met"


# -- Documentation ---------------------------------------------------------------------------------------------------


def test_nobody_wrote_whom_to_call_about_the_reports(demo: Demo) -> None:
    assert demo.unmet("reports", "documentation", 2) == {"required-set"}
    assert demo.published("reports", "documentation") == [1]


def test_the_runbook_of_the_help_center_moved_away(demo: Demo) -> None:
    assert demo.unmet("help-center", "documentation", 2) == {"reachable"}


def test_the_pages_of_mikan_name_a_team_that_is_gone(demo: Demo) -> None:
    assert demo.unmet("cart", "documentation", 2) == {"owned"}


def test_one_link_in_twelve_keeps_the_phone_desk_from_level_three(demo: Demo) -> None:
    assert demo.unmet("phone-desk", "documentation", 3) == {"links"}
    assert demo.published("phone-desk", "documentation") == [2]


def test_a_newcomer_released_the_translations_by_the_pages_alone(demo: Demo) -> None:
    found = demo.outcome("translations", "documentation.newcomer")
    assert (found["outcome"], found["origin"]) == ("met", "attested")
    assert demo.published("translations", "documentation") == [3]


def test_the_wiki_of_fern_is_not_connected(demo: Demo) -> None:
    assert demo.published("sign-in", "documentation", "toil") == [None, None]


# -- Toil ------------------------------------------------------------------------------------------------------------


def test_harbor_spends_too_much_of_its_time_on_toil(demo: Demo) -> None:
    assert demo.unmet("channel-sync", "toil", 3) == {"share"}
    assert demo.published("channel-sync", "toil") == [2]


def test_the_toil_of_anchor_grows(demo: Demo) -> None:
    assert demo.unmet("reports", "toil", 3) == {"trend"}


def test_hotaru_answers_a_question_a_month_instead_of_noting_its_days(demo: Demo) -> None:
    assert demo.outcomes("farm-portal", "toil.recorded", "toil.measured") == ["met", "unmet"]


def test_suzume_never_made_a_list_of_its_chores(demo: Demo) -> None:
    assert "inventory" in demo.unmet("parcels", "toil", 2)
    assert demo.published("parcels", "toil") == [1]


def test_chores_that_tsubaki_automated_really_saved_time(demo: Demo) -> None:
    assert demo.outcomes("booking", "toil.improved", "toil.saving-verified") == ["met", "met"]


# -- Cost ------------------------------------------------------------------------------------------------------------


def test_hotaru_begins_to_tag_what_its_services_use(demo: Demo) -> None:
    assert demo.course("farm-portal", "cost") == [1, 2]
    assert demo.outcome("farm-portal", "cost.allocated-80", AS_OF - timedelta(days=250))["outcome"] == "unmet"


def test_the_forecast_of_the_calendar_misses_by_far(demo: Demo) -> None:
    assert demo.unmet("calendar-sync", "cost", 2) == {"forecast-15"}


def test_the_parcels_have_no_budget(demo: Demo) -> None:
    assert demo.unmet("parcels", "cost", 2) == {"budget"}


def test_a_jump_of_the_bill_for_ab_tests_stays_unexplained_for_weeks(demo: Demo) -> None:
    assert demo.unmet("ab-tests", "cost", 3) == {"anomaly"}
    assert demo.published("ab-tests", "cost") == [2]


def test_a_bill_in_two_currencies_needs_a_rate(demo: Demo) -> None:
    assert demo.outcome("phone-desk", "cost.forecast-15")["outcome"] == "unknown"
    assert demo.published("phone-desk", "cost") == [None]


# -- Vulnerabilities -------------------------------------------------------------------------------------------------


def test_a_known_exploited_vulnerability_lies_open_in_the_storefront(demo: Demo) -> None:
    assert demo.unmet("storefront", "vulnerability", 2) == {"kev-clear"}
    assert demo.course("storefront", "vulnerability") == [2, 1]


def test_the_team_of_the_chat_answers_urgent_requests_late(demo: Demo) -> None:
    assert demo.unmet("guest-chat", "vulnerability", 2) == {"urgent-response"}


def test_farm_payouts_accepts_risks_without_an_end(demo: Demo) -> None:
    assert demo.unmet("farm-payouts", "vulnerability", 3) == {"exceptions"}
    assert demo.published("farm-payouts", "vulnerability") == [2]


def test_the_event_stream_is_scanned_from_one_angle_only(demo: Demo) -> None:
    assert demo.unmet("event-stream", "vulnerability", 3) == {"scan-depth"}


def test_half_the_findings_of_the_search_index_overrun(demo: Demo) -> None:
    assert demo.unmet("search-index", "vulnerability", 2) == {"due-met"}


def test_the_scanner_may_not_look_at_the_phone_desk(demo: Demo) -> None:
    assert demo.published("phone-desk", "vulnerability") == [None]
    assert demo.outcome("phone-desk", "vulnerability.triage")["cause"] == "never"


# -- Development efficiency ------------------------------------------------------------------------------------------


def test_fraud_check_hurts_somebody_with_three_deployments_in_ten(demo: Demo) -> None:
    assert demo.unmet("fraud-check", "dev-efficiency", 3) == {"change-fail"}
    assert demo.published("fraud-check", "dev-efficiency") == [2]


def test_the_coupons_are_deployed_by_hand(demo: Demo) -> None:
    assert {"deploy-partial", "ci"} <= demo.unmet("coupons", "dev-efficiency", 2)


def test_builds_of_the_help_center_run_no_tests(demo: Demo) -> None:
    assert demo.unmet("help-center", "dev-efficiency", 2) == {"tests"}


def test_the_build_tool_of_harbor_is_not_connected(demo: Demo) -> None:
    assert demo.published("channel-sync", "dev-efficiency") == [None]


def test_the_cart_no_longer_tests_what_it_ships(demo: Demo) -> None:
    assert demo.course("cart", "dev-efficiency") == [2, 1]


# -- What people state -----------------------------------------------------------------------------------------------


def test_the_ledger_is_at_level_three_with_exemptions_and_an_ideal_of_its_own(demo: Demo) -> None:
    assert demo.published("ledger") == [3, 3, 3]
    assert [demo.level("ledger", activity)["exempt"] for activity in FIRST] == [1, 1, 1]
    unit = demo.outcome("ledger", "cost.unit")
    assert (unit["outcome"], unit["cause"], demo.published("ledger", "cost")) == ("exempt", "ideal", [3])


def test_an_exemption_that_ran_out_exempts_no_more(demo: Demo) -> None:
    drill = "incident-response.drill"
    assert demo.outcome("invoices", drill, AS_OF - timedelta(days=120))["outcome"] == "exempt"
    assert demo.outcome("invoices", drill)["outcome"] == "unmet"


def test_both_sides_decide_what_no_data_do(demo: Demo) -> None:
    def found(service: str, criterion: str = "documentation.required-set") -> tuple[str, str | None]:
        row = demo.outcome(service, criterion)
        return row["outcome"], row["origin"]

    assert found("notifications") == ("met", "joint")
    assert found("search-index") == ("unmet", "joint")
    assert found("channel-sync", "dev-efficiency.ci") == ("met", "joint")


def test_data_decide_against_what_both_sides_said_and_the_difference_is_told(demo: Demo) -> None:
    explained = explain(demo.workspace, "storefront", "incident-response.rota").criteria[0]
    assert (explained.outcome, explained.row["origin"]) == ("unmet", "measured")
    (said,) = explained.statements
    assert said.differs
    assert said.note("en") == "The data say otherwise, and data decide."


def test_one_of_each_that_does_not_count_says_why(demo: Demo) -> None:
    found = {(row["kind"], row["service_id"], row["why_not"]) for row in demo.answers.stated(demo.assessment)}
    assert {
        ("joint", "phone-desk", "expired"),
        ("joint", "sign-in", "own_signatures"),
        ("attestation", "sign-in", "second_person"),
        ("exemption", "invoices", "expired"),
        ("ideal", "event-stream", "expired"),
    } <= found
    assert "images" not in {service for _, service, _ in found}  # taken back


def test_a_dispute_was_right_one_was_not_and_one_waits(demo: Demo) -> None:
    found = {
        each.row["state"]
        for service in ("search-index", "notifications")
        for criterion in explain(demo.workspace, service).criteria
        for each in criterion.disputes
    }
    assert found == {"open", "upheld", "rejected"}


def test_what_a_team_types_by_hand_is_told_from_what_systems_measure(demo: Demo) -> None:
    recorded = {row["service_id"] for row in demo.answers.levels(demo.assessment) if row["recorded"]}
    assert recorded == {"parcels", "courier-app"}  # nobody looks at the third of すずめチーム
    row = demo.level("parcels", "incident-response")
    assert rests_on_word(row)
    assert not rests_on_word(demo.level("booking", "incident-response"))


def test_what_was_agreed_on_the_board_is_imported_not_signed_here(demo: Demo) -> None:
    assert {row["imported"] for row in demo.answers.stated(demo.assessment, "ledger") if row["kind"] == "ideal"} == {
        True
    }


def test_the_translations_need_not_be_deployed_every_week(demo: Demo) -> None:
    found = demo.outcome("translations", "dev-efficiency.deploy-frequency")
    assert (found["outcome"], found["cause"]) == ("exempt", "ideal")
    assert demo.published("translations", "dev-efficiency") == [3]


@pytest.mark.parametrize(
    ("service", "criterion"),
    [
        ("invoices", "slo.known-in-team"),
        ("parcels", "incident-response.flow"),
        ("parcels", "monitoring.policy"),
        ("search-index", "postmortem.policy"),
        ("sign-in", "incident-response.flow"),
        ("sign-in", "vulnerability.policy"),
    ],
)
def test_a_valid_attestation_speaks_where_nothing_is_recorded(demo: Demo, service: str, criterion: str) -> None:
    found = demo.outcome(service, criterion)
    assert (found["outcome"], found["origin"]) == ("met", "attested")


@pytest.mark.parametrize("activity", ["postmortem", "vulnerability"])
def test_an_attestation_counts_until_it_expires(demo: Demo, activity: str) -> None:
    found = demo.outcome("notifications", f"{activity}.policy")
    assert (found["outcome"], found["cause"]) == ("unmet", "expired")
    assert demo.published("notifications", activity) == [1]


def test_at_tier_one_a_second_person_has_to_look(demo: Demo) -> None:
    assert demo.outcome("sign-in", "postmortem.policy")["outcome"] == "unknown"
    assert demo.level("sign-in", "postmortem")["published"] is None


# -- The program, tailored -------------------------------------------------------------------------------------------


def test_values_are_changed_for_the_organization_a_tier_and_a_service(demo: Demo) -> None:
    said = {(o.check, o.tier, o.service) for o in demo.workspace.program.overrides}
    assert said == {
        ("slo.reviewed-quarterly", None, None),
        ("postmortem.written-soon", 3, None),
        ("slo.measured", None, "crop-prices"),
    }
    assert demo.outcome("booking", "slo.reviewed-quarterly")["overrides"] is not None
    assert demo.outcome("coupons", "postmortem.written-soon")["overrides"] is not None
    assert demo.outcome("booking", "postmortem.written-soon")["overrides"] is None


def test_lists_of_parts_are_announced_and_do_not_count_yet(demo: Demo) -> None:
    found = demo.outcome("customer-data", "vulnerability.sbom")
    assert (found["outcome"], found["counts"]) == ("unmet", False)


def test_for_now_company_sre_only_advises_about_money(demo: Demo) -> None:
    assert demo.workspace.program.activity("cost").target == 5


# -- Indicators and phases -------------------------------------------------------------------------------------------


def test_indicators_of_all_five_activities_and_of_the_phases_have_numbers_and_goals_reached_and_missed(
    demo: Demo,
) -> None:
    rows = [row for row in demo.answers.indicators(demo.assessment) if row["value"] is not None]
    goals = {activity: {row["outcome"] for row in rows if row["activity"] == activity} for activity in INDICATED}
    assert {activity: {"met", "unmet"} <= found for activity, found in goals.items()} == dict.fromkeys(INDICATED, True)


def test_three_teams_never_come_to_a_session(demo: Demo) -> None:
    assert demo.indicators("knowledge.reach") == "unmet"


def test_a_request_of_hotaru_lies_for_weeks(demo: Demo) -> None:
    assert demo.indicators("admin.backlog-age") == "unmet"


def test_the_log_of_the_reports_database_stopped(demo: Demo) -> None:
    assert demo.indicators("logs.flowing", "reports") == "unmet"
    assert demo.indicators("logs.flowing", "booking") == "met"


def test_nobody_looked_through_the_logs_of_customer_data(demo: Demo) -> None:
    assert demo.indicators("logs.protected", "customer-data") == "unmet"


def test_company_sre_still_does_half_the_infrastructure_of_the_courier_app(demo: Demo) -> None:
    assert demo.indicators("infra-design.dev-share", "courier-app") == "unmet"


# -- Trouble with files ----------------------------------------------------------------------------------------------


def test_broken_catalog_files_are_told_one_by_one(demo: Demo) -> None:
    answer = demo.command_answers["catalog"]
    assert sorted(Path(item["file"]).name for item in answer["invalid"]) == ["loyalty-points.yaml", "warehouse.yaml"]
    assert [Path(item["file"]).name for item in answer["duplicate_entities"]] == ["cart.yaml"]
    assert answer["unresolved_references"] == []


def test_files_that_cannot_be_used_are_told(demo: Demo) -> None:
    problems = {
        about: [(Path(p["file"]).name, p["code"]) for p in answer["problems"]]
        for about, answer in demo.command_answers.items()
        if isinstance(answer, dict) and answer.get("problems")
    }
    assert problems["SLOs (openslo)"] == [("invoices-latency.yaml", "version_too_new")]
    assert [code for _, code in problems["postmortems"]] == ["postmortem_unclear"]
    assert set(problems) == {"SLOs (openslo)", "postmortems"}


@pytest.mark.parametrize("source", sorted(folder.name for folder in SOURCES.iterdir()))
def test_an_entry_no_system_hands_out_is_told(tmp_path: Path, source: str) -> None:
    odd = tmp_path / ("odd.yaml" if source == "training-calendar" else "odd.jsonl")
    odd.write_text('{"weather": "fine"}\n', "utf-8")
    report, _ = collected(source, odd, home=tmp_path / "home", own=SOURCES)
    (problem,) = report.problems
    assert problem.place.line == 1
    assert problem.code.endswith(("_unknown", "_missing"))
    assert {table: counts.received for table, counts in report.tables.items() if counts.received} == {}


def test_rows_of_unknown_services_are_kept_aside(demo: Demo) -> None:
    incidents = demo.command_answers["incident tool"]["tables"]["incidents"]
    assert (incidents["unmapped"], incidents["unmapped_names"]) == (3, ["old-mailer", "ghost-cache"])
    assert demo.command_answers["SLOs (pyrra)"]["tables"]["slo_definitions"]["unmapped_names"] == ["ghost-cache"]


def test_rows_that_break_a_contract_are_refused_with_a_reason(demo: Demo) -> None:
    def codes(about: str, table: str) -> list[str]:
        return sorted(item["code"] for item in demo.command_answers[about]["tables"][table]["rejected"])

    assert codes("incident tool", "incidents") == ["range", "type_ts"]
    assert codes("meetings and drills", "drills") == ["enum"]


def test_every_row_received_is_stored_or_refused(demo: Demo) -> None:
    refused: Callable[[dict[str, Any]], int] = lambda table: sum(item["count"] for item in table["rejected"])  # noqa: E731
    for answer in demo.command_answers.values():
        for table in answer.get("tables", {}).values() if isinstance(answer, dict) else ():
            assert table["received"] == table["stored"] + refused(table)


# -- Who decides, and how far the evidence carries ---------------------------------------------------------------------


def agreed(demo: Demo, service: str, activity: str) -> list[tuple[int, str]]:
    """Level and kind of change of what was agreed here, the earliest first."""
    with connect() as con:
        rows = demo.workspace.lake.current_rows("delegations", demo.workspace.lake.versions())
        return con.rows(f"""
            select level_current, "trigger" from {rows}
            where agreement_id <> '' and service_id = {literal(service)} and activity_key = {literal(activity)}
            and decision_area = '' order by effective_from""")


def readiness(demo: Demo, service: str, activity: str) -> Readiness:
    return readiness_by_activity(demo.workspace.program, demo.answers.gates(demo.assessment, [service]))[activity]


def test_tsubaki_climbed_from_tell_to_inquire_in_monitoring_and_the_evidence_carries_it(demo: Demo) -> None:
    assert agreed(demo, "booking", "monitoring") == [(1, "initial"), *((level, "step_up") for level in range(2, 7))]
    assert readiness(demo, "booking", "monitoring").state(6) == "ready"
    assert readiness(demo, "booking", "monitoring").state(7) == "not_proposed"  # at tier 1


def test_mikan_went_a_step_back_when_it_was_reorganized_and_came_again(demo: Demo) -> None:
    assert agreed(demo, "storefront", "incident-response")[-2:] == [(5, "step_up"), (4, "step_back")]
    with connect() as con:
        rows = demo.workspace.lake.current_rows("delegations", demo.workspace.lake.versions())
        (until,) = con.row(f"select distinct until from {rows} where until is not null")
    assert AS_OF - timedelta(days=110) == until


def test_hotaru_played_poker_about_its_postmortems_and_both_sides_confirmed_a_level(demo: Demo) -> None:
    with connect() as con:
        rows = demo.workspace.lake.current_rows("delegation_votes", demo.workspace.lake.versions())
        cards = con.rows(f"""
            select "round", side, list_sort(list(vote)), count(distinct person_id) from {rows}
            where session_id like 'Y-%' and scope_id = 'hotaru' group by all order by all""")
    assert cards == [
        (1, "business", [3], 1), (1, "dev", [3, 3, 4], 3), (1, "sre", [1], 1),
        (2, "business", [2], 1), (2, "dev", [2, 2, 3], 3), (2, "sre", [2], 1),
    ]  # fmt: skip
    service = next(row for row in demo.answers.services(demo.assessment) if row["team_id"] == "hotaru")["service_id"]
    assert agreed(demo, service, "postmortem") == [(1, "initial"), (2, "step_up")]


def test_suzume_decides_more_about_money_than_its_evidence_shows(demo: Demo) -> None:
    assert agreed(demo, "courier-app", "cost") == [(1, "initial"), (5, "override")]
    ahead = readiness(demo, "courier-app", "cost").ahead(5)
    assert [one.check.name for one in ahead] == ["level-held"]


def test_pages_at_mikan_ask_to_look_at_two_activities_again(demo: Demo) -> None:
    for activity in ("monitoring", "incident-response"):
        asking = [one.check.name for one in readiness(demo, "cart", activity).asking]
        assert "page-load" in asking


def test_every_state_of_readiness_occurs(demo: Demo) -> None:
    services = [row["service_id"] for row in demo.answers.services(demo.assessment)]
    found = readiness_by_activity(demo.workspace.program, demo.answers.gates(demo.assessment, services))
    states = {step.state for one in found.values() for steps in one.steps.values() for step in steps}
    assert states == {"ready", "almost", "unknown", "not_ready", "not_proposed"}


def decided(demo: Demo, team: str) -> list[dict[str, Any]]:
    """What a team and company SRE decided, the earliest first; one row for each part."""
    with connect() as con:
        rows = demo.workspace.lake.current_rows("decisions", demo.workspace.lake.versions())
        found = con.records(f"""
            select distinct on (part_id) * from {rows} where team_id = {literal(team)} order by part_id, service_id""")
    return sorted(found, key=lambda row: (row["opened_at"], row["part_id"]))


def test_tsubaki_decided_once_at_every_level(demo: Demo) -> None:
    rows = decided(demo, "tsubaki")
    assert {row["level"] for row in rows} == set(range(1, 8))
    assert {row["level"]: row["decided_side"] for row in rows if not row["step_in"]} == {
        1: "sre", 2: "sre", 3: "sre", 4: "both", 5: "team", 6: "team", 7: "team"}  # fmt: skip
    assert all(row["duty_done_at"] for row in rows if row["duty"] in ("acknowledged", "used", "followed", "answer"))


def test_seiji_decided_what_mikan_and_company_sre_did_not_agree_on(demo: Demo) -> None:
    (row,) = decided(demo, "mikan")
    assert (row["level"], row["escalated"], row["decided_side"]) == (4, True, "owner")


def test_company_sre_stepped_in_during_an_incident_of_booking_and_both_confirmed(demo: Demo) -> None:
    (row,) = (one for one in decided(demo, "tsubaki") if one["step_in"])
    assert (row["service_id"], row["level"], row["decided_side"], row["state"]) == ("booking", 4, "both", "settled")


def test_ebba_never_answered_why_so_anchor_is_asked_to_look_again(demo: Demo) -> None:
    asking = [one.check.name for one in readiness(demo, "event-stream", "monitoring").asking]
    assert "explanation-overdue" in asking


def test_two_teams_did_not_acknowledge_what_they_were_told(demo: Demo) -> None:
    owed = {team: [row["duty_done_at"] for row in decided(demo, team)] for team in ("harbor", "yamabiko", "fern")}
    assert [bool(done) for (done,) in owed.values()] == [True, False, False]


def test_kawasemi_waits_for_company_sre_to_approve(demo: Demo) -> None:
    (row,) = decided(demo, "kawasemi")
    assert (row["level"], row["state"], row["decided_at"]) == (4, "open", None)
