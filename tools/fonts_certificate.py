"""Cuts the fonts of the certificate into resources/fonts: the display cuts of Newsreader, and Noto for every other script.

    python tools/fonts_certificate.py NOTO_FOLDER [resources/fonts]

NOTO_FOLDER holds the files of Debian's fonts-noto-core and fonts-noto-cjk (unpacked anywhere below it); Newsreader
comes from the installed fontpkg-newsreader. Every cut drops hinting (a PDF scales its outlines) and keeps the whole
layout tables, so that any script is joined and stacked as its readers expect. All of them are OFL 1.1.
"""

import argparse
import importlib.util
import sys
from pathlib import Path

import uharfbuzz as hb
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

DISPLAY = {
    "NewsreaderDisplay-Medium": ("Newsreader[opsz,wght].ttf", False),
    "NewsreaderDisplay-MediumItalic": ("Newsreader-Italic[opsz,wght].ttf", True),
}

#: Latin, Greek and Cyrillic with all their extensions, marks and punctuation: for letters that Newsreader lacks.
WESTERN = [*range(0x20, 0x590), *range(0x1C80, 0x1C90), *range(0x1D00, 0x2150), *range(0x2C60, 0x2C80), *range(0x2DE0, 0x2E00),
           *range(0xA640, 0xA6A0), *range(0xA720, 0xA800), *range(0xAB30, 0xAB70)]
#: What may stand inside a name of any script.
SHARED = [*range(0x20, 0x41), *range(0x5B, 0x61), *range(0x7B, 0x7F), 0xA0, 0xAB, 0xB7, 0xBB, *range(0x200B, 0x2028), 0x25CC]

SCRIPTS = {
    "NotoNaskhArabic": [(0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF)],
    "NotoSerifHebrew": [(0x590, 0x5FF), (0xFB1D, 0xFB4F)],
    "NotoSerifDevanagari": [(0x900, 0x97F), (0xA8E0, 0xA8FF), (0x1CD0, 0x1CFF)],
    "NotoSerifBengali": [(0x964, 0x965), (0x980, 0x9FF)],
    "NotoSerifGurmukhi": [(0x964, 0x965), (0xA00, 0xA7F)],
    "NotoSerifGujarati": [(0x964, 0x965), (0xA80, 0xAFF)],
    "NotoSansOriya": [(0x964, 0x965), (0xB00, 0xB7F)],
    "NotoSerifTamil": [(0x964, 0x965), (0xB80, 0xBFF)],
    "NotoSerifTelugu": [(0x964, 0x965), (0xC00, 0xC7F)],
    "NotoSerifKannada": [(0x964, 0x965), (0xC80, 0xCFF)],
    "NotoSerifMalayalam": [(0x964, 0x965), (0xD00, 0xD7F)],
    "NotoSerifSinhala": [(0xD80, 0xDFF)],
    "NotoSerifThai": [(0xE00, 0xE7F)],
    "NotoSerifLao": [(0xE80, 0xEFF)],
    "NotoSerifTibetan": [(0xF00, 0xFFF)],
    "NotoSerifMyanmar": [(0x1000, 0x109F), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F)],
    "NotoSerifGeorgian": [(0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F)],
    "NotoSerifEthiopic": [(0x1200, 0x139F), (0x2D80, 0x2DDF), (0xAB00, 0xAB2F)],
    "NotoSerifKhmer": [(0x1780, 0x17FF)],
    "NotoSerifArmenian": [(0x530, 0x58F), (0xFB13, 0xFB17)],
    "NotoSansThaana": [(0x780, 0x7BF)],
    "NotoSansNKo": [(0x7C0, 0x7FF)],
    "NotoSansTifinagh": [(0x2D30, 0x2D7F)],
    "NotoSansCherokee": [(0x13A0, 0x13FF), (0xAB70, 0xABBF)],
    "NotoSansCanadianAboriginal": [(0x1400, 0x167F), (0x18B0, 0x18FF)],
    "NotoSansAdlam": [(0x1E900, 0x1E95F)],
}


