from django.apps import AppConfig


class Audit(AppConfig):
    name = "yudane.records.audit"
    label = "audit"
