"""What file names say."""

import pytest

from player.formats import names


@pytest.mark.parametrize(
    ("stem", "title"),
    [
        ("01-before-you-start", "Before you start"),
        ("10 cool it", "Cool it"),
        ("3_why_it_matters", "Why it matters"),
        ("07-", "07"),
        ("42", "42"),
        ("1.الماء", "الماء"),
        ("no-number", "No number"),
        ("2024-report", "Report"),
    ],
)
def test_titles_come_from_names(stem: str, title: str) -> None:
    assert names.title_from(stem) == title


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("30-check.quiz.toml", ("30-check", ".quiz.toml")),
        ("30-check.QUIZ.GIFT", ("30-check", ".quiz.gift")),
        ("20-leaflet.PDF", ("20-leaflet", ".pdf")),
        ("20-v1.2.md", ("20-v1.2", ".md")),
        ("Makefile", ("Makefile", "")),
        ("30-hand.download", ("30-hand", ".download")),
    ],
)
def test_suffixes(name: str, parts: tuple[str, str]) -> None:
    assert names.split_stem(name) == parts


@pytest.mark.parametrize(
    ("stem", "parts"),
    [
        ("10-cool-it.ar", ("10-cool-it", "ar")),
        ("10-cool-it.pt-br", ("10-cool-it", "pt-BR")),
        ("10-cool-it.zh-hant-TW", ("10-cool-it", "zh-Hant-TW")),
        ("10-v1.2", ("10-v1.2", "")),
        ("10-cool-it.draft", ("10-cool-it.draft", "")),
        ("10-cool-it", ("10-cool-it", "")),
    ],
)
def test_languages(stem: str, parts: tuple[str, str]) -> None:
    assert names.split_language(stem) == parts


@pytest.mark.parametrize("name", ["a.md", "01-start/10-tap.jpg", "الماء.md", "a b (1).png", "common.txt", ".hidden"])
def test_fit_names(name: str) -> None:
    assert names.unfit(name) == ""


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a:b.md", "has a :"),
        ("what?.md", "has a ?"),
        ("a/CON.md", "Windows keeps"),
        ("aux", "Windows keeps"),
        ("Lpt9.tar.gz", "Windows keeps"),
        ("a./b.md", "ends with a dot"),
        (" a.md", "begins or ends with a space"),
        ("a\u202eb.md", "invisible"),
        ("a\u200bb.md", "invisible"),
        ("a\x07.md", "invisible"),
        ("x" * 201, "200 bytes"),
        ("ß" * 101, "200 bytes"),
        ("a/" * 201, "400 characters"),
    ],
)
def test_unfit_names_say_why(name: str, why: str) -> None:
    assert why in names.unfit(name)


def test_natural_order_and_slugs() -> None:
    assert sorted(["10-b", "2-c", "2-B", "a", "1"], key=names.natural) == ["1", "2-B", "2-c", "10-b", "a"]
    assert names.slug("Éirst  Aid & more!") == "eirst-aid-more"
    assert names.slug("ماء") == ""
    assert names.twin_key("STRASSE") == names.twin_key("straße")
