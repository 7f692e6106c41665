"""One window per data folder: a second start hands its files over."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from player.errors import PlayerError
from player.services import instance
from player.services.instance import Instance, claim, hand_over

FIRST = """
import sys, time
from pathlib import Path
from player.services import instance
from player.services.instance import claim
instance = claim(Path(sys.argv[1]))
assert instance is not None
instance.listen(lambda files: print("|".join(files) or "front", flush=True))
instance._listening.wait()
print("open", flush=True)
sys.stdin.readline()
instance.close()
"""


@pytest.fixture
def first(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that has the window of tmp_path."""
    process = subprocess.Popen([sys.executable, "-c", FIRST, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == "open\n"
    with process:
        yield process
        process.kill()


def line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_second_process_hands_its_file_to_the_first(tmp_path: Path, first: "subprocess.Popen[str]") -> None:
    assert claim(tmp_path) is None
    hand_over(tmp_path, [tmp_path / "a course é.course", "b.course"])
    assert line(first) == f"{tmp_path / 'a course é.course'}|{Path.cwd() / 'b.course'}"
    hand_over(tmp_path, [])
    assert line(first) == "front"


def test_nonsense_and_strangers_do_not_end_the_listener(tmp_path: Path, first: "subprocess.Popen[str]") -> None:
    from multiprocessing import AuthenticationError
    from multiprocessing.connection import Client

    where = json.loads((tmp_path / "instance.json").read_text(encoding="utf-8"))
    with pytest.raises(AuthenticationError):
        Client(where["address"], where["family"], authkey=b"wrong")
    for nonsense in (b"not json", b"[]", b"{}", b"7"):
        with Client(where["address"], where["family"], authkey=bytes.fromhex(where["secret"])) as caller:
            caller.send_bytes(nonsense)
            with pytest.raises(EOFError):
                caller.recv_bytes()
    hand_over(tmp_path, ["c.course"])
    assert line(first).endswith("c.course")


def test_after_a_kill_the_next_start_has_the_window(tmp_path: Path, first: "subprocess.Popen[str]") -> None:
    first.kill()
    first.wait()
    assert (tmp_path / "instance.json").exists()
    again = claim(tmp_path)
    assert again is not None
    taken: list[tuple[str, ...]] = []
    again.listen(taken.append)
    hand_over(tmp_path, [tmp_path / "x.course"])
    again.close()
    assert taken == [(str(tmp_path / "x.course"),)]


def test_closing_gives_the_window_back(tmp_path: Path) -> None:
    one = claim(tmp_path)
    assert isinstance(one, Instance)
    one.listen(print)
    started = time.monotonic()
    one.close()
    assert time.monotonic() - started < 2
    assert not (tmp_path / "instance.json").exists()
    two = claim(tmp_path)
    assert two is not None
    two.close()


def test_a_window_that_does_not_answer_is_said_in_one_sentence(tmp_path: Path) -> None:
    silent = claim(tmp_path)
    assert silent is not None
    with pytest.raises(PlayerError, match="open already"):
        hand_over(tmp_path, ["a.course"], patience=0.2)
    silent.close()


def test_a_folder_that_cannot_be_made_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PlayerError, match="cannot write in"):
        claim(tmp_path / "file" / "below")


def test_a_window_that_cannot_listen_still_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(instance, "_address", lambda _folder: (str(tmp_path / "none" / "x.sock"), "AF_UNIX"))
    deaf = claim(tmp_path)
    assert deaf is not None
    deaf.listen(print)
    with pytest.raises(PlayerError, match="does not answer"):
        hand_over(tmp_path, [], patience=0.1)
    deaf.close()
    assert "no second start can be answered" in caplog.text
