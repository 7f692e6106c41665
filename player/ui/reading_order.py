"""The order of Tab: as the page is read. Qt's own is the order in which widgets got their parent, which pages built from the inside out upset."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSlider, QComboBox, QLayout, QLineEdit, QScrollArea, QWidget

WEB = "QWebEngineView"  # by name: its module takes a while to load
WHOLE = (QComboBox, QLineEdit, QAbstractSlider)  # what is in them is theirs


def set_reading_order(root: QWidget) -> None:
    """Chain everything that takes the keyboard in `root`, top bar first. Call again when something was put in."""
    before: QWidget | None = None
    for widget in _links(root, hands_on=True):
        if before is not None:
            QWidget.setTabOrder(before, widget)
        before = widget


def stops(widget: QWidget) -> Iterator[QWidget]:
    """Widgets that take the keyboard, in the order of the layouts; hidden ones too (Tab passes over them)."""
    return _links(widget, hands_on=False)


def _links(widget: QWidget, *, hands_on: bool) -> Iterator[QWidget]:
    """The stops; with `hands_on` also what hands the keyboard on to the text of a lesson, because Qt stops there too on its way."""
    web = widget.inherits(WEB)
    if web or widget.focusPolicy() != Qt.FocusPolicy.NoFocus or (hands_on and _leads_to_text(widget)):
        yield widget
    if web and hands_on and (inner := widget.focusProxy()) is not None:
        yield inner  # Chromium's keyboard, which no layout knows
    whole = isinstance(widget, WHOLE) or (isinstance(widget, QAbstractScrollArea) and not isinstance(widget, QScrollArea))
    if whole or web:
        return
    layout = widget.layout()
    placed = list(_placed(layout)) if layout is not None else []
    others = [child for child in widget.children() if isinstance(child, QWidget) and child not in placed and not child.isWindow()]
    for child in (*placed, *others):
        yield from _links(child, hands_on=hands_on)


def _leads_to_text(widget: QWidget) -> bool:
    inner = widget.focusProxy()
    return inner is not None and (inner.inherits(WEB) or _leads_to_text(inner))


def _placed(layout: QLayout) -> Iterator[QWidget]:
    """By asking where each widget and inner layout stands. Asking the layout for its items would leave Python objects for them that
    outlive the items; an address used again then gives the wrong object, and its end frees what is not its own."""
    parent = layout.parentWidget()
    children = [*(parent.children() if parent is not None else ()), *layout.children()]
    placed = [(layout.indexOf(child), child) for child in children if isinstance(child, QWidget | QLayout)]
    for at, child in sorted(placed, key=lambda one: one[0]):
        if at >= 0:
            yield from [child] if isinstance(child, QWidget) else _placed(child)
