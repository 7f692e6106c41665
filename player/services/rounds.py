"""Doing a course again: another round, while the old one stays with everything that was earned in it."""

from dataclasses import dataclass

from player.course.retake import Retake, retake
from player.errors import PlayerError, said
from player.services.enrolments import Enrolment
from player.services.learning import Learning
from player.services.library import Library
from player.services.trainer import Proof, Trainer


@dataclass(frozen=True, slots=True)
class Another:
    """Who may begin another round; `now` (ms UTC) is the settled time by which that was decided."""

    who: Retake
    now: int


class Rounds:
    """Every change is durable when it returns."""

    def __init__(self, library: Library, learning: Learning, trainer: Trainer) -> None:
        self._library, self._learning, self._trainer = library, learning, trainer

    def another(self, enrolment: Enrolment) -> Another:
        """Who may begin another round of this course now."""
        now = self._learning.time(enrolment).settled
        facts = self._learning.facts(enrolment)
        return Another(retake(enrolment.open.course, self._learning.status(enrolment), now, begun=facts.started_at is not None), now)

    def begin(self, enrolment: Enrolment, proof: Proof | None = None) -> Enrolment:
        """Begins it: ticks, attempts and limits start anew. PlayerError when nobody may; ProofError when a trainer has to say so."""
        who = self.another(enrolment).who
        if who is Retake.NOBODY:
            raise PlayerError("No other round", said("“{title}” is not done a second time.", title=enrolment.open.course.title),
                              "What you have earned stays yours.")  # fmt: skip
        if who is Retake.TRAINER:
            self._trainer.require(proof)
        open_quiz = next((name for name, facts in self._learning.facts(enrolment).lessons.items() if facts.open_attempt), "")
        if open_quiz:
            raise PlayerError("A quiz is open", said("The quiz “{id}” was begun and not handed in.", id=open_quiz), "Hand it in first.")
        newest = self._library.open(enrolment.open.key) if enrolment.ahead is not None else None
        return self._learning.next_round(enrolment, proof.by if who is Retake.TRAINER and proof is not None else "", newest)
