"""Estimated time: a label for people, never a condition."""

WORDS_PER_MINUTE = 200


def reading_seconds(words: int) -> int:
    """Seconds to read that many words, rounded up."""
    return -(-words * 60 // WORDS_PER_MINUTE)


def minutes(seconds: int) -> int:
    """Whole minutes for a label, rounded up: what takes a moment is not 0 minutes."""
    return -(-seconds // 60)
