"""Evidence, program and a moment become outcomes, levels and what is published."""
