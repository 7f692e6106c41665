"""The outline beside a lesson: every row painted when it is shown, so that ten thousand cost no more than ten."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from player.course.status_types import CourseStatus, LessonStatus
from player.ui import tokens
from player.ui.models.outline import HEADING, HERE, LESSON, OutlineModel
from player.ui.rows import badge_state
from player.ui.theme import Theme
from player.ui.widgets.marks import draw_badge
from player.ui.widgets.themed import Themed, shows_ring
from player.ui.wording import facts_line, state_note
from player.ui.words import tr

Index = QModelIndex | QPersistentModelIndex
BADGE, START, GAP, DOWN = 22, 20, 12, 8  # px at 100 %


class OutlineView(Themed, QTreeView):
    """Enter or a click opens a lesson: `chosen`, with its id. A locked row leads to what opens it.

    A tree view without branches: unlike a list view it keeps the height of every row, and measures again only what changed.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, model: OutlineModel) -> None:
        super().__init__()
        self.theme = theme
        self.setObjectName("lesson.outline")
        self.setAccessibleName(tr("Outline of the course"))
        self.setModel(model)
        self._painter = RowPainter(theme, self)
        self.setItemDelegate(self._painter)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(0)
        self.setUniformRowHeights(False)
        self.setProperty("bar", "side")
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.clicked.connect(self._choose)

    def outline(self) -> OutlineModel:
        model = self.model()
        if not isinstance(model, OutlineModel):
            raise TypeError("an outline shows an OutlineModel")
        return model

    def show_here(self, lesson_id: str) -> None:
        """Bring the row into view."""
        index = self.outline().index_of(lesson_id)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index.siblingAtRow(min(index.row() + 1, self.outline().rowCount() - 1)), QAbstractItemView.ScrollHint.EnsureVisible)
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def take(self, status: CourseStatus, here: str) -> None:
        """Show another status; what is on the screen is drawn anew."""
        self.outline().update(status, here, self._on_screen())
        self.viewport().update()

    def _on_screen(self) -> range:
        first, last = self.indexAt(QPoint(4, 0)), self.indexAt(QPoint(4, self.viewport().height() - 1))
        if not first.isValid():
            return range(0)
        return range(first.row(), (last.row() if last.isValid() else self.outline().rowCount() - 1) + 1)

    def measure_again(self, row: int) -> None:
        """A row was drawn whose height no longer fits its words: it changed while it was out of sight."""
        index = self.outline().index(row)
        QTimer.singleShot(0, self, lambda: self.dataChanged(index, index))

    def restyle(self) -> None:
        self._painter.wear(self.theme)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self.currentIndex().isValid():
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.outline().lesson_at(self.indexAt(event.position().toPoint()))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._painter.forget()
            self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        status = index.data(LESSON)
        if isinstance(status, LessonStatus):
            self.chosen.emit(self.outline().leads_to(status.lesson.id))


