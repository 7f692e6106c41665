"""From a route to a page: each kind of page says what it reads (on the store lane) and how it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from player.ui import routes
from player.ui.desk import Desk
from player.ui.screens.screen import Screen

if TYPE_CHECKING:
    from player.services.player import Player
    from player.ui.session import Session


@dataclass(frozen=True, slots=True)
class Page:
    """`load` reads on the store lane, `make` builds on the GUI thread from what was read."""

    load: "Callable[[Player, Session, Any], Any]"
    make: Callable[[Desk, Any, Any], Screen]


def page_of(route: routes.Route) -> Page:
    """The page of a route; its module is imported when first gone to, so that the first picture waits for none of the others."""
    match route:
        case routes.LearnersRoute() | routes.ClaimRoute() | routes.LockRoute():
            return _people(route)
        case routes.LibraryRoute():
            from player.ui.screens import library

            return Page(library.load, library.make)
        case routes.CourseRoute() | routes.NotesRoute():
            return _course(route)
        case routes.LessonRoute():
            from player.ui.screens import lesson

            return Page(lesson.load, lesson.make)
        case routes.QuizRoute():
            from player.ui.screens import quiz

            return Page(quiz.load, quiz.make)
        case routes.ResultRoute():
            from player.ui.screens import result

            return Page(result.load, result.make)
        case routes.AwardRoute() | routes.AwardsRoute():
            return _awards(route)
        case routes.VerifyRoute():
            from player.ui.screens import verify

            return Page(verify.load, verify.make)
        case routes.SettingsRoute():
            from player.ui.screens import settings

            return Page(settings.load, settings.make)
        case routes.RestoreRoute():
            from player.ui.screens import restore

            return Page(restore.load, restore.make)
        case routes.SupportRoute() | routes.TrainerRoute():
            return _aside(route)


def _awards(route: routes.AwardRoute | routes.AwardsRoute) -> Page:
    if isinstance(route, routes.AwardsRoute):
        from player.ui.screens import awards

        return Page(awards.load, awards.make)
    from player.ui.screens import award

    return Page(award.load, award.make)


def _aside(route: routes.SupportRoute | routes.TrainerRoute) -> Page:
    if isinstance(route, routes.TrainerRoute):
        from player.ui.screens import trainer

        return Page(trainer.load, trainer.make)
    from player.ui.screens import support

    return Page(support.load, support.make)


def _course(route: routes.CourseRoute | routes.NotesRoute) -> Page:
    if isinstance(route, routes.NotesRoute):
        from player.ui.screens import notes

        return Page(notes.load, notes.make)
    from player.ui.screens import course

    return Page(course.load, course.make)


def _people(route: routes.LearnersRoute | routes.ClaimRoute | routes.LockRoute) -> Page:
    if isinstance(route, routes.LockRoute):
        from player.ui.screens import lock

        return Page(lock.load, lock.make)
    if isinstance(route, routes.ClaimRoute):
        from player.ui.screens import claim

        return Page(claim.load, claim.make)
    from player.ui.screens import learners

    return Page(learners.load, learners.make)


def up(route: routes.Route) -> routes.Route:
    """One level up, for Back in the top bar."""
    match route:
        case routes.QuizRoute(key=key, lesson=lesson) | routes.ResultRoute(key=key, lesson=lesson):
            return routes.LessonRoute(key, lesson)
        case routes.LessonRoute(key=key) | routes.AwardRoute(key=key) | routes.NotesRoute(key=key):
            return routes.CourseRoute(key)
        case routes.LibraryRoute() | routes.LearnersRoute() | routes.LockRoute():
            return routes.LearnersRoute()
        case routes.TrainerRoute():
            return routes.SettingsRoute("trainer")
        case routes.RestoreRoute():
            return routes.SettingsRoute("backups")
        case routes.SupportRoute(mending=mending):
            return routes.RestoreRoute() if mending else routes.SettingsRoute("about")
        case _:
            return routes.LibraryRoute()
