"""End to end: facts in, a sealed page out, that our verifier, poppler and a person can read."""

import asyncio
import re
import shutil
import subprocess
import sys
import threading
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PIL import Image

from player.awards.certificate import issue, preview
from player.awards.facts import Direction, Level, Paper
from player.awards.verdict import Standing
from player.awards.verify import verify_certificate
from player.awards.wording import ENGLISH, Wording
from player.errors import PlayerError
from player.signing.device import new_device
from tests.forge import certificates as forge

LONG = "Maria-Magdalena Konstantina von Hohenstaufen-Übersiedler y Fernández de la Vega Castellón"
LONG_TITLE = "Protecting springs, wells and household containers through the long rainy season: a field course for volunteers"
NAMES = ("Amina Diallo", LONG, "أمينة محمد عبد الله الحسيني", "דוד Cohen-Lévy בן־גוריון", "अमीना विश्वनाथन् कृष्णमूर्ति", "王小明")


def text_of(data: bytes, tmp_path: Path) -> str:
    file = tmp_path / "page.pdf"
    file.write_bytes(data)
    return subprocess.run(["pdftotext", "-raw", str(file), "-"], check=True, capture_output=True, text=True).stdout


def made(name: str = "Amina Diallo", title: str = "Safe water at home", **changes: object) -> bytes:
    return issue(forge.facts(name, title, **changes), forge.device(), forge.typefaces(), now=forge.NOW)


def test_it_says_everything(tmp_path: Path) -> None:
    text = text_of(made(), tmp_path)
    for words in (
        "COURSE BY CLEAN WATER NETWORK", "Certificate of Completion", "This certifies that", "Amina Diallo", "Safe water at home", "Version 2.1",
        "has completed every required lesson of the course with a score of 80 %", "24 November 2026", "Room 3-04", forge.facts().number,
        "Recorded on this device", "To check: open this file in Greentick,", "No internet is needed.",
    ):  # fmt: skip
        assert words in text
    assert "ISSUER" not in text.upper()
    assert "PROVISIONAL" not in text.upper()


def test_an_unsigned_package_is_called_so(tmp_path: Path) -> None:
    facts = forge.facts()
    facts = replace(facts, course=replace(facts.course, signed_by=None, signer=""))
    text = text_of(issue(facts, forge.device(), forge.typefaces(), now=forge.NOW), tmp_path)
    assert "UNSIGNED PACKAGE" in text
    assert "CLEAN WATER NETWORK" not in text.upper()


def test_an_issuer_is_named_from_endorsed_up(tmp_path: Path) -> None:
    issuer = forge.authority("Clean Water Network")
    endorsed = forge.endorsed(forge.device(), issuer)
    facts = forge.facts(level=Level.ENDORSED, issuer="Clean Water Network", required_level=Level.COUNTERSIGNED)
    data = issue(facts, endorsed, forge.typefaces(), now=forge.NOW)
    text = text_of(data, tmp_path)
    assert "ISSUER" in text
    assert "PROVISIONAL: THE COURSE ASKS FOR “COUNTERSIGNED BY THE ISSUER”" in text
    assert "Provisional: Endorsed device" in text


def test_a_partial_award_and_a_statement_of_its_own(tmp_path: Path) -> None:
    result = replace(forge.facts().result, done=5, of=9, score=None)
    assert "has met what this certificate asks for in the course" in text_of(made(result=result), tmp_path)
    result = replace(result, score=Fraction(6999, 10000))
    assert "asks for in the course with a score of 69 %" in text_of(made(result=result), tmp_path)
    award = replace(forge.facts().award, statement="has completed the chapter Pumps of the course")
    assert "has completed the chapter Pumps of the course" in text_of(made(award=award, replaces=forge.facts("x").number), tmp_path)


def test_a_course_without_a_version(tmp_path: Path) -> None:
    course = replace(forge.facts().course, version="")
    assert "Version" not in text_of(made(course=course), tmp_path)


def test_what_authors_type_is_brought_into_form() -> None:
    facts = forge.facts(title="L\u2019e\u0301au propre \U0001f4a7")
    facts = replace(facts, evidence=(replace(facts.evidence[0], title="x" * 5000, rule="e\u0301"), *facts.evidence[1:]))
    found = verify_certificate(issue(facts, forge.device(), forge.typefaces(), now=forge.NOW)).facts
    assert found is not None
    assert found.course.title == "L\u2019\u00e9au propre \U0001f4a7"
    assert (len(found.evidence[0].title), found.evidence[0].rule, found.evidence[1:]) == (2000, "\u00e9", facts.evidence[1:])


@pytest.mark.parametrize(("at", "day"), [(0, "1969-12-31"), (86_400_000, "1970-01-02"), (253_402_300_799_000, "9999-12-31")])
def test_a_clock_that_is_wrong_stops_nobody(at: int, day: str) -> None:
    data = made(result=replace(forge.facts().result, earned_at=at, earned_on=day))
    assert verify_certificate(data).valid


def test_other_words(tmp_path: Path) -> None:
    german = Wording(intro="Hiermit wird bestätigt:", date="Datum", day="{day}. {month} {year}", months=("",) * 10 + ("November", ""))
    data = issue(forge.facts(), forge.device(), forge.typefaces(), wording=german, now=forge.NOW)
    text = text_of(data, tmp_path)
    assert "Hiermit wird bestätigt:" in text
    assert "24. November 2026" in text
    assert verify_certificate(data).valid


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("name", NAMES)
def test_every_name_prints_seals_and_checks(name: str, paper: Paper) -> None:
    facts = forge.facts(name, LONG_TITLE if name == LONG else "Safe water at home")
    data = issue(facts, forge.device(), forge.typefaces(), paper, now=forge.NOW)
    verdict = verify_certificate(data)
    assert (verdict.standing, verdict.valid) == (Standing.UNKNOWN, True)
    assert verdict.facts == replace(facts, paper=paper)
    assert len(data) < 90_000


