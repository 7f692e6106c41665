"""Days and hours that do not depend on where the machine stands."""

import time
from collections.abc import Iterator

import pytest


def in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """For a fixture: the local time is UTC meanwhile, where that can be set."""
    monkeypatch.setenv("TZ", "UTC")
    if hasattr(time, "tzset"):
        time.tzset()
    yield
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()
