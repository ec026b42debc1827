from importlib import import_module

from django.apps import AppConfig


class Account(AppConfig):
    name = "yudane.faces.web.account"
    label = "web_account"

    def ready(self) -> None:
        """What the library does about accounts is audited too."""
        import_module("yudane.faces.web.account.audited")
