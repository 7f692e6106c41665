"""Archives that others made: good ones read right, hostile ones are refused before a byte is unpacked."""

import io
import os
import random
import zipfile
import zlib
from pathlib import Path

import pytest

from player.errors import PlayerError
from player.package.refusal import PackageError
from player.package.zip import SafeZip
from tests.forge.zips import Part, descriptor, write, zip_bytes

TEXT = b"A line of text that packs well.\n" * 3000
NOISE = random.Random(5).randbytes(200_000)
CONTENTS = {"index.html": b"<p>hello", "media/noise.bin": NOISE, "media/text.txt": TEXT, "empty": b"", "Übung/ضع.md": b"x" * 70_000}


def good_parts() -> list[Part]:
    return [Part(name, data, deflate=name != "media/noise.bin") for name, data in CONTENTS.items()]


def check(archive: SafeZip) -> None:
    assert list(archive.names()) == sorted(CONTENTS)
    for name, data in CONTENTS.items():
        assert archive.size(name) == len(data)
        with archive.open(name) as stream:
            assert stream.read() == data


def streamed() -> bytes:
    """As packers write that cannot seek: sizes behind the content."""

    class NoSeek(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_arguments):
            raise io.UnsupportedOperation

    target = NoSeek()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in CONTENTS.items():
            archive.writestr(name, data)
    return target.getvalue()


def from_standard_library() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("media")
        for name, data in CONTENTS.items():
            archive.writestr(name, data)
        archive.mkdir("nothing in it")
        archive.comment = b"made elsewhere"
    return target.getvalue()


def with_descriptors(*, mark: bool, width: int) -> bytes:
    parts = good_parts()
    for part in parts:
        part.behind = descriptor(part, mark=mark, width=width)
        part.both["flags"] = 0x808
        part.local.update(crc=0, size=0, packed=0)
    return zip_bytes(parts)


GOOD = {
    "plain": lambda: zip_bytes(good_parts()),
    "streamed": streamed,
    "standard library": from_standard_library,
    "extra fields": lambda: zip_bytes([Part(part.name, part.data, part.deflate, local_extra=b"UT\5\0\1abcd",
    central_extra=b"UT\1\0\1") for part in good_parts()]),
    "descriptors": lambda: with_descriptors(mark=True, width=4),
    "descriptors without mark": lambda: with_descriptors(mark=False, width=4),
    "large descriptors": lambda: with_descriptors(mark=True, width=8),
    "names in UTF-8 without the flag": lambda: zip_bytes([Part(part.name, part.data, part.deflate,
    both={"flags": 0}) for part in good_parts()]),
    "names in NFD": lambda: zip_bytes([Part(part.name.replace("Ü", "U\u0308"), part.data, part.deflate) for part in good_parts()]),
}  # fmt: skip


@pytest.mark.parametrize("how", GOOD)
def test_what_honest_packers_write_is_read(tmp_path, how):
    path = tmp_path / "good.zip"
    path.write_bytes(GOOD[how]())
    check(SafeZip(path))


def test_names_in_code_page_437(tmp_path):
    path = write(tmp_path / "old.zip", [Part("Übung.txt".encode("cp437"), b"x", both={"flags": 0})])
    assert list(SafeZip(path).names()) == ["Übung.txt"]


def test_seeking_reads_the_same_as_the_bytes(tmp_path):
    path = tmp_path / "good.zip"
    path.write_bytes(zip_bytes(good_parts()))
    chance = random.Random(11)
    for name in ("media/text.txt", "media/noise.bin"):
        with SafeZip(path).open(name) as stream, io.BytesIO(CONTENTS[name]) as plain:
            assert stream.seek(0, os.SEEK_END) == plain.seek(0, os.SEEK_END)
            for _ in range(60):
                at = chance.randrange(len(CONTENTS[name]) + 5)
                size = chance.choice([0, 1, 1000, 70_000])
                assert stream.seek(at) == plain.seek(at)
                assert stream.read(size) == plain.read(size)
                assert stream.tell() == plain.tell()
            stream.seek(-7, os.SEEK_END)
            stream.seek(2, os.SEEK_CUR)
            assert stream.read() == CONTENTS[name][-5:]
            assert stream.raw.readinto(bytearray(0)) == 0


def test_deflate_may_be_forbidden(tmp_path):
    path = write(tmp_path / "packed.zip", [Part("a", TEXT, deflate=True)])
    with pytest.raises(PackageError, match="packed in a way"):
        SafeZip(path, allow_deflate=False)
    assert list(SafeZip(write(tmp_path / "stored.zip", [Part("a", TEXT)]), allow_deflate=False).names()) == ["a"]


def last(parts: list[Part], **fields) -> list[Part]:
    for name, value in fields.items():
        setattr(parts[-1], name, value)
    return parts


