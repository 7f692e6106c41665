"""Item models over course objects."""
