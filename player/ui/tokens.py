"""Every number and colour of the look, once. Nothing else in the program may name a colour or a size.

Colours have roles, not hues: a screen asks for `muted`, never for grey. Green (`progress`) is kept for
progress: the tick, the bar, NEXT. One quiet `accent` marks links, focus and news. All the rest is neutral.
"""

from dataclasses import dataclass
from typing import Literal

Scheme = Literal["light", "dark", "contrast"]


@dataclass(frozen=True, slots=True)
class Colours:
    """One scheme. All are #RRGGBB; `shadow` is the alpha (0 to 255) of the strongest ring, `edge` a width in px."""

    canvas: str             # the window
    surface: str            # cards, bars, fields
    sunken: str             # wells: tracks, code, current row, hover
    line: str               # hairlines, decoration only
    outline: str            # edges of controls: 3:1 on surface
    text: str
    muted: str              # second voice: 4.5:1 on canvas, surface and sunken
    progress: str           # fills: tick, bar, NEXT
    on_progress: str        # text upon progress
    progress_hover: str
    progress_text: str      # green words on surface or canvas
    progress_soft: str
    accent: str             # links, focus, news
    accent_soft: str
    danger: str
    danger_soft: str
    caution: str
    caution_soft: str
    track: str              # the part of a ring or bar that is still to do
    code_word: str          # keywords and names of the language
    code_text: str          # strings
    code_number: str
    code_note: str          # comments, prompts, output
    code_name: str          # functions, commands, tags
    shadow: int             # 0: no shadow, a border instead
    edge: int = 1


LIGHT = Colours(
    canvas="#F5F6F3", surface="#FFFFFF", sunken="#ECEEE9", line="#DDE1DA", outline="#7F8A82",
    text="#17201A", muted="#535E56",
    progress="#1A7F45", on_progress="#FFFFFF", progress_hover="#146A39", progress_text="#17733E", progress_soft="#E1F2E7",
    accent="#2A5C9A", accent_soft="#E6EEF8", danger="#B3261E", danger_soft="#FBE9E7",
    caution="#7C4F00", caution_soft="#FDF1D8", track="#DFE3DC",
    code_word="#2A5C9A", code_text="#8A3D22", code_number="#0F5C66", code_note="#59635C", code_name="#6A3D9A", shadow=9)

DARK = Colours(
    canvas="#111512", surface="#1A1F1C", sunken="#262C28", line="#303833", outline="#7E8A82",
    text="#EDF1ED", muted="#B3BDB5",
    progress="#43C17C", on_progress="#04210F", progress_hover="#63D295", progress_text="#5BCF90", progress_soft="#17341F",
    accent="#93BDF5", accent_soft="#1D2B3D", danger="#FF9C92", danger_soft="#3C1D1A",
    caution="#F2C469", caution_soft="#372B12", track="#39423C",
    code_word="#93BDF5", code_text="#F0B08F", code_number="#7FD3DC", code_note="#A9B4AC", code_name="#CDB0F0", shadow=26)

CONTRAST = Colours(
    canvas="#000000", surface="#000000", sunken="#1C1C1C", line="#FFFFFF", outline="#FFFFFF",
    text="#FFFFFF", muted="#FFFFFF",
    progress="#3DF08A", on_progress="#000000", progress_hover="#8CFFBD", progress_text="#3DF08A", progress_soft="#002A12",
    accent="#FFE94A", accent_soft="#2B2700", danger="#FF9A8F", danger_soft="#360A06",
    caution="#FFC94D", caution_soft="#2E2100", track="#1C1C1C",
    code_word="#9ED0FF", code_text="#FFC9A8", code_number="#8CF0F5", code_note="#FFFFFF", code_name="#E3C8FF", shadow=0, edge=2)

SCHEMES: dict[Scheme, Colours] = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}

# Spacing: an 8-px grid with one half step. Cards pad `M` or `L`, sections part by `L`, a page's edge is `XL`.
HALF, S, M, L, XL, XXL = 4, 8, 16, 24, 32, 48

RADIUS_SMALL, RADIUS_CONTROL, RADIUS_CARD = 6, 10, 16
CONTROL, NEXT_HEIGHT, NEXT_WIDTH = 40, 52, 176          # inner heights of controls and the least width of NEXT, px at 100 %
AIR = 8                                                 # room around a card in which its shadow is painted
MOST_SEGMENTS = 24                                      # above this many required lessons the bar is plain

