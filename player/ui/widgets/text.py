"""Words: labels by role and tone, chips, and text cut with an ellipsis."""

import re

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from player.ui.bidi import own_way, runs_right_to_left
from player.ui.theme import Theme
from player.ui.widgets.themed import Themed

ROLES = ("display", "h1", "h2", "h3", "body", "strong", "small", "smallstrong", "eyebrow", "code")
PLAIN, RICH = Qt.TextFormat.PlainText, Qt.TextFormat.RichText


__all__ = ["Elided", "OneLine", "Words", "breakable", "chip", "label", "runs_right_to_left", "set_tip", "set_tone"]


class Words(Themed, QLabel):
    """A label that keeps to the start edge of the page, whichever way its own words run: Qt would put English left in right-to-left, and
    its full stop in front.

    It has no theme before the first `retheme`: the style sheet gives it everything but its edge.
    """

    def __init__(self, align: Qt.AlignmentFlag | None = None) -> None:
        super().__init__()
        self._words = ""
        self._align = align if align is not None else Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        self.restyle()

    def text(self) -> str:
        """As it was set."""
        return self._words

    def setText(self, text: str) -> None:
        self._words = text
        shown = own_way(text, rtl=self.layoutDirection() == Qt.LayoutDirection.RightToLeft) if self.textFormat() == PLAIN else text
        if shown != super().text():
            super().setText(shown)

    def restyle(self) -> None:
        flag = Qt.AlignmentFlag                             # not QStyle.visualAlignment: loading QStyle takes 7 ms at the start
        alignment = self._align | flag.AlignAbsolute
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft and alignment & (flag.AlignLeft | flag.AlignRight):
            alignment ^= flag.AlignLeft | flag.AlignRight
        if alignment != self.alignment():
            self.setAlignment(alignment)
        self.setText(self._words)


def label(text: str, role: str = "body", tone: str = "text", *, wrap: bool = False, name: str = "",
          align: Qt.AlignmentFlag | None = None, rich: bool = False, select: bool = False) -> QLabel:
    """Words on the page. roles and tones: tokens.TYPE and the colours.

    Plain unless `rich`: what a package says is never taken for markup (escape it with `html.escape` where it is put into rich text).
    """
    widget = Words(align)
    widget.setTextFormat(RICH if rich else PLAIN)
    widget.setText(text)
    widget.setProperty("role", role)
    widget.setProperty("tone", tone)
    widget.setWordWrap(wrap)
    widget.setObjectName(name)
    if select:
        widget.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
    return widget


class OneLine(Words):
    """Words that ask for one line and take more only when there is no room: Qt would wrap them into a square."""

    def __init__(self, text: str, role: str = "body", tone: str = "text", name: str = "") -> None:
        super().__init__()
        self.setTextFormat(PLAIN)
        self.setText(text)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setWordWrap(True)
        self.setObjectName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().size(Qt.TextFlag.TextSingleLine.value, self.text()).width() + 4
        return QSize(width, self.heightForWidth(width))


def set_tone(widget: QLabel, tone: str, role: str = "") -> None:
    """Change the voice of a label that is already shown."""
    widget.setProperty("tone", tone)
    if role:
        widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def chip(text: str, tone: str = "plain", name: str = "") -> QLabel:
    """A state in a word on a soft ground. tones: plain, progress, accent, danger, caution."""
    widget = QLabel()
    widget.setTextFormat(PLAIN)
    widget.setText(text)
    widget.setProperty("chip", tone)
    widget.setObjectName(name)
    widget.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return widget


def breakable(path: object) -> str:
    """A file's path that may be broken after each part: without it a long one would stick out."""
    return re.sub(r"([/\\_.-])", "\\1\u200b", str(path))


def set_tip(widget: QWidget, text: str) -> None:
    """A tooltip that shows exactly these characters: Qt would take "<b>" for markup."""
    if "<" in text:
        from html import escape  # its table of entities is large, and this is rare

        text = f"<span>{escape(text)}</span>"
    widget.setToolTip(text)


class Elided(Themed, QWidget):
    """Text in at most `lines` lines, the last one cut with an ellipsis; the whole text is the tooltip and the spoken name.

    With `reserve` it keeps the height of all its lines, so that neighbours in a grid line up.
    """

    def __init__(self, theme: Theme, text: str, role: str = "body", tone: str = "text", *, lines: int = 1, reserve: bool = False,
                 name: str = "", align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeading) -> None:
        super().__init__()
        self.theme, self._text, self._role, self._tone = theme, text, role, tone
        self._lines, self._reserve, self._align = lines, reserve, align
        self._broken: dict[int, tuple[list[str], bool]] = {}
        self._tall = 0
        self.setObjectName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.restyle()
        self.setText(text)

    def text(self) -> str:
        return self._text

    def setText(self, text: str) -> None:
        self._text, self._broken = text, {}
        self.setAccessibleName(text)
        self.setProperty("fullText", text)
        set_tip(self, text)
        self.updateGeometry()
        self.update()

    def set_look(self, role: str, tone: str) -> None:
        self._role, self._tone = role, tone
        self.retheme(self.theme)

    def restyle(self) -> None:
        self._font, self._broken = self.theme.font(self._role), {}      # painted: setFont would lose to the style sheet

    def is_cut(self) -> bool:
        """Whether the ellipsis shows at the present width."""
        return self._break(self.width())[1]

    def heightForWidth(self, width: int) -> int:
        lines = self._break(width)[0]
        return self._tall * (self._lines if self._reserve else max(1, len(lines)))

    def sizeHint(self) -> QSize:
        whole = round(QFontMetricsF(self._font).horizontalAdvance(self._text)) + 2
        width = whole if self._lines == 1 else min(whole, self.theme.px(220))
        return QSize(width, self.heightForWidth(max(self.width(), self.theme.px(120))))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(40), self.heightForWidth(10_000))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)      # the words say which way they run
        painter.setFont(self._font)
        painter.setPen(self.theme.colour(self._tone))
        side = Qt.AlignmentFlag.AlignRight if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else Qt.AlignmentFlag.AlignLeft
        across = self._align if self._align & Qt.AlignmentFlag.AlignHCenter else side
        flags = (across | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute).value | Qt.TextFlag.TextSingleLine.value
        for at, line in enumerate(self._break(self.width())[0]):
            painter.drawText(QRect(0, at * self._tall, self.width(), self._tall), flags, line)

    def _break(self, width: int) -> tuple[list[str], bool]:
        """The lines that fit and whether one is cut; learns the line height too, which fallback fonts (Arabic) make larger."""
        if (known := self._broken.get(width)) is not None:
            return known
        layout, cut = QTextLayout(self._text or " ", self._font), False
        found: list[str] = []
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            self._tall = max(self._tall if found else 0, round(line.height() * 1.08))
            rest = self._text[line.textStart():]
            if len(found) == self._lines - 1:
                last = QFontMetricsF(self._font).elidedText(rest, Qt.TextElideMode.ElideRight, width)
                cut = last != rest
                found.append(last)
                break
            found.append(rest[:line.textLength()].strip())
        layout.endLayout()
        if len(self._broken) > 8:                           # a window being resized asks for every width once
            self._broken = {}
        self._broken[width] = (found, cut)
        return found, cut
