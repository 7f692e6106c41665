"""The walk of `make tour-x11`, outside the program: a learner by mouse and keys, the course to its certificate, every screen looked at.

    /usr/bin/python3 -m tests.desktop.walk QUIZ_FILE CERTIFICATE PICTURES
"""

import sys
from pathlib import Path

from tests.bundle.hands import HandsError
from tests.bundle.walk import NAME, PATIENCE, Walk
from tests.desktop.eyes import Eyes
from tests.tour.answers import Known, read


class DesktopWalk(Walk):
    """Most by the mouse; the second lesson is left by a screen reader's press on NEXT, the third by Alt+Right."""

    def __init__(self, eyes: Eyes, answers: dict[str, Known], certificate: Path) -> None:
        """Of a walk it takes what plays lessons; the course is on the shelf already."""
        self.hands = self.eyes = eyes
        self.answers, self.certificate, self.kinds = answers, certificate, []

    def go(self) -> None:
        eyes = self.eyes
        eyes.find("learners.new")
        eyes.look("learners")
        eyes.click("learners.new")
        eyes.write("learners.name", NAME)
        eyes.look("new-learner")
        eyes.click("learners.create")
        eyes.find("library.continue")
        eyes.look("library")
        eyes.click("library.continue")
        self.lessons()
        self.award()
        eyes.click("award.check")
        eyes.find("verify.verdict")
        eyes.look("verdict")
        eyes.click("settings.open")
        for page in ("language", "people", "trainer", "folder", "backups", "about", "reading"):
            eyes.click(f"settings.{page}")
            eyes.look(f"settings-{page}")
        eyes.click("page.leave")
        eyes.click("learner.notYou")
        eyes.find("learners.new")
        eyes.look("board")

    def lessons(self) -> None:
        eyes = self.eyes
        ways = (eyes.click, eyes.do, lambda _name: eyes.key("alt+Right"))
        turn = 0
        while True:
            number = eyes.words("lesson.number")
            known = len(self.kinds)
            self.lesson()
            if self.kinds[known] not in self.kinds[:known]:
                eyes.look(f"lesson-{self.kinds[known]}")
            last = eyes.words("lesson.next").startswith("Finish")
            (eyes.click if last else ways[turn % len(ways)])("lesson.next")
            turn += 1
            if last:
                eyes.find("award.claim")
                eyes.look("course-complete")
                return
            eyes.wait(lambda: eyes.words("lesson.number") != number, "another lesson")  # noqa: B023 - waited for at once

    def quiz(self) -> None:
        self.eyes.look("quiz-start")
        super().quiz()
        self.eyes.look("quiz-result")

    def answer(self) -> None:
        if self.eyes.words("quiz.number").split()[1] in {"1", "4"}:
            self.eyes.look("quiz-question")
        super().answer()

    def award(self) -> None:
        eyes = self.eyes
        eyes.click("award.claim")
        eyes.write("certificate.name", NAME)
        eyes.click("award.issue")
        eyes.find("award.save")
        eyes.look("award")
        eyes.click("award.save")
        eyes.find("fileNameEdit")
        eyes.look("save-dialog")
        eyes.write("fileNameEdit", str(self.certificate))
        eyes.key("Return")
        eyes.wait(self.certificate.exists, "the saved certificate")
        eyes.find("message.progress")


def main() -> int:
    quiz, certificate, pictures = (Path(word) for word in sys.argv[1:])
    eyes = Eyes("Greentick", PATIENCE, pictures)
    walk = DesktopWalk(eyes, read(quiz), certificate)
    trouble = ""
    try:
        walk.go()
    except HandsError as error:
        trouble = str(error)
    for words in [*dict.fromkeys(eyes.nameless), *([trouble] if trouble else [])]:
        print(f"tour-x11: {words}", file=sys.stderr)  # noqa: T201
    print(f"walked through {len(walk.kinds)} lessons ({', '.join(dict.fromkeys(walk.kinds))}) and looked at {len(eyes.seen)} screens")  # noqa: T201
    return 1 if trouble or eyes.nameless else 0


if __name__ == "__main__":
    sys.exit(main())
