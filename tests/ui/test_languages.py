"""The window changes its language at once; a course is read in another of its languages; a third language is one file."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import pytest
from babel.messages.catalog import Catalog
from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from player.course.model import Chapter, CountsWhen, Course, Kind, Lesson, Rule, default_award
from player.errors import PlayerError, said
from player.package.builder import build
from player.settings import Settings
from player.ui import dates
from player.ui.bidi import FSI, PDI, isolated, own_way, runs_right_to_left
from player.ui.catalogues import Languages, best, language_name, own_folder, read
from player.ui.lessons.outline import OutlineView
from player.ui.routes import CourseRoute, LessonRoute, LibraryRoute, QuizRoute, SettingsRoute
from player.ui.words import Catalogue, dotted, language, listed, minutes, seconds, sentence, size, speak, told, tr, trn
from tests.forge.packages import openers
from tests.forge.window import Stage, tea
from tools.words import mo_bytes


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    Languages().speak("en")


@pytest.fixture
def arabic() -> None:
    Languages().speak("ar")


# --- which languages there are ---


def test_english_needs_no_catalogue(tmp_path: Path) -> None:
    none = Languages([tmp_path, tmp_path / "not there"])
    assert none.tags() == ("en",)
    none.speak("en")
    assert (language(), tr("Next")) == ("en", "Next")


def test_the_setting_or_the_computer_chooses(monkeypatch: pytest.MonkeyPatch) -> None:
    languages = Languages()
    assert languages.tags() == ("en", "ar")
    assert [languages.chosen(tag) for tag in ("ar", "ar-EG", "en-GB", "xx")] == ["ar", "ar", "en", "en"]
    for system, wanted in (("ar_EG", "ar"), ("de_DE", "en"), ("C", "en")):
        monkeypatch.setattr(QLocale, "system", lambda name=system: QLocale(name))
        assert languages.chosen("system") == wanted
    assert best(["fr_CA.UTF-8", "pt_BR"], {"en", "pt"}) == "pt"


def third(folder: Path) -> Path:
    """A catalogue as a translator would hand it over."""
    made = Catalog(locale="pl", charset="utf-8")
    made.add("Settings", "Ustawienia")
    made.add(("{n} lesson", "{n} lessons"), ("{n} lekcja", "{n} lekcje", "{n} lekcji"))
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "pl.mo"
    file.write_bytes(mo_bytes(made))
    return file


def test_a_third_language_is_one_file(tmp_path: Path) -> None:
    third(tmp_path / "translations")
    languages = Languages((*own_folder(), tmp_path / "translations"))
    assert [language_name(tag) for tag in languages.tags()] == ["English", "Polski", "العربية"]
    languages.speak("pl")
    assert (language(), tr("Settings"), tr("Cancel")) == ("pl", "Ustawienia", "Cancel")
    assert [trn("{n} lesson", "{n} lessons", n) for n in (1, 3, 5)] == ["1 lekcja", "3 lekcje", "5 lekcji"]
    assert trn("{n} day", "{n} days", 3) == "3 days"


@pytest.mark.parametrize("data", [b"", b"no catalogue", b"\xde\x12\x04\x95\0\0\0\0\xff\xff\xff\xff\x1c\0\0\0\x1c\0\0\0", b"\xde\x12\x04\x95"])
def test_a_damaged_catalogue_is_one_sentence(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "fr.mo").write_bytes(data)
    languages = Languages([tmp_path])
    Languages().speak("ar")
    with pytest.raises(PlayerError, match="damaged, or is no catalogue"):
        languages.speak("fr")
    assert language() == "en"


def test_a_cut_off_catalogue(tmp_path: Path) -> None:
    file = third(tmp_path)
    file.write_bytes(file.read_bytes()[:-30])
    with pytest.raises(PlayerError, match=r"pl\.mo"):
        read(file, "pl")


def test_arabic_is_read_in_a_blink() -> None:
    languages = Languages()
    languages.speak("ar")
    best_of = min(_timed(lambda: read(own_folder()[0] / "ar.mo", "ar")) for _ in range(5))
    assert best_of < .02, best_of  # s; 3 ms on the machine of the measurements


def _timed(work: object) -> float:
    start = perf_counter()
    work()  # type: ignore[operator]
    return perf_counter() - start


# --- words, numbers, errors ---


def bare(text: str) -> str:
    """Without the marks that keep directions."""
    return text.translate(dict.fromkeys(map(ord, "\u200e\u200f\u2066\u2067\u2068\u2069")))


@pytest.mark.usefixtures("arabic")
def test_arabic_plurals_and_figures() -> None:
    assert [trn("{n} lesson", "{n} lessons", n) for n in (0, 1, 2, 3, 11, 100, 103)] == [
        "لا دروس", "درس واحد", "درسان", "3 دروس", "11 درسًا", "100 درس", "103 دروس"]
    assert [minutes(n) for n in (1, 2, 5, 20, 60, 84)] == ["دقيقة واحدة", "دقيقتان", "5 دقائق", "20 دقيقة", "ساعة واحدة", "ساعة واحدة و24 دقيقة"]
    assert seconds(65) == "دقيقة واحدة و5 ثوانٍ"
    assert listed(["أ", "ب", "ج"]) == "أ، ب وج"
    assert bare(size(76_400)) == "76 kB"
    assert dates.local_day(1_800_000_000_000).endswith("2027")
    assert "يناير" in dates.local_day(1_800_000_000_000)


@pytest.mark.usefixtures("arabic")
def test_a_sentence_from_below_is_told() -> None:
    error = PlayerError("The file cannot be read", said("{path} cannot be read: {why}.", path=Path("sticks/tea.course"), why="Input/output error"),
                        "Choose the file again.")
    assert told(error.title) == "تتعذّر قراءة الملف"
    assert f"{FSI}sticks/tea.course{PDI}" in sentence(error)
    assert bare(sentence(error)) == "تتعذّر قراءة sticks/tea.course: Input/output error. اختر الملف من جديد."
    assert str(error) == "sticks/tea.course cannot be read: Input/output error. Choose the file again."  # the log and the command line
    nested = said("{folder} could not be read or written ({free}).", folder="x", free=said("{n:,.1f} MB free", n=3.25))
    assert bare(told(nested)) == "x could not be read or written (المتاح 3.2 MB)."  # a template that nobody translated, around one that is
    assert told("Words of somebody else") == "Words of somebody else"
    assert told("") == ""


def test_a_said_sentence_is_its_english() -> None:
    words = said("{n} of {of}", n=1, of=2)
    assert words == "1 of 2"
    assert f"{words}!" == "1 of 2!"
    assert said("Save {draft}") == "Save {draft}"


def test_a_name_in_another_script_keeps_its_place() -> None:
    assert isolated("Amina", rtl=False) == "Amina"
    assert isolated("Amina", rtl=True) == f"{FSI}Amina{PDI}"
    assert isolated("ليلى", rtl=False) == f"{FSI}ليلى{PDI}"
    assert isolated("40 %", rtl=True) == "40 %"
    assert own_way("What?", rtl=True) == f"{FSI}What?{PDI}"
    assert own_way("Linux هنا", rtl=False) == "Linux هنا"
    assert runs_right_to_left(f"{FSI}Amina{PDI} هنا") is True
    assert tr("“{title}” is locked.", title="ما هذا؟") == f"“{FSI}ما هذا؟{PDI}” is locked."
    assert dotted("Burns", "", "الحروق") == f"Burns · {FSI}الحروق{PDI}"


def test_a_translation_that_reaches_into_a_value_is_not_used() -> None:
    speak(Catalogue("xx", {"Hello {name}": "{name.nothing}"}))
    assert tr("Hello {name}", name="Amina") == "Hello Amina"


# --- the switch ---


def titles(stage: Stage) -> list[str]:
    return [each.text() for each in stage.window.findChildren(QLabel) if each.isVisible()]


def choose(stage: Stage, name: str, value: str) -> None:
    box = stage.find(name, QComboBox)
    box.setFocus()
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())
    stage.settle()


def test_the_settings_change_the_language_at_once(stage: Stage) -> None:
    from player.ui.application import look

    stage.window._look = lambda settings: look(settings, stage.window.desk.languages)
    stage.window.show()
    stage.sign_in("Nora")
    stage.show(SettingsRoute("language"))
    box = stage.find("settings.programLanguage", QComboBox)
    assert [box.itemText(at) for at in range(box.count())] == ["As the computer", "English", "العربية"]
    choose(stage, "settings.programLanguage", "ar")
    assert stage.window.route == SettingsRoute("language")
    assert "لغة البرنامج" in titles(stage)
    assert QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert QApplication.focusWidget().objectName() == "settings.programLanguage"
    assert stage.kept[-1].language == "ar"
    assert QCoreApplication.translate("QLineEdit", "&Copy") != "&Copy" or not Path(_qt_words()).exists()
    stage.window.complain(PlayerError("The disk is full", "Nothing was saved.", "Make room, or choose another place."))
    assert any("القرص ممتلئ" in each for each in stage.messages())
    stage.show(LibraryRoute())
    assert "دوراتي" in titles(stage) or "لا دورات بعد" in titles(stage)
    assert stage.window._loading.findChildren(QLabel)[0].text() == "يُفتح…"
    stage.show(SettingsRoute("language"))
    choose(stage, "settings.programLanguage", "en")
    assert "Language of the program" in titles(stage)
    assert QApplication.layoutDirection() == Qt.LayoutDirection.LeftToRight


def _qt_words() -> str:
    from PySide6.QtCore import QLibraryInfo

    return f"{QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)}/qtbase_ar.qm"


def test_a_damaged_language_is_told_and_english_spoken(stage: Stage, tmp_path: Path) -> None:
    (tmp_path / "fr.mo").write_bytes(b"?")
    stage.window.desk.languages = Languages([tmp_path])
    stage.sign_in("Nora")
    stage.window.change_look(language="fr")
    stage.settle()
    assert any("This language cannot be used" in each for each in stage.messages())
    assert language() == "en"


# --- a course in several languages ---

COOL = Lesson("cool", "Cool it", Kind.CHECKLIST, CountsWhen(Rule.BOXES), file="cool.md", boxes=("Tap", "Cup"),
              languages={"en": "cool.md", "ar": "cool.ar.md"}, titles={"ar": "برّده"})
KEEP = Lesson("keep", "Keep", Kind.DOWNLOAD, CountsWhen(Rule.NEXT), file="keep.md", files=("a.txt",), languages={"en": "keep.md", "ar": "keep.ar.md"})
PLAIN = Lesson("plain", "Plain", Kind.DOWNLOAD, CountsWhen(Rule.NEXT), files=("a.txt",))
CONTENTS = {"cool.md": b"Tick both.\n\n- [ ] Tap\n- [ ] Cup\n", "cool.ar.md": "أشّر الخانتين.\n\n- [ ] صنبور\n- [ ] كوب\n".encode(),
            "keep.md": b"Keep this.", "keep.ar.md": "احتفظ بهذا.".encode(), "a.txt": b"a"}


def bilingual(path: Path) -> Path:
    chapter = Chapter("burns", "Burns", (COOL, KEEP, PLAIN), titles={"ar": "الحروق"})
    course = Course("org.example.burns", "First aid", "1.0", (chapter,), languages=("en", "ar"), titles={"ar": "إسعافات"},
                    awards=(default_award("First aid"),))
    build(course, openers(CONTENTS), {}, path)
    return path


def rows(stage: Stage) -> list[str]:
    model = stage.find("lesson.outline", OutlineView).model()
    return [str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) or model.index(row, 0).data()) for row in range(model.rowCount())]


def test_the_learner_reads_the_course_in_another_language(stage: Stage, tmp_path: Path) -> None:
    stage.window.show()
    stage.sign_in("Nora")
    key = stage.add(bilingual(tmp_path / "burns.course"))
    stage.show(LessonRoute(key, "cool"))
    assert stage.words("lesson.language") == "English"
    assert stage.find("checklist.box.1").accessibleName() == "Tap"
    stage.click("checklist.box.1")
    stage.settle()
    stage.click("lesson.language")
    menu = stage.find("lesson.languages", QMenu)
    assert [(action.text(), action.isChecked()) for action in menu.actions()] == [("English", True), ("العربية", False)]
    menu.actions()[1].trigger()
    menu.close()
    stage.settle()
    assert stage.window.route.lesson == "cool"  # type: ignore[union-attr]
    assert stage.words("lesson.language") == "العربية"
    assert stage.find("checklist.box.1").accessibleName() == "صنبور"
    assert stage.find("checklist.box.1").isChecked()  # type: ignore[attr-defined]  # the tick is the lesson's, not the language's
    assert any("برّده" in row for row in rows(stage))
    assert any("الحروق" in row for row in rows(stage))
    assert "برّده" in titles(stage)
    stage.show(CourseRoute(key))
    assert "إسعافات" in titles(stage)
    assert "برّده" in titles(stage)
    stage.show(LessonRoute(key, "plain"))
    assert stage.look("lesson.language") is None
    assert list(stage.kept[-1].reading.values()) == ["ar"]
    other = stage.sign_in("Ben")
    assert other.name == "Ben"
    stage.show(LessonRoute(key, "keep"))
    assert stage.words("lesson.language") == "English"  # each learner's own choice


def test_the_language_of_the_window_is_the_first_choice(qtbot: QtBot, tmp_path: Path, dressed: QApplication) -> None:
    Languages().speak("ar")
    stage = Stage(qtbot, tmp_path, Settings(language="ar", direction="rtl"))
    try:
        stage.window.show()
        stage.sign_in("Nora")
        key = stage.add(bilingual(tmp_path / "burns.course"))
        stage.show(LessonRoute(key, "cool"))
        assert stage.find("checklist.box.2").accessibleName() == "كوب"
        status = stage.asked(lambda player: player.learning.status(stage.window.desk.session.enrolment(player, key)))
        assert status.lessons["cool"].lesson.title == "Cool it"  # records keep the titles of the main language
    finally:
        stage.close()


def test_choices_are_bounded() -> None:
    full = {f"learner{n} course": "ar" for n in range(500)}
    assert Settings().changed(reading=full).reading == full
    for wrong in (full | {"one more": "ar"}, {"a": "not a tag!"}, ["ar"], {"a": 3}):
        with pytest.raises(PlayerError):
            Settings().changed(reading=wrong)
    assert replace(Settings(), reading={"a b": "ar"}).reading == {"a b": "ar"}


def test_an_open_attempt_outlives_the_switch(stage: Stage, tmp_path: Path) -> None:
    """What was typed, the question one is at, and the way back from the settings."""
    stage.window.show()
    stage.sign_in("Nora")
    key = stage.add(tea(tmp_path / "tea.course"))
    stage.show(LessonRoute(key, "check"))
    stage.click("quiz.start")
    stage.wait(lambda: isinstance(stage.window.route, QuizRoute))
    stage.settle()
    stage.screen._turn(3)
    field = next(each for each in stage.find("quiz.answer").findChildren(QLineEdit) if each.isVisible())
    field.setFocus()
    QTest.keyClicks(field, "cha")
    stage.show(SettingsRoute("language"))
    choose(stage, "settings.programLanguage", "ar")
    stage.window.back()
    stage.wait(lambda: isinstance(stage.window.route, QuizRoute))
    stage.settle()
    assert "السؤال 4 من 5" in titles(stage)
    field = next(each for each in stage.find("quiz.answer").findChildren(QLineEdit) if each.isVisible())
    assert field.text() == "cha"