def bomb(size: int) -> list[Part]:
    return [Part("bomb", b"\0" * size, deflate=True)]


def kernel_bomb() -> bytes:
    """Many entries that all show the same packed bytes."""
    parts = [Part(f"file{number}", b"\0" * 100_000, deflate=True) for number in range(3)]
    data = bytearray(zip_bytes(parts))
    first = data.index(b"PK\x01\x02")
    for number in (1, 2):
        entry = data.index(f"file{number}".encode(), first) - 46
        data[entry + 42 : entry + 46] = bytes(4)
    return bytes(data)


HOSTILE = {
    "up": (lambda: zip_bytes([Part("../evil", b"x")]), "name"),
    "absolute": (lambda: zip_bytes([Part("/evil", b"x")]), "name"),
    "backslash": (lambda: zip_bytes([Part("a\\evil", b"x")]), "name"),
    "drive": (lambda: zip_bytes([Part("c:evil", b"x")]), "name"),
    "device": (lambda: zip_bytes([Part("a/con.html", b"x")]), "device"),
    "bidi": (lambda: zip_bytes([Part("a\u202eb", b"x")]), "invisible"),
    "hostile folder": (lambda: zip_bytes([Part("../", b"")]), "name"),
    "not UTF-8 though it says so": (lambda: zip_bytes([Part(b"\xff", b"x")]), "UTF-8"),
    "twice": (lambda: zip_bytes([Part("a", b"1"), Part("a", b"2")]), "twice"),
    "case twins": (lambda: zip_bytes([Part("a", b"1"), Part("A", b"2")]), "one file"),
    "NFC twins": (lambda: zip_bytes([Part("é", b"1"), Part("e\u0301", b"2")]), "twice"),
    "file and folder": (lambda: zip_bytes([Part("a", b"1"), Part("a/b", b"2")]), "file and a folder"),
    "file and listed folder": (lambda: zip_bytes([Part("a", b"1"), Part("A/", b"")]), "file and a folder"),
    "folder with content": (lambda: zip_bytes([Part("a/", b"hidden")]), "has content"),
    "link": (lambda: zip_bytes([Part("a", b"/etc/passwd", central={"external": 0o120777 << 16})]), "link"),
    "encrypted": (lambda: zip_bytes(last(good_parts(), both={"flags": 0x801})), "encrypted"),
    "other method": (lambda: zip_bytes(last(good_parts(), both={"method": 12})), "packed in a way"),
    "junk before": (lambda: zip_bytes(good_parts(), prefix=b"junk"), "something between"),
    "junk between": (lambda: zip_bytes(last(good_parts(), before=b"junk")), "something between"),
    "junk before the directory": (lambda: zip_bytes(good_parts(), before_directory=b"junk"), "something lies between"),
    "junk behind": (lambda: zip_bytes(good_parts(), suffix=b"junk"), "behind its end"),
    "end record in the comment": (lambda: zip_bytes(good_parts(), comment=b"PK\5\6" + bytes(18)), "not where it should be"),
    "overlap": (lambda: zip_bytes(last(good_parts(), central={"offset": 0})), "overlap"),
    "kernel of a bomb": (kernel_bomb, "overlap"),
    "member beyond the archive": (lambda: zip_bytes(last(good_parts(), both={"packed": 10**8})), "longer than the archive"),
    "other local name": (lambda: zip_bytes(last(good_parts(), local_name="Übung/ضغ.md".encode())), "contradict"),
    "other local size": (lambda: zip_bytes(last(good_parts(), local={"size": 1})), "contradict"),
    "other local CRC": (lambda: zip_bytes(last(good_parts(), local={"crc": 1})), "contradict"),
    "other local method": (lambda: zip_bytes(last(good_parts(), local={"method": 0})), "contradict"),
    "no local header": (lambda: zip_bytes(last(good_parts(), local={"mark": b"PK\1\2"})), "does not begin"),
    "descriptor of no known length": (
        lambda: zip_bytes(last(good_parts(), both={"flags": 0x808}, behind=bytes(13))), "record behind"
    ),
    "wrong descriptor": (lambda: zip_bytes(last(good_parts(), both={"flags": 0x808}, behind=b"PK\x07\x08" + bytes(12))), "record behind"),
    "stored with two sizes": (lambda: zip_bytes([Part("a", b"12345", both={"size": 4})]), "two sizes"),
    "nothing that hides something": (lambda: zip_bytes([Part("a", b"12345", both={"size": 0, "method": 8})]), "hides"),
    "bomb": (lambda: zip_bytes(bomb(3_000_000)), "bomb"),
    "bomb of many": (lambda: zip_bytes([Part(f"f{number}", b"\0" * 900_000, deflate=True) for number in range(9)]), "bomb"),
    "claims of terabytes": (lambda: zip_bytes([Part("a", b"x", deflate=True, both={"size": 0xFFFFFFFE})]), "bomb"),
    "claims of zip64 terabytes": (
        lambda: zip_bytes([Part("a", b"x", deflate=True, both={"size": 0xFFFFFFFF}, central_extra=b"\1\0\x08\0" + (2**44).to_bytes(8,
        "little"))]),
        "would unpack to 17592186044416",
    ),
    "no archive": (lambda: b"hello" * 100, "no ZIP file"),
    "empty file": (lambda: b"", "empty"),
    "directory cut": (lambda: zip_bytes(good_parts(), end={"count": 4, "here": 4}), "says 4"),
}  # fmt: skip


