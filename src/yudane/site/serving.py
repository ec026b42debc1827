"""What `yudane serve` runs in each of its workers: the web, once what its first reader would wait for has been read."""

from importlib import import_module
from threading import Thread

from django.core.handlers.wsgi import WSGIHandler


def served() -> WSGIHandler:
    """The application. Nothing is read, and no thread begun, by importing this."""
    application: WSGIHandler = import_module("yudane.site.wsgi").application
    warming = import_module("yudane.faces.web.shared.warming")  # after Django is set up, since pages may need models
    warming.first()
    Thread(target=warming.later, daemon=True).start()
    return application
