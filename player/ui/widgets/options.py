"""One choice of a question: a large target, chosen in ink (green means right, and that comes later)."""

from typing import Literal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from player.ui import tokens
from player.ui.theme import Theme
from player.ui.widgets.cards import LayoutButton
from player.ui.widgets.icons import Icon
from player.ui.widgets.layouts import row
from player.ui.widgets.painted import draw_tick
from player.ui.widgets.text import label, set_tone
from player.ui.widgets.themed import shows_ring
from player.ui.words import tr

Verdict = Literal["", "right", "wrong", "missed"]
MARK = 22                                           # the box or disc, px at 100 %


class OptionRow(LayoutButton):
    """An answer with a box (`many`) or a disc, and the digit that reaches it. Space toggles it.

    Discs in one parent exclude each other, and the arrow keys walk through them.
    """

    def __init__(self, theme: Theme, text: str, key: str = "", *, many: bool = True, chosen: bool = False, name: str = "") -> None:
        self._words = label(text, wrap=True)
        self._key = label(key, "smallstrong", "muted")
        self._sign = Icon(theme, "check", "progress_text", 20, 2.4)
        self._verdict_words = label("", "smallstrong")
        self._text, self._many = text, many
        self._room = QWidget()                          # the place of the box, which is painted
        self._room.setFixedWidth(theme.px(MARK))
        self._verdict: Verdict = ""
        self._line = row(self._room, (self._words, 1), self._verdict_words, self._sign, self._key, gap=tokens.M,
                         pad=(tokens.M + 2, tokens.M))
        super().__init__(theme, self._line, text, name)
        self._sign.hide()
        self._verdict_words.hide()
        self._key.setVisible(bool(key))
        self.setCheckable(True)
        self.setAutoExclusive(not many)
        self.setChecked(chosen)
        self.toggled.connect(self._tell)
        self._tell()

    @property
    def words(self) -> str:
        return self._text

    def set_verdict(self, verdict: Verdict) -> None:
        """Show what grading said: right, wrong, missed (right, but not chosen). It can no longer be pressed then."""
        self._verdict = verdict
        sign, tone, words = {"": ("check", "text", ""), "right": ("circle-check", "progress_text", tr("Right")),
                             "wrong": ("circle-x", "danger", tr("Not right")),
                             "missed": ("circle-check", "progress_text", tr("Right, not chosen"))}[verdict]
        self._sign.set_icon(sign, tone)
        self._sign.setVisible(bool(verdict))
        self._verdict_words.setText(words)
        set_tone(self._verdict_words, tone)
        self._verdict_words.setVisible(bool(verdict))
        self._key.setVisible(False)
        self.setEnabled(not verdict)
        self._tell()

    def restyle(self) -> None:
        self._room.setFixedWidth(self.theme.px(MARK))

    def _tell(self, _on: bool = False) -> None:
        set_tone(self._words, "text", "strong" if self.isChecked() else "body")
        parts = [f"{self._key.text()}." if self._key.text() else "", self._text, self._verdict_words.text()]
        self.setAccessibleName(" ".join(part for part in parts if part))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, on, ring = self.theme, QPainter(self), self.isChecked(), shows_ring(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        fill, edge = "surface", "text" if on else "outline"
        if self._verdict:
            fill, edge = {"right": ("progress_soft", "progress"), "wrong": ("danger_soft", "danger"),
                          "missed": ("surface", "progress")}[self._verdict]
        elif self.underMouse() and self.isEnabled():
            fill = "sunken"
        pen = QPen(theme.colour(edge), 2 if on or self._verdict else theme.colours.edge)
        if self._verdict == "missed":
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.colour(fill))
        painter.drawRoundedRect(box, 12, 12)
        if ring:                                            # outside the edge, so that chosen and focused can be told apart
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 13, 13)
        side = float(theme.px(MARK))
        x = box.right() - tokens.M - side if theme.rtl else box.x() + tokens.M
        self._mark(painter, QRectF(x, box.center().y() - side / 2, side, side), on=on)

    def _mark(self, painter: QPainter, box: QRectF, *, on: bool) -> None:
        theme = self.theme
        painter.setPen(QPen(theme.colour("text" if on else "outline"), 2))
        painter.setBrush(theme.colour("text") if on and self._many else theme.colour("surface"))
        if self._many:
            painter.drawRoundedRect(box, tokens.RADIUS_SMALL, tokens.RADIUS_SMALL)
            if on:
                draw_tick(painter, box, theme.colour("surface"), box.width() / 9)
            return
        painter.drawEllipse(box)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("text"))
            painter.drawEllipse(box.center(), box.width() * .27, box.width() * .27)
