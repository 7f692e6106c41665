"""The local clock's distance from UTC."""

from datetime import UTC, datetime


def local_offset(now: int) -> int:
    """Minutes east of UTC of this machine's clock at that moment (ms UTC)."""
    try:
        offset = datetime.fromtimestamp(now / 1000, UTC).astimezone().utcoffset()
    except (ValueError, OverflowError, OSError):  # a clock that shows no year of a calendar
        return 0
    return int(offset.total_seconds() // 60) if offset else 0
