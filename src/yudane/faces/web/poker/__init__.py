"""Delegation poker: the sessions of a team, and the page that everybody of one has before them."""
