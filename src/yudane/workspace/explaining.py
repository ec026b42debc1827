"""Explain: why a service stands where it stands, and the rows behind it."""

from collections.abc import Sequence
from datetime import date

from yudane.assessment.explanation import CriterionExplanation, ServiceExplanation, explain_criteria
from yudane.assessment.explanation.dispute import disputes
from yudane.assessment.queries import EvidenceRow, evidence_rows
from yudane.assessment.store import Assessment
from yudane.evidence.directory import services
from yudane.evidence.engines.database import DatabaseError
from yudane.evidence.engines.syntax import UntrustedError
from yudane.program import Program
from yudane.reading import ProblemsError
from yudane.workspace.workspace import Workspace


def explain(workspace: Workspace, service: str, what: str | None = None, day: date | None = None) -> ServiceExplanation:
    """At the newest assessment (not after a day); `what` is an activity or a criterion, else everything.

    A service may be called by a name it had. One that was not assessed has no criteria. Raises ProblemsError.
    """
    assessment, answers = assessed(workspace, day), workspace.answers
    if service not in {row["service_id"] for row in answers.services(assessment)}:
        service = workspace.called_now(service)
    program = workspace.program_of(assessment)
    activity, criterion = _part(workspace.program, program, what)
    outcomes = answers.outcomes(assessment, service, activity, criterion)
    left_outs = []
    if any(outcome["cause"] == "left_out" for outcome in outcomes):
        left_outs = workspace.left_outs(service=service, versions=assessment.versions)
    return ServiceExplanation(
        program,
        assessment,
        service,
        explain_criteria(
            program,
            outcomes,
            left_outs,
            answers.stated(assessment, service, criterion),
            assessment.as_of,
            disputes(workspace.lake, service, day),
        ),
        {row["activity"]: row for row in answers.levels(assessment, service=service)},
    )


def rows_behind(
    workspace: Workspace, explanation: ServiceExplanation, criterion: CriterionExplanation
) -> Sequence[EvidenceRow]:
    """The rows that decided, by the SQL of today; none where that is gone, or fails, which its outcome explains."""
    names = (criterion.criterion.id, *criterion.criterion.formerly)
    today = next((each for each in workspace.program.criteria() if {each.id, *each.formerly} & {*names}), None)
    if today is None:
        return []
    overrides, service = criterion.row["overrides"], explanation.service
    try:
        return evidence_rows(workspace.assessor, explanation.assessment, today, service, overrides)
    except (UntrustedError, DatabaseError):
        return []


def assessed(workspace: Workspace, day: date | None) -> Assessment:
    """The newest assessment (not after a day). Raises ProblemsError that says which step lacks."""
    if found := workspace.assessments.newest(day):
        return found
    if dates := workspace.assessments.dates():
        raise ProblemsError.one("assessment_later", first=dates[0], value=day)
    if not services(workspace.lake, workspace.lake.versions()):
        raise ProblemsError.one("catalog_empty")
    raise ProblemsError.one("assessment_missing")


def _part(today: Program, then: Program, what: str | None) -> tuple[str | None, str | None]:
    """An activity's key, or the id that a criterion had then."""
    if what is None:
        return None, None
    if what in {activity.key for activity in today.activities}:
        return what, None
    try:
        criterion = today.criterion(what)
    except KeyError:
        raise ProblemsError.one("criterion_unknown", name=what) from None
    known = {each.id for each in then.criteria()}
    return None, next((name for name in (criterion.id, *criterion.formerly) if name in known), criterion.id)
