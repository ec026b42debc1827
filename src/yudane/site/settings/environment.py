"""How settings are read from the environment; docs/settings.md lists them all, which a test sees to."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any


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
