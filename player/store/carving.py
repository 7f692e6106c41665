"""Ledger entries out of the raw bytes of a database file, where SQLite itself cannot follow its pages any more.

In a row of the table `ledger` the SHA-256 of an entry follows right behind the entry (sqlite.org/fileformat.html 2.1: the values of a
record stand in the order of their columns), so whatever is found this way is proved by it. Entries that run over several pages
(longer than about 1,000 bytes) are not found.
"""

import hashlib
import mmap
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

LONGEST = 4096  # bytes of an entry within one page
_BEGINS = re.compile(rb'\{"at":\d{1,16},"chain":"[0-9a-f]{64}","data":')
_ENDS = re.compile(rb'"previous":"[0-9a-f]{64}","signed":(?:true|false)\}')


def carved(path: Path) -> Iterator[bytes]:
    """The entries whose hash stands behind them, in no order, the same one perhaps several times. Nothing from a file that is not there."""
    try:
        with path.open("rb") as file, closing(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)) as data:
            yield from entries_in(data)
    except (OSError, ValueError):  # no file, an empty one, or a disk that stops answering
        return


def entries_in(data: "bytes | mmap.mmap") -> Iterator[bytes]:
    for begin in _BEGINS.finditer(data):
        end = _ENDS.search(data, begin.end(), begin.start() + LONGEST)
        if end is not None:
            body = bytes(data[begin.start() : end.end()])
            if hashlib.sha256(body).digest() == data[end.end() : end.end() + 32]:
                yield body
