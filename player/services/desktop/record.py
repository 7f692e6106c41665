"""What was put on the desktop, so that removing takes exactly that: files with their hashes, folders that were made, and one changed line."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Record:
    """Paths are absolute. `files`: path to SHA-256. `folders` were not there before, nor were `caches`, which the desktop's own tools write.
    `before` and `after`: the piece of mimeapps.list that was changed; `list_made` says that the file was not there."""

    files: dict[str, str] = field(default_factory=dict)
    folders: tuple[str, ...] = ()
    caches: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    list_made: bool = False


def read(path: Path) -> Record | None:
    """None when nothing was installed, or when what is there is no record."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return Record(_texts(said["files"]), _names(said["folders"]), _names(said["caches"]), str(said["before"]), str(said["after"]),
                      said["list_made"] is True)  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def text(record: Record) -> str:
    return json.dumps(asdict(record), ensure_ascii=False, indent=1) + "\n"


def _texts(value: Any) -> dict[str, str]:
    return {str(name): str(digest) for name, digest in value.items()}


def _names(value: Any) -> tuple[str, ...]:
    return tuple(str(name) for name in value)
