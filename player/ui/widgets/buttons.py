"""Buttons: one filled green at most on a screen, for the step that moves the learner on."""

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton

from player.ui import tokens
from player.ui.theme import Theme
from player.ui.widgets.text import runs_right_to_left, set_tip
from player.ui.widgets.themed import Themed, shows_ring

Kind = Literal["primary", "ink", "", "ghost", "link", "media"]
TONES: dict[str, str] = {"primary": "on_progress", "link": "accent", "ink": "surface", "media": "#FFFFFF"}
LEFT_MARK = "\u200e"
ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class Button(Themed, QPushButton):
    """kind: primary (green: the step onward), ink (a main action that is not progress), "" (outlined), ghost, link, media.

    `spoken` is the name for assistive technology and the tooltip where the words alone do not say it (icons above all).
    `trailing` puts the icon after the words. `least` is a least width in px at 100 %.
    """

    def __init__(self, theme: Theme, text: str, icon: str = "", kind: Kind = "", name: str = "", *, trailing: bool = False,
                 big: bool = False, spoken: str = "", least: int = 0) -> None:
        super().__init__()
        self.theme, self._icon_name, self._kind, self._trailing, self._big, self._least = theme, icon, kind, trailing, big, least
        self._spoken = spoken
        self.setObjectName(name)
        self.setProperty("kind", kind)
        self.setProperty("big", "true" if big else "false")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.set_text(text, spoken)

    def set_text(self, text: str, spoken: str = "") -> None:
        """The words shown, and what is said instead of them where they are not enough."""
        self._words, self._spoken = text, spoken
        self.setProperty("narrow", "true" if not text else "false")
        self.setAccessibleName(spoken or text)
        set_tip(self, spoken)
        self.restyle()

    @property
    def kind(self) -> str:
        return self._kind

    def set_kind(self, kind: Kind) -> None:
        """Another look for a button that is already shown."""
        self._kind = kind
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.restyle()

    def set_icon(self, icon: str) -> None:
        self._icon_name = icon
        self.restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses what has the focus, on every platform."""
        if event.key() in ENTER and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """No other colour of its edge tells enough from a filled button, nor from a white edge: there the focus is a line within."""
        super().paintEvent(event)
        tone = {"primary": "on_progress", "ink": "surface", "": "accent" if self.theme.colours.edge > 1 else ""}.get(self._kind, "")
        if tone and shows_ring(self):
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.theme.colour(tone), 2))
            inset, radius = tokens.HALF, tokens.RADIUS_CONTROL - tokens.HALF
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)

    @property
    def words(self) -> str:
        return self._words

    def restyle(self) -> None:
        rtl = self.theme.rtl
        # Words that run the other way than the window keep their full stop at their own end.
        other = bool(self._words) and rtl and not runs_right_to_left(self._words)
        self.setText(self._words.replace("&", "&&") + (LEFT_MARK if other else ""))
        if self._least:
            self.setMinimumWidth(self.theme.px(self._least))
        # Qt has no "icon after text"; a turned direction does it.
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl != self._trailing else Qt.LayoutDirection.LeftToRight)
        if not self._icon_name:
            self.setIcon(QIcon())
            return
        side, gap = 22 if self._big else 18, tokens.S if self._words else 0
        first = rtl != self._trailing                    # the icon stands right of the words: its clear space comes first
        picture = self.theme.pixmap(self._icon_name, TONES.get(self._kind, "text"), side, 2, gap, gap_first=first)
        faint = self.theme.pixmap(self._icon_name, tokens.DARK.muted if self._kind == "media" else "muted", side, 2, gap, gap_first=first)
        image = QIcon(picture)
        image.addPixmap(faint, QIcon.Mode.Disabled)
        self.setIcon(image)
        self.setIconSize(QSize(self.theme.px(side) + self.theme.px(gap), self.theme.px(side)))


def button(theme: Theme, text: str, icon: str = "", kind: Kind = "", name: str = "", *, trailing: bool = False, big: bool = False,
           spoken: str = "", least: int = 0) -> Button:
    return Button(theme, text, icon, kind, name, trailing=trailing, big=big, spoken=spoken, least=least)
