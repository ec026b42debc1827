"""Accounts of tests need no slow hash."""

import pytest
from pytest_django.fixtures import Settings

from yudane.records.testing import FAST


@pytest.fixture(autouse=True)
def fast_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = FAST
