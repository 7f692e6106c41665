"""Front matter, pages, language, links and attributes, each by itself."""

from datetime import date

import pytest

from player.errors import PlayerError
from player.text import attributes, code, maths
from player.text.clean import cleaned
from player.text.draft import Draft, github_anchor, pandoc_anchor
from player.text.frontmatter import LONGEST, mapping, split
from player.text.language import direction, reading_minutes, word_count
from player.text.links import Link, linker, without_liquid
from player.text.page import POLICY, page, parted
from player.text.rawhtml import rewritten
from player.text.render import render
from player.text.words import Words


def test_front_matter_and_the_line_the_body_begins_on() -> None:
    found = split("---\ntitle: Cool it\nminutes: 4\nopens_when:\n  after: 2027-01-10\ntags:\n  - a\n  - b: 1\n---\nBody\n", where="a.md")
    assert found.values["title"] == "Cool it"
    assert found.values["opens_when"] == {"after": date(2027, 1, 10)}
    assert found.lines == {"title": 2, "minutes": 3, "opens_when": 4, "opens_when.after": 5, "tags": 6, "tags.0": 7, "tags.1": 8, "tags.1.b": 8}
    assert (found.body, found.body_line) == ("Body\n", 10)


@pytest.mark.parametrize(
    "text", ["Body\n", "", "---\n\nA rule above and below\n\n---\n", "--- x\n", "-----\n", "---\nJust words without a colon\n"]
)
def test_a_text_without_front_matter(text: str) -> None:
    found = split(text, where="a.md")
    assert (dict(found.values), found.body, found.body_line) == ({}, text, 1)


def test_byte_order_mark_windows_lines_and_dots() -> None:
    found = split("\ufeff---\r\ntitle: x\r\n...\r\nBody", where="a.md")
    assert (dict(found.values), found.body, found.body_line) == ({"title": "x"}, "Body", 4)


def test_empty_front_matter() -> None:
    found = split("---\n---\nBody", where="a.md")
    assert (dict(found.values), found.body, found.body_line) == ({}, "Body", 3)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: x\n", "line 1: the front matter that opens here is never closed"),
        ("---\ntitle: a: b\n---\n", "line 2: this is no valid YAML: mapping values are not allowed here"),
        ("---\na: 1\nb: 2\na: 3\n---\n", "line 4: “a” stands here a second time; the first is on line 2"),
        ("---\na: &x [1]\nb: *x\n---\n", r"line 3: this is no valid YAML: an alias \(\*name\) is not allowed here"),
        ("---\na:\n\t- b\n---\n", "line 3: this is no valid YAML"),
        ("---\na: " + "[" * 30 + "]" * 30 + "\n---\n", "more than 20 levels"),
        ("---\na: !!python/object:os.system x\n---\n", "line 2: this is no valid YAML"),
        ("---\na: 2027-13-45\n---\n", "this is no valid YAML"),
        ("---\na: " + "x" * LONGEST + "\n---\n", "longer than 65,536 characters"),
        ("---\na: b\n? [x]\n: c\n---\n", "line 3: a name must be a single word"),
        ("---\na: 1\n--- \nb", ""),
    ],
)
def test_front_matter_that_is_refused_says_where(text: str, message: str) -> None:
    if not message:
        assert split(text, where="ep/a.md").values == {"a": 1}
        return
    with pytest.raises(PlayerError, match=message) as caught:
        split(text, where="ep/a.md")
    assert caught.value.message.startswith("ep/a.md, line")


def test_a_mapping_alone() -> None:
    assert mapping("1: a\nyes: b\n", where="config.yaml")[0] == {"1": "a", "yes": "b"}
    assert mapping("# nothing\n", where="config.yaml")[0] == {}
    with pytest.raises(PlayerError, match=r"config\.yaml, line 7: expected lines of the form"):
        mapping("- a\n", where="config.yaml", first_line=7)
    with pytest.raises(PlayerError, match="longer than"):
        mapping("a: b\n" * 20_000, where="config.yaml")


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "", "ltr"), ("ar", "", "rtl"), ("ar-EG", "x", "rtl"), ("az-Arab", "", "rtl"), ("pa_Arab_PK", "", "rtl"), ("ur-Latn", "", "ltr"),
        ("he", "", "rtl"), ("und", "123 שלום", "rtl"), ("", "(1) hello שלום", "ltr"), ("und", "123", "ltr"), ("fa", "", "rtl"), ("", "ا", "rtl"),
    ],
)
def test_direction(language: str, text: str, expected: str) -> None:
    assert direction(language, text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [("", 0), ("one two", 2), ("it's well-known — 3.5 %", 3), ("हिन्दी में", 2), ("水是生命之源", 3), ("สวัสดีครับ", 2), ("你好 world", 2)],
)
def test_words_in_many_scripts(text: str, words: int) -> None:
    assert word_count(text) == words


def test_reading_time() -> None:
    assert [reading_minutes(words) for words in (0, 1, 200, 201, 4000)] == [1, 1, 1, 2, 20]


def test_links_are_found_the_ways_sites_write_them() -> None:
    lessons = {"a/b/here.md": "1", "a/c/index.md": "2", "z/deep.md": "3"}
    resolve = linker("a/b/here.md", lessons, {"a/b/x.png", "one/same.txt", "two/same.txt", "root.zip"})
    assert resolve("x.png") == Link("file", "a/b/x.png")
    assert resolve("../c/") == Link("lesson", "2")
    assert resolve("/root.zip") == Link("file", "root.zip")
    assert resolve("../../../../root.zip") == Link("file", "root.zip")
    assert resolve("deep.html?x=1#a%20b") == Link("lesson", "3", "a b")
    assert resolve("same.txt").kind == "missing"
    assert resolve("#here") == Link("anchor", "", "here")
    assert resolve("HTTPS://e.org") == Link("web", "HTTPS://e.org")
    assert resolve("http://e.org/a b").kind == "refused"
    assert resolve("vbscript:x").kind == "refused"
    assert resolve("").kind == "anchor"


