"""Pages and title of a PDF lesson."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import BinaryIO

from player.errors import PlayerError

_PAGES_LIMIT = 20_000
_EMPTY_TITLE = re.compile(r"(?i)(?:microsoft \w+ - .*|untitled.*|document\d*|.*\.(?:docx?|odt|pptx?|xlsx?|indd|tex|pdf|rtf))?")


@dataclass(frozen=True, slots=True)
class PdfFacts:
    pages: int
    title: str  # "" when the file has none that is worth showing


def read_pdf(stream: BinaryIO, name: str) -> PdfFacts:
    """Raises PlayerError for a file that asks for a password, is damaged, or has no page."""
    from pypdf import PdfReader

    try:
        with _quiet():
            reader = PdfReader(stream, strict=False)
            locked = reader.is_encrypted and not reader.decrypt("")
            pages = 0 if locked else len(reader.pages)
            title = "" if locked else _title(reader.metadata.title if reader.metadata else "")
    except Exception as failure:  # a damaged file makes pypdf fail in every way there is
        raise PlayerError("A PDF is damaged", f"{name} cannot be read as a PDF.", "Save or export it again.") from failure
    if locked:
        raise PlayerError("A PDF is locked", f"{name} asks for a password.", "Save it without one; a learner could not open it.")
    if not 0 < pages <= _PAGES_LIMIT:
        raise PlayerError("A PDF is damaged", f"{name} has {pages} pages.", "Save or export it again.")
    return PdfFacts(pages, title)


def _title(written: object) -> str:
    title = " ".join(str(written or "").split())
    return "" if _EMPTY_TITLE.fullmatch(title) or not title.isprintable() or len(title) > 120 else title


@contextmanager
def _quiet() -> Iterator[None]:
    """pypdf logs every oddity it mends; authors need to know only what cannot be used."""
    logger = logging.getLogger("pypdf")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def pdf_texts(stream: BinaryIO, name: str) -> Iterator[tuple[int, str]]:
    """(page from 1, its words) as far as they can be read; a page that is a picture has none. Raises PlayerError as `read_pdf` does."""
    from pypdf import PdfReader

    pages = read_pdf(stream, name).pages
    stream.seek(0)
    with _quiet():
        reader = PdfReader(stream, strict=False)
        if reader.is_encrypted:
            reader.decrypt("")
    for number in range(pages):
        text = ""
        with _quiet(), suppress(Exception):  # a damaged page makes pypdf fail in every way there is; the others may be whole
            text = reader.pages[number].extract_text()
        if text.strip():
            yield number + 1, text
