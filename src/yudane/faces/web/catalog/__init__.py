"""What services and teams there are, and who owns what."""
