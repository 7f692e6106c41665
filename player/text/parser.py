"""The Markdown parser: CommonMark, the plugins, our own rules, and how footnotes are written."""

from collections.abc import Sequence
from functools import cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from player.text import blocks, inlines
from player.text.draft import Draft
from player.text.structure import restructure
from player.text.weave import weave


class _Renderer(RendererHTML):
    """Footnotes with words a screen reader can say; everything else is done by the two passes."""

    def footnote_ref(self, tokens: Sequence[Token], index: int, _: OptionsDict, env: EnvType) -> str:
        number, again = _numbers(tokens[index])
        word = escape(_draft(env).words.footnote)
        return f'<sup class="footnote"><a id="fnref{number}{again}" href="#fn{number}" aria-label="{word} {number}">{number}</a></sup>'

    def footnote_block_open(self, _: Sequence[Token], __: int, ___: OptionsDict, env: EnvType) -> str:
        return f'<section class="footnotes" aria-label="{escape(_draft(env).words.footnotes)}"><ol>\n'

    def footnote_block_close(self, *_: object) -> str:
        return "</ol></section>\n"

    def footnote_open(self, tokens: Sequence[Token], index: int, _: OptionsDict, __: EnvType) -> str:
        return f'<li id="fn{_numbers(tokens[index])[0]}">'

    def footnote_close(self, *_: object) -> str:
        return "</li>\n"

    def footnote_anchor(self, tokens: Sequence[Token], index: int, _: OptionsDict, env: EnvType) -> str:
        number, again = _numbers(tokens[index])
        return f' <a class="back" href="#fnref{number}{again}" aria-label="{escape(_draft(env).words.back_to_text)}">↩</a>'


@cache
def parser() -> MarkdownIt:
    """One parser for all texts: what belongs to a text travels in its env ("draft", "title")."""
    md = MarkdownIt("commonmark", {"maxNesting": blocks.DEEPEST + 20, "html": True}, renderer_cls=_Renderer)
    md.enable(["table", "strikethrough"])
    md.use(footnote_plugin).use(deflist_plugin)
    md.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, allow_blank_lines=False, double_inline=True)
    for name in _Renderer.__dict__:
        if name.startswith("footnote_"):
            md.add_render_rule(name, getattr(_Renderer, name))
    blocks.install(md)
    inlines.install(md)
    md.core.ruler.after("block", "restructure", restructure)
    md.core.ruler.push("weave", weave)
    # Every link is judged when it is resolved; here it stays as it was written.
    setattr(md, "validateLink", lambda _: True)  # noqa: B010
    setattr(md, "normalizeLink", lambda url: url)  # noqa: B010
    return md


def _numbers(token: Token) -> tuple[int, str]:
    sub = token.meta.get("subId", 0)
    return token.meta["id"] + 1, f"-{sub}" if sub else ""


def _draft(env: EnvType) -> Draft:
    draft: Draft = env["draft"]
    return draft
