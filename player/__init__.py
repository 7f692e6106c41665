"""Greentick: a desktop course player that needs no network."""

__version__ = "0.1.0"
