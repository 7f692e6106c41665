"""The command line: words in, exit code out. The only place where its errors are caught."""

import logging
import os
import sys
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer
from typer.main import get_command

import player
from player import logs
from player.cli import apply, build, check, desktop, grant, identity, inspect, new, preview, progress, sign, verify
from player.cli.options import Session
from player.errors import PlayerError, SourceError
from player.paths import data_folder

DONE = 0
REFUSED = 1  # one clear sentence was said; `verify`: not valid
USAGE = 2
BUG = 3
UNKNOWN_SIGNER = 4  # `verify` only: intact, but who signed it is not known here

INTERRUPTED = 130  # what typer makes of Ctrl+C

log = logging.getLogger(__name__)


def main(argv: Sequence[str], open_preview: Callable[[Path], int] | None = None) -> int:
    """`argv` without the program's name; `open_preview` opens the window of that command, which this face does not know."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that lacks a letter shows a ?, it does not fail
    try:
        code = commands()(args=list(argv), prog_name="greentick", standalone_mode=False, obj=open_preview)
    except PlayerError as error:
        _refuse(error)
        return REFUSED
    except typer.TyperException as error:
        message = error.format_message()
        _say(message if message.startswith("Usage:") else f"greentick: {message}\nType greentick --help, or greentick COMMAND --help.")
        return USAGE
    except typer.Abort:
        code = INTERRUPTED
    except Exception as error:
        _bug(error, argv)
        return BUG
    if code == INTERRUPTED:
        _say("Stopped. What was begun was not finished.")
        return REFUSED
    return code if isinstance(code, int) else DONE


@cache
def commands() -> Callable[..., object]:
    """Every command under its name (player/cli/names.py lists the same ones). Built once: it holds no state."""
    app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False,
                      context_settings={"help_option_names": ["-h", "--help"]})
    app.callback()(_start)
    app.command("new")(new.new)
    app.command("check")(check.check)
    app.command("build")(build.build)
    app.command("sign")(sign.sign)
    app.command("inspect")(inspect.inspect)
    app.command("verify")(verify.verify)
    app.command("progress")(progress.progress)
    app.command("preview")(preview.preview)
    app.command("grant")(grant.grant)
    app.command("apply")(apply.apply)
    app.add_typer(identity.group(), name="identity")
    app.add_typer(desktop.group(), name="desktop")
    return get_command(app).main


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"greentick {player.__version__}")
        raise typer.Exit


def _start(
    context: typer.Context,
    data: Annotated[Path | None, typer.Option("--data", metavar="FOLDER", help="Where everything the player keeps lies.")] = None,
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")] = False,
) -> None:
    """Play courses without a network: green ticks, quizzes graded here, signed certificates.

    Without a command, `greentick [PACKAGE]` opens the window. With one, it makes courses (new, check, preview, build, sign), reads
    them (inspect, verify), tells how far a learner is (progress), or decides something for one (grant, apply).
    """
    context.obj = Session(data, context.obj)


def _refuse(error: PlayerError) -> None:
    problems = error.problems if isinstance(error, SourceError) else []
    for problem in problems or [error.message]:
        _say(problem)
    if error.hint:
        _say(error.hint)


def _bug(error: Exception, argv: Sequence[str]) -> None:
    chosen = next((Path(value) for word, value in pairwise(argv) if word == "--data"), None)
    path = data_folder(chosen, os.environ).logs / "greentick.log"
    handler = logs.start(path)
    log.error("an error of the program in: greentick %s", argv[0] if argv else "", exc_info=error)
    logs.stop(handler)
    kept = f"The log is at {path}" if handler else f"The log could not be written; it would say: {error!r}"
    _say(f"This is our mistake, not yours, and nothing was lost. {kept}.")


def _say(line: str) -> None:
    print(line, file=sys.stderr)  # noqa: T201
