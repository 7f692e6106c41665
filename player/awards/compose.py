"""The drawn page as one PDF revision with its fonts and attachments, ready to be sealed or shown."""

import zlib
from datetime import datetime
from io import BytesIO
from typing import Any

from player.awards import libraries
from player.awards.facts import CertificateFacts
from player.awards.page import Page
from player.awards.textlayer import FontProgram
from player.awards.wording import Wording

ATTACHMENT_TYPES = {".json": "application/json", ".txt": "text/plain"}


def compose(page: Page, facts: CertificateFacts, attachments: dict[str, bytes], wording: Wording, now: datetime) -> Any:
    """A pyHanko PdfFileWriter: call `write` for a preview, or hand it to the seal."""
    generic, writers = libraries.generic(), libraries.writers()
    name, pdf_name = generic.NameObject, generic.pdf_name
    source = libraries.readers().PdfFileReader(BytesIO(page.pdf)).root["/Pages"]["/Kids"][0]
    writer = writers.PdfFileWriter(stream_xrefs=False)
    fonts = generic.DictionaryObject({name(f"/{font.resource}"): _font(writer, font) for font in page.fonts})
    shared = writer.add_object(fonts)
    forms: dict[str, Any] = {}

    def form(original: Any) -> Any:
        """A form copied with the forms it shows; every one may name the page's fonts."""
        inner = original["/Resources"].get("/XObject", {})
        resources = generic.DictionaryObject({name("/Font"): shared})
        if inner:
            resources["/XObject"] = generic.DictionaryObject({name(key): placed(key, inner[key]) for key in inner})
        box = generic.ArrayObject(original["/BBox"])
        entries = {"/Type": pdf_name("/XObject"), "/Subtype": pdf_name("/Form"), "/BBox": box, "/Resources": resources}
        return writer.add_object(_stream(entries, original.data))

    def placed(key: str, original: Any) -> Any:
        if key not in forms:
            forms[key] = form(original)
        return forms[key]

    used = source["/Resources"]["/XObject"]
    resources = generic.DictionaryObject({
        name("/Font"): shared,
        name("/XObject"): generic.DictionaryObject({name(key): placed(key, used[key]) for key in used}),
    })
    contents = writer.add_object(_stream({}, source["/Contents"].data))
    writer.insert_page(writers.PageObject(contents=contents, media_box=[float(number) for number in source["/MediaBox"]], resources=resources))
    _describe(writer, facts, wording, now)
    for file, data in attachments.items():
        _attach(writer, file, data)
    return writer


def _describe(writer: Any, facts: CertificateFacts, wording: Wording, now: datetime) -> None:
    """Title, author and language, for viewers and screen readers."""
    generic = libraries.generic()
    meta = writer.document_meta
    meta.title = unlike_structure(wording.titled(facts))
    meta.author = unlike_structure(wording.source(facts))
    meta.subject = unlike_structure(f"{facts.learner.name}, {facts.number}")
    meta.creator = "Greentick"
    meta.created = now
    writer.set_info(_dictionary({  # beside the XMP that pyHanko writes: most viewers still read this one
        "/Title": generic.TextStringObject(meta.title), "/Author": generic.TextStringObject(meta.author),
        "/Subject": generic.TextStringObject(meta.subject), "/Creator": generic.TextStringObject(meta.creator),
        "/CreationDate": generic.pdf_date(now),
    }))  # fmt: skip
    writer.root["/Lang"] = generic.TextStringObject(unlike_structure(facts.language))
    order = generic.pdf_name("/R2L" if facts.direction == "rtl" else "/L2R")
    writer.root["/ViewerPreferences"] = generic.DictionaryObject({
        generic.NameObject("/DisplayDocTitle"): generic.BooleanObject(True),
        generic.NameObject("/Direction"): order,
    })
    writer.ensure_output_version((1, 7))
    writer.update_root()


