"""Attacks on a sealed certificate, each really made. Thirteen are not valid; one is intact but unknown, never trusted."""

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from player.awards import contents, documents, qr, sealed
from player.awards.certificate import issue
from player.awards.documents import EVIDENCE_NAME
from player.awards.seal import seal
from player.awards.verdict import Standing, Verdict
from player.awards.verify import verify_certificate
from player.signing.device import Device, new_device
from tests.forge import certificates as forge
from tests.forge.laws import law


@pytest.fixture(scope="module")
def good() -> bytes:
    return forge.issued()


def check(data: bytes, *words: str) -> Verdict:
    """Not valid, whoever is trusted, for a reason in one sentence with these words."""
    verdict = verify_certificate(data, forge.device().chain)
    assert verdict.standing is Standing.NOT_VALID, verdict.reason
    assert re.fullmatch(r"[A-Z].+\.", verdict.reason)
    assert "Traceback" not in verdict.reason
    for word in words:
        assert word in verdict.reason
    return verdict


def flipped(data: bytes, place: int, bit: int = 1) -> bytes:
    return data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :]


def increment(data: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(data), strict=True)
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def page_of(writer: IncrementalPdfFileWriter) -> Any:
    return writer.root["/Pages"]["/Kids"].raw_get(0).get_object()


def name_swapped(page: bytes, old: str, new: str) -> bytes:
    """The page's operators with the name's logical text exchanged (its glyphs stay: the words beside them are what is compared)."""
    codes = [text.encode("utf-16-be").hex().upper().encode() for text in (old, new)]
    assert codes[0] in page
    return page.replace(*codes)


# The fourteen -------------------------------------------------------------------------------------


def test_byte_flipped_in_the_page(good: bytes) -> None:
    page = PdfFileReader(BytesIO(good)).root["/Pages"]["/Kids"][0]["/Contents"].encoded_data
    verdict = check(flipped(good, good.index(page) + len(page) // 2), "changed after it was sealed")
    assert not verdict.intact


def test_byte_flipped_in_the_metadata(good: bytes) -> None:
    check(flipped(good, good.index(b"Safe water at home")), "changed after it was sealed")


def test_nibble_of_the_signature(good: bytes) -> None:
    start, end = sealed.find(good).start, sealed.find(good).start + 2 * len(sealed.find(good).cms)
    for place in range(start, end, 41):
        digit = b"0123456789ABCDEF"[(b"0123456789ABCDEF".index(good[place]) + 5) % 16]
        check(good[:place] + bytes([digit]) + good[place + 1 :])


def test_junk_in_the_padding(good: bytes) -> None:
    end = sealed.find(good).end
    check(good[: end - 4] + b"BEEF" + good[end:], "hidden behind the signature")


def test_newlines_appended(good: bytes) -> None:
    check(good + b"\n\n\n", "3 bytes were added")


def test_comment_appended(good: bytes) -> None:
    check(good + b"% harmless\n", "11 bytes were added")


def test_page_replaced_by_an_increment(good: bytes) -> None:
    def change(writer: IncrementalPdfFileWriter) -> None:
        page = page_of(writer)
        forged = name_swapped(page["/Contents"].data, "Amina Diallo", "Anna Diallo")
        page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=forged))
        page["/Contents"].get_object().compress()
        writer.mark_update(writer.root["/Pages"]["/Kids"].raw_get(0))

    verdict = check(increment(good, change), "the name on the page is not the name that was sealed")
    assert verdict.facts == forge.facts()
    at_fault = [(field.id, field.value, field.shown) for field in verdict.fields() if field.at_fault]
    assert at_fault == [("name", "Amina Diallo", "Anna Diallo")]


def test_stamp_over_the_name(good: bytes) -> None:
    def change(writer: IncrementalPdfFileWriter) -> None:
        white = RawContent(b"1 g 200 340 440 60 re f")
        writer.add_stream_to_page(0, writer.add_object(generic.StreamObject(stream_data=white.render())))

    check(increment(good, change), "changed after it was sealed")


def test_attachment_replaced(good: bytes) -> None:
    forged = documents.written(forge.facts("Anna Diallo"))[0]

    def change(writer: IncrementalPdfFileWriter) -> None:
        reference = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]["/EF"].raw_get("/F")
        stream = reference.get_object()
        stream._data, stream._encoded_data = forged, None
        stream.compress()
        writer.mark_update(reference)

    check(increment(good, change), "changed after it was sealed")


