"""Drawn parts that screens share."""
