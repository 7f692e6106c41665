"""Every sentence of the window passes the catalogue, and every catalogue is whole."""

import ast
import string
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from player.ui.bidi import runs_right_to_left
from player.ui.catalogues import written_right_to_left
from tools import words

CATALOGUES = sorted(words.TRANSLATIONS.glob("*.po"))
# Which arguments are words on the screen: by position, and by name whatever the call.
SHOWN = {"label": (0,), "OneLine": (0,), "chip": (0,), "button": (1,), "Button": (1,), "Elided": (1,), "EmptyState": (2, 3), "setText": (0,),
         "set_text": (0, 1), "setToolTip": (0,), "set_tip": (1,), "setAccessibleName": (0,), "setAccessibleDescription": (0,), "setWindowTitle": (0,),
         "setPlaceholderText": (0,), "addItem": (0,), "addAction": (0,), "notice": (0,), "set_rule": (0,), "set_next": (0,), "setStatusTip": (0,)}
NAMED = frozenset({"spoken", "leave", "title", "hint", "placeholder"})
NAMES = frozenset({"Greentick", "A"})  # the program's own, and the letter that shows a size


@pytest.fixture(scope="module")
def trees() -> list[tuple[Path, ast.Module]]:
    return [(file, ast.parse(file.read_text(encoding="utf-8"))) for file in sorted((words.ROOT / "player").rglob("*.py"))]


def calls(tree: ast.Module, *names: str) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call) and words.called(node) in names)


def test_words_are_literals(trees: list[tuple[Path, ast.Module]]) -> None:
    bad = []
    for file, tree in trees:
        for node in calls(tree, "tr", "trn", "said"):
            wanted = node.args[: 2 if words.called(node) == "trn" else 1]
            kept = words.called(node) == "said" and isinstance(node.args[0], ast.Subscript)  # from a table of sentences, each said there
            if not kept and not all(isinstance(each, ast.Constant) for each in wanted):
                bad.append(f"{file.name}:{node.lineno}")
    assert not bad


def _plain(node: ast.expr) -> str:
    """The letters of a literal, "" when it is none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return "".join(letter for letter in node.value if letter.isalpha())
    if isinstance(node, ast.JoinedStr):
        return "".join(_plain(part) for part in node.values if isinstance(part, ast.Constant))
    return ""


def bare_words(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """What is shown without having passed tr()."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        at = SHOWN.get(words.called(node), ())
        for argument in [node.args[n] for n in at if n < len(node.args)] + [each.value for each in node.keywords if each.arg in NAMED]:
            text = _plain(argument)
            if text and text not in NAMES:
                yield node.lineno, text


def test_no_visible_string_goes_around_the_catalogue(trees: list[tuple[Path, ast.Module]]) -> None:
    found = [f"{file.name}:{line} {text}" for file, tree in trees if "/ui/" in file.as_posix() for line, text in bare_words(tree)]
    assert not found


@pytest.mark.parametrize("source", ['label("Next")', 'label(f"{n} minutes")', 'button(theme, "Save", "save")', 'box.setToolTip("Go")',
                                    'button(theme, "", "x", spoken="Close")'])
def test_a_string_that_goes_around_is_seen(source: str) -> None:
    assert list(bare_words(ast.parse(source)))


def test_errors_are_told_in_the_language_of_the_window(trees: list[tuple[Path, ast.Module]]) -> None:
    """In player/ui nobody shows an error's English: `told` and `sentence` say it."""
    bad = []
    for file, tree in trees:
        if "/ui/" not in file.as_posix():
            continue
        for node in calls(tree, "setText", "label", "EmptyState", "Banner", "show_message", "notice"):
            for argument in node.args:
                text = ast.unparse(argument)
                if text in {"str(error)", "error.message", "error.title", "error.hint"}:
                    bad.append(f"{file.name}:{node.lineno} {text}")
    assert not bad


@pytest.fixture(scope="module")
def fresh() -> Catalog:
    """What the source says now."""
    return words.template(words.collect(words.sources()))


