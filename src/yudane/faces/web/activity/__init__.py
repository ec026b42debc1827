"""The numbers of an activity that are tracked without a level."""
