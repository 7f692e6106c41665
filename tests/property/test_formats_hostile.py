"""Whatever lies in a folder, reading it ends with a course or with sentences, never with a stack trace."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from player.errors import PlayerError
from player.formats.source import read_source
from tests.forge.laws import law
from tests.forge.sources import COURSE, QUIZ, folder, pdf, wav

NAMES = st.sampled_from(
    [
        *("01-a/10-b.md", "01-a/10-b.ar.md", "01-a/20-c.pdf", "01-a/20-c.md", "01-a/30-d.quiz.toml", "01-a/40-e.wav", "01-a/40-e.vtt"),
        *("01-a/chapter.toml", "course.toml", "course.lock", "config.yaml", "episodes/01-x.md", "index.md", "README.md", "02-z/5-q.mp4"),
    ]
)
WORDS = st.sampled_from(
    [
        *("---\n", "title: ", "kind: checklist\n", "- [ ] box\n", "opens_when: ", "{complete: 01-a}", "previous required lesson\n"),
        *("counts_when: ", "read to the end\n", "![a](x.png)\n", "[b](10-b.md)\n", "<img src=x>", "[[question]]\n", "text = ", '"Q"\n'),
        *("answer = true\n", "answers = ", "[[award]]\n", 'kind = "badge"\n', "choose = 1\n", "&a [*a]", "\0", "\ufeff", ":::", "$x$"),
        *("version = 1\n[[entry]]\n", "episodes:\n- 01-x.md\n", "|a|\n|-|\n", COURSE, QUIZ, "minutes: 3\n", "..", "\\", "%00", "\u202e"),
        *"[]{}\n",
    ]
)
CONTENT = st.one_of(
    st.lists(WORDS, max_size=12).map(lambda words: "".join(words).encode("utf-8")),
    st.binary(max_size=80),
    st.sampled_from([pdf(1), pdf(1)[:150], wav(1), wav(1)[:30], COURSE.encode(), QUIZ.encode()]),
)


@law(150)
@given(st.dictionaries(NAMES, CONTENT, min_size=1, max_size=6), st.booleans())
def test_a_course_or_a_sentence(files: dict[str, bytes], native: bool) -> None:
    with tempfile.TemporaryDirectory() as place:
        root = folder(Path(place) / "course", files, COURSE if native and "course.toml" not in files else None)
        try:
            imported = read_source(root)
        except PlayerError:
            return  # anything else would be a bug
        ids = [lesson.id for lesson in imported.course.lessons()]
        assert len(ids) == len(set(ids)) > 0
        for lesson in imported.course.lessons():
            named = [*([lesson.file] if lesson.file else []), *lesson.files, *lesson.languages.values()]
            assert all(name in imported.files or name in imported.quizzes for name in named)


@law(60)
@given(st.permutations(["alpha", "beta", "gamma", "delta"]), st.permutations(["alpha", "beta", "gamma", "delta"]))
def test_reordering_never_changes_an_id(before: list[str], after: list[str]) -> None:
    """Lessons are renumbered and whole chapters renamed: each keeps the id it was given first."""
    with tempfile.TemporaryDirectory() as place:
        root = folder(Path(place), {f"01-one/{10 * n}-{name}.md": f"About {name}." for n, name in enumerate(before, 1)})
        first = read_source(root)
        assert first.lock is not None
        first.lock.save()
        (root / "01-one").rename(root / "x")
        for n, name in enumerate(after, 1):
            (root / "07-other").mkdir(exist_ok=True)
            (root / "x" / f"{10 * (before.index(name) + 1)}-{name}.md").rename(root / "07-other" / f"{n}-{name}.md")
        again = read_source(root)
        assert {lesson.id: lesson.title for lesson in again.course.lessons()} == {lesson.id: lesson.title for lesson in first.course.lessons()}
        assert [lesson.title.casefold() for lesson in again.course.lessons()] == after
        assert [chapter.id for chapter in again.course.chapters] == ["01-one"]
