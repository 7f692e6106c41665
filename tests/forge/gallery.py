"""Every widget in every look, to be looked at and to be checked."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QProgressBar,
    QRadioButton,
    QSlider,
    QSpinBox,
    QWidget,
)

from player.errors import PlayerError
from player.ui import tokens
from player.ui.messages import CrashDialog, MessageArea
from player.ui.theme import Theme
from player.ui.widgets.buttons import Button, button
from player.ui.widgets.callout import Banner, Callout
from player.ui.widgets.cards import Card, CardButton, LayoutButton
from player.ui.widgets.flow import Grid
from player.ui.widgets.frame import BottomBar, Page, TopBar
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import CENTRE, GROW, TOP, boxed, centred, column, row, rule_line, scroll
from player.ui.widgets.marks import Badge, BadgeState, CellState, MapCell
from player.ui.widgets.options import OptionRow, Verdict
from player.ui.widgets.pictures import Avatar, Cover, avatar_choices
from player.ui.widgets.progress import Ring, Segments
from player.ui.widgets.states import EmptyState, ProgressSheet
from player.ui.widgets.swatch import Swatch
from player.ui.widgets.text import Elided, chip, label

THEMES = {"light": Theme(), "dark": Theme("dark"), "contrast": Theme("contrast"), "rtl": Theme(rtl=True), "200": Theme(scale=2.0)}
BADGES: tuple[BadgeState, ...] = ("done", "now", "todo", "extra", "locked", "failed")


def words(t: Theme) -> QWidget:
    roles = column(*(label(f"{role}: clear water for everybody", role, wrap=True) for role in tokens.TYPE), gap=tokens.S)
    tones = column(*(label(f"In {tone}, in words", "body", tone) for tone in ("text", "muted", "progress_text", "accent", "danger", "caution")))
    chips = row(*(chip(words, tone) for words, tone in (("In progress", "plain"), ("Complete", "progress"), ("New", "accent"),
                                                         ("Not passed", "danger"), ("3 days", "caution"))), GROW)
    mixed = column(label("Minh Trần · Łódź · Ἑλλάς · Привет · ليلى حداد · 40 → 50 % ≤ ½", wrap=True),
                   Elided(t, "A title that is much too long for one line and therefore ends in three dots, which say that there is more", "strong"),
                   Elided(t, "كيف تنتقل الجراثيم وكيف نمنعها من الوصول إلى الماء الذي نشربه كل يوم في البيت وفي المدرسة وفي السوق",
                          "strong", lines=2))
    inside = Card(t, column(label("Card heading", "h2"), tones, rule_line(), chips, mixed, gap=12))
    return scroll(centred(boxed(column(roles, inside, GROW, gap=tokens.M, pad=(0, tokens.L))), 900))


def controls(t: Theme) -> QWidget:
    focused, off = button(t, "Keyboard focus", "check"), button(t, "Not now", "lock")
    focused.setProperty("ring", True)
    off.setEnabled(False)
    shut = button(t, "Next", "chevron-right", "primary", trailing=True, big=True, least=tokens.NEXT_WIDTH)
    shut.setEnabled(False)
    kinds = [button(t, "Primary", "check", "primary"), button(t, "Ink", "usb", "ink"), button(t, "Outlined", "printer"),
             button(t, "Ghost", "flag", "ghost"), button(t, "A link", kind="link"), focused, off, button(t, "", "search", "ghost", spoken="Search")]
    grid = Grid(t, 190, tokens.S, 5)
    for kind in kinds:
        grid.add(kind)
    big = row(button(t, "Next", "chevron-right", "primary", trailing=True, big=True, least=tokens.NEXT_WIDTH), shut, GROW)
    field, wrong, box, number = QLineEdit("Amina Diallo"), QLineEdit("seven"), QComboBox(), QSpinBox()
    wrong.setProperty("wrong", "true")
    field.setPlaceholderText("Name")
    box.addItems(["English", "العربية", "Français"])
    number.setValue(7)
    many, one = QCheckBox("I have read and understood"), QRadioButton("Only one of these")
    slider, bar = QSlider(Qt.Orientation.Horizontal), QProgressBar()
    many.setChecked(True)
    one.setChecked(True)
    slider.setRange(80, 200)
    slider.setValue(110)
    bar.setValue(62)
    bar.setTextVisible(False)
    note = QPlainTextEdit("A note about this lesson.")
    note.setFixedHeight(t.px(72))
    rows = QListWidget()
    rows.addItems(["One", "Two", "Three"])
    rows.setCurrentRow(1)
    rows.setFixedHeight(t.px(80))
    names = column(field, wrong) if t.big else row((field, 1), (wrong, 1))
    forms = Card(t, column(names, row((box, 1), (number, 1)), many, QCheckBox("Not ticked"), one, QRadioButton("Another"), slider, bar, note,
                           rows, gap=12))
    for at, widget in enumerate((field, wrong, box, number, slider, bar, note, rows)):
        widget.setAccessibleName(f"Field {at}")
    return scroll(centred(boxed(column(grid, big, forms, GROW, gap=tokens.M, pad=(0, tokens.L))), 900))


def marks(t: Theme) -> QWidget:
    badges = row(*(column((Badge(t, state, 32), 0, CENTRE), label(state, "small", "muted", align=CENTRE)) for state in BADGES), GROW, gap=tokens.L)
    small = row(*(Badge(t, state, 20) for state in BADGES), GROW)
    counts = ((0, 10), (3, 12), (7, 9), (9, 9), (118, 240))
    rings = row(*(Ring(t, done, of, 44) for done, of in counts), Ring(t, 8, 10, 120, "80 %"), GROW, gap=tokens.M)
    bars = column(Segments(t, 7, 9), Segments(t, 20, 24, 6), Segments(t, 30, 200), Segments(t, 0, 9), Segments(t, 9, 9))
    cells = Grid(t, 44, tokens.S, 10, stretch=False)
    states: tuple[CellState, ...] = ("answered", "answered", "now", "open", "open", "right", "wrong", "waiting")
    for number, state in enumerate(states, 1):
        cells.add(MapCell(t, number, state, flagged=number in {2, 4}))
    faces = Grid(t, 56, tokens.S, 12, stretch=False)
    for avatar in avatar_choices():
        faces.add(Avatar(t, avatar, 56))
    covers = Grid(t, 200, tokens.M, 4)
    for course in ("water-safe", "first-aid", "books", "lamps", "height", "shell", "maths"):
        covers.add(Cover(t, course))
    photo = QImage(300, 300, QImage.Format.Format_RGB32)
    photo.fill(Qt.GlobalColor.darkCyan)
    covers.add(Cover(t, "with-picture", photo))
    swatches = row(Swatch(t, ("light", "dark"), "Like the computer", chosen=True), Swatch(t, ("light",), "Light"), Swatch(t, ("dark",), "Dark"),
                   Swatch(t, ("contrast",), "High contrast"), GROW)
    lines = column(Card(t, column(badges, small, rings, bars)), cells, faces, covers, boxed(swatches), GROW, gap=tokens.M, pad=(0, tokens.L))
    return scroll(centred(boxed(lines), 900))


def quiz(t: Theme) -> QWidget:
    long = "10 drops and a wait of one hour, and this answer is so long that it needs two lines even in a wide window, to show how that looks"
    answers = [OptionRow(t, "40 drops, stirred in, and a wait of thirty minutes", "1", chosen=True),
               OptionRow(t, "40 drops, and it can be drunk at once", "2"), OptionRow(t, long, "3")]
    answers[1].setProperty("ring", True)
    single = [OptionRow(t, "True", "1", many=False, chosen=True), OptionRow(t, "False", "2", many=False)]
    marked = [OptionRow(t, "Chosen and right", chosen=True), OptionRow(t, "Chosen, not right", chosen=True), OptionRow(t, "Not chosen, but right")]
    verdicts: tuple[Verdict, ...] = ("right", "wrong", "missed")
    for answer, verdict in zip(marked, verdicts, strict=True):
        answer.set_verdict(verdict)
    lines = column(label("A bucket holds 20 litres. What makes the water safe?", "h2", wrap=True), boxed(column(*answers)), rule_line(),
                   boxed(column(*single)), rule_line(), boxed(column(*marked)), GROW, gap=12, pad=(0, tokens.L))
    return Page(TopBar(t, "Quiz: making water safe", "Amina Diallo", "clay/bird", "Saved on this computer"), scroll(centred(boxed(lines), 760)),
                BottomBar(t, back="Previous", next_="Next question", rule="Saved on this computer", back_name="quiz.previousQuestion",
                          next_name="quiz.nextQuestion", rule_name="quiz.saved",
                          extra=(Button(t, "Flag for later", "flag", "ghost", "quiz.flag"), Button(t, "Hand in…", kind="ghost", name="quiz.submit"))))


def said(t: Theme) -> QWidget:
    area = MessageArea(t)
    area.show_error(PlayerError("This file is damaged", "safe-water.course ends in the middle of lesson 4.", "Copy it again from the stick."))
    area.notice("The certificate is saved and was checked")
    stick = Banner(t, "USB stick TRAINER-07 has 2 courses that are not on this computer yet.", "accent", "usb", button(t, "Show them", kind="link"))
    calls = [Callout(t, "Wait thirty minutes", "Cover the bucket and leave it. Drinking sooner is the most common mistake.", "caution", "hourglass"),
             Callout(t, "Good to know", "The smell goes after a while.", "accent"), Callout(t, "Passed", "", "progress"),
             Callout(t, "Not passed yet", "50 %, and 70 % is needed.", "danger")]
    sheet = ProgressSheet(t, "Checking every byte", "safe-water-at-home-with-a-long-name.course")
    sheet.advance(620, 1000)
    empty = Card(t, column(EmptyState(t, "package-open", "No courses yet", "Open a .course file, or put in a stick that has one.",
                                      button(t, "Open a file…", "folder-open", "ink"))), tokens.M)
    return Page(TopBar(t, "", "Amina Diallo", "clay/bird", "Saved on this computer"),
                scroll(centred(boxed(column(stick, *calls, sheet, empty, GROW, gap=tokens.S, pad=(0, tokens.M))), 900)), None, area)


class Row(LayoutButton):
    """A line of the outline, as the lesson screen has it."""

    def __init__(self, t: Theme, state: BadgeState, title: str, minutes: str) -> None:
        words = column(Elided(t, title, lines=2), label(minutes, "small", "muted"), gap=1)
        super().__init__(t, row((Badge(t, state, 22), 0, TOP), (words, 1), gap=12, pad=(12, 7)), title)


def page(t: Theme) -> QWidget:
    cards = Grid(t, 216, 0, 5)
    courses = (("Safe water at home", 7, 9, "In progress", "plain"), ("First aid: the first five minutes", 3, 12, "Expires in 3 days", "caution"),
               ("Keeping books for a small shop", 9, 9, "Complete", "progress"), ("Solar lamps: fit, clean, repair", 0, 10, "New", "accent"))
    for title, done, of, state, tone in courses:
        words = column(Elided(t, title, "strong", lines=2, reserve=True), label("26 min left", "small", "muted"), gap=4)
        top = row((words, 1), (Ring(t, done, of, 44), 0, TOP))
        cards.add(CardButton(t, column(Cover(t, title), 4, top, GROW, row(chip(state, tone), GROW), gap=8), title, 12))
    drop = label("Drop a course here", "strong", wrap=True, align=CENTRE)
    cards.add(CardButton(t, column(GROW, (icon(t, "package-open", "muted", 40), 0, CENTRE), drop, GROW), "Open a course file", dashed=True))
    outline = column(
        Row(t, "done", "How germs travel", "5 min"), Row(t, "now", "Chlorine: how much, how long", "6 min"),
        Row(t, "failed", "Quiz: making water safe", "20 min"), Row(t, "extra", "Chlorine at the well", "7 min video · optional"),
        Row(t, "locked", "Build a tap stand", "10 min"), gap=0)
    head = row(label("My courses", "h2"), GROW, button(t, "Open a file…", "folder-open", "ghost"), pad=(8, 0))
    body = column(head, cards, Card(t, outline, 8), GROW, pad=(0, tokens.M))
    return Page(TopBar(t, "Safe water at home", "Amina Diallo", "clay/bird", "Saved on this computer"), scroll(centred(boxed(body), 1264)),
                BottomBar(t, rule="Counts when you press Next"))


def crash(t: Theme) -> QWidget:
    return CrashDialog(t, "Traceback: what happened, for whoever mends it", Path("logs") / "greentick.log")


PAGES: dict[str, Callable[[Theme], QWidget]] = {
    "words": words, "controls": controls, "marks": marks, "quiz": quiz, "said": said, "page": page, "crash": crash}


def shown(theme: Theme, name: str) -> QWidget:
    """One page of the gallery, at its size; the theme must be applied."""
    widget = PAGES[name](theme)
    widget.setProperty("canvas", "true")
    widget.resize(*((1366, 1000) if name != "crash" else (560, 10)))
    widget.show()
    for child in widget.findChildren(QWidget):
        if child.property("ring"):                          # shown as the keyboard would show it
            child.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(2):
        QApplication.processEvents()
    return widget
