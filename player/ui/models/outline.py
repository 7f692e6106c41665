"""The outline of a course as rows: a heading a chapter, a row a lesson. Lazy: a row is put into words when it is shown."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from player.course.model import Course
from player.course.status_types import CourseStatus, LessonStatus
from player.ui.leads import leads_to
from player.ui.rows import badge_state
from player.ui.widgets.marks import badge_words
from player.ui.wording import facts_line, state_note
from player.ui.words import tr, trn

Index = QModelIndex | QPersistentModelIndex
LESSON = Qt.ItemDataRole.UserRole  # LessonStatus, None on a heading
HEADING = Qt.ItemDataRole.UserRole + 1  # (number, title, count), None on a lesson
HERE = Qt.ItemDataRole.UserRole + 2  # bool: this lesson is shown now


@dataclass(frozen=True, slots=True)
class Row:
    chapter: str
    number: int
    lesson: str = ""  # "" on a heading


class OutlineModel(QAbstractListModel):
    def __init__(self, course: Course, status: CourseStatus, here: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._status, self._here = status, here
        self._rows: list[Row] = []
        self._at: dict[str, int] = {}
        for number, chapter in enumerate(course.chapters, 1):
            self._rows.append(Row(chapter.id, number))
            for lesson in chapter.lessons:
                self._at[lesson.id] = len(self._rows)
                self._rows.append(Row(chapter.id, number, lesson.id))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if not self._rows[index.row()].lesson:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index) | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        status = self._status.lessons[row.lesson] if row.lesson else None
        if role == LESSON:
            return status
        if role == HERE:
            return bool(row.lesson) and row.lesson == self._here
        if role == HEADING:
            return None if status else self._heading(row)
        if role == Qt.ItemDataRole.DisplayRole:
            return status.lesson.title if status else self._status.chapters[row.chapter].title
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return self._spoken(status) if status else ". ".join(str(part) for part in self._heading(row)[1:])
        return None

    def lesson_at(self, index: Index) -> str:
        """ "" on a heading."""
        return self._rows[index.row()].lesson if index.isValid() else ""

    def leads_to(self, lesson_id: str) -> str:
        """The lesson that a row opens: itself, or the first one that it waits for."""
        return leads_to(self._status, lesson_id) or lesson_id

    def index_of(self, lesson_id: str) -> QModelIndex:
        return self.index(self._at[lesson_id]) if lesson_id in self._at else QModelIndex()

    def update(self, status: CourseStatus, here: str, looked_at: Iterable[int] = ()) -> None:
        """Take another status. Told are only rows that changed among those `looked_at` (on the screen): of ten thousand lessons
        most were never put into words, and the others are asked for when they are shown."""
        old, was = self._status, self._here
        self._status, self._here = status, here
        changed = {self._at[lesson_id] for lesson_id in (here, was) if lesson_id in self._at and here != was}
        for at in looked_at:
            row = self._rows[at]
            if not row.lesson or status.lessons[row.lesson] is not old.lessons.get(row.lesson):
                changed.add(at)
        for at in changed:
            self.dataChanged.emit(self.index(at), self.index(at))

    def _heading(self, row: Row) -> tuple[str, str, str]:
        chapter = self._status.chapters[row.chapter]
        if chapter.choose_left:
            count = trn("any {n} more", "any {n} more", chapter.choose_left)
        else:
            count = tr("{done} of {of}", done=chapter.done, of=chapter.of) if chapter.of else tr("optional")
        return str(row.number), chapter.title, count

    def _spoken(self, status: LessonStatus) -> str:
        state, here = badge_words(badge_state(status, self._here)), badge_words("now") if status.lesson.id == self._here else ""
        parts = (status.lesson.title, here, "" if state == here else state, facts_line(status.lesson, status.required), state_note(status))
        return ". ".join(part for part in parts if part)

