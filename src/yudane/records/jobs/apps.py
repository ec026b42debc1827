from django.apps import AppConfig


class Jobs(AppConfig):
    name = "yudane.records.jobs"
    label = "jobs"
