"""A certificate from its facts: drawn, attached, sealed, and checked by our own verifier before anyone sees it."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

from player.awards import documents, qr
from player.awards.compose import compose
from player.awards.design import draw
from player.awards.facts import CertificateFacts, Level, Paper
from player.awards.seal import seal
from player.awards.typefaces import Typefaces
from player.awards.verify import verify_certificate
from player.awards.wording import Wording, wording_of
from player.errors import said
from player.signing.device import Device

PREVIEW_CODE = "GREENTICK PREVIEW: NOT A CERTIFICATE"


def issue(
    facts: CertificateFacts,
    device: Device,
    typefaces: Typefaces,
    paper: Paper | None = None,
    wording: Wording | None = None,
    now: datetime | None = None,
) -> bytes:
    """The sealed PDF.

    paper    instead of the one in `facts`
    wording  None: in the language of `facts`, where it has been written
    now      the device's clock at sealing; None asks it

    Raises PlayerError when the name cannot be printed (it names the characters), ValueError when the facts contradict each
    other or the device.
    """
    facts = documents.tidied(facts if paper is None else replace(facts, paper=paper))
    if facts.device.key != device.fingerprint:
        raise ValueError("the facts name another device's key")
    if facts.level is not Level.RECORDED and len(device.chain) < 2:
        raise ValueError("no issuer has signed this device's key")
    typefaces.require(facts.learner.name, said("name"))
    document, evidence = documents.written(facts)
    code = qr.make_code(facts, document, device)
    attachments = {documents.FACTS_NAME: document, documents.EVIDENCE_NAME: evidence, documents.QR_NAME: code.encode("ascii")}
    now = now or datetime.now(UTC)
    wording = wording or wording_of(facts.language)
    data = seal(compose(draw(facts, code, typefaces, wording), facts, attachments, wording, now), device, now)
    verdict = verify_certificate(data)
    if not verdict.valid or verdict.facts != facts:
        raise RuntimeError(f"a certificate just made does not check: {verdict.reason}")
    return data


def preview(facts: CertificateFacts, typefaces: Typefaces, paper: Paper | None = None, wording: Wording | None = None) -> bytes:
    """How the page will look, as a PDF that proves nothing: no seal, no attachments, a code that says so.

    Raises PlayerError when the name cannot be printed.
    """
    facts = documents.tidied(facts if paper is None else replace(facts, paper=paper))
    wording = wording or wording_of(facts.language)
    out = BytesIO()
    compose(draw(facts, PREVIEW_CODE, typefaces, wording), facts, {}, wording, datetime.now(UTC)).write(out)
    return out.getvalue()
