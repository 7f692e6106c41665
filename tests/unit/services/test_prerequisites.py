"""Prerequisites across courses: held on this machine, proved by a certificate file, accepted by a trainer."""

from pathlib import Path

import pytest

from player.awards.facts import AwardFacts, Level
from player.awards.verify import verify_certificate
from player.course.model import AwardHeld
from player.errors import PlayerError
from player.paths import DataFolder
from player.services.learning import Enrolment
from player.services.player import Player
from player.services.trainer import Proof, ProofError
from tests.forge import certificates
from tests.forge.ladder import PUMPS, WATER, WATER_CERTIFICATE, begin, finish, paper, pumps, rung, water, write_rung
from tests.forge.packages import fixed_identity
from tests.unit.services.conftest import Clock

NAME = "Nora Example"


@pytest.fixture
def nora(player: Player) -> str:
    return player.learners.create(NAME, "bird", "sea").id


def locked(player: Player, at: Enrolment) -> bool:
    return player.learning.status(at).lessons["first"].locked


@pytest.fixture
def trusting(data: DataFolder) -> None:
    data.issuers.mkdir(parents=True)
    (data.issuers / "network.cer").write_bytes(certificates.anchor())
    (data.issuers / "broken.pem").write_bytes(b"-----BEGIN nonsense")
    (data.issuers / "read me.txt").write_text("Nobody is trusted for this.", encoding="utf-8")



@pytest.fixture
def proof(player: Player) -> Proof:
    player.trainer.set_pin("Tess", "4711", "4711")
    return player.trainer.check("4711")


def test_an_award_earned_in_one_course_opens_the_other_at_once(player: Player, nora: str, tmp_path: Path, clock: Clock) -> None:
    after = begin(player, nora, pumps(tmp_path))
    (need,) = player.learning.status(after).why_locked
    assert (need.id, need.title) == (WATER_CERTIFICATE, WATER)  # nothing is known here of that course
    before = begin(player, nora, water(tmp_path))
    (one,) = player.prerequisites.sought(after).values()
    assert (one.title, one.course, one.key) == ("Safe water", "Safe water", before.open.key)
    assert locked(player, after)
    finish(player, before)
    assert not locked(player, after)
    assert player.prerequisites.sought(after) == {}
    finish(player, after)
    issued = player.awarding.issue(after, "certificate", NAME)
    facts = verify_certificate(issued.pdf).facts
    assert facts is not None
    assert [(one.award, one.title, one.how) for one in facts.prerequisites] == [(WATER_CERTIFICATE, "Safe water", "held")]
    again = Player(player.data, clock, machine="one")
    assert not locked(again, begin(again, nora, tmp_path / "pumps.course"))
    again.close()


def test_another_learner_and_a_lower_publisher_open_nothing(player: Player, nora: str, tmp_path: Path) -> None:
    ben = player.learners.create("Ben Beispiel", "dog", "teal").id
    finish(player, begin(player, ben, water(tmp_path)))
    after = begin(player, nora, pumps(tmp_path, identity=fixed_identity()))
    assert locked(player, after)
    finish(player, begin(player, nora, tmp_path / "water.course"))
    assert locked(player, after)  # unsigned: nobody answers for that course
    named = begin(player, nora, write_rung(tmp_path / "named.course", rung(PUMPS, "Pumps", AwardHeld(f"unsigned/{WATER_CERTIFICATE}"))))
    assert not locked(player, named)


@pytest.mark.usefixtures("trusting")
def test_a_trusted_certificate_in_the_same_name_is_accepted(player: Player, nora: str, tmp_path: Path, clock: Clock) -> None:
    at = begin(player, nora, pumps(tmp_path))
    found = player.prerequisites.present(at, paper(tmp_path))
    assert (found.accepted, found.award, found.name) == (True, WATER_CERTIFICATE, NAME)
    assert not locked(player, at)
    finish(player, at)
    facts = verify_certificate(player.awarding.issue(at, "certificate", NAME).pdf).facts
    assert facts is not None
    assert [(one.how, one.number, one.course) for one in facts.prerequisites] == [("certificate", found.number, "Safe water")]
    with pytest.raises(PlayerError, match="counts here already"):
        player.prerequisites.present(at, paper(tmp_path))
    assert player.learning.refolded(at).proved == player.learning.facts(at).proved
    again = Player(player.data, clock, machine="one")
    assert not locked(again, begin(again, nora, tmp_path / "pumps.course"))
    again.close()


@pytest.mark.parametrize(("more", "why"), [
    ({"endorsed": False}, "who is behind it"),
    ({"name": "Ben Beispiel"}, "in the name of Ben Beispiel"),
    ({"award": AwardFacts("certificate", "Safe water", valid_until="2020-01-01")}, "valid until 2020"),
    ({"required_level": Level.COUNTERSIGNED}, "provisional"),
])  # fmt: skip
@pytest.mark.usefixtures("trusting")
def test_a_doubt_is_for_the_trainer(player: Player, nora: str, tmp_path: Path, proof: Proof, more: dict[str, object], why: str) -> None:
    at = begin(player, nora, pumps(tmp_path))
    found = player.prerequisites.present(at, paper(tmp_path, **more))  # type: ignore[arg-type]  # as each case says
    assert why in found.doubt
    assert locked(player, at)
    with pytest.raises(ProofError):
        player.prerequisites.accept(at, found, "I know her", None)
    with pytest.raises(PlayerError, match="stands in the record"):
        player.prerequisites.accept(at, found, "  ", proof)
    assert locked(player, at)
    status = player.prerequisites.accept(at, found, "I taught her myself", proof)
    assert not status.lessons["first"].locked
    finish(player, at)
    verdict = verify_certificate(player.awarding.issue(at, "certificate", NAME).pdf)
    assert "accepted by Tess: I taught her myself" in {field.id: field.value for field in verdict.fields()}["prerequisites"]


@pytest.mark.usefixtures("trusting")
def test_another_publishers_certificate_is_for_the_trainer(player: Player, nora: str, tmp_path: Path) -> None:
    at = begin(player, nora, pumps(tmp_path, identity=fixed_identity()))
    assert "another publisher" in player.prerequisites.present(at, paper(tmp_path)).doubt


@pytest.mark.usefixtures("trusting")
def test_what_proves_nothing_is_refused_in_a_sentence(player: Player, nora: str, tmp_path: Path) -> None:
    at = begin(player, nora, pumps(tmp_path))
    with pytest.raises(PlayerError, match="does not ask for it"):
        player.prerequisites.present(at, paper(tmp_path, course="org.example.bees"))
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(paper(tmp_path).read_bytes() + b"\n")
    with pytest.raises(PlayerError, match="was changed after"):
        player.prerequisites.present(at, changed)
    with pytest.raises(PlayerError, match="cannot be read"):
        player.prerequisites.present(at, tmp_path / "none.pdf")
    assert locked(player, at)


def test_an_author_may_keep_pins_out(player: Player, nora: str, tmp_path: Path, proof: Proof) -> None:
    at = begin(player, nora, pumps(tmp_path, overrides_by_pin=False))
    found = player.prerequisites.present(at, paper(tmp_path, endorsed=False))
    with pytest.raises(PlayerError, match="no PIN"):
        player.prerequisites.accept(at, found, "I know her", proof)


@pytest.mark.usefixtures("trusting")
def test_a_proof_holds_in_the_next_round(player: Player, nora: str, tmp_path: Path) -> None:
    at = begin(player, nora, pumps(tmp_path, retake="free"))
    player.prerequisites.present(at, paper(tmp_path))
    finish(player, at)
    assert not locked(player, player.rounds.begin(at))
