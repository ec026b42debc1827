"""Who decides what: the boards of teams and of the organization, and what is agreed about one matter."""
