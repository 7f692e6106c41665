"""The authoring folder: names give order and titles, only wishes are written down, every mistake is placed."""

from pathlib import Path

import pytest

from player.course.model import (
    Access,
    AfterCertificate,
    AtLeast,
    Award,
    AwardHeld,
    AwardKind,
    Complete,
    CountsWhen,
    Kind,
    MeritAtLeast,
    Move,
    Order,
    Passed,
    PreviousRequired,
    Rule,
    default_award,
)
from player.errors import PlayerError, SourceError
from player.formats.source import read_source
from tests.forge.sources import COURSE, QUIZ, folder, lessons, mistakes, mp4, pdf, read, wav


def test_the_smallest_course(tmp_path: Path) -> None:
    imported = read(tmp_path, {"01-start/01-welcome.md": "Hello."})
    course = imported.course
    assert (course.id, course.title, course.version, course.language, course.languages) == ("org.example.test", "A test", "1.0", "en", ("en",))
    assert course.awards == (default_award("A test"),)
    (chapter,) = course.chapters
    assert (chapter.id, chapter.title) == ("01-start", "Start")
    (lesson,) = chapter.lessons
    assert (lesson.id, lesson.title, lesson.kind, lesson.file) == ("01-start/01-welcome", "Welcome", Kind.TEXT, "01-start/01-welcome.md")
    assert lesson.required
    assert lesson.counts_when == CountsWhen(Rule.NEXT)
    with imported.files["01-start/01-welcome.md"]() as stream:
        assert stream.read() == b"Hello."
    assert imported.warnings == ()
    assert imported.places[lesson.id].file == "01-start/01-welcome.md"


def test_course_toml_may_be_named_itself(tmp_path: Path) -> None:
    folder(tmp_path, {"01-a/10-b.md": "x"})
    assert read_source(tmp_path / "course.toml").course.id == "org.example.test"


def test_numbers_order_chapters_and_lessons(tmp_path: Path) -> None:
    files = {"10-c/2-b.md": "x", "10-c/10-a.md": "x", "2-d/1-e.md": "x", "2-d/01-a.md": "x"}
    assert lessons(read(tmp_path, files)) == ["2-d/01-a", "2-d/1-e", "10-c/2-b", "10-c/10-a"]


def test_lessons_without_chapters(tmp_path: Path) -> None:
    (chapter,) = read(tmp_path, {"10-a.md": "x", "20-b.quiz.toml": QUIZ}).course.chapters
    assert (chapter.id, chapter.title, [one.id for one in chapter.lessons]) == ("lessons", "A test", ["10-a", "20-b"])
    assert "lies beside the chapters" in mistakes(tmp_path / "both", {"10-a.md": "x", "01-c/10-b.md": "x"})[0]


def test_every_kind_by_its_file(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "01-a/10-text.md": "one two three",
        "01-a/20-film.mp4": mp4(61),
        "01-a/20-film.en.vtt": "WEBVTT",
        "01-a/20-film.ar.vtt": "WEBVTT",
        "01-a/30-talk.wav": wav(2),
        "01-a/30-talk.vtt": "WEBVTT",
        "01-a/40-leaflet.pdf": pdf(3, "The leaflet"),
        "01-a/50-form.docx": "x",
        "01-a/60-hand.download/b.csv": "x",
        "01-a/60-hand.download/a/2.csv": "x",
        "01-a/70-check.quiz.toml": QUIZ,
    }
    imported = read(tmp_path, files)
    text, film, talk, leaflet, form, hand, check = imported.course.lessons()
    assert [one.kind for one in imported.course.lessons()] == ["text", "video", "audio", "pdf", "download", "download", "quiz"]
    assert (film.media_seconds, film.computed_seconds, film.counts_when) == (61, 61, CountsWhen(Rule.PLAYED, 90))
    assert film.files == ("01-a/20-film.en.vtt", "01-a/20-film.ar.vtt")
    assert talk.media_seconds == 2
    assert (leaflet.pages, leaflet.title, leaflet.computed_seconds) == (3, "The leaflet", 180)
    assert (form.files, form.file) == (("01-a/50-form.docx",), "")
    assert hand.files == ("01-a/60-hand.download/a/2.csv", "01-a/60-hand.download/b.csv")
    assert check.file == "01-a/70-check.quiz.json"
    assert set(imported.quizzes) == {check.file}
    assert set(imported.files) == {name for name in files if not name.endswith(".quiz.toml")}
    assert text.computed_seconds == 1
    assert imported.warnings == ()


