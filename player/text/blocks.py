"""Block rules of our own: ::: fences with any number of colons, {: …} lines, and the limit of nesting."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from player.errors import PlayerError
from player.text import attributes
from player.text.draft import Draft

DEEPEST = 80
_FENCE = re.compile(r"(:{3,})[ \t]*(.*?)[ \t]*:*[ \t]*$", re.DOTALL)
_CODE = re.compile(r"(`{3,}|~{3,})")
_LIST = re.compile(r"^(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)+")
_NAMED = re.compile(r"([A-Za-z][\w-]*)(?:\[(?P<title>[^\]]*)\])?[ \t]*")
_KRAMDOWN = re.compile(r"\{:[^{}]*\}[ \t]*$")


def install(md: MarkdownIt) -> None:
    """The rules, where they stand before what could swallow their lines."""
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("table", "attribute_line", _attribute_line, {"alt": interrupts})
    md.block.ruler.before("attribute_line", "colon_fence", _colon_fence, {"alt": interrupts})
    md.block.ruler.before("colon_fence", "too_deep", _too_deep)


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: ARG001 - markdown-it's shape of a rule
    if state.level >= DEEPEST:
        draft: Draft = state.env["draft"]
        raise PlayerError(
            "This text cannot be shown",
            f"The text is nested more than {DEEPEST} levels deep on line {start + draft.first_line}.",
            "Use fewer quotes, lists or boxes inside each other.",
        )
    return False


def _colon_fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    fence = _FENCE.match(_line(state, start)) if not state.is_code_block(start) else None
    if fence is None:
        return False
    if silent:
        return True
    draft: Draft = state.env["draft"]
    named = _opening(fence[2])
    if named is None:
        if fence[2]:
            draft.remark(start, f"“{fence[0].strip()}” opens no box; write ::: and its name")
        else:
            draft.remark(start, "::: closes a box that was never opened")
        state.line = start + 1
        return True
    close, closed = _closing(state, start, end)
    if not closed:
        draft.remark(start, f"the box “{fence[2]}” is never closed with :::")
    names, title = named
    parent, line_max = state.parentType, state.lineMax
    state.parentType = "container"
    state.lineMax = close
    token = state.push("box_open", "div", 1)
    token.block = True
    token.map = [start, close]
    token.meta = {"attributes": names, "title": title}
    state.md.block.tokenize(state, start + 1, close)
    token = state.push("box_close", "div", -1)
    token.block = True
    state.parentType, state.lineMax = parent, line_max
    state.line = close + (1 if closed else 0)
    return True


def _opening(words: str) -> tuple[attributes.Attributes, str] | None:
    """The attributes and the title of the line that opens a box; None for a line that only closes one."""
    found = attributes.read(words, 0)
    if found is not None:
        return found[0], words[found[1] :].strip()
    name = _NAMED.match(words)
    if name is None:
        return None
    rest, more = words[name.end() :], attributes.Attributes()
    braces = attributes.read(rest, 0)
    if braces is not None:
        more, rest = braces[0], rest[braces[1] :]
    return attributes.Attributes(more.id, (name[1], *more.classes), more.values), name["title"] or rest.strip()


def _closing(state: StateBlock, start: int, end: int) -> tuple[int, bool]:
    """The line that closes the box opened on `start`, and whether it does; else the line at which its surroundings end.

    One walk finds the ends of all boxes inside it too, so that boxes in boxes cost no more.
    """
    known: dict[tuple[int, int], tuple[int, bool]] = state.env.setdefault("box ends", {})
    if (state.blkIndent, start) not in known:
        last, opened = end, [start]
        code = ""
        for number in range(start + 1, end):
            line = _line(state, number)
            if line and state.sCount[number] < state.blkIndent:
                last = number
                break
            code, step = _step(line, code)
            if step > 0:
                opened.append(number)
            elif step < 0:
                known[state.blkIndent, opened.pop()] = (number, True)
                if not opened:
                    break
        for each in opened:
            known[state.blkIndent, each] = (last, False)
    close, closed = known[state.blkIndent, start]
    return min(close, end), closed and close < end


def _step(line: str, code: str) -> tuple[str, int]:
    """The fence of code that is open after a line, and 1 or -1 where the line opens or closes a box."""
    marker = _CODE.match(line)
    if code:
        ends = marker and marker[1].startswith(code) and not line[marker.end() :].strip()
        return "" if ends else code, 0
    if marker and not (marker[1][0] == "`" and "`" in line[marker.end() :]):
        return marker[1], 0
    fence = _FENCE.match(_LIST.sub("", line)) if ":::" in line else None
    if fence is None:
        return "", 0
    return "", 1 if _opening(fence[2]) else -1 if not fence[2] and line.startswith(":") else 0


def _attribute_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: ARG001 - markdown-it's shape of a rule
    line = _line(state, start)
    if not line.startswith("{:") or state.is_code_block(start) or not _KRAMDOWN.match(line):
        return False
    found = attributes.read(line, 0)
    if found is None:
        return False
    if not silent:
        token = state.push("attribute_line", "", 0)
        token.hidden = True
        token.map = [start, start + 1]
        token.meta = {"attributes": found[0]}
        state.line = start + 1
    return True
