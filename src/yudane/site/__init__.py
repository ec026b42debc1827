"""The web site: Django's settings, addresses and the entry for a server."""
