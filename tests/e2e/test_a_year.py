"""A year in a minute: three learners, a clock that is moved, two updates. The record, the window and the certificates tell the same story."""

import json
from datetime import UTC, datetime
from pathlib import Path

from pypdf import PdfReader

from player.course.facts import Event, EventKind
from player.course.ledger import decode
from player.services.player import Player
from player.services.publishing import build, check
from tests.forge.seat import Seat
from tests.forge.sources import folder
from tests.forge.stage import greentick
from tests.forge.window import NOON

DAY = 86_400_000
KEY = "org.example.pool"
INTACT = 4  # what `greentick verify` ends with as long as nobody is trusted
NADIA, OMAR, PETRA = "Nadia Sample", "Omar Ejemplo", "Petra Vzor"
COURSE = """id = "org.example.pool"
title = "At the pool"
version = "{version}"
publisher = "Hill Farm"
retake = "before expiry"

[[award]]
kind = "certificate"
title = "At the pool"
valid_for = "200 days"

[access]
opens_on = "2027-01-18"
closes_on = "2027-12-31"
after_closing = "locked"
"""
QUIZ = 'title = "The check"\n\n[[question]]\ntext = "Do you run beside the pool?"\nanswer = false\n'


def text(title: str, more: str = "") -> str:
    return f"---\ntitle: {title}\n{more}---\nRead this about {title.lower()}.\n"


FIRST = {"10-rules.md": text("The rules"), "20-depth.md": text("How deep it is"), "30-check.quiz.toml": QUIZ}
SECOND = {name: FIRST[name] for name in ("10-rules.md", "30-check.quiz.toml")} | {"25-slide.md": text("The new slide")}
THIRD = SECOND | {"10-rules.md": text("The rules", "again: true\n")}


def edition(tmp_path: Path, version: str, files: dict[str, str]) -> Path:
    """The same folder again, as its author changed it, course.lock and all."""
    root = tmp_path / "pool"
    if root.exists():
        for old in root.rglob("*.*"):
            if old.name != "course.lock":
                old.unlink()
    authored = folder(root, files, COURSE.format(version=version))
    assert check(authored).warnings == ()
    build(authored, tmp_path / f"pool-{version}.course")
    return tmp_path / f"pool-{version}.course"


class Year:
    """The walk. Days are counted from 15 January 2027."""

    def __init__(self, seat: Seat, tmp_path: Path) -> None:
        self.seat, self.tmp_path, self.here = seat, tmp_path, ""

    def on(self, day: int, name: str, *, new: bool = False) -> None:
        """That learner at the library, on the morning of that day. The computer is used at least each quarter of a year."""
        if self.here:
            self.seat.leaves()
        self.seat.stage.clock.now = NOON + day * DAY
        self.seat.new_learner(name) if new else self.seat.back_again(name)
        self.here = name

    def course(self) -> None:
        self.seat.goes_to(KEY)

    def check(self, *, right: bool) -> None:
        self.seat.sits(self.tmp_path / "pool" / "30-check.quiz.toml", right=right)

    def certificate(self, name: str) -> Path:
        target = self.tmp_path / f"{name}.pdf"
        self.seat.claims(self.here, target)
        return target


