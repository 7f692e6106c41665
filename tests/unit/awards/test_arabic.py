"""The certificate of a course in Arabic: its fixed words too, from right to left."""

import string
from dataclasses import fields, replace

import pytest

from player.awards.certificate import issue, preview
from player.awards.facts import Direction
from player.awards.typefaces import Voice
from player.awards.verify import verify_certificate
from player.awards.wording import ARABIC, ENGLISH, direction_of, wording_of
from tests.forge import certificates as forge


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("field", [each.name for each in fields(ENGLISH) if each.name != "day"])
def test_every_word_is_there_and_can_be_drawn(field: str) -> None:
    words, english = getattr(ARABIC, field), getattr(ENGLISH, field)
    said, source = (words, english) if isinstance(words, str) else (" ".join(words), " ".join(english))
    assert said != source
    assert names(said) == names(source)
    assert forge.typefaces().missing(said, Voice.SANS) == []


def test_words_and_direction_by_language() -> None:
    assert [wording_of(tag) for tag in ("ar", "ar-EG", "AR", "en", "fr", "")] == [ARABIC, ARABIC, ARABIC, ENGLISH, ENGLISH, ENGLISH]
    assert direction_of("ar-EG") is Direction.RIGHT_TO_LEFT
    assert direction_of("en") is Direction.LEFT_TO_RIGHT
    assert direction_of("he") is Direction.LEFT_TO_RIGHT  # its fixed words are English


def test_an_arabic_certificate_checks() -> None:
    made = forge.facts("ليلى حداد", "ماء آمن في البيت", language="ar", direction=direction_of("ar"))
    made = replace(made, award=replace(made.award, title=made.course.title))
    verdict = verify_certificate(issue(made, forge.device(), forge.typefaces()))
    assert verdict.valid, verdict.reason
    assert verdict.facts == made
    assert ARABIC.headline(made) == "شهادة إتمام"
    assert ARABIC.date_words("2026-11-24") == "24 نوفمبر 2026"


def test_a_preview_is_in_the_language_of_the_course() -> None:
    made = forge.facts("ليلى حداد", "ماء آمن", language="ar", direction=Direction.RIGHT_TO_LEFT)
    assert preview(made, forge.typefaces()) != preview(made, forge.typefaces(), wording=ENGLISH)
