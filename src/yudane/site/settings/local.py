"""On this machine, for whoever sits at it: loopback, without TLS."""

from yudane.site.settings.base import *  # noqa: F403 -- settings build upon one another
