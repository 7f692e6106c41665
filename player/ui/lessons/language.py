"""Which file of a lesson is shown: in the language of the window where there is one."""

from player.ui.lessons.view import Place
from player.ui.words import language


def markdown_file(place: Place) -> tuple[str, str]:
    """(file, language) of a lesson in the language of the window, else its main one."""
    lesson, wanted = place.lesson, language()
    for tag in (wanted, wanted.partition("-")[0]):
        if tag in lesson.languages:
            return lesson.languages[tag], tag
    return lesson.file, place.course.language
