"""What is said in a film, line by line: it follows the film, and a line leads to its place."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from player.text.captions import Captions, Cue
from player.ui import tokens
from player.ui.theme import Theme
from player.ui.widgets.buttons import ENTER
from player.ui.widgets.themed import Themed, shows_ring
from player.ui.words import clock, tr

Index = QModelIndex | QPersistentModelIndex
TOP = QModelIndex()
ACROSS, DOWN, GAP = 12, 8, 12  # px
TIME_COLUMN = "00:00"


def spoken_line(cue: Cue) -> str:
    return f"{cue.voice}: {cue.text}" if cue.voice else cue.text


class TranscriptModel(QAbstractListModel):
    """One row a cue."""

    def __init__(self, parent: "Transcript") -> None:
        super().__init__(parent)
        self.captions = Captions()

    def take(self, captions: Captions) -> None:
        self.beginResetModel()
        self.captions = captions
        self.endResetModel()

    def rowCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(self.captions.cues)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        cue = self.captions.cues[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return spoken_line(cue).replace("\n", " ")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{clock(cue.start // 1000)} {spoken_line(cue)}".replace("\n", " ")
        return None


class Transcript(Themed, QTreeView):
    """Enter or a click on a line asks for its place: `sought`, in ms. A tree view without branches keeps the height of every row."""

    sought = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.here = -1
        self.setObjectName("media.transcript")
        self.setAccessibleName(tr("Transcript"))
        self._model = TranscriptModel(self)
        self.setModel(self._model)
        self._painter = LinePainter(theme, self)
        self.setItemDelegate(self._painter)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(0)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setMinimumHeight(60)
        self.clicked.connect(self._choose)

    def take(self, captions: Captions) -> None:
        """Show other lines."""
        self.here = -1
        self._painter.forget()
        self._model.take(captions)

    def follow(self, position: int) -> None:
        """The film is there (ms): the line said last is lit, and in sight unless the learner looks at others."""
        here = self._model.captions.line(position)
        if here == self.here:
            return
        self.here = here
        self.viewport().update()
        if here >= 0 and not self.underMouse() and not self.hasFocus():
            self.scrollTo(self._model.index(here), QAbstractItemView.ScrollHint.PositionAtCenter)

    def captions(self) -> Captions:
        return self._model.captions

    def restyle(self) -> None:
        self._painter.wear(self.theme)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in ENTER and self.currentIndex().isValid():
            self._choose(self.currentIndex())
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End}:
            super().keyPressEvent(event)
        else:
            event.ignore()  # not a search by letters: they are the keys of the film

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.indexAt(event.position().toPoint()).isValid()
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._painter.forget()
            self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.sought.emit(self._model.captions.cues[index.row()].start)


class LinePainter(QStyledItemDelegate):
    """The time, then the words; the line of this moment in bold on a well."""

    def __init__(self, theme: Theme, view: Transcript) -> None:
        super().__init__(view)
        self._view = view
        self._heights: dict[int, int] = {}
        self.wear(theme)

    def wear(self, theme: Theme) -> None:
        self.theme = theme
        self._body, self._strong, self._small = theme.font("body"), theme.font("strong"), theme.font("small")
        self.forget()

    def forget(self) -> None:
        self._heights.clear()

    def _times(self) -> int:
        """Width of the column of times."""
        cues = self._view.captions().cues
        longest = clock(cues[-1].start // 1000) if cues else TIME_COLUMN
        layout = QTextLayout(longest.replace("1", "0"), self._small)
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        return round(line.naturalTextWidth()) + 2 + GAP

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        number = index.row()
        if number not in self._heights:
            words = str(index.data() or "")
            room = width - 2 * ACROSS - self._times()
            # as tall as the bold words: the row does not grow when the film comes to it
            self._heights[number] = round(self._laid(words, room, bold=True).boundingRect().height()) + 2 * DOWN
        return QSize(width, self._heights[number])

    def _laid(self, words: str, room: int, *, bold: bool) -> QTextLayout:
        layout = QTextLayout(words, self._strong if bold else self._body)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        side = Qt.AlignmentFlag.AlignRight if self.theme.rtl else Qt.AlignmentFlag.AlignLeft
        option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
        layout.setTextOption(option)
        layout.beginLayout()
        y = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(40, room))
            line.setPosition(QPointF(0, y))
            y += line.height()
        layout.endLayout()
        return layout

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, box = self.theme, QRect(option.rect)
        here = index.row() == self._view.here
        ring = index.row() == self._view.currentIndex().row() and shows_ring(self._view)
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if here or ring or hover:
            flat = theme.colours.edge == 1
            edge = "accent" if ring or (here and not flat) else "sunken" if flat else "outline"
            painter.setPen(QPen(theme.colour(edge), 2 if ring or not flat else 1))
            painter.setBrush(theme.colour("sunken"))
            painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), tokens.S, tokens.S)
        inner = box.adjusted(ACROSS, DOWN, -ACROSS, -DOWN)
        times = self._times()
        column = QStyle.visualRect(theme.direction, box, QRect(inner.x(), inner.y(), times - GAP, inner.height()))
        words = QStyle.visualRect(theme.direction, box, inner.adjusted(times, 0, 0, 0))
        laid = self._laid(str(index.data() or ""), words.width(), bold=here)
        painter.setPen(theme.colour("muted"))
        painter.setFont(self._small)
        first = laid.lineAt(0).height() if laid.lineCount() else column.height()
        side = Qt.AlignmentFlag.AlignRight if theme.rtl else Qt.AlignmentFlag.AlignLeft
        flags = int(side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute)
        cue = self._view.captions().cues[index.row()]
        painter.drawText(QRect(column.x(), column.y(), column.width(), round(first)), flags, clock(cue.start // 1000))
        painter.setPen(theme.colour("text"))
        laid.draw(painter, QPointF(words.topLeft()))
        painter.restore()
