"""Inline rules of our own: attributes behind pictures, links and code, and [words]{.with attributes}."""

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from player.text import attributes

_TAKES = frozenset({"image", "link_close", "code_inline", "span_close"})


def install(md: MarkdownIt) -> None:
    """The rules, before the ones for plain brackets."""
    md.inline.ruler.before("link", "span", _span)
    md.inline.ruler.push("attributes", _attributes)


def _attributes(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{" or silent or state.pending or not state.tokens:
        return False
    token = state.tokens[-1]
    if token.type not in _TAKES or "attributes" in token.meta:
        return False
    found = attributes.read(state.src, state.pos)
    if found is None:
        return False
    token.meta["attributes"] = found[0]
    state.pos = found[1]
    return True


def _span(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.src[start] != "[" or state.src.find("]{", start, state.posMax) < 0:
        return False
    end = state.md.helpers.parseLinkLabel(state, start)
    found = attributes.read(state.src, end + 1) if end >= 0 else None
    if found is None or found[1] > state.posMax:
        return False
    if not silent:
        maximum = state.posMax
        state.pos, state.posMax = start + 1, end
        state.push("span_open", "span", 1).meta = {"attributes": found[0]}
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1).meta = {"attributes": None}
        state.posMax = maximum
    state.pos = found[1]
    return True
