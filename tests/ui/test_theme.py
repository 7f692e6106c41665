"""A Theme is a value; applied, it shows; changed, everything follows."""

import pytest
from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QFontInfo, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from player.errors import PlayerError
from player.ui import tokens
from player.ui.theme import Theme, icon_svg, system_scheme
from player.ui.widgets.buttons import button
from player.ui.widgets.cards import CardButton
from player.ui.widgets.flow import Grid
from player.ui.widgets.frame import BottomBar, Page, TopBar
from player.ui.widgets.layouts import GROW, TOP, boxed, column, row, scroll
from player.ui.widgets.pictures import Cover
from player.ui.widgets.progress import Ring
from player.ui.widgets.text import Elided, chip, label
from player.ui.widgets.themed import retheme


def test_a_theme_is_a_value() -> None:
    assert Theme("dark", 1.5, rtl=True) == Theme("dark", 1.5, rtl=True)
    assert Theme(scale=1.5).big
    assert not Theme(scale=1.49).big
    assert Theme(scale=2.0).px(15) == 30


@pytest.mark.parametrize("wrong", [{"scheme": "pink"}, {"scale": 0.79}, {"scale": 2.01}, {"scale": float("nan")}])
def test_a_theme_out_of_bounds_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"scheme|scale"):
        Theme(**wrong)  # type: ignore[arg-type]  # that is the point


@pytest.mark.parametrize("scheme", list(tokens.SCHEMES))
@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_style_sheets_are_filled_in(scheme: tokens.Scheme, scale: float) -> None:
    theme = Theme(scheme, scale)
    sheet, css = theme.style_sheet(), theme.lesson_css("course-fonts://x/")
    for text in (sheet, css):
        assert "$" not in text.replace("$$", "")
        assert text.count("{") == text.count("}")
    assert f"font-size: {round(19 * scale)}px" in css
    assert "url('course-fonts://x/Newsreader/Newsreader-Regular.ttf')" in css
    assert tokens.SCHEMES[scheme].code_word in css


def test_weights_are_real(dressed: QApplication) -> None:
    widths = []
    for role in ("body", "strong"):
        font = Theme().font(role)
        assert QFontInfo(font).family() == "Inter"
        widths.append(QFontInfo(font).weight())
    assert widths == [400, 600]


def test_arrows_turn_round_and_ticks_do_not(dressed: QApplication) -> None:
    def drawn(theme: Theme, name: str) -> QImage:
        image = QImage(48, 48, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        theme.draw_icon(painter, QRectF(0, 0, 48, 48), name)
        painter.end()
        return image

    plain, turned = Theme(), Theme(rtl=True)
    assert drawn(plain, "chevron-right") != drawn(turned, "chevron-right")
    assert drawn(plain, "check") == drawn(turned, "check")
    assert plain.pixmap("check", size=20).deviceIndependentSize().width() == 20
    assert Theme(scale=2).pixmap("check", size=20, gap=8).deviceIndependentSize().width() == 56


def test_an_icon_that_is_not_there_is_said() -> None:
    with pytest.raises(PlayerError, match="no-such-icon"):
        icon_svg("no-such-icon")


def test_the_computers_wish_is_one_of_three(qapp: QApplication) -> None:
    assert system_scheme() in tokens.SCHEMES


def shelf(theme: Theme) -> QWidget:
    """A window like the library with twenty courses."""
    grid = Grid(theme, 216, 0, 5)
    for at in range(20):
        top = row((column(Elided(theme, f"Course {at}: a title", "strong", lines=2, reserve=True), label("26 min left", "small", "muted")), 1),
                  (Ring(theme, at % 10, 9, 44), 0, TOP))
        grid.add(CardButton(theme, column(Cover(theme, str(at)), top, row(chip("New", "accent"), GROW)), f"Course {at}", 12))
    body = column(row(label("My courses", "h2"), GROW, button(theme, "Open a file…", "folder-open", "ghost")), grid, GROW)
    return Page(TopBar(theme, "", "Amina Diallo", "clay/bird", "Saved"), scroll(boxed(body)), BottomBar(theme, rule="Counts when you press Next"))


def depth(widget: QWidget) -> int:
    above, found = widget.parentWidget(), 0
    while above is not None:
        above, found = above.parentWidget(), found + 1
    return found


class Told(QObject):
    """How often a widget was told of another style."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.times = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.StyleChange
        return False


def test_the_look_changes_at_once_and_everywhere(dressed: QApplication, qtbot: QtBot) -> None:
    window = shelf(Theme())
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitExposed(window)
    qtbot.wait(100)  # until it lies as it will lie
    light = window.grab().toImage()
    deepest = max(window.findChildren(QLabel), key=depth)
    told = Told(deepest)
    for theme in (Theme("dark"), Theme("contrast"), Theme("dark"), Theme(scale=1.2), Theme("dark")):
        told.times = 0
        theme.apply(dressed)
        retheme(window, theme)
        window.repaint()
        assert 1 <= told.times <= 2, f"{depth(deepest)} widgets hold it: dressed once for each, a change of the look takes a blink of the eye"
    dark = window.grab().toImage()
    for at in ((5, 300), (5, 60), (5, 760)):
        assert light.pixelColor(*at).lightness() > 200
        assert dark.pixelColor(*at).lightness() < 60
    Theme().apply(dressed)
    retheme(window, Theme())
    qtbot.waitUntil(lambda: window.grab().toImage() == light, timeout=10_000)


def test_right_to_left_mirrors_the_bars(dressed: QApplication, qtbot: QtBot) -> None:
    theme = Theme(rtl=True)
    theme.apply(dressed)
    bar = BottomBar(theme, rule="Counts when you press Next")
    qtbot.addWidget(bar)
    bar.resize(1000, 80)
    bar.show()
    assert bar.next_button.x() < bar.rule_label.x() < bar.back_button.x()
    retheme(bar, Theme())
    Theme().apply(dressed)
    dressed.processEvents()
    assert bar.back_button.x() < bar.rule_label.x() < bar.next_button.x()
