"""The code on the page: its bytes, its text, its modules, and a scanner that reads them from a picture."""

import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from player.awards import documents, qr
from player.awards.certificate import issue
from player.awards.facts import Direction, Level, Paper
from player.signing.device import new_device
from tests.forge import certificates as forge
from tests.forge.laws import law

LONG = "Maria-Magdalena Konstantina von Hohenstaufen-Übersiedler y Fernández de la Vega"


def code_of(name: str = "Amina Diallo", title: str = "Safe water at home", **changes: object) -> tuple[str, bytes]:
    facts = forge.facts(name, title, **changes)
    document, _ = documents.written(facts)
    return qr.make_code(facts, document, forge.device()), document


@given(st.binary(max_size=200))
def test_base45_is_reversible(data: bytes) -> None:
    assert qr.unbase45(qr.base45(data)) == data


def test_base45_as_the_standard_writes_it() -> None:
    assert qr.base45(b"AB") == "BB8"
    assert qr.base45(b"Hello!!") == "%69 VD92EX0"
    assert qr.unbase45("QED8WEX0") == b"ietf!"


@pytest.mark.parametrize("text", ["A", "AAAA", "aa", "GGW", "::", "ÀÀ", "0" * 312])
def test_what_is_no_base45(text: str) -> None:
    with pytest.raises(ValueError, match="code has a wrong"):
        qr.unbase45(text)


def test_the_facts_come_back() -> None:
    text, document = code_of()
    code = qr.read_code(text)
    assert (code.number, code.name, code.title, code.earned_on, code.percent) == (
        forge.facts().number, "Amina Diallo", "Safe water at home", "2026-11-24", 80)  # fmt: skip
    assert (code.level, code.provisional, code.name_cut, code.title_cut) == (Level.RECORDED, False, False, False)
    assert code.key_fingerprint == forge.device().fingerprint
    assert qr.differences(code, forge.facts(), document, forge.device().key.public_key()) == []
    assert 140 <= (len(text) - 4) * 2 // 3 <= 200


def test_the_same_facts_give_the_same_code() -> None:
    assert code_of() == code_of()


def test_every_difference_has_its_name() -> None:
    text, document = code_of()
    code, facts, key = qr.read_code(text), forge.facts(), forge.device().key.public_key()
    result = facts.result
    for field, other in {
        "number": replace(facts, number=forge.facts("Somebody").number),
        "name": replace(facts, learner=replace(facts.learner, name="Anna Diallo")),
        "course": replace(facts, course=replace(facts.course, title="Safe water at work")),
        "earned": replace(facts, result=replace(result, earned_on="2026-11-23")),
        "level": replace(facts, required_level=Level.ENDORSED),
        "result": replace(facts, result=replace(result, score=Fraction(81, 100))),
    }.items():
        assert qr.differences(code, other, document, key) == [field]
    assert qr.differences(code, replace(facts, result=replace(result, score=None)), document, key) == ["result"]
    assert qr.differences(code, facts, document + b" ", key) == ["facts"]
    assert qr.differences(code, facts, document, new_device("other").key.public_key()) == ["key"]


@given(st.integers(0, 300), st.integers(1, 255))
@law(60)
def test_a_changed_code_does_not_hold(place: int, flip: int) -> None:
    data = bytearray(qr.unbase45(code_of()[0][4:]))
    data[place % len(data)] ^= flip
    with pytest.raises(ValueError, match=r"code|point|Invalid|Unsupported"):
        qr.read_code("GT1:" + qr.base45(bytes(data)))


@pytest.mark.parametrize("text", ["", "GT1:", "GT2:ABC", "https://example.org", "GT1:" + "0" * 190])
def test_what_is_no_code(text: str) -> None:
    with pytest.raises(ValueError, match="code"):
        qr.read_code(text)


@given(st.text(min_size=1, max_size=200).filter(lambda t: t.strip() == t), st.text(min_size=1, max_size=200).filter(str.strip))
@law(30)
def test_any_name_and_title_fit(name: str, title: str) -> None:
    facts = forge.facts()
    facts = replace(facts, learner=replace(facts.learner, name=name), course=replace(facts.course, title=title))
    try:
        name.encode(), title.encode()
    except UnicodeEncodeError:
        return
    text = qr.make_code(facts, b"{}", forge.device())
    code = qr.read_code(text)
    assert name.startswith(code.name)
    assert title.startswith(code.title)
    assert (code.name_cut, code.title_cut) == (code.name != name, code.title != title)
    assert len(qr.matrix(text)) <= 57


def test_letters_are_not_cut_apart() -> None:
    name = "क्षि" * 40
    code = qr.read_code(code_of(name)[0])
    assert code.name_cut
    assert len(code.name.encode()) <= qr.ROOM
    assert name.removeprefix(code.name)[0] == "क"


@pytest.mark.parametrize("mask", range(8))
def test_a_drawn_code_is_told_by_its_modules(mask: int) -> None:
    text = code_of()[0]
    modules = qr.matrix(text, mask)
    assert qr.mask_of(modules) == mask
    assert qr.is_code(modules, text)
    other = [bytearray(row) for row in modules]
    other[30][30] ^= 1
    assert not qr.is_code(tuple(bytes(row) for row in other), text)
    assert not qr.is_code(modules, text + "0")
    assert not qr.is_code(modules, "GT1:" + "0" * 330)
    assert not qr.is_code((), text)


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize(
    ("name", "direction"), [("Amina Diallo", Direction.LEFT_TO_RIGHT), (LONG, Direction.LEFT_TO_RIGHT), ("王小明", Direction.RIGHT_TO_LEFT)]
)
def test_a_scanner_reads_the_printed_page(tmp_path: Path, paper: Paper, name: str, direction: Direction) -> None:
    facts = forge.facts(name, direction=direction, required_level=Level.ENDORSED)
    pdf = tmp_path / "certificate.pdf"
    pdf.write_bytes(issue(facts, forge.device(), forge.typefaces(), paper, now=forge.NOW))
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", str(pdf), str(tmp_path / "page")], check=True)
    with Image.open(tmp_path / "page.png") as picture:
        found = zxingcpp.read_barcodes(picture)
    assert [one.format for one in found] == [zxingcpp.BarcodeFormat.QRCode]
    code = qr.read_code(found[0].text)
    facts = replace(facts, paper=paper)
    assert qr.differences(code, facts, documents.written(facts)[0], forge.device().key.public_key()) == []
    assert code.provisional
