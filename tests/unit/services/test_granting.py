"""A publisher's signed file: applied once, for whom it names, by whom the course allows; everything else is one sentence and changes nothing."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.course.facts import EventKind
from player.course.ledger import decode
from player.course.model import Access
from player.errors import PlayerError
from player.paths import DataFolder
from player.services import publishing
from player.services.player import Player
from player.services.trainer import Warrant
from player.signing.canonical import canonical, read_canonical
from player.signing.grant import FILE_BYTES_MAX, Grant, grant_bytes, new_grant, read_grant
from tests.forge.burns import RIGHT, WRONG, sits, write_burns
from tests.forge.packages import fixed_identity

NOON = 1_800_000_000_000
OURS, THEIRS = fixed_identity("Northern Rivers"), fixed_identity("Somebody Else", bytes(range(1, 33)))
COURSE = "org.example.first-aid"


class Site:
    """A machine far from the publisher, with one learner in a signed course that no PIN may change."""

    def __init__(self, folder: Path, **course: Any) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.moment = [NOON]
        self.player = Player(DataFolder(folder / "data"), lambda: self.moment[0], machine="one")
        values: dict[str, Any] = {"identity": OURS, "overrides_by_pin": False, "attempts": 1} | course
        self.key = self.player.library.add(write_burns(folder / "burns.course", **values))
        self.opened = self.player.library.open(self.key)
        self.at = self.player.learning.enrol(self.player.learners.create("Nora Example", "bird", "sea").id, self.opened)

    def file(self, deed: str, name: str = "nora.grant", *, learner: str = "Nora Example", signer: Any = OURS, course: str = COURSE,
             **more: Any) -> Path:
        path = self.folder / name
        path.write_bytes(grant_bytes(signer, new_grant(course, learner, deed, "because", **more)))
        return path

    def refused(self, path: Path, words: str) -> None:
        before = self.bodies()
        with pytest.raises(PlayerError, match=words) as caught:
            self.player.granting.apply(path)
        assert caught.value.message.count(".") <= 3
        assert self.bodies() == before, "something was recorded"

    def bodies(self) -> list[bytes]:
        with self.player._register.store.reading() as tables:
            return tables.ledger.bodies(self.at.number)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_a_tick_from_the_publisher_once(site: Site) -> None:
    path = site.file("tick", lesson="boxes")
    done = site.player.granting.apply(path)
    assert (done.learner.name, done.course, done.deed) == ("Nora Example", "First aid at work", "tick")
    assert (done.lesson, done.by) == ("Ready?", "Northern Rivers")
    override = site.player.learning.status(site.at).lessons["boxes"].override
    assert override is not None
    assert (override.granted, override.reason, override.by, override.proof) == (True, "because", "Northern Rivers", "file")
    event = decode(site.bodies()[-1]).event
    assert (event.kind, event.signed, event.data["key"]) == (EventKind.GRANTED, True, OURS.fingerprint.replace(" ", ""))
    site.refused(path, "applied before")
    copy = site.folder / "copy.grant"
    copy.write_bytes(path.read_bytes())
    site.refused(copy, "good once")
    site.player.granting.apply(site.file("untick", "other.grant", lesson="boxes"))
    assert not site.player.learning.status(site.at).lessons["boxes"].done
    site.refused(path, "applied before")


def test_attempts_and_a_round_that_is_opened_again(tmp_path: Path) -> None:
    site = Site(tmp_path, access=Access(closes_on="2027-01-16", after_closing="locked"))
    sits(site.player, site.at, WRONG)
    site.player.granting.apply(site.file("attempts", lesson="check", count=2, learner=site.at.learner.id))
    assert site.player.learning.status(site.at).lessons["check"].attempts_left == 2
    site.moment[0] += 9 * 86_400_000
    assert not site.player.learning.status(site.at).access.earns
    site.player.granting.apply(site.file("reopen", "open.grant", days=7, round_=1))
    assert site.player.learning.status(site.at).access.earns
    assert sits(site.player, site.at, RIGHT).passed
    site.refused(site.file("reopen", "again.grant"), "is open")


def test_a_delegate_may_what_the_publisher_may(tmp_path: Path) -> None:
    site = Site(tmp_path, delegates=(THEIRS.fingerprint.replace(" ", ""),))
    site.player.granting.apply(site.file("tick", lesson="boxes", signer=THEIRS))
    override = site.player.learning.status(site.at).lessons["boxes"].override
    assert override is not None
    assert override.by == "Somebody Else"


def test_what_is_refused(site: Site) -> None:
    site.refused(site.file("tick", lesson="boxes", signer=THEIRS), "neither the publisher")
    site.refused(site.file("tick", lesson="boxes", course="org.example.other"), "not on the shelf")
    site.refused(site.file("tick", lesson="boxes", learner="Ben Beispiel"), "no learner")
    site.refused(site.file("tick", lesson="nowhere"), "has no lesson nowhere")
    site.refused(site.file("attempts", lesson="boxes", count=1), "not limited")
    site.refused(site.file("tick", lesson="boxes", round_=2), "round 2")
    site.player.learners.create("Ben Beispiel", "dog", "teal")
    site.refused(site.file("tick", lesson="boxes", learner="Ben Beispiel"), "has not begun")
    site.refused(site.folder / "missing.grant", "cannot be read")
    for number, name in enumerate(("One", "Two")):
        site.player.learners.set_printed_name(site.player.learners.create(f"{name} {number}", "dog", "teal").id, "Kim Lee")
    site.refused(site.file("tick", lesson="boxes", learner="kim  LEE"), "2 learners here print")


def test_nobody_speaks_for_an_unsigned_course(tmp_path: Path) -> None:
    site = Site(tmp_path, identity=None)
    site.refused(site.file("tick", lesson="boxes"), "nobody has signed")


def test_a_name_as_it_prints_is_enough(site: Site) -> None:
    site.player.learners.set_printed_name(site.at.learner.id, "Dr Nora Example")
    site.player.granting.apply(site.file("tick", lesson="boxes", learner="dr nora  example"))
    assert site.player.learning.status(site.at).lessons["boxes"].done


def test_it_stays_used_up_in_the_next_round(tmp_path: Path) -> None:
    site = Site(tmp_path, retake="free")
    path = site.file("tick", lesson="boxes")
    site.player.granting.apply(path)
    site.player.learning.next_round(site.at)
    site.refused(path, "applied before")


def test_what_a_lesson_has_gathered_survives_a_grant(site: Site) -> None:
    """The file is dropped while the learner is in a lesson: what the course page knows of it is not thrown away."""
    site.player.learning.open_lesson(site.at, "boxes")
    live = site.player.learning._live(site.at)
    site.player.granting.apply(site.file("tick", lesson="files"))
    assert site.player.learning._live(site.at) is live
    assert live.hands == "boxes"


# The file


WORD = Grant("00" * 16, COURSE, "Nora", "tick", "boxes", 0, 0, 0, "because", "2027-01-15T08:00:00Z")


def test_read_back_and_every_changed_byte_is_refused() -> None:
    data = grant_bytes(OURS, WORD)
    grant, signer = read_grant(data, "x")
    assert (grant, signer.fingerprint, signer.name) == (WORD, OURS.fingerprint, "Northern Rivers")
    for place in range(0, len(data) - 1, 7):
        with pytest.raises(PlayerError):
            read_grant(data[:place] + bytes([data[place] ^ 1]) + data[place + 1:], "x")


VALUES = st.integers(0, 3) | st.text(max_size=5) | st.just("greentick grant") | st.none() | st.dictionaries(st.just("id"), st.text(max_size=3))


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=200) | st.dictionaries(st.sampled_from(["format", "grant", "kind", "signature"]), VALUES).map(canonical))
def test_whatever_comes_is_one_sentence(data: bytes) -> None:
    with pytest.raises(PlayerError):
        read_grant(data, "x.grant")


@pytest.mark.parametrize("more", [{"deed": "dance"}, {"deed": "reopen"}, {"lesson": ""}, {"count": 1}, {"days": 3}, {"reason": " "}, {"learner": ""},
                                  {"count": True}, {"round": -1}, {"made": "yesterday"}, {"reason": "x" * 501}])
def test_a_well_signed_file_that_makes_no_sense_is_refused(more: dict[str, Any]) -> None:
    fields = {name: getattr(WORD, name) for name in WORD.__slots__} | more
    with pytest.raises(PlayerError, match="not well formed"):
        read_grant(grant_bytes(OURS, Grant(**fields)), "x.grant")


def test_a_newer_form_says_so_and_a_large_file_is_not_read_whole(site: Site) -> None:
    document = read_canonical(grant_bytes(OURS, WORD).strip())
    with pytest.raises(PlayerError, match="newer version"):
        read_grant(canonical(document | {"format": 2}), "x")
    path = site.folder / "large.grant"
    path.write_bytes(b" " * (FILE_BYTES_MAX * 3))
    site.refused(path, "cannot be used")


def test_the_publisher_writes_it(site: Site) -> None:
    target = site.folder / "made.grant"
    publishing.grant(str(site.opened.path), "Nora Example", "tick", "because", target, OURS, lesson="boxes")
    with pytest.raises(PlayerError, match="exists"):
        publishing.grant(COURSE, "Nora", "tick", "because", target, OURS, lesson="boxes")
    with pytest.raises(PlayerError, match="has no lesson"):
        publishing.grant(str(site.opened.path), "Nora", "tick", "because", site.folder / "no.grant", OURS, lesson="nowhere")
    with pytest.raises(PlayerError, match="reason is missing"):
        publishing.grant(COURSE, "Nora", "tick", "", site.folder / "no.grant", OURS, lesson="boxes")
    with pytest.raises(PlayerError, match="cannot be written"):
        publishing.grant(COURSE, "Nora", "tick", "x", site.folder / "gone" / "no.grant", OURS, lesson="boxes")
    assert site.player.granting.apply(target).lesson == "Ready?"


def test_a_warrant_is_no_pin() -> None:
    assert Warrant("N", "k", "f").record() == {"proof": "file", "key": "k", "file": "f"}
    assert new_grant(COURSE, "N", "reopen", "r", now=datetime(2027, 1, 1, tzinfo=UTC)).made == "2027-01-01T00:00:00Z"
