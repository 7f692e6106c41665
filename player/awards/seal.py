"""The seal: one PAdES certification signature by the device's P-256 key that allows no change, over the whole file."""

import asyncio
import threading
from collections.abc import Coroutine
from datetime import datetime
from io import BytesIO
from typing import Any

from cryptography.hazmat.primitives import serialization

from player.awards import libraries
from player.awards.compose import unlike_structure
from player.signing.device import Device

FIELD = "Greentick"
#: Bytes of a CMS beside its certificates: attributes 220, one ECDSA signature 72, wrapping; what is left over stays zero.
_CMS_BESIDE_CERTIFICATES = 900


def seal(writer: Any, device: Device, now: datetime) -> bytes:
    """The file of a pyHanko writer in one revision, signed last (ETSI EN 319 142-1, PAdES B-B) with the device's chain inside.

    Works in any thread, also in one whose event loop runs.
    """
    return _finished(_sealed(writer, device, now))


async def _sealed(writer: Any, device: Device, now: datetime) -> bytes:
    signers, fields = libraries.signers(), libraries.fields()
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        name=unlike_structure(device.name),
    )
    session = signers.PdfSigner(metadata, signer=_signer(device)).init_signing_session(writer)
    session.system_time = now
    reserved = 2 * (sum(map(len, device.chain)) + _CMS_BESIDE_CERTIFICATES)
    to_be_signed = session.prepare_tbs_document(validation_info=None, bytes_reserved=reserved)
    digest, out = to_be_signed.digest_tbs_document(output=BytesIO())
    attributes = libraries.signed_attributes()(signing_time=now)
    await to_be_signed.perform_signature(document_digest=digest.document_digest, pdf_cms_signed_attrs=attributes)
    return bytes(out.getvalue())


def _signer(device: Device) -> Any:
    own, *issuers = [libraries.asn1("x509").Certificate.load(der) for der in device.chain]
    store = libraries.certificate_store().from_certs(issuers)  # pyHanko adds the signer's own
    secret = device.key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return libraries.signers().SimpleSigner(signing_cert=own, signing_key=libraries.asn1("keys").PrivateKeyInfo.load(secret), cert_registry=store)


def _finished(work: Coroutine[Any, Any, bytes]) -> bytes:
    """Runs `work` to its end here, or in a thread of its own where this one is already inside an event loop."""
    if not _inside_a_loop():
        return asyncio.run(work)
    done: list[bytes | BaseException] = []

    def run() -> None:
        try:
            done.append(asyncio.run(work))
        except BaseException as e:  # handed over to the thread that waits
            done.append(e)

    thread = threading.Thread(target=run, name="seal")
    thread.start()
    thread.join()
    result = done[0]
    if isinstance(result, BaseException):
        raise result
    return result


def _inside_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
