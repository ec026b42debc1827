"""Whatever two sides agree on: its wording, and who signed it for which side."""
