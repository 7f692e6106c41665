"""A camera: a picture of each screen once it stands still, and everything a machine can find fault with in it."""

import time
from pathlib import Path

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QWidget

from tests.forge.pictures import contrast_in, faults, is_blank
from tests.tour.hands import Hands, TourError

STILL_MS = 40  # between two looks
LOOKS_ALIKE = 2  # so many looks one after the other must show the same
LEAST = 4.5


class Camera:
    """Keeps pictures in `folder`; `look` ("", "-dark" …) is added to their names."""

    def __init__(self, hands: Hands, folder: Path) -> None:
        self._hands, self._folder = hands, folder
        self.look = ""
        self.taken: list[str] = []
        self.faults: list[str] = []
        self.seconds = 0.0
        self._painted = 0
        self._watched: set[int] = set()

    # --- lesson text, which Chromium draws when it likes ---

    def paintings(self) -> int:
        """How many lesson texts have been painted so far."""
        for widget in self._hands.window.findChildren(QWidget):
            signal = getattr(widget, "painted", None)
            if signal is not None and id(widget) not in self._watched:
                self._watched.add(id(widget))
                signal.connect(self._count)
        return self._painted

    def _count(self) -> None:
        self._painted += 1

    # --- pictures ---

    def take(self, screen: str, widget: QWidget | None = None) -> QImage:
        """Wait until nothing moves, keep the picture as SCREEN.png, and note its faults."""
        began = time.monotonic()
        name, widget = f"{screen}{self.look}", widget or self._hands.window
        self._hands.rest()
        image = self._still(widget, name)
        image.save(str(self._folder / f"{name}.png"))
        self.taken.append(name)
        found = [str(fault) for fault in faults(widget, image)] + self._web_faults(widget, image)
        self.faults += [f"{name}: {fault}" for fault in found]
        self.seconds += time.monotonic() - began
        return image

    def _still(self, widget: QWidget, name: str) -> QImage:
        """A picture that was the same a few times, with its web views drawn on the ground they are to have."""
        before, alike = QImage(), 0
        until = time.monotonic() + self._hands.patience
        while time.monotonic() < until:
            QTest.qWait(STILL_MS)
            image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
            alike = alike + 1 if image == before else 1
            before = image
            if alike >= LOOKS_ALIKE and all(self._is_drawn(view, box, image) for view, box in self._web_views(widget)):
                return image
        raise TourError(f"the screen “{name}” does not come to rest")

    @staticmethod
    def _web_views(widget: QWidget) -> list[tuple[QWebEngineView, QRect]]:
        views = [view for view in widget.findChildren(QWebEngineView) if view.isVisible()]
        return [(view, QRect(view.mapTo(widget, QPoint(0, 0)), view.size())) for view in views]

    @staticmethod
    def _is_drawn(view: QWebEngineView, box: QRect, image: QImage) -> bool:
        ground = view.page().backgroundColor()
        corners = (box.topLeft() + QPoint(4, 4), box.bottomLeft() + QPoint(4, -4))
        return not is_blank(image.copy(box)) and any(image.pixelColor(corner) == ground for corner in corners)

    def _web_faults(self, widget: QWidget, image: QImage) -> list[str]:
        out = []
        for _, box in self._web_views(widget):
            ratio = contrast_in(image, (box.x(), box.y(), box.width(), box.height()))
            if ratio is None or ratio < LEAST:
                out.append(f"contrast: the lesson text has {ratio or 0:.2f}, needs {LEAST}")
        return out


def snapshot(folder: Path) -> None:
    """Whatever there is to see now, for whoever wonders what went wrong."""
    for at, widget in enumerate(each for each in QApplication.topLevelWidgets() if each.isVisible()):
        widget.grab().save(str(folder / f"FAILED{at or ''}.png"))
