from django.apps import AppConfig


class Journal(AppConfig):
    name = "yudane.records.journal"
    label = "journal"
