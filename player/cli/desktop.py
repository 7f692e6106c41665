"""`greentick desktop install|remove`: the launcher, the icons and the file type .course on this user's desktop."""

import typer

from player.cli.options import Session
from player.cli.output import line


def group() -> typer.Typer:
    app = typer.Typer(no_args_is_help=True, help="Put Greentick on this user's desktop, so that .course files open with it, or take it off again.")
    app.command("install")(install)
    app.command("remove")(remove)
    return app


def install(context: typer.Context) -> int:
    """Put the launcher, the icons and the file type .course on this user's desktop. A second time only mends what is missing or moved."""
    from player.services.desktop import program_here, this_desktop

    session: Session = context.obj
    report = this_desktop().install(program_here(session.data))
    for sentence in (report.done, *report.notes):
        line(sentence)
    return 0


def remove() -> int:
    """Take away exactly what install put there. Courses and records stay."""
    from player.services.desktop import this_desktop

    report = this_desktop().remove()
    for sentence in (report.done, *report.notes):
        line(sentence)
    return 0
