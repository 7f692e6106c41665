"""Captions: what WebVTT says, what browsers forgive, and files that mean harm."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.errors import PlayerError
from player.text.captions import LARGEST, LONGEST_CUE, MOST_CUES, Captions, Cue, parse, read
from tests.forge.laws import law

PIECES = ("WEBVTT", "\n", "\n\n", "00:01.000", " --> ", "00:02.000", "<v A>", "<", ">", "&lt;", "&", "x", " ", "NOTE", "\x00")
GOOD = """WEBVTT - Chlorine at the well
Kind: captions

STYLE
::cue { color: red }

NOTE
This is for the translator --
not for the learner.

intro
00:01.000 --> 00:03.500 align:start line:90%
Now we add <b>the drops</b>.
Count them aloud, <c.loud>all forty</c>.

01:00:00.000 --> 01:00:02.000
<v.first Fatou Diop>Stir &amp; wait &lt;30&gt; min</v>
"""


def cues(text: str) -> list[tuple[int, int, str]]:
    return [(cue.start, cue.end, cue.text) for cue in parse(text, where="a.vtt").cues]


def test_times_words_and_voices() -> None:
    assert parse(GOOD, where="a.vtt").cues == (
        Cue(1000, 3500, "Now we add the drops.\nCount them aloud, all forty."),
        Cue(3_600_000, 3_602_000, "Stir & wait <30> min", "Fatou Diop"),
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_and_a_mark_of_byte_order(newline: str) -> None:
    data = ("\ufeffWEBVTT\n\n00:00.000 --> 00:01.000\nيا صباح\n").replace("\n", newline).encode()
    assert read(data, where="a.vtt").cues == (Cue(0, 1000, "يا صباح"),)


def test_cues_come_in_the_order_of_time_and_are_found_by_it() -> None:
    text = "WEBVTT\n\n00:05.000 --> 00:06.000\nlast\n\n00:00.000 --> 00:09.000\nlong\n\n00:01.000 --> 00:02.000\nshort"
    found = parse(text, where="a.vtt")
    assert [cue.text for cue in found.cues] == ["long", "short", "last"]
    assert [[cue.text for cue in found.showing(at)] for at in (0, 1500, 2000, 5999, 6000, 9000)] == [
        ["long"], ["long", "short"], ["long"], ["long", "last"], ["long"], []]  # fmt: skip
    assert [found.line(at) for at in (-1, 0, 1000, 4999, 5000, 99_000)] == [-1, 0, 1, 1, 2, 2]
    assert Captions().showing(0) == ()
    assert Captions().line(0) == -1


@pytest.mark.parametrize(
    "broken",
    [
        "00:01.000 -> 00:02.000\nx",
        "00:02.000 --> 00:01.000\nx",
        "00:01.000 --> 00:01.000\nx",
        "00:61.000 --> 00:62.000\nx",
        "٠٠:٠١.٠٠٠ --> ٠٠:٠٢.٠٠٠\nx",
        "1:01.000 --> 00:02.000\nx",
        "99999:00:00.000 --> 99999:00:01.000\nx",
        "00:01.000 --> 00:02.000",
        "00:01.000 --> 00:02.000\n<i></i>  \n",
        "00:01.000 --> 00:02.000\n<never closed",
        "NOTE 00:01.000 --> 00:02.000\nx",
    ],
)
def test_a_cue_that_is_none_is_left_out_and_the_next_one_stays(broken: str) -> None:
    assert cues(f"WEBVTT\n\n{broken}\n\n00:07.000 --> 00:08.000\nstays\n") == [(7000, 8000, "stays")]


def test_what_is_forgiven() -> None:
    assert cues("WEBVTT\n00:01.000 --> 00:02.000\nno empty line before it") == [(1000, 2000, "no empty line before it")]
    assert cues("WEBVTT\n\n00:00:01,000 --> 00:00:02,000\na comma") == [(1000, 2000, "a comma")]
    together = "WEBVTT\n\n00:01.000 --> 00:02.000\none\n00:03.000 --> 00:04.000\ntwo"
    assert cues(together) == [(1000, 2000, "one"), (3000, 4000, "two")]
    assert cues("WEBVTT\n\n1\n00:01.000 --> 00:02.000\nnumbered\n\n\n\n2\n00:03.000 --> 00:04.000\nalso") == [
        (1000, 2000, "numbered"), (3000, 4000, "also")]  # fmt: skip
    assert cues("WEBVTT\n\n00:01.000 --> 00:02.000\na <00:00:01.500>b <ruby>c<rt>d</rt></ruby>") == [(1000, 2000, "a b cd")]


@pytest.mark.parametrize("data", [b"", b"\n", b"1\n00:00:01,000 --> 00:00:02,000\nSubRip", b"WEBVTTX\n", b"\x00\xff\xfe", b"<html>"])
def test_what_is_no_webvtt_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(PlayerError, match=r"sub/a\.vtt does not begin"):
        read(data, where="sub/a.vtt")


def test_a_huge_file_is_refused_and_a_long_one_cut() -> None:
    with pytest.raises(PlayerError, match="bytes"):
        read(b"WEBVTT\n\n" + b"x" * LARGEST, where="a.vtt")
    many = "".join(f"00:{second // 60 % 60:02}:{second % 60:02}.000 --> 59:00.000\nx\n\n" for second in range(3000)) * 10
    assert len(parse("WEBVTT\n\n" + many, where="a.vtt").cues) == MOST_CUES
    (long,) = parse("WEBVTT\n\n00:00.000 --> 00:01.000\n" + "word " * 3000, where="a.vtt").cues
    assert len(long.text) == LONGEST_CUE


def test_nothing_invisible_turns_other_words_around() -> None:
    (cue,) = parse("WEBVTT\n\n00:00.000 --> 00:01.000\n\u202eabc&#x202E;\x07 \u2066d\u2069", where="a.vtt").cues
    assert cue.text == "abc d"


@pytest.mark.parametrize("harm", ["<" * 500_000, "<v " * 200_000, "&" * 500_000, "-->\n" * 200_000, "00:00.000 --> 00:01.000\n" * 100_000,
                                  "x\n" * 400_000, "\n" * 1_000_000, "00:00.000 --> 00:01.000\n" + "<b>" * 300_000, " " * 1_000_000 + "-->",
                                  "00:00.000 -->" + " " * 500_000 + "x"])  # fmt: skip
def test_time_is_bounded(harm: str) -> None:
    began = process_time()
    parse("WEBVTT\n\n" + harm, where="a.vtt")
    assert process_time() - began < 20  # of the processor: a fraction of a second; squares would take minutes


@law(150)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.integers(0, 5000))
def test_any_text_gives_cues_in_order_or_one_sentence(text: str, at: int) -> None:
    try:
        found = parse("WEBVTT\n\n" + text, where="a.vtt")
    except PlayerError:
        return
    assert list(found.cues) == sorted(found.cues, key=lambda cue: (cue.start, cue.end))
    for cue in found.cues:
        assert cue.start < cue.end
        assert cue.text == cue.text.strip()
        assert "\n\n" not in cue.text
    assert found.showing(at) == tuple(cue for cue in found.cues if cue.start <= at < cue.end)
