"""Hands of somebody at a real desktop, outside the program: what is on the screen is read as a screen reader does (AT-SPI), keys go through X.

Runs under the system's Python, which has GLib's D-Bus (`gi`); nothing here may import the player or PySide.

The children of a thing are always asked for at once, never by their number: Qt 6.11 ends the program when a scroll area is asked for a child
that has gone since they were counted (its scroll bar, when the page changed).
"""

import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from gi.repository import Gio, GLib

T = TypeVar("T")
POLL = 0.05  # seconds
DEEP = 40
ASK_MS = 5000
CHECKED, FOCUSED, SENSITIVE, SHOWING = 4, 12, 24, 25  # AtspiStateType
WEB_PAGES = frozenset({82, 95})  # AtspiRole: document frame, document web
ACCESSIBLE, COMPONENT = "org.a11y.atspi.Accessible", "org.a11y.atspi.Component"
ROOT = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")


@dataclass(frozen=True, slots=True)
class Thing:
    """What a screen reader sees: its place on the bus."""

    bus: Any
    name: str
    path: str

    def ask(self, interface: str, method: str, given: Any = None) -> Any:
        answer = self.bus.call_sync(self.name, self.path, interface, method, given, None, Gio.DBusCallFlags.NONE, ASK_MS, None)
        return answer.unpack()[0]

    def said(self, key: str) -> str:
        return str(self.ask("org.freedesktop.DBus.Properties", "Get", GLib.Variant("(ss)", (ACCESSIBLE, key))))

    def children(self) -> "list[Thing]":
        return [Thing(self.bus, name, path) for name, path in self.ask(ACCESSIBLE, "GetChildren")]

    def has(self, state: int) -> bool:
        words = self.ask(ACCESSIBLE, "GetState")
        return bool(words[state // 32] >> state % 32 & 1)


class HandsError(Exception):
    """Something is off; the sentence says what."""


class Hands:
    """`patience` in seconds is how long anything may take. Things are found by the last part of their accessible id, which is their name in
    the program (lesson.next)."""

    def __init__(self, application: str, patience: float) -> None:
        self.patience = patience
        self._name = application
        self.last = "the start"
        session = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        address = Thing(session, "org.a11y.Bus", "/org/a11y/bus").ask("org.a11y.Bus", "GetAddress")
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        self._desktop = Thing(Gio.DBusConnection.new_for_address_sync(address, flags, None, None), *ROOT)

    # --- seeing ---

    def wait(self, look: Callable[[], T | None], what: str) -> T:
        """The first value that is not empty. HandsError when none comes."""
        ends = time.monotonic() + self.patience
        while True:
            try:
                found = look()
            except GLib.Error:  # the widget that was asked went away meanwhile
                found = None
            if found:
                return found
            if time.monotonic() > ends:
                raise HandsError(f"{what} did not come after {self.last}; there is: {', '.join(self.named()) or 'nothing'}")
            time.sleep(POLL)

    def find(self, name: str) -> Thing:
        """What is shown and can be used."""
        return self.wait(lambda: self._one(name, usable=True), f"“{name}”")

    def sees(self, name: str) -> bool:
        try:
            return self._one(name, usable=False) is not None
        except GLib.Error:
            return False

    def words(self, name: str) -> str:
        """The accessible name, for a screen reader the words that it shows."""
        return self.wait(lambda: self._one(name, usable=False), f"“{name}”").said("Name")

    def checked(self, name: str) -> bool:
        return self.find(name).has(CHECKED)

    def named(self) -> list[str]:
        """The words on the screen that say most: for messages of failure."""
        try:
            return [f"{identity.rpartition('.')[2]}: {name}" for thing, identity in self._shown() if (name := thing.said("Name"))][:60]
        except GLib.Error:
            return []

    def _one(self, name: str, *, usable: bool) -> Thing | None:
        for thing, identity in self._shown():
            if identity.endswith(f".{name}") and (not usable or thing.has(SENSITIVE)):
                return thing
        return None

    def _shown(self) -> Iterator[tuple[Thing, str]]:
        """Everything that is on the screen, with its id; the inside of a web page is left out."""
        for application in self._desktop.children():
            if application.said("Name") == self._name:
                for window in application.children():
                    yield from self._below(window, DEEP)

    def _below(self, thing: Thing, deep: int) -> Iterator[tuple[Thing, str]]:
        if not deep or not thing.has(SHOWING):
            return
        yield thing, thing.said("AccessibleId")
        if thing.ask(ACCESSIBLE, "GetRole") not in WEB_PAGES:
            for child in thing.children():
                yield from self._below(child, deep - 1)

    # --- doing ---

    def press(self, name: str) -> None:
        """Give it the focus, and press the space bar."""
        self.focus(name)
        self.key("space")
        self.last = f"the space bar on “{name}”"

    def focus(self, name: str) -> None:
        def has_it() -> bool:
            thing = self._one(name, usable=True)
            if thing is None:
                return False
            if not thing.has(FOCUSED):
                thing.ask(COMPONENT, "GrabFocus")
                return False
            return True

        self.wait(has_it, f"the focus on “{name}”")

    def write(self, name: str, text: str) -> None:
        """Over what is there."""
        self.focus(name)
        self.key("ctrl+a")
        self.type(text)
        self.last = f"“{text}” in “{name}”"

    def key(self, *keys: str) -> None:
        subprocess.run(["xdotool", "key", "--clearmodifiers", *keys], check=True)
        self.last = f"the key {keys[-1]}"

    def type(self, text: str) -> None:
        subprocess.run(["xdotool", "type", "--clearmodifiers", "--delay", "8", text], check=True)
