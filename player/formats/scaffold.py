"""The starter course of `greentick new`: small, complete, and it teaches the format by its comments."""

from collections.abc import Mapping
from pathlib import Path

from player.errors import PlayerError
from player.formats.names import slug, title_from, unfit

_COURSE = """\
# What the whole course is. Lines that begin with # are notes for you; learners never see them.

id = "org.example.{name}"      # never change it later: learners' progress hangs on it
title = "{title}"
version = "1.0"
language = "en"
publisher = "Your organisation"
summary = "What a learner can do afterwards, in one sentence."

# order = "in order"           # free (as it is now) | in order | milestones

# A certificate is there by itself: it is earned when every required lesson is complete.
# Something more to earn:
# [[award]]
# kind = "voucher"
# title = "One sample, free"
# earned_when = {{ passed = "02-practise/20-check" }}
"""

_WELCOME = """\
---
title: Welcome
minutes: 2
---
Write your lesson here, as you would write an e-mail. An empty line begins a new paragraph; two stars make words
**strong**.

> [!TIP]
> A box like this one is for what must not be missed. There are NOTE, TIP, IMPORTANT, WARNING and CAUTION.

| What | How it is written |
|---|---|
| A heading | `## The heading` |
| A list | `- one thing` on each line |
| A picture | `![What it shows](media/picture.png "The caption")` |

The file's name gives this lesson its place: `10-welcome.md` comes before `20-why.md`. Number in tens, and there is
always room in between.
"""

_WHY = """\
---
title: Why it matters
counts_when: read to the end    # without this line: when NEXT is pressed
---
This lesson earns its tick when its last line was on the screen. The line between the dashes above says so.

What else may stand there:

- `minutes: 4`: how long it takes; without it the words are counted.
- `optional: true`: it is an extra, and the certificate does not need it.
- `opens_when: previous required lesson`: it is locked until then.
"""

_READY = """\
---
kind: checklist
title: Before you go on
---
A checklist is complete when every box is ticked.

- [ ] I know who to ask.
- [ ] I have what I need at hand.
"""

_CHECK = """\
# A quiz. The title, and how it is passed:

title = "Check yourself"
pass_mark = 70                # percent
# attempts = 3                # without this line: as many as wanted
# when_exhausted = "trainer"  # what happens when none is left: trainer | new round | again after 7 days
# shuffle = true              # questions and answers in another order each time

[[question]]
text = "What puts lessons in their order?"
answers = [
    "[x] The numbers in front of their names",
    "[ ] The day they were written",
    {{ wrong = "Their length", feedback = "Short and long ones may follow each other." }},
]
feedback = "This is shown with the solution: say why."

[[question]]
text = "Which of these does a certificate need?"
answers = [
    "[x] Every required lesson",
    "[x] Every required quiz, passed",
    "[ ] Every optional lesson",
]

[[question]]
text = "An optional lesson can be skipped."
answer = true

[[question]]
text = "Which key takes you to the next lesson? (one word)"
answer = ["NEXT", "the next *"]          # any of these; * stands for anything

[[question]]
text = "This quiz has five questions, each with one point. How many must be right to reach 70 percent?"
answer = 4
# tolerance = 0.5                        # for measured numbers; and: unit = "l"
"""

_CHAPTER = """\
# Only needed when a chapter has wishes of its own; without this file its title comes from the folder's name.
title = "Practise"
"""

_FILES: Mapping[str, str] = {
    "course.toml": _COURSE,
    "01-start/10-welcome.md": _WELCOME,
    "01-start/20-why-it-matters.md": _WHY,
    "02-practise/chapter.toml": _CHAPTER,
    "02-practise/10-before-you-go-on.md": _READY,
    "02-practise/20-check.quiz.toml": _CHECK,
}


def scaffold(folder: Path, title: str = "") -> tuple[Path, ...]:
    """Write a starter course; the files written. Raises PlayerError for a folder with something in it, or one that
    cannot be written; nothing is overwritten."""
    title = " ".join(title.split()) or title_from(folder.resolve().name)
    reason = unfit(folder.resolve().name)
    if reason:
        raise PlayerError("Another name is needed", f"The folder name {reason}.", "Choose another one.")
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise PlayerError("The folder is not empty", f"{folder} is there already, with something in it.", "Name a new folder.")
        for name, text in _FILES.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(_filled(text, title, slug(title) or "course"))
    except OSError as failure:
        message = f"{folder} cannot be written: {failure.strerror or failure}."
        raise PlayerError("The folder cannot be written", message, "Choose a place where you may write.") from failure
    return tuple(folder / name for name in _FILES)


def _filled(text: str, title: str, name: str) -> str:
    """The title inside a TOML text needs its quotes and backslashes escaped."""
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    return text.replace("{{", "{").replace("}}", "}").replace("{name}", name).replace("{title}", quoted)
