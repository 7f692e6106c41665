"""What an author writes, and what a reader gets."""

import re
from collections.abc import Callable

import pytest

from player.errors import PlayerError
from player.text.links import Link
from player.text.render import LONGEST, RenderedText, render

Text = Callable[..., RenderedText]


def said(rendered: RenderedText) -> list[str]:
    return [str(remark) for remark in rendered.warnings]


def test_words_tables_and_lists(text: Text) -> None:
    html = text("Some *soft* **loud** ~~gone~~ `code`\n\n| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n1. one\n2. two\n").html
    assert "<em>soft</em> <strong>loud</strong> <s>gone</s>" in html
    assert '<code class="short">code</code>' in html
    assert '<th class="mid">a</th>' in html
    assert '<td class="n">2</td>' in html
    assert "style=" not in html
    assert "<ol>\n<li>one</li>" in html


def test_long_code_may_break_over_lines(text: Text) -> None:
    assert "<code>" in text("`shell-lesson-data/exercise-data/animal-counts/animals.csv`").html


def test_footnotes_name_themselves_and_lead_back(text: Text) -> None:
    html = text("Here[^a] and again[^a].\n\n[^a]: The note.\n").html
    assert '<a id="fnref1" href="#fn1" aria-label="Footnote 1">1</a>' in html
    assert 'id="fnref1-1"' in html
    assert '<section class="footnotes" aria-label="Footnotes">' in html
    assert '<a class="back" href="#fnref1" aria-label="Back to the text">' in html


def test_task_lists_are_no_forms(text: Text) -> None:
    html = text("- [ ] open\n- [x] *done*\n- [y] neither\n").html
    assert '<li class="task"><span class="box" role="img" aria-label="To do"></span>open</li>' in html
    assert '<li class="task done"><span class="box" role="img" aria-label="Done"></span><em>done</em></li>' in html
    assert "<li>[y] neither</li>" in html
    assert "input" not in html


def test_definition_lists_with_lines_that_lean_back(text: Text) -> None:
    html = text("[a path]{#a-path}\n:   The words\ngo on.\n\n[other]{#other}\n:   See [a path](#a-path).\n").html
    assert '<dt><span id="a-path">a path</span></dt>' in html
    assert html.count("<dd>") == 2
    assert '<a class="here" href="#a-path">' in html


def test_dashes_but_not_in_code_or_options(text: Text) -> None:
    html = text("one --- two -- three --help 3--5 `a---b`").html
    assert "one — two – three --help 3–5" in html
    assert "a---b" in html


@pytest.mark.parametrize("kind", ["note", "tip", "important", "warning", "caution"])
def test_alerts(text: Text, kind: str) -> None:
    html = text(f"> [!{kind.upper()}]\n> Mind *this*.\n").html
    assert f'<div class="callout {kind}" role="note">' in html
    assert f'<p class="callout-title">{kind.capitalize()}</p>' in html
    assert "<p>Mind <em>this</em>.</p>" in html
    assert "[!" not in html


def test_an_alert_with_a_title_and_one_with_nothing_else(text: Text) -> None:
    assert '<p class="callout-title">Mind the <em>gap</em></p>' in text("> [!TIP] Mind the *gap*\n> Text\n").html
    assert "<blockquote>" not in text("> [!NOTE]\n").html
    assert "<blockquote>\n<p>[!WHAT]" in text("> [!WHAT]\n> Text\n").html


def test_carpentries_boxes_with_any_number_of_colons(text: Text) -> None:
    html = text(
        "::::::::::: challenge\n\n## Try *it*\n\nDo.\n\n::: solution\n\n## Solution\n\nDone.\n\n:::::\n::::::::::::::::::::::\n\nAfter.\n"
    ).html
    assert '<div class="callout challenge" role="note">\n<p class="callout-label">Challenge</p>' in html
    assert '<h3 class="callout-title" id="try-it">Try <em>it</em></h3>' in html
    assert '<details class="fold solution">\n<summary id="solution">Solution</summary>\n<p>Done.</p>\n</details>\n</div>\n<p>After.</p>' in html


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("::: {.callout-note .x #box title='Titled'}\nT\n:::",
         '<div class="callout note" role="note" id="box">\n<p class="callout-title">Titled</p>'),
        ("::: tip Vite says\nT\n:::", '<div class="callout tip" role="note">\n<p class="callout-title">Vite says</p>'),
        (":::warning[Docu says]\nT\n:::", '<div class="callout warning" role="note">\n<p class="callout-title">Docu says</p>'),
        ("::: note {#here}\nT\n:::", '<div class="callout note" role="note" id="here">'),
        ("::: objectives :::\n- a\n:::", '<div class="callout objectives" role="note">\n<p class="callout-title">Objectives</p>'),
        ("::: details More\nT\n:::", '<details class="fold spoiler">\n<summary>More</summary>'),
        ("::: hint\nT\n:::", '<details class="fold hint">\n<summary>Hint</summary>'),
        ("::: callout\nT\n:::", '<p class="callout-title">Note</p>'),
        ("::: testimonial\nT\n:::", '<div class="callout testimonial" role="note">'),
        ("::: {.mystery}\nT\n:::", '<div class="block mystery">\n<p>T</p>\n</div>'),
        ("::: group-tab\n### Windows\nT\n:::", '<div class="tabs">\n<h3 id="windows">Windows</h3>'),
        ("::: challenge\n## Challenge\nT\n:::", '<div class="callout challenge" role="note">\n<h3 class="callout-title"'),
    ],
)
def test_boxes_in_other_dialects(text: Text, source: str, expected: str) -> None:
    rendered = text(source)
    assert expected in rendered.html
    assert ":::" not in rendered.html
    assert not rendered.warnings


