"""Whatever an author or an attacker writes: nothing that runs, nothing that loads from elsewhere, in bounded time."""

import re
import sys
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.errors import PlayerError
from player.text.links import Link, linker
from player.text.render import render
from tests.forge.laws import law

RESOLVE = linker("a/here.md", {"a/here.md": "HERE", "a/other.md": "OTHER"}, frozenset({"a/x.png", "a/x.webm", "a/x.zip"}))
ATTACKS = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<SCRIPT SRC=//e.org/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    '<img src="a/x.png" onerror="alert(1)" srcset="https://e.org/y 2x">',
    "<img/src=`x`/onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate xlink:href=#x attributeName=href values=javascript:alert(1) /><a id=x>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<math href=javascript:alert(1)>x</math>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=' &#1;javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href=&#x6A;avascript:alert(1)>x</a>",
    "<a href=data:text/html,<script>alert(1)</script>>x</a>",
    "<a href=vbscript:msgbox(1)>x</a>",
    "<a href=https://e.org target=_blank ping=https://e.org/p>x</a>",
    "<iframe src=https://e.org></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=https://e.org></object><embed src=https://e.org>",
    "<form action=https://e.org><button formaction=javascript:1>x</button></form>",
    "<base href=https://e.org/>",
    "<meta http-equiv=refresh content='0;url=https://e.org'>",
    "<link rel=stylesheet href=https://e.org/x.css>",
    "<link rel=preconnect href=https://e.org>",
    "<style>@import 'https://e.org/x.css';</style>",
    "<div style='background:url(https://e.org/x)'>x</div>",
    "<body background=https://e.org/x>",
    "<table background=https://e.org/x><td background=https://e.org/x>",
    "<video poster=https://e.org/p src=https://e.org/v autoplay><source src=https://e.org/s></video>",
    "<audio src=//e.org/a onplay=alert(1)>",
    "<img src=//e.org/x>",
    "<img src=/\\e.org/x>",
    "<img src='\\\\e.org\\x'>",
    "<input type=image src=https://e.org/x>",
    "<details open ontoggle=alert(1)>x</details>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>alert(1)</script></template>",
    "<textarea><img title='</textarea><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?php <img src=x onerror=alert(1)> ?>",
    "<x/onclick=alert(1)//",
    "[x](javascript:alert(1))",
    "[x](<java script:alert(1)>)",
    "[x]: javascript:alert(1)\n\n[x]",
    "![x](https://e.org/x.png)",
    "![x](//e.org/x.png)",
    "![x](data:text/html;base64,AAAA)",
    "![x](data:image/svg+xml;base64,AAAA)",
    '![x](x.png "onerror=alert(1)" onload=1)',
    "![x](x.png){onerror=alert(1) .y style='x'}",
    '![a" onerror="alert(1)](x.png)',
    "[x]{onclick=alert(1) title='\"><script>'}",
    "<javascript:alert(1)>",
    "::: {.note onclick=alert(1) title='<img src=x onerror=alert(1)>'}\nx\n:::",
    "::: <script>alert(1)</script>\nx\n:::",
    "> [!NOTE] <img src=x onerror=alert(1)>\n> x",
    "$\\href{javascript:alert(1)}{x}$",
    "$\\text{<script>alert(1)</script>}$",
    "$$\\text{<img src=x onerror=alert(1)>}$$",
    "```<script>\nalert(1)\n```",
    "```html\n<script>alert(1)</script>\n```",
    "`<script>alert(1)</script>`",
    "[^<script>]: x\n\n[^<script>]",
    '# <img src=x onerror=alert(1)> {#x"onload=alert(1)}',
    "{{ page.root }}javascript:alert(1)",
    "[x]({{ javascript:alert(1) }})",
    "<p id=x class=y lang='\" onload=1'>x",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<a href=lesson:x>y</a><a href=file:///etc/passwd>z</a><a href=course://other/x>w</a><a href=qrc:/x>v</a><a href=chrome://gpu>u</a>",
]
URLS = {
    "href": re.compile(r"(#|lesson:|save:|picture:|https?://|mailto:)", re.IGNORECASE),
    "src": re.compile(r"/[^/\\]|data:image/(png|gif|jpe?g|webp);base64,"),
}
KNOWN = frozenset([
    "id", "class", "lang", "dir", "title", "role", "aria-label", "aria-hidden", "aria-describedby", "href", "src", "alt",
    "width", "height", "controls", "preload", "loop", "muted", "poster", "span", "value", "open", "start", "type",
    "reversed", "colspan", "rowspan", "headers", "scope", "abbr", "datetime", "kind", "srclang", "label", "default",
])


FORBIDDEN = frozenset([
    "script", "style", "iframe", "object", "embed", "form", "input", "button", "base", "meta", "link", "svg", "template", "textarea",
])


