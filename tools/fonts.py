"""Cut the open fonts of the window into the few static files it needs:  python tools/fonts.py

Qt 6.8 to 6.11 shows a variable font as Regular only (500 and 600 come out as 400, 700 is smeared), so each weight is cut once.
Inter, Newsreader and JetBrains Mono have no Reserved Font Name: a cut may keep the name. "Plex" is reserved:
its files are copied as they are.
"""

import importlib.util
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
STYLES = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}

# Latin with its extensions and Vietnamese, Greek, Cyrillic, punctuation, currency, arrows, mathematics, boxes, dingbats in use.
SCRIPTS = [
    (0x20, 0x24F), (0x250, 0x2FF), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x52F), (0x1E00, 0x1EFF),
    (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20CF), (0x2100, 0x218F), (0x2190, 0x21FF), (0x2200, 0x22FF),
    (0x2300, 0x23FF), (0x2460, 0x24FF), (0x2500, 0x25FF), (0x2600, 0x27BF), (0xFB00, 0xFB06), (0xFFFD, 0xFFFD),
]
FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "rlig", "tnum", "pnum", "lnum", "onum", "frac", "case", "sups", "subs",
            "zero"]


@dataclass(frozen=True, slots=True)
class Cut:
    """One static file out of a variable one."""

    package: str
    source: str
    family: str
    weight: int
    italic: bool = False
    optical: float | None = None        # the optical size in px, where the font has that axis


CUTS = (
    *(Cut("fontpkg_inter", "Inter[opsz,wght].ttf", "Inter", weight, optical=14) for weight in STYLES),
    *(Cut("fontpkg_inter", "Inter-Italic[opsz,wght].ttf", "Inter", weight, italic=True, optical=14) for weight in (400, 600)),
    *(Cut("fontpkg_newsreader", "Newsreader[opsz,wght].ttf", "Newsreader", weight, optical=18) for weight in (400, 700)),
    *(Cut("fontpkg_newsreader", "Newsreader-Italic[opsz,wght].ttf", "Newsreader", weight, italic=True, optical=18)
      for weight in (400, 700)),
    *(Cut("fontpkg_jetbrains_mono", "JetBrainsMono[wght].ttf", "JetBrains Mono", weight) for weight in (400, 700)),
)
WHOLE = tuple(("fontpkg_ibm_plex_sans_arabic", f"IBMPlexSansArabic-{style}.ttf") for style in STYLES.values())
FAMILIES = {"fontpkg_inter": "Inter", "fontpkg_newsreader": "Newsreader", "fontpkg_jetbrains_mono": "JetBrainsMono",
            "fontpkg_ibm_plex_sans_arabic": "IBMPlexSansArabic"}

ORIGIN = """Where the fonts of the window come from
=======================================

family               version  package on PyPI                     what was done
Inter                4.001    fontpkg-inter 4.1.post1             cut (weights 400 500 600 700; italic 400 600; optical size 14), subset
Newsreader           1.003    fontpkg-newsreader 1.3              cut (weights 400 700, upright and italic; optical size 18), subset
JetBrains Mono       2.211    fontpkg-jetbrains-mono 2.211        cut (weights 400 700), subset
IBM Plex Sans Arabic 1.101    fontpkg-ibm-plex-sans-arabic 1.101  copied byte for byte: the name Plex is reserved

All four are under the SIL Open Font License 1.1, whose text with each copyright line stands beside this note (NAME-OFL.txt).
Inter, Newsreader and JetBrains Mono name no Reserved Font Name, so the cut files keep their names. tools/fonts.py makes them again.
"""


def package_folder(package: str) -> Path:
    """The folder of an installed package, found without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        sys.exit(f"{package.replace('_', '-')} is not installed: the fonts are cut from it.")
    return Path(spec.origin).parent


def style_name(cut: Cut) -> str:
    return (STYLES[cut.weight] + (" Italic" if cut.italic else "")).replace("Regular Italic", "Italic")


def rename(font: TTFont, cut: Cut) -> None:
    """Names 1 and 2 may hold four styles only; 16 and 17 carry the true ones, by which Qt groups a family."""
    style, plain = style_name(cut), cut.weight in (400, 700)
    legacy = cut.family if plain else f"{cut.family} {STYLES[cut.weight]}"
    legacy_style = style if plain else ("Italic" if cut.italic else "Regular")
    whole = {1: legacy, 2: legacy_style, 3: f"{cut.family} {style} static", 4: f"{cut.family} {style}",
             6: f"{cut.family}-{style}".replace(" ", ""), 16: cut.family, 17: style}
    for number, text in whole.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["name"].names = [name for name in font["name"].names if name.nameID not in {21, 22, 25}]
    table = font["OS/2"]
    table.usWeightClass = cut.weight
    regular, bold, italic = (cut.weight == 400 and not cut.italic), cut.weight == 700, cut.italic
    table.fsSelection = (table.fsSelection & ~0x61) | (italic * 0x01) | (bold * 0x20) | (regular * 0x40)
    font["head"].macStyle = bold * 1 | italic * 2
    if "STAT" in font:
        del font["STAT"]


def cut_file(cut: Cut, folder: Path) -> Path:
    """Instance, subset, rename, save. The same input gives the same bytes."""
    font = TTFont(package_folder(cut.package) / "files" / cut.source, recalcTimestamp=False)
    axes = {"wght": cut.weight} | ({"opsz": cut.optical} if cut.optical else {})
    font = instantiateVariableFont(font, axes)
    rename(font, cut)
    options = subset.Options(layout_features=FEATURES, name_IDs=["*"], notdef_outline=True, glyph_names=False, hinting=False,
                             drop_tables=["DSIG", "MVAR", "meta"])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for first, last in SCRIPTS for code in range(first, last + 1)])
    cutter.subset(font)
    path = folder / FAMILIES[cut.package] / f"{cut.family}-{style_name(cut)}.ttf".replace(" ", "")
    path.parent.mkdir(parents=True, exist_ok=True)
    font.save(path)
    return path


def main(folder: Path = FONTS) -> None:
    for cut in CUTS:
        path = cut_file(cut, folder)
        print(f"{path.stat().st_size / 1000:7.0f} kB  {path.name}")
    for package, name in WHOLE:
        target = folder / FAMILIES[package] / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(package_folder(package) / "files" / name, target)
    for package, family in FAMILIES.items():
        shutil.copyfile(package_folder(package) / "LICENSE", folder / f"{family}-OFL.txt")
    (folder / "ORIGIN-window.txt").write_text(ORIGIN, encoding="utf-8")
    print(f"{sum(p.stat().st_size for family in FAMILIES.values() for p in (folder / family).iterdir()) / 1e6:7.2f} MB in all")


if __name__ == "__main__":
    main()
