"""`yudane serve`: the web, on this machine unless told otherwise."""

import os

import click
from granian import Granian
from granian.constants import Interfaces

from yudane.faces.cli.common import Session, command


@command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
def serve(session: Session, host: str, port: int, workers: int) -> None:
    os.environ["YUDANE_HOME"] = str(session.home.root.absolute())
    os.environ["YUDANE_HOST"] = host
    session.note("serving", address=f"http://{host}:{port}/")
    Granian(
        "yudane.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_enabled=False,
    ).serve()
