from django.apps import AppConfig


class Surveys(AppConfig):
    name = "yudane.records.surveys"
    label = "surveys"
