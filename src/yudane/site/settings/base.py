"""What all settings share. Pages read a home; what people write stands in a database, SQLite in the home by default.

The environment's part of it is `yudane.site.settings.environment`.
"""

import hashlib
import secrets
from pathlib import Path
from typing import Any

import dj_database_url

from yudane.site.settings import environment
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
    named = [environment.read("YUDANE_HOST"), *environment.read("YUDANE_ALLOWED_HOSTS").split(",")]
    return ["localhost", "127.0.0.1", "[::1]", *(name.strip() for name in named if name.strip())]


SECRET_KEY = _secret()
DEBUG = False
ALLOWED_HOSTS = _hosts()

ROOT_URLCONF = "yudane.site.urls"
FORCE_SCRIPT_NAME: str | None = None
WSGI_APPLICATION = "yudane.site.wsgi.application"
APPEND_SLASH = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "yudane.records.people",
    "yudane.records.audit",
    "yudane.records.catalog",
    "yudane.records.jobs",
    "yudane.records.journal",
    "yudane.records.surveys",
    "yudane.records.delegation",
    "yudane.records.decisions",
    "yudane.records.poker",
    "yudane.records.lake",
    "yudane.records.signing",
    "yudane.records.statements",
    "yudane.faces.web.account",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "yudane.faces.web.shared.headers.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "yudane.faces.web.shared.subpath.subpath",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "yudane.faces.web.shared.reader.remembering",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "yudane.faces.web.account.seen.seen",
    "django_htmx.middleware.HtmxMiddleware",
    "yudane.faces.web.shared.error_pages.ErrorPages",
    "yudane.faces.web.shared.acting.Acting",
]
# SQLite takes its writer's lock when a transaction begins, and others wait for it.
_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": str(YUDANE_HOME / "records.sqlite3"),
    "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA journal_mode = WAL"},
}
_URL = environment.read("DATABASE_URL")
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(_URL, conn_max_age=60, conn_health_checks=True) if _URL else _SQLITE,
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_WEB, _WEB / "account" / "library"],  # the second: pages of the sign-in library in our frame
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yudane.faces.web.shared.page.frame",
            ],
            "builtins": ["yudane.faces.web.shared.tags", "django_htmx.templatetags.django_htmx"],
        },
    },
]

STATIC_URL = "static/"
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
SESSION_COOKIE_AGE = 14 * 24 * 3600

# Asked for by these, and without accounts, the one person of this machine may everything that needs one side.
LOCAL_HOSTS = ALLOWED_HOSTS[:3]

AUTH_USER_MODEL = "people.Login"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username"]},
    },
]
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "yudane.faces.web.account.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # nobody signs up: invitations make accounts
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/account/login/"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
SOCIALACCOUNT_ADAPTER = "yudane.faces.web.account.adapters.ProviderAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form may not lead elsewhere (see headers); answers are tied to the session
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # a mail address never makes an account somebody's
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_PROVIDERS = environment.providers()
OIDC_CLAIM = environment.read("YUDANE_OIDC_CLAIM", "groups")
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Yudane"
USERSESSIONS_TRACK_ACTIVITY = True
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",  # limits on tries, shared by all workers
        "LOCATION": "limits",
    }
}

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
