"""The command line: data to stdout, the rest to stderr."""
