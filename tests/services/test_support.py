"""The report for whoever helps: what it says, and what it never says."""

import logging
import zipfile
from pathlib import Path

import pytest

from player import logs
from player.errors import PlayerError
from player.paths import DataFolder
from player.services.learning import Enrolment, Use
from player.services.player import Player
from player.services.support import report
from player.settings import Settings
from tests.unit.services.conftest import NOON, Clock

NAMES = ("Xanthippe Quillfeather", "Ysolde Zwingli-Marchbanks", "Zwingli", "Oberlehrer Knuth")
ANSWERS = ("lapsang souchong smoked", "I think it is chai, said Xanthippe", "98.75 degrees")


def fail(words: str) -> None:
    raise ValueError(words)


@pytest.fixture
def told_much(player: Player, enrolment: Enrolment, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Player:
    """Names and answers wherever the program keeps any, and a log into which faults spilled them."""
    monkeypatch.setenv("USER", "quillfeather-laptop-user")
    xanthippe = player.learners.create(NAMES[0], "bird", "sea")
    player.learners.set_printed_name(xanthippe.id, NAMES[1])
    player.trainer.set_pin(NAMES[3], "482913", "482913")
    paper = player.quizzing.start(enrolment, "check")
    for answer in ANSWERS:
        clock.forward(seconds=5)
        paper = player.quizzing.answer(paper, "word", answer)
    player.learning.sitting(enrolment, "leaflet", Use(active_ms=5))
    handler = logs.start(player.data.log)
    log = logging.getLogger("player.test")
    log.info("opened course %s for learner %s", "6f0c", xanthippe.id)
    log.warning("somebody logged a name by mistake: %s", NAMES[0].upper())
    log.warning("and a path: %s", Path.home() / "courses" / "tea.course")
    for secret in (*NAMES, *ANSWERS, "secret key MHcCAQEE", f"first line\nsecond line with {NAMES[0]}\n\n  third {ANSWERS[0]}"):
        try:
            fail(secret)
        except ValueError:
            log.exception("a fault of the program")
    try:
        try:
            _ = dict[str, str]()[ANSWERS[0]]
        except KeyError as error:
            raise RuntimeError(NAMES[2]) from error
    except RuntimeError:
        log.critical("a fault of the program", exc_info=True)
    logs.stop(handler)
    return player


def test_no_name_no_answer_and_no_key_is_in_it(told_much: Player, tmp_path: Path) -> None:
    data = told_much.data
    raw = data.log.read_text(encoding="utf-8")
    assert all(secret in raw for secret in (*NAMES, *ANSWERS, "MHcCAQEE")), "the test plants nothing"
    made = report(data, Settings(last_learner="f00dfeed"), NOON, {"Qt": "6.8"})
    made.save(tmp_path / "report.zip")
    with zipfile.ZipFile(tmp_path / "report.zip") as archive:
        assert archive.testzip() is None
        held = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    assert held == dict(made.files)
    key = next(data.device.glob("*.json")).read_text(encoding="utf-8")
    words = {word for secret in (*NAMES, *ANSWERS) for word in secret.replace("-", " ").replace(",", " ").split() if len(word) > 5}
    secrets = {*NAMES, *ANSWERS, *words - {"degrees"}, "MHcCAQEE", "f00dfeed", "482913", "quillfeather-laptop-user", str(Path.home()) + "/",
               key.split('"key": "')[1][:40]}  # fmt: skip
    everything = "".join(held.values()) + "".join(held) + made.text
    assert [secret for secret in secrets if secret.casefold() in everything.casefold()] == []


def test_it_says_what_helps(told_much: Player) -> None:
    made = report(told_much.data, Settings(theme="dark", text_scale=1.5), NOON, {"Qt": "6.8.1"})
    assert [*made.files] == ["versions.txt", "settings.txt", "database.txt", "log.txt"]
    for wanted in ("Greentick: ", "Qt: 6.8.1", "SQLite: 3", "2027-01-15 08:00 UTC", "theme: dark", "text_scale: 1.5", "Integrity: sound",
                   "Rows of learner: 2", "Rows of response: 1", "user_version: ", "Bytes of greentick.db: ", "opened course 6f0c",
                   "Traceback (most recent call last):", 'File "test_support.py", line ', "ValueError: […]", "KeyError: […]", "RuntimeError: […]",
                   "The above exception was the direct cause"):  # fmt: skip
        assert wanted in made.text, wanted
    assert made.files["log.txt"].count("ValueError") == 9


def test_of_a_damaged_database_it_says_what_it_can(told_much: Player) -> None:
    told_much.safety.back_up()
    told_much._register.close()
    path = told_much.data.database
    for spoilt, words in ((bytes(100) + path.read_bytes()[100:], "damaged: header"), (b"", "damaged: empty")):
        path.write_bytes(spoilt)
        made = report(told_much.data, Settings(), NOON, {})
        assert words in made.files["database.txt"]
        assert "Backup greentick-2027-01-15T" in made.files["database.txt"]
        assert not any(name in made.text for name in NAMES)  # known from the backup
        assert path.read_bytes() == spoilt
    path.unlink()
    path.with_name("greentick.db-wal").unlink(missing_ok=True)
    told_much._register.has_written = False


def test_of_nothing_at_all(tmp_path: Path) -> None:
    made = report(DataFolder(tmp_path / "none"), Settings(), NOON, {})
    assert "There is no log." in made.text
    assert not (tmp_path / "none").exists()
    with pytest.raises(PlayerError, match="cannot be written"):
        made.save(tmp_path / "no" / "folder.zip")
