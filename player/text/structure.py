"""First pass over the blocks, before their words are read: boxes, their titles, attribute lines, what is not for learners."""

import re

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from player.errors import PlayerError
from player.text import attributes as attrs
from player.text.attributes import Attributes
from player.text.boxes import Box, box
from player.text.draft import Draft
from player.text.references import own

_ALERT = re.compile(r"\[!([A-Za-z]+)\][+-]?[ \t]*([^\n]*)(?:\n|$)")
_BRACKET = re.compile(r"[\[\]]")
_BRACKETS = 200
_LANGUAGE = "language-"
_PLAIN_NAMES = frozenset({"output", "error", "source", "bash", "python", "r", "sql", "warning"})


def restructure(state: StateCore) -> None:
    """A core rule, between "block" and "inline"."""
    _not_too_many_brackets(state.tokens, state.env["draft"])
    tokens = _headings(_attribute_lines(state.tokens))
    _alerts(tokens)
    state.tokens = _boxes(tokens, state.env["draft"])


def _not_too_many_brackets(tokens: list[Token], draft: Draft) -> None:
    """Each open bracket may be a link: thousands of them inside each other would take for ever to try."""
    for token in tokens:
        if token.type != "inline" or token.content.count("[") <= _BRACKETS:
            continue
        depth = 0
        for bracket in _BRACKET.findall(token.content):
            depth = depth + 1 if bracket == "[" else max(0, depth - 1)
            if depth > _BRACKETS:
                line = (token.map[0] if token.map else 0) + draft.first_line
                raise PlayerError(
                    "This text cannot be shown",
                    f"More than {_BRACKETS} square brackets are open inside each other on line {line}.",
                    "Write a backslash before brackets that are no links.",
                )


def _headings(tokens: list[Token]) -> list[Token]:
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            text, found = attrs.trailing(tokens[index + 1].content)
            tokens[index + 1].content = text
            if found is not None:
                token.meta["attributes"] = found
    return tokens


def _attribute_lines(tokens: list[Token]) -> list[Token]:
    """A {: …} line gives its attributes to the block that ended just before it."""
    out: list[Token] = []
    for token in tokens:
        if token.type != "attribute_line":
            out.append(token)
            continue
        found: Attributes = token.meta["attributes"]
        last = out[-1] if out else None
        if last is None or last.nesting == 1 or last.level != token.level:
            continue
        target = last if last.nesting == 0 else next(one for one in reversed(out) if one.nesting == 1 and one.level == last.level)
        if token.map and target.map and token.map[0] > target.map[1]:
            continue  # a blank line between: it belongs to nothing
        if target.type == "fence":
            _code_language(target, found)
        elif target.type == "blockquote_open" and box(found.classes):
            _to_box(target, last, found, "")
        else:
            target.meta["attributes"] = found
            if target.type != "heading_open":  # a heading takes its own when it gets its anchor
                for key, value in own(found).items():
                    target.attrSet(key, value)
    return out


def _code_language(fence: Token, found: Attributes) -> None:
    for name in found.classes:
        if name.startswith(_LANGUAGE) or name in _PLAIN_NAMES:
            fence.info = name.removeprefix(_LANGUAGE)


def _to_box(opening: Token, closing: Token, found: Attributes, title: str) -> None:
    opening.type, closing.type = "box_open", "box_close"
    opening.tag = closing.tag = "div"
    opening.meta = {"attributes": found, "title": title}


def _alerts(tokens: list[Token]) -> None:
    """GitHub's > [!NOTE], with a title on its line if the author wrote one."""
    for index, token in enumerate(tokens[:-2]):
        if token.type != "blockquote_open" or tokens[index + 1].type != "paragraph_open":
            continue
        words = tokens[index + 2]
        found = _ALERT.match(words.content)
        if found is None or box((found[1],)) is None:
            continue
        closing = next(one for one in tokens[index:] if one.type == "blockquote_close" and one.level == token.level)
        _to_box(token, closing, Attributes("", (found[1].lower(),)), found[2].strip())
        words.content = words.content[found.end() :]
        if words.map is not None:
            words.map = [words.map[0] + 1, words.map[1]]
        if not words.content.strip():
            tokens[index + 1].hidden = tokens[index + 3].hidden = True
            words.content = ""


def _boxes(tokens: list[Token], draft: Draft) -> list[Token]:
    out: list[Token] = []
    tags: list[str] = []
    hidden = 0
    titled: int | None = None  # index of a heading that already is the title of its box
    for index, token in enumerate(tokens):
        if hidden:
            hidden += {"box_open": 1, "box_close": -1}.get(token.type, 0)
            continue
        if token.type == "box_open":
            found: Attributes = token.meta["attributes"]
            kind = box(found.classes)
            if kind is not None and kind.shape == "hidden":
                hidden = 1
                continue
            heading = index + 1 if tokens[index + 1].type == "heading_open" and not token.meta["title"] else None
            tags.append(_open(token, kind, found))
            out.append(token)
            out += _title(token, kind, tokens[heading + 1].content if heading else None, draft, found)
            if heading and kind is not None and kind.shape != "tabs":
                titled = heading
                _make_title(tokens[heading], tokens[heading + 2], kind)
            continue
        if token.type == "box_close":
            token.tag = tags.pop()
        elif token.type == "heading_open" and tags and index != titled and token.tag in {"h1", "h2"}:
            token.tag = tokens[index + 2].tag = "h3"
        out.append(token)
    return out


def _open(token: Token, kind: Box | None, found: Attributes) -> str:
    if kind is None:
        token.tag = "div"
        token.attrSet("class", " ".join(("block", *found.classes)))
    elif kind.shape == "fold":
        token.tag = "details"
        token.attrSet("class", f"fold {kind.kind}")
    elif kind.shape == "tabs":
        token.tag = "div"
        token.attrSet("class", "tabs")
    else:
        token.tag = "div"
        token.attrSet("class", f"callout {kind.kind}")
        token.attrSet("role", "note")
    if found.id:
        token.attrSet("id", found.id)
    return token.tag


def _make_title(opening: Token, closing: Token, kind: Box) -> None:
    tag = "summary" if kind.shape == "fold" else "h3"
    opening.tag = closing.tag = tag
    if tag == "h3":
        opening.attrSet("class", "callout-title")


def _title(token: Token, kind: Box | None, heading: str | None, draft: Draft, found: Attributes) -> list[Token]:
    """The lines above a box's text: its word, the author's title, or both."""
    title = token.meta["title"] or found.values.get("title", "")
    if kind is None or kind.shape == "tabs":
        return _line("p", "callout-title", title, token) if title else []
    word = draft.words.of(kind.kind)
    if kind.shape == "fold":
        return [] if heading else _line("summary", "", title or word, token)
    if heading or title:
        same = (heading or title).strip().casefold() == word.casefold()
        label = _line("p", "callout-label", word, token) if kind.label and not same else []
        return label + ([] if heading else _line("p", "callout-title", title, token))
    return _line("p", "callout-title", word, token)


def _line(tag: str, name: str, text: str, near: Token) -> list[Token]:
    opening = Token("line_open", tag, 1, block=True, level=near.level + 1)
    if name:
        opening.attrSet("class", name)
    inline = Token("inline", "", 0, content=text, map=near.map, children=[], level=near.level + 2, block=True)
    closing = Token("line_close", tag, -1, block=True, level=near.level + 1)
    return [opening, inline, closing]