def test_a_download_with_its_description(tmp_path: Path) -> None:
    imported = read(tmp_path, {"01-a/10-h.zip": "x", "01-a/10-h.md": "---\ntitle: Handouts\n---\nTake this."})
    (lesson,) = imported.course.lessons()
    assert (lesson.kind, lesson.title, lesson.file, lesson.files) == (Kind.DOWNLOAD, "Handouts", "01-a/10-h.md", ("01-a/10-h.zip",))


def test_what_a_medium_lacks_is_said(tmp_path: Path) -> None:
    files = {"01-a/10-f.webm": "x", "01-a/20-g.mp4": mp4(5), "01-a/20-g.vtt": "WEBVTT", "01-a/20-g.md": "---\nminutes: 1\n---\nBelow."}
    said = [str(one) for one in read(tmp_path, files).warnings]
    assert said == [
        "01-a/10-f.webm: How long it runs could not be read from the file. Say it with “minutes” in a text of the same name.",
        "01-a/10-f.webm: There are no captions. Add 10-f.vtt for those who cannot hear it.",
        "01-a/20-g.md, line 4: The text below the front matter is not shown with a .mp4 lesson. Make it a lesson of its own.",
    ]


def test_languages_share_one_lesson(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "01-a/10-b.md": "Text",
        "01-a/10-b.pt-br.md": "Texto",
        "01-a/10-b.ar.md": "نص",
        "01-a/20-c.pdf": pdf(2),
        "01-a/20-c.ar.pdf": pdf(2),
        "01-a/30-d.en.md": "Main",
        "01-a/40-e.zip": "x",
        "01-a/40-e.md": "Take",
        "01-a/40-e.ar.md": "خذ",
    }
    course = read(tmp_path, files).course
    assert course.languages == ("en", "ar", "pt-BR")
    text, leaflet, main, download = course.lessons()
    assert list(text.languages.items()) == [("en", "01-a/10-b.md"), ("ar", "01-a/10-b.ar.md"), ("pt-BR", "01-a/10-b.pt-br.md")]
    assert dict(leaflet.languages) == {"en": "01-a/20-c.pdf", "ar": "01-a/20-c.ar.pdf"}
    assert (main.id, main.file, dict(main.languages)) == ("01-a/30-d", "01-a/30-d.en.md", {})
    assert dict(download.languages) == {"en": "01-a/40-e.md", "ar": "01-a/40-e.ar.md"}


def test_checklists_in_two_languages_have_the_same_boxes(tmp_path: Path) -> None:
    head = "---\nkind: checklist\n---\n"
    files = {"01-a/10-b.md": f"{head}- [ ] a\n- [ ] b\n", "01-a/10-b.ar.md": f"{head}- [ ] ا\n"}
    assert "This translation has 1 boxes, and 01-a/10-b.md has 2." in mistakes(tmp_path, files)[0]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"01-a/10-b.ar.md": "x"}, "01-a/10-b.ar.md: This is a translation (ar) of 10-b.md, which is not there."),
        ({"01-a/10-b.md": "x", "01-a/10-b.en.md": "y"}, "is the same lesson in the same language"),
        ({"01-a/10-b.mp4": mp4(1), "01-a/10-b.zip": "x"}, "10-b.mp4, 10-b.zip have one name, but each is a lesson"),
        ({"01-a/10-b.vtt": "x"}, "There is no video or audio file of this name: 10-b.mp4"),
        ({"01-a/10-b.html": "x"}, "Web pages as lessons cannot be shown yet"),
        ({"01-a/10-b.srt": "x", "01-a/10-b.mp4": mp4(1)}, "Captions are read as WebVTT"),
        ({"01-a/10-b.md": " \n"}, "There is no text in this lesson yet."),
        ({"01-a/10-b.md": "---\ntitle: T\n---\n"}, "There is no text in this lesson yet."),
        ({"01-a/10-b.pdf": b"%PDF-1.7 and nothing"}, "01-a/10-b.pdf: Cannot be read as a PDF. Save or export it again."),
        ({"01-a/10-b.pdf": pdf(1, locked=True)}, "01-a/10-b.pdf: Asks for a password. Save it without one"),
        ({"01-a/pic.png": "x"}, "01-a: This chapter has no lesson."),
        ({"notes.txt": "x"}, "course.toml: There is no lesson yet."),
        ({"01-a/10-b.md": "x", "01-a/chapter.toml": "choose = 3"}, "01-a/chapter.toml, line 1: “choose” asks for 3 lessons, and this chapter has 1."),
        ({"01-a/10-b.md": "x", "01-a/chapter.toml": "\ntitel = 'x'"}, "01-a/chapter.toml, line 2: “titel” is nothing that a chapter has."),
        ({"01-a/10-b.md": "x", "01-a/chapter.toml": "a = "}, "01-a/chapter.toml, line 1: Invalid value"),
        ({"01-a/10-b?.md": "x"}, "has a ? in it, which Windows does not allow"),
        ({"_course/10-b.md": "x", "_course/chapter.toml": ""}, "The folder name _course is kept for packages"),
    ],
)
def test_mistakes_of_files(tmp_path: Path, files: dict[str, str | bytes], said: str) -> None:
    found = mistakes(tmp_path, files)
    assert any(said in one for one in found), found


