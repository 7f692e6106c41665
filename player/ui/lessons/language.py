"""Which file of a lesson is shown: in the language in which the learner reads the course, where there is one."""

from player.course.titles import tongue
from player.ui.lessons.view import Place
from player.ui.words import language


def markdown_file(place: Place) -> tuple[str, str]:
    """(file, language) of a lesson in the language that is read, else its main one."""
    lesson = place.lesson
    tag = place.enrolment.tongue or tongue(place.course, language())
    return (lesson.languages[tag], tag) if tag in lesson.languages else (lesson.file, place.course.language)