class RowPainter(QStyledItemDelegate):
    """Badge, title, minutes, and the reason when it is locked or not passed."""

    def __init__(self, theme: Theme, view: OutlineView) -> None:
        super().__init__(view)
        self._view = view
        self._heights: dict[tuple[str, str, str, bool], int] = {}
        self.wear(theme)

    def wear(self, theme: Theme) -> None:
        self.theme = theme
        self._fonts = {role: theme.font(role) for role in ("body", "strong", "small", "smallstrong")}
        self._tall = {role: self._line_height(font) for role, font in self._fonts.items()}
        self._lead = theme.px(BADGE) + theme.px(GAP)
        self.forget()

    def forget(self) -> None:
        """Widths changed: measure again."""
        self._heights.clear()

    @staticmethod
    def _line_height(font: QFont) -> int:
        # A fallback font (Arabic) is taller than Inter: leave room for its dots.
        return round(QFontMetrics(font).height() * 1.12)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        status = index.data(LESSON)
        if not isinstance(status, LessonStatus):
            return QSize(width, self._tall["smallstrong"] + self.theme.px(18))
        here = bool(index.data(HERE))
        note, facts = state_note(status), facts_line(status.lesson, status.required)
        key = (status.lesson.title, facts, note, here)
        if key not in self._heights:
            room = width - self._lead - self.theme.px(START) * 2
            lines = self._lines(status.lesson.title, "strong" if here else "body", room, 2)
            height = lines * self._tall["strong" if here else "body"] + (self._tall["small"] if facts else 0)
            height += self._lines(note, "small", room, 4) * self._tall["small"] if note else 0
            self._heights[key] = max(height, self.theme.px(BADGE)) + 2 * self.theme.px(DOWN)
        return QSize(width, self._heights[key])

    def _lines(self, text: str, role: str, room: int, most: int) -> int:
        metrics = QFontMetrics(self._fonts[role])
        if metrics.horizontalAdvance(text) <= room:
            return 1
        box = metrics.boundingRect(QRect(0, 0, max(room, 40), 10_000), int(Qt.TextFlag.TextWordWrap), text)
        return max(1, min(most, round(box.height() / max(1, metrics.lineSpacing()))))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # a title keeps its own direction: its "?" stays at its end
        box: QRect = option.rect
        status = index.data(LESSON)
        if self.sizeHint(option, index).height() != box.height():
            self._view.measure_again(index.row())
        if isinstance(status, LessonStatus):
            hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
            self._lesson(painter, box, status, here=bool(index.data(HERE)), hover=hover, current=index.row() == self._view.currentIndex().row())
        else:
            self._heading(painter, box, index.data(HEADING))
        painter.restore()

    def _heading(self, painter: QPainter, box: QRect, heading: object) -> None:
        if not isinstance(heading, tuple):
            return
        number, title, count = heading
        theme, side = self.theme, self.theme.px(START)
        inner = box.adjusted(side, self.theme.px(8), -side, 0)
        painter.setPen(theme.colour("muted"))
        painter.setFont(self._fonts["small"])
        wide = QFontMetrics(self._fonts["small"]).horizontalAdvance(count) + theme.px(8)
        self._draw(painter, inner, count, Qt.AlignmentFlag.AlignRight)
        painter.setFont(self._fonts["smallstrong"])
        words = QFontMetrics(self._fonts["smallstrong"]).elidedText(f"{number}  {title}", Qt.TextElideMode.ElideRight, inner.width() - wide)
        self._draw(painter, inner, words, Qt.AlignmentFlag.AlignLeft)

    def _lesson(self, painter: QPainter, box: QRect, status: LessonStatus, *, here: bool, hover: bool, current: bool) -> None:
        theme = self.theme
        ring = current and shows_ring(self._view)
        if here or hover or ring:
            edge = "accent" if ring or (here and theme.colours.edge > 1) else "outline" if theme.colours.edge > 1 else "sunken"
            painter.setPen(QPen(theme.colour(edge), 2 if ring or theme.colours.edge > 1 else 1))
            painter.setBrush(theme.colour("sunken"))
            painter.drawRoundedRect(QRectF(box).adjusted(theme.px(8), 1, -theme.px(8), -1), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        side, down, badge = theme.px(START), theme.px(DOWN), theme.px(BADGE)
        mark = QRect(box.x() + side, box.y() + down, badge, badge)
        mark = QStyle.visualRect(theme.direction, box, mark)
        state = badge_state(status, self._here_id(status, here=here))
        draw_badge(painter, theme, QRectF(mark), state)
        words = QStyle.visualRect(theme.direction, box, box.adjusted(side + self._lead, down, -side, -down))
        y = words.y()
        role = "strong" if here else "body"
        y += self._paragraph(painter, QRect(words.x(), y, words.width(), words.height()), status.lesson.title, role, "text", 2)
        if facts := facts_line(status.lesson, status.required):
            y += self._paragraph(painter, QRect(words.x(), y, words.width(), words.height()), facts, "small", "muted", 1)
        if note := state_note(status):
            tone = "danger" if state == "failed" else "muted"
            self._paragraph(painter, QRect(words.x(), y, words.width(), words.height()), note, "small", tone, 4)

    @staticmethod
    def _here_id(status: LessonStatus, *, here: bool) -> str:
        return status.lesson.id if here else ""

    def _paragraph(self, painter: QPainter, box: QRect, text: str, role: str, tone: str, most: int) -> int:
        """Draw in at most `most` lines; returns the height used."""
        lines = self._lines(text, role, box.width(), most)
        painter.setFont(self._fonts[role])
        painter.setPen(self.theme.colour(tone))
        height = lines * self._tall[role]
        room = QRect(box.x(), box.y(), box.width(), height)
        metrics = QFontMetrics(self._fonts[role])
        whole = metrics.boundingRect(QRect(0, 0, box.width(), 10_000), int(Qt.TextFlag.TextWordWrap), text).height()
        if lines == 1:
            self._draw(painter, room, metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width()), Qt.AlignmentFlag.AlignLeft)
        else:
            if whole > lines * metrics.lineSpacing() + 2:
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, round(box.width() * (lines - 0.35)))
            self._draw(painter, room, text, Qt.AlignmentFlag.AlignLeft, wrap=True)
        return height

    def _draw(self, painter: QPainter, box: QRect, text: str, side: Qt.AlignmentFlag, *, wrap: bool = False) -> None:
        if self.theme.rtl:
            side = Qt.AlignmentFlag.AlignRight if side == Qt.AlignmentFlag.AlignLeft else Qt.AlignmentFlag.AlignLeft
        flags = int(side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute)
        flags |= int(Qt.TextFlag.TextWordWrap if wrap else Qt.TextFlag.TextSingleLine)
        painter.drawText(box, flags, text)