def test_a_locked_pdf_that_opens_without_a_password_is_fine(tmp_path: Path) -> None:
    (lesson,) = read(tmp_path, {"01-a/10-b.pdf": pdf(2, owned=True)}).course.lessons()
    assert lesson.pages == 2


def test_chapters_have_wishes(tmp_path: Path) -> None:
    toml = 'title = "Burns"\nsummary = "S"\norder = "In order"\nchoose = 1\nopens_when = "previous required lesson"\noptional = true\n'
    files = {
        "01-a/10-b.md": "x",
        "02-c/10-d.md": "x",
        "02-c/20-e.md": "---\nrequired: yes\n---\nx",
        "02-c/chapter.toml": toml,
        "extra/chapter.toml": "",
        "extra/1-f.md": "x",
    }
    _, chapter, extra = read(tmp_path, files).course.chapters
    assert (chapter.title, chapter.summary, chapter.order, chapter.choose) == ("Burns", "S", Order.IN_ORDER, 1)
    assert chapter.opens_when == PreviousRequired()
    assert [one.required for one in chapter.lessons] == [False, True]
    assert extra.id == "extra"


def test_course_toml_in_full(tmp_path: Path) -> None:
    toml = """\
id = "org.example.first-aid"
title = "First aid at work"
version = 2.10
language = "ar"
publisher = "Northern Rivers Training"
licence = "CC-BY-4.0"
summary = "S"
order = "milestones"
retake = "before expiry"
move = "when failed"
overrides_by_pin = false
delegates = ["0123 4567 89AB CDEF 0123 4567 89ab cdef 0123 4567 89ab cdef 0123 4567 89ab cdef"]
active_minutes = 30
cover = "art/front.png"
opens_when = { after = "2027-01-10" }

[access]
opens_on = 2027-01-10
closes_on = "2027-12-31"
days_from_start = 90
days_of_use = 20
after_closing = "locked"
after_certificate = "read-only"
sign_out_after_certificate = true

[[award]]
kind = "certificate"
title = "First aid at work"
valid_for = "3 years"
level = "endorsed"
paper = "letter"

[[award]]
kind = "voucher"
title = "One burn dressing, free"
earned_when = { passed = "01-a/20-q" }
notify_trainer = true

[[award]]
kind = "badge"
title = "One burn dressing, free"
earned_when = { award = "one-burn-dressing-free" }
"""
    imported = read(tmp_path, {"01-a/10-b.md": "x", "01-a/20-q.quiz.toml": QUIZ, "art/front.png": "x"}, toml)
    course = imported.course
    assert (course.version, course.language, course.order, course.retake) == ("2.10", "ar", Order.MILESTONES, "before expiry")
    assert (course.cover, course.overrides_by_pin, course.active_seconds, course.move) == ("art/front.png", False, 1800, Move.FAILED)
    assert course.delegates == ("0123456789abcdef" * 4,)
    assert "art/front.png" in imported.files
    assert course.access == Access("2027-01-10", "2027-12-31", 90, 20, "locked", AfterCertificate.READ_ONLY, sign_out_after_certificate=True)
    certificate, voucher, badge = course.awards
    assert certificate == Award("certificate", AwardKind.CERTIFICATE, "First aid at work", None, 1096, level="endorsed", paper="Letter")
    assert (voucher.id, voucher.earned_when, voucher.notify_trainer) == ("one-burn-dressing-free", Passed("01-a/20-q"), True)
    assert badge.id == "one-burn-dressing-free~2"
    assert imported.places[voucher.id].line == 33


