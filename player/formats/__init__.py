"""One file per source format: each gives a course model and its files."""
