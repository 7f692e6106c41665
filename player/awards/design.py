"""Which page an award gets: a voucher is a ticket, everything else a certificate."""

from player.awards.facts import CertificateFacts
from player.awards.page import Page, draw_certificate
from player.awards.typefaces import Typefaces
from player.awards.voucher import draw_voucher
from player.awards.wording import ENGLISH, Wording


def draw(facts: CertificateFacts, code: str, typefaces: Typefaces, wording: Wording = ENGLISH) -> Page:
    """As `draw_certificate`."""
    return (draw_voucher if facts.is_voucher else draw_certificate)(facts, code, typefaces, wording)
