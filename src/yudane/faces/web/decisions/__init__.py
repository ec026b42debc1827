"""Decisions: the register, one of them, and the form to open one."""
