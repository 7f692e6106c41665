"""Files that somebody sealed well, but that are not in the form of a certificate: refused each for its reason, never half read."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pyhanko.pdf_utils import generic
from pyhanko.sign import fields

from player.awards import libraries
from player.awards import seal as sealing
from player.awards.seal import seal
from player.awards.verdict import Standing
from player.awards.verify import verify_certificate
from tests.forge import certificates as forge


@pytest.fixture(scope="module")
def good() -> bytes:
    return forge.issued()


def check(data: bytes, *words: str) -> None:
    verdict = verify_certificate(data, forge.device().chain)
    assert verdict.standing is Standing.NOT_VALID, verdict.reason
    for word in words:
        assert word in verdict.reason


def resealed(data: bytes, change: Callable[[Any, Any], None]) -> bytes:
    """The file after `change(writer, page)`, sealed by the device."""
    writer = forge.unsealed(data)
    change(writer, writer.root["/Pages"]["/Kids"][0])
    return seal(writer, forge.device(), forge.NOW)


def stored(stream: Any, data: bytes) -> None:
    stream._data, stream._encoded_data = data, None
    stream.compress()


def test_the_odd_files_below_start_from_a_good_one(good: bytes) -> None:
    assert verify_certificate(resealed(good, lambda *_: None)).valid


def test_more_attachments_pages_or_fields_than_a_certificate_has(good: bytes) -> None:
    check(forge.sealed_anyhow(forge.facts(), **{"more.txt": b"x"}), "other attachments")
    writer = forge.unsealed(good)
    writer.root["/Pages"]["/Kids"].append(writer.root["/Pages"]["/Kids"].raw_get(0))
    check(seal(writer, forge.device(), forge.NOW), "2 pages")


def test_something_laid_over_the_page(good: bytes) -> None:
    writer = forge.unsealed(good)
    note = {"/Type": generic.pdf_name("/Annot"), "/Subtype": generic.pdf_name("/FreeText"), "/Contents": generic.pdf_string("Anna Diallo")}
    made = writer.add_object(generic.DictionaryObject({generic.NameObject(key): value for key, value in note.items()}))
    writer.root["/Pages"]["/Kids"][0]["/Annots"] = generic.ArrayObject([made])
    check(seal(writer, forge.device(), forge.NOW), "laid over the page")


def test_a_seal_that_allows_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    class Loose:
        SigSeedSubFilter = fields.SigSeedSubFilter
        MDPPerm = type("MDPPerm", (), {"NO_CHANGES": fields.MDPPerm.FILL_FORMS})

    writer = forge.unsealed(forge.issued())
    with monkeypatch.context() as patched:
        patched.setattr(libraries, "fields", lambda: Loose)
        data = seal(writer, forge.device(), forge.NOW)
    check(data, "would allow changes")


def self_signed(key: Any, extensions: bool = True) -> bytes:
    name = forge.named("Room 3-04")
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
    return forge.der(builder.not_valid_before(forge.NOW).not_valid_after(forge.NOW + dt.timedelta(days=9)).sign(key, hashes.SHA256()))


@pytest.mark.parametrize("key", [rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP384R1())], ids=["rsa", "p384"])
def test_another_kind_of_key(good: bytes, key: Any) -> None:
    device = replace(forge.device(), key=key, chain=(self_signed(key),))
    check(seal(forge.unsealed(good), device, forge.NOW))


def test_an_issuer_that_says_nothing_of_itself_is_not_trusted() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    plain = self_signed(key)
    device = forge.endorsed(forge.device(), (key, x509.load_der_x509_certificate(plain)))
    verdict = verify_certificate(forge.sealed_anyhow(forge.facts(), sealed_by=device), [plain])
    assert verdict.standing is Standing.UNKNOWN


def test_structures_that_eat_the_stack(good: bytes) -> None:
    """A well-sealed file of a stranger can hold any structure: the reader must come back from it."""
    writer = forge.unsealed(good)
    nested: Any = generic.ArrayObject()
    for _ in range(400):
        nested = generic.ArrayObject([nested])
    writer.root["/Names"]["/EmbeddedFiles"]["/Names"] = nested
    check(seal(writer, forge.device(), forge.NOW))
    writer = forge.unsealed(good)
    writer.root["/Names"]["/EmbeddedFiles"] = writer.root.raw_get("/Names")
    check(seal(writer, forge.device(), forge.NOW))


def test_a_form_of_its_own(good: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def put(key: str) -> Any:
        return {generic.NameObject(key): generic.DictionaryObject()}

    check(resealed(good, lambda _, page: page.update(put("/AA"))), "laid over the page")
    check(resealed(good, lambda writer, _: writer.root.update(put("/OpenAction"))), "does more than a certificate")
    check(resealed(good, lambda writer, _: writer.root["/Names"].update(put("/JavaScript"))), "does more than a certificate")
    monkeypatch.setattr(sealing, "FIELD", "Other")
    check(resealed(good, lambda *_: None), "not in the form")


def test_another_field_in_the_form(good: bytes) -> None:
    def change(writer: Any, _: Any) -> None:
        entries = {"/FT": generic.pdf_name("/Tx"), "/T": generic.pdf_string("Name"), "/V": generic.pdf_string("Anna Diallo")}
        field = writer.add_object(generic.DictionaryObject({generic.NameObject(key): value for key, value in entries.items()}))
        form = generic.DictionaryObject({generic.NameObject("/Fields"): generic.ArrayObject([field])})
        writer.root["/AcroForm"] = writer.add_object(form)

    check(resealed(good, change), "more than the one signature")


def test_a_second_end_of_the_file(good: bytes) -> None:
    def change(writer: Any, _: Any) -> None:
        writer.document_meta.title = "certificate %%EOF"

    check(resealed(good, change), "more than one revision")


def test_attachments_under_other_names(good: bytes) -> None:
    def listed(writer: Any) -> Any:
        return writer.root["/Names"]["/EmbeddedFiles"]["/Names"]

    def renamed(writer: Any, _: Any) -> None:
        listed(writer)[0] = generic.pdf_string("other.json")
        listed(writer)[1]["/UF"] = generic.pdf_string("other.json")

    check(resealed(good, renamed), "other attachments")
    check(resealed(good, lambda writer, _: listed(writer)[1].update({generic.NameObject("/UF"): generic.pdf_string("x")})), "not in the form")


def test_a_code_drawn_in_another_way(good: bytes) -> None:
    def code(page: Any) -> Any:
        return page["/Resources"]["/XObject"]["/FormXob.Code"]

    check(resealed(good, lambda _, page: stored(code(page), code(page).data + b" 0 0 9 9 re f")), "not drawn as")
    check(resealed(good, lambda _, page: stored(code(page), code(page).data.replace(b" 1 re", b"9 1 re", 1))), "not drawn as")
    twice = b"\n/FormXob.Code Do"
    check(resealed(good, lambda _, page: stored(page["/Contents"], page["/Contents"].data + twice)), "does not show one code")


def test_streams_packed_in_another_way(good: bytes) -> None:
    def plain(_: Any, page: Any) -> None:
        stream = page["/Contents"]
        stream._data, stream._encoded_data = stream.data, None
        del stream["/Filter"]

    check(resealed(good, plain), "not in the form")


def test_titles_that_look_like_the_structure_of_a_file() -> None:
    from player.awards.certificate import issue

    title = "What /ByteRange, startxref and %%EOF mean"
    verdict = verify_certificate(issue(forge.facts(title=title), forge.device(), forge.typefaces(), now=forge.NOW))
    assert verdict.valid
    assert verdict.facts is not None
    assert verdict.facts.course.title == title
