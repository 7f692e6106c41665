"""A double click: `greentick desktop install`, then the launcher that a desktop would start, with a window open already and without one."""

import shlex
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.forge.courses import write_plain, write_tea
from tests.forge.stage import environment, greentick

PATIENCE = 60.0  # seconds
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="launchers are those of freedesktop desktops")


class User:
    """A home of its own. `double_click` does with a file what a file manager does."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.home = place / "home"
        self.home.mkdir()
        self.started: list[subprocess.Popen[bytes]] = []

    @property
    def launcher(self) -> Path:
        return self.home / ".share" / "applications" / "greentick.desktop"

    @property
    def data(self) -> Path:
        return self.home / ".share" / "Greentick"

    def double_click(self, file: Path) -> "subprocess.Popen[bytes]":
        keys = dict(line.split("=", 1) for line in self.launcher.read_text(encoding="utf-8").splitlines() if "=" in line)
        words = [word for each in shlex.split(keys["Exec"]) for word in ([str(file)] if each == "%F" else [each])]
        return self.start(*words)

    def start(self, *words: str) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(words, env=environment(self.home), cwd=self.place)
        self.started.append(process)
        return process

    def shelf(self) -> list[str]:
        """The titles of the courses that are kept."""
        if not (self.data / "greentick.db").exists():
            return []
        with closing(sqlite3.connect(f"file:{self.data}/greentick.db?mode=ro", uri=True)) as database:
            try:
                return [title for (title,) in database.execute("select title from course")]
            except sqlite3.OperationalError:  # its tables are just being made
                return []


@pytest.fixture
def user(tmp_path: Path) -> Iterator[User]:
    user = User(tmp_path)
    yield user
    for process in user.started:
        process.kill()
        process.wait()


def wait(holds: Callable[[], object], what: str) -> None:
    ends = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < ends, f"{what} did not come"
        time.sleep(0.02)


def test_a_double_click_opens_a_window_and_the_next_hands_its_file_to_it(user: User) -> None:
    installed = greentick(user.place, "desktop", "install")
    assert installed.returncode == 0, installed.stderr
    assert "it opens .course files" in installed.stdout
    stick = user.place / "a stick; (blue) 'ü'"
    stick.mkdir()
    one = write_tea(stick / "tea & honey.course")
    first = user.double_click(one)
    wait(lambda: user.shelf() == ["Making Tea"], "the course of the first double click")
    two = write_plain(stick / "two 100%.course", 3)
    second = user.double_click(two)
    assert second.wait(PATIENCE) == 0
    wait(lambda: len(user.shelf()) == 2, "the course of the second double click")
    assert first.poll() is None


def test_what_was_installed_is_removed(user: User) -> None:
    before = set(user.home.rglob("*"))
    assert greentick(user.place, "desktop", "install").returncode == 0
    assert user.launcher.exists()
    removed = greentick(user.place, "desktop", "remove")
    assert (removed.returncode, removed.stderr) == (0, "")
    assert set(user.home.rglob("*")) == before
    again = greentick(user.place, "desktop", "remove")
    assert (again.returncode, "nothing was changed" in again.stdout) == (0, True)


def test_a_launcher_that_is_not_ours_is_a_sentence(user: User) -> None:
    user.launcher.parent.mkdir(parents=True)
    user.launcher.write_text("[Desktop Entry]\n")
    refused = greentick(user.place, "desktop", "install")
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"{user.launcher} is there already")
