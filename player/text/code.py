"""Blocks of code as HTML: highlighted where the language is known, the output of a program set apart."""

import re
from html import escape

_LONGEST = 40_000
_NAME = re.compile(r"[A-Za-z0-9+#_.-]{1,40}")
_PROMPT = re.compile(r"^(?:\([\w.-]+\) ?)?(?:[\w.@:~/-]+ ?)?[$](?: |$)", re.MULTILINE)
_CONTINUED = re.compile(r"^> ?")
_SHELLS = frozenset({"bash", "sh", "shell", "zsh"})
PLAIN = frozenset({"", "text", "txt", "plain", "none", "output", "error", "source", "warning"})
SPEECH = {"output": "output", "error": "error", "warning": "error"}


def language(info: str) -> str:
    """The language an info string names: "```python", "``` bash", "```{.r .numberLines}", "```{r setup, echo=FALSE}"."""
    named = _NAME.search(info.strip().removeprefix("{").removeprefix("."))
    return named[0].lower() if named and info.strip() else ""


def highlighted(code: str, name: str) -> str:
    """The lines of `code` with <span class="…"> around its parts (Pygments' short class names), escaped."""
    if name in PLAIN or len(code) > _LONGEST:
        return escape(code, quote=False)
    from pygments import highlight
    from pygments.formatters.html import HtmlFormatter  # the package swaps itself while it loads: two threads would meet a half of it
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    if name in _SHELLS and _PROMPT.search(code):
        return _session(code)
    try:
        lexer = get_lexer_by_name(name, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return escape(code, quote=False)
    return str(highlight(f"{code}\n", lexer, HtmlFormatter(nowrap=True))).rstrip("\n")


def _session(code: str) -> str:
    """Commands with their prompts, as they stand on a terminal; a line without a prompt goes on with the command above it."""
    from pygments import highlight
    from pygments.formatters.html import HtmlFormatter
    from pygments.lexers.shell import BashLexer

    lines = code.split("\n")
    prompts = [found[0] if (found := _PROMPT.match(line) or _CONTINUED.match(line)) else "" for line in lines]
    commands = "\n".join(line[len(prompt) :] for line, prompt in zip(lines, prompts, strict=True))
    coloured = highlight(f"{commands}\n", BashLexer(stripnl=False), HtmlFormatter(nowrap=True)).split("\n")
    pairs = zip(prompts, coloured[: len(lines)], strict=True)
    return "\n".join((f'<span class="gp">{escape(prompt, quote=False)}</span>' if prompt else "") + line for prompt, line in pairs)


def block(code: str, name: str, label: str = "", extra: str = "") -> str:
    """The whole block. `label` names what a program said ("Output", "Error"); colour alone would not tell."""
    kind = SPEECH.get(name, "")
    classes = " ".join(part for part in ("code", kind, extra) if part)
    head = f'<p class="code-label">{escape(label)}</p>' if label else ""
    tag = f' class="language-{escape(name)}"' if name else ""
    inner = highlighted(code.rstrip("\n"), name)
    return f'<div class="{classes}">{head}<pre dir="ltr"><code{tag}>{inner}</code></pre></div>\n'
