"""What stands in a certificate's PDF: attachments, the code as drawn, the facts as the page shows them. Bounded for hostile files."""

import re
import zlib
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from player.awards import libraries
from player.awards.documents import EVIDENCE_NAME, FACTS_NAME, QR_NAME
from player.awards.page import CODE_FORM
from player.awards.qr import Matrix
from player.awards.seal import FIELD
from player.awards.sealed import NotValidError
from player.awards.textlayer import MARKED
from player.errors import said

UNPACKED_MAX = 16 << 20  # bytes of one stream
_ODD = "The file is not in the form that certificates have."
#: Everything that the catalogue and the page may hold (ISO 32000-2 7.7.2, 7.7.3.3): no actions, scripts, layers or other forms.
_CATALOG = {"/Type", "/Pages", "/Lang", "/ViewerPreferences", "/Names", "/AcroForm", "/Extensions", "/Perms", "/Metadata"}
_PAGE = {"/Type", "/MediaBox", "/Resources", "/Contents", "/Parent", "/Annots"}
_CODE = re.compile(r"1 0 0 1 0 0 cm  BT /F1 12 Tf 14\.4 TL ET\n1 g 0 0 (\d+) \1 re f\n0 g\n((?:\d+ \d+ \d+ 1 re\n)+)f\s*")
_BAR = re.compile(r"(\d+) (\d+) (\d+) 1 re")
_SHOWN = re.compile(rf"/Span <</ActualText <FEFF((?:[0-9A-F]{{4}})*)> /{MARKED} /(\w+)>> BDC")


@dataclass(frozen=True, slots=True)
class Contents:
    """`shown` maps a field ("name", "course") to its lines on the page."""

    facts: bytes
    evidence: bytes
    code: str
    drawn: Matrix
    shown: dict[str, tuple[str, ...]]
    sealed_at: datetime | None


def open_reader(data: bytes) -> Any:
    """A strict pyHanko reader. Raises pyHanko's own errors, and whatever a damaged file leads it to."""
    return libraries.readers().PdfFileReader(BytesIO(data), strict=True)


def check_form(reader: Any, signed: int) -> datetime | None:
    """One certification signature that allows no change (ISO 32000-1 12.8.2.2), in its one field; returns its claimed time."""
    signatures = reader.embedded_signatures
    if len(signatures) != 1 or len(reader.root["/AcroForm"]["/Fields"]) != 1:
        raise NotValidError("The file carries more than the one signature that a certificate has.")
    signature = signatures[0]
    entries = signature.sig_object
    level = signature.docmdp_level
    fields = libraries.fields()
    if level is None or level != fields.MDPPerm.NO_CHANGES or reader.root["/Perms"].raw_get("/DocMDP") != signature.sig_field.raw_get("/V"):
        raise NotValidError("The seal would allow changes: it is not the kind that a certificate has.")
    covered = [int(number) for number in signature.byte_range]
    if signature.field_name != FIELD or entries["/SubFilter"] != fields.SigSeedSubFilter.PADES.value or signed != sum(covered[2:]):
        raise NotValidError(_ODD)
    when = signature.self_reported_timestamp
    return when if isinstance(when, datetime) else None


def read_contents(reader: Any, sealed_at: datetime | None = None) -> Contents:
    """Raises NotValidError, or what pyHanko raises on damage, unless everything is where a certificate has it."""
    files = _attachments(reader)
    page, resources = _page(reader)
    shown: dict[str, tuple[str, ...]] = {}
    for text, field in _SHOWN.findall(page):
        shown[field] = (*shown.get(field, ()), bytes.fromhex(text).decode("utf-16-be"))
    name = f"/FormXob.{CODE_FORM}"
    if page.count(f"{name} Do") != 1 or name not in resources:
        raise NotValidError("The page does not show one code.", "code")
    return Contents(files[FACTS_NAME], files[EVIDENCE_NAME], files[QR_NAME].decode("ascii"), _modules(resources[name]), shown, sealed_at)


def _attachments(reader: Any) -> dict[str, bytes]:
    listed = reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
    if len(listed) != 6:
        raise NotValidError("The file holds other attachments than a certificate has.")
    files: dict[str, bytes] = {}
    for index in (0, 2, 4):
        specification = listed[index + 1]
        streams = specification["/EF"]
        if streams.raw_get("/F") != streams.raw_get("/UF") or str(listed[index]) != str(specification["/UF"]):
            raise NotValidError(_ODD)
        files[str(listed[index])] = _unpacked(streams["/F"])
    if set(files) != {FACTS_NAME, EVIDENCE_NAME, QR_NAME}:
        raise NotValidError("The file holds other attachments than a certificate has.")
    return files


def _page(reader: Any) -> tuple[str, Any]:
    if not set(reader.root) <= _CATALOG or set(reader.root["/Names"]) != {"/EmbeddedFiles"}:
        raise NotValidError("The file does more than a certificate does: it could show or run something else.")
    kids = reader.root["/Pages"]["/Kids"]
    if len(kids) != 1:
        raise NotValidError(said("The file has {n} pages; a certificate has one.", n=len(kids)))
    if not set(kids[0]) <= _PAGE or len(kids[0].get("/Annots", ())) != 1:
        raise NotValidError("Something was laid over the page.")
    return _unpacked(kids[0]["/Contents"]).decode("latin-1"), kids[0]["/Resources"]["/XObject"]


def _modules(form: Any) -> Matrix:
    """The code as it is drawn, one unit a module with a quiet zone of four."""
    drawn = _CODE.fullmatch(_unpacked(form).decode("latin-1"))
    size = int(drawn[1]) if drawn else 0
    if drawn is None or not 21 + 8 <= size <= 57 + 8:
        raise NotValidError("The code on the page is not drawn as a certificate's is.", "code")
    rows = [bytearray(size) for _ in range(size)]
    for bar in _BAR.finditer(drawn[2]):
        x, y, length = (int(number) for number in bar.groups())
        if x + length > size or y >= size:
            raise NotValidError("The code on the page is not drawn as a certificate's is.", "code")
        rows[size - 1 - y][x : x + length] = b"\1" * length
    return tuple(bytes(row[4:-4]) for row in rows[4:-4])


def _unpacked(stream: Any) -> bytes:
    """The data of a stream, compressed or plain, never more than UNPACKED_MAX."""
    kind = stream.get("/Filter")
    packed = bytes(stream.encoded_data)
    if kind is None or stream.get("/DecodeParms") is not None or str(kind) != "/FlateDecode":
        raise NotValidError(_ODD)
    work = zlib.decompressobj()
    data = work.decompress(packed, UNPACKED_MAX)
    if work.unconsumed_tail or not work.eof or work.unused_data.strip():
        raise NotValidError("Something in the file is larger than in any certificate.")
    return data
