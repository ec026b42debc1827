"""What all settings share. Pages read a home; what people write will stand in a database, SQLite in the home by default.

YUDANE_HOME names the home, YUDANE_HOST the address served, YUDANE_ALLOWED_HOSTS further names it answers to, DATABASE_URL
another database.
"""

import hashlib
import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url

from yudane.workspace import default_root

_WEB = Path(__file__).resolve().parents[2] / "faces" / "web"

YUDANE_HOME = default_root()


def _secret() -> str:
    """From the home's key, so that every worker has the same one; random where there is no home yet."""
    try:
        key = (YUDANE_HOME / "secret.key").read_bytes().strip()
    except OSError:
        return secrets.token_hex(32)
    return hashlib.sha256(b"yudane.site:" + key).hexdigest()


def _hosts() -> list[str]:
    """Loopback, and what was named: an unknown name is refused, so that no foreign page reads this one by it."""
    named = [os.environ.get("YUDANE_HOST", ""), *os.environ.get("YUDANE_ALLOWED_HOSTS", "").split(",")]
    return ["localhost", "127.0.0.1", "[::1]", *(name.strip() for name in named if name.strip())]


SECRET_KEY = _secret()
DEBUG = False
ALLOWED_HOSTS = _hosts()

ROOT_URLCONF = "yudane.site.urls"
WSGI_APPLICATION = "yudane.site.wsgi.application"
APPEND_SLASH = False

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "yudane.faces.web.shared.headers.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "yudane.faces.web.shared.reader.remembering",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "yudane.faces.web.shared.error_pages.ErrorPages",
]
# SQLite takes its writer's lock when a transaction begins, and others wait for it.
_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": str(YUDANE_HOME / "records.sqlite3"),
    "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA journal_mode = WAL"},
}
_URL = os.environ.get("DATABASE_URL", "")
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(_URL, conn_max_age=60, conn_health_checks=True) if _URL else _SQLITE,
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_WEB],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "yudane.faces.web.shared.page.frame",
            ],
            "builtins": ["yudane.faces.web.shared.tags", "django_htmx.templatetags.django_htmx"],
        },
    },
]

STATIC_URL = "/static/"
STATICFILES_DIRS = [_WEB / "shared" / "static"]
STORAGES = {"staticfiles": {"BACKEND": "yudane.faces.web.shared.assets.Stamped"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 365 * 24 * 3600  # addresses carry a stamp of the content

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ja", "日本語")]
USE_I18N = True  # of Django's own words and those of other apps; ours come from yudane.words
USE_TZ = True

SESSION_COOKIE_NAME = "yudane_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

CSRF_COOKIE_NAME = "yudane_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "yudane.faces.web.shared.error_pages.forged"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS[3:]]  # a proxy on this machine may speak TLS

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
