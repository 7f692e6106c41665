"""Any script right: directions, fonts, shaping, fitting; and what cannot be drawn is named, never a box."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from player.awards.letters import clusters, described, levels, printed_name, visual_order
from player.awards.shaped import fit, shape
from player.awards.typefaces import Typefaces, Voice
from player.errors import PlayerError
from tests.forge.certificates import typefaces
from tests.forge.laws import law

SCRIPTS = {
    "Amina Diallo": "NewsreaderDisplay-MediumItalic",
    "Nguyễn Thị Ánh Tuyết": "NewsreaderDisplay-MediumItalic",
    "Ольга Щербакова": "NotoSerifDisplay-Italic",
    "Ελένη Παπαδοπούλου": "NotoSerifDisplay-Italic",
    "أمينة الحسيني": "NotoNaskhArabic-Regular",
    "یاسمین کریمی": "NotoNaskhArabic-Regular",
    "דוד כהן": "NotoSerifHebrew-Regular",
    "अमीना कृष्णमूर्ति": "NotoSerifDevanagari-Regular",
    "রবীন্দ্রনাথ": "NotoSerifBengali-Regular",
    "ਗੁਰਪ੍ਰੀਤ": "NotoSerifGurmukhi-Regular",
    "નરેન્દ્ર": "NotoSerifGujarati-Regular",
    "ଓଡ଼ିଆ": "NotoSansOriya-Regular",
    "தமிழ்ச்செல்வி": "NotoSerifTamil-Regular",
    "తెలుగు": "NotoSerifTelugu-Regular",
    "ಕನ್ನಡ": "NotoSerifKannada-Regular",
    "മലയാളം": "NotoSerifMalayalam-Regular",
    "සිංහල": "NotoSerifSinhala-Regular",
    "กิตติ์ธนา": "NotoSerifThai-Regular",
    "ສົມພອນ": "NotoSerifLao-Regular",
    "ཚེ་རིང": "NotoSerifTibetan-Regular",
    "မြန်မာ": "NotoSerifMyanmar-Regular",
    "ნინო": "NotoSerifGeorgian-Regular",
    "አበበ ቢቂላ": "NotoSerifEthiopic-Regular",
    "សុខា": "NotoSerifKhmer-Regular",
    "Արամ": "NotoSerifArmenian-Regular",
    "王小明": "NotoSerifCJKsc-Regular",
    "陳大文": "NotoSerifCJKsc-Regular",
    "山田はなこ": "NotoSerifCJKsc-Regular",
    "김민준": "NotoSerifCJKsc-Regular",
    "ߊߡߌߣߊ": "NotoSansNKo-Regular",
    "𞤀𞤥𞤭𞤲𞤢": "NotoSansAdlam-Regular",
    "ⴰⵎⵉⵏⴰ": "NotoSansTifinagh-Regular",
}


@pytest.mark.parametrize(("name", "font"), SCRIPTS.items())
def test_every_script_has_its_font(name: str, font: str) -> None:
    assert typefaces().missing(name) == []
    line = shape(name, Voice.NAME, typefaces())
    assert {glyph.face.name for glyph in line.glyphs} == {font}
    assert all(glyph.id for glyph in line.glyphs)
    assert line.width > 0.5
    assert sorted("".join(glyph.text for glyph in line.glyphs)) == sorted(line.text)


def test_arabic_letters_join() -> None:
    alone = {shape(letter, Voice.NAME, typefaces()).glyphs[0].id for letter in "محمد"}
    joined = [glyph.id for glyph in shape("محمد", Voice.NAME, typefaces()).glyphs]
    assert set(joined) - alone


def test_devanagari_reorders_and_conjoins() -> None:
    assert len(shape("क्षि", Voice.NAME, typefaces()).glyphs) < 4
    vowel = shape("कि", Voice.NAME, typefaces()).glyphs[0]
    assert vowel.text == "\u093f"
    assert sorted("".join(glyph.text for glyph in shape("कि", Voice.NAME, typefaces()).glyphs)) == sorted("कि")


def test_right_to_left_with_latin_inside() -> None:
    line = shape("דוד Cohen-Lévy בן", Voice.NAME, typefaces())
    read = "".join(glyph.text for glyph in line.glyphs)
    assert read == "ןב Cohen-Lévy דוד"


def test_direction_marks_and_trailing_space() -> None:
    assert levels("abc")[0] == 0
    assert levels("אבג")[0] == 1
    assert levels("אבג abc 12")[1] == [1, 1, 1, 1, 2, 2, 2, 2, 2, 2]
    assert levels("abc אב", 1)[0] == 1
    assert levels("אבג  ")[1][-2:] == [1, 1]
    assert levels("a\u202eb")[1] == [0, 0, 1]


def test_visual_order() -> None:
    assert visual_order([(0, 0), (0, 1)]) == [0, 1]
    assert visual_order([(1, 0), (2, 1), (1, 2)]) == [2, 1, 0]
    assert visual_order([(0, 0), (1, 1), (2, 2), (1, 3), (0, 4)]) == [0, 3, 2, 1, 4]


def test_the_whole_word_keeps_to_one_font() -> None:
    faces = {glyph.face.name for glyph in shape("Aṣẹ́", Voice.NAME, typefaces()).glyphs}
    assert len(faces) == 1


def test_what_no_font_has_is_named() -> None:
    lost = typefaces().missing("Ali 💧 𓀀 💧")
    assert lost == ["💧", "𓀀"]
    with pytest.raises(PlayerError) as caught:
        typefaces().require("Ali 💧", "name")
    assert "“💧” (U+1F4A7 DROPLET)" in str(caught.value)
    with pytest.raises(PlayerError, match="and 2 more"):
        typefaces().require("💧💨💩💪💫💬💭", "name")
    typefaces().require("Ali", "name")


def test_it_is_left_out_of_a_title_and_kept_in_its_text() -> None:
    with_it, without = (shape(text, Voice.DISPLAY, typefaces()) for text in ("Safe 💧water", "Safe water"))
    assert [glyph.id for glyph in with_it.glyphs] == [glyph.id for glyph in without.glyphs]
    assert with_it.text == "Safe 💧water"
    assert shape("💧", Voice.DISPLAY, typefaces()).glyphs == ()


def drawable() -> st.SearchStrategy[str]:
    """Every character of every font, mixed without sense, and what makes trouble between them."""
    pool = sorted({character for voice in Voice for face in typefaces().chain(voice) for character in face.characters})
    trouble = st.sampled_from("\u200c\u200d\u200e\u200f\u202e\u2066\u2069\ufe0f\u0301\u05b7\u0600 12-.%")
    return st.text(st.sampled_from([chr(c) for c in pool]) | trouble, max_size=14)


@given(st.deferred(drawable) | st.text(max_size=30), st.sampled_from(Voice), st.sampled_from([None, 0, 1]))
@law(200)
@example("a\n\tb\u3000c\u2009\u202fd\x00\u2028", Voice.NAME, None)
@example("\u0301 \u200d\ufe0f", Voice.DISPLAY, 1)
@example("\u2066\u0600\u200f", Voice.NAME, None)
@example("\u8d2f\u21d0\u05b7", Voice.NAME, None)
def test_no_text_whatever_prints_a_box(text: str, voice: Voice, base: int | None) -> None:
    line = shape(text, voice, typefaces(), base)
    for glyph in line.glyphs:
        assert glyph.id != 0, (text, glyph.text)


def test_joiners_draw_nothing_and_are_not_missing() -> None:
    assert typefaces().missing("می\u200cخواهم") == []
    assert typefaces().missing("王\ufe00") == []


def test_fitting() -> None:
    short, size = fit("Amina Diallo", Voice.NAME, typefaces(), 52, 600, 29)
    assert (len(short), size) == (1, 52)
    middle, size = fit("Maria-Magdalena Konstantina von Hohenstaufen", Voice.NAME, typefaces(), 52, 600, 24)
    assert len(middle) == 1
    assert 24 <= size < 52
    long, size = fit("Maria-Magdalena Konstantina von Hohenstaufen-Übersiedler y Fernández de la Vega", Voice.NAME, typefaces(), 52, 600, 29)
    assert len(long) == 2
    assert " ".join(line.text for line in long) == "Maria-Magdalena Konstantina von Hohenstaufen-Übersiedler y Fernández de la Vega"
    assert max(line.width for line in long) * size <= 600.001
    unbroken, size = fit("W" * 60, Voice.NAME, typefaces(), 52, 600, 29)
    assert len(unbroken) == 1
    assert unbroken[0].width * size <= 600.001


def test_printed_names() -> None:
    assert printed_name("  Amina \t Diallo ") == "Amina Diallo"
    assert printed_name("Ame\u0301lie") == "Amélie"
    assert printed_name("Ali\u202e\u2066\u0000\ue000\ufeff") == "Ali"
    assert printed_name("می\u200cخواهم") == "می\u200cخواهم"


def test_clusters_and_descriptions() -> None:
    assert clusters("e\u0301a") == ["e\u0301", "a"]
    assert clusters("क\u094d\u200dष") == ["क\u094d\u200dष"]
    assert described("ß") == "“ß” (U+00DF LATIN SMALL LETTER SHARP S)"
    assert described("\x07") == "(U+0007)"


def test_a_lost_font_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(PlayerError, match="font"):
        Typefaces([tmp_path])
