"""The domain: pure rules over frozen values; no files, clock, randomness or screens."""