SMALLEST_SCALE, LARGEST_SCALE, BIG_SCALE = 0.8, 2.0, 1.5

# role: (px at 100 %, weight). Text scales; spacing does not (at 200 % air is dearer than at 100 %).
TYPE: dict[str, tuple[int, int]] = {
    "display": (40, 700), "h1": (28, 700), "h2": (20, 600), "h3": (16, 600), "body": (15, 400), "strong": (15, 600),
    "small": (13, 400), "smallstrong": (13, 600), "eyebrow": (12, 600), "code": (13, 400),
}
UI_FAMILIES = ("Inter", "IBM Plex Sans Arabic")          # the second takes what the first lacks
READING_FAMILY, CODE_FAMILY = "Newsreader", "JetBrains Mono"

# Covers and avatars: muted pairs (deep, light), none of them green; white on `deep` is above 4.5:1.
TINTS: dict[str, tuple[str, str]] = {
    "sea": ("#1F4E79", "#4A8BC2"), "clay": ("#8A3D22", "#CF7A52"), "plum": ("#50306A", "#9064B0"), "ochre": ("#73510F", "#C3953A"),
    "teal": ("#0F4C55", "#2F8F98"), "slate": ("#334155", "#64748B"), "rose": ("#7D2B4A", "#BD6486"), "indigo": ("#34347A", "#6E70C4"),
}
PICTURES = ("bird", "turtle", "cat", "fish", "rabbit", "squirrel", "dog", "snail", "panda", "bug", "feather", "sprout")
# The pictures of a lock: key -> (icon, tint). Each has another shape and its neighbours another tint: they are told apart without reading.
LOCK_PICTURES = {
    "sun": ("sun", "ochre"), "house": ("house", "clay"), "key": ("key", "slate"), "tree": ("tree-deciduous", "teal"),
    "fish": ("fish", "sea"), "bird": ("bird", "rose"), "cat": ("cat", "plum"), "car": ("car", "clay"),
    "book": ("book-open", "indigo"), "music": ("music", "plum"), "apple": ("apple", "rose"), "umbrella": ("umbrella", "sea"),
}
COVERS = ("droplets", "heart-pulse", "calculator", "sun", "hard-hat", "book-open", "leaf", "wrench", "globe", "flask-conical", "terminal",
          "map", "palette", "scale", "stethoscope", "cpu", "music", "puzzle", "wheat", "tractor")


def contrast(first: str, second: str) -> float:
    """WCAG 2.2 contrast ratio of two #RRGGBB colours."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


WORDS_ON = (
    *((words, ground) for words in ("text", "muted", "progress_text", "accent", "danger", "caution") for ground in ("canvas", "surface")),
    ("text", "sunken"), ("muted", "sunken"), ("danger", "sunken"), ("on_progress", "progress"), ("on_progress", "progress_hover"),
    ("surface", "text"), ("surface", "muted"),
    *(("text", f"{tone}_soft") for tone in ("progress", "accent", "danger", "caution")),
    *(("muted", f"{tone}_soft") for tone in ("accent", "danger", "caution")),
    ("progress_text", "progress_soft"), ("accent", "accent_soft"), ("danger", "danger_soft"), ("caution", "caution_soft"),
    *((f"code_{part}", "sunken") for part in ("word", "text", "number", "note", "name")),
)
SHAPES_ON = (("outline", "surface"), ("outline", "canvas"), ("progress", "surface"), ("progress", "sunken"), ("progress", "track"),
             ("accent", "surface"), ("accent", "canvas"), ("danger", "danger_soft"), ("caution", "caution_soft"))


def too_faint() -> list[str]:
    """Pairs below WCAG AA (4.5:1 for words, 3:1 for shapes) in any scheme, and tints too light for white marks."""
    found = []
    for name, colours in SCHEMES.items():
        for pairs, least in ((WORDS_ON, 4.5), (SHAPES_ON, 3.0)):
            for front, ground in pairs:
                ratio = contrast(getattr(colours, front), getattr(colours, ground))
                if ratio < least:
                    found.append(f"{name}: {front} on {ground} is {ratio:.2f}, needs {least}")
    found += [f"tint {name}: white on {deep} is {contrast('#FFFFFF', deep):.2f}, needs 4.5"
              for name, (deep, _) in TINTS.items() if contrast("#FFFFFF", deep) < 4.5]
    return found
