"""Cut the font for formulas out of the package that carries it:  python tools/font_maths.py STIXTwoMath-Regular.ttf

It stands in ziamath 0.13 (PyPI) under ziamath/fonts/. Kept: letters, Greek, operators, arrows, mathematical alphabets, the MATH table and
the features it needs. Writes resources/fonts/STIXTwoMath/STIXTwoMath-Regular.ttf.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

RANGES = (
    (0x20, 0x17F), (0x2B0, 0x36F), (0x370, 0x3FF), (0x2000, 0x206F), (0x2070, 0x209F), (0x20D0, 0x20FF), (0x2100, 0x218F), (0x2190, 0x21FF),
    (0x2200, 0x23FF), (0x25A0, 0x25FF), (0x2605, 0x2606), (0x2660, 0x2667), (0x27C0, 0x27FF), (0x2900, 0x2AFF), (0x1D400, 0x1D7FF),
)


def main() -> None:
    font = TTFont(sys.argv[1])
    for number in (0, 5, 13):
        print(font["name"].getDebugName(number))
    options = Options(hinting=False, layout_features=["ssty", "dtls", "flac", "kern", "mark", "ccmp"], name_IDs=["*"], notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    target = Path(__file__).resolve().parent.parent / "resources" / "fonts" / "STIXTwoMath" / "STIXTwoMath-Regular.ttf"
    target.parent.mkdir(exist_ok=True)
    font.save(target)
    print(target.stat().st_size, "MATH" in TTFont(target))


if __name__ == "__main__":
    main()