@pytest.mark.parametrize(
    ("toml", "awards"),
    [
        ("", [("certificate", AwardKind.CERTIFICATE)]),
        ("certificate = false\n", []),
        ('[[award]]\nkind = "badge"\ntitle = "B"\n', [("certificate", AwardKind.CERTIFICATE), ("b", AwardKind.BADGE)]),
        ('[[award]]\ntitle = "Own"\n', [("certificate", AwardKind.CERTIFICATE)]),
        (
            '[[award]]\ntitle = "Early"\nearned_when = { complete = "01-a/10-b" }\n',
            [("certificate", AwardKind.CERTIFICATE), ("early", AwardKind.CERTIFICATE)],
        ),
        (
            'certificate = false\n[[award]]\ntitle = "Early"\nearned_when = { complete = "01-a/10-b" }\n',
            [("certificate", AwardKind.CERTIFICATE)],
        ),
        (
            '[[award]]\nid = "certificate"\ntitle = "Early"\nearned_when = { complete = "01-a/10-b" }\n',
            [("certificate~course", AwardKind.CERTIFICATE), ("certificate", AwardKind.CERTIFICATE)],
        ),
        (
            '[[award]]\ntitle = "Early"\nearned_when = { complete = "01-a/10-b" }\n[[award]]\ntitle = "Whole"\n',
            [("early", AwardKind.CERTIFICATE), ("certificate", AwardKind.CERTIFICATE)],
        ),
        ('certificate = false\n[[award]]\nkind = "badge"\ntitle = "B"\n', [("b", AwardKind.BADGE)]),
    ],
)
def test_only_a_certificate_without_a_rule_replaces_the_default(tmp_path: Path, toml: str, awards: list[tuple[str, AwardKind]]) -> None:
    course = read(tmp_path, {"01-a/10-b.md": "x"}, COURSE + toml).course
    assert [(award.id, award.kind) for award in course.awards] == awards


def test_an_early_certificate_has_its_rule(tmp_path: Path) -> None:
    toml = COURSE + '[[award]]\nid = "early"\ntitle = "Early"\nearned_when = { complete = "01-a" }\n'
    default, early = read(tmp_path, {"01-a/10-b.md": "x"}, toml).course.awards
    assert default == default_award("A test")
    assert (early.id, early.earned_when) == ("early", Complete("01-a"))


