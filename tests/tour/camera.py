"""A camera: a picture of each screen once it stands still. At a real desktop it is the screen that is looked at, not what the window would draw."""

import time
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QWidget

from tests.forge.pictures import pieces
from tests.tour.hands import Hands, TourError, live
from tests.tour.judge import FORMAT, Judge

STILL_MS = 20  # between two looks
MANY = 8  # colours: letters with soft edges
LOOKS_ALIKE = 2  # so many looks one after the other must show the same
PICTURES = 5  # of a film that plays, each unlike the one before


class Camera:
    """Keeps pictures in `folder`; `look` ("", "-dark" …) is added to their names."""

    def __init__(self, hands: Hands, folder: Path, judge: Judge) -> None:
        self._hands, self._folder, self._judge = hands, folder, judge
        self.look = ""
        self.taken: list[str] = []
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

    def take(self, screen: str) -> None:
        """Wait until nothing moves, keep the picture as SCREEN.png, and have it judged."""
        began = time.monotonic()
        name, window = f"{screen}{self.look}", self._hands.window
        self._hands.rest()
        image = self._still(window, name)
        texts = [(box.x(), box.y(), box.width(), box.height()) for _, box in self._web_views(window)]
        self._judge.look(self._folder / f"{name}.png", image, pieces(window), texts)
        self.taken.append(name)
        self.seconds += time.monotonic() - began

    def _still(self, widget: QWidget, name: str) -> QImage:
        """A picture that was the same a few times, with its web views drawn on the ground they are to have."""
        before, alike = QImage(), 0
        until = time.monotonic() + self._hands.patience
        while time.monotonic() < until:
            live(STILL_MS)
            image = self._look(widget)
            alike = alike + 1 if image == before else 1
            before = image
            if alike >= LOOKS_ALIKE and all(self._is_drawn(view, box, image) for view, box in self._web_views(widget)):
                return image
        raise TourError(f"the screen “{name}” does not come to rest")

    @staticmethod
    def _look(widget: QWidget) -> QImage:
        """What is on the screen in the place of a window; without a screen, what it draws."""
        offscreen = QGuiApplication.platformName() == "offscreen"
        seen = widget.grab() if offscreen else widget.screen().grabWindow(widget.winId())
        return seen.toImage().convertToFormat(FORMAT)

    def film(self, name: str) -> None:
        """Look until the upper half of a widget, where no captions stand, has shown one picture after the other. Raises TourError."""
        widget, window = self._hands.find(name), self._hands.window
        box = QRect(widget.mapTo(window, QPoint(0, 0)), QSize(widget.width(), widget.height() // 2))
        seen: list[QImage] = []

        def plays() -> bool:
            image = self._look(window).copy(box)
            if not seen or image != seen[-1]:
                seen.append(image)
            return len(seen) > PICTURES

        self._hands.wait(plays, "a picture that moves")

    @staticmethod
    def _web_views(widget: QWidget) -> list[tuple[QWebEngineView, QRect]]:
        views = [view for view in widget.findChildren(QWebEngineView) if view.isVisible()]
        return [(view, QRect(view.mapTo(widget, QPoint(0, 0)), view.size())) for view in views]

    @staticmethod
    def _is_drawn(view: QWebEngineView, box: QRect, image: QImage) -> bool:
        """Words on the ground that the look asks for."""
        ground = view.page().backgroundColor().rgb()
        inner = image.copy(box)
        margin = {inner.pixel(4, y) for y in range(4, inner.height(), 16)}
        middle = {inner.pixel(x, y) for x in range(0, inner.width(), 7) for y in range(0, inner.height(), 7)}
        return ground in margin and len(middle) > MANY


def snapshot(folder: Path) -> None:
    """Whatever there is to see now, for whoever wonders what went wrong."""
    for at, widget in enumerate(each for each in QApplication.topLevelWidgets() if each.isVisible()):
        widget.grab().save(str(folder / f"FAILED{at or ''}.png"))
