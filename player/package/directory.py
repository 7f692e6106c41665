"""The ZIP directory of a .course file follows from its manifest to the last byte; here it is compared, and what is wrong is said."""

from collections.abc import Sequence

from player.package.names import check_names
from player.package.refusal import RefusedError
from player.package.zipcentral import Ending, Entry, read_entries
from player.package.zipform import STORED, Member, directory, local_length

_DESCRIPTOR = 1 << 3


def check_directory(ending: Ending, members: Sequence[Member]) -> None:
    """RefusedError unless `members` fill the file up to the directory and it is, byte for byte, theirs."""
    if not members or members[-1].end != ending.start or directory(members, ending.start) != ending.tail:
        raise what_is_wrong(ending, members)


def what_is_wrong(ending: Ending, members: Sequence[Member]) -> RefusedError:
    """Why the directory is not that of `members` (none: those are not known), as precisely as can be said."""
    try:
        _check_as_archive(ending)
        entries = [(entry.name.decode("utf-8"), entry.size) for entry in read_entries(ending)]
    except RefusedError as error:
        return error
    held, listed = {name for name, _ in entries}, {member.name for member in members}
    if not members:
        return RefusedError("it is a ZIP file, but no package: it does not begin with the manifest of one")
    if missing := listed - held:
        return RefusedError(f"the file {min(missing)!r} is missing in it")
    if extra := held - listed:
        return RefusedError(f"the file {min(extra)!r} in it does not belong to it")
    if entries != [(member.name, member.size) for member in members]:
        return RefusedError("its files have other sizes or another order than its manifest says")
    expected = directory(members, ending.start)
    pairs = zip(expected, ending.tail, strict=False)
    at = next((index for index, (one, other) in enumerate(pairs) if one != other), min(len(expected), len(ending.tail)))
    return RefusedError(f"its directory is not in the form of a package (byte {ending.start + at})")


def _check_as_archive(ending: Ending) -> None:
    """What is refused in any archive, and what no package has."""
    if ending.comment:
        raise RefusedError("it has a comment, which no package has")
    entries = read_entries(ending)
    names = [_name(entry) for entry in entries]
    check_names(names)
    at = 0
    for name, entry in zip(names, entries, strict=True):
        if entry.method != STORED or entry.packed != entry.size:
            raise RefusedError(f"the file {name[:80]!a} in it is compressed, which none is in a package")
        if entry.flags & _DESCRIPTOR:
            raise RefusedError(f"the file {name[:80]!a} in it has its size behind it, which none has in a package")
        if entry.offset != at:
            what = "overlap" if entry.offset < at else "have something between them"
            raise RefusedError(f"the files in it {what} at {name[:80]!a} (byte {min(entry.offset, at)})")
        at = entry.offset + local_length(name, entry.size) + entry.size
    if at != ending.start:
        raise RefusedError(f"its files and its directory do not fit together (byte {min(at, ending.start)})")


def _name(entry: Entry) -> str:
    try:
        return entry.name.decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedError(f"the name {entry.name[:80]!r} is not UTF-8") from None
