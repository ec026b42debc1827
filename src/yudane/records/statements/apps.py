"""What people state about criteria."""

from django.apps import AppConfig


class Statements(AppConfig):
    name = "yudane.records.statements"
    label = "statements"
