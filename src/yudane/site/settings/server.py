"""Behind a reverse proxy that speaks TLS: cookies travel by it alone, and browsers are told to keep to it."""

from yudane.site.settings.base import *  # noqa: F403 -- settings build upon one another

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LOCAL_HOSTS = []
