"""Decisions: what a team and company SRE decide, each under the level of delegation that held when it was opened."""
