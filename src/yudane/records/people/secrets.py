"""Secrets that are shown once: of invitations and tokens. Only a hash is kept, which nobody can turn back."""

import hashlib
import secrets

TOKEN_PREFIX = "yud_"  # noqa: S105 -- no secret: so that a scanner of repositories knows one when it sees it


def new_secret(prefix: str = "") -> str:
    return prefix + secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """Of 256 random bits, so that a slow hash would protect nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()