def test_what_is_for_instructors_is_not_shown(text: Text) -> None:
    rendered = text("One\n\n::: instructor\n## Secret\n::: challenge\ninner [x](nowhere.md)\n:::\n:::\n\nTwo\n")
    assert "Secret" not in rendered.html
    assert "inner" not in rendered.html
    assert "Two" in rendered.html
    assert not rendered.headings
    assert not rendered.warnings


def test_colons_in_code_close_nothing(text: Text) -> None:
    html = text("::: note\n```\n:::\n```\n~~~\n::: tip\n~~~\nstill inside\n:::\nout\n").html
    assert "still inside</p>\n</div>\n<p>out</p>" in html


def test_boxes_inside_lists_and_quotes(text: Text) -> None:
    html = text("- item\n  ::: tip\n  in the list\n  :::\n- next\n\n> ::: note\n> quoted\n> :::\n").html
    assert re.search(r"<li>item\s*<div class=\"callout tip\".*?in the list.*?</div>\s*</li>\s*<li>next</li>", html, re.DOTALL)
    assert re.search(r"<blockquote>\s*<div class=\"callout note\"", html)


def test_a_box_on_the_line_of_a_list_mark(text: Text) -> None:
    html = text("::: challenge\n- ::: tip\n  in\n  :::\n- next\n\nstill in\n:::\nout\n").html
    assert "still in</p>\n</div>\n<p>out</p>" in html


def test_an_unclosed_box_is_told_and_ends_with_its_list(text: Text) -> None:
    rendered = text("- item\n  ::: tip\n  inside\n\nafter\n", first_line=11)
    assert said(rendered) == ["line 12: the box “tip” is never closed with :::"]
    assert rendered.html.rstrip().endswith("<p>after</p>")


def test_stray_fences_are_told(text: Text) -> None:
    rendered = text("text\n:::\n::: !?\n")
    assert [remark.line for remark in rendered.warnings] == [2, 3]
    assert ":::" not in rendered.html


def test_kramdown_lines_behind_blocks(text: Text) -> None:
    html = text(
        "> ## Old\n> text\n>\n> ~~~\n> $ ls\n> ~~~\n> {: .language-bash}\n>\n> > ## Solution\n> > done\n> {: .solution}\n{: .challenge}\n\n"
        "~~~\nx\n~~~\n{: .output}\n\nPara\n{: .big #p}\n\n{: .lonely}\n"
    ).html
    assert '<div class="callout challenge" role="note">' in html
    assert '<details class="fold solution">\n<summary id="solution">Solution</summary>' in html
    assert "language-bash" in html
    assert '<div class="code output"><p class="code-label">Output</p>' in html
    assert '<p id="p" class="big">Para</p>' in html
    assert "lonely" not in html
    assert "{:" not in html


def test_code_is_highlighted_and_output_set_apart(text: Text) -> None:
    html = text("```python\nfor x in y: pass\n```\n\n```output\n<b>\n```\n\n```error\nno\n```\n\n```unknown-tongue\na<b\n```\n\n    indented\n").html
    assert '<span class="k">for</span>' in html
    assert '<div class="code output"><p class="code-label">Output</p><pre dir="ltr"><code class="language-output">&lt;b&gt;</code></pre>' in html
    assert '<div class="code error"><p class="code-label">Error</p>' in html
    assert "a&lt;b" in html
    assert "indented</code>" in html


