"""The one way a visible string reaches the screen: English in the source, other languages from a catalogue."""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from math import ceil, floor
from typing import TYPE_CHECKING

from player.errors import PlayerError, Said
from player.ui.bidi import isolated

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
    rtl: bool = False

    def text(self, source: str) -> str:
        """The source itself where nobody translated it."""
        return self.texts.get(source, source)

    def plural(self, one: str, many: str, n: int) -> str:
        forms, at = self.plurals.get(one), self.form(n)
        return forms[at] if forms and 0 <= at < len(forms) else (one, many)[_english(n)]


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
    return _filled(_spoken.get().text(text), text, values)


def trn(one: str, many: str, n: int, /, **values: object) -> str:
    """The form for a number; {n} is always known: trn("{n} extra done", "{n} extras done", 2)."""
    return _filled(_spoken.get().plural(one, many, n), (one, many)[_english(n)], values | {"n": n})


def told(text: str) -> str:
    """A sentence from below the window (`player.errors.said`, or a plain one) in the language of the window; as it is where nobody translated
    it."""
    if not isinstance(text, Said):
        return _spoken.get().text(text) if text else text
    values = {name: told(value) if isinstance(value, Said) else value for name, value in text.values.items()}
    return _filled(_spoken.get().text(text.template), text.template, values)


def sentence(error: PlayerError) -> str:
    """What is wrong and what to do about it, in the language of the window."""
    return f"{told(error.message)} {told(error.hint)}".strip()


def _filled(text: str, source: str, values: Mapping[str, object]) -> str:
    """What runs the other way than the window is kept together (UAX 9, 2.4): a full stop stays behind a name in another script."""
    if not values:
        return text
    rtl = _spoken.get().rtl
    shown = {name: value if isinstance(value, int | float) else isolated(str(value), rtl=rtl) for name, value in values.items()}
    try:
        return text.format_map(shown)
    except (AttributeError, KeyError, IndexError, ValueError):
        if text == source:
            raise
        return source.format_map(shown)


def minutes(n: float) -> str:
    """A length in minutes, rounded up: "6 min", "1 h 24 min", "2 h"."""
    whole = max(0, ceil(n))
    hours, rest = divmod(whole, 60)
    if not hours:
        return _minutes(rest)
    return tr("{hours} {minutes}", hours=_hours(hours), minutes=_minutes(rest)) if rest else _hours(hours)


def seconds(n: float) -> str:
    """A length in seconds, for what took place: "45 s", "13 min 20 s", "1 h 2 min"."""
    whole = max(0, round(n))
    if whole >= 3600:
        return minutes(whole // 60)
    rest, left = divmod(whole, 60)
    if not rest:
        return _seconds(left)
    return tr("{minutes} {seconds}", minutes=_minutes(rest), seconds=_seconds(left)) if left else _minutes(rest)


def _hours(n: int) -> str:
    return trn("{n} h", "{n} h", n)


def _minutes(n: int) -> str:
    return trn("{n} min", "{n} min", n)


def _seconds(n: int) -> str:
    return trn("{n} s", "{n} s", n)


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
    return tr("{n} {unit}", n=shown, unit=units[at])  # SI symbols: the same in every language


def dotted(*parts: str) -> str:
    """Facts in one line: "Burns · 7 min video". Each keeps its own direction; empty ones are left out."""
    rtl = _spoken.get().rtl
    return " · ".join(isolated(part, rtl=rtl) for part in parts if part)


def listed(parts: list[str]) -> str:
    """ "a", "a and b", "a, b and c". """
    if len(parts) < 2:
        return "".join(parts)
    return tr("{most} and {last}", most=tr(", ").join(parts[:-1]), last=parts[-1])
