"""`yudane serve`: the web, on this machine unless told otherwise."""

import os
from contextlib import nullcontext, suppress
from ipaddress import ip_address
from pathlib import Path

import click
from granian import Granian
from granian.constants import Interfaces

from yudane.assessment.guard import problems_of_own
from yudane.faces.cli.common import Session, command, fail
from yudane.faces.cli.operator import begin, home_url
from yudane.faces.cli.worker import worker_beside
from yudane.reading import ProblemsError
from yudane.records.ready import settings_module
from yudane.words import language, say

EXAMPLES = {"nginx": "nginx.conf", "systemd": "yudane.service"}


def _loopback(host: str) -> bool:
    """Names count only where they can mean nothing else."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _tell_own_sql(session: Session) -> None:
    """Checks of one's own that may not run are told before pages show them as unknown."""
    with suppress(ProblemsError):  # a faulty program is told on the pages
        session.notes([problem.message(session.lang) for problem in problems_of_own(session.workspace.program)])


def _address(host: str, port: int, accounts: bool) -> str:
    """What to open: as people reach it, here, or by the link that makes this browser the one person of this machine."""
    if settings_module().endswith(".server"):
        return home_url()
    return f"http://{host}:{port}/" + ("" if accounts else f"enter/{_local_link()}")


def _local_link() -> str:
    """Whoever opens it once may change things, while there are no accounts."""
    from django.core.cache import cache

    from yudane.faces.web.account.view import local_key
    from yudane.records.people.secrets import new_secret

    secret = new_secret()
    cache.set(local_key(secret), True, timeout=None)
    return secret


def example_of(name: str) -> str:
    """A configuration to begin with, of what stands before Yudane or starts it."""
    return (Path(__file__).parent / "examples" / EXAMPLES[name]).read_text("utf-8")


@command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
@click.option("--no-worker", is_flag=True, help=say("cli.opt_no_worker", language()))
@click.option("--example", type=click.Choice(tuple(EXAMPLES)), help=say("cli.opt_example", language()))
def serve(session: Session, host: str, port: int, workers: int, no_worker: bool, example: str | None) -> None:
    if example:
        return click.echo(example_of(example), nl=False)
    os.environ["YUDANE_HOST"] = host
    begin(session)
    from yudane.records.people.who import accounts_exist

    accounts = accounts_exist()
    if not _loopback(host) and not accounts:
        fail("host_not_loopback", host=host, port=port)
    _tell_own_sql(session)
    session.note("serving", address=_address(host, port, accounts))
    if not accounts and settings_module().endswith(".server"):
        session.note("serving_nobody", command="yudane user add NAME")
    with nullcontext() if no_worker else worker_beside(session.workspace.root):
        Granian(
            "yudane.site.serving:served",
            factory=True,
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=4,
            log_enabled=False,
        ).serve()
    return None