def test_the_page_is_one_revision_in_the_right_size(tmp_path: Path) -> None:
    for paper, size in ((Paper.A4, "841.89 x 595.28"), (Paper.LETTER, "792 x 612")):
        file = tmp_path / f"{paper}.pdf"
        file.write_bytes(issue(forge.facts(), forge.device(), forge.typefaces(), paper, now=forge.NOW))
        info = subprocess.run(["pdfinfo", str(file)], check=True, capture_output=True, text=True).stdout
        width, height = size.split(" x ")
        assert re.search(rf"Page size: +{width}\d* x {height[:5]}", info)
        assert "Title:           Certificate: Safe water at home" in info
        assert re.search(r"Pages: +1\n", info)
    data = made()
    assert data.count(b"%%EOF") == 1
    assert b"Helvetica" not in data


def test_no_font_is_missing_and_all_are_subsets(tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    file.write_bytes(made("王小明 Ольга"))
    listed = subprocess.run(["pdffonts", str(file)], check=True, capture_output=True, text=True).stdout.splitlines()[2:]
    assert len(listed) >= 6
    assert all(re.search(r"CID (TrueType|Type 0C) +Identity-H +yes yes yes", line) for line in listed)
    assert any("Type 0C" in line and "NotoSerifCJKsc" in line for line in listed)


def test_nothing_overlaps_where_the_paper_should_be_empty(tmp_path: Path) -> None:
    """The strips above and below the name hold nothing but paper and water mark, however deep or tall the script is."""
    for name in (*NAMES, "ཚེ་རིང་རྒྱལ་མཚན་", "Ấỹ Ǘ gjpqy"):
        file = tmp_path / "page.pdf"
        file.write_bytes(made(name))
        part = ["-x", "240", "-y", "380", "-W", "1200", "-H", "180"]
        subprocess.run(["pdftoppm", "-r", "144", "-gray", "-singlefile", *part, str(file), str(tmp_path / "page")], check=True)
        with Image.open(tmp_path / "page.pgm") as picture:
            for low, high in ((401.5, 398.5), (334.5, 332.5), (327.5, 318.0)):  # points above the foot of the page
                top, bottom = (int((595.276 - y) * 2) - 380 for y in (low, high))
                assert min(picture.crop((0, top, 1200, bottom)).tobytes()) > 190, name


def test_right_to_left_is_mirrored(tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    places = {}
    for direction in Direction:
        file.write_bytes(made(direction=direction))
        boxes = subprocess.run(["pdftotext", "-bbox", str(file), "-"], check=True, capture_output=True, text=True).stdout
        found = re.search(r'xMin="([\d.]+)"[^>]*>' + forge.facts().number, boxes)
        assert found
        places[direction] = float(found[1])
    assert places[Direction.LEFT_TO_RIGHT] < 200
    assert places[Direction.RIGHT_TO_LEFT] > 500


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler's pdfsig is not installed: a second opinion on the seal is missing")
def test_poppler_finds_the_seal_valid_and_total(tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    file.write_bytes(forge.issued())
    said = subprocess.run(["pdfsig", str(file)], check=True, capture_output=True, text=True).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


def test_a_name_that_cannot_print_is_refused() -> None:
    for attempt in (lambda: made("Ali 💧"), lambda: preview(forge.facts("Ali 💧"), forge.typefaces())):
        with pytest.raises(PlayerError, match="DROPLET"):
            attempt()


def test_facts_that_contradict_the_device_are_a_bug() -> None:
    with pytest.raises(ValueError, match="another device"):
        issue(forge.facts(), new_device("other"), forge.typefaces())
    with pytest.raises(ValueError, match="no issuer"):
        made(level=Level.ENDORSED, issuer="Clean Water Network")


def test_a_preview_proves_nothing() -> None:
    shown = preview(forge.facts(), forge.typefaces(), Paper.LETTER)
    verdict = verify_certificate(shown)
    assert verdict.standing is Standing.NOT_VALID
    assert "no seal" in verdict.reason


def test_it_works_in_any_thread_and_inside_an_event_loop() -> None:
    done: list[bytes] = []
    workers = [threading.Thread(target=lambda: done.append(made())) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    async def inside() -> bytes:
        return made()

    done.append(asyncio.run(inside()))
    assert len(done) == 4
    assert all(verify_certificate(one).valid for one in done)


def test_an_error_inside_an_event_loop_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    from player.awards import seal

    async def broken(*_: object) -> bytes:
        raise OSError("broken")

    monkeypatch.setattr(seal, "_sealed", broken)

    async def inside() -> bytes:
        return made()

    with pytest.raises(OSError, match="broken"):
        asyncio.run(inside())


def test_what_does_not_check_is_never_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    from player.awards import certificate

    monkeypatch.setattr(certificate, "seal", lambda *_: b"%PDF-2.0 nothing")
    with pytest.raises(RuntimeError, match="does not check"):
        made()


def test_heavy_libraries_wait_until_they_are_needed() -> None:
    program = "import sys; import player.awards.certificate, player.awards.verify, player.awards.write; print(sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    for library in ("reportlab", "pyhanko", "uharfbuzz", "segno", "bidi", "PySide6"):
        assert f"'{library}'" not in loaded


def test_english_dates() -> None:
    assert ENGLISH.date_words("2026-02-01") == "1 February 2026"
