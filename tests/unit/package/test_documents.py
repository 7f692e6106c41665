"""Course, quiz and manifest as JSON: nothing is lost, nothing strange comes in."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.course import model
from player.course.model import Access, Award, Chapter, CountsWhen, Course, Kind, Lesson, MoveOn, Order, QuizRules, Rule, default_award
from player.course.quiz import AcceptedNumber, AcceptedText, Answer, Credit, Place, Question, QuestionKind, Quiz, Unit
from player.package.document import plain, read_course, write_course
from player.package.manifest import CHUNKS_NAME, COURSE_NAME, File, describe, read_manifest, write_manifest
from player.package.quizzes import read_quiz, write_quiz
from player.package.refusal import RefusedError
from player.package.schema import schema_text
from player.package.wire import CONDITION_WORDS, _Deriver
from player.signing.canonical import canonical
from tests.forge.laws import law
from tests.forge.packages import small_course, small_quiz

ROOT = Path(__file__).resolve().parents[3]
COUNT = st.integers(0, 10**6)
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
ID = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=8)
PERCENT = st.integers(0, 100)
FRACTION = st.fractions(max_denominator=10**9)
YES_NO = st.booleans()
MAYBE_COUNT = st.none() | COUNT
TEXTS = st.lists(TEXT, max_size=3).map(tuple)


def several(strategy, *, unique: bool = False):
    return st.lists(strategy, max_size=3, unique_by=(lambda one: one.id) if unique else None).map(tuple)


CONDITION = st.recursive(
    st.one_of(
        st.builds(model.Complete, ID),
        st.builds(model.Passed, ID),
        st.builds(model.ScoreAtLeast, ID, PERCENT),
        st.builds(model.MeritAtLeast, PERCENT),
        st.builds(model.AwardHeld, ID),
        st.builds(model.After, TEXT, st.none() | st.integers(-(10**13), 10**13)),
        st.builds(model.DaysSinceStart, COUNT),
        st.just(model.PreviousRequired()),
    ),
    lambda inner: st.builds(model.AtLeast, COUNT, several(inner)),
    max_leaves=6,
)
MAYBE = st.none() | CONDITION
# In the order of the fields.
RULES = st.builds(
    QuizRules, COUNT, COUNT, PERCENT, MAYBE_COUNT, MAYBE_COUNT, YES_NO, YES_NO, TEXT, TEXT, TEXT, TEXT, YES_NO, YES_NO, TEXT, YES_NO
)  # fmt: skip
TAGS = st.dictionaries(st.sampled_from(["en", "ar", "pt-BR"]), TEXT, max_size=2)
OTHER_KINDS = st.sampled_from([kind for kind in Kind if kind is not Kind.QUIZ])
COUNTS_WHEN = st.builds(CountsWhen, st.sampled_from(Rule), COUNT, COUNT)
LESSON = st.builds(
    Lesson, ID, TEXT, OTHER_KINDS, COUNTS_WHEN, YES_NO, TEXT, TEXTS, TAGS, MAYBE_COUNT, COUNT, MAYBE, YES_NO, YES_NO, TEXTS, COUNT, COUNT,
    st.none(), st.sampled_from(MoveOn), YES_NO, TEXT,
)  # fmt: skip
QUIZ_LESSON = st.builds(Lesson, ID, TEXT, st.just(Kind.QUIZ), COUNTS_WHEN, file=ID, quiz=RULES)
CHAPTER = st.builds(Chapter, ID, TEXT, several(LESSON | QUIZ_LESSON), st.none() | st.sampled_from(Order), MAYBE_COUNT, MAYBE, TEXT)
AWARD = st.builds(Award, ID, st.sampled_from(model.AwardKind), TEXT, MAYBE, MAYBE_COUNT, YES_NO, TEXT, TEXT)
AFTER = st.sampled_from(model.AfterCertificate)
ACCESS = st.builds(Access, st.none() | TEXT, st.none() | TEXT, MAYBE_COUNT, MAYBE_COUNT, TEXT, AFTER, YES_NO)
COURSE = st.builds(
    Course, ID, TEXT, TEXT, several(CHAPTER), TEXT, TEXTS, TEXT, TEXT, TEXT, st.sampled_from(Order), MAYBE, several(AWARD, unique=True),
    ACCESS, TEXT, st.sampled_from(model.Move), YES_NO, TEXT,
)  # fmt: skip
ANSWERS = several(st.builds(Answer, ID, TEXT, YES_NO, TEXT, YES_NO), unique=True)
ACCEPTED = several(st.builds(AcceptedText, TEXT, YES_NO))
NUMBERS = several(st.builds(AcceptedNumber, FRACTION, FRACTION))
UNITS = several(st.builds(Unit, TEXT, FRACTION))
PLACES = several(st.builds(Place, ID, TEXT, TEXTS), unique=True)
QUESTION = st.builds(
    Question, ID, st.sampled_from(QuestionKind), TEXT, COUNT, ANSWERS, ACCEPTED, NUMBERS, UNITS, YES_NO, TEXT, TEXT, TEXT, YES_NO, TEXTS, PLACES,
    st.just(()), st.sampled_from(Credit),
)  # fmt: skip
QUIZ = st.builds(Quiz, RULES, several(QUESTION, unique=True), TEXT)


@law(120)
@given(COURSE)
def test_a_course_comes_back_as_it_went(course):
    ids = [chapter.id for chapter in course.chapters] + [lesson.id for lesson in course.lessons()]
    data = write_course(course)
    if len(set(ids)) != len(ids):
        with pytest.raises(RefusedError, match="twice"):
            read_course(data)
        return
    back = read_course(data)
    assert back == course
    assert write_course(back) == data


@law(100)
@given(QUIZ)
def test_a_quiz_comes_back_as_it_went(quiz):
    data = write_quiz(quiz)
    assert read_quiz(data, "quiz") == quiz
    assert write_quiz(read_quiz(data, "quiz")) == data


def test_the_small_course_and_quiz_come_back():
    course, _, quizzes = small_course()
    back = read_course(write_course(course))
    assert back == course
    assert [type(lesson.kind) for lesson in back.lessons()] == [Kind] * 6
    assert isinstance(back.lesson("02-burns/10-cool").files, tuple)
    with pytest.raises(TypeError):
        back.lesson("02-burns/10-cool").languages["en"] = "x"  # as frozen as it was
    for quiz in quizzes.values():
        assert read_quiz(write_quiz(quiz), "quiz") == quiz


def test_what_is_left_out_means_the_same_for_ever():
    """Packages of today must mean the same tomorrow: a changed default of the model would change them."""
    data = canonical({"format": 1, "course": {"id": "c", "title": "T", "version": "1", "chapters": [{"id": "a", "title": "A", "lessons": [
        {"id": "l", "title": "L", "kind": "text", "counts_when": {"rule": "next"}}]}]}})  # fmt: skip
    lesson = Lesson(
        "l", "L", Kind.TEXT, CountsWhen(Rule.NEXT, 0, 0), required=True, file="", files=(), languages={}, minutes=None,
        computed_seconds=0, opens_when=None,
        milestone=False, again=False, boxes=(), pages=0, media_seconds=0, quiz=None, move_on=MoveOn.EITHER, notify_trainer=False,
        summary="",
    )  # fmt: skip
    chapter = Chapter("a", "A", (lesson,), order=None, choose=None, opens_when=None, summary="")
    access = Access(None, None, None, None, "read-only", model.AfterCertificate.KEEP_OPEN, sign_out_after_certificate=False)
    assert read_course(data) == Course(
        "c", "T", "1", (chapter,), language="en", languages=("en",), publisher="", licence="", summary="", order=Order.FREE,
        opens_when=None, awards=(),
        access=access, retake="trainer", move=model.Move.ALWAYS, overrides_by_pin=True, cover="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"colour": "red"}, "the field course.colour"),
        ({"chapters": [{"id": "a", "title": "A", "lessons": [], "colour": 1}]}, "the field course.chapters[0].colour"),
        ({"opens_when": {"when": "previous required", "colour": 1}}, "colour"),
    ],
)
def test_an_unknown_field_is_named_as_of_a_newer_version(change, words):
    with pytest.raises(RefusedError, match="does not know") as error:
        read_course(spoiled(change))
    assert error.value.newer
    assert words in str(error.value)


@pytest.mark.parametrize(
    "change",
    [
        {"id": ""}, {"id": 5}, {"id": None}, {"title": None}, {"title": ["x"]}, {"version": 1.5}, {"chapters": {}},
        {"chapters": [{"id": "a"}]}, {"order": "upwards"},
        {"overrides_by_pin": 1}, {"languages": "en"}, {"opens_when": {"when": "never"}}, {"opens_when": {"id": "x"}},
        {"opens_when": {"when": "complete"}},
        {"opens_when": {"when": "score", "id": "x", "at_least": 101}}, {"opens_when": {"when": "at least", "count": -1, "of": []}},
        {"opens_when": "complete"},
        {"awards": [{"id": "a", "kind": "medal", "title": ""}]}, {"awards": [{"id": "a", "kind": "badge", "title": ""}] * 2},
        {"access": []}, {"access": {"days_of_use": "9"}},
    ],
    ids=str,
)  # fmt: skip
def test_a_wrong_field_is_refused(change):
    with pytest.raises(RefusedError) as error:
        read_course(spoiled(change))
    assert not error.value.newer


@pytest.mark.parametrize(
    "lesson",
    [
        {"kind": "quiz"}, {"kind": "quiz", "file": "q"}, {"kind": "quiz", "quiz": {"questions": 1, "points": 1}},
        {"quiz": {"questions": 1, "points": 1}, "file": "x"},
        {"languages": {"no tag!": "x"}}, {"minutes": -1}, {"minutes": 2**53}, {"minutes": True}, {"files": "x"}, {"kind": "film"},
        {"counts_when": {"rule": "luck"}},
        {"counts_when": ["next"]}, {"boxes": [1]},
    ],
    ids=str,
)  # fmt: skip
def test_a_wrong_lesson_is_refused(lesson):
    base = {"id": "l", "title": "L", "kind": "text", "counts_when": {"rule": "next"}}
    with pytest.raises(RefusedError):
        read_course(spoiled({"chapters": [{"id": "a", "title": "A", "lessons": [base | lesson]}]}))


def test_places_of_a_question_name_one_thing():
    place = Place("a", "A")
    with pytest.raises(RefusedError, match="place id of question 'q' stands twice"):
        read_quiz(write_quiz(Quiz(QuizRules(1, 1), (Question("q", QuestionKind.MATCHING, "?", places=(place, place)),))), "quiz")


def test_an_order_is_that_of_the_answers():
    one = Question("q", QuestionKind.ORDERING, "?", answers=(Answer("a", "A"), Answer("b", "B")), order=("b", "a"))
    assert read_quiz(write_quiz(Quiz(QuizRules(1, 1), (one,))), "quiz").questions == (one,)
    with pytest.raises(RefusedError, match="the order of question 'q' is not that of its answers"):
        read_quiz(write_quiz(Quiz(QuizRules(1, 1), (replace(one, order=("b", "b")),))), "quiz")


def test_ids_name_one_thing():
    lesson = {"id": "x", "title": "L", "kind": "text", "counts_when": {"rule": "next"}}
    for chapters in ([{"id": "x", "title": "", "lessons": [lesson]}], [{"id": "a", "title": "", "lessons": [lesson, lesson]}],
        [{"id": "a", "title": "", "lessons": []}] * 2):
        with pytest.raises(RefusedError, match="twice"):
            read_course(spoiled({"chapters": chapters}))


def spoiled(change: dict) -> bytes:
    base = {"id": "c", "title": "T", "version": "1", "chapters": []}
    return json.dumps({"format": 1, "course": base | change}).encode()


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b'{"format":1}', b'{"course":{}}', b"\xff\xfe",
    b'{"format":1,"course":' + b"[" * 5000, b'{"format":true,"course":{}}'])
def test_what_is_no_document_is_refused(data):
    for read in (read_course, read_manifest, lambda data: read_quiz(data, "quiz")):
        with pytest.raises(RefusedError) as error:
            read(data)
        assert not error.value.newer


def test_a_newer_format_is_named_as_such():
    for read in (read_course, read_manifest, lambda data: read_quiz(data, "quiz")):
        with pytest.raises(RefusedError, match="format 2") as error:
            read(b'{"format":2,"what":"is to come"}')
        assert error.value.newer


@pytest.mark.parametrize("text", ["1/0", "2/4", "1", "1.5", "-0/1", "01/2", "1/-2", "9" * 101 + "/1", "½", 1])
def test_a_fraction_has_one_form(text):
    document = json.loads(write_quiz(small_quiz()))
    document["quiz"]["questions"][4]["numbers"] = [{"low": "1/2", "high": text}]
    with pytest.raises(RefusedError):
        read_quiz(canonical(document), "quiz")
    assert plain(Fraction(-3, 6)) == "-1/2"


def test_question_and_answer_ids_name_one_thing():
    for path, words in (("questions", "question id"), ("answers", "answer id")):
        document = json.loads(write_quiz(small_quiz()))
        questions = document["quiz"]["questions"]
        if path == "questions":
            questions.append(questions[0])
        else:
            questions[0]["answers"].append(questions[0]["answers"][0])
        with pytest.raises(RefusedError, match=words):
            read_quiz(canonical(document), "quiz")


def manifest_of(*files: File):
    return describe(Course("c", "T", "1", ()), files)


FILE = File("a.md", 5, "0" * 8, "0" * 64)
COURSE_FILE = File(COURSE_NAME, 5, "0" * 8, "0" * 64)


def test_a_manifest_comes_back():
    large = File("b.mp4", 3 * 1024 * 1024 + 1, "12345678", "ab" * 32)
    manifest = manifest_of(COURSE_FILE, File(CHUNKS_NAME, 4 * 32, "0" * 8, "0" * 64), FILE, large)
    assert read_manifest(write_manifest(manifest)) == manifest
    assert manifest.content == (FILE, large)
    small = manifest_of(COURSE_FILE, FILE)
    assert read_manifest(write_manifest(small)).content == (FILE,)


@pytest.mark.parametrize(
    "files",
    [
        (), (FILE,), (FILE, COURSE_FILE), (COURSE_FILE, COURSE_FILE), (COURSE_FILE, FILE, FILE), (COURSE_FILE, FILE._replace(name="b"),
        FILE),
        (COURSE_FILE, File(CHUNKS_NAME, 32, "0" * 8, "0" * 64), FILE), (COURSE_FILE, FILE._replace(size=2**21)),
        (COURSE_FILE, File(CHUNKS_NAME, 32, "0" * 8, "0" * 64), FILE._replace(size=2**21)), (COURSE_FILE,
        FILE._replace(name="_course/own.md")),
        (COURSE_FILE, FILE._replace(name="../a")), (COURSE_FILE, FILE._replace(name="A"), FILE._replace(name="a")), (COURSE_FILE,
        FILE._replace(size=-1)),
        (COURSE_FILE, FILE._replace(sha256="0" * 63)), (COURSE_FILE, FILE._replace(sha256="G" * 64)), (COURSE_FILE,
        FILE._replace(crc32="0" * 7)),
        (COURSE_FILE, FILE._replace(name="_COURSE/course.json")),
    ],
    ids=str,
)  # fmt: skip
def test_a_manifest_out_of_order_is_refused(files):
    with pytest.raises(RefusedError):
        read_manifest(write_manifest(manifest_of(*files)))


def test_every_kind_of_condition_has_its_word():
    assert set(CONDITION_WORDS) == set(model.Condition.__args__)
    assert len(set(CONDITION_WORDS.values())) == len(CONDITION_WORDS)


@pytest.mark.parametrize("hint", [float, set[str], int | str, dict[str, int], tuple[int, int], bytes])
def test_a_type_without_a_json_form_is_noticed(hint):
    with pytest.raises(TypeError):
        _Deriver().of(hint)


def test_the_schema_in_the_docs_is_that_of_the_reader():
    """When this fails, the documents changed: run `python -m tools.package_schema`, and think of the format number."""
    assert (ROOT / "docs" / "package.schema.json").read_text(encoding="utf-8") == schema_text()


def test_the_default_award_is_kept():
    course = Course("c", "T", "1", (), awards=(default_award("T"),))
    assert read_course(write_course(course)).awards == (default_award("T"),)
