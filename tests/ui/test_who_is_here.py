"""Who is learning is told on every screen, with the way out beside it."""

from pathlib import Path

from PySide6.QtWidgets import QAbstractButton

from player.ui.routes import LearnersRoute
from player.ui.web.environment import prepare_environment, register_scheme
from player.ui.widgets.text import Elided
from tests.forge.every_screen import every_screen
from tests.forge.window import Stage

prepare_environment()
register_scheme()

NOBODY = 3  # screens at least: the board, a new learner, a PIN that is asked


def test_every_screen_names_the_learner_and_has_the_way_out(stage: Stage, tmp_path: Path) -> None:
    with_learner, without = [], []
    for screen in every_screen(stage, tmp_path):
        learner = stage.window.desk.session.learner
        if learner is None:
            assert isinstance(stage.window.route, LearnersRoute), screen
            assert not stage.sees("learner.notYou"), screen
            without.append(screen)
            continue
        if screen == "while a page is read":
            continue  # a quarter of a second of nothing else
        told = stage.look("learner.current", Elided)
        assert told is not None, f"{screen} does not say who is learning"
        assert learner.name in told.accessibleName(), (screen, told.accessibleName())
        out = stage.look("learner.notYou", QAbstractButton)
        assert out is not None, f"{screen} has no “Not you?”"
        assert out.isEnabled(), screen
        assert stage.window.rect().contains(out.mapTo(stage.window, out.rect().center())), f"{screen}: “Not you?” is out of sight"
        with_learner.append(screen)
    assert len(without) >= NOBODY
    assert len(with_learner) > 30
