"""The PDF and shaping libraries, loaded at first use (a third of a second) and without their patchy types."""

from typing import Any


def harfbuzz() -> Any:
    import uharfbuzz

    return uharfbuzz


def canvas() -> Any:
    """reportlab's Canvas class."""
    from reportlab.pdfgen.canvas import Canvas

    return Canvas


def generic() -> Any:
    """pyHanko's PDF objects."""
    from pyhanko.pdf_utils import generic

    return generic


def writers() -> Any:
    from pyhanko.pdf_utils import writer

    return writer


def readers() -> Any:
    from pyhanko.pdf_utils import reader

    return reader


def embedding() -> Any:
    from pyhanko.pdf_utils import embed

    return embed


def signers() -> Any:
    from pyhanko.sign import signers

    return signers


def fields() -> Any:
    from pyhanko.sign import fields

    return fields


def signed_attributes() -> Any:
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

    return PdfCMSSignedAttributes


def certificate_store() -> Any:
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    return SimpleCertificateStore


def asn1(part: str) -> Any:
    """asn1crypto's "cms", "keys" or "x509"."""
    from asn1crypto import cms, keys, tsp, x509  # tsp teaches cms the attributes of RFC 5035

    return {"cms": cms, "keys": keys, "tsp": tsp, "x509": x509}[part]
