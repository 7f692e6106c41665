"""One window per data folder: a second start hands its files to the first and ends. No Qt, no network port."""

import contextlib
import hashlib
import json
import logging
import os
import secrets
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from player.errors import PlayerError, said

if TYPE_CHECKING:
    from multiprocessing.connection import Connection, Listener

    if sys.platform == "win32":
        from multiprocessing.connection import PipeConnection
    else:
        PipeConnection = Connection

log = logging.getLogger(__name__)
Receive = Callable[[tuple[str, ...]], None]
PATIENCE_SECONDS = 5.0  # how long a second start waits for the first one to answer
_LONGEST = 64 * 1024  # bytes of one message
_STOP = "stop"


class Instance:
    """The right to be the one window of a data folder; kept until `close` or the end of the process, however it ends."""

    def __init__(self, folder: Path, lock: FileLock) -> None:
        self._folder = folder
        self._lock = lock
        self._thread: threading.Thread | None = None
        self._listening = threading.Event()
        self._stopping = threading.Event()

    def listen(self, receive: Receive) -> None:
        """From now on `receive` is called, in a thread of its own, with the files (absolute paths, none = just come to the front)
        that a second start hands over. Returns at once: the first picture does not wait for it."""
        self._thread = threading.Thread(target=self._serve, args=(receive,), name="second starts", daemon=True)
        self._thread.start()

    def _serve(self, receive: Receive) -> None:
        from multiprocessing import AuthenticationError

        listener = None
        try:
            listener = self._bound()
        except OSError:  # a second start will say that this window does not answer
            log.exception("no second start can be answered")
        finally:
            self._listening.set()
        while listener is not None and not self._stopping.is_set():
            # A caller that left or spoke nonsense ends only its own call.
            with contextlib.suppress(OSError, EOFError, ValueError, TypeError, LookupError, AuthenticationError), listener.accept() as caller:
                self._answer(caller, receive)
        if listener is not None:
            listener.close()
            _card(self._folder).unlink(missing_ok=True)

    def _bound(self) -> "Listener":
        """Listens, and says where in a file that only this user can read."""
        from multiprocessing.connection import Listener

        address, family = _address(self._folder)
        secret = secrets.token_bytes(32)
        if family == "AF_UNIX":
            Path(address).unlink(missing_ok=True)  # left by a process that was killed; the lock says that it is gone
        listener = Listener(address, family, authkey=secret)
        beside = _card(self._folder).with_suffix(".part")
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            out.write(json.dumps({"address": address, "family": family, "secret": secret.hex()}))
        beside.replace(_card(self._folder))
        return listener

    def _answer(self, caller: "Connection | PipeConnection", receive: Receive) -> None:
        said = json.loads(caller.recv_bytes(_LONGEST))
        if said == _STOP or self._stopping.is_set():
            return
        files = tuple(str(name) for name in said["files"])
        receive(files)
        caller.send_bytes(b"taken")

    def close(self) -> None:
        """Lets the next start have the window."""
        if self._thread is not None:
            self._listening.wait(PATIENCE_SECONDS)
            self._stopping.set()
            with contextlib.suppress(OSError, EOFError, ValueError):
                _say(_card(self._folder), _STOP)
            self._thread.join(PATIENCE_SECONDS)
        self._lock.release()


def claim(folder: Path) -> Instance | None:
    """The one right to the window of this data folder; None when another process has it. PlayerError when the folder cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "instance.lock")
        lock.acquire(timeout=0)
    except Timeout:
        return None
    except OSError as error:
        raise PlayerError(
            "The data folder cannot be written to",
            said("Greentick cannot write in {folder}, so nothing could be kept.", folder=folder),
            "Allow writing there, or start Greentick with another --data folder.",
        ) from error
    return Instance(folder, lock)


def hand_over(folder: Path, files: Sequence[str | Path], patience: float = PATIENCE_SECONDS) -> None:
    """Gives the files to the window that is open; returns once it has taken them. PlayerError when it does not answer."""
    message = {"files": [str(Path(name).absolute()) for name in files]}
    ends = time.monotonic() + patience
    while True:
        try:
            if _say(_card(folder), message) == b"taken":
                return
        except (OSError, EOFError, ValueError, KeyError):
            pass  # the first one is still starting, or is just closing
        if time.monotonic() >= ends:
            raise PlayerError(
                "Greentick is open already",
                said("Greentick is open already with the data folder {folder}, but its window does not answer.", folder=folder),
                "Close that window (or end the program) and start again.",
            )
        time.sleep(0.05)


def _say(card: Path, message: object) -> bytes:
    from multiprocessing import AuthenticationError
    from multiprocessing.connection import Client

    where = json.loads(card.read_text(encoding="utf-8"))
    try:
        with Client(where["address"], where["family"], authkey=bytes.fromhex(where["secret"])) as line:
            line.send_bytes(json.dumps(message).encode())
            return line.recv_bytes(_LONGEST) if message != _STOP else b""
    except AuthenticationError as error:
        raise OSError("the card is of an earlier window") from error


def _card(folder: Path) -> Path:
    """Says where the open window listens; readable by this user only."""
    return folder / "instance.json"


def _address(folder: Path) -> tuple[str, str]:
    """A named pipe on Windows; elsewhere a Unix socket in the temporary folder (a socket's path may have 100 bytes only)."""
    name = "greentick-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    if sys.platform == "win32":
        return rf"\\.\pipe\{name}", "AF_PIPE"
    return str(Path(tempfile.gettempdir()) / f"{name}-{os.getuid()}.sock"), "AF_UNIX"
