"""Machine checks on a picture of the window: nothing clipped, nothing overlapping, contrast, no missing glyph, not blank.

`pieces(root)` reads the widgets, `judge(pieces, image)` looks at them in the picture; both halves can be kept as JSON and PNG.
"""

import json
import re
import unicodedata
from collections import Counter
from dataclasses import asdict, dataclass
from functools import cache
from html import unescape
from math import ceil
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QTextLayout
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QStyle,
    QStyleOptionButton,
    QTextEdit,
    QWidget,
)
from shiboken6 import getCppPointer

INPUTS = (QLineEdit, QComboBox, QAbstractSpinBox, QAbstractSlider, QAbstractItemView, QTextEdit)
LARGE_PX, LARGE_BOLD_PX = 24.0, 18.66          # WCAG 2.2: 18 pt, or 14 pt bold
SLACK = 2                                       # px that rounding may cost
SMALL, LARGE = 4.5, 3.0

Box = tuple[int, int, int, int]                 # x, y, width, height in the picture, logical px


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is off: kind is clipped, overlap, contrast, glyph, blank or ellipsis."""

    kind: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class Piece:
    """One widget that shows words or takes input. `inside` are the numbers of the pieces it lies in; `shown` is what is not clipped away."""

    number: int
    name: str
    text: str
    box: Box
    shown: Box
    words: Box                    # where its words stand, clipped as `shown`
    inside: tuple[int, ...]
    clipped: str                  # "" or what does not fit
    missing: str                  # letters no font has
    unsaid: bool                  # cut with an ellipsis, and the whole text is nowhere
    least: float                  # the contrast its words need; 0 where none is judged


def faults(root: QWidget, image: QImage | None = None) -> list[Fault]:
    """Everything that is off in a widget tree and its picture (grabbed here when none is given)."""
    return judge(pieces(root), image if image is not None else root.grab().toImage())


def keep(root: QWidget, picture: Path) -> None:
    """Save the picture and, beside it, what is needed to judge it later without the program."""
    root.grab().save(str(picture))
    picture.with_suffix(".json").write_text(json.dumps([asdict(piece) for piece in pieces(root)], ensure_ascii=False), encoding="utf-8")


def judge_files(picture: Path) -> list[Fault]:
    """Judge a picture and the JSON beside it."""
    rows = json.loads(picture.with_suffix(".json").read_text(encoding="utf-8"))
    read: list[Piece] = []
    for row in rows:
        whole: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
        read.append(Piece(**whole))
    return judge(read, QImage(str(picture)))


def judge(found: list[Piece], image: QImage) -> list[Fault]:
    """The faults of these pieces in this picture."""
    out = [Fault("blank", "picture", "one colour fills it")] if is_blank(image) else []
    for piece in found:
        if piece.clipped:
            out.append(Fault("clipped", piece.name, piece.clipped))
        if piece.missing:
            out.append(Fault("glyph", piece.name, f"no font has {piece.missing!r} of “{piece.text[:60]}”"))
        if piece.unsaid:
            out.append(Fault("ellipsis", piece.name, f"“{piece.text[:60]}” is cut and not told whole by a tooltip"))
        if piece.least and (ratio := contrast_in(image, piece.words)) is not None and ratio < piece.least:
            out.append(Fault("contrast", piece.name, f"“{piece.text[:40]}” has {ratio:.2f}, needs {piece.least}"))
    return out + _overlaps(found)


# --- what is there ----------------------------------------------------------------------------------------------------
def pieces(root: QWidget) -> list[Piece]:
    """Every visible widget below `root` that shows words or takes input, in drawing order."""
    out: list[Piece] = []
    numbers: dict[int, int] = {}
    for widget in root.findChildren(QWidget):
        if not widget.isVisibleTo(root) or widget.window() is not root.window() or isinstance(widget, QScrollBar):
            continue
        text = text_of(widget)
        if not text and not _takes_input(widget):
            continue
        box = QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())
        shown, outside = _seen(widget, root, box)
        if shown.isEmpty() and not outside:
            continue                                        # scrolled out of sight
        numbers[_key(widget)] = len(out)
        parents = tuple(numbers[_key(parent)] for parent in _parents(widget, root) if _key(parent) in numbers)
        cut = isinstance(widget.property("fullText"), str)
        words = _words_box(widget).translated(box.topLeft()).intersected(shown)
        tall = words.height() >= min(widget.height(), QFontMetrics(widget.font()).height()) * .6
        judged = bool(text) and widget.isEnabled() and tall and not isinstance(widget, INPUTS[2:])
        out.append(Piece(len(out), _name(widget, text), text, _tuple(box), _tuple(shown), _tuple(words), parents,
                         outside or ("" if cut else _does_not_fit(widget, text)), missing_glyphs(text, widget.font()),
                         cut and text not in {widget.toolTip(), _plain(widget.toolTip())},
                         _least(widget.font()) if judged else 0.0))
    return out


def text_of(widget: QWidget) -> str:
    """The words a widget shows, as plain text."""
    if isinstance(full := widget.property("fullText"), str):
        return full
    if isinstance(widget, QLabel):
        plain = _plain(widget.text()) if _is_rich(widget) else widget.text()
        return plain.strip()
    if isinstance(widget, QAbstractButton):
        return re.sub(r"&(.)", r"\1", widget.text()).strip("\u200e\u200f ")
    if isinstance(widget, QLineEdit):
        return widget.displayText()
    return widget.currentText() if isinstance(widget, QComboBox) else ""


def _plain(rich: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", rich))


def _is_rich(widget: QLabel) -> bool:
    kind = widget.textFormat()
    return kind == kind.RichText or (kind == kind.AutoText and "<" in widget.text())


def _takes_input(widget: QWidget) -> bool:
    return isinstance(widget, (QAbstractButton, *INPUTS)) or "WebEngineView" in type(widget).__name__


def _key(widget: QWidget) -> int:
    return int(getCppPointer(widget)[0])


def _parents(widget: QWidget, root: QWidget) -> list[QWidget]:
    out = []
    parent = widget.parentWidget()
    while parent is not None and parent is not root:
        out.append(parent)
        parent = parent.parentWidget()
    return out


def _seen(widget: QWidget, root: QWidget, box: QRect) -> tuple[QRect, str]:
    """What of a box its ancestors let through, and what is wrong with that: only a scrolled page may hide the rest, downwards."""
    shown, trouble = QRect(box), ""
    for parent in [*_parents(widget, root), root]:
        frame = QRect(parent.mapTo(root, QPoint(0, 0)) if parent is not root else QPoint(0, 0), parent.size())
        over_left, over_right = frame.left() - box.left(), box.right() - frame.right()
        over_top, over_bottom = frame.top() - box.top(), box.bottom() - frame.bottom()
        area = parent.parentWidget()
        viewport = area if isinstance(area, QAbstractScrollArea) and parent is area.viewport() else None
        scrolls = viewport is not None
        if max(over_left, over_right) > SLACK and not (viewport is not None and viewport.horizontalScrollBar().maximum() > 0):
            trouble = trouble or f"sticks out {max(over_left, over_right)} px across"
        if not scrolls and max(over_top, over_bottom) > SLACK:
            trouble = trouble or f"sticks out {max(over_top, over_bottom)} px down"
        shown = shown.intersected(frame)
        if scrolls:                                         # beyond the viewport only what is seen counts
            if shown.isEmpty():
                return shown, ""
            box = shown
    return shown, trouble


def _words_box(widget: QWidget) -> QRect:
    if isinstance(widget, QPushButton):
        return widget.rect().adjusted(6, 6, -6, -6)
    if isinstance(widget, QLabel) and widget.alignment() & Qt.AlignmentFlag.AlignVCenter:
        spare = widget.height() - (widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.sizeHint().height())
        return widget.rect().adjusted(0, max(0, spare // 2), 0, -max(0, spare // 2))
    return widget.rect()


def _does_not_fit(widget: QWidget, text: str) -> str:
    """What of its words a widget has no room for."""
    if isinstance(widget, QLabel) and text:
        return _label_fit(widget)
    if isinstance(widget, QPushButton):
        return _button_fit(widget)
    if isinstance(widget, (QCheckBox, QRadioButton)) and widget.sizeHint().width() > widget.width() + SLACK:
        return f"needs {widget.sizeHint().width()} px across, has {widget.width()}"
    layout = widget.layout()
    if isinstance(widget, QAbstractButton) and layout is not None:
        need = layout.totalHeightForWidth(widget.width()) if layout.hasHeightForWidth() else layout.totalMinimumSize().height()
        least = layout.totalMinimumSize().width()
        if need > widget.height() + SLACK:
            return f"its content needs {need} px down, has {widget.height()}"
        if least > widget.width() + SLACK:
            return f"its content needs {least} px across, has {widget.width()}"
    return ""


def _label_fit(widget: QLabel) -> str:
    wide, high = widget.width(), widget.height()
    if widget.wordWrap():
        need = widget.heightForWidth(wide)
        if need > high + SLACK:
            return f"needs {need} px down, has {high}"
        longest = _longest_word(text_of(widget), widget.font())
        return f"a word needs {longest} px across, has {wide}" if longest > wide + SLACK else ""
    need_size = widget.sizeHint()
    if need_size.width() > wide + SLACK:
        return f"needs {need_size.width()} px across, has {wide}"
    return f"needs {need_size.height()} px down, has {high}" if need_size.height() > high + SLACK else ""


def _longest_word(text: str, font: QFont) -> int:
    """The widest part that cannot be broken, in px."""
    layout, widest = QTextLayout(text.replace("\n", "\u2028"), font), 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(1)
        widest = max(widest, line.naturalTextWidth())
    layout.endLayout()
    return ceil(widest)


def _button_fit(widget: QPushButton) -> str:
    option = QStyleOptionButton()
    widget.initStyleOption(option)
    room = widget.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, widget)
    need = QFontMetrics(widget.font()).horizontalAdvance(text_of(widget)) if widget.text() else 0
    if not widget.icon().isNull():
        need += widget.iconSize().width() + (4 if widget.text() else 0)
    if need > room.width() + SLACK:
        return f"needs {need} px across, has {room.width()}"
    tall = QFontMetrics(widget.font()).height() if widget.text() else widget.iconSize().height()
    return f"needs {tall} px down, has {room.height()}" if tall > room.height() + SLACK else ""


def _least(font: QFont) -> float:
    px = font.pixelSize() if font.pixelSize() > 0 else font.pointSizeF() * 4 / 3
    return LARGE if px >= LARGE_PX or (px >= LARGE_BOLD_PX and font.weight() >= QFont.Weight.Bold) else SMALL


def _name(widget: QWidget, text: str) -> str:
    return f"{type(widget).__name__} {widget.objectName() or ''} “{(text or widget.accessibleName())[:40]}”".replace("  ", " ")


def _tuple(rect: QRect) -> Box:
    return rect.x(), rect.y(), max(0, rect.width()), max(0, rect.height())


def missing_glyphs(text: str, font: QFont) -> str:
    """The letters that would show as a box."""
    letters = sorted({letter for letter in text if unicodedata.category(letter) not in {"Cc", "Cf", "Zs", "Zl", "Zp"}})
    return "".join(letter for letter in letters if not _has(letter, tuple(font.families()), int(font.weight()), font.italic()))


@cache
def _has(letter: str, families: tuple[str, ...], weight: int, italic: bool) -> bool:
    font = QFont()
    font.setFamilies(list(families))
    font.setWeight(QFont.Weight(weight))
    font.setItalic(italic)
    layout = QTextLayout(letter, font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return not any(0 in run.glyphIndexes() for run in layout.glyphRuns())


# --- what is seen -----------------------------------------------------------------------------------------------------
def _overlaps(found: list[Piece]) -> list[Fault]:
    out = []
    for at, first in enumerate(found):
        a = QRect(*first.shown)
        for second in found[at + 1:]:
            if first.number in second.inside or second.number in first.inside:
                continue
            both = a.intersected(QRect(*second.shown))
            if both.width() > SLACK and both.height() > SLACK:
                out.append(Fault("overlap", first.name, f"and {second.name} share {both.width()} × {both.height()} px"))
    return out


def _colours(image: QImage, box: Box | None = None) -> Counter[int]:
    """How often each colour (0xRRGGBB) stands in a box, in logical px."""
    picture = image.convertToFormat(QImage.Format.Format_RGB32)
    if box is not None:
        ratio = image.devicePixelRatio()
        picture = picture.copy(QRect(*(round(side * ratio) for side in box)))
    if picture.isNull():
        return Counter()
    counted = Counter(memoryview(picture.constBits()).cast("B").cast("I"))
    out: Counter[int] = Counter()
    for colour, times in counted.items():
        out[colour & 0xFFFFFF] += times
    return out


def is_blank(image: QImage) -> bool:
    """Whether nearly all of the picture is one colour; every other pixel of every other line is enough to tell."""
    counted = _colours(image.scaled((image.width() + 1) // 2, (image.height() + 1) // 2) if not image.isNull() else image)
    return not counted or len(counted) < 4 or counted.most_common(1)[0][1] > .998 * counted.total()


def contrast_in(image: QImage, box: Box) -> float | None:
    """The contrast (WCAG 2.2) of what is written in a box against its ground; None when the box is empty."""
    counted = _colours(image, box)
    if not counted:
        return None
    ground = _luminance(counted.most_common(1)[0][0])
    rated = sorted(((_ratio(_luminance(colour), ground), times) for colour, times in counted.items()), reverse=True)
    seen = 0
    for ratio, times in rated:                              # the strongest colour that is no stray pixel
        seen += times
        if seen >= 4:
            return ratio
    return rated[-1][0]


def contrast_of(first: int, second: int) -> float:
    """WCAG 2.2 contrast ratio of two colours, 0xRRGGBB (alpha is left out)."""
    return _ratio(_luminance(first & 0xFFFFFF), _luminance(second & 0xFFFFFF))


@cache
def _luminance(colour: int) -> float:
    parts = [(colour >> shift & 255) / 255 for shift in (16, 8, 0)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _ratio(first: float, second: float) -> float:
    high, low = max(first, second), min(first, second)
    return (high + 0.05) / (low + 0.05)
