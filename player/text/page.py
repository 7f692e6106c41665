"""A whole HTML document around a rendered text, closed to everything but its own course."""

import re
from html import escape
from typing import Literal

from player.text.render import RenderedText

POLICY = (
    "default-src 'none'; img-src course: data:; media-src course:; font-src course:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-src 'none'; object-src 'none'; script-src 'none'; connect-src 'none'"
)
BASE_SIZE = 19  # px of the text at 100 %
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)[^>\"]*(?:\"[^\"]*\"[^>\"]*)*>")
_VOID = frozenset(["br", "hr", "img", "source", "track", "wbr", "col"])
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


def parted(html: str, least: int) -> tuple[str, str]:
    """Clean HTML as its first blocks, at least so many characters of them, and all that follows.

    A long text is shown sooner when a screen of it is laid out before the rest.
    """
    depth = 0
    for found in _TAG.finditer(html):
        name = found[2].lower()
        if name in _VOID:
            continue
        depth += -1 if found[1] else 1
        if depth == 0 and found.end() >= least:
            return html[: found.end()], html[found.end() :]
    return html, ""


def page(
    rendered: RenderedText,
    *,
    css: str,
    language: str,
    direction: Literal["ltr", "rtl"],
    title: str,
    meta: str = "",
    text_scale: float | None = None,
    scheme: str = "light",
) -> str:
    """The document for a lesson view. `meta` is the line above the title ("Chapter 2 · 6 min read"), `css` is trusted.

    `text_scale` None leaves the size of the letters to the style sheet.
    `scheme` ("light", "dark", "contrast") becomes the class of <html>, for styles that depend on it.
    """
    tongue = language if _LANGUAGE.fullmatch(language) else "und"
    above = f'<p class="meta"><bdi>{escape(meta)}</bdi></p>\n' if meta else ""
    style = css.replace("</", "<\\/")
    size = f' style="font-size:{BASE_SIZE * text_scale:.2f}px"' if text_scale else ""
    return f"""<!doctype html>
<html lang="{tongue}" dir="{direction}" class="{escape(scheme)}"{size}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width">
<title>{escape(title)}</title>
<style>
{style}
</style>
</head>
<body>
<article>
<header>
{above}<h1 dir="auto">{escape(title)}</h1>
</header>
{rendered.html}
</article>
</body>
</html>
"""
