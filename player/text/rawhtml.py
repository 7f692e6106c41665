"""HTML an author wrote between the Markdown: pictures and links led to their places, what will be dropped is told."""

import re
from html.parser import HTMLParser

from player.text import references
from player.text.attributes import Attributes
from player.text.clean import CONTENT_TOO
from player.text.draft import Draft

_FORMS = frozenset({"form", "input", "button", "label", "fieldset", "base", "meta", "link"})
_COMMENT = re.compile(r"<!--.*?(?:--!?>|\Z)", re.DOTALL)
_SECTION = re.compile(r"<!\[(?!CDATA\[)")
_SILENT = frozenset({"title", "option"})


def rewritten(draft: Draft, html: str, line: int) -> str:
    """The same HTML, maybe one lone tag or half a table, with its links and pictures resolved. It is not yet clean."""
    rewriter = _Rewriter(draft, line)
    rewriter.feed(_whole_tags(html))
    rewriter.close()
    return "".join(rewriter.out)


def anchors(html: str) -> list[str]:
    """The ids (and names of <a>) in a piece of HTML."""
    finder = _Ids()
    finder.feed(_whole_tags(html))
    finder.close()
    return finder.found


def _whole_tags(html: str) -> str:
    """Without comments, and with what opens a tag but never ends it as plain text: the parser would look for its end again and again.

    Marked sections ("<![if x]>") are plain text too: HTMLParser raises AssertionError at the ones it does not know.
    """
    html = _SECTION.sub("&lt;![", _COMMENT.sub("", html))
    end = html.rfind(">") + 1
    return html[:end] + html[end:].replace("<", "&lt;")


class _Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for key, value in attrs if value and (key == "id" or (key == "name" and tag == "a"))]


class _Rewriter(HTMLParser):
    def __init__(self, draft: Draft, line: int) -> None:
        super().__init__(convert_charrefs=False)
        self.draft = draft
        self.first = line
        self.out: list[str] = []
        self.links = 0

    @property
    def line(self) -> int:
        return self.first + self.getpos()[0] - 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        dropped = tag in CONTENT_TOO or tag in _FORMS
        if dropped and tag not in _SILENT:
            self.draft.remark(self.line, f"<{tag}> was dropped; texts hold no scripts, forms or embedded pages")
        handlers = sorted(key for key in values if key.startswith("on"))
        if handlers and not dropped:
            self.draft.remark(self.line, f"{handlers[0]}=… was dropped; texts hold no scripts")
        if dropped:
            self.out.append(self.get_starttag_text() or "")
        elif tag == "a":
            self._link(values)
        elif tag == "img":
            self._picture(values)
        elif tag in {"audio", "video", "source", "track"}:
            self._media(tag, values)
        else:
            self.out.append(references.tag(tag, values))

    handle_startendtag = handle_starttag

    def _link(self, values: dict[str, str]) -> None:
        self.links += 1
        href = values.pop("href", None)
        if "name" in values and "id" not in values:
            values["id"] = values.pop("name")
        if href is not None:
            values |= references.link(self.draft, href, values.get("title", ""), self.line)
        self.out.append(references.tag("a", values))

    def _picture(self, values: dict[str, str]) -> None:
        src, alt = values.pop("src", ""), values.pop("alt", None)
        attributes = Attributes(values.pop("id", ""), tuple(values.pop("class", "").split()), values)
        self.out.append(
            references.picture(self.draft, src, alt, attributes, self.line, linked=self.links > 0, title=values.pop("title", ""))
        )

    def _media(self, tag: str, values: dict[str, str]) -> None:
        for key in ("src", "poster"):
            if key in values:
                found = references.file_source(self.draft, values.pop(key), self.line)
                if found is not None:
                    values[key] = found
        values.pop("autoplay", None)
        if tag in {"audio", "video"}:
            values["controls"] = ""
            values.setdefault("preload", "metadata")
        self.out.append(references.tag(tag, values))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.links = max(0, self.links - 1)
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.out.append(f"&#{name};")
