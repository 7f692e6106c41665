"""TeX formulas as MathML, with no JavaScript."""

import xml.etree.ElementTree as ET
from html import escape, unescape

_LONGEST = 4_000
_DEEPEST = 40
ELEMENTS = frozenset([
    "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "ms", "mfrac", "msqrt", "mroot", "mstyle", "merror", "mpadded", "mphantom",
    "menclose", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts", "mtable", "mtr", "mtd",
])
ATTRIBUTES = frozenset([
    "display", "accent", "accentunder", "columnalign", "columnlines", "columnspacing", "depth", "fence", "form", "height",
    "linethickness", "lspace", "mathvariant", "maxsize", "minsize", "movablelimits", "notation", "rowlines", "rowspacing", "rspace",
    "separator", "stretchy", "symmetric", "width",
])


def mathml(tex: str, *, display: bool) -> str | None:
    """A <math> element, or None when the formula is not understood (the caller then shows it as it was typed)."""
    from latex2mathml.converter import convert_to_element

    if len(tex) > _LONGEST or tex.count("{") > 400 or not _balanced(tex):
        return None
    try:
        element = convert_to_element(tex, display="block" if display else "inline")
    except Exception:  # the library raises what it likes, RecursionError too: all mean "not understood"
        return None
    return _written(element, 0)


def _balanced(tex: str) -> bool:
    depth = 0
    skip = False
    for letter in tex:
        if skip:
            skip = False
        elif letter == "\\":
            skip = True
        elif letter in "{}":
            depth += 1 if letter == "{" else -1
            if depth < 0 or depth > _DEEPEST:
                return False
    return depth == 0


def _written(element: ET.Element, depth: int) -> str | None:
    """The element as HTML, or None when anything in it is not on the list, or is a command that was left as it stood."""
    if element.tag not in ELEMENTS or depth > 4 * _DEEPEST:
        return None
    text = unescape(element.text or "")
    if len(text) > 1 and text.startswith("\\") and element.tag != "mtext":
        return None
    attributes = "".join(f' {key}="{escape(value)}"' for key, value in element.attrib.items() if key in ATTRIBUTES)
    inner = [escape(text, quote=False)]
    for child in element:
        written = _written(child, depth + 1)
        if written is None:
            return None
        inner.append(written)
    return f"<{element.tag}{attributes}>{''.join(inner)}</{element.tag}>"
