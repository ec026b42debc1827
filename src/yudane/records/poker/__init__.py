"""Delegation poker: who would decide what, each in private first, then turned over at once."""
