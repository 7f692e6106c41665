"""Eyes and a mouse for the text of a lesson: what stands on the page, and clicks on it where it is seen."""

import json
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWebEngineWidgets import QWebEngineView

from tests.forge.stage import Stage

OUR_WORLD = 1  # QWebEngineScript.ApplicationWorld; the page itself runs no script


class Reader:
    """Looks at the page by a script in a world of its own; everything that is done to it is a press of the mouse or of a key."""

    def __init__(self, stage: Stage) -> None:
        self._hands = stage.hands

    @property
    def view(self) -> QWebEngineView:
        def found() -> QWebEngineView | None:
            return next((view for view in self._hands.window.findChildren(QWebEngineView) if view.isVisible()), None)

        view: QWebEngineView = self._hands.wait(found, "the text of a lesson")
        return view

    def ask(self, script: str) -> Any:
        """The value of an expression on the page."""
        answers: list[str] = []
        self.view.page().runJavaScript(f"JSON.stringify({script})", OUR_WORLD, answers.append)
        self._hands.wait(lambda: answers, "an answer of the page")
        return json.loads(answers[0]) if answers[0] else None

    def wait(self, script: str, what: str) -> Any:
        """Until an expression on the page is true."""
        return self._hands.wait(lambda: self.ask(script), what)

    def title(self, title: str) -> None:
        """Until the lesson of this title is there, whole."""
        self.wait(f"document.querySelector('h1')?.textContent === {json.dumps(title)}", f"the text of “{title}”")
        self.wait("[...document.images].every((one) => one.complete)", f"the pictures of “{title}”")

    def settled(self) -> None:
        """Until the second part of a long text is there."""
        length = -1
        while length != (length := self.ask("document.body.textContent.length")):
            QTest.qWait(150)

    def click(self, selector: str) -> None:
        """Scroll to the first element that fits, as a reader does, and press it in its middle."""
        pick = f"document.querySelector({json.dumps(selector)})"
        self.ask(f"({pick}.scrollIntoView({{block: 'center', behavior: 'instant'}}), 1)")
        before: Any = None
        box: Any = []
        while before != box:
            QTest.qWait(60)
            before, box = box, self.ask(f"(({{left, top, width, height}}) => [left, top, width, height])({pick}.getClientRects()[0])")
        left, top, width, height = box
        place = QPoint(round(left + width / 2), round(top + height / 2))
        view = self.view
        assert view.rect().contains(place), f"{selector} is not on the screen: {box}"
        target = view.focusProxy()
        assert target is not None
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
