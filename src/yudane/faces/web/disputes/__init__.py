"""Doubts about what was decided, and what the other side answered."""
