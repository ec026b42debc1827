"""Behind a reverse proxy, reached by YUDANE_URL: with https cookies travel by TLS alone, and browsers are told to keep to it.

The proxy takes the address's path off and says the visitor's address and scheme; nobody is let in without an account.
"""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from yudane.site.settings import environment
from yudane.site.settings.base import *  # noqa: F403 -- settings build upon one another
from yudane.site.settings.base import ALLOWED_HOSTS

_URL = urlsplit(environment.read("YUDANE_URL", "https://localhost"))
OWN_PATHS = (
    "account", "activities", "audit", "catalog", "claims", "delegation", "enter", "find", "guides", "healthz", "journal", "logins", "map", "map.csv", "people",
    "next", "phases", "program", "readyz", "reference", "services", "static", "statements", "tokens", "who-may",
)  # fmt: skip
if _URL.scheme not in ("http", "https") or not _URL.hostname:
    raise ImproperlyConfigured("YUDANE_URL is no address: write it as https://yudane.example.com")
if _URL.path.strip("/").partition("/")[0] in OWN_PATHS:
    raise ImproperlyConfigured(f"YUDANE_URL has a path of Yudane's own ({_URL.path}): choose another, as /yudane")

LOCAL_HOSTS = []
ALLOWED_HOSTS = [*ALLOWED_HOSTS, _URL.hostname]
CSRF_TRUSTED_ORIGINS = [f"{_URL.scheme}://{_URL.netloc}"]
FORCE_SCRIPT_NAME = _URL.path.rstrip("/") or None
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = f"{FORCE_SCRIPT_NAME or ''}/"
ALLAUTH_TRUSTED_PROXY_COUNT = 1
if _URL.scheme == "https":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
