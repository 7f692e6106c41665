"""A real database in a temporary folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from player.store.database import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "greentick.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = Store(path, path.parent / "backups")
    yield opened
    opened.close()
