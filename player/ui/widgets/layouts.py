"""Short builders that keep screens readable: row, column, boxed, scroll, centred."""

from typing import TypeVar, overload

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from player.ui import tokens

GROW = None                                    # an item of row() or column() that takes the free space
TOP = Qt.AlignmentFlag.AlignTop
MIDDLE = Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
START = Qt.AlignmentFlag.AlignLeading
END = Qt.AlignmentFlag.AlignTrailing

Thing = QWidget | QLayout | int | None
Item = Thing | tuple[Thing, int] | tuple[Thing, int, Qt.AlignmentFlag]
Pad = int | tuple[int, int] | tuple[int, int, int, int]
W = TypeVar("W", bound=QWidget)


def margins(pad: Pad) -> tuple[int, int, int, int]:
    """One number for all sides, (across, down), or (start, top, end, bottom)."""
    if isinstance(pad, int):
        return pad, pad, pad, pad
    if len(pad) == 2:
        return pad[0], pad[1], pad[0], pad[1]
    return pad


def fill(layout: QBoxLayout, *items: Item) -> None:
    """Add items: a widget or layout, (it, stretch), (it, stretch, alignment), a number of px, or GROW."""
    for item in items:
        thing, stretch, align = (*item, Qt.AlignmentFlag(0))[:3] if isinstance(item, tuple) else (item, 0, Qt.AlignmentFlag(0))
        if thing is None:
            layout.addStretch(stretch or 1)
        elif isinstance(thing, int):
            layout.addSpacing(thing)
        elif isinstance(thing, QLayout):
            layout.addLayout(thing, stretch)
        else:
            layout.addWidget(thing, stretch, align)


def row(*items: Item, gap: int = tokens.S, pad: Pad = 0) -> QHBoxLayout:
    """Items side by side, from the start edge (right in right-to-left)."""
    layout = QHBoxLayout()
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins(pad))
    fill(layout, *items)
    return layout


def column(*items: Item, gap: int = tokens.S, pad: Pad = 0) -> QVBoxLayout:
    """Items from top to bottom."""
    layout = QVBoxLayout()
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins(pad))
    fill(layout, *items)
    return layout


@overload
def boxed(layout: QLayout, widget: None = None, name: str = "", **properties: str) -> QWidget: ...
@overload
def boxed(layout: QLayout, widget: W, name: str = "", **properties: str) -> W: ...
def boxed(layout: QLayout, widget: QWidget | None = None, name: str = "", **properties: str) -> QWidget:
    """Put a layout into a widget, which may carry a name and style-sheet properties."""
    box = widget if widget is not None else QWidget()
    box.setLayout(layout)
    if name:
        box.setObjectName(name)
    for key, value in properties.items():
        box.setProperty(key, value)
    return box


def scroll(content: QWidget, name: str = "", ground: str = "true") -> QScrollArea:
    """A page that scrolls down, never across. `ground` "side" gives it the surface colour instead of the canvas."""
    area = QScrollArea()
    area.setObjectName(name)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setFrameShape(QFrame.Shape.NoFrame)
    if ground == "side":
        area.setProperty("bar", "side")
    content.setProperty("canvas", ground)
    content.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    area.setWidget(content)
    return area


def rule_line() -> QFrame:
    """A hairline across."""
    return boxed(row(), QFrame(), rule="true")


def centred(inner: QWidget, width: int, margin: int = tokens.XL) -> QWidget:
    """A column of at most `width` px in the middle of whatever window there is."""
    inner.setMaximumWidth(width)
    return boxed(row(GROW, (inner, 100), GROW, gap=0, pad=(margin, 0)))


def release(layout: QLayout) -> None:
    """Take everything out of a layout and keep the widgets, to lay them out otherwise."""
    while (item := layout.takeAt(0)) is not None:
        if (inner := item.layout()) is not None:
            release(inner)
            inner.deleteLater()


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it when the event loop is next reached."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
