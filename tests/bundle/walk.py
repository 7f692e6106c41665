"""The walk of `make bundle-tour`, outside the bundle: a new learner, the sample course to its last lesson, the certificate saved as a file.

    /usr/bin/python3 -m tests.bundle.walk BUNDLE PACKAGE QUIZ_FILE CERTIFICATE FILM_PACKAGE

The packages are opened as a double click does it: by a second start of the bundle, which hands them to the window that is open. At the end a film
is played for a few seconds: its codecs are in libraries that only playing loads.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.bundle.hands import Hands, HandsError
from tests.tour.answers import Known, plain, read

NAME = "Amina Diallo"
PATIENCE = 60.0  # seconds
MOST_KEYS = 80
FILM_AT = "0:03"


@dataclass(slots=True)
class Walk:
    """Every lesson is earned as its rule asks."""

    hands: Hands
    bundle: Path
    package: Path
    answers: dict[str, Known]
    certificate: Path
    film: Path
    kinds: list[str] = field(default_factory=list)

    def go(self) -> None:
        hands = self.hands
        hands.press("learners.new")
        hands.write("learners.name", NAME)
        hands.press("learners.create")
        hands.find("library.open")
        self.double_click(self.package)
        hands.press("course.open")
        self.lessons()
        self.award()
        self.play()

    def double_click(self, package: Path) -> None:
        began = time.monotonic()
        done = subprocess.run([self.bundle, package], env=dict(os.environ), check=False, timeout=PATIENCE)
        if done.returncode:
            raise HandsError(f"a second start with the package ended with {done.returncode}")
        self.hands.last = f"a second start, which took {time.monotonic() - began:.2f} s"

    # --- lessons ---

    def lessons(self) -> None:
        hands = self.hands
        while True:
            number = hands.words("lesson.number")
            self.lesson()
            last = hands.words("lesson.next").startswith("Finish")
            hands.press("lesson.next")
            if last:
                hands.find("award.claim")
                return
            hands.wait(lambda: hands.words("lesson.number") != number, "another lesson")  # noqa: B023 - waited for at once

    def lesson(self) -> None:
        kind = self.hands.wait(self.kind, "a lesson")
        self.kinds.append(kind)
        {"pdf": self.pdf, "checklist": self.checklist, "quiz": self.quiz}.get(kind, self.text)()

    def kind(self) -> str:
        for name, kind in (("pdf.pages", "pdf"), ("checklist.box.1", "checklist"), ("quiz.start", "quiz"), ("download.save.1", "download")):
            if self.hands.sees(name):
                return kind
        return "text" if self.hands.sees("lesson.text") or self.hands.sees("lesson.next") else ""

    def text(self) -> None:
        """Where the rule asks for it, down to the end."""
        hands = self.hands
        if "read to the end" in hands.words("lesson.rule"):
            self.until_complete("End")

    def pdf(self) -> None:
        """A page counts after a second."""
        self.hands.focus("pdf.pages")
        self.until_complete("Page_Down", 1.3)

    def until_complete(self, key: str, pause: float = 0.3) -> None:
        hands = self.hands
        for _ in range(MOST_KEYS):
            if "complete" in hands.words("lesson.rule").lower():
                return
            hands.key(key)
            time.sleep(pause)
        raise HandsError(f"the lesson does not become complete with the key {key}: {hands.words('lesson.rule')}")

    def checklist(self) -> None:
        number = 1
        while self.hands.sees(f"checklist.box.{number}"):
            self.hands.press(f"checklist.box.{number}")
            number += 1
        self.until_complete("shift")

    # --- the quiz ---

    def quiz(self) -> None:
        hands = self.hands
        hands.press("quiz.start")
        while True:
            hands.find("quiz.answer")
            number = hands.words("quiz.number")
            self.answer()
            _, at, _, of, *_ = number.split()
            hands.press("quiz.nextQuestion")
            if at == of:
                break
            hands.wait(lambda: hands.words("quiz.number") != number, "another question")  # noqa: B023 - waited for at once
        hands.press("quiz.confirm")
        hands.find("quiz.result")

    def answer(self) -> None:
        hands = self.hands
        known = self.answers[plain(hands.words("quiz.answer"))]
        if known.typed:
            hands.write("quiz.field", known.typed)
            return
        for words in known.right:
            name = self.option(words)
            hands.press(name)
            hands.wait(lambda: hands.checked(name), f"the answer “{words}”")  # noqa: B023 - waited for at once

    def option(self, words: str) -> str:
        number = 1
        while self.hands.sees(f"quiz.option.{number}"):
            if words in plain(self.hands.words(f"quiz.option.{number}")):
                return f"quiz.option.{number}"
            number += 1
        raise HandsError(f"the question has no answer “{words}”")

    # --- the certificate ---

    def award(self) -> None:
        hands = self.hands
        hands.press("award.claim")
        hands.write("certificate.name", NAME)
        hands.press("award.issue")
        hands.press("award.save")
        hands.write("fileNameEdit", str(self.certificate))
        hands.key("Return")
        hands.wait(self.certificate.exists, "the saved certificate")
        hands.find("message.progress")

    # --- a film ---

    def play(self) -> None:
        """The first film of the other course, found by NEXT."""
        hands = self.hands
        self.double_click(self.film)
        hands.press("course.open")
        number = ""
        while not hands.sees("media.play"):
            hands.wait(lambda: hands.words("lesson.number") != number, "another lesson")  # noqa: B023 - waited for at once
            number = hands.words("lesson.number")
            time.sleep(0.5)  # what the lesson is shown with comes a moment after its number
            if not hands.sees("media.play"):
                hands.press("lesson.next")
        hands.press("media.play")
        hands.wait(lambda: hands.words("media.time").split(" / ")[0] >= FILM_AT, f"second {FILM_AT} of the film")
        hands.press("media.play")


def main() -> int:
    bundle, package, quiz, certificate, film = (Path(word) for word in sys.argv[1:])
    walk = Walk(Hands("Greentick", PATIENCE), bundle, package, read(quiz), certificate, film)
    try:
        walk.go()
    except HandsError as error:
        print(f"bundle-tour: {error}", file=sys.stderr)  # noqa: T201
        return 1
    print(f"walked through {len(walk.kinds)} lessons ({', '.join(dict.fromkeys(walk.kinds))}) to {certificate.name}, and saw a film play")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
