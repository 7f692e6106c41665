"""Composition: one data folder, one store, and the services over them."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from player.paths import DataFolder
from player.services.awarding import Awarding
from player.services.claiming import Claiming
from player.services.dates import Dates
from player.services.granting import Granting
from player.services.handing_in import HandingIn
from player.services.learners import Learners
from player.services.learning import Learning
from player.services.library import Library, OpenCourse, open_course
from player.services.mailing import Postman
from player.services.notes import Notes
from player.services.notices import Notices
from player.services.oversight import Oversight
from player.services.personal import Personal
from player.services.playing import Playing
from player.services.prerequisites import Prerequisites
from player.services.quizzing import Quizzing
from player.services.register import Clock, Register, wall_clock
from player.services.rounds import Rounds
from player.services.safety import Safety
from player.services.searching import Searching
from player.services.trainer import Trainer
from player.services.versions import Versions
from player.services.vouchers import Vouchers

if TYPE_CHECKING:
    from player.signing.pins import PinCost


class Player:
    """One per process. Nothing is opened, and nothing heavy imported, before a service needs it. Call the services from one thread
    at a time; SQLite's own lock keeps other processes out."""

    def __init__(
        self,
        data: DataFolder,
        clock: Clock = wall_clock,
        machine: str | None = None,
        opener: Callable[[Path], OpenCourse] = open_course,
        pin_cost: "PinCost | None" = None,
    ) -> None:
        """`machine` tells machines apart, None asks the system. `opener` opens what lies at a path. `pin_cost` is what a guess
        at a PIN costs, None for the full one."""
        self.data = data
        self.clock = clock
        self._register = Register(data, clock, machine, pin_cost)
        self.learners = Learners(self._register)
        self.library = Library(self._register, opener)
        self.learning = Learning(self._register, self.learners)
        self.quizzing = Quizzing(self._register, self.learning, uuid.uuid4().hex)
        self.awarding = Awarding(self._register, self.learning)
        self.handing_in = HandingIn(self._register, self.learning)
        self.trainer = Trainer(self._register)
        self.granting = Granting(self._register, self.learners, self.library, self.learning)
        self.prerequisites = Prerequisites(self._register, self.learning, self.trainer)
        self.dates = Dates(self._register)
        self.notes = Notes(self._register)
        self.playing = Playing(self._register)
        self.notices = Notices(self._register, self.trainer)
        self.postman = Postman(self._register, self.trainer)
        self.vouchers = Vouchers(self._register, self.trainer)
        self.rounds = Rounds(self.library, self.learning, self.trainer)
        self.versions = Versions(self._register, self.library, self.learning)
        self.oversight = Oversight(self._register, self.learners, self.library, self.versions, self.learning, self.rounds, self.trainer)
        self.personal = Personal(self._register, self.learners, self.learning, self.trainer)
        self.searching = Searching(data.cache)
        self.claiming = Claiming(self._register, self.learners, self.library)
        self.safety = Safety(self._register, self.learners, self.library)

    def open(self) -> None:
        """Opens the database now. PlayerError when it cannot be used."""
        _ = self._register.store

    def close(self) -> None:
        """The next start finds open attempts left, not cut off, and a copy of the database."""
        if self._register.is_open:
            try:
                self.quizzing.leave_all()
            finally:
                self._register.close()
            self.safety.at_the_end()
