"""A database of every released version opens, its chains verify, and its folded rows are what the ledger says."""

import shutil
from pathlib import Path

import pytest

from player.paths import DataFolder
from player.services.player import Player
from player.services.playing import Habits
from tests.forge.courses import write_tea
from tests.unit.services.conftest import NOON
from tests.unit.services.test_learning import assert_the_cache_is_the_ledger

GOLDEN = Path(__file__).parents[1] / "golden"
VERSIONS = sorted(GOLDEN.glob("greentick-version-*.db"))


def test_there_is_one_for_every_version() -> None:
    from player.store.version import SCHEMA_VERSION

    assert [path.stem[-4:] for path in VERSIONS] == [f"{number:04d}" for number in range(1, SCHEMA_VERSION + 1)]


@pytest.mark.parametrize("golden", VERSIONS, ids=lambda path: path.stem)
def test_learners_of_an_old_version_go_on_where_they_stopped(golden: Path, tmp_path: Path) -> None:
    data = DataFolder(tmp_path / "data")
    data.root.mkdir()
    shutil.copyfile(golden, data.database)
    player = Player(data, lambda: NOON + 86_400_000, machine="another")
    for name in ("Nora Example", "Ben Beispiel", "Guest"):
        assert player.learning.progress(name).verified
    nora, ben = player.learners.find("Nora Example"), player.learners.find("Ben Beispiel")
    opened = player.library.open(player.library.add(write_tea(tmp_path / "tea.course")))
    hers = player.learning.enrol(nora.id, opened)
    assert player.learning.facts(hers).lesson("leaflet").pages == {1}  # the sitting that was open
    assert player.learning.facts(hers).lesson("files").override is not None
    paper = player.quizzing.start(hers, "check")
    assert paper.number == 2
    assert dict(paper.responses) == {"word": "cha"}
    assert paper.flagged == {"heat"}
    assert not player.quizzing.submit(paper).passed
    assert_the_cache_is_the_ledger(player, hers)
    kept = player.notes.of_course(nora.id, opened.key)
    from_the_third = golden.stem[-4:] >= "0003"
    assert [note.text for note in kept.notes] == (["Ask about the second flush."] if from_the_third else [])
    assert [(mark.lesson, mark.anchor) for mark in kept.bookmarks] == ([("leaflet", "page=2")] if from_the_third else [])
    player.notes.bookmark(nora.id, opened.key, "history")
    since_the_fourth = golden.stem[-4:] >= "0004"
    assert [(card.name, card.lock) for card in player.learners.all()] == [
        ("Nora Example", "pictures" if since_the_fourth else ""), ("Ben Beispiel", "pin" if golden.stem[-4:] >= "0002" else ""), ("Guest", ""),
    ]  # fmt: skip
    assert player.learners.check_lock(nora.id, "sun fish fish key").id == nora.id
    assert player.playing.habits(nora.id) == (Habits(125, "ar") if since_the_fourth else Habits())
    assert player.playing.left_at(hers.number, "leaflet") == (61_500 if since_the_fourth else None)
    if golden.stem[-4:] >= "0005":
        player.trainer.set_pin("Tess", "1618", "1618", player.trainer.check("271828"))
        assert [one.kind for one in player.notices.list(player.trainer.check("1618")).notices] == ["voucher", "quiz"]
    assert player.notices.unread() == (2 if golden.stem[-4:] >= "0005" else 0)
    his = player.learning.enrol(ben.id, opened)
    status = player.learning.status(his)
    assert (status.complete, status.awards["certificate"].saved_at is not None) == (True, True)
    assert_the_cache_is_the_ledger(player, his)
    player.close()
