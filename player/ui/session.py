"""Who is signed in and which course is open: read and changed on the store lane only."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from player.course.titles import tongue
from player.errors import PlayerError
from player.ui.words import language

if TYPE_CHECKING:
    from player.services.learners import LearnerCard
    from player.services.learning import Enrolment
    from player.services.player import Player


class Session:
    """One learner at a time, one open course at a time. `reading` says in which language somebody reads a course (`reading_key`)."""

    def __init__(self) -> None:
        self.learner: LearnerCard | None = None
        self.reading: Mapping[str, str] = {}
        self._enrolment: Enrolment | None = None

    @property
    def learner_id(self) -> str:
        """Raises PlayerError when nobody is signed in."""
        if self.learner is None:
            raise PlayerError("Nobody is signed in", "Choose your picture first.", "")
        return self.learner.id

    @property
    def current(self) -> "Enrolment | None":
        """The learner's place in the course that is open; nothing is opened for it."""
        return self._enrolment

    def sign_in(self, learner: "LearnerCard") -> None:
        self.close_course()
        self.learner = learner

    def know(self, learner: "LearnerCard") -> None:
        """What is new about the learner who is signed in."""
        self.learner = learner

    def sign_out(self) -> None:
        self.close_course()
        self.learner = None

    def enrolment(self, player: "Player", key: str) -> "Enrolment":
        """The learner's place in the course, opening the package when it is not open yet. Raises PlayerError."""
        if self._enrolment is not None and self._enrolment.open.key == key:
            self._enrolment = self._read_in(self._enrolment)
            return self._enrolment
        self.close_course()
        self._enrolment = self._read_in(player.versions.enrol(self.learner_id, key))
        player.quizzing.hand_in_overdue(self._enrolment)
        return self._enrolment

    def _read_in(self, enrolment: "Enrolment") -> "Enrolment":
        """In the language that the learner chose for this course, else in that of the window where the course has it."""
        chosen = self.reading.get(reading_key(enrolment.learner.id, enrolment.open.key), "")
        return replace(enrolment, tongue=tongue(enrolment.open.course, chosen, language()))

    def close_course(self) -> None:
        if self._enrolment is not None:
            self._enrolment.open.close()
            self._enrolment = None


def reading_key(learner_id: str, course_key: str) -> str:
    return f"{learner_id} {course_key}"