def unlike_structure(text: str) -> str:
    """Text that stands in the file as it is: no course title may look like a second signature or the end of a file."""
    for word in ("/ByteRange", "startxref", "%%EOF", "/Contents"):
        text = text.replace(word, f"{word[:2]} {word[2:]}")
    return text


def _attach(writer: Any, file: str, data: bytes) -> None:
    embed = libraries.embedding()
    mime = ATTACHMENT_TYPES["." + file.rsplit(".", 1)[-1]]
    params = embed.EmbeddedFileParams(embed_checksum=False)  # its MD5 proves nothing: the seal covers the data
    stored = embed.EmbeddedFileObject.from_file_data(writer, data, mime_type=mime, params=params)
    embed.embed_file(writer, embed.FileSpec(file_spec_string=file, file_name=file, embedded_data=stored))


def _stream(entries: dict[str, Any], data: bytes) -> Any:
    generic = libraries.generic()
    named = {generic.NameObject(key): value for key, value in entries.items()}
    named[generic.NameObject("/Filter")] = generic.pdf_name("/FlateDecode")
    return generic.StreamObject(named, encoded_data=zlib.compress(data, 9))


def _font(writer: Any, font: FontProgram) -> Any:
    """A composite font whose codes are glyph numbers (ISO 32000-1 9.7.4.2: CIDs select glyphs as they are)."""
    generic = libraries.generic()
    pdf_name, number = generic.pdf_name, generic.NumberObject
    base = pdf_name(f"/GTICKA+{font.name}")
    program: dict[str, Any] = {"/Subtype": pdf_name("/CIDFontType0C")} if font.cff else {"/Length1": number(len(font.data))}
    file = writer.add_object(_stream(program, font.data))
    descriptor = writer.add_object(_dictionary({
        "/Type": pdf_name("/FontDescriptor"), "/FontName": base, "/Flags": number(4), "/ItalicAngle": number(-12 if "Italic" in font.name else 0),
        "/FontBBox": generic.ArrayObject([number(-1000), number(font.descent), number(3000), number(font.ascent)]),
        "/Ascent": number(font.ascent), "/Descent": number(font.descent), "/CapHeight": number(700), "/StemV": number(80),
        "/FontFile3" if font.cff else "/FontFile2": file,
    }))  # fmt: skip
    system = _dictionary({"/Registry": generic.pdf_string("Adobe"), "/Ordering": generic.pdf_string("Identity"), "/Supplement": number(0)})
    widths = generic.ArrayObject([number(0), generic.ArrayObject([number(width) for width in font.widths])])
    entries = {"/Type": pdf_name("/Font"), "/Subtype": pdf_name("/CIDFontType0" if font.cff else "/CIDFontType2"), "/BaseFont": base,
               "/CIDSystemInfo": system, "/FontDescriptor": descriptor, "/DW": number(1000), "/W": widths}  # fmt: skip
    if not font.cff:
        entries["/CIDToGIDMap"] = pdf_name("/Identity")
    descendant = writer.add_object(_dictionary(entries))
    return writer.add_object(_dictionary({
        "/Type": pdf_name("/Font"), "/Subtype": pdf_name("/Type0"), "/BaseFont": base, "/Encoding": pdf_name("/Identity-H"),
        "/DescendantFonts": generic.ArrayObject([descendant]), "/ToUnicode": writer.add_object(_stream({}, _to_unicode(font))),
    }))  # fmt: skip


def _dictionary(entries: dict[str, Any]) -> Any:
    generic = libraries.generic()
    return generic.DictionaryObject({generic.NameObject(key): value for key, value in entries.items()})


def _to_unicode(font: FontProgram) -> bytes:
    """ISO 32000-1 9.10.3, at most 100 entries a block."""
    entries = [f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in sorted(font.text.items())]
    blocks = ["\n".join([f"{len(part)} beginbfchar", *part, "endbfchar"]) for part in (entries[i : i + 100] for i in range(0, len(entries), 100))]
    head = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
    head += "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
    tail = "\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    return (head + "\n".join(blocks) + tail).encode("ascii")
