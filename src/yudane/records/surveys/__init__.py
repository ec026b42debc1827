"""Surveys of a team: who is invited answers once, and no answer is anybody's."""
