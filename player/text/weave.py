"""Second pass, when the words are read: anchors, figures, links, code, maths, task lists; each becomes its HTML."""

import re
from html import escape

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from player.text import code, maths, rawhtml, references
from player.text.attributes import Attributes
from player.text.draft import Draft, Heading, github_anchor, pandoc_anchor

_TASK = re.compile(r"\[([ xX])\][ \t]+")
_EM = re.compile(r"(?<!-)---(?!-)")
_EN = re.compile(r"(?<=\s)--(?=\s)|(?<=\d)--(?=\d)")
_UNBROKEN = 20  # characters of code within words that are kept on one line: "-v" must not part after its dash
_ALIGN = {"text-align:right": "n", "text-align:center": "mid", "text-align:left": ""}


def weave(state: StateCore) -> None:
    """The last core rule."""
    draft: Draft = state.env["draft"]
    tokens = state.tokens
    _without_title(tokens, state.env["title"])
    _written_anchors(tokens, draft)
    _headings(tokens, draft)
    for index, token in enumerate(tokens):
        match token.type:
            case "inline":
                _words(state, tokens, index)
            case "fence" | "code_block":
                _code(token, draft)
            case "math_block" | "math_block_label":
                token.content = _formula(token.content, draft, _line(token), display=True)
                token.type = "html_block"
            case "html_block":
                token.content = rawhtml.rewritten(draft, token.content, _line(token))
            case "th_open" | "td_open":
                _cell(token)
            case _:
                pass


def _line(token: Token) -> int:
    return token.map[0] if token.map else 0


def _without_title(tokens: list[Token], title: str) -> None:
    """The page shows the title itself: a first heading that says the same leaves only its anchor; others of the first level go down."""
    first = next((index for index, token in enumerate(tokens) if token.type != "html_block"), None)
    if first is not None and tokens[first].type == "heading_open" and tokens[first].level == 0:
        text = _plain(tokens[first + 1])
        if title and text.casefold().split() == title.casefold().split():
            anchor = escape(github_anchor(text))
            tokens[first : first + 3] = [Token("html_block", "", 0, content=f'<span id="{anchor}"></span>\n', map=tokens[first].map)]
    if any(token.tag == "h1" and token.level == 0 for token in tokens):
        for token in tokens:
            if token.type in {"heading_open", "heading_close"} and token.level == 0:
                token.tag = f"h{min(6, int(token.tag[1]) + 1)}"


