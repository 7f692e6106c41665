"""What the owner of this computer asks of learners: a lock, which one, or none."""

from player.services.cards import LearnerCard, Lock
from player.settings import Locks, Settings

BOTH: tuple[Lock, ...] = ("pin", "pictures")


def kinds(rule: Locks) -> tuple[Lock, ...]:
    """Those that a learner may set here now. One that is there already stays good."""
    match rule:
        case "none":
            return ()
        case "choice" | "required":
            return BOTH
        case "pin" | "pictures":
            return (rule,)


def is_asked_of_all(rule: Locks) -> bool:
    return rule in {"required", "pin", "pictures"}


def is_missing(settings: Settings, card: LearnerCard) -> bool:
    """The learner has to set one before anything else."""
    return is_asked_of_all(settings.locks) and not card.guest and not card.lock
