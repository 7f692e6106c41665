"""Tokens in, Qt out: the palette, the style sheet, the lesson style sheet and tinted icons.

A Theme is a value (scheme, text scale, direction). To change it, make a new one, apply it, and `retheme` the window.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from string import Template

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from player.assets import resource
from player.ui import tokens
from player.ui.tokens import Colours, Scheme

# Icons that point somewhere: mirrored in right-to-left.
DIRECTED = frozenset({"chevron-left", "chevron-right", "arrow-right", "log-out", "list", "list-checks", "list-todo", "undo-2", "panel-left",
                      "external-link", "file-text", "notebook-pen"})
UI_FONTS = tuple(f"Inter/Inter-{style}.ttf" for style in ("Regular", "Medium", "SemiBold", "Bold"))
ARABIC_FONTS = tuple(f"IBMPlexSansArabic/IBMPlexSansArabic-{style}.ttf" for style in ("Regular", "Medium", "SemiBold", "Bold"))
READING_FONTS = ("Inter/Inter-Italic.ttf", "Inter/Inter-SemiBoldItalic.ttf",
                 *(f"Newsreader/Newsreader-{style}.ttf" for style in ("Regular", "Bold", "Italic", "BoldItalic")),
                 *(f"JetBrainsMono/JetBrainsMono-{style}.ttf" for style in ("Regular", "Bold")))
# family, file, style, weight: what a web page must be told, since it sees none of the application's fonts.
WEB_FACES = (
    *(("Inter", file, "normal", weight) for file, weight in zip(UI_FONTS, (400, 500, 600, 700), strict=True)),
    ("Inter", READING_FONTS[0], "italic", 400), ("Inter", READING_FONTS[1], "italic", 600),
    ("Newsreader", READING_FONTS[2], "normal", 400), ("Newsreader", READING_FONTS[3], "normal", 700),
    ("Newsreader", READING_FONTS[4], "italic", 400), ("Newsreader", READING_FONTS[5], "italic", 700),
    ("JetBrains Mono", READING_FONTS[6], "normal", 400), ("JetBrains Mono", READING_FONTS[7], "normal", 700),
    *(("IBM Plex Sans Arabic", file, "normal", weight) for file, weight in zip(ARABIC_FONTS, (400, 500, 600, 700), strict=True)),
    ("STIX Two Math", "STIXTwoMath/STIXTwoMath-Regular.ttf", "normal", 400),  # fetched by the page only where there is a formula
)


FUSION = "fusion"                       # set on an application that wears the style already


class _Names(Mapping[str, object]):
    """What the templates may say: $surface, $r_card, $p15 (15 px times the text scale)."""

    def __init__(self, theme: "Theme", more: dict[str, object]) -> None:
        self._theme = theme
        colours = theme.colours
        self._known: dict[str, object] = {name: getattr(colours, name) for name in Colours.__slots__}
        flat = colours.edge == 1
        self._known |= {
            "ui": ", ".join(f"'{family}'" for family in tokens.UI_FAMILIES), "reading": tokens.READING_FAMILY, "code": tokens.CODE_FAMILY,
            "r_small": tokens.RADIUS_SMALL, "r": tokens.RADIUS_CONTROL, "r_card": tokens.RADIUS_CARD, "scheme": theme.scheme,
            "focus": 2 * max(1, colours.edge), "control_focus": theme.px(tokens.CONTROL) - (0 if flat else 2 * colours.edge),
            "control": theme.px(tokens.CONTROL), "next_height": theme.px(tokens.NEXT_HEIGHT),
            "sunken_edge": colours.sunken if flat else colours.line, "menu_line": colours.sunken if flat else colours.accent,
            "track_line": colours.track if flat else colours.line, "track_edge": "0" if flat else f"1px solid {colours.line}",
        } | more

    def __getitem__(self, key: str) -> object:
        if key in self._known:
            return self._known[key]
        if match := re.fullmatch(r"p(\d+)", key):
            return self._theme.px(int(match[1]))
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


@dataclass(frozen=True, slots=True)
class Theme:
    """How everything looks: scheme, text scale (0.8 to 2.0) and direction. Raises ValueError outside of these."""

    scheme: Scheme = "light"
    scale: float = 1.0
    rtl: bool = False

    def __post_init__(self) -> None:
        if self.scheme not in tokens.SCHEMES:
            raise ValueError(f"no such scheme: {self.scheme}")
        if not tokens.SMALLEST_SCALE <= self.scale <= tokens.LARGEST_SCALE:
            raise ValueError(f"the text scale must lie between {tokens.SMALLEST_SCALE} and {tokens.LARGEST_SCALE}: {self.scale}")

    @property
    def colours(self) -> Colours:
        return tokens.SCHEMES[self.scheme]

    @property
    def big(self) -> bool:
        """Large text: side panels fold away, two columns become one, rows stack."""
        return self.scale >= tokens.BIG_SCALE

    @property
    def direction(self) -> Qt.LayoutDirection:
        return Qt.LayoutDirection.RightToLeft if self.rtl else Qt.LayoutDirection.LeftToRight

    def px(self, size: float) -> int:
        """A length that belongs to text (control heights, icons, columns of words), in px at the text scale."""
        return round(size * self.scale)

    def colour(self, role: str, alpha: int = 255) -> QColor:
        """A colour by its role, or a literal #RRGGBB from the tints."""
        colour = QColor(getattr(self.colours, role, role))
        colour.setAlpha(alpha)
        return colour

    def font(self, role: str = "body") -> QFont:
        """For painted text; widgets get the same from the style sheet."""
        size, weight = tokens.TYPE[role]
        font = QFont()
        font.setFamilies([tokens.CODE_FAMILY] if role == "code" else list(tokens.UI_FAMILIES))
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight(weight))
        if role in {"display", "h1"}:
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, -0.4)
        elif role == "eyebrow":
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.8)
        return font

    def apply(self, app: QApplication) -> None:
        """Fusion, palette and style sheet: the only trio that looks the same on Linux, Windows and macOS.

        Widgets that draw themselves follow by `player.ui.widgets.themed.retheme`.
        """
        if app.property(FUSION) is not True:
            app.setStyle("Fusion")
            app.setProperty(FUSION, True)
        app.setStyleSheet("")       # a sheet in the place of another polishes every widget once for each of its parents, ten times as a rule
        app.setLayoutDirection(self.direction)
        app.setPalette(self.palette())
        app.setFont(self.font())
        app.setStyleSheet(self.style_sheet())

    def palette(self) -> QPalette:
        role = QPalette.ColorRole
        palette = QPalette()
        for name, colour in {
            role.Window: "canvas", role.Base: "surface", role.AlternateBase: "sunken", role.Button: "surface", role.Text: "text",
            role.WindowText: "text", role.ButtonText: "text", role.ToolTipBase: "text", role.ToolTipText: "surface",
            role.PlaceholderText: "muted", role.Highlight: "accent", role.HighlightedText: "surface", role.Link: "accent",
            role.LinkVisited: "accent", role.Accent: "accent", role.Light: "surface", role.Midlight: "sunken", role.Mid: "line",
            role.Dark: "outline", role.Shadow: "outline",
        }.items():
            palette.setColor(name, self.colour(colour))
        for name in (role.Text, role.WindowText, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, name, self.colour("muted"))
        return palette

    def style_sheet(self) -> str:
        """resources/styles/theme.qss filled in, after the rules for every role, tone and chip."""
        rules = [f'QLabel[role="{role}"]{{font-size:{self.px(size)}px;font-weight:{weight}}}'
                 for role, (size, weight) in tokens.TYPE.items()]
        rules += [f'QLabel[tone="{tone}"]{{color:{getattr(self.colours, tone)}}}'
                  for tone in ("text", "muted", "surface", "progress_text", "accent", "danger", "caution", "on_progress")]
        pictures: dict[str, object] = {key: resource(f"styles/{file}-{self.scheme}.svg").as_posix()
                                       for key, file in (("chevron", "chevron"), ("check", "check"), ("arrow_up", "arrow-up"))}
        chips = [f'QLabel[chip="{tone}"]{{background:{ground};color:{ink}}}' for tone, (ground, ink) in self.chips().items()]
        return "\n".join([*rules, _filled("theme.qss", _Names(self, pictures)), *chips])

    def chips(self) -> dict[str, tuple[str, str]]:
        """tone: (ground, ink) as #RRGGBB."""
        colours = self.colours
        return {"plain": (colours.sunken, colours.muted), "progress": (colours.progress_soft, colours.progress_text),
                "accent": (colours.accent_soft, colours.accent), "danger": (colours.danger_soft, colours.danger),
                "caution": (colours.caution_soft, colours.caution)}

    def lesson_css(self, fonts_url: str) -> str:
        """resources/styles/lesson.css filled in. `fonts_url` is where resources/fonts is served, ending in a slash."""
        faces = [f"@font-face{{font-family:'{family}';font-style:{style};font-weight:{weight};src:url('{fonts_url}{file}')}}"
                 for family, file, style, weight in WEB_FACES]
        icons: dict[str, object] = {f"icon_{name.replace('-', '_')}": _as_data(name) for name in
                                    ("info", "lightbulb", "triangle-alert", "pencil", "check", "target", "circle-question-mark",
                                     "key-round", "list-checks", "message-square", "chevron-right", "external-link", "puzzle")}
        dark, flat = self.scheme != "light", self.colours.edge == 1
        more: dict[str, object] = {
            "scheme_kind": "dark" if dark else "light",
            "code_line": self.colours.line, "callout_code": self.colours.surface,
            # Drawings are mostly ink on nothing: in the dark they get paper under them.
            "dark_pictures": "figure img, a.zoom img { background: #FFFFFF; }" if dark else "",
            "contrast_boxes": "" if flat else ".callout { border: 2px solid var(--ink); border-inline-start-width: 6px; }",
        }
        return "\n".join(faces) + "\n" + _filled("lesson.css", _Names(self, icons | more))

    def pixmap(self, name: str, tone: str = "text", size: int = 20, stroke: float = 1.75, gap: int = 0, gap_first: bool = False) -> QPixmap:
        """An icon in one colour, `size` px at 100 %, sharp on this screen; arrows turn round in right-to-left.

        `gap` is clear space on one side: a style sheet cannot part a button's icon from its words by more than 4 px.
        """
        ratio = _screen_ratio()
        icon_svg(name)                                      # what is missing is said before a painter begins
        colour = self.colour(tone).name()
        key = f"greentick/{name}/{colour}/{self.px(size)}/{stroke}/{self.px(gap)}/{gap_first}/{self.rtl and name in DIRECTED}/{ratio}"
        found = QPixmap()
        if QPixmapCache.find(key, found):
            return found
        side, air = self.px(size), self.px(gap)
        pixmap = QPixmap(QSize(side + air, side) * ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.scale(ratio, ratio)
        painter.translate(air if gap_first else 0, 0)
        self.draw_icon(painter, QRectF(0, 0, side, side), name, tone, stroke)
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        QPixmapCache.insert(key, pixmap)
        return pixmap

    def draw_icon(self, painter: QPainter, box: QRectF, name: str, tone: str = "text", stroke: float = 1.75) -> None:
        """The same, drawn as lines straight on to a painter: never scaled, so never rough."""
        svg = icon_svg(name).replace("currentColor", self.colour(tone).name()).replace('stroke-width="2"', f'stroke-width="{stroke}"')
        painter.save()
        if self.rtl and name in DIRECTED:
            painter.translate(box.center().x() * 2, 0)
            painter.scale(-1, 1)
        QSvgRenderer(QByteArray(svg.encode())).render(painter, box)
        painter.restore()

    def icon(self, name: str, tone: str = "text", size: int = 20, stroke: float = 1.75) -> QIcon:
        return QIcon(self.pixmap(name, tone, size, stroke))


@cache
def icon_svg(name: str) -> str:
    """The text of resources/icons/NAME.svg. Raises PlayerError when there is none."""
    return resource(f"icons/{name}.svg").read_text(encoding="utf-8")


def _filled(name: str, names: Mapping[str, object]) -> str:
    """A style sheet's template without its comments, filled in."""
    text = re.sub(r"/\*.*?\*/", "", resource(f"styles/{name}").read_text(encoding="utf-8"), flags=re.DOTALL)
    return Template(text).substitute(names).strip()


def system_scheme() -> Scheme:
    """What the computer asks for: high contrast before dark before light."""
    hints = QGuiApplication.styleHints()
    accessibility = getattr(hints, "accessibility", None)             # Qt 6.10 and later
    if accessibility is not None and getattr(accessibility().contrastPreference(), "name", "") == "HighContrast":
        return "contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


def make_application(arguments: list[str]) -> QApplication:
    """The application, born in the Fusion style: to change it afterwards costs 8 ms of the start."""
    app = QApplication([arguments[0], "-style", "Fusion", *arguments[1:]])
    app.setProperty(FUSION, True)
    return app


def load_ui_fonts() -> None:
    """What the first picture needs. Call once, after QApplication is made."""
    _load(UI_FONTS + ARABIC_FONTS)


def load_reading_fonts() -> None:
    """What lesson text drawn by Qt and code need; not needed for the first picture."""
    _load(READING_FONTS)


def _load(files: tuple[str, ...]) -> None:
    for file in files:
        QFontDatabase.addApplicationFont(str(resource(f"fonts/{file}")))


def _screen_ratio() -> float:
    app = QGuiApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0


def _as_data(name: str) -> str:
    """An icon as a data URL, for a mask in a web page's style sheet."""
    svg = re.sub(r"\s+", " ", icon_svg(name)).strip().replace('"', "'").replace("currentColor", "black")
    return "data:image/svg+xml," + svg.replace("%", "%25").replace("#", "%23").replace("<", "%3C").replace(">", "%3E")
