"""What the owner of this computer has chosen: typed, bounded, kept in one JSON file.

A plain dataclass checked by hand: importing pydantic takes longer than the first picture of the window may.
"""

import contextlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args

from player.errors import PlayerError, said

ThemeChoice = Literal["system", "light", "dark", "contrast"]
Direction = Literal["auto", "ltr", "rtl"]
Locks = Literal["choice", "required", "pin", "pictures", "none"]
SMALLEST_TEXT, LARGEST_TEXT = 0.8, 2.0
LONGEST_IDLE = 240                          # minutes
LONGEST_HAND_OVER = 600                     # seconds
LOUDEST = 100                               # percent
CHOICES = {"theme": get_args(ThemeChoice), "direction": get_args(Direction), "locks": get_args(Locks)}
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
LONGEST = 64
MOST_READING = 500                          # the newest choices are kept


@dataclass(frozen=True, slots=True)
class Settings:
    """A value: change it with `changed`. `others` holds what a newer version wrote, so that it survives this one."""

    theme: ThemeChoice = "system"           # "system" follows the computer until somebody chooses
    text_scale: float = 1.0                 # 1.0 is 100 %
    language: str = "system"                # of the program, BCP 47; "system" follows the computer until somebody chooses
    direction: Direction = "auto"           # "auto": as the language is written
    last_learner: str = ""                  # an id, never a name
    idle_minutes: int = 0                   # without a deed until somebody is signed out; 0: never
    hand_over_seconds: int = 0              # until a learner whose certificate is saved is signed out, where the course asks for it; 0: never
    reading: Mapping[str, str] = field(default_factory=dict)  # "learner's id, course" to the language in which it is read
    locks: Locks = "choice"                 # what learners must know to go on: as each likes, any of both, a PIN, pictures, nothing new
    volume: int = 100                       # of films and recordings, in percent
    muted: bool = False
    others: Mapping[str, Any] = field(default_factory=dict)

    def changed(self, **changes: object) -> "Settings":
        """The same with some values changed. Raises PlayerError when one is out of its bounds, and TypeError for a name it has not."""
        if unknown := changes.keys() - KNOWN:
            raise TypeError(f"no such setting: {', '.join(sorted(unknown))}")
        for name, value in changes.items():
            if wrong := _wrong(name, value):
                raise PlayerError("This setting cannot be", said("{name}: {wrong}.", name=name, wrong=wrong), "Choose another value.")
        return replace(self, **changes)  # type: ignore[arg-type]  # every value was checked just above


KNOWN = frozenset(item.name for item in fields(Settings)) - {"others"}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read; `trouble` is a sentence for the user when the file was damaged and is now kept aside."""

    settings: Settings
    trouble: str = ""


def load(path: Path) -> Loaded:
    """Read the file; none is no trouble. A damaged one is renamed to settings.damaged.json and the defaults are used."""
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return Loaded(Settings())
    except OSError as error:
        return Loaded(Settings(), f"The settings in {path} cannot be read ({error.strerror or error}); the defaults are used.")
    try:
        settings, reason = _read(json.loads(text.decode("utf-8")))
    except ValueError as error:
        settings, reason = None, said("it is no JSON ({why})", why=error)
    if settings is not None:
        return Loaded(settings)
    aside = path.with_name(f"{path.stem}.damaged{path.suffix}")
    try:
        path.replace(aside)
    except OSError:
        return Loaded(Settings(), f"The settings in {path} are damaged: {reason}. The defaults are used.")
    return Loaded(Settings(), f"The settings were damaged: {reason}. The defaults are used; the old file is kept as {aside.name}.")


def save(path: Path, settings: Settings) -> None:
    """Write beside, sync, replace: there is always one whole file. Raises PlayerError when it cannot be written."""
    data = asdict(settings)
    data = dict(data.pop("others")) | data
    text = json.dumps(data, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    beside = ""
    import tempfile

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=".settings-", suffix=".json", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except OSError as error:
        if beside:
            with contextlib.suppress(OSError):
                Path(beside).unlink()
        raise PlayerError("The settings were not saved", said("{path} cannot be written: {why}.", path=path, why=error.strerror or error),
                          "They hold until the program is closed.") from error


def _read(data: object) -> tuple[Settings | None, str]:
    """The settings in what a file held, or what is wrong with it."""
    if not isinstance(data, dict):
        return None, "it holds no list of settings"
    known: dict[str, Any] = {name: value for name, value in data.items() if name in KNOWN}
    if type(known.get("text_scale")) is int:                # JSON writes 1.0 as 1 in other hands
        known["text_scale"] = float(known["text_scale"])
    for name, value in known.items():
        if wrong := _wrong(name, value):
            return None, f"{name}: {wrong}"
    return Settings(**known, others={name: value for name, value in data.items() if name not in KNOWN}), ""


def _wrong(name: str, value: object) -> str:
    """What is wrong with a value, "" when nothing is."""
    if name == "text_scale":
        good = isinstance(value, float) and SMALLEST_TEXT <= value <= LARGEST_TEXT
        return "" if good else f"a number from {SMALLEST_TEXT} to {LARGEST_TEXT} is wanted, not {value!r}"
    if name == "idle_minutes":
        good = type(value) is int and 0 <= value <= LONGEST_IDLE
        return "" if good else f"a whole number from 0 to {LONGEST_IDLE} is wanted, not {value!r}"
    if name == "hand_over_seconds":
        good = type(value) is int and 0 <= value <= LONGEST_HAND_OVER
        return "" if good else f"a whole number from 0 to {LONGEST_HAND_OVER} is wanted, not {value!r}"
    if name == "volume":
        good = type(value) is int and 0 <= value <= LOUDEST
        return "" if good else f"a whole number from 0 to {LOUDEST} is wanted, not {value!r}"
    if name == "muted":
        return "" if isinstance(value, bool) else f"true or false is wanted, not {value!r}"
    if name in CHOICES:
        choices = CHOICES[name]
        return "" if value in choices else f"one of {', '.join(choices)} is wanted, not {value!r}"
    if name == "reading":
        good = isinstance(value, dict) and len(value) <= MOST_READING and all(
            isinstance(key, str) and isinstance(tag, str) and LANGUAGE.fullmatch(tag) for key, tag in value.items())
        return "" if good else "a table of languages is wanted"
    if not isinstance(value, str) or len(value) > LONGEST:
        return f"a text of at most {LONGEST} characters is wanted"
    if name == "language" and value != "system" and not LANGUAGE.fullmatch(value):
        return f"a language tag such as en or pt-BR is wanted, not {value!r}"
    return ""
