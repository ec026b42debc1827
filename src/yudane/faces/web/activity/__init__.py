"""The numbers of an activity, each with a goal, beside levels or without."""
