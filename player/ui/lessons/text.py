"""Text lessons: read and made into HTML off the window's thread, shown in the one web view."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from player.course.anchor import Anchor
from player.course.status_types import LessonStatus
from player.errors import PlayerError
from player.text.frontmatter import split
from player.text.language import reading_minutes
from player.text.links import course_linker
from player.text.render import LONGEST, render
from player.text.words import Words
from player.ui.desk import Desk, Failed
from player.ui.lessons.language import markdown_file
from player.ui.lessons.view import Evidence, LessonView, Place, Spot, ViewKind
from player.ui.theme import Theme
from player.ui.web.text_view import TextLesson, TextView
from player.ui.words import dotted, tr, trn

if TYPE_CHECKING:
    from player.services.player import Player

__all__ = ["TextLesson", "TextLessonView", "TextView", "VIEW", "prepare"]

_SCROLLS = {
    Qt.Key.Key_Up: (0.0, -1), Qt.Key.Key_Down: (0.0, 1), Qt.Key.Key_PageUp: (-1.0, 0), Qt.Key.Key_PageDown: (1.0, 0),
    Qt.Key.Key_Home: (-1e6, 0), Qt.Key.Key_End: (1e6, 0),
}


def prepare(_player: "Player | None", place: Place) -> TextLesson:
    """The lesson's text in the language of the window, else in the course's own. Raises PlayerError."""
    lesson = place.lesson
    file, tongue = markdown_file(place)
    title = lesson.title
    with place.source.open(file) as stream:
        raw = stream.read(4 * LONGEST + 1)
    try:
        found = split(raw.decode("utf-8-sig"), where=file)
    except UnicodeDecodeError as error:
        raise PlayerError(tr("This text cannot be shown"), tr("“{file}” is not written in UTF-8.", file=file), "") from error
    if file != lesson.file and isinstance(found.values.get("title"), str):
        title = found.values["title"]
    resolve = course_linker(file, place.course, place.source.names)
    rendered = render(found.body, language=tongue, title=title, resolve=resolve, words=_words(), first_line=found.body_line)
    minutes = ceil(lesson.seconds / 60) or reading_minutes(rendered.words)  # the number that the course page shows too
    meta = dotted(place.chapter, trn("{n} min read", "{n} min read", minutes))
    return TextLesson(rendered, title, tongue, meta)


def _words() -> Words:
    return Words(
        note=tr("Note"), tip=tr("Tip"), important=tr("Important"), warning=tr("Warning"), caution=tr("Caution"), challenge=tr("Challenge"),
        solution=tr("Solution"), hint=tr("Hint"), spoiler=tr("Show more"), objectives=tr("Objectives"), questions=tr("Questions"),
        keypoints=tr("Key points"), prereq=tr("Before you start"), discussion=tr("Discussion"), checklist=tr("Checklist"),
        testimonial=tr("In their words"), output=tr("Output"), error=tr("Error"), footnotes=tr("Footnotes"), footnote=tr("Footnote"),
        back_to_text=tr("Back to the text"), done=tr("Done"), to_do=tr("To do"), picture=tr("Picture"),
        picture_missing=tr("This picture is missing"), picture_on_the_web=tr("Picture on the web"), open_larger=tr("Open larger"),
        save_file=tr("Save this file"),
    )


@dataclass(slots=True)
class _Shown:
    place: Place
    end_seen: bool = False


class TextLessonView(LessonView[TextLesson]):
    """Borrows the window's web view while it is on the screen; gives it back when it leaves."""

    printable = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._shown: _Shown | None = None
        self._next_anchor = ("", "")
        self._web: TextView | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def show_lesson(self, place: Place, prepared: TextLesson, status: LessonStatus) -> None:  # noqa: ARG002 - the text is the same either way
        lesson_id, anchor = self._next_anchor
        self._next_anchor = ("", "")
        self._shown = _Shown(place)
        web = self._borrowed()
        text = TextLesson(
            prepared.rendered, prepared.title, prepared.language, prepared.meta, anchor if lesson_id == place.lesson.id else prepared.anchor
        )
        web.show_lesson(text, source=place.source, host=place.host)

    def evidence(self) -> Evidence:
        return Evidence(end_seen=self._shown is not None and self._shown.end_seen)

    def scroll_key(self, key: Qt.Key) -> bool:
        if self._web is None or key not in _SCROLLS:
            return False
        self._web.scroll_by(*_SCROLLS[key])
        return True

    def where(self, told: Callable[[Spot], None]) -> None:
        if self._web is None:
            told(Spot())
        else:
            self._web.here(lambda anchor, words: told(Spot(str(Anchor(heading=anchor)), words)))

    def go_to(self, anchor: str, words: str = "") -> None:
        if self._web is not None:
            self._web.reveal(Anchor.read(anchor).heading, words)

    def printout(self, done: Callable[[bytes], None], failed: Failed) -> None:
        if self._web is not None:
            self._web.print_pdf(done, lambda: failed(PlayerError(tr("This lesson cannot be printed"), tr("No page could be made of it."))))

    def leave(self) -> None:
        """Give the web view back, hidden, to the window: it is used again for the next course."""
        web, self._web = self._web, None
        self._shown = None
        if web is None:
            return
        web.linkActivated.disconnect(self._follow)
        web.endReached.disconnect(self._end)
        web.close_course()
        self._layout.removeWidget(web)
        top = self.window()
        web.hide()
        web.setParent(top if top is not self else None)
        self.setFocusProxy(None)  # type: ignore[arg-type]  # Qt takes none

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DeferredDelete:
            self.leave()
        return super().event(event)

    def retheme(self, theme: Theme) -> None:
        super().retheme(theme)
        if self._web is not None and self._web.theme != theme:
            self._web.retheme(theme)

    def _borrowed(self) -> TextView:
        if self._web is None:
            web = self.desk.window.text_view()
            if web.theme != self.theme:
                web.retheme(self.theme)
            self._layout.addWidget(web)
            web.show()
            web.linkActivated.connect(self._follow)
            web.endReached.connect(self._end)
            self.setFocusProxy(web)
            self._web = web
        return self._web

    def _end(self) -> None:
        if self._shown is not None and not self._shown.end_seen:
            self._shown.end_seen = True
            self.evidence_changed.emit()

    def _follow(self, kind: str, target: str) -> None:
        shown = self._shown
        if shown is None:
            return
        if kind == "lesson":
            lesson_id, _, anchor = target.partition("#")
            if lesson_id == shown.place.lesson.id:
                if self._web is not None:
                    self._web.jump(anchor)
                return
            self._next_anchor = (lesson_id, anchor)
            self.link.emit("lesson", target)
        elif kind == "picture":
            if self._web is not None:
                self._web.enlarge(target)
        elif kind == "save":
            self._save(shown.place, target)
        else:
            self.link.emit(kind, target)

    def _save(self, place: Place, name: str) -> None:
        """A file the text links to, copied to where the learner wants it."""
        from player.ui.lessons.download import copy_out

        title = name.rpartition("/")[2]
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Save the file"), str(Path.home() / title))
        if chosen:
            self.desk.pool(lambda: copy_out(place, name, Path(chosen)), lambda _none: self.desk.window.notice(tr("Saved: {name}", name=title)))




VIEW = ViewKind(prepare, TextLessonView, ahead=True)
