"""One full page a file."""
