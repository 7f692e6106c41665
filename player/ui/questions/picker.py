"""A list to choose one answer from, for one place of a question. Long words wrap, in the field and in the list."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QComboBox, QListView, QSizePolicy, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from player.ui import tokens
from player.ui.theme import Theme
from player.ui.widgets.buttons import ENTER
from player.ui.widgets.text import set_tip
from player.ui.widgets.themed import Themed
from player.ui.words import tr

ARROW = 32  # px at 100 % that the arrow takes
WRAP = Qt.TextFlag.TextWordWrap.value


class Picker(Themed, QComboBox):
    """`choices` are ids and words; the first line of the list, an empty id, takes the answer back. `spoken` says what it is for."""

    def __init__(self, theme: Theme, choices: Sequence[tuple[str, str]], given: str, spoken: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        view = QListView(self)
        view.setWordWrap(True)
        view.setTextElideMode(Qt.TextElideMode.ElideNone)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setSpacing(tokens.HALF)  # lines that a finger can tell apart
        self.setView(view)
        self.addItem(tr("Choose…"), "")
        for each, words in choices:
            self.addItem(words, each)
        self.setCurrentIndex(max(0, self.findData(given)))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.currentIndexChanged.connect(self._tell)
        self._tell()

    @property
    def given(self) -> str:
        """The id of what is chosen; "" for nothing."""
        return str(self.currentData() or "")

    def _tell(self) -> None:
        set_tip(self, self.currentText() if self.given else "")
        self.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        """Room for the words in as many lines as they need."""
        room = max(1, width - 2 * self.theme.px(12) - self.theme.px(ARROW) - 4)
        words = self.fontMetrics().boundingRect(QRect(0, 0, room, 10_000), WRAP, self.currentText())
        return max(super().sizeHint().height(), words.height() + 2 * tokens.S + 4)

    def sizeHint(self) -> QSize:
        whole = super().sizeHint()
        return QSize(whole.width(), self.heightForWidth(self.width()) if self.width() > 1 else whole.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(120), super().minimumSizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the page: it must not change an answer on its way."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the list, as space does."""
        if event.key() in ENTER and not event.isAutoRepeat():
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: object) -> None:
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self)
        side = Qt.AlignmentFlag.AlignRight if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else Qt.AlignmentFlag.AlignLeft
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # the words say which way they run
        painter.setPen(self.theme.colour("text" if self.given else "muted") if self.isEnabled() else self.palette().color(QPalette.ColorRole.Text))
        flags = (side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter).value | WRAP
        painter.drawText(room, flags, self.currentText())
