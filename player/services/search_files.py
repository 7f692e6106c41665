"""Where the indexes for searching lie: one file in the cache for each version of a course that was read."""

import hashlib
from contextlib import suppress
from pathlib import Path

FOLDER = "search"


def index_path(cache: Path, key: str, digest: str) -> Path:
    return cache / FOLDER / f"{_of_course(key)}-{digest[:16]}.db"


def forget(cache: Path, key: str, but: Path | None = None) -> None:
    """Removes what was kept of a course, all versions of it but one."""
    for path in (cache / FOLDER).glob(f"{_of_course(key)}-*"):
        if path != but:
            with suppress(OSError):  # open on Windows: it goes the next time
                path.unlink(missing_ok=True)


def _of_course(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:32]
