"""Notices: the trainer is told when a quiz is passed or an award is earned, once, with the step that earned it, and nobody waits for a network."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from player.errors import PlayerError
from player.services.learning import Enrolment
from player.services.notices import Notices, Told
from player.services.player import Player
from player.services.trainer import Proof, ProofError
from tests.forge.burns import CERTIFICATE, RIGHT, TITLE, WRONG, completes, quiet, sits, write_burns
from tests.unit.services.conftest import NOON, Clock


def words(notices: "tuple[Told, ...] | list[Told]") -> str:
    return "".join(f"{one.learner}: {one.title}\n" for one in notices)


def test_passing_the_chapter_quiz_is_told_with_who_what_when_score_and_the_vouchers_number(player: Player, nora: Enrolment, proof: Proof) -> None:
    assert sits(player, nora, WRONG).step.told == ()
    step = sits(player, nora, RIGHT).step
    assert [(one.about, one.subject) for one in step.told] == [("lesson", "check"), ("award", "dressing")]
    sheaf = player.notices.list(proof)
    assert (sheaf.unread, sheaf.more, len(sheaf.notices)) == (2, False, 2)
    by_kind = {one.kind: one for one in sheaf.notices}
    quiz, voucher = by_kind["quiz"], by_kind["voucher"]
    assert (quiz.learner, quiz.title, quiz.course, quiz.version, quiz.at) == ("Nora Example", "Burns: the check", TITLE, "1.0", NOON)
    assert (quiz.score, quiz.number, quiz.mail) == (Fraction(1), "", "none")
    assert (voucher.title, voucher.score) == ("One burn dressing, free", Fraction(1))
    assert voucher.number == player.learning.status(nora).awards["dressing"].number != ""
    assert player.notices.of(nora) == tuple(sorted(sheaf.notices, key=lambda one: (one.at, one.id)))


def test_nothing_is_told_twice_however_often_the_quiz_is_sat(player: Player, nora: Enrolment, proof: Proof) -> None:
    completes(player, nora)
    sits(player, nora, RIGHT)
    sits(player, nora, WRONG)
    assert len(player.notices.list(proof).notices) == 2


def test_a_course_that_does_not_ask_for_it_tells_nobody(player: Player, tmp_path: Path, proof: Proof) -> None:
    other = write_burns(tmp_path / "quiet.course", awards=quiet(CERTIFICATE))
    ben = player.learners.create("Ben", "dog", "teal")
    at = player.learning.enrol(ben.id, player.library.open(player.library.add(other)))
    sits(player, at, RIGHT)
    assert [one.kind for one in player.notices.list(proof).notices] == ["quiz"]


def test_the_notice_is_written_in_the_same_transaction_as_the_tick(player: Player, nora: Enrolment, proof: Proof,
                                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    from player.store.outbox import Outbox

    def full(_self: Outbox, _row: object) -> None:
        raise PlayerError("The disk is full", "There is no room.", "")

    paper = player.quizzing.start(nora, "check")
    for question, response in RIGHT.items():
        paper = player.quizzing.answer(paper, question, response)
    with monkeypatch.context() as patch:
        patch.setattr(Outbox, "add", full)
        with pytest.raises(PlayerError, match="no room"):
            player.quizzing.submit(paper)
    assert player.notices.list(proof).notices == ()
    assert not player.learning.status(nora).lessons["check"].done
    assert player.quizzing.submit(paper).step.ticked
    assert len(player.notices.list(proof).notices) == 2


def test_the_name_that_prints_is_told_once_it_is_known(player: Player, nora: Enrolment, proof: Proof) -> None:
    player.learning.finish_lesson(nora, "files")
    player.awarding.issue(nora, "helper", "Nora Q. Example")
    sits(player, nora, RIGHT)
    assert {one.learner for one in player.notices.list(proof).notices} == {"Nora Q. Example"}


def test_the_list_is_behind_the_pin_and_the_pin_holds_for_minutes(player: Player, nora: Enrolment, proof: Proof, clock: Clock) -> None:
    sits(player, nora, RIGHT)
    assert player.notices.unread() == 2
    clock.forward(seconds=601)
    for deed in (lambda: player.notices.list(proof), lambda: player.notices.mark(proof, []), lambda: player.notices.save(proof, Path(), words)):
        with pytest.raises(ProofError):
            deed()


def test_marked_as_read_and_filtered(player: Player, nora: Enrolment, proof: Proof) -> None:
    sits(player, nora, RIGHT)
    first, second = player.notices.list(proof).notices
    player.notices.mark(proof, [first.id])
    assert [one.id for one in player.notices.list(proof, unread=True).notices] == [second.id]
    assert [one.read for one in player.notices.list(proof).notices] == [True, False]
    assert player.notices.unread() == 1
    player.notices.mark(proof, [first.id], read=False)
    assert player.notices.unread() == 2
    assert [one.kind for one in player.notices.list(proof, "vouchers").notices] == ["voucher"]
    assert [one.kind for one in player.notices.list(proof, "quizzes").notices] == ["quiz"]
    assert player.notices.list(proof, "certificates").notices == player.notices.list(proof, "handed in").notices == ()


def test_a_long_list_is_paged(player: Player, package: Path, proof: Proof, clock: Clock) -> None:
    opened = player.library.open(player.library.add(package))
    for number in range(3):
        learner = player.learners.create(f"Learner {number}", "bird", "sea")
        sits(player, player.learning.enrol(learner.id, opened), RIGHT)
        clock.forward(seconds=1 if number else 0)  # two of them at the same moment
    found, last = [], None
    while True:
        sheaf = player.notices.list(proof, most=2, after=last)
        found += sheaf.notices
        last = sheaf.notices[-1]
        if not sheaf.more:
            break
    assert found == [*player.notices.list(proof).notices]
    assert len({one.id for one in found}) == 6


def test_saved_to_a_stick_for_programs_and_for_people(player: Player, nora: Enrolment, proof: Proof, tmp_path: Path) -> None:
    with pytest.raises(PlayerError, match="Nobody"):
        player.notices.save(proof, tmp_path, words)
    sits(player, nora, RIGHT)
    stick = tmp_path / "stick"
    stick.mkdir()
    saved = player.notices.save(proof, stick, words)
    assert saved.count == 2
    lines = [json.loads(line) for line in saved.files[0].read_text(encoding="utf-8").splitlines()]
    assert {line["format"] for line in lines} == {"greentick notice 1"}
    voucher = next(line for line in lines if line["kind"] == "voucher")
    assert (voucher["learner"], voucher["score"], voucher["at"], voucher["mailed"]) == ("Nora Example", "1/1", "2027-01-15T08:00:00.000+00:00", False)
    assert voucher["number"] == player.learning.status(nora).awards["dressing"].number
    assert "Nora Example: One burn dressing, free" in saved.files[1].read_text(encoding="utf-8-sig")
    assert sorted(path.name for path in stick.iterdir()) == sorted(path.name for path in saved.files)
    assert player.notices.save(proof, stick, words).files == saved.files  # the same day: the newer list takes the place of the older


def test_a_stick_that_cannot_be_written_is_said_and_loses_nothing(player: Player, nora: Enrolment, proof: Proof, tmp_path: Path) -> None:
    sits(player, nora, RIGHT)
    with pytest.raises(PlayerError, match="cannot be written"):
        player.notices.save(proof, tmp_path / "gone", words)
    assert len(player.notices.list(proof).notices) == 2


def test_a_disk_that_keeps_something_else_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from player.exchange.notice_file import write_notices

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", lambda _self: b"rubbish")
        with pytest.raises(PlayerError, match="not what was written"):
            write_notices(tmp_path, "n", [{"id": "1"}], "text")
    assert [*tmp_path.iterdir()] == []


def test_a_claimed_guest_is_told_once_and_its_voucher_keeps_its_number(player: Player, package: Path, proof: Proof) -> None:
    guest = player.learners.guest()
    at = player.learning.enrol(guest.id, player.library.open(player.library.add(package)))
    sits(player, at, RIGHT)
    number = player.learning.status(at).awards["dressing"].number
    ben = player.learners.create("Ben", "dog", "teal")
    player.claiming.into(guest.id, ben.id)
    his = player.learning.enrol(ben.id, player.library.open(at.open.key))
    assert player.learning.status(his).awards["dressing"].number == number
    assert len(player.notices.list(proof).notices) == 2


def test_the_service_is_one_of_the_players(player: Player) -> None:
    assert isinstance(player.notices, Notices)
    assert player.notices.unread() == 0
