"""Percentages as people read them: rounded down, so that 69.6 never reads 70 (product.md section 11.6)."""

from fractions import Fraction


def floor_percent(share: Fraction) -> int:
    """A share 0..1 as whole percent, rounded down."""
    return share.numerator * 100 // share.denominator


def counter_percent(done: int, of: int) -> int:
    """`done` of `of` as whole percent, rounded down; 0 of 0 is 0."""
    return done * 100 // of if of else 0


def reaches(share: Fraction, percent: int) -> bool:
    """Compared exactly, never on rounded numbers."""
    return share.numerator * 100 >= percent * share.denominator
