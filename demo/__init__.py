"""The demo company: an invented organization whose evidence shows what Yudane says about real ones."""
