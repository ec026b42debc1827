from django.apps import AppConfig


class Lake(AppConfig):
    name = "yudane.records.lake"
    label = "lake"
