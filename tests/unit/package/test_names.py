"""The allow-list for names."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.package.limits import FOLDERS_MAX, NAME_BYTES_MAX, SEGMENT_BYTES_MAX
from player.package.names import check_name, check_names, folded
from player.package.refusal import RefusedError
from tests.forge.laws import law

GOOD = [
    "a", "01-start/10-tap.jpg", "a b/c (1).png", "deep/" * FOLDERS_MAX + "x", "Übung/Straße.md", "日本語/課.md", "ضع/الحرق.md",
    "a,b;c=d+e&f%20'g'!#$@~^[]{}.md",
    "console/company.txt", "com10", "lpt", "nul-and-void.md", "_x", "-x", "é", "😀.md", ".hidden/file", "x" * SEGMENT_BYTES_MAX,
]  # fmt: skip
BAD = [
    "", ".", "..", "/", "/etc/passwd", "../x", "a/../b", "a/./b", "a//b", "a/", "\\\\server\\x", "a\\b", "C:/x", "c:x", "a:b", "a/b:stream",
    "CON", "con.txt", "a/NUL", "a/nul.tar.gz", "Com1", "lpt9.x", "com¹", "CONIN$", "conout$.txt", "clock$", "aux .txt", "prn/x",
    "trailing.", "trailing ", "a./b", "a /b", " leading", "a/ b", "new\nline", "a\tb", "nul\0byte", "del\x7f",
    "bidi\u202eexe.md", "\u2066iso", "zero\u200bwidth", "joiner\u200d", "mark\ufeff", "soft\u00adhyphen", "tag\U000e0041", "fill\u3164",
    "sel\ufe0f", "grapheme\u034fx",
    "braille\u2800", "line\u2028", "nbsp\u00a0x", "e\u0301", "unassigned\u0378", "private\ue000", "lone\ud800", 'quo"te', "st*r", "wh?t",
    "a<b", "a>b", "p|pe",
    "x" * (SEGMENT_BYTES_MAX + 1), "é" * (SEGMENT_BYTES_MAX // 2 + 1), "/".join(["abcdefgh"] * 60), "d/" * (FOLDERS_MAX + 1) + "x",
]  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_good_names_pass(name):
    check_name(name)
    check_names([name])


@pytest.mark.parametrize("name", BAD, ids=ascii)
def test_bad_names_are_refused(name):
    with pytest.raises(RefusedError):
        check_name(name)
    with pytest.raises(RefusedError):
        check_names(["good.md", name])
    with pytest.raises(RefusedError):
        check_names([], [name])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a.md", "a.md"), ("a.md", "A.md"), ("dir/x", "DIR/X"), ("straße", "strasse"), ("ﬁ", "fi"), ("Σ", "ς"), ("İ", "i̇"),
        ("a", "a/b"), ("A", "a/b"), ("x/y", "x/Y/z/w"),
    ],
)  # fmt: skip
def test_two_names_for_one_file_are_refused(one, other):
    for names in ([one, other], [other, one]):
        with pytest.raises(RefusedError):
            check_names(names)


def test_a_listed_folder_may_hold_files_but_be_none():
    check_names(["a/b"], ["a", "A", "empty"])
    with pytest.raises(RefusedError):
        check_names(["a"], ["A"])
    with pytest.raises(RefusedError):
        check_names(["a"], ["a/b"])


@law(300)
@given(st.lists(st.text(st.sampled_from("abCO N.n/1\\:\n\u0301é-_"), min_size=1, max_size=9), min_size=1, max_size=4))
def test_the_short_way_and_the_long_way_agree(names):
    def long_way() -> bool:
        try:
            for name in names:
                check_name(name)
        except RefusedError:
            return False
        keys = [folded(name) for name in names]
        return len(set(keys)) == len(keys) and not any(one.startswith(other + "/") for one in keys for other in keys)

    try:
        check_names(names)
    except RefusedError:
        assert not long_way()
    else:
        assert long_way()


@law(300)
@given(st.text(min_size=1, max_size=20))
def test_what_passes_is_safe_everywhere(name):
    try:
        check_name(name)
    except RefusedError:
        return
    assert unicodedata.normalize("NFC", name) == name
    assert not set(name) & set('\\:*?"<>|\0\n')
    assert all(part and part.strip(". ") and part[-1] not in ". " for part in name.split("/"))
    assert len(name.encode()) <= NAME_BYTES_MAX


def test_folding_is_stable():
    for name in GOOD:
        assert folded(folded(name)) == folded(name) == folded(unicodedata.normalize("NFD", name))
