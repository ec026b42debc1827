from django.apps import AppConfig


class Decisions(AppConfig):
    name = "yudane.records.decisions"
    label = "decisions"
