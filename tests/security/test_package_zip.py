"""Hostile .course files: every point of what a package may not be, each refused in one sentence before content is read."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from player.package import limits
from player.package.reader import open_package
from player.package.refusal import PackageError
from player.package.verdict import verify_package
from player.package.zipform import FULL_16, FULL_32
from tests.forge.packages import identity, write_package
from tests.forge.zips import Part, descriptor, package_parts, write, zip_bytes

LINK = 0o120777 << 16
DEVICE = 0o020666 << 16


def refused(path: Path, words: str | None) -> None:
    """Opening and verifying refuse alike, with the file's name, the reason and what to do."""
    with pytest.raises(PackageError, match=words) as error:
        open_package(path).verify_all()
    assert path.name in error.value.message
    assert error.value.hint
    assert "\n" not in error.value.message
    assert verify_package(path).exit_code == 1


def test_the_forge_makes_good_packages_when_told_no_lie(tmp_path):
    """Otherwise every test below would pass for the wrong reason."""
    write(tmp_path / "forged.course", package_parts())
    assert verify_package(tmp_path / "forged.course").exit_code == 4
    write_package(tmp_path / "built.course")
    assert (tmp_path / "built.course").read_bytes() == (tmp_path / "forged.course").read_bytes()


Spoil = Callable[[list[Part]], dict]
LAST = -1


def whole(**lies) -> Spoil:
    return lambda _parts: lies


def part(index: int = LAST, **fields) -> Spoil:
    def change(parts: list[Part]) -> dict:
        for name, value in fields.items():
            setattr(parts[index], name, value)
        return {}

    return change


def without(index: int) -> Spoil:
    def change(parts: list[Part]) -> dict:
        del parts[index]
        return {}

    return change


def swapped(parts: list[Part]) -> dict:
    parts[2], parts[3] = parts[3], parts[2]
    return {}


def doubled(parts: list[Part]) -> dict:
    parts.append(parts[LAST])
    return {}


def added(name: str) -> Spoil:
    def change(parts: list[Part]) -> dict:
        parts.append(Part(name, b"x"))
        return {}

    return change


def overlapping(parts: list[Part]) -> dict:
    """The last entry shows the bytes of the one before."""
    parts[LAST].central["offset"] = 10
    return {}


