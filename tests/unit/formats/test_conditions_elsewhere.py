"""How an author names an award of another course."""

from pathlib import Path

import pytest

from player.course.model import AwardHeld
from tests.forge.sources import mistakes, read

KEY = "9F86 D081 884C 7D65 9A2F EAA0 C55A D015 A3BF 4F1B 2B0B 822C D15D 6C15 B0F0 0A08"


FILES = {"10-a.md": "# A\n"}


def course(condition: str) -> str:
    return f'id = "org.example.pumps"\ntitle = "Pumps"\nlanguage = "en"\nopens_when = {condition}\n'


@pytest.mark.parametrize(("condition", "name"), [
    ('{ award = "certificate", course = "org.example.water" }', "org.example.water/certificate"),
    ('{ award = "org.example.water/certificate" }', "org.example.water/certificate"),
    ('{ award = "merit", course = "org.example.water", publisher = "unsigned" }', "unsigned/org.example.water/merit"),
    (f'{{ award = "merit", course = "org.example.water", publisher = "{KEY}" }}', f"{KEY.replace(' ', '').lower()}/org.example.water/merit"),
])  # fmt: skip
def test_in_a_word_or_in_parts(tmp_path: Path, condition: str, name: str) -> None:
    assert read(tmp_path, FILES, course(condition)).course.opens_when == AwardHeld(name)


@pytest.mark.parametrize(("condition", "why"), [
    ('{ award = "certificate", course = "" , publisher = "unsigned" }', "no award of another course"),
    ('{ award = "certificate", publisher = "unsigned" }', "no award of another course"),
    ('{ award = "merit", course = "org.example.water", publisher = "Hill Farm" }', "no award of another course"),
    ('{ award = "/merit" }', "no award of another course"),
    ('{ course = "org.example.water" }', "goes with “award”"),
    ('{ complete = "10-a", course = "org.example.water" }', "names one thing"),
])  # fmt: skip
def test_what_names_no_award(tmp_path: Path, condition: str, why: str) -> None:
    assert any(why in told for told in mistakes(tmp_path, FILES, course(condition)))
