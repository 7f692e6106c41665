"""What counts as the same word when something is looked for, and what is marked."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.text.finding import EXCERPT, MOST_TERMS, excerpt, expression, indexed, marks, matching, terms
from tests.forge.laws import law

TEXT = "Chlorine kills most of the germs. Use clear Water, كِتَابٌ جميل و القهوة, 水质检测 in किताबें über alles"


def marked(text: str, query: str) -> list[str]:
    return [text[start:end] for start, end in marks(text, terms(query))]


@pytest.mark.parametrize(("query", "found"), [
    ("chlor wat", ["Chlorine", "Water"]), ("GERMS", ["germs"]), ("erms", []), ("UBER", ["über"]), ("über", ["über"]),
    ("كتاب", ["كِتَابٌ"]), ("كِتاب", ["كِتَابٌ"]), ("قهوة", ["القهوة"]), ("قهوه", ["القهوة"]), ("القهوة", ["القهوة"]), ("الق", ["القهوة"]),
    ("水质", ["水质"]), ("质", ["质"]), ("水测", []), ("किताब", ["किताबें"]), ("!?", []), ("", []),
])  # fmt: skip
def test_what_is_marked(query: str, found: list[str]) -> None:
    assert marked(TEXT, query) == found


@pytest.mark.parametrize(("written", "typed"), [
    ("الْقَهْوَة", "قهوة"), ("والماء", "ماء"), ("إلى", "الي"), ("أحمد", "احمد"), ("مـــاء", "ماء"), ("ألم", "ألم"), ("کتاب", "كتاب"),
    ("Straße", "strasse"), ("Łódź", "lodz"), ("don’t", "don't"), ("ＡＢＣ", "abc"),
])  # fmt: skip
def test_spellings_of_one_word(written: str, typed: str) -> None:
    assert matching([" " + indexed(f"x {written} y")], terms(typed)) == [0]


def test_every_term_must_be_there() -> None:
    texts = [" " + indexed(text) for text in ("clean water", "dirty water", "clean hands")]
    assert matching(texts, terms("water clean")) == [0]
    assert matching(texts, terms("wat")) == [0, 1]
    assert matching(texts, terms("ater")) == []
    assert matching(texts, ()) == [0, 1, 2]


def test_a_long_query_is_cut() -> None:
    assert len(terms(" ".join(f"w{number}" for number in range(50)))) == MOST_TERMS
    assert terms("a " * 1000) == ((("a",),),)


def test_an_excerpt_is_one_line_around_the_first_match() -> None:
    text = "\n".join(f"line {number} of many words here" for number in range(40)) + "\nand here the needle lies.\n" + "more words " * 40
    told = excerpt(text, terms("needle"))
    assert text[told.at :].startswith("needle")
    assert [told.text[start:end] for start, end in told.marks] == ["needle"]
    assert told.text.startswith("… ")
    assert told.text.endswith(" …")
    assert "\n" not in told.text
    assert len(told.text) <= EXCERPT + 4
    assert excerpt("short", terms("other")).text == "short"


WORDS = st.text(alphabet=st.sampled_from("aÀßçЖЩеинкиقهوةالمكِـ水质検क ि'\"-_ \n3²"), max_size=60)


@law(150)
@given(WORDS, WORDS)
def test_the_index_and_the_marks_agree(text: str, query: str) -> None:
    """Whatever SQLite finds by the expression is marked, and what is marked everywhere is found."""
    asked = terms(query)
    db = sqlite3.connect(":memory:")
    db.execute("""CREATE VIRTUAL TABLE words USING fts5(body, tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co M*'")""")
    db.execute("INSERT INTO words VALUES (?)", (indexed(text),))
    found = bool(asked) and bool(db.execute("SELECT 1 FROM words WHERE words MATCH ?", (expression(asked),)).fetchall())
    assert found == (bool(asked) and matching([" " + indexed(text)], asked) == [0])
    if found:
        assert all(marks(text, (term,)) for term in asked)
    told = excerpt(text, asked)
    assert all(0 <= start < end <= len(told.text) for start, end in told.marks)
    assert bool(told.marks) == bool(marks(text, asked))
    db.close()