HOSTILE: dict[str, tuple[Spoil, str]] = {
    # around the archive
    "junk before": (whole(prefix=b"#!/bin/sh\n"), "something between them"),
    "junk before, which the directory does not know": (whole(prefix=b"MZ junk", end={"start": 1}), "not where it should be"),
    "junk between": (part(before=b"junk"), "something between them"),
    "junk before the directory": (whole(before_directory=b"junk"), "do not fit together"),
    "junk before the end": (whole(before_end=b"junk"), "not where it should be"),
    "junk behind": (whole(suffix=b"junk"), "behind its end"),
    "a comment": (whole(comment=b"hello"), "comment"),
    "a comment of zeros": (whole(comment=b"\0\0"), "comment"),
    "an end record in the comment": (whole(comment=struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0, 0, 0, 0, 0)), "not where it should be"),
    "several disks": (whole(end={"disk": 1}), "several disks"),
    "half of the entries elsewhere": (whole(end={"here": 1}), "several disks"),
    "more entries than there are": (whole(end={"count": 99, "here": 99}), "says 99"),
    "fewer entries than there are": (whole(end={"count": 1, "here": 1}), "says 1"),
    "a directory of another length": (whole(end={"length": 7}), "not where it should be"),
    "a directory elsewhere": (whole(end={"start": 7}), "not where it should be"),
    "no zip64 record where one is announced": (whole(end={"count": FULL_16, "here": FULL_16}), f"says {FULL_16}"),
    # packing
    "deflated": (part(deflate=True), "compressed"),
    "deflated, said in one header only": (part(central={"method": 8}), "compressed"),
    "two sizes": (part(central={"packed": 3}), "compressed"),
    "encrypted": (part(both={"flags": 0x801}), "encrypted"),
    "strongly encrypted": (part(both={"flags": 0x841}), "encrypted"),
    "masked headers": (part(both={"flags": 0x2800}), "encrypted"),
    "a data descriptor": (lambda parts: setattr(parts[LAST], "behind", descriptor(parts[LAST])) or part(both={"flags": 0x808})(parts),
    "behind it"),
    # kinds of file
    "a symbolic link": (part(central={"external": LINK}), "link or a device"),
    "a device": (part(central={"external": DEVICE}), "link or a device"),
    "a folder": (added("media/"), "empty part"),
    # the directory and its headers
    "an entry on another disk": (part(central={"disk": 1}), "several disks"),
    "overlapping": (overlapping, "overlap"),
    "an offset behind the end": (part(central={"offset": 10**9}), "something between them"),
    "a member beyond the archive": (part(both={"size": 10**6, "packed": 10**6}), "do not fit together"),
    "a broken mark": (part(central={"mark": b"PK\x01\x03"}), "not well formed"),
    "a name longer than the directory": (part(central={"name_length": 60_000}), "not well formed"),
    "an extra field in the directory": (part(central_extra=b"\x55\x54\x05\0\x01\0\0\0\0"), "not in the form"),
    "a comment on an entry": (part(comment=b"hello"), "not in the form"),
    "another moment": (part(both={"time": 1}), "not in the form"),
    "another day": (part(both={"date": 34}), "not in the form"),
    "another maker": (part(central={"made": 20}), "not in the form"),
    "other attributes": (part(central={"external": 0o100755 << 16}), "not in the form"),
    "inner attributes": (part(central={"internal": 1}), "not in the form"),
    "another version needed": (part(both={"needed": 10}), "not in the form"),
    "names not said to be UTF-8": (part(both={"flags": 0}), "not in the form"),
    "a needless zip64 record": (part(central={"size": FULL_32, "packed": FULL_32}, central_extra=struct.pack("<2H2Q", 1, 16, 1476, 1476)),
    "sizes|form|compressed|fit"),
    "a wrong CRC in the directory": (part(central={"crc": 1}), "not in the form"),
    # against the manifest
    "no manifest": (without(0), "no package"),
    "no course": (without(1), "is missing"),
    "a file missing": (without(LAST), "is missing"),
    "a file too many": (added("zzz.md"), "does not belong"),
    "a file twice": (doubled, "twice"),
    "another order": (swapped, "another order"),
    "a name the manifest does not have": (part(name="02-burns/sheet.bim"), "is missing"),
    "a name that is not UTF-8": (part(name=b"02-burns/\xff\xfe\xfd.bin"), "UTF-8"),
    # the local headers, which are read with the content
    "another local name": (part(local_name=b"cover.pnh"), "header of cover.png"),
    "another local size": (part(local={"size": 5}), "header"),
    "another local method": (part(local={"method": 8}), "header"),
    "another local CRC": (part(local={"crc": 5}), "header"),
    "another local flag": (part(local={"flags": 0x801}), "header"),
    "a broken local mark": (part(local={"mark": b"PK\x03\x05"}), "header"),
    "a local extra field that the next header hides": (part(local={"extra_length": 4}), "header"),
    "another local header of the manifest": (part(0, local={"time": 9}), "no package"),
    "another local header of the course": (part(1, local={"time": 9}), "header of _course/course.json"),
}  # fmt: skip


@pytest.mark.parametrize("how", HOSTILE)
def test_a_hostile_archive_is_refused(tmp_path, how):
    spoil, words = HOSTILE[how]
    parts = package_parts()
    lies = spoil(parts)
    refused(write(tmp_path / "hostile.course", parts, **lies), words)


NAMES = {
    "up": "../evil.md", "absolute": "/etc/evil", "drive": "C:/evil.md", "stream": "a.md:hidden", "backslash": "a\\b.md",
    "dot": "a/./b.md", "empty part": "a//b.md",
    "device": "CON", "device with extension": "media/nul.png", "trailing dot": "evil.", "trailing space": "evil ",
    "bidi": "gpj.\u202eexe", "zero width": "e\u200bvil.md",
    "control": "evil\x07.md", "line break": "e\nvil.md", "NFD": "e\u0301.md", "case twin": "COVER.png",
    "folder and file": "cover.png/x.md", "long": "x" * 300,
    "deep": "d/" * 40 + "x", "invisible": "e\u3164.md", "control folder twin": "_COURSE/course.json",
}  # fmt: skip


@pytest.mark.parametrize("how", NAMES)
@pytest.mark.parametrize("signed", [False, True])
def test_a_hostile_name_is_refused_even_when_manifest_and_signature_vouch_for_it(tmp_path, how, signed):
    parts = package_parts({NAMES[how]: b"evil"}, identity=identity() if signed else None)
    refused(write(tmp_path / "hostile.course", parts), "name|one file|file and a folder")


def test_a_file_in_the_folder_of_the_package_is_refused(tmp_path):
    parts = package_parts({"_course/evil.md": b"evil"})
    refused(write(tmp_path / "hostile.course", parts), "files of the package itself|in order")


