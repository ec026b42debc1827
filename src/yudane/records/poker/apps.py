from django.apps import AppConfig


class Poker(AppConfig):
    name = "yudane.records.poker"
    label = "poker"
