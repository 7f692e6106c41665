"""The last word on what may stand in a text: one allow-list, whatever came before (nh3 does the parsing)."""

import re

import nh3

from player.errors import PlayerError
from player.text import maths

_TAGS = frozenset([
    "a", "abbr", "article", "aside", "audio", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "col", "colgroup",
    "data", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "picture", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small",
    "source", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "track", "u",
    "ul", "var", "video", "wbr",
])
CONTENT_TOO = frozenset([
    "script", "style", "iframe", "frame", "frameset", "noframes", "object", "embed", "applet", "noscript", "template", "svg",
    "canvas", "textarea", "select", "option", "title", "xmp", "plaintext", "dialog", "portal",
])
_ATTRIBUTES = {
    "*": {"id", "class", "lang", "dir", "title", "role", "aria-label", "aria-hidden", "aria-describedby"},
    "a": {"href"},
    "abbr": {"title"},
    "audio": {"src", "controls", "preload", "loop", "muted"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height"},
    "li": {"value"},
    "ol": {"start", "type", "reversed"},
    "source": {"src", "type"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr"},
    "time": {"datetime"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "video": {"src", "controls", "preload", "loop", "muted", "poster", "width", "height"},
    **{element: set(maths.ATTRIBUTES) for element in maths.ELEMENTS},
}
_HREF = re.compile(r"(?:#|lesson:|save:|picture:|mailto:|https?://)[^\x00-\x20]*", re.IGNORECASE)
_SRC = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")
_DATA = re.compile(r"data:image/(?:png|gif|jpeg|jpg|webp);base64,[A-Za-z0-9+/=]+", re.IGNORECASE)
_CLASS = re.compile(r"[A-Za-z][\w-]{0,60}")
_LENGTH = re.compile(r"\d{1,5}(?:\.\d{1,3})?(?:px|%)?")
_ID = re.compile(r"[^\s\"'<>&]{1,200}")
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)")
_FLAT = frozenset([
    "p", "li", "td", "th", "tr", "dt", "dd", "tbody", "thead", "tfoot", "option", "br", "hr", "img", "source", "track", "wbr", "col",
    "input", "meta", "link", "area", "base", "rp", "rt",
])
_DEEPEST = 300


def is_data_picture(src: str) -> bool:
    """A picture carried inside the text, of a kind that cannot hold a script."""
    return _DATA.fullmatch(src) is not None


def cleaned(html: str) -> str:
    """Only what is on the list. Raises PlayerError where elements are nested so deep that cleaning would take for ever."""
    _not_too_deep(html)
    return nh3.clean(
        html,
        tags={*_TAGS, *maths.ELEMENTS},
        clean_content_tags=set(CONTENT_TOO),
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        strip_comments=True,
        link_rel=None,
        url_schemes={"http", "https", "mailto", "lesson", "save", "picture", "data"},
    )


def _kept(tag: str, name: str, value: str) -> str | None:
    match name:
        case "href":
            return value if _HREF.fullmatch(value) else None
        case "src" | "poster":
            return value if _SRC.fullmatch(value) or (tag == "img" and is_data_picture(value)) else None
        case "class":
            return " ".join(part for part in value.split() if _CLASS.fullmatch(part)) or None
        case "id":
            return value if _ID.fullmatch(value) else None
        case "width" | "height":
            return value if tag in maths.ELEMENTS or _LENGTH.fullmatch(value) else None
        case "dir":
            return value if value.lower() in {"ltr", "rtl", "auto"} else None
        case _:
            return value


def _not_too_deep(html: str) -> None:
    """A count per element name: an end tag of another name closes nothing."""
    depths: dict[str, int] = {}
    total = 0
    for closing, found in _TAG.findall(html):
        name = found.lower()
        if name in _FLAT:
            continue
        depth = depths.get(name, 0)
        if not closing:
            depths[name] = depth + 1
            total += 1
        elif depth:
            depths[name] = depth - 1
            total -= 1
        if total > _DEEPEST:
            raise PlayerError(
                "This text cannot be shown",
                f"More than {_DEEPEST} HTML elements are open inside each other.",
                "Close the elements, or write the part in Markdown.",
            )