def test_rewritten_by_pypdf(good: bytes) -> None:
    writer = pypdf.PdfWriter(clone_from=BytesIO(good))
    out = BytesIO()
    writer.write(out)
    check(out.getvalue())


def test_signature_stripped(good: bytes) -> None:
    out = BytesIO()
    forge.unsealed(good).write(out)
    check(out.getvalue())


def test_signature_stripped_by_blanking_it(good: bytes) -> None:
    check(good.replace(b"/ByteRange", b"/ByteRangX"), "no seal")


@pytest.fixture(scope="module")
def look_alike() -> Device:
    """A stranger's key whose certificate says the very same words as the device's."""
    return replace(new_device("Room 3-04", forge.device().id), name="Room 3-04")


def test_signed_again_by_a_look_alike_chain(good: bytes, look_alike: Device) -> None:
    """Facts and code still name the true key."""
    verdict = check(seal(forge.unsealed(good), look_alike, forge.NOW), "another key", "somebody sealed it again")
    assert verdict.fault == "key"
    assert verdict.intact
    assert not verdict.agrees


def remade(facts_by: Device, code_by: Device, sealed_by: Device) -> bytes:
    """A certificate whose facts name one key, whose code another, sealed by a third."""
    return forge.sealed_anyhow(forge.facts(by=facts_by), code_by, sealed_by)


def test_signed_again_with_the_evidence_changed_too(look_alike: Device) -> None:
    """The code on the page is the last thing that names the true key."""
    verdict = check(remade(look_alike, forge.device(), look_alike), "its code names", "somebody sealed it again")
    assert (verdict.fault, verdict.shown) == ("key", forge.device().fingerprint)


def test_signed_again_with_the_code_changed_too(look_alike: Device) -> None:
    verdict = check(remade(forge.device(), look_alike, look_alike), "its evidence names")
    assert verdict.fault == "key"


def test_made_anew_by_a_look_alike_chain_is_unknown_and_never_trusted(look_alike: Device) -> None:
    """Everything names the stranger's key: that is a certificate of a stranger, and said so."""
    data = remade(look_alike, look_alike, look_alike)
    for trusted in ((), forge.device().chain, look_alike.chain):
        verdict = verify_certificate(data, trusted)
        assert verdict.standing is Standing.UNKNOWN
        assert verdict.signer is not None
        assert verdict.signer.key == look_alike.fingerprint != forge.device().fingerprint


def test_byte_range_shortened(good: bytes) -> None:
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", good)
    assert found
    first, second, last = (int(number) for number in found.groups())
    for numbers in ((first, second, last - 10), (first - 40, second, last), (first, second + 40, last - 40), (first, second, 0), (0, second, last)):
        text = b"/ByteRange [0 %d %d %d]" % numbers
        check(good.replace(found[0], text.ljust(len(found[0]))))


def test_contents_renamed(good: bytes) -> None:
    place = good.rindex(b"/Contents", 0, sealed.find(good).start)
    check(good[:place] + b"/Contexts" + good[place + 9 :])


# More of the same kind ------------------------------------------------------------------------------


def test_name_on_the_page_exchanged_and_signed_again(good: bytes) -> None:
    """By the device itself, as an insider could: page and facts differ."""
    writer = forge.unsealed(good)
    page = writer.root["/Pages"]["/Kids"][0]
    forged = name_swapped(page["/Contents"].data, "Amina Diallo", "Anna Diallo")
    stream = page["/Contents"]
    stream._data, stream._encoded_data = forged, None
    stream.compress()
    verdict = check(seal(writer, forge.device(), forge.NOW), "name on the page is not the name in the sealed facts")
    assert (verdict.fault, verdict.shown) == ("name", "Anna Diallo")


def test_code_on_the_page_exchanged_and_signed_again(good: bytes) -> None:
    other = PdfFileReader(BytesIO(forge.issued("Anna Diallo"))).root["/Pages"]["/Kids"][0]["/Resources"]["/XObject"]["/FormXob.Code"].data
    writer = forge.unsealed(good)
    form = writer.root["/Pages"]["/Kids"][0]["/Resources"]["/XObject"]["/FormXob.Code"]
    form._data, form._encoded_data = other, None
    form.compress()
    assert check(seal(writer, forge.device(), forge.NOW), "another one than the sealed one").fault == "code"


