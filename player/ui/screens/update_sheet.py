"""What a newer version would change, shown before it takes the place of an older: the lessons, the learners, what the author wants."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from player.course.model import Move
from player.ui import tokens
from player.ui.theme import Theme
from player.ui.widgets.icons import Icon
from player.ui.widgets.layouts import TOP, column, row
from player.ui.widgets.text import label
from player.ui.words import dotted, tr, trn

if TYPE_CHECKING:
    from player.services.versions import Concerned, Preview

NAMED = 4  # lessons of each kind that are named
SHOWN = 8  # learners


class UpdateSheet(QWidget):
    """Only words: the deeds belong to whoever shows it."""

    def __init__(self, theme: Theme, preview: "Preview") -> None:
        super().__init__()
        self.setObjectName("intake.update")
        lines: list[QWidget] = [label(_headline(preview), "strong", wrap=True)]
        lines += [label(words, wrap=True) for words in _lessons(preview)]
        lines.append(label(policy_words(preview.policy), wrap=True, name="intake.policy"))
        people = [_who(theme, one, preview.now) for one in preview.learners[:SHOWN]]
        if (more := len(preview.learners) - len(people)) > 0:
            people.append(label(trn("and {n} more", "and {n} more", more), tone="muted"))
        self.setLayout(column(*lines, tokens.HALF, *people, gap=tokens.HALF, pad=(0, tokens.S)))
        self.setAccessibleName(" ".join((_headline(preview), *_lessons(preview), policy_words(preview.policy),
                                         *(learner_words(one, preview.now) for one in preview.learners[:SHOWN]))))


def _headline(preview: "Preview") -> str:
    """ "From version 1.0 to 2.0: 8 lessons stay as they are · 1 changed · 2 new · 1 gone"."""
    change = preview.change
    if change is None:
        return tr("From version {before} to {now}. What the older one had is not known here.", before=preview.before, now=preview.now)
    parts = [trn("{n} lesson stays as it is", "{n} lessons stay as they are", len(change.kept))]
    if change.changed:
        parts.append(trn("{n} changed", "{n} changed", len(change.changed)))
    if change.new:
        parts.append(trn("{n} new", "{n} new", len(change.new)))
    if change.gone:
        parts.append(trn("{n} gone", "{n} gone", len(change.gone)))
    return tr("From version {before} to {now}: {counts}", before=preview.before, now=preview.now, counts=dotted(*parts))


def _lessons(preview: "Preview") -> list[str]:
    change, titles = preview.change, preview.titles
    if change is None:
        return []
    found = [(tr("New"), change.new), (tr("Changed"), change.changed), (tr("Gone"), change.gone)]
    lines = [named(what, [titles.get(lesson, lesson) for lesson in ids]) for what, ids in found if ids]
    if change.same:
        one = titles.get(change.same[0][1], change.same[0][1])
        lines.append(trn("“{title}” is the same lesson under a new id; its tick comes along.",
                         "{n} lessons are the same under new ids, “{title}” among them; their ticks come along.", len(change.same), title=one))
    if change.alike:
        one = titles.get(change.alike[0][1], change.alike[0][1])
        lines.append(trn("“{title}” has a new id and another content; its tick does not come along.",
                         "{n} lessons have new ids and another content, “{title}” among them; their ticks do not come along.",
                         len(change.alike), title=one))  # fmt: skip
    return lines


def named(what: str, titles: Sequence[str]) -> str:
    """ "New: “Cups”, “Spoons” and 3 more."."""
    shown = tr(", ").join(tr("“{title}”", title=title) for title in titles[:NAMED])
    if (more := len(titles) - NAMED) > 0:
        return tr("{what}: {titles} and {n} more.", what=what, titles=shown, n=more)
    return tr("{what}: {titles}.", what=what, titles=shown)


def policy_words(policy: Move) -> str:
    """Whom the author takes along."""
    return {
        Move.ALWAYS: tr("Everybody goes on in the new version."),
        Move.NEVER: tr("Its author takes nobody along: whoever has begun goes on in the older version."),
        Move.NOT_COMPLETE: tr("Its author takes along whoever has not completed the course."),
        Move.COMPLETED: tr("Its author takes along whoever has completed the course; the others finish the older version first."),
        Move.FAILED: tr("Its author takes along whoever has not passed a required quiz."),
        Move.PASSED: tr("Its author takes along whoever has passed every required quiz."),
    }[policy]


def _who(theme: Theme, one: "Concerned", now: str) -> QWidget:
    line = QWidget()
    sign = Icon(theme, "pause" if one.stays else "circle-check", "muted", 18)
    line.setLayout(row((sign, 0, TOP), (label(learner_words(one, now), "small", wrap=True), 1), gap=tokens.S))
    return line


def learner_words(one: "Concerned", now: str) -> str:
    """ "Nora: goes on in version 2.0. 5 ticks stay. 1 lesson is to be done again."."""
    name = one.learner.name
    if one.stays:
        return tr("{name} goes on in version {version}.", name=name, version=one.version)
    words = [tr("{name} goes on in version {version}.", name=name, version=now)]
    if one.lost:
        words = [tr("{name} would stay with {before}, but its file is gone, and so goes on in version {version}.",
                    name=name, before=one.version, version=now)]  # fmt: skip
    if one.complete:
        words.append(tr("“Complete ({version})” stays.", version=one.version))
    if one.keeps is not None:
        if one.keeps.ticks:
            words.append(trn("{n} tick stays.", "{n} ticks stay.", one.keeps.ticks))
        if one.keeps.again:
            words.append(trn("{n} lesson is to be done again.", "{n} lessons are to be done again.", len(one.keeps.again)))
        if one.keeps.lost:
            words.append(trn("{n} ticked lesson is gone; its tick is kept in the record.",
                             "{n} ticked lessons are gone; their ticks are kept in the record.", len(one.keeps.lost)))  # fmt: skip
    return " ".join(words)