def test_a_directory_that_ends_within_an_entry_is_refused(tmp_path):
    """The end record says a little less than there is, and the rest passes for junk of its own."""
    data = bytearray(zip_bytes(package_parts()))
    end = len(data) - 22
    length = struct.unpack_from("<L", data, end + 12)[0]
    data[end + 12 : end + 16] = struct.pack("<L", length - 20)
    del data[end - 20 : end]
    (tmp_path / "short.course").write_bytes(data)
    refused(tmp_path / "short.course", "middle of an entry|not well formed")


def test_a_tiny_archive_that_announces_zip64_is_refused(tmp_path):
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, FULL_16, FULL_16, 0, 0, 0)
    for before in (b"", b"x" * 30):
        (tmp_path / "tiny.course").write_bytes(before + end)
        refused(tmp_path / "tiny.course", "more than|says|not where|no package")


def test_a_file_that_shrinks_while_it_is_read_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "p.course"
    write_package(path)
    real = path.stat

    class Larger:
        def __init__(self, status):
            self.status = status

        def __getattr__(self, name):
            return getattr(self.status, name) + (10**6 if name == "st_size" else 0)

    monkeypatch.setattr("player.package.plainfile.os.fstat", lambda _handle: Larger(real()))
    with pytest.raises(PackageError, match="ended while it was read"):
        open_package(path)


def test_too_many_members_are_refused_before_any_is_read(tmp_path):
    many = limits.MEMBERS_MAX + 1
    data = bytearray(zip_bytes(package_parts()))
    end = len(data) - 22
    start, length = struct.unpack_from("<L", data, end + 16)[0], struct.unpack_from("<L", data, end + 12)[0]
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 0x032D, 45, 0, 0, many, many, length, start)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    data[end:] = record + locator + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, FULL_16, FULL_16, length, start, 0)
    (tmp_path / "many.course").write_bytes(data)
    refused(tmp_path / "many.course", f"{many} files, more than {limits.MEMBERS_MAX}")


@pytest.mark.parametrize("spoil", ["size", "disk", "mark", "place", "entries", "needless"])
def test_a_zip64_record_that_lies_is_refused(tmp_path, spoil):
    data = bytearray(zip_bytes(package_parts()))
    end = len(data) - 22
    count, length, start = *struct.unpack_from("<H", data, end + 10), *struct.unpack_from("<2L", data, end + 12)
    size = 43 if spoil == "size" else 44
    here = count + (spoil == "entries")
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", size, 0x032D, 45, int(spoil == "disk"), 0, here, count, length, start)
    if spoil == "mark":
        record = b"PK\x06\x05" + record[4:]
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end + 8 * (spoil == "place"), 1)
    told = count if spoil == "needless" else FULL_16
    data[end:] = record + locator + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, told, told, length, start, 0)
    (tmp_path / "zip64.course").write_bytes(data)
    refused(tmp_path / "zip64.course", "zip64|not where it should be")


@pytest.mark.parametrize(
    ("limit", "where", "words"),
    [
        ("PACKAGE_BYTES_MAX", "player.package.reader", "bytes, more than 100"), ("MANIFEST_BYTES_MAX", "player.package.reader",
        r"manifest\.json in it has"),
        ("COURSE_BYTES_MAX", "player.package.reader", r"course\.json in it has"), ("SIGNATURE_BYTES_MAX", "player.package.reader",
        r"signature\.json in it has"),
        ("DIRECTORY_BYTES_MAX", "player.package.zipcentral", "its directory takes"),
    ],
)  # fmt: skip
def test_every_limit_is_kept(tmp_path, monkeypatch, limit, where, words):
    write_package(tmp_path / "large.course", identity=identity())
    monkeypatch.setattr(f"{where}.{limit}", 100)
    refused(tmp_path / "large.course", words)


def test_a_header_that_claims_gigabytes_is_refused_before_they_are_read(tmp_path):
    """The claim is within the limit; the directory and the file's own size contradict it."""
    parts = package_parts()
    parts[0].both.update(size=100 * limits.MIB, packed=100 * limits.MIB)
    refused(write(tmp_path / "claims.course", parts), "damaged")


def test_a_directory_larger_than_the_first_look_is_read_whole(tmp_path):
    extra = {f"many/{number:05}-{'x' * 60}.md": b"" for number in range(900)}
    write_package(tmp_path / "wide.course", extra=extra)
    assert verify_package(tmp_path / "wide.course").exit_code == 4
    data = bytearray((tmp_path / "wide.course").read_bytes())
    data[-60_000] ^= 1
    (tmp_path / "wide.course").write_bytes(data)
    refused(tmp_path / "wide.course", None)
