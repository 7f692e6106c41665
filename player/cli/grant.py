"""`greentick grant COURSE LEARNER`: a signed word for one learner."""

from pathlib import Path
from typing import Annotated

import typer

from player.cli.options import PassphraseFile
from player.cli.output import line
from player.cli.passphrases import unlocked
from player.errors import PlayerError

Lesson = str | None


def grant(
    course: Annotated[str, typer.Argument(metavar="COURSE", help="The course's package, or its id.")],
    learner: Annotated[str, typer.Argument(metavar="LEARNER", help="The learner's name on the board or as it prints, or id.")],
    identity: Annotated[Path, typer.Option("--identity", metavar="FILE", help="Sign with this secret key (NAME.key).")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; the learner sees it, and it stands in the record.")],
    tick: Annotated[Lesson, typer.Option("--tick", metavar="LESSON", help="Give the tick of this lesson (its id).")] = None,
    untick: Annotated[Lesson, typer.Option("--untick", metavar="LESSON", help="Take its tick away.")] = None,
    attempts: Annotated[Lesson, typer.Option("--attempts", metavar="LESSON", help="Give more attempts at this quiz.")] = None,
    count: Annotated[int, typer.Option("--count", metavar="N", help="How many attempts.")] = 1,
    reopen: Annotated[bool, typer.Option("--reopen", help="Open the closed round again.")] = False,
    days: Annotated[int, typer.Option("--days", metavar="N", help="For so many days; without it for good.")] = 0,
    number: Annotated[int, typer.Option("--round", metavar="N", help="Only in this round.")] = 0,
    out: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where the file goes; else LEARNER.grant here.")] = None,
    passphrase_file: PassphraseFile = None,
) -> int:
    """Write a small signed file with one decision about one learner. It is good once, on the machine where the learner is."""
    from player.services import publishing
    from player.services.safe_names import safe_name

    asked = [(deed, lesson) for deed, lesson in (("tick", tick), ("untick", untick), ("attempts", attempts)) if lesson is not None]
    if len(asked) + reopen != 1:
        raise PlayerError("One thing at a time", "A file grants one of --tick, --untick, --attempts and --reopen.", "Name one of them.")
    deed, lesson = asked[0] if asked else ("reopen", "")
    made = publishing.grant(course, learner, deed, reason, out or Path(f"{safe_name(learner)}.grant"), unlocked(identity, passphrase_file),
                            lesson=lesson, count=count if deed == "attempts" else 0, days=days, round_=number)
    line(f"{made}: for {learner}. It is applied by dropping it on the window, or with greentick apply; once.")
    return 0
