"""Who is signed in and which course is open: read and changed on the store lane only."""

from typing import TYPE_CHECKING

from player.errors import PlayerError

if TYPE_CHECKING:
    from player.services.learners import LearnerCard
    from player.services.learning import Enrolment
    from player.services.player import Player


class Session:
    """One learner at a time, one open course at a time."""

    def __init__(self) -> None:
        self.learner: LearnerCard | None = None
        self._enrolment: Enrolment | None = None

    @property
    def learner_id(self) -> str:
        """Raises PlayerError when nobody is signed in."""
        if self.learner is None:
            raise PlayerError("Nobody is signed in", "Choose your picture first.", "")
        return self.learner.id

    def sign_in(self, learner: "LearnerCard") -> None:
        self.close_course()
        self.learner = learner

    def sign_out(self) -> None:
        self.close_course()
        self.learner = None

    def enrolment(self, player: "Player", key: str) -> "Enrolment":
        """The learner's place in the course, opening the package when it is not open yet. Raises PlayerError."""
        if self._enrolment is not None and self._enrolment.open.key == key:
            return self._enrolment
        self.close_course()
        opened = player.library.open(key)
        try:
            self._enrolment = player.learning.enrol(self.learner_id, opened)
        except BaseException:
            opened.close()
            raise
        return self._enrolment

    def close_course(self) -> None:
        if self._enrolment is not None:
            self._enrolment.open.close()
            self._enrolment = None
