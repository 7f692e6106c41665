"""The order of Tab: as the page is read. Qt's own is the order in which widgets got their parent, which pages built from the inside out upset."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSlider, QComboBox, QLayout, QLineEdit, QScrollArea, QWidget

WHOLE = (QComboBox, QLineEdit, QAbstractSlider)  # what is in them is theirs


def set_reading_order(root: QWidget) -> None:
    """Chain everything that takes the keyboard in `root`, top bar first. Call again when something was put in."""
    before: QWidget | None = None
    for widget in stops(root):
        if before is not None:
            QWidget.setTabOrder(before, widget)
        before = widget


def stops(widget: QWidget) -> Iterator[QWidget]:
    """Widgets that take the keyboard, in the order of the layouts; hidden ones too (Tab passes over them)."""
    if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
        yield widget
    whole = isinstance(widget, WHOLE) or (isinstance(widget, QAbstractScrollArea) and not isinstance(widget, QScrollArea))
    if whole or widget.inherits("QWebEngineView"):
        return
    layout = widget.layout()
    placed = list(_placed(layout)) if layout is not None else []
    others = [child for child in widget.children() if isinstance(child, QWidget) and child not in placed and not child.isWindow()]
    for child in (*placed, *others):
        yield from stops(child)


def _placed(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield widget
        elif (inner := item.layout()) is not None:
            yield from _placed(inner)
