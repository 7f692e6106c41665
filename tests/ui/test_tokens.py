"""The look holds what it promises: contrast, pictures in step with the tokens, colours in one place only."""

import ast
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from player.assets import resource
from player.ui import tokens
from player.ui.theme import ARABIC_FONTS, DIRECTED, READING_FONTS, UI_FONTS, icon_svg

ROOT = Path(__file__).resolve().parent.parent.parent


def test_no_pair_of_colours_is_too_faint(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tokens.too_faint() == []
    monkeypatch.setattr(tokens, "WORDS_ON", (("line", "surface"),))
    assert any("line on surface" in pair for pair in tokens.too_faint())


def test_contrast_is_the_ratio_of_wcag() -> None:
    assert tokens.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert tokens.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=.01)


def test_type_and_space_are_scales() -> None:
    spaces = (tokens.HALF, tokens.S, tokens.M, tokens.L, tokens.XL, tokens.XXL)
    assert all(small < large for small, large in pairwise(spaces))
    sizes = [tokens.TYPE[role][0] for role in ("display", "h1", "h2", "h3", "body", "small", "eyebrow")]
    assert sizes == sorted(sizes, reverse=True)
    assert min(sizes) >= 12


def test_no_colour_stands_outside_of_the_tokens() -> None:
    allowed = {"tokens.py"}
    found = []
    for path in sorted((ROOT / "player" / "ui").rglob("*.py")):
        if path.name not in allowed:
            found += [f"{path.name}: {hit}" for hit in re.findall(r"[\"'](#[0-9A-Fa-f]{3,8})[\"']", path.read_text(encoding="utf-8"))
                      if hit.upper() != "#FFFFFF"]      # white marks stand on tints in every scheme
    assert found == []


# Which argument of a call names an icon.
ICON_AT = {"button": 2, "Button": 2, "icon": 1, "Icon": 1, "EmptyState": 1, "set_icon": 0, "draw_icon": 2, "pixmap": 0, "set_status": 1,
           "set_rule": 1}


def icons_named(source: str) -> set[str]:
    """The icons that a module asks for in so many words."""
    found: set[str] = set()
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""
        at = ICON_AT.get(name)
        if at is None:
            continue
        wanted = [*call.args[at:at + 1], *(word.value for word in call.keywords if word.arg == "icon")]
        found |= {node.value for want in wanted for node in ast.walk(want) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return found - {""}


def test_every_icon_named_in_the_program_is_there() -> None:
    drawn = {*tokens.PICTURES, *tokens.COVERS, *DIRECTED, "logo"}
    for path in (ROOT / "player" / "ui").rglob("*.py"):
        drawn |= {name for name in icons_named(path.read_text(encoding="utf-8")) if re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", name)}
    assert "chevron-right" in drawn
    missing = sorted(name for name in drawn if not resource("icons").joinpath(f"{name}.svg").is_file())
    assert missing == []
    assert all(icon_svg(name).startswith("<svg") for name in drawn)
    assert 60 <= len(list(resource("icons").glob("*.svg"))) <= 200


def test_tinted_pictures_follow_the_tokens() -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import icons
    finally:
        sys.path.remove(str(ROOT / "tools"))
    for name, text in icons.tinted().items():
        assert resource(f"styles/{name}").read_text(encoding="utf-8") == text, f"{name}: run tools/icons.py"


@pytest.mark.parametrize(("file", "weight", "family"), [
    *((file, weight, "Inter") for file, weight in zip(UI_FONTS, (400, 500, 600, 700), strict=True)),
    *((file, weight, "IBM Plex Sans Arabic") for file, weight in zip(ARABIC_FONTS, (400, 500, 600, 700), strict=True)),
    *((file, weight, file.split("/")[0].replace("JetBrainsMono", "JetBrains Mono"))
      for file, weight in zip(READING_FONTS, (400, 600, 400, 700, 400, 700, 400, 700), strict=True)),
])
def test_font_files_are_static_and_say_their_weight(file: str, weight: int, family: str) -> None:
    with TTFont(resource(f"fonts/{file}"), lazy=True) as font:
        assert "fvar" not in font
        assert font["OS/2"].usWeightClass == weight
        assert (font["name"].getDebugName(16) or font["name"].getDebugName(1)) == family
        letters = font.getBestCmap()
    wanted = "كلور" if family.endswith("Arabic") else "Tomás Łódź 40 → “%” ’ …" if family != "Newsreader" else "Tomás Łódź “%” ’ …"
    assert not [letter for letter in wanted if ord(letter) not in letters]


def test_fonts_carry_their_licences_and_stay_small() -> None:
    total = sum(resource(f"fonts/{file}").stat().st_size for file in (*UI_FONTS, *ARABIC_FONTS, *READING_FONTS))
    assert total < 4_000_000
    for family in ("Inter", "Newsreader", "JetBrainsMono", "IBMPlexSansArabic"):
        text = resource(f"fonts/{family}-OFL.txt").read_text(encoding="utf-8")
        assert "SIL OPEN FONT LICENSE Version 1.1" in text
        assert text.startswith("Copyright")
    assert "ISC" in resource("icons/lucide-LICENSE.txt").read_text(encoding="utf-8")


def test_the_theme_needs_no_heavy_library() -> None:
    code = ("import sys, player.ui.theme, player.ui.messages, player.ui.tasks, player.settings, player.paths, player.logs;"
            "heavy = {'sqlmodel', 'sqlalchemy', 'pydantic', 'alembic', 'pypdf', 'reportlab', 'pyhanko', 'cryptography', 'platformdirs',"
            "'PySide6.QtWebEngineCore', 'PySide6.QtPdf', 'PySide6.QtMultimedia', 'PySide6.QtNetwork'};"
            "sys.exit(' '.join(heavy & set(sys.modules)) or 0)")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