def test_commands_keep_their_prompts(text: Text) -> None:
    html = text("```bash\n$ for x in *\n> do\n>     echo $x\n> done\n```\n").html
    assert html.count('<span class="gp">&gt; </span>') == 3
    assert '<span class="gp">$ </span><span class="k">for</span>' in html
    assert '<span class="k">done</span>' in html


def test_maths_without_any_script(text: Text) -> None:
    html = text("Inline $a^2$ and $$\\frac{1}{2}$$ here. It costs $5 and $10.\n\n$$\n\\sum_{i=0}^n i\n$$\n").html
    assert '<math display="inline"><mrow><msup>' in html
    assert html.count('<math display="block">') == 2
    assert "It costs $5 and $10." in html


@pytest.mark.parametrize("formula", ["\\nosuchcommand x", "x^", "\\href{javascript:alert(1)}{x}\\href", "{" * 60 + "}" * 60, "a" * 5000, "{x"])
def test_a_formula_that_is_not_understood_is_shown_as_typed(text: Text, formula: str) -> None:
    rendered = text(f"See ${formula}$ here")
    assert '<code class="formula">' in rendered.html
    assert "is not understood" in said(rendered)[0]
    assert "<math" not in rendered.html


def test_figures(text: Text) -> None:
    html = text(
        '![A hand](media/tap.jpg "Twenty minutes")\n\n![caption *here*](media/tap.jpg){alt=\'desc "x"\' width="50%" .wide}\n\n'
        "![](media/tap.jpg){alt=''}\n\nIn a line ![tap](media/tap.jpg){width=20} too.\n"
    ).html
    image = '<a class="zoom" href="picture:ep/media/tap.jpg" title="Open larger"><img src="/ep/media/tap.jpg" alt='
    assert f'<figure>{image}"A hand"></a><figcaption>Twenty minutes</figcaption></figure>' in html
    assert f'<figure class="wide">{image}"desc &quot;x&quot;" width="50%"></a><figcaption>caption <em>here</em></figcaption></figure>' in html
    assert f'<figure>{image}""></a></figure>' in html
    assert re.search(r'<p>In a line <a class="zoom".*width="20"></a> too.</p>', html)


def test_names_with_spaces_are_encoded(text: Text) -> None:
    rendered = text("![t](<media/tap two.png>) ![t](media/tap%20two.png)")
    assert rendered.images == ("ep/media/tap two.png",)
    assert rendered.html.count('src="/ep/media/tap%20two.png"') == 2


def test_pictures_that_are_not_there(text: Text) -> None:
    rendered = text("![m](no.png)\n\n![w](https://e.org/a.png)\n\n![](media/tap.jpg)\n\n![d](data:image/svg+xml;base64,AAAA)\n", first_line=5)
    assert said(rendered) == [
        "line 5: the picture “no.png” is missing: no file of the course has this name",
        "line 7: the picture “https://e.org/a.png” lies on the web and is not loaded; put the file beside the text",
        "line 9: the picture “media/tap.jpg” has no description; write one between the brackets, or {alt=''} for decoration",
        "line 11: the picture “data:image/svg+xml;base64,AAAA” was dropped; PNG, JPEG, GIF and WebP may stand inside a text",
    ]
    assert "This picture is missing: m" in rendered.html
    assert "<img" not in rendered.html.replace('<img src="/ep/media/tap.jpg"', "")
    assert '<a class="web absent" href="https://e.org/a.png"' in rendered.html


def test_a_picture_inside_the_text(text: Text) -> None:
    rendered = text("![dot](data:image/png;base64,AAAA)")
    assert '<img src="data:image/png;base64,AAAA" alt="dot">' in rendered.html
    assert rendered.images == ()


def test_a_picture_in_a_link_keeps_the_link(text: Text) -> None:
    html = text("[![tap](media/tap.jpg) and ![w](http://e.org/x.png)](02-other.md)").html
    assert '<a class="lesson" href="lesson:OTHER"><img' in html
    assert html.count("<a ") == 1


def test_films_and_sounds(text: Text) -> None:
    rendered = text('![A film](clip.webm)\n\n![s](say.mp3)\n\n<video src="clip.mp4" autoplay poster="media/tap.jpg"><track src="clip.vtt"></video>\n')
    assert '<video src="/ep/clip.webm" controls="" preload="metadata" aria-label="A film"></video>' in rendered.html
    assert '<audio src="/ep/say.mp3"' in rendered.html
    assert 'poster="/ep/media/tap.jpg"' in rendered.html
    assert "autoplay" not in rendered.html
    assert "ep/clip.vtt" in rendered.media
    assert "may not play inside a text" in said(text("![f](clip.mp4)"))[0]


