"""Where content comes from: the one shape that text, views and web content take."""

from collections.abc import Iterator
from typing import BinaryIO, Protocol


class ContentSource(Protocol):
    """Read-only files of one course, by package name ("01-start/10-tap.jpg", forward slashes, NFC)."""

    def open(self, name: str) -> BinaryIO:
        """A seekable binary stream. Raises PlayerError when the file is missing, damaged or its medium is gone."""
        ...

    def size(self, name: str) -> int:
        """Bytes. Raises PlayerError when there is no such file."""
        ...

    def names(self) -> Iterator[str]:
        """Every file name, sorted."""
        ...
