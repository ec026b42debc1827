"""What a team writes down here for want of a system that tells it: rows of evidence tables, and its word that they are all."""
