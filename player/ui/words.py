"""The one way a visible string reaches the screen: English in the source, other languages from a catalogue."""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from math import ceil, floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction


def _english(n: int) -> int:
    return 0 if n == 1 else 1


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One language. `texts`: English source → translation; `plurals`: the English "one" form → every form, chosen by `form(n)`."""

    language: str = "en"
    texts: Mapping[str, str] = field(default_factory=dict)
    plurals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    form: Callable[[int], int] = _english


# The language of the window is ambient, as with gettext: every widget says words. Tasks carry it into their threads.
_spoken: ContextVar[Catalogue] = ContextVar("catalogue", default=Catalogue())  # noqa: B039 - a Catalogue is frozen


def speak(catalogue: Catalogue) -> None:
    """Use another language from now on."""
    _spoken.set(catalogue)


def language() -> str:
    """The language of the window (BCP 47)."""
    return _spoken.get().language


def tr(text: str, /, **values: object) -> str:
    """`text` in the language of the window, with {names} filled in. A translation that names what the source lacks is not used."""
    return _filled(_spoken.get().texts.get(text, text), text, values)


def trn(one: str, many: str, n: int, /, **values: object) -> str:
    """The form for a number; {n} is always known: trn("{n} extra done", "{n} extras done", 2)."""
    catalogue = _spoken.get()
    source = one if _english(n) == 0 else many
    forms = catalogue.plurals.get(one)
    chosen = source
    if forms and 0 <= catalogue.form(n) < len(forms):
        chosen = forms[catalogue.form(n)]
    return _filled(chosen, source, values | {"n": n})


def _filled(text: str, source: str, values: Mapping[str, object]) -> str:
    if not values:
        return text
    try:
        return text.format_map(values)
    except (KeyError, IndexError, ValueError):
        if text == source:
            raise
        return source.format_map(values)


def minutes(n: float) -> str:
    """A length in minutes, rounded up: "6 min", "1 h 24 min", "2 h"."""
    whole = max(0, ceil(n))
    hours, rest = divmod(whole, 60)
    if not hours:
        return tr("{n} min", n=rest)
    return tr("{h} h {n} min", h=hours, n=rest) if rest else tr("{h} h", h=hours)


def seconds(n: float) -> str:
    """A length in seconds, for what took place: "45 s", "13 min 20 s", "1 h 2 min"."""
    whole = max(0, round(n))
    if whole >= 3600:
        return minutes(whole // 60)
    rest, left = divmod(whole, 60)
    if not rest:
        return tr("{n} s", n=left)
    return tr("{n} min {s} s", n=rest, s=left) if left else tr("{n} min", n=rest)


def clock(n: float) -> str:
    """A running time, "14:32" or "1:02:03": what is left is rounded up, so 0:00 means that it is over."""
    whole = max(0, ceil(n))
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def percent_floor(share: "Fraction | float") -> str:
    """A share (0 to 1) as a percentage that never reads as more than it is: 0.696 is "69 %"."""
    return tr("{n} %", n=floor(share * 100))


def size(n: int) -> str:
    """Bytes for people: "76 kB", "4.8 GB"."""
    value, units = float(n), ("B", "kB", "MB", "GB", "TB")
    at = 0
    while value >= 999.5 and at < len(units) - 1:
        value /= 1000
        at += 1
    shown = f"{value:.1f}" if at > 0 and value < 9.95 else f"{value:.0f}"
    return tr("{n} {unit}", n=shown, unit=units[at])


def listed(parts: list[str]) -> str:
    """ "a", "a and b", "a, b and c". """
    if len(parts) < 2:
        return "".join(parts)
    return tr("{most} and {last}", most=", ".join(parts[:-1]), last=parts[-1])