def test_code_of_another_certificate() -> None:
    other = forge.facts("Anna Diallo")
    code = qr.make_code(other, documents.written(other)[0], forge.device())
    assert check(forge.sealed_anyhow(forge.facts(), code=code), "differ in the").fault in {"number", "name"}


def test_a_code_that_does_not_hold() -> None:
    text = qr.make_code(forge.facts(), documents.written(forge.facts())[0], forge.device())
    assert check(forge.sealed_anyhow(forge.facts(), code=text[:-3] + qr.base45(b"\0\1")), "does not hold").fault == "code"


def test_evidence_of_another_certificate() -> None:
    evidence = documents.written(forge.facts("Anna Diallo"))[1]
    check(forge.sealed_anyhow(forge.facts(), **{EVIDENCE_NAME: evidence}), "do not belong together")


def test_a_bomb_in_an_attachment() -> None:
    bomb = b"[" + b" " * (contents.UNPACKED_MAX + 9)
    check(forge.sealed_anyhow(forge.facts(), **{EVIDENCE_NAME: bomb}), "larger than in any certificate")


def test_a_second_signature_on_top(good: bytes, look_alike: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyhanko.sign import signers

    from player.awards.seal import _signer

    monkeypatch.setattr(signers.PdfSigner, "_enforce_certification_constraints", lambda *_: None)
    writer = IncrementalPdfFileWriter(BytesIO(good))
    out = BytesIO()
    signer = signers.PdfSigner(signers.PdfSignatureMetadata(field_name="Second"), signer=_signer(look_alike))
    signer.sign_pdf(writer, output=out)
    check(out.getvalue(), "more than one signature")


# Anything at all ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-",
        b"%PDF-2.0\n",
        b"PK\x03\x04",
        b"\0" * 4096,
        b"%PDF-2.0\n/ByteRange [0 1 2 3]",
        b"%PDF-2.0\n/ByteRange [0 9999999999 9999999999 1]",
        b"%PDF-2.0\n/ByteRange [0 22 40 1] /Contents <00000000000>",
        b"%PDF-2.0\n" + b"<<" * 50_000,
        b"%PDF-2.0\n" + b"/ByteRange [0 20 30 1]" * 3,
        b"%PDF-1.7\n" + b"[" * 200_000,
    ],
)
def test_what_is_no_certificate(data: bytes) -> None:
    check(data)


def test_an_oversized_file(good: bytes) -> None:
    check(good + bytes(sealed.FILE_MAX), "larger than 8 MB")


def test_a_file_cut_anywhere(good: bytes) -> None:
    for length in range(0, len(good), 977):
        check(good[:length])
    check(good[:-1], "cut off")


def test_every_byte_counts(good: bytes) -> None:
    for place in range(0, len(good), 401):
        check(flipped(good, place, 1))
        check(flipped(good, place, 0x20))


@given(st.data())
@law(250)
def test_hostile_mutations_give_a_verdict(good: bytes, data: st.DataObject) -> None:
    mutated = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(good) - 1))
        end = min(len(mutated), start + data.draw(st.integers(0, 300)))
        put = data.draw(st.sampled_from([b"", b"<<", b"]]", b"/Parent 1 0 R", b"[" * 3000, b"\0\xff", b"999999999999", b"endstream", b"1 0 R"]))
        mutated[start:end] = put
    if bytes(mutated) != good:
        check(bytes(mutated))


@given(st.binary(max_size=400))
@law(100)
def test_garbage_gives_a_verdict(junk: bytes) -> None:
    check(junk)
    check(b"%PDF-2.0\n" + junk)


def test_issue_is_what_the_attacks_start_from(good: bytes) -> None:
    """The untouched file is valid: no attack above is refused for being made badly."""
    assert verify_certificate(good).valid
    assert verify_certificate(seal(forge.unsealed(good), forge.device(), forge.NOW)).valid
    assert verify_certificate(remade(forge.device(), forge.device(), forge.device())).valid
    assert verify_certificate(issue(forge.facts(), forge.device(), forge.typefaces())).valid
