"""Notices as files that travel: JSON Lines for programs, a page of text for people. A stick may be pulled at any time."""

import json
import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from player.errors import PlayerError, said

FORMAT = "greentick notice 1"


def write_notices(folder: Path, name: str, records: Iterable[Mapping[str, object]], text: str) -> tuple[Path, Path]:
    """NAME.jsonl (one JSON object a line, UTF-8; jsonlines.org) and NAME.txt in `folder`: each written beside, synced, read back, renamed.

    Raises PlayerError when that cannot be done; an older file of that name stands then.
    """
    lines = [json.dumps({"format": FORMAT, **record}, ensure_ascii=False, separators=(",", ":")) for record in records]
    machine, person = folder / f"{name}.jsonl", folder / f"{name}.txt"
    _put(machine, "".join(f"{line}\n" for line in lines).encode("utf-8"))
    _put(person, text.encode("utf-8-sig"))  # Windows' Notepad takes a file without the mark for another encoding
    return machine, person


def _put(path: Path, data: bytes) -> None:
    beside = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        try:
            with beside.open("xb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            kept = beside.read_bytes() == data
            if kept:
                beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise PlayerError("The notices were not saved", said("{path} cannot be written: {why}.", path=path, why=error.strerror or error),
                          "Choose another folder, or put the stick back. Nothing is lost: they stay in the list.") from error  # fmt: skip
    if not kept:
        raise PlayerError("The disk does not keep what is written",
                          said("What comes back from {folder} is not what was written.", folder=path.parent), "Save on another disk or stick.")
