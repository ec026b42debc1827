from django.apps import AppConfig


class Delegation(AppConfig):
    name = "yudane.records.delegation"
    label = "delegation"
