"""Who performs and who supports in each phase, and what was observed."""