class Judge(HTMLParser):
    """Fails on anything a browser would run or fetch."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in FORBIDDEN
        maths = tag.startswith("m") and tag != "mark"
        for key, value in attrs:
            assert maths or key in KNOWN, (tag, key)
            assert not key.startswith("on")
            if key in {"href", "src", "poster"}:
                wanted = URLS["href" if key == "href" else "src"]
                assert wanted.match(value or ""), (tag, key, value)


def check(markdown: str) -> None:
    before = time.process_time()
    refused, html = "", ""
    try:
        html = render(markdown, language="en", title="T", resolve=RESOLVE).html
    except PlayerError as error:
        refused = error.message
    judge = Judge()
    judge.feed(html)
    judge.close()
    assert "\x00" not in html
    assert not refused or (refused.endswith(".") and not html)
    assert time.process_time() - before < (2 if sys.gettrace() is None else 10)  # a tracer (coverage) looks at every line


AROUND = [
    "{}", "Text {} more", "> {}", "- {}\n", "::: note\n{}\n:::", "| a |\n|---|\n| {} |", "<div>\n\n{}\n\n</div>", "[{}](other.md)",
]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("around", AROUND)
def test_no_attack_survives(attack: str, around: str) -> None:
    check(around.format(attack))


PIECES = st.sampled_from([
    *ATTACKS, "\n", "\n\n", " ", "<", ">", '"', "'", "`", "```\n", "$", "$$", "[", "](", ")", "{", "}", "::: note\n", ":::\n", "> ", "- ",
    "|", "|-|\n", "*", "_", "\\", "&", "#", "!", "[^1]", "[^1]: ", "\t", "\x00", "\u202e", "<div>", "</div>", "<details>", "---\n",
    "{: .note}\n", "{#x .y}", "{{", "{%",
])


@law(150)
@given(st.lists(PIECES | st.text(max_size=12), max_size=14))
def test_no_mixture_of_attacks_survives(pieces: list[str]) -> None:
    check("".join(pieces))


@law(120)
@given(st.text(max_size=400))
def test_any_text_is_rendered_or_refused(text: str) -> None:
    check(text)


@law(100)
@given(st.sampled_from(ATTACKS), st.data())
def test_no_mutation_survives(attack: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(attack)))
    end = data.draw(st.integers(start, min(len(attack), start + 4)))
    check(attack[:start] + data.draw(st.text(max_size=5) | PIECES) + attack[end:])


@law(60)
@given(st.lists(st.text("abcxyz", min_size=1, max_size=6), max_size=30), st.sampled_from(["\n", "\n\n", " *", "\n- ", "\n> ", "\n## ", " `"]))
def test_words_are_kept(words: list[str], between: str) -> None:
    """Every word an author wrote is read, in order, whatever stands between them."""
    rendered = render(between.join(words), language="en", title="", resolve=lambda target: Link("missing", target))
    letters = "".join(letter for letter in rendered.text if letter.isalpha())
    assert letters == "".join(words)


DEEP = 10_000
PATHOLOGICAL = {
    "quotes": ">" * DEEP,
    "quotes and words": "> " * DEEP + "x",
    "brackets": "[" * DEEP,
    "pictures": "![" * DEEP,
    "links": "[x](" * DEEP,
    "closing": "](" * DEEP,
    "nested brackets": "[" * 5000 + "x" + "]" * 5000,
    "stars": "*a " * DEEP,
    "mixed emphasis": "*a **b " * 5000,
    "underlines": "_a" * DEEP,
    "ticks": "".join("`" * n + " " for n in range(150)),
    "divs": "<div>" * DEEP,
    "spans": "<span>" * DEEP,
    "bold": "<b>" * DEEP,
    "tags": "<a " * DEEP,
    "comments": "<!-- " * DEEP,
    "lists": "\n".join(" " * n * 2 + "- x" for n in range(2000)),
    "one line of lists": "- " * DEEP,
    "boxes": "::: note\n" * DEEP,
    "closing boxes": ":::\n" * 3000,
    "box in box": "::: note\n" * 60 + ":::\n" * 60,
    "braces": "{" * DEEP,
    "attributes": "[x]{" * DEEP,
    "attributes that never end": "`x`{.a " + ".b " * DEEP,
    "spans with attributes": "[" * 3000 + "]{.a}" * 3000,
    "references": "[a]: /x\n" * 5000 + "[a]" * 2000,
    "notes": "[^1]" * 5000 + "\n\n[^1]: x",
    "inline notes": "^[" * 5000,
    "maths": "$a" * DEEP,
    "formula": "$" + "{" * DEEP + "$",
    "fraction": "$" + "\\frac{" * 500 + "x" + "}{y}" * 500 + "$",
    "tags that end at last": "<div>" + "<a " * DEEP + ">",
    "quotes that end at last": "<div>" + "<a x='" * DEEP + "'>",
    "table": "|" * DEEP + "\n" + "|-" * DEEP,
    "wide table": "|a" * 100 + "\n" + "|-" * 100 + "\n" + "x\n" * 300,
    "entities": "&" * DEEP,
    "liquid": "{{" * DEEP,
    "liquid links": "](" + "{{x}}" * 5000,
    "half liquid": "]({{" * 5000 + "{%" * 5000,
    "alerts": "> [!NOTE]\n> x\n\n" * 1500,
    "headings": "# a\n" * 3000,
    "headings with braces": "# a {" * 3000,
    "definitions": "a\n: b\n\n" * 2000,
    "setext": "a\n" * 20_000 + "===",
    "code": "```python\n" + "(" * DEEP + "\n```",
    "tags in html": "<div>" + "<a " * DEEP,
    "questions in html": "<div>" + "<?" * DEEP,
    "marks in html": "<div>" + "<!" * DEEP,
    "ends in html": "<div>" + "</" * DEEP,
    "quotes in html": "<div>" + "<a x='" * DEEP,
    "entities in html": "<div>" + "&a" * DEEP,
    "scripts in html": "<div>" + "<script>" * DEEP,
    "sections in html": "<div>" + "<![CDATA[" * DEEP,
    "kramdown": "x\n{: .note}\n" * 2000,
    "dashes": "-" * DEEP,
    "tildes": "~~a" * DEEP,
    "in-page links": "[a](#b) " * 2000,
    "lines": "hello *world* and `code`\n" * 10_000,
}


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_pathological_texts_end_soon(name: str) -> None:
    check(PATHOLOGICAL[name])
