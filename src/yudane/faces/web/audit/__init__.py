"""The audit, for who may read it."""
