"""Delegation: who decides what, as a team and company SRE agreed, and how that changes."""
