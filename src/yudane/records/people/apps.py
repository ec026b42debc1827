from django.apps import AppConfig


class People(AppConfig):
    name = "yudane.records.people"
    label = "people"
