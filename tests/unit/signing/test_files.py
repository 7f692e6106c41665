"""NAME.key and NAME.identity: written once, read strictly."""

import json
import os
import stat
import time

import pytest

from player.errors import PlayerError
from player.signing import files
from player.signing.canonical import canonical, read_canonical
from player.signing.files import card_bytes, card_of_key, key_bytes, needs_passphrase, read_card, read_key, write_identity
from player.signing.keys import new_identity
from tests.forge.packages import fixed_identity


@pytest.fixture(autouse=True)
def _quick_wrapping(monkeypatch, request):
    if "real_cost" not in request.keywords and request.node.name != "test_the_real_cost_of_a_guess":
        monkeypatch.setattr(files, "ARGON2_MEMORY_KIB", 64)
        monkeypatch.setattr(files, "ARGON2_PASSES", 1)


def refusal(call, *arguments) -> PlayerError:
    with pytest.raises(PlayerError) as error:
        call(*arguments)
    assert error.value.message
    assert error.value.hint
    return error.value


def test_an_identity_is_written_and_read_again(tmp_path):
    identity = new_identity("Northern Rivers")
    key, card = write_identity(identity, tmp_path, "open sesame")
    assert (key.name, card.name) == ("Northern Rivers.key", "Northern Rivers.identity")
    assert read_key(key, "open sesame") == identity
    assert read_card(card) == identity.card
    assert needs_passphrase(key)
    assert card_of_key(key) == identity.card
    assert sorted(path.name for path in tmp_path.iterdir()) == [card.name, key.name]
    assert identity.seed not in key.read_bytes()
    if os.name == "posix":
        assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_without_a_passphrase_it_says_so(tmp_path):
    identity = new_identity("Plain")
    key, _ = write_identity(identity, tmp_path, "")
    assert not needs_passphrase(key)
    assert read_key(key) == identity
    assert json.loads(key.read_bytes())["passphrase"] is False


def test_a_wrong_passphrase_is_one_sentence(tmp_path):
    key, _ = write_identity(new_identity("Locked"), tmp_path, "right")
    assert "does not open" in refusal(read_key, key, "wrong").message
    assert "passphrase" in refusal(read_key, key, "").message


def test_the_real_cost_of_a_guess(tmp_path):
    key, _ = write_identity(new_identity("Slow"), tmp_path, "right")
    start = time.process_time()
    read_key(key, "right")
    assert time.process_time() - start > 0.02
    assert json.loads(key.read_bytes())["kdf"]["memory_kib"] == 64 * 1024


def test_nothing_is_overwritten(tmp_path):
    write_identity(new_identity("Once"), tmp_path, "")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    assert "exists" in refusal(write_identity, new_identity("Once"), tmp_path, "").message
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    ("name", "stem"),
    [("A/B: Training?", "A-B- Training-"), ("con", "_con"), ("LPT1.x", "_LPT1.x"), (".hidden", "_.hidden"), ("dots...", "dots"), ("Çağrı",
    "Çağrı")],
)
def test_any_name_becomes_a_file_name_of_every_system(tmp_path, name, stem):
    key, _ = write_identity(new_identity(name), tmp_path, "")
    assert key.name == stem + ".key"


def test_a_name_of_dots_alone_is_refused(tmp_path):
    refusal(write_identity, new_identity("..."), tmp_path, "")


def test_no_byte_of_a_card_can_be_changed(tmp_path):
    data = card_bytes(fixed_identity())
    path = tmp_path / "x.identity"
    for offset in range(len(data) - 1):
        spoiled = bytearray(data)
        spoiled[offset] ^= 0x01
        path.write_bytes(spoiled)
        refusal(read_card, path)


def test_no_byte_of_a_key_can_be_changed(tmp_path):
    data = key_bytes(fixed_identity(), "right")
    path = tmp_path / "x.key"
    for offset in range(0, len(data) - 1, 3):
        spoiled = bytearray(data)
        spoiled[offset] ^= 0x01
        path.write_bytes(spoiled)
        refusal(read_key, path, "right")


@pytest.mark.parametrize(
    ("field", "value"),
    [("kdf", {}), ("kdf", 5), ("cipher", {"name": "x", "nonce": ""}), ("passphrase", 1), ("name", ""), ("name", 3), ("created", "today"),
    ("key", "AA=="), ("secret", "")],
)  # fmt: skip
def test_a_key_with_a_strange_field_is_refused(tmp_path, field, value):
    fields = read_canonical(key_bytes(fixed_identity(), "").removesuffix(b"\n"))
    path = tmp_path / "x.key"
    path.write_bytes(canonical(fields | {field: value}))
    refusal(read_key, path)


@pytest.mark.parametrize("demand", [{"memory_kib": 2**40}, {"passes": 10**6}, {"lanes": 255}, {"memory_kib": 1}, {"passes": 0},
    {"lanes": True}, {"name": "argon2i"}])
def test_a_key_may_not_ask_for_the_whole_machine(tmp_path, demand):
    fields = read_canonical(key_bytes(fixed_identity(), "").removesuffix(b"\n"))
    path = tmp_path / "x.key"
    path.write_bytes(canonical(fields | {"kdf": fields["kdf"] | demand}))
    refusal(read_key, path)


def test_a_secret_of_another_key_is_refused(tmp_path):
    one, other = new_identity("Same"), new_identity("Same")
    mixed = type(one)(one.card, other.seed)
    path = tmp_path / "x.key"
    path.write_bytes(key_bytes(mixed, ""))
    assert "does not belong" in refusal(read_key, path).message


@pytest.mark.parametrize(
    "change",
    [{"name": "Other"}, {"fingerprint": "0000"}, {"created": "2020-01-01T00:00:00Z"}, {"created": 1}, {"signature": "AA=="},
    {"name": None}, {"more": 1}],
)  # fmt: skip
def test_a_card_that_was_forged_is_refused(tmp_path, change):
    fields = read_canonical(card_bytes(fixed_identity()).removesuffix(b"\n"))
    path = tmp_path / "x.identity"
    path.write_bytes(canonical(fields | change))
    refusal(read_card, path)


def test_a_newer_card_is_named_as_such(tmp_path):
    fields = read_canonical(card_bytes(fixed_identity()).removesuffix(b"\n"))
    path = tmp_path / "x.identity"
    path.write_bytes(canonical(fields | {"format": 2}))
    assert "newer version" in refusal(read_card, path).message


def test_what_is_no_identity_is_refused(tmp_path):
    for name, data in {"empty": b"", "text": b"hello", "huge": b"x" * (files.FILE_BYTES_MAX + 1), "list": b"[]"}.items():
        path = tmp_path / name
        path.write_bytes(data)
        refusal(read_card, path)
        refusal(read_key, path)
    refusal(read_card, tmp_path)
    refusal(read_card, tmp_path / "missing")
    key, card = write_identity(new_identity("Swapped"), tmp_path, "")
    refusal(read_card, key)
    refusal(read_key, card)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    refusal(write_identity, new_identity("Lost"), tmp_path / "missing", "")


def test_an_unreadable_file_is_named(tmp_path, monkeypatch):
    def fail(*_arguments, **_options):
        raise OSError(5, "Input/output error")

    key, _ = write_identity(new_identity("Gone"), tmp_path, "")
    monkeypatch.setattr(type(key), "open", fail)
    assert "cannot be read" in refusal(read_key, key).message