def test_links(text: Text) -> None:
    rendered = text(
        "# T\n\n[a](02-other.md) [b](../ep/02-other.md#x%20y) [c](../learners/reference.md#glob) [d](#t) [e](data.zip) "
        '[f](https://e.org/x?a=1&b=2 "Title") [g](mailto:a@b.c) <https://auto.org> [h](media/tap.jpg) [i](//e.org/) '
        "[j](02-other/) [k](/learners/reference.html)",
        title="T",
    )
    html = rendered.html
    assert not rendered.warnings
    assert html.count('<a class="lesson" href="lesson:OTHER">') == 2
    assert 'href="lesson:OTHER#x%20y"' in html
    assert 'href="lesson:REF#glob"' in html
    assert '<a class="here" href="#t">' in html
    assert '<a class="save" href="save:ep/data.zip" title="Save this file">' in html
    assert '<a class="web" href="https://e.org/x?a=1&amp;b=2" title="Title (https://e.org/x?a=1&amp;b=2)">' in html
    assert '<a class="web" href="https://auto.org" title="https://auto.org">' in html
    assert '<a class="picture" href="picture:ep/media/tap.jpg"' in html
    assert 'href="https://e.org/"' in html
    assert {link.lesson for link in rendered.lesson_links} == {"OTHER", "REF"}
    assert rendered.file_links == ("ep/data.zip", "ep/media/tap.jpg")
    assert len(rendered.web_links) == 4


def test_links_that_lead_nowhere(text: Text) -> None:
    rendered = text("[a](no.md) [b](#no) [c](javascript:alert(1))\n[d](file:///etc/passwd) [e](#)")
    assert [remark.line for remark in rendered.warnings] == [1, 1, 1, 2]
    assert rendered.html.count('<a class="nowhere">') == 4
    assert '<a href="#">e</a>' in rendered.html


def test_links_as_jekyll_sites_write_them(text: Text) -> None:
    rendered = text(
        "[a]({{ page.root }}{% link _ep/02-other.md %}#z) [b]({{ site.baseurl }}/02-other/) [c] ![f]({{ page.root }}/fig/root.svg)\n\n"
        "[c]: {{ page.root }}/reference.html#glob\n\n`{{ page.root }}` stays\n"
    )
    assert [(link.lesson, link.anchor) for link in rendered.lesson_links] == [("OTHER", "z"), ("OTHER", ""), ("REF", "glob")]
    assert rendered.images == ("ep/fig/root.svg",)
    assert "{{ page.root }}" in rendered.html


def test_heading_anchors_as_github_and_pandoc_make_them(text: Text) -> None:
    rendered = text(
        "## The `--help` option\n\n## Let's get started.\n\n"
        "## 2. Two\n\n## Two\n\n## Two\n\n## Mine {#own .x}\n\n[a](#lets-get-started.) [b](#TWO-1)"
    )
    assert [heading.anchor for heading in rendered.headings] == ["the---help-option", "lets-get-started", "2-two", "two-1", "two-2", "own"]
    assert '<span id="lets-get-started."></span>' in rendered.html
    assert '<h2 class="x" id="own">' in rendered.html or '<h2 id="own" class="x">' in rendered.html
    assert not rendered.warnings


def test_the_title_is_not_said_twice(text: Text) -> None:
    rendered = text("# The  *Title*\n\nSee [top](#the-title).\n\n# Another\n\n## Below\n", title="the title")
    assert "<h1" not in rendered.html
    assert [(heading.level, heading.text) for heading in rendered.headings] == [(2, "Another"), (3, "Below")]
    assert not rendered.warnings
    assert text("## Same\n\ntext", title="Same").headings == ()
    assert text("# Kept\n\ntext", title="Other").headings[0].level == 2


def test_raw_html_is_led_to_its_places(text: Text) -> None:
    rendered = text(
        '<div onclick="x()" style="position:fixed"><img src="media/tap.jpg" alt="t" width="20"><a href="02-other.md">o</a> &amp; &#65;</div>\n\n'
        'In <a name="spot" href="https://e.org">line</a> <kbd>x</kbd>.<!-- hidden -->\n\n[there](#spot)\n'
    )
    assert '<img src="/ep/media/tap.jpg" alt="t" width="20">' in rendered.html
    assert '<a class="lesson" href="lesson:OTHER">o</a> &amp; A' in rendered.html
    assert '<a id="spot"' in rendered.html
    assert "onclick" not in rendered.html
    assert "style" not in rendered.html
    assert "hidden" not in rendered.html
    assert said(rendered) == ["line 1: onclick=… was dropped; texts hold no scripts"]


