"""States as shapes: the badge of a lesson, the cell of a question."""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from player.ui import tokens
from player.ui.theme import Theme
from player.ui.widgets.buttons import ENTER
from player.ui.widgets.painted import Painted, draw_cross, draw_tick
from player.ui.widgets.text import set_tip
from player.ui.widgets.themed import Themed, shows_ring
from player.ui.words import tr

BadgeState = Literal["done", "now", "todo", "extra", "locked", "failed"]
CellState = Literal["open", "answered", "now", "right", "wrong", "waiting"]


def badge_words(state: BadgeState) -> str:
    """The state in words, for assistive technology and for rows that are read as one."""
    return {"done": tr("complete"), "now": tr("you are here"), "todo": tr("to do"), "extra": tr("optional, to do"), "locked": tr("locked"),
            "failed": tr("not passed yet")}[state]


def draw_badge(painter: QPainter, theme: Theme, box: QRectF, state: BadgeState) -> None:
    """Filled tick, ring and dot, ring, dashed ring, padlock, cross: told apart without colour. Usable from delegates too."""
    unit = box.width() / 12
    box = box.adjusted(unit, unit, -unit, -unit)
    if state == "done":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("progress"))
        painter.drawEllipse(box)
        draw_tick(painter, box, theme.colour("on_progress"), unit * 1.15)
    elif state == "failed":
        painter.setPen(QPen(theme.colour("danger"), unit))
        painter.setBrush(theme.colour("danger_soft"))
        painter.drawEllipse(box)
        draw_cross(painter, box, theme.colour("danger"), unit)
    elif state == "locked":
        theme.draw_icon(painter, box.adjusted(unit / 2, unit / 2, -unit / 2, -unit / 2), "lock", "muted", 2)
    else:
        now = state == "now"
        pen = QPen(theme.colour("text" if now else "outline"), unit * (1.2 if now else .9))
        if state == "extra":
            pen.setDashPattern([1.7, 1.9])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box)
        if now:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("text"))
            painter.drawEllipse(box.center(), unit * 2.2, unit * 2.2)


class Badge(Painted):
    """The state of a lesson: done, now, todo, extra (optional, open), locked, failed."""

    def __init__(self, theme: Theme, state: BadgeState, size: int = 24, name: str = "") -> None:
        super().__init__(theme, size, size, badge_words(state), name)
        self._state: BadgeState = state

    @property
    def state(self) -> BadgeState:
        return self._state

    def set_state(self, state: BadgeState) -> None:
        self._state = state
        self.setAccessibleName(badge_words(state))
        self.update()

    def draw(self, painter: QPainter, box: QRectF) -> None:
        draw_badge(painter, self.theme, box, self._state)


class MapCell(Themed, QAbstractButton):
    """One question in the map; a flag may stand on any state. right and wrong carry a mark of their own."""

    def __init__(self, theme: Theme, number: int, state: CellState = "open", *, flagged: bool = False, size: int = 44,
                 name: str = "") -> None:
        super().__init__()
        self.theme, self._number, self._size = theme, number, size
        self.setObjectName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setText("")
        self.set_state(state, flagged=flagged)
        self.restyle()

    def set_state(self, state: CellState, *, flagged: bool = False) -> None:
        self._state, self._flagged = state, flagged
        words = {"open": tr("not answered"), "answered": tr("answered"), "now": tr("shown now"), "right": tr("right"), "wrong": tr("wrong"),
                 "waiting": tr("waits for a trainer")}[state]
        spoken = tr("Question {number}, {state}", number=self._number, state=words) + (", " + tr("flagged") if flagged else "")
        self.setAccessibleName(spoken)
        set_tip(self, spoken)
        self.update()

    def restyle(self) -> None:
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(self._size), self.theme.px(self._size))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        air, plain = theme.px(5), theme.colours.edge == 1
        box = QRectF(self.rect()).adjusted(2, air, -air, -2)
        fill, edge, ink = {"open": ("surface", "outline", "text"), "answered": ("muted", "muted", "surface"),
                           "now": ("surface", "text" if plain else "accent", "text"), "right": ("progress", "progress", "on_progress"),
                           "wrong": ("danger_soft", "danger", "danger"), "waiting": ("caution_soft", "caution", "caution")}[self._state]
        if self.underMouse() and self._state == "open":
            fill = "sunken"
        painter.setPen(QPen(theme.colour(edge), 2 + theme.colours.edge if self._state == "now" else 1.25 * theme.colours.edge))
        painter.setBrush(theme.colour(fill))
        painter.drawRoundedRect(box, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        if shows_ring(self):
            painter.setPen(QPen(theme.colour(ink if self._state in {"right", "answered"} else "accent"), 2))  # blue is not seen on green or grey
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(3, 3, -3, -3), tokens.RADIUS_SMALL, tokens.RADIUS_SMALL)
        painter.setFont(theme.font("smallstrong"))
        painter.setPen(theme.colour(ink))
        mark = {"right": "check", "wrong": "x", "waiting": "hourglass"}.get(self._state)
        if mark:                                             # a mark, not the colour alone
            painter.drawText(box.adjusted(0, 0, 0, -box.height() * .34), Qt.AlignmentFlag.AlignCenter, str(self._number))
            side = float(theme.px(13))
            theme.draw_icon(painter, QRectF(box.center().x() - side / 2, box.center().y() + theme.px(1), side, side), mark, ink, 3)
        else:
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._number))
        if self._flagged:
            radius = float(theme.px(9))
            at = QPointF(radius + 1 if theme.rtl else self.width() - radius - 1, radius + 1)
            painter.setPen(QPen(theme.colour("caution"), 1.5))
            painter.setBrush(theme.colour("caution_soft"))
            painter.drawEllipse(at, radius, radius)
            side = float(theme.px(10))
            theme.draw_icon(painter, QRectF(at.x() - side / 2, at.y() - side / 2, side, side), "flag", "caution", 2.6)
