"""`yudane who-decides`: who decides something today, or on a day in the past."""

from datetime import date

import click

from yudane.faces.cli.common import Exit, Session, command, day
from yudane.faces.cli.operator import begin


@command(code="who_decides")
@click.argument("team")
@click.argument("activity")
@click.argument("area", required=False, default="")
@click.option("--service", metavar="SERVICE", default="")
@click.option("--at", "on", metavar="DAY", callback=day)
def who_decides(session: Session, team: str, activity: str, area: str, service: str, on: date | None) -> Exit:
    act = begin(session)
    from yudane.records.decisions.answering import beside
    from yudane.records.delegation.answer import who_decides
    from yudane.records.home import today_in

    program = session.workspace.program
    answer = who_decides(program, team, activity, area, service, on or today_in(program.zone, act.now))

    def human() -> None:
        lang = session.lang
        about = [answer.service or team, answer.activity.name[lang]]
        about += [answer.activity.areas[area][lang]] if area else []
        click.echo(session.say("who_decides", about=" · ".join(about), level=answer.level(lang)))
        click.echo(answer.needs(lang))
        click.echo(answer.why(lang))

    session.data({**answer.as_json(session.lang), **beside(answer, on)}, human)
    return Exit.FINE