def test_scripts_forms_and_frames_are_dropped_and_told(text: Text) -> None:
    rendered = text(
        "<script>\nalert(1)\n</script>\n\n<iframe src=https://e.org></iframe>\n\n<form><input name=a>kept</form>\n\n<style>p{}</style>\n\n"
        "<svg><a xlink:href='javascript:1'></a></svg> a <b onload=x>b</b>\n"
    )
    assert [remark.line for remark in rendered.warnings] == [1, 5, 7, 7, 9, 11, 11]
    for word in ("alert", "iframe", "form", "input", "p{}", "svg", "onload"):
        assert word not in rendered.html
    assert "kept" in rendered.html


def test_media_from_elsewhere_is_not_loaded(text: Text) -> None:
    rendered = text('<video src="https://e.org/x.webm" poster="https://e.org/p.png"></video>')
    assert "e.org" not in rendered.html
    assert len(rendered.warnings) == 2


def test_details_of_the_author(text: Text) -> None:
    html = text("<details><summary>Sum</summary>\n\nBody *md*\n\n</details>").html
    assert "<details><summary>Sum</summary>\n<p>Body <em>md</em></p>\n</details>" in html


def test_kramdown_lines_name_languages_and_headings_and_nothing(text: Text) -> None:
    html = text("## Head\n{: .sub #h}\n\n- a\n{: .wide}\n\n{: .first}\nx\n\n> quote\n{: .pull}\n").html
    assert 'class="sub"' in html
    assert '<ul class="wide">' in html
    assert '<blockquote class="pull">' in html
    assert "{:" not in html


def test_indented_kramdown_lines_are_code(text: Text) -> None:
    assert "{: .x}" in text("    {: .x}\n").html
    assert "{: x}" in text("{: x}\n").html


def test_title_and_heading_in_one_box(text: Text) -> None:
    html = text("::: tip Given\n## Heading\n\n## Second\n:::\n\n::: {.unknown title='Named'}\nx\n:::\n").html
    assert '<p class="callout-title">Given</p>\n<h3 id="heading">Heading</h3>' in html
    assert '<h3 id="second">Second</h3>' in html
    assert '<div class="block unknown">\n<p class="callout-title">Named</p>' in html


def test_too_many_open_brackets_are_refused(text: Text) -> None:
    with pytest.raises(PlayerError, match="More than 200 square brackets are open inside each other on line 3"):
        text("\n\n" + "[" * 500)
    assert "[a]" in text("[a] " * 500).html


def test_headings_with_pictures_and_breaks(text: Text) -> None:
    rendered = text("A *b*  \nc ![d](media/tap.jpg) $x$\n===\n")
    assert rendered.headings[0].text == "A b c d x"


def test_words_and_plain_text(text: Text) -> None:
    rendered = text("# Title\n\nOne two\n\n- three\n- four `five`\n")
    assert rendered.text == "Title\nOne two\nthree\nfour five"
    assert rendered.words == 6


def test_windows_line_ends(text: Text) -> None:
    assert text("a\r\n\r\n```output\r\nb\r\n```\r\n").html == text("a\n\n```output\nb\n```\n").html


def test_spans_and_attributes_that_are_none(text: Text) -> None:
    html = text("[words]{.small lang=de} `x`{.python} {not attributes} [a](02-other.md){.big} **b**{.x} []{} [x]{y")
    assert '<span class="small" lang="de">words</span>' in html.html
    assert '<code class="short python">x</code>' in html.html
    assert '<a class="lesson big"' in html.html
    assert "{not attributes}" in html.html


def test_too_long_and_too_deep_are_refused(text: Text) -> None:
    with pytest.raises(PlayerError, match="has 400,001 characters"):
        text("x" * (LONGEST + 1))
    with pytest.raises(PlayerError, match="more than 80 levels deep on line 3"):
        text("\n\n" + ">" * 10_000 + " x")
    with pytest.raises(PlayerError, match="open inside each other"):
        text("<div>" * 10_000)


@pytest.mark.parametrize("odd", ["<![x", "a <![if !IE]> b <![endif]>", "<!DOCTYPE html>", "<![CDATA[ x ]]>", "<!x>"])
def test_declarations_are_words_or_nothing_and_never_a_fault(odd: str) -> None:
    made = render(f"Before\n\n{odd}\n\nAfter", language="en", title="T", resolve=lambda target: Link("missing", target))
    assert "Before" in made.text
    assert "<!" not in made.html
