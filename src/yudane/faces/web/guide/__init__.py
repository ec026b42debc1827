"""The guides of the activities."""
