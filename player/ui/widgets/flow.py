"""Cards in equal columns, as many as fit."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from player.ui import tokens
from player.ui.theme import Theme
from player.ui.widgets.layouts import clear
from player.ui.widgets.themed import Themed


class GridFlow(QLayout):
    """Equal columns that stay aligned at every width. `least` is the narrowest column in px, `most` the greatest number of them.

    Without `stretch` the columns stay `least` wide and gather at the start.
    """

    def __init__(self, least: int, gap: int = tokens.S, most: int = 6, stretch: bool = True) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self.least, self.most, self.stretch = least, most, stretch
        self.setSpacing(gap)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def columns(self, width: int) -> int:
        """How many columns fit into `width` px."""
        gap = self.spacing()
        return max(1, min(self.most, (width + gap) // (self.least + gap)))

    def sizeHint(self) -> QSize:
        across = min(self.most, max(1, len(self._items)))
        width = self.least * across + self.spacing() * (across - 1)
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        return QSize(self.least, 0)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def _place(self, rect: QRect, *, move: bool) -> int:
        gap, y = self.spacing(), rect.y()
        n = self.columns(rect.width())
        width = (rect.width() - gap * (n - 1)) // n if self.stretch else self.least
        parent = self.parentWidget()
        mirrored = parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for start in range(0, len(self._items), n):
            line = self._items[start:start + n]
            height = max(item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height() for item in line)
            for at, item in enumerate(line if move else ()):
                # Columns of whole pixels would leave a ragged end edge.
                x = round(at * (rect.width() + gap) / n) if self.stretch else at * (width + gap)
                left = rect.x() + (rect.width() - x - width if mirrored else x)
                item.setGeometry(QRect(left, y, width, height))
            y += height + gap
        return y - gap - rect.y() if self._items else 0


class Grid(Themed, QWidget):
    """A widget of equal columns; `least` is in px at 100 % and grows with the text."""

    def __init__(self, theme: Theme, least: int, gap: int = tokens.S, most: int = 6, stretch: bool = True, name: str = "") -> None:
        super().__init__()
        self.theme, self._least = theme, least
        self.flow = GridFlow(theme.px(least), gap, most, stretch)
        self.setLayout(self.flow)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setObjectName(name)

    def add(self, widget: QWidget) -> None:
        self.flow.addWidget(widget)

    def clear(self) -> None:
        clear(self.flow)

    def restyle(self) -> None:
        self.flow.least = self.theme.px(self._least)
        self.flow.invalidate()
