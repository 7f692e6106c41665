"""A report for whoever helps: versions, settings, what the database holds and the log, without a name, an answer or a key in it.

The log is cut down twice: of a fault only its kind and its place stay (what it says may hold anything), and every name that is known here, and
every answer, is taken out of what is left.
"""

import json
import os
import platform
import re
import sqlite3
import sys
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

from player import __version__
from player.errors import DamagedError, PlayerError, said
from player.paths import DataFolder
from player.settings import Settings
from player.store.backups import listed, sync_file
from player.store.examine import examine
from player.store.version import read_only

LOG_BYTES = 200_000  # the newest part of each log file
LEAST_LETTERS = 3  # shorter answers say nothing about anybody, and would tear every line to pieces
MOST_ANSWERS = 20_000
MOST_NOTES = 2_000
NEVER = frozenset({"last_learner", "others"})  # of the settings
GONE = "[…]"
_LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ [A-Z]+ [\w.]+: ")
_FRAME = re.compile(r'\s*File "(?P<file>[^"]*)", line \d+, in \S+$')
_KIND = re.compile(r"(?:[A-Za-z_][\w.]*\.)?[A-Z]\w*(?:Error|Exception|Warning|Interrupt|Exit|Work)\b")


@dataclass(frozen=True, slots=True)
class Report:
    """What would be handed over: file name to text."""

    files: Mapping[str, str]

    @property
    def text(self) -> str:
        """All of it on one page, to be read before it is saved."""
        return "\n\n".join(f"# {name}\n\n{text.rstrip()}" for name, text in self.files.items()) + "\n"

    def save(self, target: Path) -> None:
        """As a ZIP file, whole or not at all. PlayerError when it cannot be written."""
        beside = target.with_name(target.name + ".part")
        try:
            with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, text in self.files.items():
                    archive.writestr(name, text.encode("utf-8"))
            sync_file(beside)
            beside.replace(target)
        except OSError as error:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise PlayerError(
                "The report was not saved", said(
                    "{target} cannot be written ({why}).",
                    target=target,
                    why=error.strerror or error,
                ), "Choose another place."
            ) from error


def report(data: DataFolder, settings: Settings, now: int, faces: Mapping[str, str]) -> Report:
    """`faces` names what draws the window and its version. Reads by plain sqlite3, a damaged database as far as it goes; changes nothing."""
    secrets = _Secrets(data)
    return Report({
        "versions.txt": _lines(_versions(faces) | {"Made": f"{datetime.fromtimestamp(now / 1000, UTC):%Y-%m-%d %H:%M} UTC"}),
        "settings.txt": _lines({one.name: getattr(settings, one.name) for one in fields(settings) if one.name not in NEVER}),
        "database.txt": secrets.out_of(_lines(_database(data))),
        "log.txt": "".join(secrets.out_of(_bones(text)) for text in _logs(data)) or "There is no log.\n",
    })  # fmt: skip


def _lines(told: Mapping[str, object]) -> str:
    return "".join(f"{name}: {value}\n" for name, value in told.items())


def _versions(faces: Mapping[str, str]) -> dict[str, object]:
    return {"Greentick": __version__, "Python": sys.version.split()[0], "SQLite": sqlite3.sqlite_version, **faces,
            "System": f"{platform.system()} {platform.release()} {platform.machine()}"}  # fmt: skip


# --- the database ---


def _database(data: DataFolder) -> dict[str, object]:
    told: dict[str, object] = {}
    for ending in ("", "-wal"):
        file = data.database.with_name(data.database.name + ending)
        if file.exists():
            told[f"Bytes of {file.name}"] = file.stat().st_size
    try:
        examine(data.database, data.backups)
        told["Integrity"] = "sound"
    except DamagedError as error:
        told["Integrity"] = f"damaged: {error.kind}" + (f" ({error.count})" if error.count else "")
    except PlayerError as error:
        told["Integrity"] = error.title
    told |= _counts(data.database)
    for one in listed(data.backups):
        told[f"Backup {one.path.name}"] = f"{one.size} bytes"
    told["Files kept aside"] = sum(1 for _ in data.root.glob(f"{data.database.name}.*-*Z*"))
    return told


