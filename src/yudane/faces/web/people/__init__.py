"""People, their teams and their programs' tokens."""