@pytest.mark.parametrize("how", HOSTILE)
def test_hostile_archives_are_refused_at_opening(tmp_path, how):
    make, words = HOSTILE[how]
    path = tmp_path / "hostile.zip"
    path.write_bytes(make())
    with pytest.raises(PackageError, match=words) as error:
        SafeZip(path)
    assert "hostile.zip" in error.value.message
    assert error.value.hint


def spoiled(tmp_path: Path, change) -> SafeZip:
    part = Part("text", TEXT, deflate=True)
    change(part)
    return SafeZip(write(tmp_path / "spoiled.zip", [part]))


@pytest.mark.parametrize("size", [len(TEXT) - 1, len(TEXT) + 1, 10, len(TEXT) + 100_000])
def test_more_or_less_than_was_promised_is_damage(tmp_path, size):
    archive = spoiled(tmp_path, lambda part: part.both.update(size=size))
    with archive.open("text") as stream, pytest.raises(PackageError, match="damaged at byte"):
        stream.read()


def test_a_wrong_checksum_is_damage(tmp_path):
    with spoiled(tmp_path, lambda part: part.both.update(crc=1)).open("text") as stream, pytest.raises(PackageError, match="damaged"):
        stream.read()


def test_a_broken_deflate_stream_is_damage(tmp_path):
    path = write(tmp_path / "broken.zip", [Part("text", b"\xff" * 50, both={"method": 8, "size": 1000})])
    with SafeZip(path).open("text") as stream, pytest.raises(PackageError, match="damaged at byte 0"):
        stream.read()


def test_a_deflate_stream_without_an_end_is_damage(tmp_path):
    """All the bytes come out, but the stream never says that it is over."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(TEXT) + packer.flush(zlib.Z_SYNC_FLUSH)
    lies = {"method": 8, "size": len(TEXT), "crc": zlib.crc32(TEXT)}
    path = write(tmp_path / "endless.zip", [Part("text", packed, both=lies)])
    with SafeZip(path).open("text") as stream, pytest.raises(PackageError, match="damaged"):
        stream.read()


def test_an_end_that_comes_in_a_later_piece_is_found(tmp_path):
    """Noise packs to more than it was; the end mark of the stream then lies behind any border between pieces."""
    for size in range(65_500, 65_560, 7):
        data = NOISE[:size]
        path = write(tmp_path / "edge.zip", [Part("noise", data, deflate=True)])
        with SafeZip(path).open("noise") as stream:
            assert stream.read() == data


def test_bytes_behind_the_deflate_stream_are_damage(tmp_path):
    packed = Part("text", TEXT, deflate=True).packed + b"hidden"
    lies = {"method": 8, "size": len(TEXT), "crc": zlib.crc32(TEXT)}
    path = write(tmp_path / "hidden.zip", [Part("text", packed, both=lies)])
    with SafeZip(path).open("text") as stream, pytest.raises(PackageError, match="damaged"):
        stream.read()


@pytest.mark.parametrize("limit", ["ARCHIVE_BYTES_MAX", "ARCHIVE_MEMBERS_MAX", "MEMBER_UNPACKED_BYTES_MAX", "UNPACKED_BYTES_MAX"])
def test_every_limit_is_kept(tmp_path, monkeypatch, limit):
    path = tmp_path / "large.zip"
    path.write_bytes(zip_bytes(good_parts()))
    monkeypatch.setattr(f"player.package.zip.{limit}", 3)
    with pytest.raises(PackageError):
        SafeZip(path)


def test_an_archive_that_changes_or_vanishes_is_noticed(tmp_path):
    path = tmp_path / "good.zip"
    path.write_bytes(zip_bytes(good_parts()))
    archive = SafeZip(path)
    os.utime(path, ns=(1, 1))
    with archive.open("media/text.txt") as stream, pytest.raises(PlayerError, match="replaced or changed"):
        stream.read()
    path.unlink()
    with pytest.raises(PlayerError, match="There is no file"):
        archive.open("media/text.txt")
    with pytest.raises(PlayerError, match="no file 'missing'"):
        archive.size("missing")
    with pytest.raises(PlayerError, match="There is no file"):
        SafeZip(path)
    with pytest.raises(PlayerError, match="folder"):
        SafeZip(tmp_path)
