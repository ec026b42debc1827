"""What people state: the list of it, the form to state something, and what forms ask for."""
