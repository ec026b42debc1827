"""Finding a thing by a few letters: from the field on every page, and as a page of its own."""
