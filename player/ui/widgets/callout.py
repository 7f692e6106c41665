"""Things said on the page: callouts beside content, banners across it. Nothing covers what the learner is doing."""

from typing import Literal

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy

from player.ui import tokens
from player.ui.theme import Theme
from player.ui.widgets.buttons import Button
from player.ui.widgets.cards import Card
from player.ui.widgets.icons import Icon
from player.ui.widgets.layouts import GROW, TOP, Item, column, row
from player.ui.widgets.text import label
from player.ui.widgets.themed import Themed
from player.ui.words import tr

Tone = Literal["accent", "progress", "caution", "danger"]
SIGNS: dict[str, str] = {"accent": "info", "progress": "circle-check", "caution": "triangle-alert", "danger": "circle-alert"}


def ink(tone: str) -> str:
    """The colour of words in a tone."""
    return "progress_text" if tone == "progress" else tone


class Callout(Themed, QFrame):
    """A remark beside content: an edge at the start, a soft ground, an icon, a bold first line."""

    def __init__(self, theme: Theme, title: str, text: str = "", tone: Tone = "accent", icon: str = "", name: str = "") -> None:
        super().__init__()
        self.theme, self._tone = theme, tone
        self._title = label(title, "strong", ink(tone), wrap=True)
        self._text = label(text, wrap=True)
        for words in (self._title, self._text):
            if not words.text():                            # only ever hidden here: shown before it has a parent it would be a window
                words.hide()
        self.setLayout(row((Icon(theme, icon or SIGNS[tone], ink(tone), 20), 0, TOP), (column(self._title, self._text, gap=2), 1), gap=12,
                           pad=(tokens.M + 4, 14, tokens.M + 4, 14)))
        self.setObjectName(name)
        self.setAccessibleName(f"{title} {text}".strip())

    def set_text(self, title: str, text: str) -> None:
        self._title.setText(title)
        self._text.setText(text)
        self._title.setVisible(bool(title))
        self._text.setVisible(bool(text))
        self.setAccessibleName(f"{title} {text}".strip())

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        path = QPainterPath()
        path.addRoundedRect(box, 12, 12)
        painter.setClipPath(path)
        painter.fillRect(box, theme.colour(f"{self._tone}_soft"))
        edge = QRectF(box.right() - 4, 0, 4, box.height()) if theme.rtl else QRectF(0, 0, 4, box.height())
        painter.fillRect(edge, theme.colour(self._tone))
        if theme.colours.edge > 1:
            painter.setPen(QPen(theme.colour(self._tone), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 12, 12)


class Banner(Card):
    """A line across the page with at most two deeds and a cross. It goes when its cross is pressed, and says so by `closed`."""

    closed = Signal()

    def __init__(self, theme: Theme, text: str, tone: Tone = "accent", icon: str = "", *actions: QPushButton, title: str = "",
                 hint: str = "", name: str = "", close_name: str = "", closable: bool = True, rich: bool = False) -> None:
        self._title = label(title, "strong", ink(tone), wrap=True)
        self.text_label: QLabel = label(text, wrap=True, rich=rich, select=False)
        self._hint = label(hint, tone="text", wrap=True)
        for more in (self._title, self._hint):
            if not more.text():
                more.hide()
        words = column(self._title, self.text_label, self._hint, gap=2, pad=(0, 10, 0, 8) if title else 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        sign: Item = (Icon(theme, icon or SIGNS[tone], ink(tone), 20), 0, middle)
        if title:                                           # beside the first line, as the cross is
            sign = column(10, Icon(theme, icon or SIGNS[tone], ink(tone), 20), GROW, gap=0)
        across = row(sign, (words, 1), gap=12)
        self._across = row((across, 1), gap=tokens.S)
        stacked = theme.big and bool(actions)
        if not stacked:
            for action in actions:
                self._across.addWidget(action, 0, middle)
        if closable:
            cross = Button(theme, "", "x", "ghost", close_name, spoken=tr("Close this message"))
            cross.clicked.connect(self.dismiss)
            self._across.addWidget(cross, 0, TOP if title else middle)
        layout = self._across if not stacked else column(self._across, row(None, *actions))
        edge = tone if theme.colours.edge > 1 else "line"
        super().__init__(theme, layout, (tokens.M, 2), f"{tone}_soft", name, edge=edge)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(" ".join(part for part in (title, text, hint) if part))

    def dismiss(self) -> None:
        """Go, as when the cross is pressed."""
        self.hide()
        self.closed.emit()
