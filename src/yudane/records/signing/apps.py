from django.apps import AppConfig


class Signing(AppConfig):
    name = "yudane.records.signing"
    label = "signing"
