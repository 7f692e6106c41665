"""Notices by mail, against a real server on the loopback: only when the owner wants it, over TLS, once, and nobody waits for it."""

import os
import socket
import ssl
import stat
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from player.course.notice import Mailing
from player.errors import PlayerError
from player.paths import DataFolder
from player.services.learning import Enrolment
from player.services.mailing import MailSettings, Postman, Round
from player.services.notices import Told
from player.services.player import Player
from player.services.trainer import Proof, ProofError
from tests.forge.burns import RIGHT, sits
from tests.forge.mail import PASSWORD, Postbox, mail_server
from tests.unit.services.conftest import Clock

NOBODY = MailSettings("mail.school.example", 465, "tls", "", "", "player@school.example", ("trainer@school.example",))


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Postbox]:
    with mail_server(tmp_path) as made:
        yield made


def postman(player: Player, box: Postbox | None = None) -> Postman:
    """Trusts the server on this machine."""
    return Postman(player._register, player.trainer, (lambda: box.context) if box else ssl.create_default_context)


def words(one: Told) -> tuple[str, str]:
    return f"{one.learner}: {one.title}", f"{one.course}\n.\n{one.number}\nzu Hände\n"


def states(player: Player, proof: Proof) -> list[str]:
    return [one.mail for one in player.notices.list(proof).notices]


# Nothing is sent unless the owner set it up


def test_nothing_is_sent_before_the_owner_set_it_up_nor_what_happened_before(player: Player, nora: Enrolment, proof: Proof, box: Postbox) -> None:
    sits(player, nora, RIGHT)
    man = postman(player, box)
    assert (man.is_on, man.send_due(words)) == (False, Round())
    man.keep(proof, box.settings)
    assert man.is_on
    assert man.send_due(words) == Round()
    assert box.messages == []
    assert states(player, proof) == ["none", "none"]


def test_the_password_is_in_no_database_and_only_this_user_can_read_it(player: Player, data: DataFolder, proof: Proof, box: Postbox) -> None:
    man = postman(player, box)
    man.keep(proof, box.settings)
    assert PASSWORD not in repr(box.settings)
    kept = man.settings(proof)
    assert kept == replace(box.settings, password="")
    if os.name == "posix":
        assert stat.S_IMODE(data.mail.stat().st_mode) == 0o600
    assert all(PASSWORD.encode() not in path.read_bytes() for path in data.root.rglob("*") if path.is_file() and path != data.mail)
    man.keep(proof, replace(box.settings, password="", port=box.settings.port))  # unchanged where none is typed
    man.try_out(proof, replace(box.settings, password=""), "Hello", "It works.")
    assert [message["Subject"] for message in box.messages] == ["Hello"]
    man.keep(proof, replace(box.settings, password="", host="other.example"))  # another server is never told the password of this one
    with pytest.raises(PlayerError):
        man.try_out(proof, replace(box.settings, password=""), "Hello", "It works.")


def test_forgetting_it_deletes_the_password_and_sends_nothing_more(player: Player, nora: Enrolment, proof: Proof, box: Postbox,
                                                                   data: DataFolder) -> None:
    man = postman(player, box)
    man.keep(proof, box.settings)
    sits(player, nora, RIGHT)
    man.forget(proof)
    assert not data.mail.exists()
    man.keep(proof, box.settings)
    assert man.send_due(words) == Round()
    assert box.messages == []


def test_only_a_trainer_sets_it_up(player: Player, proof: Proof, clock: Clock) -> None:
    clock.forward(seconds=601)
    man = postman(player)
    for deed in (lambda: man.keep(proof, NOBODY), lambda: man.settings(proof), lambda: man.forget(proof), lambda: man.send_again(proof, "x"),
                 lambda: man.try_out(proof, NOBODY, "a", "b")):  # fmt: skip
        with pytest.raises(ProofError):
            deed()


@pytest.mark.parametrize(("changes", "said"), [
    ({"host": "mail example"}, "name such as"), ({"host": ""}, "name such as"), ({"port": 0}, "1 to 65535"),
    ({"security": "none"}, "TLS or not at all"),
    ({"to": ()}, "addresses are needed"), ({"to": ("a@b.example",) * 11}, "addresses are needed"), ({"to": ("trainer",)}, "no mail address"),
    ({"sender": "a@b.example\r\nBcc: x@y.example"}, "no mail address"), ({"sender": "ü@b.example"}, "no mail address"),
    ({"password": "a\nb"}, "none can hold"),
])  # fmt: skip
def test_what_cannot_be_is_said_and_changes_nothing(player: Player, proof: Proof, data: DataFolder, changes: dict[str, object], said: str) -> None:
    with pytest.raises(PlayerError, match=said):
        postman(player).keep(proof, replace(NOBODY, **changes))  # type: ignore[arg-type]  # wrong on purpose
    assert not data.mail.exists()


