"""One view per kind of lesson."""