def test_an_award_may_rest_on_the_certificate_that_is_there_by_itself(tmp_path: Path) -> None:
    toml = COURSE + '[[award]]\ntitle = "Merit"\nearned_when = { all = [{ award = "certificate" }, { merit = 90 }] }\n'
    default, merit = read(tmp_path, {"01-a/10-q.quiz.toml": QUIZ}, toml).course.awards
    assert default == default_award("A test")
    assert (merit.id, merit.earned_when) == ("merit", AtLeast(2, (AwardHeld("certificate"), MeritAtLeast(90))))


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("", "course.toml: The course needs an id that never changes"),
        ('id = "x"', 'The course needs a title: title = "'),
        ('id = "a b"\ntitle = "T"', "course.toml, line 1: “id” is made of letters"),
        ('id = "x"\ntitle = "T"\nversion = "?"', "“version” is a number such as “2.1”, not “?”."),
        ('id = "x"\ntitle = "T"\nlanguage = "english"', "“language” is a language tag"),
        ('id = "x"\ntitle = "T"\norder = "inorder please"', "“order” must be “free”, “in order” or “milestones”"),
        ('id = "x"\ntitle = ["T"]', "“title” must be a text in quotes."),
        ('id = "x"\ntitle = "T"\ntitel = "T"', "line 3: “titel” is nothing that a course has. Did you mean “title”?"),
        ('id = "x"\ntitle = "T"\ncover = "no.png"', "“cover” names no.png, and there is no such file"),
        ('id = "x"\ntitle = "T"\ncover = "01-a/10-b.md"', "“cover” is a picture"),
        ('id = "x"\ntitle = "T"\nopens_when = 3', "line 3: “opens_when” must be words such as"),
        ('id = "x"\ntitle = "T"\naccess = 3', "“access” must be a table: a line [access]"),
        ('id = "x"\ntitle = "T"\n[access]\ndays = 3', "line 4: “days” is nothing that [access] has."),
        ('id = "x"\ntitle = "T"\n[access]\nopens_on = "soon"', "“opens_on” is a date such as 2027-01-10"),
        ('id = "x"\ntitle = "T"\n[access]\nopens_on = 2027-01-02\ncloses_on = 2027-01-01', "before it opens"),
        ('id = "x"\ntitle = "T"\naward = 3', "“award” must be written as [[award]]"),
        ('id = "x"\ntitle = "T"\n[[award]]\nkind = "mug"', "line 4: “kind” must be “certificate”, “voucher” or “badge”, not “mug”."),
        ('id = "x"\ntitle = "T"\n[[award]]\nkind = "badge"', "This badge needs a title"),
        ('id = "x"\ntitle = "T"\n[[award]]\ntitle = "A"\nvalid_for = "ever"', "“valid_for” is a time such as “3 years”"),
        ('id = "x"\ntitle = "T"\n[[award]]\ntitle = "A"\nid = "?"', "“id” is made of letters, digits, hyphens and dots, not “?”."),
        ('id = "x"\ntitle = "T"\n[[award]]\ntitle = "A"\nid = "a"\n[[award]]\ntitle = "B"\nid = "a"', "There are two awards with the id “a”."),
        ('id = "x"\ntitle = "T"\n[[award]]\ntitle = "A"\nearned_when = { passed = "nowhere" }', "line 5: There is no lesson or chapter “nowhere”."),
        ('id = "x"\ntitle = "T"\ncertificate = false\n[[award]]\ntitle = "A"', "“certificate = false” takes away the certificate"),
        ('id = "x\ntitle = "T"', "course.toml, line 1: "),
    ],
)
def test_mistakes_in_course_toml(tmp_path: Path, toml: str, said: str) -> None:
    found = mistakes(tmp_path, {"01-a/10-b.md": "x"}, toml)
    assert any(said in one for one in found), found


def test_references_are_collected_and_the_rest_is_named(tmp_path: Path) -> None:
    text = '![Tap](media/tap%201.png "Caption")\n\n[data](../data.csv) [next](20-c.md#part) [w](https://example.org) <img src="media/x.gif" alt="X">'
    files = {
        "01-a/10-b.md": text,
        "01-a/20-c.md": "x",
        "01-a/media/tap 1.png": "x",
        "01-a/media/x.gif": "x",
        "data.csv": "x",
        "01-a/notes.md": "x",
        "01-a/media/left.png": "x",
        "README.md": "x",
        "02-empty/left.txt": "x",
    }
    imported = read(tmp_path, {name: content for name, content in files.items() if not name.startswith("02")})
    assert set(imported.files) == {"01-a/10-b.md", "01-a/20-c.md", "01-a/media/tap 1.png", "01-a/media/x.gif", "data.csv"}
    assert [str(one) for one in imported.warnings] == [
        "01-a/media/left.png: No lesson uses this file, so it is left out.",
        "01-a/notes.md: This text is no lesson: its name, or the folder's, begins with no number. Call it 10-notes.md to make it one.",
    ]