def _counts(path: Path) -> dict[str, object]:
    """Rows of each table, the schema's version, how the file is laid out; whatever of it can be read."""
    told: dict[str, object] = {}
    with suppress(sqlite3.Error), closing(read_only(path)) as connection:
        for pragma in ("user_version", "application_id", "page_size", "page_count", "freelist_count", "journal_mode", "encoding"):
            (told[f"{pragma}"],) = connection.execute(f"PRAGMA {pragma}").fetchone()
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        for name in names:
            with suppress(sqlite3.Error):
                (told[f"Rows of {name}"],) = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()  # noqa: S608  # a name of its own
    return told


# --- the log ---


def _logs(data: DataFolder) -> Iterable[str]:
    """The newest part of each, oldest file first."""
    for path in sorted(data.logs.glob(f"{data.log.name}*"), key=lambda one: (one.suffix[1:].isdecimal(), one.suffix), reverse=True):
        with suppress(OSError), path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - LOG_BYTES))
            yield file.read().decode("utf-8", "replace")


def _bones(log: str) -> str:
    """Entries of the log as they are; of a fault its frames and its kind. Every other line is left out."""
    kept: list[str] = []
    in_fault = False
    for line in log.splitlines():
        if _LINE.match(line):
            kept.append(line)
            in_fault = False
        elif line.strip() in {"Traceback (most recent call last):", "During handling of the above exception, another exception occurred:",
                              "The above exception was the direct cause of the following exception:"}:  # fmt: skip
            kept.append(line)
            in_fault = True
        elif in_fault and (frame := _FRAME.match(line)):
            kept.append(line.replace(frame["file"], Path(frame["file"].replace("\\", "/")).name))
        elif in_fault and not line.startswith(" ") and (kind := _KIND.match(line)):
            kept.append(f"{kind[0]}: {GONE}")
    return "".join(f"{line}\n" for line in kept)


class _Secrets:
    """Names of people and of this computer's user, answers and notes: what must not stand in the report."""

    def __init__(self, data: DataFolder) -> None:
        found: set[str] = set()
        for path in (data.database, *(one.path for one in listed(data.backups)[:1])):
            found |= _people(path) | _answers(path) | _notes(path)
        found |= {platform.node(), os.environ.get("USER", ""), os.environ.get("USERNAME", "")}
        with suppress(RuntimeError, OSError):
            found.add(Path.home().name)
        words = sorted({one.strip() for one in found if len(one.strip()) >= LEAST_LETTERS}, key=len, reverse=True)
        self._wholes = [re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words[at : at + 500]), re.IGNORECASE)
                        for at in range(0, len(words), 500)]  # fmt: skip

    def out_of(self, text: str) -> str:
        for home in {str(Path.home()), Path.home().as_posix()}:
            if len(home) > LEAST_LETTERS:
                text = text.replace(home, "~")
        for wholes in self._wholes:
            text = wholes.sub(GONE, text)
        return text


def _people(path: Path) -> set[str]:
    """Names on the board and on certificates, whole and word by word, and of whoever set a PIN."""
    found: set[str] = set()
    for asked in ("SELECT name FROM learner", "SELECT printed_name FROM learner", "SELECT printed_name FROM award", "SELECT name FROM pin",
                  "SELECT name FROM device"):  # fmt: skip
        with suppress(sqlite3.Error), closing(read_only(path)) as connection:
            found |= {name for (name,) in connection.execute(asked) if isinstance(name, str)}
    return found | {word for name in found for word in re.split(r"[\s\-.,]+", name)}


def _answers(path: Path) -> set[str]:
    """What was typed, in attempts of any time."""
    found: set[str] = set()
    with suppress(sqlite3.Error), closing(read_only(path)) as connection:
        for (given,) in connection.execute("SELECT DISTINCT given FROM response ORDER BY at DESC LIMIT ?", (MOST_ANSWERS,)):
            with suppress(ValueError, TypeError):
                told = json.loads(given)
                found |= {told} if isinstance(told, str) else {one for one in told if isinstance(one, str)} if isinstance(told, list) else set()
    return found


def _notes(path: Path) -> set[str]:
    """What learners wrote down for themselves, line by line."""
    with suppress(sqlite3.Error), closing(read_only(path)) as connection:
        texts = connection.execute("SELECT text FROM note ORDER BY changed_at DESC LIMIT ?", (MOST_NOTES,)).fetchall()
        return {line for (text,) in texts if isinstance(text, str) for line in text.splitlines()}
    return set()
