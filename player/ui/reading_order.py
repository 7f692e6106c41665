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
    """By asking where each widget and inner layout stands. Asking the layout for its items would leave Python objects for them that
    outlive the items; an address used again then gives the wrong object, and its end frees what is not its own."""
    parent = layout.parentWidget()
    children = [*(parent.children() if parent is not None else ()), *layout.children()]
    placed = [(layout.indexOf(child), child) for child in children if isinstance(child, QWidget | QLayout)]
    for at, child in sorted(placed, key=lambda one: one[0]):
        if at >= 0:
            yield from [child] if isinstance(child, QWidget) else _placed(child)
