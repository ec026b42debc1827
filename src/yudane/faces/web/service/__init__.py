"""One service: a ladder for each activity."""