def test_the_template_is_that_of_the_source(fresh: Catalog) -> None:
    """`make words` was run."""
    with (words.TRANSLATIONS / "greentick.pot").open("rb") as stream:
        kept = read_po(stream)
    assert {str(each.id) for each in kept} == {str(each.id) for each in fresh}


def catalogue(file: Path) -> Catalog:
    with file.open("rb") as stream:
        return read_po(stream, locale=words.locale_of(file.stem))


def test_arabic_is_there() -> None:
    assert "ar" in [file.stem for file in CATALOGUES]


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)
def test_a_catalogue_is_whole(file: Path, fresh: Catalog) -> None:
    known = catalogue(file)
    known.update(fresh, no_fuzzy_matching=True)
    assert words.missing(known) == []
    assert compiled(file.with_suffix(".mo").read_bytes()) == compiled(words.mo_bytes(catalogue(file))), "make words"


def compiled(data: bytes) -> dict[str, object]:
    return {str(each.id): each.string for each in read_mo(BytesIO(data)) if each.id}


def fields(text: str) -> dict[str, str]:
    """The {names} of a string with their formats."""
    return {name: (spec or "") for _, name, spec, _ in string.Formatter().parse(text) if name is not None}


def forms(message: Message) -> Iterator[tuple[str, str, bool]]:
    """(source, translation, may leave out the number): "one hour" and "two hours" need no figure."""
    if isinstance(message.id, str):
        yield message.id, str(message.string), False
    else:
        for at, text in enumerate(message.string):
            yield message.id[1], text, at < 3


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)
def test_names_and_edges_are_kept(file: Path) -> None:
    bad = []
    for message in catalogue(file):
        if not message.id:
            continue
        for source, text, few in forms(message):
            if not text:  # test_a_catalogue_is_whole says so
                continue
            wanted, have = fields(source), fields(text)
            if have != wanted and not (few and have == {name: spec for name, spec in wanted.items() if name != "n"}):
                bad.append(f"{source!r} → {text!r}")
            if source.startswith(" ") != text.startswith(" ") or source.endswith("…") != text.endswith("…"):
                bad.append(f"edges: {source!r} → {text!r}")
            if any(mark in source + text for mark in "<>"):
                bad.append(f"markup: {source!r} → {text!r}")
    assert not bad


@pytest.mark.parametrize("file", [file for file in CATALOGUES if written_right_to_left(file.stem)], ids=lambda file: file.stem)
def test_a_right_to_left_sentence_begins_so(file: Path) -> None:
    """A Latin word at its beginning would turn the whole line round where it stands alone."""
    bad = []
    for message in catalogue(file):
        for _, text, _ in forms(message) if message.id else ():
            bare = "".join(part for part, *_ in string.Formatter().parse(text))
            if any(runs_right_to_left(letter) for letter in bare) and runs_right_to_left(bare) is False:
                bad.append(text)
            if any("\u0660" <= letter <= "\u0669" for letter in text):
                bad.append(f"digits: {text}")
    assert not bad


@pytest.mark.parametrize("weight", ["Regular", "Medium", "SemiBold", "Bold"])
def test_the_fonts_of_the_window_have_every_letter(weight: str) -> None:
    from fontTools.ttLib import TTFont

    fonts = words.ROOT / "resources" / "fonts"
    letters: set[int] = set()
    for family in ("Inter/Inter", "IBMPlexSansArabic/IBMPlexSansArabic"):
        with TTFont(fonts / f"{family}-{weight}.ttf") as font:
            letters |= set(font.getBestCmap())
    marks = {0x200E, 0x200F, *range(0x2066, 0x206A)}  # they are never drawn
    for file in CATALOGUES:
        used = {ord(letter) for message in catalogue(file) if message.id for _, text, _ in forms(message) for letter in text if letter.isprintable()}
        assert not {chr(one) for one in used - letters - marks}, file.stem
