"""The film alone on the whole screen: above everything else in the window, which is made as large as the screen meanwhile."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QBoxLayout, QWidget

from player.ui.lessons.media_controls import FilmBox

SETTLING_MS = 150  # a window manager may tell the state before the last one first


class FullScreen(QObject):
    """Takes the film out of its layout and puts it back, at the same place in it. The window was full screen already? It stays so."""

    def __init__(self, box: FilmBox, home: QBoxLayout, owner: QObject) -> None:
        super().__init__(owner)
        self._box, self._home = box, home
        self._place = home.indexOf(box)
        self._window: QWidget | None = None
        self._was_full = False

    @property
    def on(self) -> bool:
        return self._window is not None

    def toggle(self) -> None:
        self.leave() if self.on else self.enter()

    def enter(self) -> None:
        window, held = self._box.window(), QApplication.focusWidget()
        self._window, self._was_full = window, window.isFullScreen()
        self._box.set_full(full=True)
        self._home.removeWidget(self._box)
        self._box.setParent(window)
        self._box.setGeometry(window.rect())
        self._box.show()
        self._box.raise_()
        window.installEventFilter(self)
        if not self._was_full:
            window.setWindowState(window.windowState() | Qt.WindowState.WindowFullScreen)
        self._refocus(held)

    def leave(self) -> None:
        window, self._window = self._window, None
        if window is None:
            return
        held = QApplication.focusWidget()
        window.removeEventFilter(self)
        self._box.set_full(full=False)
        self._home.insertWidget(self._place, self._box, 1)
        self._box.show()
        if not self._was_full and window.isFullScreen():
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowFullScreen)
        self._refocus(held)

    def _refocus(self, held: QWidget | None) -> None:
        """Moving a widget takes the keyboard from it."""
        inside = held is not None and (held is self._box or self._box.isAncestorOf(held))
        (held if held is not None and inside else self._box.play_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and self._window is not None:
            if event.type() == QEvent.Type.Resize:
                self._box.setGeometry(self._window.rect())
            elif event.type() == QEvent.Type.WindowStateChange:
                QTimer.singleShot(SETTLING_MS, self, self._look)
        return False

    def _look(self) -> None:
        """F11, or the window manager, made the window small again."""
        if self._window is not None and not self._window.isFullScreen():
            self.leave()
