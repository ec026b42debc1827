"""The audit: every change anybody made, in a chain that shows when one was altered."""
