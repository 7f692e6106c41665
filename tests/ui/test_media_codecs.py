"""Films and recordings of every kind that courses bring, really played to their end; and what is said of the one kind that is not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.ui.lessons.media_film import Film, Trouble

MEDIA = Path(__file__).parents[1] / "golden" / "media"
FILMS = ("h264.mp4", "hevc.mp4", "vp8.webm", "vp9.webm", "mpeg4.mkv")
RECORDINGS = ("mp3.mp3", "flac.flac", "opus.ogg", "opus.webm", "aac.m4a")
AV1 = ("av1.mp4", "av1.webm")
SECONDS = 2


class Folder:
    """The folder as content that can be read."""

    def open(self, name: str) -> object:
        return (MEDIA / name).open("rb")

    def size(self, name: str) -> int:
        return (MEDIA / name).stat().st_size


@pytest.fixture
def player(qtbot: QtBot, qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[Film]:
    made = Film(qapp, pictured=request.node.callspec.params["name"] not in RECORDINGS)
    yield made
    made.close()
    made.deleteLater()


def test_every_file_is_tried() -> None:
    assert {file.name for file in MEDIA.iterdir()} == {*FILMS, *RECORDINGS, *AV1}


@pytest.mark.qt_log_ignore(".*")  # what ffmpeg says of hardware that is not here
@pytest.mark.parametrize("name", [*FILMS, *RECORDINGS])
def test_it_plays_to_its_end_and_counts(player: Film, qtbot: QtBot, name: str) -> None:
    failed: list[Trouble] = []
    player.failed.connect(failed.append)
    player.set_speed(2.0)
    with qtbot.waitSignal(player.ended, timeout=30_000):
        player.open(Folder(), name, 0, goes=True)  # type: ignore[arg-type]
        qtbot.waitUntil(lambda: player.playing or bool(failed), timeout=20_000)
        assert not failed, failed
    played = sum(end - start for start, end in player.played)
    assert played >= 0.85 * SECONDS * 1000, player.played
    assert (player.frames >= 10) == (name in FILMS)


@pytest.mark.qt_log_ignore(".*")
@pytest.mark.parametrize("name", AV1)
def test_av1_says_so_and_has_not_played(player: Film, qtbot: QtBot, name: str) -> None:
    with qtbot.waitSignal(player.failed, timeout=30_000) as said:
        player.open(Folder(), name, 0, goes=True)  # type: ignore[arg-type]
    (trouble,) = said.args
    assert "AV1" in trouble.words
    assert not player.played
