"""What the organization changed in the program, and what a proposal would change."""