def story(player: Player, learner: str) -> list[tuple[int, EventKind, Event]]:
    """Everything in a learner's record about the course, round after round: the day, what, and the entry."""
    (found,) = (one for one in player.learners.all() if one.name == learner)
    with player._register.store.reading() as tables:
        rounds = sorted(tables.enrolments.of_learner(found.id), key=lambda row: row.number)
        entries = [decode(body).event for row in rounds for body in tables.ledger.bodies(row.number)]
    return [((one.at - NOON) // DAY, one.kind, one) for one in entries]


def kinds(told: list[tuple[int, EventKind, Event]], *wanted: EventKind) -> list[tuple[int, EventKind]]:
    return [(day, kind) for day, kind, _ in told if kind in wanted]


def printed(certificate: Path) -> str:
    return "".join(PdfReader(certificate).pages[0].extract_text().split()).casefold()


def verified(tmp_path: Path, certificate: Path) -> dict[str, str]:
    done = greentick(tmp_path / "elsewhere", "verify", certificate, "--json")
    assert done.returncode == INTACT, done.stdout + done.stderr
    fields: dict[str, str] = json.loads(done.stdout)["fields"]
    return fields


def day_of(number: int) -> str:
    return datetime.fromtimestamp(NOON / 1000 + number * 86_400, UTC).date().isoformat()


def test_a_year_in_a_minute(seat: Seat, tmp_path: Path) -> None:
    year = Year(seat, tmp_path)
    # 15 January: it is not open yet
    year.on(0, NADIA, new=True)
    seat.opens(edition(tmp_path, "1.0", FIRST))
    assert "It opens on 18 January 2027" in seat.text()
    seat.press_row("The rules")
    assert not seat.sees("lesson.next")
    # 18 January: Nadia does it all, at the second attempt; Omar begins
    year.on(3, NADIA)
    year.course()
    seat.begins()
    seat.next()
    seat.next()
    year.check(right=False)
    assert "Not passed" in seat.text()
    year.check(right=True)
    assert "Everything required is complete" in seat.text()
    seat.hands.click("lesson.next")
    first = year.certificate("first")
    year.on(3, OMAR, new=True)
    year.course()
    seat.begins()
    seat.next()
    # 1 March: version 2.0 brings a lesson and takes one away
    year.on(45, NADIA)
    seat.opens(edition(tmp_path, "2.0", SECOND))
    assert seat.read_of_update.startswith("From version 1.0 to 2.0: 2 lessons stay as they are"), seat.read_of_update
    assert "Gone: “How deep it is”." in seat.read_of_update
    assert "Version 2.0" in seat.stage.find("course.update").accessibleName()
    assert "1 new" in seat.stage.find("course.update").accessibleName()
    assert "Valid until 6 August 2027" in seat.text()
    assert seat.sees("award.claim"), "what is earned stays"
    year.on(45, OMAR)
    year.course()
    assert "“The new slide”" in seat.stage.find("course.update").accessibleName()
    assert "complete" in seat.lesson_row("The rules"), "his tick stayed"
    assert seat.left() == ["The new slide. Read it and press Next", "The check. Pass with 70 %"]
    seat.begins()
    seat.next()
    year.check(right=True)
    seat.hands.click("lesson.next")
    second = year.certificate("second")
    # 4 July: a month before its end Nadia is warned, and does it again, on 2.0
    year.on(110, NADIA)
    assert "Renew soon" not in seat.text()
    year.on(170, NADIA)
    assert "Renew soon" in seat.text()
    year.course()
    seat.hands.click("course.again")
    seat.hands.click("course.againYes")
    seat.until(lambda: "Round 2 has begun." in seat.messages(), "the second round")
    assert len(seat.left()) == 3
    seat.begins()
    seat.next()
    seat.next()
    year.check(right=True)
    seat.hands.click("lesson.next")
    third = year.certificate("third")
    # 1 October: version 3.0 asks for a lesson once more; Omar's certificate has ended; Petra begins
    year.on(259, PETRA, new=True)
    seat.opens(edition(tmp_path, "3.0", THIRD))
    seat.begins()
    seat.next()
    year.on(259, OMAR)
    assert "No longer valid" in seat.text()
    year.course()
    assert "it has ended" in seat.text()
    assert seat.hands.words("course.again").startswith("For the trainer"), "too late to renew it by himself"
    # 5 January: it is closed
    year.on(340, PETRA)
    year.course()
    assert "Open until 31 December 2027 inclusive" in seat.text()
    year.on(355, PETRA)
    year.course()
    assert "It closed on 31 December 2027" in seat.text()
    seat.press_row("The new slide")
    assert not seat.sees("lesson.next")
    assert not seat.sees("award.claim")
    year.on(355, NADIA)
    year.course()
    assert "It closed on 31 December 2027" in seat.text()
    seat.hands.click("award.claim")
    seat.saves(tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == third.read_bytes(), "what was earned can always be had again"
    seat.leave_page()
    seat.leave_page()
    seat.hands.click("awards.open")
    seat.settle()
    shelf = seat.text()

    # The three certificates, read by a stranger
    read = {name: verified(tmp_path, path) for name, path in (("first", first), ("second", second), ("third", third))}
    expected = {"first": (NADIA, "1.0", 3), "second": (OMAR, "2.0", 45), "third": (NADIA, "2.0", 170)}
    for name, (who, version, day) in expected.items():
        fields = read[name]
        assert (fields["name"], fields["course"]) == (who, f"At the pool, version {version}")
        assert fields["earned"].startswith(day_of(day))
        assert fields["valid_until"] == day_of(day + 200)
        assert fields["result"].startswith("3 of 3 required, score 100 %")
        words = printed({"first": first, "second": second, "third": third}[name])
        assert "".join(who.split()).casefold() in words
        assert fields["number"].casefold() in words
    assert read["third"]["replaces"] == read["first"]["number"]
    assert "replaces" not in read["first"]
    assert "replaces" not in read["second"]

    # The record says the same, to the day and the number
    nadia, omar, petra = (seat.stage.asked(lambda player, who=who: story(player, who)) for who in (NADIA, OMAR, PETRA))  # type: ignore[misc]
    what = EventKind
    assert kinds(nadia, what.ENROLLED, what.EARNED, what.ISSUED, what.UPDATED) == [
        (0, what.ENROLLED), (3, what.EARNED), (3, what.ISSUED), (45, what.UPDATED),
        (170, what.ENROLLED), (170, what.EARNED), (170, what.ISSUED), (355, what.UPDATED)]  # fmt: skip
    assert kinds(omar, what.EARNED, what.ISSUED, what.SAVED_AWARD) == [(45, what.EARNED), (45, what.ISSUED), (45, what.SAVED_AWARD)]
    assert kinds(petra, what.EARNED, what.ISSUED, what.CLOSED) == [(355, what.CLOSED)], "the day on which it was found closed"
    numbers = [one.data["number"] for told_of in (nadia, omar) for _, kind, one in told_of if kind is what.ISSUED]
    assert numbers == [read[name]["number"] for name in ("first", "third", "second")]
    moves = [(one.data["from"], one.data["to"]) for _, kind, one in omar if kind is what.UPDATED]
    assert moves == [("1.0", "2.0"), ("2.0", "3.0")]
    scores = [(day, one.data["score"]) for day, kind, one in nadia if kind is what.ATTEMPT_SUBMITTED]
    assert scores == [(3, [0, 1]), (3, [1, 1]), (170, [1, 1])]
    # and so does the page of everything she earned
    assert "round 1" in shelf
    assert "round 2" in shelf
    for name in ("first", "third"):
        assert read[name]["number"] in shelf
