"""What commands say where an assessment holds less than somebody looks for: the true reason, and the mend."""

import difflib
from collections.abc import Mapping

from yudane.assessment.queries import FEW, NotAssessed
from yudane.assessment.store import Assessment
from yudane.evidence.directory import services, teams
from yudane.faces.cli.common import Session
from yudane.reading import ProblemsError


def left_out_lines(session: Session, by_reason: Mapping[str, NotAssessed]) -> list[str]:
    """A line for each reason why services were not assessed, with the mend."""
    return [
        session.say(
            f"left_out_{reason}",
            count=of.services,
            names=", ".join(of.names) + (", …" if of.services > FEW else ""),
        )
        for reason, of in by_reason.items()
    ]


def require_team(session: Session, assessment: Assessment, team: str) -> None:
    """Raises ProblemsError with near names unless the team is in the catalog or owns a service."""
    lake = session.workspace.lake
    known = {row["team_id"]: row["name"] for row in teams(lake, assessment.versions)}
    owners = (*services(lake, assessment.versions), *session.workspace.answers.services(assessment))
    known |= {row["team_id"]: row["team_id"] for row in owners if row["team_id"] and row["team_id"] not in known}
    if team in known:
        return
    by_name = {name.casefold(): name for name in known} | {known[name].casefold(): name for name in known}
    near = dict.fromkeys(by_name[found] for found in difflib.get_close_matches(team.casefold(), by_name, FEW, 0.5))
    names = near or sorted(known)[:FEW]
    hint = session.say("did_you_mean" if near else "teams_there", names=", ".join(names)) if names else ""
    raise ProblemsError.one("team_unknown", name=team, hint=hint)
