"""What somebody at a real desktop points at and sees: the mouse goes through X, names and places are read as a screen reader does.

Runs under the system's Python (see tests/bundle/hands.py).
"""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gi.repository import GLib

from tests.bundle.hands import ACCESSIBLE, COMPONENT, Hands, HandsError, Thing

ACTION = "org.a11y.atspi.Action"
SCREEN = 0  # AtspiCoordType: from the corner of the screen
FRAME = 24  # px at the top of the screen that belong to the window manager
# AtspiRole: what somebody works with, and what is read.
CONTROLS = {7: "check box", 11: "combo box", 32: "list item", 35: "menu item", 43: "push button", 44: "radio button", 51: "slider", 52: "spin button",
            62: "toggle button", 79: "entry", 88: "link", 91: "tree item", 129: "push button menu"}  # fmt: skip
LABEL = 29
Box = tuple[int, int, int, int]


class Eyes(Hands):
    """Hands that use the mouse, and that look at whole screens; `pictures` is where these are kept."""

    def __init__(self, application: str, patience: float, pictures: Path) -> None:
        super().__init__(application, patience)
        self._pictures = pictures
        self.seen: list[str] = []
        self.nameless: list[str] = []

    # --- doing ---

    def box(self, thing: Thing) -> Box:
        """x, y, width, height on the screen."""
        x, y, wide, high = thing.ask(COMPONENT, "GetExtents", GLib.Variant("(u)", (SCREEN,)))
        return x, y, wide, high

    def click(self, name: str) -> None:
        """With the mouse, in its middle, as soon as it stands still; what is out of sight is scrolled to by its focus."""

        def resting() -> Box | None:
            thing = self._one(name, usable=True)
            if thing is None:
                return None
            before = self.box(thing)
            if not self._on_screen(before):
                thing.ask(COMPONENT, "GrabFocus")
                return None
            return before if before[2] > 0 and self.box(thing) == before else None

        x, y, wide, high = self.wait(resting, f"a place for “{name}”")
        subprocess.run(["xdotool", "mousemove", str(x + wide // 2), str(y + high // 2), "click", "1"], check=True)
        self.last = f"a click on “{name}”"

    def do(self, name: str) -> None:
        """Its accessible action, as a screen reader presses it: no mouse, no key."""
        thing = self.find(name)
        count = int(thing.ask("org.freedesktop.DBus.Properties", "Get", GLib.Variant("(ss)", (ACTION, "NActions"))))
        for number in range(count):
            if thing.ask(ACTION, "GetName", GLib.Variant("(i)", (number,))) == "Press":
                thing.ask(ACTION, "DoAction", GLib.Variant("(i)", (number,)))
                self.last = f"the accessible action of “{name}”"
                return
        raise HandsError(f"“{name}” cannot be pressed by a screen reader")

    @staticmethod
    def _on_screen(box: Box) -> bool:
        return 0 <= box[0] + box[2] // 2 < 1366 and FRAME <= box[1] + box[3] // 2 < 768

    # --- seeing ---

    def look(self, screen: str) -> None:
        """Keep a picture of the screen with what is written on it; note every control that has no name."""
        rows: list[dict[str, Any]] = []
        for _ in range(3):  # a page may still come while it is read
            try:
                rows = list(self._rows())
                break
            except GLib.Error:
                rows = []
        picture = self._pictures / f"{len(self.seen):02}-{screen}.png"
        subprocess.run(["xdotool", "mousemove", "1360", "5"], check=True)
        subprocess.run(["import", "-window", "root", str(picture)], check=True)
        picture.with_suffix(".json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
        self.seen.append(screen)
        self.nameless += [f"{screen}: a {row['role']} ({row['id']}) has no name" for row in rows if row["role"] and not row["name"]]

    def _rows(self) -> Iterator[dict[str, Any]]:
        for thing, identity in self._shown():
            role = int(thing.ask(ACCESSIBLE, "GetRole"))
            if role in CONTROLS or role == LABEL:
                inner = identity.rpartition(".")[2].startswith("qt_")  # parts of Qt's own widgets
                yield {"id": identity.rpartition("QWidget.")[2], "role": "" if role == LABEL or inner else CONTROLS[role], "name": thing.said("Name"),
                       "box": self.box(thing)}