def test_many_unused_files_are_summed_up(tmp_path: Path) -> None:
    imported = read(tmp_path, {"01-a/10-b.md": "x", **{f"media/{n}.png": "x" for n in range(25)}})
    assert len(imported.warnings) == 21
    assert imported.warnings[0].message == "5 more files are used by no lesson and left out."


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("![a](media/none.png)", "line 3: There is no file 01-a/media/none.png."),
        ("![a](Media/Tap.png)", "There is no file 01-a/Media/Tap.png. Did you mean “01-a/media/tap.png” (capitals count)?"),
        ("![a](media/tapp.png)", "Did you mean “01-a/media/tap.png”?"),
        ("![a](../../x.png)", "leads out of the course folder"),
        ("![a](/media/tap.png)", "begins with /"),
        ("![a](media%5Ctap.png)", "write / instead of \\ between folders"),
        ('<img src="file:///home/tap.png" alt="x">', "is a place on one computer"),
        ("![a](C:/tap.png)", "is a place on one computer"),
        ("[a](media)", "01-a/media is a folder; a link must lead to a file."),
        ("[a](..)", "The course folder is a folder"),
        ('<video src="film.mp4" poster="p.jpg"></video>', "There is no file 01-a/film.mp4"),
    ],
)
def test_references_that_lead_nowhere(tmp_path: Path, link: str, said: str) -> None:
    found = mistakes(tmp_path, {"01-a/10-b.md": f"Text\n\n{link}\n", "01-a/media/tap.png": "x"})
    assert any(said in one for one in found), found
    assert all(one.startswith("01-a/10-b.md, line 3") for one in found)


def test_what_is_odd_about_references_is_a_warning(tmp_path: Path) -> None:
    text = "![](tap.png)\n![](tap.png){alt='A tap'}\n![w](https://example.org/x.png)\n[n](../notes.md)\n[q](20-q.quiz.toml)\n![d](data:image/png,x)\n"
    imported = read(tmp_path, {"01-a/10-b.md": text, "01-a/tap.png": "x", "notes.md": "x", "01-a/20-q.quiz.toml": QUIZ})
    said = [str(one) for one in imported.warnings if one.file == "01-a/10-b.md"]
    assert len(said) == 4
    assert said[0].startswith("01-a/10-b.md, line 1: The picture tap.png has no description")
    assert "is on the network" in said[1]
    assert "which is no lesson" in said[2]
    assert "a link cannot open a quiz yet" in said[3]


def test_a_misspelt_course_toml_is_found(tmp_path: Path) -> None:
    folder(tmp_path, {"Course.TOML": COURSE}, None)
    with pytest.raises(SourceError, match="in small letters"):
        read_source(tmp_path)


def test_hundreds_of_mistakes_are_not_all_told(tmp_path: Path) -> None:
    found = mistakes(tmp_path, {f"01-a/{n}-b.md": "---\nx: 1\n---\nText" for n in range(300)})
    assert len(found) == 201
    assert found[-1] == "… and 100 more."


def test_reading_writes_nothing(tmp_path: Path) -> None:
    folder(tmp_path, {"01-a/10-b.md": "x"})
    before = sorted(tmp_path.rglob("*"))
    read_source(tmp_path)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_file_that_vanishes_after_reading(tmp_path: Path) -> None:
    imported = read(tmp_path, {"01-a/10-b.md": "x"})
    (tmp_path / "01-a" / "10-b.md").unlink()
    with pytest.raises(PlayerError, match="cannot be read"):
        imported.files["01-a/10-b.md"]()


def test_titles_in_every_language(tmp_path: Path) -> None:
    files = {
        "01-a/chapter.toml": 'title = "Burns"\ntitles = { ar = "الحروق" }\n',
        "01-a/10-b.md": "# Cool it\nText",
        "01-a/10-b.ar.md": "---\ntitle: برّده\n---\nنص",
        "01-a/20-c.md": "# Cover it\nText",
        "01-a/20-c.ar.md": "# غطّه\nنص",
        "01-a/30-d.md": "Text",
        "01-a/30-d.ar.md": "نص",
    }
    course = read(tmp_path, files, f'{COURSE}\n[titles]\nar = "إسعافات"\npt-br = "Socorros"\n').course
    assert dict(course.titles) == {"ar": "إسعافات", "pt-BR": "Socorros"}
    assert dict(course.chapters[0].titles) == {"ar": "الحروق"}
    assert [dict(lesson.titles) for lesson in course.lessons()] == [{"ar": "برّده"}, {"ar": "غطّه"}, {}]


def test_titles_need_a_language(tmp_path: Path) -> None:
    found = mistakes(tmp_path, {"01-a/10-b.md": "x"}, f'{COURSE}\n[titles]\nArabic = "x"\n')
    assert found[0].endswith("“Arabic” is no language: a tag such as ar or pt-BR is wanted.")
    assert "must be a table" in mistakes(tmp_path / "b", {"01-a/10-b.md": "x"}, f'{COURSE}\ntitles = "x"\n')[0]
