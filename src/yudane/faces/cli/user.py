"""`yudane user`: who there is, from the server's command line."""

import click

from yudane.faces.cli.common import Session, command
from yudane.faces.cli.operator import begin, home_url
from yudane.reading import ProblemsError
from yudane.words import language, say


@click.group(help=say("cli.help_user", language()))
def user() -> None:
    """Commands about people and their accounts."""


@command(code="user_add")
@click.argument("name")
@click.option("--reading", default="")
@click.option("--admin", is_flag=True)
@click.option("--auditor", is_flag=True)
@click.option("--team")
@click.option("--lead", is_flag=True)
def add(session: Session, name: str, reading: str, admin: bool, auditor: bool, team: str | None, lead: bool) -> None:
    act = begin(session)
    if lead and not team:
        raise ProblemsError.one("lead_of_nothing")
    from django.db import transaction

    from yudane.records.people.verbs import add_member, add_person, invite

    with transaction.atomic():  # all or none
        person = add_person(act, name, reading, admin, auditor)
        if team:
            add_member(act, person.pk, _known(session, team), "lead" if lead else "member")
        secret = invite(act, person.pk)
    _invited(session, person.pk, person.name, person.admin, secret)


@command(code="user_invite")
@click.argument("name")
def invite(session: Session, name: str) -> None:
    act = begin(session)
    from yudane.records.people.find import person_named
    from yudane.records.people.verbs import invite as again

    person = person_named(name)
    _invited(session, person.pk, person.name, person.admin, again(act, person.pk))


def _invited(session: Session, key: str, name: str, admin: bool, secret: str) -> None:
    link = f"{home_url()}/account/invitation/{secret}"

    def human() -> None:
        session.note("user_invited_admin" if admin else "user_invited", name=name)
        click.echo(link)

    session.data({"id": key, "name": name, "admin": admin, "invitation": link}, human)


@command(name="list", code="user_list")
def list_(session: Session) -> None:
    act = begin(session)
    from yudane.records.people.models import Person
    from yudane.records.people.who import memberships_on

    rows = [
        {
            "id": person.pk,
            "name": person.name,
            "admin": person.admin,
            "auditor": person.auditor,
            "disabled": person.disabled_at is not None,
            "accounts": [login.username if not login.issuer else login.issuer for login in person.logins.all()],
            "teams": [f"{one.team_id}:{one.role}" for one in memberships_on(person.memberships.all(), act.on)],
        }
        for person in Person.objects.prefetch_related("logins", "memberships").order_by("name")
    ]
    header = [session.say(word) for word in ("user_name", "user_role", "user_teams", "user_accounts", "user_id")]
    session.data(rows, lambda: session.table(header, [_line(session, row) for row in rows]))


def _line(session: Session, row: dict[str, object]) -> list[object]:
    roles = [session.say(f"user_{role}") for role in ("admin", "auditor", "disabled") if row[role]]
    return [row["name"], ", ".join(roles) or None, _joined(row["teams"]), _joined(row["accounts"]), row["id"]]


def _joined(values: object) -> str | None:
    return ", ".join(values) if isinstance(values, list) and values else None


@command(code="user_disable")
@click.argument("name")
def disable(session: Session, name: str) -> None:
    _turn(session, name, out=True)


@command(code="user_enable")
@click.argument("name")
def enable(session: Session, name: str) -> None:
    _turn(session, name, out=False)


def _turn(session: Session, name: str, out: bool) -> None:
    act = begin(session)
    from yudane.records.people.find import person_named
    from yudane.records.people.verbs import disable_person, enable_person

    person = (disable_person if out else enable_person)(act, person_named(name).pk)
    said = session.say("user_is_disabled" if out else "user_is_enabled", name=person.name)
    session.data({"id": person.pk, "disabled": out}, lambda: click.echo(said))


@command(code="user_join")
@click.argument("name")
@click.argument("team")
@click.option("--lead", is_flag=True)
def join(session: Session, name: str, team: str, lead: bool) -> None:
    act = begin(session)
    from yudane.records.people.find import person_named
    from yudane.records.people.verbs import add_member

    made = add_member(act, person_named(name).pk, _known(session, team), "lead" if lead else "member")
    session.data({"id": made.pk, "team": team}, lambda: click.echo(session.say("user_joined", name=name, team=team)))


def _known(session: Session, team: str) -> str:
    """One of the catalog. Raises ProblemsError."""
    if team not in {row["team_id"] for row in session.workspace.teams()}:
        raise ProblemsError.one("team_missing", team=team)
    return team


for each in (add, invite, list_, disable, enable, join):
    user.add_command(each)
