"""A player over a temporary folder, with a clock that stands until it is moved, and the tea course on the shelf."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from player.paths import DataFolder
from player.services.learning import Enrolment
from player.services.player import Player
from player.services.trainer import Proof
from player.signing.pins import PinCost
from tests.forge.burns import write_burns
from tests.forge.courses import write_tea

NOON = 1_800_000_000_000
QUICK = PinCost(memory=8, passes=1, lanes=1)  # PINs are set in hundreds of tests; tests/unit/signing tries the full cost


@dataclass
class Clock:
    now: int = NOON

    def __call__(self) -> int:
        return self.now

    def forward(self, *, seconds: int = 0, days: int = 0) -> int:
        self.now += seconds * 1000 + days * 86_400_000
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


@pytest.fixture
def player(data: DataFolder, clock: Clock) -> Iterator[Player]:
    made = Player(data, clock, machine="one", pin_cost=QUICK)
    yield made
    made.close()


@pytest.fixture(scope="session")
def tea(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tea(tmp_path_factory.mktemp("packages") / "tea.course")


@pytest.fixture
def enrolment(player: Player, tea: Path) -> Enrolment:
    """Nora in the tea course."""
    nora = player.learners.create("Nora Example", "bird", "sea")
    return player.learning.enrol(nora.id, player.library.open(player.library.add(tea)))


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_burns(tmp_path_factory.mktemp("packages") / "burns.course")


@pytest.fixture
def nora(player: Player, package: Path) -> Enrolment:
    learner = player.learners.create("Nora Example", "bird", "sea")
    return player.learning.enrol(learner.id, player.library.open(player.library.add(package)))


@pytest.fixture
def proof(player: Player) -> Proof:
    player.trainer.set_pin("Tess", "4711", "4711")
    return player.trainer.check("4711")