def test_a_damaged_file_is_told_and_sends_nothing(player: Player, nora: Enrolment, proof: Proof, data: DataFolder) -> None:
    data.mail.write_text("{", encoding="utf-8")
    sits(player, nora, RIGHT)
    man = postman(player)
    with pytest.raises(PlayerError, match="damaged"):
        man.settings(proof)
    assert man.send_due(words) == Round()
    man.keep(proof, NOBODY)
    assert man.settings(proof) == NOBODY


def test_a_folder_that_cannot_be_written_is_said(player: Player, proof: Proof, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("player.services.mailing.os.open", full)
        with pytest.raises(PlayerError, match="No space left"):
            postman(player).keep(proof, NOBODY)


# Sending


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_passed_quiz_and_its_voucher_arrive_once_each(player: Player, nora: Enrolment, proof: Proof, tmp_path: Path, security: str) -> None:
    with mail_server(tmp_path, security) as box:
        man = postman(player, box)
        man.keep(proof, box.settings)
        sits(player, nora, RIGHT)
        assert man.send_due(words) == Round(sent=2)
        assert man.send_due(words) == Round()
    quiz, voucher = box.messages
    assert (quiz["Subject"], voucher["Subject"]) == ("Nora Example: Burns: the check", "Nora Example: One burn dressing, free")
    assert voucher["To"] == "trainer@school.example, office@school.example"
    assert str(voucher["From"]).endswith("<player@school.example>")
    assert voucher["Auto-Submitted"] == "auto-generated"
    number = player.learning.status(nora).awards["dressing"].number
    assert voucher.get_content().replace("\r\n", "\n") == f"First aid at work\n.\n{number}\nzu Hände\n"
    told = player.notices.list(proof).notices
    assert {str(message["Message-ID"]) for message in box.messages} == {
        f"<{one.id}@{player._register.device().id}.greentick.invalid>" for one in told}
    assert [(one.mail, one.sent_at is not None, one.tries) for one in told] == [("sent", True, 1)] * 2


@pytest.mark.parametrize("without", [("PLAIN",), ("PLAIN", "LOGIN")])
def test_servers_that_know_other_ways_to_sign_in(player: Player, proof: Proof, tmp_path: Path, without: tuple[str, ...]) -> None:
    with mail_server(tmp_path, without=without) as box:
        man = postman(player, box)
        if "LOGIN" in without:
            with pytest.raises(PlayerError, match="no way to sign in"):
                man.try_out(proof, box.settings, "Hello", "It works.")
            return
        man.try_out(proof, box.settings, "Hello", "It works.")
        assert len(box.messages) == 1


def test_nothing_goes_in_the_clear(player: Player, nora: Enrolment, proof: Proof, tmp_path: Path) -> None:
    with mail_server(tmp_path, "clear") as box:
        man = postman(player, box)
        man.keep(proof, box.settings)
        sits(player, nora, RIGHT)
        came = man.send_due(words)
        assert (came.sent, came.waiting) == (0, 2)
        assert "STARTTLS" in came.why
    assert box.messages == []


def test_a_server_whose_name_is_not_proved_is_given_nothing(player: Player, nora: Enrolment, proof: Proof, box: Postbox) -> None:
    man = postman(player)  # trusts what this system trusts
    man.keep(proof, box.settings)
    sits(player, nora, RIGHT)
    assert "certificate is not trusted here" in man.send_due(words).why
    assert box.messages == []


def test_without_a_network_it_waits_longer_and_longer_and_then_arrives(player: Player, nora: Enrolment, proof: Proof, box: Postbox,
                                                                       clock: Clock) -> None:
    man = postman(player, box)
    man.keep(proof, replace(box.settings, port=1))  # nobody listens there
    sits(player, nora, RIGHT)
    assert man.send_due(words).waiting == 2
    assert man.send_due(words) == Round()  # not due yet
    clock.forward(seconds=60)
    assert man.send_due(words).waiting == 2
    clock.forward(seconds=60)
    assert man.send_due(words) == Round()
    proof = player.trainer.check("4711")
    told = player.notices.list(proof).notices[0]
    assert (told.mail, told.tries, told.next_at > clock.now, bool(told.why)) == ("waiting", 2, True, True)
    man.keep(proof, box.settings)
    clock.forward(seconds=60)
    assert man.send_due(words) == Round(sent=2)
    assert len(set(box.ids)) == len(box.ids) == 2


def test_a_wrong_password_is_said_in_the_servers_words(player: Player, proof: Proof, box: Postbox) -> None:
    with pytest.raises(PlayerError, match="535"):
        postman(player, box).try_out(proof, replace(box.settings, password=box.settings.user), "Hello", "It works.")


def test_what_keeps_a_message_is_said_in_words(player: Player, proof: Proof, box: Postbox, monkeypatch: pytest.MonkeyPatch) -> None:
    man = postman(player, box)
    with pytest.raises(PlayerError, match="530 sign in first"):
        man.try_out(proof, replace(box.settings, user=""), "Hello", "It works.")
    with pytest.raises(PlayerError, match="no such server, or no network"):
        man.try_out(proof, replace(box.settings, host="nowhere.invalid"), "Hello", "It works.")
    with mail_server(Path(str(player.data.root.parent)), "tls") as other:
        monkeypatch.setattr("player.exchange.mail.PATIENCE_SECONDS", 0.2)
        with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(PlayerError, match="does not answer"):
            man.try_out(proof, replace(other.settings, port=silent.getsockname()[1]), "Hello", "It works.")


def test_a_server_that_refuses_one_is_asked_again_later(player: Player, nora: Enrolment, proof: Proof, box: Postbox, clock: Clock) -> None:
    man = postman(player, box)
    man.keep(proof, box.settings)
    sits(player, nora, RIGHT)
    box.answers = ["452 mailbox full"]
    assert man.send_due(words) == Round(waiting=1, why="452 mailbox full")
    assert sorted(states(player, proof)) == ["waiting", "waiting"]
    clock.forward(seconds=60)
    assert man.send_due(words) == Round(sent=2)
    assert len(set(box.ids)) == len(box.ids) == 2


def test_an_address_that_the_server_does_not_know(player: Player, nora: Enrolment, proof: Proof, box: Postbox) -> None:
    man = postman(player, box)
    man.keep(proof, box.settings)
    sits(player, nora, RIGHT)
    box.refuse_recipient = "office@school.example"
    assert man.send_due(words).why == "550 no such mailbox"
    assert box.messages == []
    assert {one.tries for one in player.notices.list(proof).notices} == {0, 1}


# No duplicate, whatever happens between the message and its mark


def test_an_answer_that_was_lost_is_never_sent_again_by_itself(player: Player, nora: Enrolment, proof: Proof, box: Postbox, clock: Clock) -> None:
    man = postman(player, box)
    man.keep(proof, box.settings)
    sits(player, nora, RIGHT)
    box.answers = ["cut"]
    came = man.send_due(words)
    assert (came.sent, came.unsure) == (0, 1)
    clock.forward(days=1)
    proof = player.trainer.check("4711")
    assert man.send_due(words) == Round(sent=1)  # the other one
    clock.forward(days=30)
    proof = player.trainer.check("4711")
    assert man.send_due(words) == Round()
    unsure = next(one for one in player.notices.list(proof).notices if one.mail == "unsure")
    assert len(set(box.ids)) == len(box.ids) == 2
    man.send_again(proof, unsure.id)  # somebody looked into the mailbox and wants it
    man.send_again(proof, "nobody")
    assert man.send_due(words) == Round(sent=1)
    assert len(box.ids) == 3
    assert len(set(box.ids)) == 2  # the mailbox knows a twin by its id


class PowerCutError(BaseException):
    """Nothing after it runs."""


@pytest.mark.parametrize("moment", ["before the mark", "after the mark", "after the message", "before it is noted as sent", "after it is noted"])
def test_a_program_that_ends_at_any_moment_sends_nothing_twice(moment: str, player: Player, nora: Enrolment, proof: Proof, box: Postbox,
                                                                data: DataFolder, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    import smtplib

    postman(player, box).keep(proof, box.settings)
    sits(player, nora, RIGHT)
    note, send, reply = Postman._note, smtplib.SMTP.send, smtplib.SMTP.getreply
    noted: list[Mailing] = []
    sent: list[bool] = []

    def cut_note(self: Postman, notice: str, letter: object, sent_at: int | None = None) -> None:
        state = letter.state  # type: ignore[attr-defined]  # a Letter
        if (moment, state) in {("before the mark", Mailing.HANDING), ("before it is noted as sent", Mailing.SENT)}:
            raise PowerCutError
        note(self, notice, letter, sent_at)  # type: ignore[arg-type]
        noted.append(state)
        if (moment, state) in {("after the mark", Mailing.HANDING), ("after it is noted", Mailing.SENT)}:
            raise PowerCutError

    def cut_send(self: smtplib.SMTP, data: bytes) -> None:
        send(self, data)
        sent.append(noted[-1:] == [Mailing.HANDING] and len(data) > 100)

    def cut_reply(self: smtplib.SMTP) -> tuple[int, bytes]:
        if moment == "after the message" and sent and sent[-1]:
            reply(self)  # the server has it, and says so to nobody
            raise PowerCutError
        return reply(self)

    with monkeypatch.context() as patch:
        patch.setattr(Postman, "_note", cut_note)
        patch.setattr(smtplib.SMTP, "send", cut_send)
        patch.setattr(smtplib.SMTP, "getreply", cut_reply)
        with pytest.raises(PowerCutError):
            postman(player, box).send_due(words)
    player._register.close()
    again = Player(data, clock, machine="one")
    clock.forward(days=1)
    man = postman(again, box)
    for _ in range(5):
        man.send_due(words)
        clock.forward(days=1)
    assert len(box.ids) == len(set(box.ids)), "somebody was told twice"
    proof = again.trainer.check("4711")
    found = sorted(states(again, proof))
    in_doubt = moment in {"after the mark", "after the message", "before it is noted as sent"}
    assert found == (["sent", "unsure"] if in_doubt else ["sent", "sent"])
    assert len(box.ids) == (1 if moment == "after the mark" else 2)
    again.close()


def test_one_round_at_a_time_and_a_window_that_closes_cuts_the_line(player: Player, nora: Enrolment, proof: Proof, box: Postbox) -> None:
    man = postman(player, box)
    man.keep(proof, box.settings)
    sits(player, nora, RIGHT)
    waiting, go_on = threading.Event(), threading.Event()
    came: list[Round] = []

    def slow(one: Told) -> tuple[str, str]:
        waiting.set()
        go_on.wait(10)
        return words(one)

    thread = threading.Thread(target=lambda: came.append(man.send_due(slow)))
    thread.start()
    assert waiting.wait(10)
    assert man.send_due(words) == Round()  # somebody is at it
    man.stop()
    go_on.set()
    thread.join(10)
    assert not thread.is_alive()
    assert came[0].sent == 0
    assert man.send_due(words) == Round()  # closed for good
    assert box.messages == []
    again = postman(player, box)
    player._register.clock = lambda: 10**13
    assert again.send_due(words) == Round(sent=2)


def test_learners_wait_for_no_server(player: Player, nora: Enrolment, proof: Proof) -> None:
    """A tick is durable and told while the network hangs: nothing of mail is on the learner's way."""
    postman(player).keep(proof, replace(NOBODY, host="192.0.2.1"))  # never answers (RFC 5737)
    step = sits(player, nora, RIGHT).step
    assert step.ticked
    assert states(player, proof) == ["waiting", "waiting"]


def test_what_comes_from_a_backup_is_in_doubt(player: Player, nora: Enrolment, proof: Proof, box: Postbox, data: DataFolder, clock: Clock) -> None:
    man = postman(player, box)
    man.keep(proof, box.settings)
    sits(player, nora, RIGHT)
    player.safety.back_up()
    backup = player.safety.backups()[0]
    assert man.send_due(words) == Round(sent=2)
    player.close()
    from player.store.restore import prepare, swap

    data.database.write_bytes(b"")  # nothing can be read any more
    prepare(data.database, backup.path, clock.now)
    swap(data.database, "damaged")
    again = Player(data, clock, machine="one")
    assert postman(again, box).send_due(words) == Round()
    assert states(again, again.trainer.check("4711")) == ["unsure", "unsure"]
    assert len(box.messages) == 2
    again.close()
