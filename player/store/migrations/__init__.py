"""One numbered file a step; see upgrade.py."""
