"""Results of a search as rows: what it is and where in words, and the words that match marked."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from player.course.model import Course
from player.ui import tokens
from player.ui.theme import Theme
from player.ui.widgets.themed import Themed, shows_ring
from player.ui.words import tr

if TYPE_CHECKING:
    from player.services.searching import Result

Index = QModelIndex | QPersistentModelIndex
Marks = tuple[tuple[int, int], ...]
RESULT = Qt.ItemDataRole.UserRole
START, DOWN = 20, 10  # px at 100 %


@dataclass(frozen=True, slots=True)
class Row:
    """What is drawn: `under` says what was found and where."""

    result: "Result"
    title: str
    title_marks: Marks
    under: str
    excerpt: str
    excerpt_marks: Marks

    @property
    def spoken(self) -> str:
        return ". ".join(part.rstrip(".") for part in (self.title, self.under, self.excerpt) if part)


def rows_of(course: Course, results: "tuple[Result, ...]") -> list[Row]:
    titles = {lesson.id: lesson.title for lesson in course.lessons()} if results else {}
    chapters = {lesson.id: chapter.title for chapter in course.chapters for lesson in chapter.lessons} if results else {}
    found = []
    for one in results:
        parts = [tr("Locked")] if one.locked else []
        parts += [chapters[one.lesson], _what(one)]
        found.append(Row(one, titles[one.lesson], one.marks if one.what == "title" else (), " · ".join(part for part in parts if part),
                         one.excerpt, one.marks if one.what != "title" else ()))
    return found


def _what(result: "Result") -> str:
    from player.course.anchor import Anchor
    from player.ui.words import clock

    place = Anchor.read(result.anchor)
    words = clock(place.second) if place.second is not None else tr("page {n}", n=place.page) if place.page else result.heading
    kind = {"title": "", "note": tr("Your note"), "text": "", "captions": tr("Captions"), "page": tr("PDF")}[result.what]
    return ", ".join(part for part in (kind, words) if part)


class ResultsModel(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def show(self, rows: list[Row]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == RESULT:
            return row
        return row.spoken if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole} else None


class ResultsView(Themed, QListView):
    """The rows; one is chosen from the start, so that Enter leads to the best."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setObjectName("search.results")
        self.setAccessibleName(tr("What was found"))
        self.setModel(ResultsModel(self))
        self._painter = ResultPainter(theme, self)
        self.setItemDelegate(self._painter)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)

    def results(self) -> ResultsModel:
        model = self.model()
        if not isinstance(model, ResultsModel):
            raise TypeError("another model")
        return model

    def restyle(self) -> None:
        self._painter.wear(self.theme)
        self.scheduleDelayedItemsLayout()

    def choose(self, row: int) -> None:
        count = self.results().rowCount()
        if count:
            index = self.results().index(min(count - 1, max(0, row)))
            self.setCurrentIndex(index)
            self.scrollTo(index)


class ResultPainter(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: ResultsView) -> None:
        super().__init__(view)
        self._view = view
        self.wear(theme)

    def wear(self, theme: Theme) -> None:
        self.theme = theme
        self._strong, self._small = theme.font("strong"), theme.font("small")

    def _width(self) -> int:
        return max(80, self._view.viewport().width() - 2 * START)

    def _parts(self, row: Row, width: int) -> list[tuple[QTextLayout, str]]:
        """Each with the tone of its words."""
        rtl = self.theme.rtl
        parts = [(_laid(row.title, self._strong, width, 2, rtl, self._formats(row.title_marks)), "text")]
        if row.under:
            parts.append((_laid(row.under, self._small, width, 2, rtl, []), "muted"))
        if row.excerpt:
            parts.append((_laid(row.excerpt, self._small, width, 4, rtl, self._formats(row.excerpt_marks)), "text"))
        return parts

    def _formats(self, marks: Marks) -> list[QTextLayout.FormatRange]:
        found = []
        for start, end in marks:
            one = QTextLayout.FormatRange()
            one.start, one.length = start, end - start
            shape = QTextCharFormat()
            shape.setFontWeight(QFont.Weight.Bold)
            shape.setFontUnderline(True)
            shape.setBackground(self.theme.colour("caution_soft"))
            one.format = shape
            found.append(one)
        return found

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(RESULT)
        width = self._width()
        return QSize(width, round(sum(_height(layout) for layout, _ in self._parts(row, width)) + 2 * self.theme.px(DOWN) + 4))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, box = index.data(RESULT), QRectF(option.rect)
        chosen = bool(option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            ring = bool(option.state & QStyle.StateFlag.State_Selected) and (shows_ring(self._view) or self.theme.colours.edge > 1)
            painter.setBrush(self.theme.colour("sunken"))
            painter.setPen(QPen(self.theme.colour("accent" if ring else "sunken"), 2))
            painter.drawRoundedRect(box.adjusted(8, 2, -8, -2), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        y = box.top() + self.theme.px(DOWN)
        for layout, tone in self._parts(row, self._width()):
            painter.setPen(self.theme.colour(tone))
            layout.draw(painter, QPointF(box.left() + START, y))
            y += _height(layout) + 2
        painter.restore()


def _laid(text: str, font: QFont, width: int, lines: int, rtl: bool, formats: list[QTextLayout.FormatRange]) -> QTextLayout:
    """At most so many lines; the words say which way they run, and keep to the start edge of the page."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    option.setAlignment(Qt.AlignmentFlag.AlignAbsolute | (Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft))
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(formats)
    layout.beginLayout()
    y = 0.0
    for _ in range(lines):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, y))
        y += line.height()
    layout.endLayout()
    return layout


def _height(layout: QTextLayout) -> float:
    return sum(layout.lineAt(number).height() for number in range(layout.lineCount()))
