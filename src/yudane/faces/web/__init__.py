"""The web pages: a folder for each, with its view, its template and what it draws."""
