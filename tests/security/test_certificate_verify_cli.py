"""What `greentick verify` ends with: the fourteen attacks on a certificate, and packages as they were, changed, signed and unsigned."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from player.awards.verdict import Verdict
from player.main import main
from player.signing.device import Device
from tests.forge import certificates as forge
from tests.forge.packages import fixed_identity, write_package
from tests.security import test_certificate_attacks as attacks

NOT_VALID, UNKNOWN = 1, 4
THIRTEEN: tuple[Callable[[bytes], None], ...] = (
    attacks.test_byte_flipped_in_the_page, attacks.test_byte_flipped_in_the_metadata, attacks.test_nibble_of_the_signature,
    attacks.test_junk_in_the_padding, attacks.test_newlines_appended, attacks.test_comment_appended,
    attacks.test_page_replaced_by_an_increment, attacks.test_stamp_over_the_name, attacks.test_attachment_replaced,
    attacks.test_rewritten_by_pypdf, attacks.test_signature_stripped, attacks.test_byte_range_shortened, attacks.test_contents_renamed,
)  # fmt: skip

Verify = Callable[[bytes, str], int]


@pytest.fixture
def verify(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Verify:
    """The exit code for a file of these bytes, typed as a person types it; what is printed is checked too."""

    def run(data: bytes, name: str = "certificate.pdf") -> int:
        file = tmp_path / name
        file.write_bytes(data)
        code = main(["verify", str(file)])
        words, errors = capsys.readouterr()
        heads = {NOT_VALID: "NOT VALID", UNKNOWN: "INTACT, BUT THE SIGNER IS NOT KNOWN HERE"}
        assert words.splitlines()[0] == heads[code]
        assert errors == ""
        assert main(["verify", str(file), "--json"]) == code
        said = json.loads(capsys.readouterr().out)
        assert said["verdict"] == {NOT_VALID: "not valid", UNKNOWN: "unknown"}[code]
        assert said["reason"]
        assert file.read_bytes() == data
        return code

    return run


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What an attack hands to its own check."""
    found: list[bytes] = []
    real = attacks.check

    def caught(data: bytes, *words: str) -> Verdict:
        found.append(data)
        return real(data, *words)

    monkeypatch.setattr(attacks, "check", caught)
    return found


def test_there_are_thirteen() -> None:
    assert len(set(THIRTEEN)) == 13


@pytest.mark.parametrize("attack", THIRTEEN, ids=lambda attack: attack.__name__.removeprefix("test_"))
def test_an_attacked_certificate_is_not_valid(verify: Verify, made: list[bytes], attack: Callable[[bytes], None]) -> None:
    attack(forge.issued())
    assert made
    assert forge.issued() not in made
    for data in {*made[:3], made[-1]}:
        assert verify(data, "certificate.pdf") == NOT_VALID


@pytest.fixture(scope="module")
def look_alike() -> Device:
    return attacks.replace(attacks.new_device("Room 3-04", forge.device().id), name="Room 3-04")


def test_a_look_alike_chain_is_not_valid_where_anything_names_the_true_key(verify: Verify, look_alike: Device) -> None:
    true = forge.device()
    assert verify(attacks.seal(forge.unsealed(forge.issued()), look_alike, forge.NOW), "certificate.pdf") == NOT_VALID
    assert verify(attacks.remade(look_alike, true, look_alike), "certificate.pdf") == NOT_VALID  # the code names it
    assert verify(attacks.remade(true, look_alike, look_alike), "certificate.pdf") == NOT_VALID  # the evidence names it


def test_a_look_alike_chain_that_names_itself_everywhere_is_a_stranger_and_never_trusted(verify: Verify, look_alike: Device) -> None:
    assert verify(attacks.remade(look_alike, look_alike, look_alike), "certificate.pdf") == UNKNOWN


def test_the_certificate_that_was_attacked_is_intact(verify: Verify) -> None:
    assert verify(forge.issued(), "certificate.pdf") == UNKNOWN


@pytest.fixture(scope="module", params=[True, False], ids=["signed", "unsigned"])
def package(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bool]:
    path = tmp_path_factory.mktemp("packages") / "first-aid.course"
    write_package(path, identity=fixed_identity() if request.param else None)
    return path.read_bytes(), request.param


def test_an_intact_package_is_unknown_and_an_unsigned_one_says_so(
    verify: Verify, package: tuple[bytes, bool], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, signed = package
    assert verify(data, "first-aid.course") == UNKNOWN
    main(["verify", str(tmp_path / "first-aid.course")])
    words = capsys.readouterr().out
    assert ("unsigned: nobody answers for it" in words) is not signed
    assert ("signed by Northern Rivers Training" in words) is signed


def test_a_changed_package_is_not_valid(verify: Verify, package: tuple[bytes, bool]) -> None:
    data, _ = package
    for place in range(0, len(data), len(data) // 12):
        assert verify(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :], "first-aid.course") == NOT_VALID
    assert verify(data[:-1], "first-aid.course") == NOT_VALID
    assert verify(data + b"\n", "first-aid.course") == NOT_VALID


def test_a_certificate_is_judged_by_what_it_is_also_under_another_name(verify: Verify) -> None:
    assert verify(forge.issued(), "certificate") == UNKNOWN
    assert verify(forge.issued()[:-3], "certificate.PDF") == NOT_VALID
