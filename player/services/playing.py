"""What a learner is used to while something plays, and where it was left: comfort, never evidence, so no event tells of it."""

from dataclasses import dataclass

from player.services.register import Register

SLOWEST, FASTEST = 50, 200  # percent


@dataclass(frozen=True, slots=True)
class Habits:
    """`speed` in percent. `captions`: their language, "" for none on the picture, None where nobody has chosen yet."""

    speed: int = 100
    captions: str | None = None


class Playing:
    """Every change is durable when it returns."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def habits(self, learner_id: str) -> Habits:
        with self._register.store.reading() as tables:
            row = tables.learners.get(learner_id)
        if row is None:
            return Habits()
        speed = row.speed if row.speed is not None and SLOWEST <= row.speed <= FASTEST else 100
        return Habits(speed, row.captions)

    def keep(self, learner_id: str, habits: Habits) -> None:
        with self._register.writing() as tables:
            tables.learners.change(learner_id, speed=habits.speed, captions=habits.captions)

    def left_at(self, enrolment: int, lesson_id: str) -> int | None:
        """Where the film was left, in ms; None when it was not left on the way. `enrolment` is the local number."""
        with self._register.store.reading() as tables:
            return tables.playing.left_at(enrolment, lesson_id)

    def leave(self, enrolment: int, lesson_id: str, position: int | None) -> None:
        """`position` in ms, for the learner to go on from there tomorrow; None at the end, where there is nothing to go on from."""
        with self._register.writing() as tables:
            if position is None:
                tables.playing.forget(enrolment, lesson_id)
            else:
                tables.playing.leave(enrolment, lesson_id, max(0, position))
