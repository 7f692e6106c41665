"""The date of this computer: what is believed of it for a learner, and a trainer's word that it is right."""

from player.course.believed import Believed, ClockNote
from player.course.facts import EventKind, Json
from player.services.register import Register
from player.services.trainer import Proof


class Dates:
    """Every change is durable when it returns."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def believed(self, learner_id: str) -> Believed:
        return self._register.time(learner_id)

    def confirm(self, learner_id: str, proof: Proof) -> Believed:
        """A trainer says that the date which the clock shows now is right: a leap ahead is believed from now on, and a time that ran ahead is put
        back. What was recorded meanwhile keeps its times. The caller has checked the proof."""
        with self._register.recording(learner_id) as pen:
            marks = pen.tables.ledger.marks(learner_id)
            before = pen.time
            pen.settle()
            told: dict[str, Json] = {"by": proof.by, "proof": "pin", "pin_at": proof.at, "from": before.now, "settled_from": before.settled}
            annuls: dict[str, Json] = {chain: number for chain, number, _, _ in marks.ends if chain != pen.state.name}
            pen.write(EventKind.CLOCK_SET, data=told | {"annuls": annuls}, signed=True)
            for row in pen.tables.enrolments.of_learner(learner_id):
                if row.started_at is not None and row.started_at > pen.now:
                    pen.write(EventKind.CLOCK_SET, data=told, signed=True, enrolment=(row.number or 0, row.id))
                    pen.tables.enrolments.change(row.number or 0, started_at=pen.now)
        self._register.reread()
        return self._register.time(learner_id)

    def confirm_for_all(self, proof: Proof) -> int:
        """The same for everybody on the board whose record does not go by this date; returns for how many. The proof is checked as it is used."""
        with self._register.store.reading() as tables:
            everybody = [line.id for line in tables.learners.lines()]
        odd = [learner for learner in everybody if self.believed(learner).note is not ClockNote.NONE]
        for learner in odd:
            self.confirm(learner, proof)
        return len(odd)