def test_liquid() -> None:
    assert without_liquid("{{ page.root }}{% link _episodes/02.md %}") == "/episodes/02.md"
    assert without_liquid("{{ site.url }}/x") == "/x"
    assert without_liquid("plain") == "plain"


@pytest.mark.parametrize("text", ["", "{", "{}", "{ }", "{x}", "{.}", "{a=}", "{a='x}", "{#a .b", "{.a}b"[:3], "{" + " .a" * 3000 + "}", "{a=b'c}"])
def test_braces_that_are_no_attributes(text: str) -> None:
    assert attributes.read(text, 0) is None


def test_attributes() -> None:
    found = attributes.read("""{: #id.x .a .b-c key=v k2='it "is"' k3="a \\" b" KEY=w - }rest""", 0)
    assert found is not None
    assert found[0].id == "id.x"
    assert found[0].classes == ("a", "b-c")
    assert found[0].values == {"key": "w", "k2": 'it "is"', "k3": 'a " b'}
    assert attributes.trailing("Title {#a}") == ("Title", attributes.Attributes("a"))
    assert attributes.trailing("Title {x}") == ("Title {x}", None)
    assert attributes.trailing("Title {#a} more") == ("Title {#a} more", None)
    assert attributes.trailing("x}") == ("x}", None)


def test_anchors() -> None:
    assert github_anchor("Über *die* Brücke!") == "über-die-brücke"
    assert github_anchor("!?") == "section"
    assert pandoc_anchor("1. First. Step") == "first.-step"
    assert pandoc_anchor("2027") == "section"
    draft = Draft(lambda target: Link("missing", target), Words(), anchors={"a-b"})
    assert draft.place("A_B") == "a-b"
    assert draft.place("--") is None


def test_languages_of_code() -> None:
    infos = ("", "  ", "Python", " bash", "{.r .x}", "{r setup, echo=FALSE}", "c++")
    assert [code.language(info) for info in infos] == ["", "", "python", "bash", "r", "r", "c++"]
    assert code.highlighted("<a>" * 20_000, "html") == "&lt;a&gt;" * 20_000
    assert code.block("x", "").startswith('<div class="code"><pre dir="ltr"><code>x')


def test_maths_escapes_what_it_holds() -> None:
    found = maths.mathml(r"\text{<script>} a < b", display=False)
    assert found is not None
    assert "<script" not in found
    assert "&lt;" in found
    assert maths.mathml("}", display=False) is None
    assert maths.mathml(r"\{ \}", display=True) is not None


def test_cleaning_is_the_last_word() -> None:
    assert cleaned('<a href="ftp://x">a</a><a href="/etc">b</a><img src="//e.org/x"><img src="/\\e.org">') == "<a>a</a><a>b</a><img><img>"
    assert cleaned('<p class="a <x> b" id="a b" dir="up" width="5">x</p>') == '<p class="a b">x</p>'
    assert cleaned('<img src="/a.png" width="calc(1px)" height="20px" srcset="https://e.org/x 2x">') == '<img src="/a.png" height="20px">'
    assert cleaned("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>").count("on") == 0
    assert cleaned('<video src="data:image/png;base64,AA"></video><p dir="RTL">') == '<video></video><p dir="RTL"></p>'


def test_a_lone_end_tag_and_odd_html() -> None:
    draft = Draft(lambda target: Link("missing", target), Words())
    assert rewritten(draft, "</a></b><br/>&copy;<?pi?><!DOCTYPE x><![CDATA[x]]>", 0) == "</a></b><br>&copy;"


def test_the_page_is_closed() -> None:
    rendered = render("Words", language="en", title="T", resolve=lambda target: Link("missing", target))
    html = page(rendered, css="p{} </style><script>", language="ar", direction="rtl", title="A <b>", meta="6 & min", text_scale=2.0, scheme="dark")
    assert f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">' in html
    assert '<html lang="ar" dir="rtl" class="dark" style="font-size:38.00px">' in html
    assert '<p class="meta"><bdi>6 &amp; min</bdi></p>\n<h1 dir="auto">A &lt;b&gt;</h1>' in html
    assert html.count("</style>") == 1
    plain = page(rendered, css="", language='x" onload="', direction="ltr", title="T")
    assert '<html lang="und" dir="ltr" class="light">' in plain
    assert 'meta"' not in plain.partition("<body>")[2]
    assert "'unsafe-eval'" not in POLICY
    assert "http" not in POLICY


def test_a_long_text_is_parted_between_blocks() -> None:
    html = '<p>a<br>b</p>\n<div title="a > b"><p>c</p><img src="/x.png"><hr></div>\n<p>d</p>\n'
    parts = {least: parted(html, least) for least in range(len(html) + 10)}
    firsts = sorted({first for first, _ in parts.values()}, key=len)
    assert firsts == [*(html[: html.index(end) + len(end)] for end in ("b</p>", "</div>", "d</p>")), html]
    assert all(first + rest == html for first, rest in parts.values())
    assert parted("words only", 3) == ("words only", "")


def test_words_of_boxes() -> None:
    assert Words(tip="Rat").of("tip") == "Rat"
    assert Words().of("nothing") == "Note"
