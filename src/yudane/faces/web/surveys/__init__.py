"""Surveys: what waits for whoever reads, what a team asked, and what came of it where enough people answered."""
