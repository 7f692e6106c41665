"""A screen reader's look at one screen after the other, from outside the program: the whole tree of each window, over AT-SPI.

    /usr/bin/python3 -m tests.desktop.reader APPLICATION

reads a line of JSON for each screen, which is what the window knows itself: {"controls": [[id, name]…], "labels": [words…], "text": whether there
is a lesson's text}; and answers with a line: {"faults": […], "things": N, "controls": N, "labels": N, "words": N}. Runs under the system's Python
(see tests/bundle/hands.py).
"""

import json
import sys
from dataclasses import dataclass
from typing import Any

from gi.repository import GLib

from tests.bundle.hands import ACCESSIBLE, DEEP, SENSITIVE, WEB_PAGES, Hands, Thing
from tests.desktop.eyes import ACTION, LABEL
from tests.desktop.eyes import CONTROLS as KNOWN

FOCUSABLE = 11  # AtspiStateType
PATIENCE = 30.0  # seconds
CONTROLS = {**KNOWN, 40: "password field"}
PROPERTIES = "org.freedesktop.DBus.Properties"
PRESSED = {7, 43, 44, 62, 88, 129}  # roles that a screen reader presses
NO_ROLE = {0: "invalid", 67: "unknown"}


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing as it was read."""

    identity: str
    role: int
    name: str
    focusable: bool
    usable: bool
    actions: tuple[str, ...]

    @property
    def inner(self) -> bool:
        """A part of one of Qt's own widgets."""
        return self.identity.rpartition(".")[2].startswith("qt_")


class Reader(Hands):
    """Reads every window of the program that is shown."""

    def read(self) -> tuple[list[Seen], int]:
        """Everything outside lesson text; and how many words of lesson text could be read."""
        found: list[Seen] = []
        words = 0
        for thing, identity in self._shown():
            role = int(thing.ask(ACCESSIBLE, "GetRole"))
            states = thing.ask(ACCESSIBLE, "GetState")
            focusable, usable = (bool(states[state // 32] >> state % 32 & 1) for state in (FOCUSABLE, SENSITIVE))
            actions = self._actions(thing) if role in CONTROLS and focusable else ()
            found.append(Seen(identity, role, thing.said("Name"), focusable, usable, actions))
            if role in WEB_PAGES:
                words += self._words_in(thing, DEEP)
        return found, words

    @staticmethod
    def _actions(thing: Thing) -> tuple[str, ...]:
        count = int(thing.ask(PROPERTIES, "Get", GLib.Variant("(ss)", (ACTION, "NActions"))))
        return tuple(str(thing.ask(ACTION, "GetName", GLib.Variant("(i)", (number,)))) for number in range(count))

    def _words_in(self, thing: Thing, deep: int) -> int:
        if not deep:
            return 0
        return sum(len(each.said("Name").split()) + self._words_in(each, deep - 1) for each in thing.children())


def judged(seen: list[Seen], words: int, told: dict[str, Any]) -> list[str]:
    """What is off."""
    found: list[str] = []
    for each in seen:
        kind = CONTROLS.get(each.role, "")
        where = f"{kind or each.role} “{each.name}” ({each.identity.rpartition('.')[2]})"
        if each.inner:
            continue
        if kind and not each.name.strip():
            found.append(f"{where} has no name")
        if each.role in NO_ROLE:
            found.append(f"{where} is of {NO_ROLE[each.role]} role")
        if each.focusable and each.role in PRESSED and each.usable and not {"Press", "Toggle", "ShowMenu"} & set(each.actions):
            found.append(f"{where} can only do {', '.join(each.actions) or 'nothing'}")
    for identity, name in told["controls"]:
        mine = [each for each in seen if each.identity.endswith(f".{identity}")]
        if not mine:
            found.append(f"“{name}” ({identity}) is in the window and is not told")
        elif not any(each.name.strip() for each in mine):
            found.append(f"“{name}” ({identity}) is told without a name")
    said = {" ".join(each.name.split()) for each in seen}
    found += [f"the words “{label[:60]}” are in the window and are not told" for label in told["labels"] if label not in said]
    if told["text"] and not words:
        found.append("nothing of the lesson's text is told")
    return found


def look(reader: Reader, told: dict[str, Any]) -> dict[str, Any]:
    try:
        seen, words = reader.read()
        faults = judged(seen, words, told) if seen else ["nothing is told of the window"]
    except GLib.Error as error:  # what was asked went away
        seen, words, faults = [], 0, [f"it could not be read: {error.message}"]
    controls = sum(each.role in CONTROLS and not each.inner for each in seen)
    return {"faults": faults, "things": len(seen), "controls": controls, "labels": sum(each.role == LABEL for each in seen), "words": words}


def main() -> int:
    reader = Reader(sys.argv[1], PATIENCE)
    for line in sys.stdin:
        print(json.dumps(look(reader, json.loads(line))), flush=True)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
