"""Every setting that is told by the environment: its name, what it is for (words/settings.yaml), and how it is read."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

NAMES = (
    "YUDANE_HOME",  # the home
    "YUDANE_HOST",  # the address served
    "YUDANE_ALLOWED_HOSTS",  # further names it answers to, by commas
    "YUDANE_URL",  # how people reach it, for links: https://yudane.example.com
    "DATABASE_URL",  # another database than SQLite in the home
    "YUDANE_OIDC_ISSUER",  # an OpenID provider
    "YUDANE_OIDC_CLIENT_ID",
    "YUDANE_OIDC_CLIENT_SECRET",  # or YUDANE_OIDC_CLIENT_SECRET_FILE
    "YUDANE_OIDC_NAME",  # what people call it
    "YUDANE_OIDC_CLAIM",  # that says of which teams somebody is
    "YUDANE_THREADS",
    "YUDANE_MEMORY",
    "YUDANE_STUDY_SECONDS",
)


def read(name: str, otherwise: str = "") -> str:
    """Its value; that of a file where NAME_FILE names one, so that a secret need not stand in the environment."""
    path = os.environ.get(f"{name}_FILE")
    return Path(path).read_text("utf-8").strip() if path else os.environ.get(name, otherwise).strip()


def providers() -> Mapping[str, Any]:
    """The OpenID provider, where one is named."""
    issuer = read("YUDANE_OIDC_ISSUER").rstrip("/")
    if not issuer:
        return {}
    app = {
        "provider_id": "oidc",
        "name": read("YUDANE_OIDC_NAME", "OpenID Connect"),
        "client_id": read("YUDANE_OIDC_CLIENT_ID"),
        "secret": read("YUDANE_OIDC_CLIENT_SECRET"),
        "settings": {"server_url": issuer},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
