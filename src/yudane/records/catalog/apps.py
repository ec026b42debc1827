from django.apps import AppConfig


class Catalog(AppConfig):
    name = "yudane.records.catalog"
    label = "catalog"
