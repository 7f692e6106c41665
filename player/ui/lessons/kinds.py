"""One view for each kind of lesson, in one tuple; a test proves that every kind has one."""

from typing import Any

from player.course.model import Kind
from player.ui.lessons import assignment, audio, checklist, download, later, pdf, quiz_card, text, video
from player.ui.lessons.view import ViewKind

VIEWS: tuple[tuple[Kind, ViewKind[Any]], ...] = (
    (Kind.TEXT, text.VIEW),
    (Kind.PDF, pdf.VIEW),
    (Kind.DOWNLOAD, download.VIEW),
    (Kind.CHECKLIST, checklist.VIEW),
    (Kind.QUIZ, quiz_card.VIEW),
    (Kind.VIDEO, video.VIEW),
    (Kind.AUDIO, audio.VIEW),
    (Kind.ASSIGNMENT, assignment.VIEW),
    (Kind.WEB, later.VIEW),
)


def view_of(kind: Kind) -> ViewKind[Any]:
    return next(view for known, view in VIEWS if known is kind)
