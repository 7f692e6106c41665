"""A binary stream as Qt reads it, from any thread, with no exception ever leaving Python."""

import threading
from contextvars import copy_context
from typing import BinaryIO

from PySide6.QtCore import QIODevice, QObject, Signal

from player.errors import PlayerError
from player.ui.words import sentence, told, tr


class StreamDevice(QIODevice):
    """Seekable and read-only. A fault while reading ends the data and is told by `failed` (title, sentence), once: a reader that was given
    nothing but is not at the end would try for ever, and whoever waits for it too."""

    failed = Signal(str, str)

    def __init__(self, stream: BinaryIO, size: int, parent: QObject) -> None:
        super().__init__(parent)
        self._stream = stream
        self._size = size
        self._lock = threading.Lock()
        self._broken = False
        self._spoken = copy_context()  # whoever reads is a thread of Qt's, which knows no language
        self.open(QIODevice.OpenModeFlag.ReadOnly | QIODevice.OpenModeFlag.Unbuffered)

    def isSequential(self) -> bool:
        return False

    def size(self) -> int:
        return self._size

    def bytesAvailable(self) -> int:
        return 0 if self._broken else max(0, self._size - self.pos())

    def readData(self, maxlen: int) -> bytes:
        if not isinstance(maxlen, int) or maxlen <= 0 or self._broken:
            return b""
        try:
            with self._lock:
                self._stream.seek(self.pos())
                return self._stream.read(min(maxlen, self._size - self.pos()))
        except PlayerError as error:
            speaks = self._spoken.copy()
            title, words = speaks.run(told, error.title), speaks.run(sentence, error)
        except (OSError, ValueError) as error:  # a stick pulled out, a package closed meanwhile
            title, words = self._spoken.copy().run(tr, "The file cannot be read"), str(error)
        self._broken = True
        self.failed.emit(title, words)
        return b""

    def writeData(self, data: bytes | bytearray | memoryview, length: int) -> int:  # noqa: ARG002 - read-only
        return -1

    def close(self) -> None:
        super().close()
        with self._lock:
            self._stream.close()