def _plain(inline: Token) -> str:
    parts = []
    for child in inline.children or []:
        if child.type in {"text", "code_inline", "math_inline"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif child.type == "image":
            parts.append(_plain(child))
    return "".join(parts)


def _written_anchors(tokens: list[Token], draft: Draft) -> None:
    """Places the author named: attributes on blocks and words, ids in raw HTML, footnotes."""
    for token in tokens:
        if token.type != "heading_open" and isinstance(name := token.attrGet("id"), str):
            draft.anchors.add(name)
        if token.type == "html_block":
            draft.anchors.update(rawhtml.anchors(token.content))
        for child in token.children or []:
            found = child.meta.get("attributes") if child.meta else None
            if isinstance(found, Attributes) and found.id:
                draft.anchors.add(found.id)
            if child.type == "html_inline":
                draft.anchors.update(rawhtml.anchors(child.content))


def _headings(tokens: list[Token], draft: Draft) -> None:
    for index, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        inline = tokens[index + 1]
        text = " ".join(_plain(inline).split())
        given = token.meta.get("attributes")
        for key, value in references.own(given).items():
            token.attrSet(key, f"{token.attrGet(key) or ''} {value}".strip() if key == "class" else value)
        anchor = draft.unique(given.id if isinstance(given, Attributes) and given.id else github_anchor(text))
        token.attrSet("id", anchor)
        other = pandoc_anchor(text)
        if other not in draft.anchors:
            draft.anchors.add(other)
            inline.children = [_html(f'<span id="{escape(other)}"></span>'), *(inline.children or [])]
        if token.tag != "summary":
            draft.headings.append(Heading(int(token.tag[1]), text, anchor))


def _dashes(text: str) -> str:
    """--- and -- as the dashes they stand for; "--help" stays."""
    return _EN.sub("–", _EM.sub("—", text)) if "--" in text else text


def _html(content: str) -> Token:
    return Token("html_inline", "", 0, content=content, meta={"ours": True})


def _words(state: StateCore, tokens: list[Token], index: int) -> None:
    """The children of one run of words, each at its line."""
    draft: Draft = state.env["draft"]
    inline = tokens[index]
    children = inline.children or []
    alone = _lone_picture(tokens, index)
    line, out, links = _line(inline), list[Token](), 0
    for place, child in enumerate(children):
        if child.type in {"softbreak", "hardbreak"}:
            line += 1
        elif child.type == "link_open":
            links += 1
            closing = _matching(children, place)
            _link(child, closing.meta.get("attributes"), draft, line)
        elif child.type == "link_close":
            links -= 1
        elif child.type == "image":
            shown = _figure(state, child, line) if child is alone else _image(child, draft, line, linked=links > 0)
            out.append(_html(shown))
            continue
        out.append(_word(child, draft, line))
    if alone is not None:
        tokens[index - 1].hidden = tokens[index + 1].hidden = True
        out = [child for child in out if child.type == "html_inline"]
    inline.children = out
    _task(tokens, index, draft)


def _word(child: Token, draft: Draft, line: int) -> Token:
    """One piece of a line that is no link and no picture, as it is written out."""
    match child.type:
        case "html_inline" if not child.meta.get("ours"):
            child.content = rawhtml.rewritten(draft, child.content, line)
        case "math_inline" | "math_inline_double":
            return _html(_formula(child.content, draft, line, display=child.type == "math_inline_double"))
        case "text":
            child.content = _dashes(child.content)
        case "code_inline" | "span_open":
            if child.type == "code_inline" and len(child.content) <= _UNBROKEN:
                child.attrSet("class", "short")
            for key, value in references.own(child.meta.get("attributes")).items():
                (child.attrJoin if key == "class" else child.attrSet)(key, value)
        case _:
            pass
    return child


def _matching(children: list[Token], place: int) -> Token:
    return next(one for one in children[place:] if one.type == "link_close" and one.level == children[place].level)


def _link(token: Token, given: Attributes | None, draft: Draft, line: int) -> None:
    title = token.attrGet("title")
    found = references.link(draft, str(token.attrGet("href") or ""), str(title or ""), line)
    mine = references.own(given)
    classes = " ".join(part for part in (found.pop("class", ""), mine.pop("class", "")) if part)
    token.attrs = {**({"class": classes} if classes else {}), **found, **{key: value for key, value in mine.items() if key != "title"}}


def _described(token: Token) -> tuple[str | None, Attributes | None]:
    given = token.meta.get("attributes")
    bracket = _plain(token).strip()
    if isinstance(given, Attributes) and "alt" in given.values:
        return given.values["alt"], given
    return bracket or None, given


def _image(token: Token, draft: Draft, line: int, *, linked: bool) -> str:
    alt, given = _described(token)
    title = str(token.attrGet("title") or "")
    return references.picture(draft, str(token.attrGet("src") or ""), alt, given, line, linked=linked, title=title)


def _lone_picture(tokens: list[Token], index: int) -> Token | None:
    """The picture that is all there is in a paragraph."""
    if index == 0 or tokens[index - 1].type != "paragraph_open":
        return None
    children = tokens[index].children or []
    pictures = [child for child in children if child.type != "softbreak" and (child.type != "text" or child.content.strip())]
    return pictures[0] if len(pictures) == 1 and pictures[0].type == "image" else None


def _figure(state: StateCore, token: Token, line: int) -> str:
    """Its title is the caption; or what stands in the brackets, where {alt=…} describes it."""
    draft: Draft = state.env["draft"]
    alt, given = _described(token)
    title = str(token.attrGet("title") or "")
    caption = escape(title)
    if not title and alt and isinstance(given, Attributes) and "alt" in given.values and token.children:
        inner = [child for child in token.children if child.type not in {"image", "link_open", "link_close", "html_inline"}]
        caption = str(state.md.renderer.render(inner, state.md.options, state.env))
    mine = references.own(given)
    sizes = Attributes(values=given.values) if isinstance(given, Attributes) else None
    if sizes is not None:
        sizes = Attributes(values={key: value for key, value in sizes.values.items() if key in {"width", "height"}})
    shown = references.picture(draft, str(token.attrGet("src") or ""), alt, sizes, line)
    under = f"<figcaption>{caption}</figcaption>" if caption else ""
    mine.pop("title", None)
    return f"{references.tag('figure', mine)}{shown}{under}</figure>\n"


def _code(token: Token, draft: Draft) -> None:
    name = code.language(token.info) if token.type == "fence" else ""
    speech = code.SPEECH.get(name)
    label = draft.words.of(speech) if speech else ""
    token.content = code.block(token.content, name, label)
    token.type = "html_block"


def _formula(tex: str, draft: Draft, line: int, *, display: bool) -> str:
    found = maths.mathml(tex.strip(), display=display)
    if found is None:
        draft.remark(line, f"the formula “{' '.join(tex.split())[:60]}” is not understood and is shown as it was typed")
        return code.block(tex.strip(), "tex") if display else f'<code class="formula">{escape(tex, quote=False)}</code>'
    return f'<div class="formula">{found}</div>\n' if display else found


def _cell(token: Token) -> None:
    style = str(token.attrs.pop("style", ""))
    if name := _ALIGN.get(style):
        token.attrSet("class", name)


def _task(tokens: list[Token], index: int, draft: Draft) -> None:
    """"- [x] done" as a box with its word, no input: texts hold no forms."""
    children = tokens[index].children
    if index < 2 or tokens[index - 2].type != "list_item_open" or not children or children[0].type != "text":
        return
    found = _TASK.match(children[0].content)
    if found is None:
        return
    done = found[1] != " "
    children[0].content = children[0].content[found.end() :]
    word = draft.words.done if done else draft.words.to_do
    children.insert(0, _html(f'<span class="box" role="img" aria-label="{escape(word)}"></span>'))
    tokens[index - 2].attrSet("class", "task done" if done else "task")