def display_cut(name: str, file: str, italic: bool, folder: Path) -> None:
    """One weight of Newsreader at its largest optical size, as a plain TrueType file with its own names."""
    spec = importlib.util.find_spec("fontpkg_newsreader")
    if spec is None or spec.origin is None:
        raise SystemExit("fontpkg-newsreader is not installed: pip install -r requirements-dev.lock")
    font = instantiateVariableFont(TTFont(Path(spec.origin).parent / "files" / file), {"wght": 500, "opsz": 72})
    style = "Medium Italic" if italic else "Medium"
    family = "Newsreader Display"
    names = {1: f"{family} Medium", 2: "Italic" if italic else "Regular", 3: f"{family} {style} static", 4: f"{family} {style}", 6: name}
    for number, text in (names | {16: family, 17: style}).items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["name"].names = [n for n in font["name"].names if n.nameID not in {21, 22, 25}]
    font["OS/2"].usWeightClass = 500
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~0x61 | int(italic)
    if "STAT" in font:
        del font["STAT"]
    folder.mkdir(parents=True, exist_ok=True)
    font.save(folder / f"{name}.ttf")


def tag(name: str) -> int:
    """The number OpenType writes for a four-letter name."""
    return int.from_bytes(name.encode("ascii"), "big")


def cut(source: Path, target: Path, characters: list[int], face_index: int = 0, regional: bool = True) -> int:
    """Writes the characters of `source` with all the layout they need; `regional` keeps a script's local forms."""
    face = hb.Face(hb.Blob.from_file_path(str(source)), face_index)
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(set(characters) & set(face.unicodes))
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NAME_LEGACY
    if not regional:
        wanted.layout_feature_tag_set.clear()
        wanted.layout_feature_tag_set.add(tag("ccmp"))
    wanted.drop_table_tag_set.update({tag(name) for name in ("vmtx", "vhea", "VORG", "DSIG", "BASE")})
    smaller = hb.subset(face, wanted)
    data = bytes(smaller.blob.data)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return len(data)


def east_asian() -> list[int]:
    """Whole GB 2312, the 5,401 common characters of Big5, level 1 of JIS X 0208 with kana, and KS X 1001 with its Hangul."""
    found: set[int] = set()
    for encoding, last in (("gb2312", 0xF7), ("big5", 0xC6), ("euc_jp", 0xCF), ("euc_kr", 0xFD)):
        for high in range(0xA1, last + 1):
            for low in range(0x40, 0xFF):
                try:
                    text = bytes((high, low)).decode(encoding)
                except UnicodeDecodeError:
                    continue
                found.update(ord(c) for c in text if ord(c) >= 0x2E80)
    return sorted(found | set(range(0x31F0, 0x3200)) | {0xB7, 0x30FB, 0x3000})


def main() -> None:
    """Cuts all of them and prints the sizes."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("noto", type=Path)
    ask.add_argument("fonts", type=Path, nargs="?", default=Path("resources/fonts"))
    args = ask.parse_args()
    for name, (file, italic) in DISPLAY.items():
        display_cut(name, file, italic, args.fonts / "NewsreaderDisplay")
    folder, total = args.fonts / "Noto", 0
    jobs = [(f"NotoSerifDisplay-{style}.ttf", f"NotoSerifDisplay-{style}.ttf", WESTERN, 0, True) for style in ("Regular", "Italic")]
    jobs += [(f"{name}-Regular.ttf", f"{name}-Regular.ttf", SHARED + [c for low, high in ranges for c in range(low, high + 1)], 0, True)
             for name, ranges in SCRIPTS.items()]
    jobs.append(("NotoSerifCJK-Regular.ttc", "NotoSerifCJKsc-Regular.otf", east_asian(), 2, False))
    for source, target, characters, index, regional in jobs:
        found = next(args.noto.rglob(source), None)
        if found is None:
            raise SystemExit(f"{source} is not below {args.noto}: unpack fonts-noto-core and fonts-noto-cjk there")
        size = cut(found, folder / target, characters, index, regional)
        total += size
        print(f"{size:>9,}  {target}")
    print(f"{total:>9,}  altogether")


if __name__ == "__main__":
    sys.exit(main())
