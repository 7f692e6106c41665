"""Widgets that draw or size themselves by a theme, and the walk that gives them a new one."""

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from player.ui.theme import Theme


class Themed:
    """Mixed into a widget: `theme` is the look it wears, `restyle` takes over whatever style sheets cannot carry."""

    theme: Theme

    def retheme(self, theme: Theme) -> None:
        """Wear another look. A screen that is laid out otherwise in large text builds itself anew here."""
        self.theme = theme
        self.restyle()
        if isinstance(self, QWidget):
            self.updateGeometry()
            self.update()

    def restyle(self) -> None:
        """Fixed sizes, icons, margins. Called once when made and after every change of the look."""


def retheme(root: QWidget, theme: Theme) -> None:
    """Give a window and everything inside it another look; `theme.apply(app)` comes first."""
    for widget in (root, *root.findChildren(QWidget)):
        if isValid(widget) and isinstance(widget, Themed):
            widget.retheme(theme)


def shows_ring(widget: QWidget) -> bool:
    """Whether a drawn widget shows its focus: only when the keyboard brought it (FocusRing)."""
    return widget.hasFocus() and widget.property("ring") is True
