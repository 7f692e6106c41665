"""Each widget says what it is, keeps its promise in every look, and survives a live change."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from player.errors import PlayerError
from player.ui import tokens
from player.ui.theme import Theme
from player.ui.widgets.buttons import Button, button
from player.ui.widgets.callout import Banner, Callout
from player.ui.widgets.cards import Card, CardButton, LayoutButton
from player.ui.widgets.flow import Grid
from player.ui.widgets.frame import BottomBar, Page, TopBar
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import GROW, boxed, centred, clear, column, margins, row, rule_line, scroll
from player.ui.widgets.marks import Badge, MapCell
from player.ui.widgets.options import OptionRow
from player.ui.widgets.painted import Painted
from player.ui.widgets.pictures import Avatar, Cover, avatar_choices, avatar_parts, cover_parts
from player.ui.widgets.progress import Ring, Segments
from player.ui.widgets.states import EmptyState, ProgressSheet
from player.ui.widgets.swatch import Swatch
from player.ui.widgets.text import Elided, OneLine, breakable, chip, label, runs_right_to_left, set_tone
from player.ui.widgets.themed import retheme
from tests.forge.pictures import faults

BADGES = ("done", "now", "todo", "extra", "locked", "failed")
LOOKS = [Theme("contrast"), Theme("dark", 0.8, rtl=True)]


def show(qtbot: QtBot, widget: QWidget, width: int = 600, height: int = 0) -> QWidget:
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.setLayout(column(widget, GROW, pad=16))
    holder.resize(width, height or 200)
    holder.show()
    qtbot.waitExposed(holder)
    QApplication.processEvents()
    return holder


def make_page(theme: Theme) -> QWidget:
    """Every widget once."""
    grid = Grid(theme, 180, most=4, name="grid")
    for title in ("One", "Two titles that are rather long", "ثلاثة"):
        grid.add(CardButton(theme, column(Cover(theme, title), Elided(theme, title, "strong", lines=2, reserve=True)), title, 12))
    marks = row(*(Badge(theme, state) for state in BADGES), Ring(theme, 3, 9), Avatar(theme, "clay/bird"), icon(theme, "clock"), GROW)
    cells = row(*(MapCell(theme, number, state) for number, state in
                  enumerate(("open", "answered", "now", "right", "wrong", "waiting"), 1)), GROW)
    lines: list[QWidget] = [
        label("Heading", "h1"), boxed(marks), Segments(theme, 7, 9), Segments(theme, 30, 99), boxed(cells), grid, OptionRow(theme, "An answer", "1"),
        Callout(theme, "Wait", "Thirty minutes.", "caution"), Banner(theme, "A stick is here.", "accent", "usb", Button(theme, "Show", kind="link")),
        Card(theme, column(row(chip("New", "accent"), chip("Done", "progress"), GROW), rule_line(), OneLine("A rule"))),
        Swatch(theme, ("light", "dark"), "Like the computer"), ProgressSheet(theme, "Checking", "a file"),
        EmptyState(theme, "package-open", "Nothing here", "Open a file to begin.", button(theme, "Open", kind="ink")),
    ]
    return Page(TopBar(theme, "A course", "Amina Diallo", "clay/bird", "Saved"), scroll(centred(boxed(column(*lines, GROW)), 900)),
                BottomBar(theme, rule="Counts when you press Next", extra=(Button(theme, "Flag", "flag", "ghost", "quiz.flag"),)))


def test_a_live_change_ends_where_a_new_page_begins(dressed: QApplication, qtbot: QtBot) -> None:
    page = make_page(Theme())
    qtbot.addWidget(page)
    page.resize(1366, 2600)
    page.show()
    qtbot.waitExposed(page)
    for theme in LOOKS:
        theme.apply(dressed)
        retheme(page, theme)
        QApplication.processEvents()
        assert faults(page) == []
        fresh = make_page(theme)
        qtbot.addWidget(fresh)
        fresh.resize(1366, 2600)
        fresh.show()
        QApplication.processEvents()
        live, new = page.grab().toImage(), fresh.grab().toImage()
        same = sum(live.pixel(x, y) == new.pixel(x, y) for x in range(0, 1366, 7) for y in range(0, 2600, 7))
        assert same / (196 * 372) > .99, theme
        fresh.close()


@pytest.mark.parametrize(("make", "role", "name"), [
    (lambda t: button(t, "Save & go", "check"), QAccessible.Role.Button, "Save & go"),
    (lambda t: button(t, "", "search", spoken="Search (Ctrl+F)"), QAccessible.Role.Button, "Search (Ctrl+F)"),
    (lambda t: CardButton(t, column(label("x")), "A course"), QAccessible.Role.Button, "A course"),
    (lambda t: OptionRow(t, "Forty drops", "1"), QAccessible.Role.CheckBox, "1. Forty drops"),
    (lambda t: OptionRow(t, "True", "1", many=False), QAccessible.Role.RadioButton, "1. True"),
    (lambda t: MapCell(t, 2, "answered", flagged=True), QAccessible.Role.Button, "Question 2, answered, flagged"),
    (lambda t: Swatch(t, ("dark",), "Dark"), QAccessible.Role.RadioButton, "Dark"),
    (lambda t: Segments(t, 7, 9), None, "7 of 9 required lessons done"),
    (lambda t: Ring(t, 0, 0), None, "Nothing is required"),
    (lambda t: Badge(t, "failed"), None, "not passed yet"),
    (lambda t: Elided(t, "A long title"), None, "A long title"),
    (lambda _: label("Words"), QAccessible.Role.StaticText, "Words"),
])
def test_assistive_technology_hears_what_it_is(dressed: QApplication, qtbot: QtBot, make: Callable[[Theme], QWidget],
                                               role: QAccessible.Role | None, name: str) -> None:
    widget = make(Theme())
    qtbot.addWidget(widget)
    heard = QAccessible.queryAccessibleInterface(widget)
    assert heard is not None
    assert heard.text(QAccessible.Text.Name) == name
    assert role is None or heard.role() == role


def test_the_badges_differ_in_shape_not_only_in_colour(dressed: QApplication, qtbot: QtBot) -> None:
    shapes = set()
    for state in BADGES:
        badge = Badge(Theme(), state, 24)
        qtbot.addWidget(badge)
        image = badge.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        ground = image.pixelColor(0, 0).lightness()
        shapes.add(tuple(abs(image.pixelColor(x, y).lightness() - ground) > 40 for x in range(24) for y in range(24)))
    assert len(shapes) == len(BADGES)


def test_a_badge_and_a_cell_follow_their_state(dressed: QApplication, qtbot: QtBot) -> None:
    badge, cell = Badge(Theme(), "todo"), MapCell(Theme(), 3)
    qtbot.addWidget(badge)
    qtbot.addWidget(cell)
    before = badge.grab().toImage(), cell.grab().toImage()
    badge.set_state("done")
    cell.set_state("right", flagged=True)
    assert badge.state == "done"
    assert badge.accessibleName() == "complete"
    assert cell.accessibleName() == "Question 3, right, flagged"
    assert before[0] != badge.grab().toImage()
    assert before[1] != cell.grab().toImage()


def test_segments_can_be_counted_and_become_a_plain_bar(dressed: QApplication, qtbot: QtBot) -> None:
    bar = Segments(Theme(), 7, 9)
    holder = show(qtbot, bar)

    def runs() -> int:
        image = holder.grab().toImage()
        y = bar.y() + bar.height() // 2
        line = [image.pixelColor(x, y).name().upper() == tokens.LIGHT.progress for x in range(holder.width())]
        return sum(now and not before for before, now in zip([False, *line], line, strict=False))

    assert runs() == 7
    bar.set_count(9, 9)
    assert runs() == 9
    bar.set_count(20, 24)
    assert runs() == 20
    bar.set_count(20, 25)
    assert runs() == 1
    bar.set_count(0, 9)
    assert runs() == 0
    bar.set_count(12, 9)
    assert bar.count == (9, 9)


def test_a_ring_keeps_its_words_inside(dressed: QApplication, qtbot: QtBot) -> None:
    for done, of in ((3, 12), (99, 99), (118, 240), (0, 0)):
        ring = Ring(Theme(), done, of, 44)
        qtbot.addWidget(ring)
        image = ring.grab().toImage()
        assert image.pixelColor(0, 22) == image.pixelColor(0, 0)
    ring.set_count(1, 2, "50 %", "half")
    assert ring.accessibleName() == "half"


def test_what_a_package_says_is_never_markup(dressed: QApplication, qtbot: QtBot) -> None:
    words, cut = label("<b>bold</b> <img src=x>"), Elided(Theme(), "<b>bold</b>")
    qtbot.addWidget(words)
    assert words.textFormat() == Qt.TextFormat.PlainText
    assert chip("<i>x</i>").textFormat() == Qt.TextFormat.PlainText
    assert OneLine("<i>x</i>").textFormat() == Qt.TextFormat.PlainText
    assert cut.toolTip() == "<span>&lt;b&gt;bold&lt;/b&gt;</span>"
    assert button(Theme(), "R&D").text() == "R&&D"


def test_words_keep_to_the_start_edge(dressed: QApplication, qtbot: QtBot) -> None:
    Theme(rtl=True).apply(dressed)
    words = label("English in a right-to-left window.")
    holder = show(qtbot, words)
    image = holder.grab().toImage()
    middle = holder.width() // 2
    ground = image.pixelColor(2, 2)
    dark = [x for x in range(holder.width()) for y in range(words.y(), words.y() + words.height()) if image.pixelColor(x, y) != ground]
    assert min(dark) > middle - 60
    assert runs_right_to_left("ليلى")
    assert not runs_right_to_left("40 Amina")
    assert not runs_right_to_left("40 %")
    assert button(Theme(rtl=True), "Open…").text() == "Open…\u200e"
    assert button(Theme(rtl=True), "افتح").text() == "افتح"


def test_elided_text_cuts_reserves_and_tells_all(dressed: QApplication, qtbot: QtBot) -> None:
    text = "A title that is much too long for the room that it was given"
    one, two = Elided(Theme(), text), Elided(Theme(), text, lines=2, reserve=True)
    for widget in (one, two):
        qtbot.addWidget(widget)
        widget.resize(150, widget.heightForWidth(150))
        assert widget.is_cut()
        assert widget.toolTip() == text
    assert two.heightForWidth(150) == two.heightForWidth(5000) == 2 * one.heightForWidth(150)
    one.setText("Short")
    assert not one.is_cut()
    assert one.text() == one.accessibleName() == "Short"
    one.set_look("h2", "muted")
    assert one.heightForWidth(500) > Elided(Theme(), "Short").heightForWidth(500)
    arabic = Elided(Theme(), "يجب")
    assert arabic.heightForWidth(200) > 0


def test_a_path_may_break_after_each_part() -> None:
    assert breakable("/a/b_c.course").replace("\u200b", "|") == "/|a/|b_|c.|course"
    assert breakable(r"C:\Users\x").replace("\u200b", "|") == "C:\\|Users\\|x"


def test_one_line_takes_more_lines_only_when_it_must(dressed: QApplication, qtbot: QtBot) -> None:
    words = OneLine("Counts when you pass with 70 % and have looked at every page")
    holder = show(qtbot, words, 700)
    tall = words.height()
    holder.resize(220, 300)
    QApplication.processEvents()
    assert words.heightForWidth(180) > tall


def test_the_grid_fills_its_width_and_mirrors(dressed: QApplication, qtbot: QtBot) -> None:
    grid = Grid(Theme(), 100, 10, 4)
    cells = [QLabel(str(number)) for number in range(5)]
    for cell in cells:
        grid.add(cell)
    holder = show(qtbot, grid, 32 + 437)
    assert [cell.y() == cells[0].y() for cell in cells] == [True, True, True, True, False]
    assert cells[3].geometry().right() in {436, 435}
    assert grid.flow.columns(90) == 1
    holder.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    QApplication.processEvents()
    assert cells[0].x() > cells[1].x()
    grid.retheme(Theme(scale=2.0))
    assert grid.flow.columns(437) == 2
    assert grid.flow.itemAt(9) is None
    assert grid.flow.takeAt(9) is None
    grid.clear()
    assert grid.flow.count() == 0
    assert grid.flow.heightForWidth(300) == 0


def test_layout_builders_take_all_kinds_of_items(dressed: QApplication, qtbot: QtBot) -> None:
    inner = row(label("a"), 8, GROW, (label("b"), 1), (label("c"), 0, Qt.AlignmentFlag.AlignTop))
    box = boxed(column(inner, pad=(1, 2)), name="box", tone="x")
    qtbot.addWidget(box)
    assert box.objectName() == "box"
    assert box.property("tone") == "x"
    assert margins(3) == (3, 3, 3, 3)
    assert margins((1, 2)) == (1, 2, 1, 2)
    assert margins((1, 2, 3, 4)) == (1, 2, 3, 4)
    layout = box.layout()
    assert layout is not None
    clear(layout)
    assert layout.count() == 0


def test_options_exclude_each_other_only_when_one_may_be_chosen(dressed: QApplication, qtbot: QtBot) -> None:
    for many, expected in ((True, [True, True]), (False, [False, True])):
        rows = [OptionRow(Theme(), name, str(at), many=many) for at, name in enumerate("ab")]
        _holder = show(qtbot, boxed(column(*rows)))
        for option in rows:
            qtbot.mouseClick(option, Qt.MouseButton.LeftButton)
        assert [option.isChecked() for option in rows] == expected
        assert rows[1].words == "b"


def test_an_option_tells_its_verdict_in_words(dressed: QApplication, qtbot: QtBot) -> None:
    option = OptionRow(Theme(), "Forty drops", "1", chosen=True)
    holder = show(qtbot, option)
    plain = holder.grab().toImage()
    for verdict, words in (("right", "Right"), ("wrong", "Not right"), ("missed", "Right, not chosen")):
        option.set_verdict(verdict)
        assert words in option.accessibleName()
        assert not option.isEnabled()
        assert holder.grab().toImage() != plain
    option.set_verdict("")
    assert option.isEnabled()
    option.retheme(Theme(scale=2.0))


def test_pressing_the_words_of_a_card_presses_the_card(dressed: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    words = label("Words")
    card = CardButton(Theme(), column(words), "card", dashed=True)
    _holder = show(qtbot, card)
    with qtbot.waitSignal(card.clicked):
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=words.geometry().center())
    monkeypatch.setattr(card, "underMouse", lambda: False)  # wherever the mouse of the test before rests
    before = card.grab().toImage()
    card.set_lit(True)
    assert card.grab().toImage() != before
    plain = LayoutButton(Theme(), row(label("plain")), "plain")
    assert plain.sizeHint().height() > 0


def test_pictures_are_always_the_same(dressed: QApplication, qtbot: QtBot) -> None:
    assert avatar_parts("clay/bird") == ("clay", "bird")
    assert avatar_parts("nonsense") == avatar_parts("nonsense")
    assert len(set(avatar_choices())) == len(avatar_choices()) == len(tokens.PICTURES)
    assert all(avatar_parts(choice) == tuple(choice.split("/")) for choice in avatar_choices())
    assert cover_parts("org.example.first-aid") == cover_parts("org.example.first-aid")
    assert len({cover_parts(str(number)) for number in range(60)}) > 30
    face = Avatar(Theme(), "clay/bird")
    qtbot.addWidget(face)
    before = face.grab().toImage()
    face.set_avatar("sea/fish")
    assert face.grab().toImage() != before


def test_a_cover_takes_a_picture_and_fills_its_place(dressed: QApplication, qtbot: QtBot) -> None:
    cover = Cover(Theme(), "x", width=160, height=90)
    _holder = show(qtbot, cover)
    drawn = cover.grab().toImage()
    cover.set_image(QImage())
    assert cover.grab().toImage() == drawn
    photo = QImage(40, 400, QImage.Format.Format_RGB32)
    photo.fill(Qt.GlobalColor.red)
    cover.set_image(photo)
    image = cover.grab().toImage()
    for at in ((20, 2), (158, 45), (2, 45), (80, 88)):
        assert image.pixelColor(*at).name() == "#ff0000"


def test_banners_go_when_closed(dressed: QApplication, qtbot: QtBot) -> None:
    banner = Banner(Theme(), "A stick is here", close_name="stick.hide")
    _holder = show(qtbot, banner)
    cross = banner.findChild(Button, "stick.hide")
    assert cross is not None
    with qtbot.waitSignal(banner.closed):
        qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert banner.isHidden()
    call = Callout(Theme(), "Title", "")
    call.set_text("Other", "Words")
    assert call.accessibleName() == "Other Words"


def test_the_top_bar_shows_who_learns_and_tells_what_was_pressed(dressed: QApplication, qtbot: QtBot) -> None:
    bar = TopBar(Theme(), "A course", "Amina Diallo", "clay/bird", "Saved on this computer")
    _holder = show(qtbot, bar, 1000)
    for name, signal in (("page.leave", bar.left), ("search.open", bar.search), ("settings.open", bar.settings), ("learner.notYou", bar.not_you)):
        pressed = bar.findChild(Button, name)
        assert pressed is not None
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(pressed, Qt.MouseButton.LeftButton)
    learner, status = bar.findChild(QWidget, "learner.current"), bar.findChild(QLabel, "status.message")
    assert learner is not None
    assert status is not None
    assert learner.isVisible()
    assert learner.accessibleName() == "Amina Diallo"
    bar.set_status("Saved at 10:40")
    assert status.text() == "Saved at 10:40"
    bar.set_learner("", "")
    assert not learner.isVisible()
    bar.set_title("")
    assert not bar.back_button.isVisible()


def test_in_large_text_search_moves_into_a_menu(dressed: QApplication, qtbot: QtBot) -> None:
    theme = Theme(scale=2.0)
    theme.apply(dressed)
    bar = TopBar(theme, "A course", "Amina Diallo", "clay/bird", "Saved")
    _holder = show(qtbot, bar, 1366)
    more, search = bar.findChild(Button, "window.more"), bar.findChild(Button, "search.open")
    assert more is not None
    assert search is not None
    assert not search.isVisible()
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    with qtbot.waitSignal(bar.settings):
        menu.actions()[-1].trigger()
    menu.close()


def test_next_has_three_faces(dressed: QApplication, qtbot: QtBot) -> None:
    bar = BottomBar(Theme(), rule="Counts when you press Next")
    _holder = show(qtbot, bar, 1000)
    go = bar.next_button
    with qtbot.waitSignal(bar.next):
        qtbot.mouseClick(go, Qt.MouseButton.LeftButton)
    bar.set_next("Skip for now", primary=False)
    assert (go.words, go.property("kind"), go.isEnabled()) == ("Skip for now", "", True)
    bar.set_next("Next", enabled=False)
    bar.set_rule("Opens when you pass the quiz", "lock")
    with qtbot.assertNotEmitted(bar.next):
        qtbot.mouseClick(go, Qt.MouseButton.LeftButton)
    assert go.kind == "primary"
    assert bar.rule_label.text() == "Opens when you pass the quiz"
    with qtbot.waitSignal(bar.back):
        qtbot.mouseClick(bar.back_button, Qt.MouseButton.LeftButton)


def test_the_rule_stands_above_the_buttons_in_large_text(dressed: QApplication, qtbot: QtBot) -> None:
    flag = Button(Theme(), "Flag", "flag", "ghost")
    bar = BottomBar(Theme(), rule="Counts when you press Next", extra=(flag,))
    holder = show(qtbot, bar, 1366)
    for theme, above in ((Theme(scale=2.0), True), (Theme(), False), (Theme(scale=2.0), True)):
        theme.apply(dressed)
        retheme(holder, theme)
        QApplication.processEvents()
        assert (bar.rule_label.mapTo(bar, QPoint(0, 0)).y() + bar.rule_label.height() <= bar.next_button.y()) is above
        assert flag.isVisible()
        assert faults(holder) == []


def test_long_work_says_how_far_and_stops(dressed: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = ProgressSheet(Theme(), "Checking every byte")
    holder = show(qtbot, sheet)
    words = [part.text() for part in holder.findChildren(QLabel)]
    assert "One moment…" in words
    monkeypatch.setattr("player.ui.widgets.states.monotonic", lambda: sheet._begun + 30)
    sheet.advance(1, 4, "a.course")
    words = [part.text() for part in holder.findChildren(QLabel)]
    assert "25 % · about 1 min 30 s left" in words
    stop = sheet.findChild(Button, "status.cancel")
    assert stop is not None
    with qtbot.waitSignal(sheet.cancelled):
        qtbot.mouseClick(stop, Qt.MouseButton.LeftButton)
    assert not stop.isEnabled()


def test_empty_states_have_one_deed(dressed: QApplication, qtbot: QtBot) -> None:
    state = EmptyState(Theme(), "unplug", "The stick was pulled", "Put it in again to go on.", button(Theme(), "Try again"))
    holder = show(qtbot, state, 700, 400)
    assert state.accessibleName() == "The stick was pulled. Put it in again to go on."
    assert faults(holder) == []


def test_small_things(dressed: QApplication, qtbot: QtBot) -> None:
    words = label("Words", select=True)
    qtbot.addWidget(words)
    set_tone(words, "danger", "strong")
    assert words.property("role") == "strong"
    go = button(Theme(), "Go", "check", least=200)
    assert go.minimumWidth() == 200
    go.set_icon("")
    assert go.icon().isNull()
    with pytest.raises(NotImplementedError):
        Painted(Theme(), 8, 8, "").draw(None, None)  # type: ignore[arg-type]
    with pytest.raises(PlayerError):
        Theme().pixmap("no-such-icon")
