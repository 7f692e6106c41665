"""Walking by Tab: also through the text of a lesson, which lives in another process and answers when it likes."""

import json
from dataclasses import dataclass
from time import monotonic

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QWidget

MOST = 400  # stops on one page
OUR_WORLD = 1  # QWebEngineScript.ApplicationWorld
PLACE = "(() => {const one = document.activeElement; return one === document.body ? '' : one.outerHTML + one.offsetTop + ' ' + one.offsetLeft})()"
PATIENCE = 2.0  # seconds for a text to answer a key


class TrapError(AssertionError):
    """Tab does not lead on."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A widget that Tab comes to; `inside` tells the places within the text of a lesson apart."""

    widget: QWidget
    inside: str = ""


def live(milliseconds: int) -> None:
    """Let the window live; the player's threads too (QTest.qWait would hold Python's lock)."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def text_around(widget: QWidget | None) -> QWebEngineView | None:
    """The view whose inner widget this is."""
    while widget is not None and not isinstance(widget, QWebEngineView):
        widget = widget.parentWidget()
    return widget


def here() -> Stop:
    while True:
        held = QApplication.focusWidget()
        if held is None:
            raise TrapError("nothing has the keyboard")
        view = text_around(held)
        if view is None:
            return Stop(held)
        inside = _place(view)
        if QApplication.focusWidget() is held:  # it may have moved on while the text was asked
            return Stop(view, inside)


def _place(view: QWebEngineView) -> str:
    answers: list[str] = []
    view.page().runJavaScript(f"JSON.stringify({PLACE})", OUR_WORLD, answers.append)
    until = monotonic() + 20
    while not answers:
        if monotonic() > until:
            raise TrapError("the text of the lesson does not answer")
        live(2)
    return str(json.loads(answers[0] or '""'))


def press_tab(stop: Stop, *, back: bool = False) -> Stop:
    """The next stop, or the one before."""
    held = QApplication.focusWidget()
    if held is None:
        raise TrapError("nothing has the keyboard")
    if back:
        QTest.keyClick(held, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    else:
        QTest.keyClick(held, Qt.Key.Key_Tab)
    if not isinstance(stop.widget, QWebEngineView):
        return here()
    until = monotonic() + PATIENCE
    while (now := here()) == stop and monotonic() < until:
        live(5)
    return now


def round_trip(*, back: bool = False) -> list[Stop]:
    """Every stop from where the keyboard is, until it is there again. Raises TrapError where Tab leads nowhere or never back."""
    first = now = here()
    found: list[Stop] = []
    for _ in range(MOST):
        found.append(now)
        before, now = now, press_tab(now, back=back)
        if now.widget is before.widget and now.inside == before.inside and now != first:
            raise TrapError(f"Tab does not lead on from {before.widget.objectName() or type(before.widget).__name__} {before.inside[:80]}")
        if now == first or (now.widget is first.widget and not first.inside and len({each.widget for each in found}) > 1):
            return found
    raise TrapError(f"Tab does not come back to {first.widget.objectName()}: {[each.widget.objectName() for each in found[:40]]}")
