"""Every key an author may write, with every value that it cannot have: one sentence that names file, line and key, and nothing is taken."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from player.formats.fields import Fields
from tests.forge.sources import COURSE, mistakes, read

VALUES = {"text": '"zzz"', "number in quotes": '"5"', "int": "5", "float": "1.5", "bool": "true", "date": "2027-01-10", "list": "[1, 2]",
          "table": "{ zzz = 1 }"}  # fmt: skip
SAID = ("text", "number in quotes")
YAML = {"text": "zzz", "int": "5", "float": "1.5", "list": "[1, 2]", "table": "{zzz: 1}"}
A_COURSE, A_CHAPTER, A_QUIZ, A_QUESTION, A_LESSON = "course.toml", "01-a/chapter.toml", "01-a/10-q.quiz.toml", "a question", "01-a/10-t.md"
ACCESS, AWARD = "[access]", "an award"
# key -> the kinds of value that are right for it, or may be
COURSE_KEYS = {
    **dict.fromkeys(("id", "title", "language", "publisher", "licence", "license", "summary", "cover", "order", "retake", "move"), SAID),
    "version": (*SAID, "int", "float"), "overrides_by_pin": ("bool",), "certificate": ("bool",), "titles": (), "access": (), "award": (),
    "delegates": (), "active_minutes": ("int",), "opens_when": ("date",),
}  # fmt: skip
ACCESS_KEYS = {
    "opens_on": ("date",), "closes_on": ("date",), "days_from_start": ("int",), "days_of_use": ("int",), "after_closing": (),
    "after_certificate": (), "sign_out_after_certificate": ("bool",),
}  # fmt: skip
AWARD_KEYS = {
    **dict.fromkeys(("title", "id"), SAID), **dict.fromkeys(("kind", "valid_for", "level", "paper"), ()), "earned_when": ("date",),
    "notify_trainer": ("bool",),
}  # fmt: skip
CHAPTER_KEYS = {
    **dict.fromkeys(("title", "summary"), SAID), "order": (), "choose": ("int",), "optional": ("bool",), "titles": (), "opens_when": ("date",),
}  # fmt: skip
LESSON_KEYS = {
    **dict.fromkeys(("title", "summary"), SAID), "counts_when": (), "minutes": ("int",), "active_minutes": ("int",),
    **dict.fromkeys(("optional", "required", "milestone", "again", "notify_trainer"), ("bool",)), "opens_when": ("date",),
}  # fmt: skip
QUIZ_KEYS = LESSON_KEYS | {
    "intro": SAID, "question": (), "pass_mark": ("int", "number in quotes"), "attempts": ("int",), "time_limit": ("int", "number in quotes"),
    "cool_down": ("int", "number in quotes"),
    "when_exhausted": (),
    **dict.fromkeys(("counts", "show_score", "show_right", "show_solution"), ()),
    **dict.fromkeys(("shuffle", "shuffle_questions", "shuffle_answers", "one_at_a_time", "sequential", "crash_pauses"), ("bool",)),
}  # fmt: skip
QUESTION_KEYS = {
    **dict.fromkeys(("text", "id", "feedback", "feedback_right", "feedback_wrong", "tags"), SAID), "points": ("int",), "pinned": ("bool",),
    "kind": (), "answers": (), "answer": (*SAID, "int", "float", "bool", "list"), "exact": ("bool",), "between": ("list",),
    "tolerance": ("int", "float"),
    "unit": SAID, "units": ("table",), "unit_required": ("bool",),
    "pairs": (), "sequence": ("list",), "distractors": SAID, "credit": (),
}  # fmt: skip
PAIRS = 'pairs = [["a", "b"], ["c", "d"]]\n'
CHOICE, NUMBER, WORD = 'answers = ["[x] blue", "[ ] green"]\n', "answer = 40\n", 'answer = "iodine"\n'
NUMERIC, WORDED, PAIRED = {"tolerance", "unit", "units", "unit_required"}, {"exact"}, {"distractors", "credit"}
FOLDER = {"01-a/05-x.md": "Words.\n"}


def cases() -> Iterator[tuple[str, str, str]]:
    tables = {A_COURSE: COURSE_KEYS, ACCESS: ACCESS_KEYS, AWARD: AWARD_KEYS, A_CHAPTER: CHAPTER_KEYS, A_QUIZ: QUIZ_KEYS, A_QUESTION: QUESTION_KEYS}
    for place, keys in tables.items():
        for key, right in keys.items():
            yield from ((place, key, kind) for kind in VALUES if kind not in right)
    for key, right in LESSON_KEYS.items():
        words = set(right) & set(SAID)  # needs no quotes there: what is written is a text
        yield from ((A_LESSON, key, kind) for kind in YAML if kind not in right and not (words and kind in {"text", "int", "float"}))
    for kind in YAML:
        yield A_LESSON, "kind", kind


def written(place: str, key: str, kind: str) -> tuple[dict[str, str | bytes], str, str]:
    """Files, course.toml, and the file at fault."""
    line = f"{key} = {VALUES[kind]}\n"
    quiz = '[[question]]\ntext = "Sky?"\n'
    without = "\n".join(each for each in COURSE.splitlines() if not each.startswith(f"{key} ")) + "\n"
    match place:
        case "course.toml":
            return FOLDER, line + without, place
        case "[access]":
            return FOLDER, f"{COURSE}[access]\n{line}", A_COURSE
        case "an award":
            others = "".join(each for each in ('kind = "badge"\n', 'title = "B"\n') if not each.startswith(f"{key} "))
            return FOLDER, f"{COURSE}[[award]]\n{line}{others}", A_COURSE
        case "a question":
            ways = (NUMERIC, NUMBER), (WORDED, WORD), (PAIRED, PAIRS)
            usual = next((way for keys, way in ways if key in keys), CHOICE)
            answer = "" if key in {"answer", "between", "answers", "pairs", "sequence"} else usual
            text = "" if key == "text" else 'text = "Sky?"\n'
            unit = 'unit = "l"\n' if key == "units" else ""
            return FOLDER | {A_QUIZ: f"[[question]]\n{text}{unit}{answer}{line}"}, COURSE, A_QUIZ
        case "01-a/10-q.quiz.toml":
            return FOLDER | {place: line + ("" if key == "question" else quiz + CHOICE)}, COURSE, place
        case "01-a/chapter.toml":
            return FOLDER | {place: line}, COURSE, place
        case _:
            return FOLDER | {place: f"---\n{key}: {YAML[kind]}\n---\nWords.\n"}, COURSE, place


@pytest.mark.parametrize(("place", "key", "kind"), list(cases()), ids=lambda each: each)
def test_it_is_refused(tmp_path: Path, place: str, key: str, kind: str) -> None:
    files, course, file = written(place, key, kind)
    found = mistakes(tmp_path / "c", files, course)
    at_fault = [said for said in found if said.startswith(f"{file}, line ") and any(
        word in said for word in (f"“{key}”", f"[[{key}]]", "zzz", "answer", "no pair"))]
    assert at_fault, found


def test_no_key_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the readers ask for is what the tables above hold."""
    known: dict[str, set[str]] = {}
    finish = Fields.finish

    def noted(fields: Fields, what: str, also: tuple[str, ...] = ()) -> None:
        known.setdefault(what, set()).update({*fields._asked, *also})
        finish(fields, what, also)

    monkeypatch.setattr(Fields, "finish", noted)
    course = f'{COURSE}[access]\nopens_on = 2027-01-10\n[[award]]\nkind = "badge"\ntitle = "B"\n'
    read(tmp_path / "c", FOLDER | {"01-a/chapter.toml": 'title = "A"\n', A_QUIZ: f'[[question]]\ntext = "Sky?"\n{CHOICE}'}, course)
    tables = {"a course": COURSE_KEYS, "[access]": ACCESS_KEYS, "an award": AWARD_KEYS, "a chapter": CHAPTER_KEYS, "a quiz": QUIZ_KEYS,
              "a question": QUESTION_KEYS, "a text": LESSON_KEYS | {"kind": ()}}  # fmt: skip
    assert set(tables) <= set(known), sorted(known)
    for what, keys in tables.items():
        assert known[what] == set(keys), (what, known[what] ^ set(keys))


def test_the_hint_says_how_to_write_it(tmp_path: Path) -> None:
    assert mistakes(tmp_path / "a", FOLDER, 'id = 5\ntitle = "T"\n')[0] == 'course.toml, line 1: “id” must be a text in quotes: id = "5".'
    (said,) = mistakes(tmp_path / "b", FOLDER, f'{COURSE}certificate = "false"\n')
    assert said == "course.toml, line 3: “certificate” must be true or false, without quotes, not “false”."
    (said,) = mistakes(tmp_path / "c", FOLDER, f'{COURSE}[access]\ndays_of_use = "5"\n')
    assert said == "course.toml, line 4: “days_of_use” must be a whole number from 1 to 36500, without quotes, not “5”."
