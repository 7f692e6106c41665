"""One device may hold several chains of one learner: a restore that lost entries goes on in another lane ("DEVICE/2")."""

from collections.abc import Iterable

MARK = "/"


def device_of(lane: str) -> str:
    """The device whose lane it is."""
    return lane.split(MARK, 1)[0]


def lane_number(lane: str) -> int:
    """1 for the device's first chain."""
    rest = lane.partition(MARK)[2]
    return int(rest) if rest.isascii() and rest.isdecimal() else 1


def next_lane(device: str, taken: Iterable[str]) -> str:
    """What the next chain of this device is called; `taken` are lanes of any device."""
    highest = max((lane_number(lane) for lane in taken if device_of(lane) == device), default=0)
    return device if not highest else f"{device}{MARK}{highest + 1}"
