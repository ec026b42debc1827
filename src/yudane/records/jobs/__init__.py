"""Work that need not be waited for: what was entered becomes evidence, and is judged."""
