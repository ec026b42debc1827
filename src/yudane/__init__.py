"""Yudane (委ね): hand SRE over to development teams, on evidence."""

__version__ = "0.1.0"
