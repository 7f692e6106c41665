"""What a link or a picture of a text becomes: where it leads, what is shown, what the author is told."""

import posixpath
import re
from html import escape
from urllib.parse import quote

from markdown_it.common.normalize_url import normalizeLink

from player.text.attributes import Attributes
from player.text.clean import is_data_picture
from player.text.draft import Draft, LessonLink

_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".bmp"})
_VIDEO = frozenset({".mp4", ".m4v", ".mov", ".webm", ".ogv", ".mkv"})
_AUDIO = frozenset({".mp3", ".m4a", ".aac", ".ogg", ".oga", ".opus", ".wav", ".flac"})
_NOT_INSIDE = frozenset({".mp4", ".m4v", ".mov", ".mkv", ".m4a", ".aac"})
_LENGTH = re.compile(r"\d+(?:\.\d+)?(?:px|%)?")

Tag = dict[str, str]


def tag(name: str, attributes: Tag) -> str:
    """A start tag, escaped."""
    written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>"


def own(attributes: Attributes | None) -> Tag:
    """The id and classes an author gave."""
    found: Tag = {}
    if attributes is not None:
        if attributes.id:
            found["id"] = attributes.id
        if attributes.classes:
            found["class"] = " ".join(attributes.classes)
        for key in ("lang", "dir", "title"):
            if key in attributes.values:
                found[key] = attributes.values[key]
    return found


def link(draft: Draft, href: str, title: str, line: int) -> Tag:
    """The attributes of an <a>; without `href` where the link leads nowhere a reader may go."""
    found = draft.resolve(href)
    match found.kind:
        case "anchor":
            return _inside(draft, href, found.anchor, title, line)
        case "lesson":
            draft.lesson_links.append(LessonLink(found.target, found.anchor))
            anchor = f"#{quote(found.anchor)}" if found.anchor else ""
            return {"class": "lesson", "href": f"lesson:{quote(found.target)}{anchor}", **_title(title)}
        case "file":
            draft.file_links.append(found.target)
            kind = "picture" if _ending(found.target) in _PICTURES else "save"
            return {"class": kind, "href": f"{kind}:{quote(found.target)}", "title": title or _words_for(draft, kind)}
        case "web":
            address = normalizeLink(found.target)
            draft.web_links.append(address)
            return {"class": "web", "href": address, "title": f"{title} ({address})" if title else address}
        case "refused":
            draft.remark(line, f"a link to {_short(href)} was dropped; only http, https and mailto lead out of a course")
        case "missing":
            draft.remark(line, f"the link to {_short(href)} leads nowhere: no lesson and no file has this name")
    return {"class": "nowhere", **_title(title)}


def _inside(draft: Draft, href: str, anchor: str, title: str, line: int) -> Tag:
    if not anchor:
        return {"href": "#", **_title(title)}
    place = draft.place(anchor)
    if place is None:
        draft.remark(line, f"the link to {_short(href)} leads nowhere: this text has no such heading or anchor")
        return {"class": "nowhere", **_title(title)}
    return {"class": "here", "href": f"#{quote(place)}", **_title(title)}


def picture(
    draft: Draft, src: str, alt: str | None, attributes: Attributes | None, line: int, *, linked: bool = False, title: str = ""
) -> str:
    """An <img> that opens larger, a <video> or <audio> for such a file, or a word for what is not there.

    `alt` None means that the author wrote none, "" that the picture is decoration. `linked`: it stands inside a link already.
    """
    words = draft.words
    if is_data_picture(src):
        _described(draft, alt, "a picture inside the text", line)
        return tag("img", {"src": src, "alt": alt or "", **_title(title), **_sizes(attributes), **own(attributes)})
    found = draft.resolve(src)
    shown = alt or posixpath.basename(found.target) or words.picture
    if found.kind == "file":
        if _ending(found.target) in _VIDEO | _AUDIO:
            return player(draft, found.target, alt or "", line)
        _described(draft, alt, _short(src), line)
        draft.images.append(found.target)
        where = quote(found.target)
        image = tag("img", {"src": f"/{where}", "alt": alt or "", **_title(title), **_sizes(attributes), **own(attributes)})
        if linked:
            return image
        return f'<a class="zoom" href="picture:{where}" title="{escape(words.open_larger)}">{image}</a>'
    if found.kind == "web":
        draft.remark(line, f"the picture {_short(src)} lies on the web and is not loaded; put the file beside the text")
        if linked:
            return f'<span class="absent" role="img">{escape(shown)}</span>'
        attrs = {"class": "web absent", "href": normalizeLink(found.target), "title": found.target}
        return f"{tag('a', attrs)}{escape(words.picture_on_the_web)}: {escape(shown)}</a>"
    if found.kind == "refused":
        draft.remark(line, f"the picture {_short(src)} was dropped; PNG, JPEG, GIF and WebP may stand inside a text")
    else:
        draft.remark(line, f"the picture {_short(src)} is missing: no file of the course has this name")
    return f'<span class="absent" role="img">{escape(words.picture_missing)}: {escape(alt or _short(src))}</span>'


def player(draft: Draft, name: str, label: str, line: int) -> str:
    """A film or sound with its controls, and beside it the file itself."""
    draft.media.append(name)
    if _ending(name) in _NOT_INSIDE:
        draft.remark(line, f"{posixpath.basename(name)} may not play inside a text; make it a lesson, or use WebM, MP3 or Ogg")
    element = "audio" if _ending(name) in _AUDIO else "video"
    start = tag(element, {"src": f"/{quote(name)}", "controls": "", "preload": "metadata", **({"aria-label": label} if label else {})})
    return f"{start}</{element}>"


def file_source(draft: Draft, src: str, line: int) -> str | None:
    """The address of a file that media in raw HTML name, or None with a remark."""
    found = draft.resolve(src)
    if found.kind == "file":
        draft.media.append(found.target)
        return f"/{quote(found.target)}"
    draft.remark(line, f"{_short(src)} is not loaded: it is no file of the course")
    return None


def is_media(draft: Draft, src: str) -> bool:
    """Whether a picture's address in truth names a film or a sound of the course."""
    return _ending(src.partition("#")[0]) in _VIDEO | _AUDIO and draft.resolve(src).kind == "file"


def _described(draft: Draft, alt: str | None, what: str, line: int) -> None:
    if alt is None:
        draft.remark(line, f"the picture {what} has no description; write one between the brackets, or {{alt=''}} for decoration")


def _sizes(attributes: Attributes | None) -> Tag:
    values = {} if attributes is None else attributes.values
    return {key: values[key] for key in ("width", "height") if _LENGTH.fullmatch(values.get(key, ""))}


def _title(title: str) -> Tag:
    return {"title": title} if title else {}


def _words_for(draft: Draft, kind: str) -> str:
    return draft.words.open_larger if kind == "picture" else draft.words.save_file


def _ending(name: str) -> str:
    return posixpath.splitext(name)[1].lower()


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return f"“{plain if len(plain) <= 80 else plain[:77] + '…'}”"
