"""The Windows registry, played by a stand-in: what is written, and that removing leaves what was there before."""

from pathlib import Path

import pytest

from player.assets import resource
from player.errors import PlayerError
from player.services.desktop.program import Program
from player.services.desktop.registry import UserKeys
from player.services.desktop.windows import Windows
from tests.forge.registry import FakeWinReg

PROGRAM = Program((r"C:\Program Files\Greentick\greentick-window.exe", "--data", r"D:\my data"))
COMMAND = r'"C:\Program Files\Greentick\greentick-window.exe" --data "D:\my data" "%1"'
CLASSES = r"HKCU\Software\Classes"


class Machine:
    def __init__(self) -> None:
        self.reg = FakeWinReg()
        self.keys = UserKeys(self.reg)
        self.told = 0
        self.desktop = Windows(self.keys, self._tell)
        self.keys.write(r"Software\Classes\.txt", "txtfile")  # as on any machine

    def _tell(self) -> None:
        self.told += 1


@pytest.fixture
def machine() -> Machine:
    return Machine()


def test_the_endings_get_a_type_an_icon_and_a_command(machine: Machine) -> None:
    report = machine.desktop.install(PROGRAM)
    said = machine.reg.everything()
    for ending in (".course", ".courses"):
        assert said[rf"{CLASSES}\{ending}\(default)"] == "Greentick.Course"
        assert said[rf"{CLASSES}\{ending}\OpenWithProgids\Greentick.Course"] == ""
    assert said[rf"{CLASSES}\Greentick.Course\(default)"] == "Greentick course"
    assert said[rf"{CLASSES}\Greentick.Course\shell\open\command\(default)"] == COMMAND
    icon, _, number = said[rf"{CLASSES}\Greentick.Course\DefaultIcon\(default)"].rpartition(",")
    assert Path(icon.strip('"')) == resource("desktop/course.ico")
    assert number == "0"
    assert machine.told == 1
    assert machine.desktop.installed()
    assert report.changed
    assert COMMAND in report.done
    assert "Start menu" in report.notes[0]


def test_twice_is_once_and_a_moved_program_is_mended(machine: Machine) -> None:
    machine.desktop.install(PROGRAM)
    before = machine.reg.everything()
    assert not machine.desktop.install(PROGRAM).changed
    assert machine.reg.everything() == before
    assert machine.desktop.install(Program((r"E:\greentick.exe",))).changed
    assert machine.reg.everything()[rf"{CLASSES}\Greentick.Course\shell\open\command\(default)"] == r'E:\greentick.exe "%1"'


def test_removing_leaves_what_was_there_before(machine: Machine) -> None:
    before = machine.reg.everything()
    machine.desktop.install(PROGRAM)
    assert machine.desktop.remove().changed
    assert machine.reg.everything() == before
    assert machine.told == 2
    assert not machine.desktop.installed()
    assert not machine.desktop.remove().changed
    assert machine.told == 2


def test_an_ending_of_another_program_is_given_back_to_it(machine: Machine) -> None:
    machine.keys.write(r"Software\Classes\.course", "Golf.Course")
    machine.keys.write(r"Software\Classes\.courses\OpenWithProgids", "", "Golf.Courses")
    before = machine.reg.everything()
    machine.desktop.install(PROGRAM)
    machine.desktop.install(PROGRAM)
    assert machine.keys.read(r"Software\Classes\.course") == "Greentick.Course"
    machine.desktop.remove()
    assert machine.reg.everything() == before


def test_what_somebody_took_since_is_left_to_them(machine: Machine) -> None:
    machine.desktop.install(PROGRAM)
    machine.keys.write(r"Software\Classes\.course", "Golf.Course")
    assert machine.desktop.install(PROGRAM).changed
    machine.keys.write(r"Software\Classes\.course", "Chess.Course")
    machine.desktop.remove()
    assert machine.keys.read(r"Software\Classes\.course") == "Chess.Course"
    assert machine.keys.read(r"Software\Classes\.courses") is None


def test_a_locked_registry_is_a_sentence(machine: Machine) -> None:
    machine.reg.locked = True
    with pytest.raises(PlayerError, match=r"The registry cannot be written: Access is denied\."):
        machine.desktop.install(PROGRAM)
    machine.reg.locked = False
    machine.desktop.install(PROGRAM)
    machine.reg.locked = True
    with pytest.raises(PlayerError, match="registry cannot be written"):
        machine.desktop.remove()


def test_a_source_tree_is_refused(machine: Machine) -> None:
    with pytest.raises(PlayerError, match="never installed"):
        machine.desktop.install(Program(("python", "-m", "player"), Path("tree")))
    assert not machine.desktop.installed()


def test_keys_are_forgotten_with_all_below(machine: Machine) -> None:
    machine.keys.write(r"Software\A\B\C", "deep")
    machine.keys.write(r"Software\A\B\D", "deep")
    machine.keys.forget_tree(r"Software\A")
    assert machine.keys.read(r"Software\A\B\C") is None
    assert machine.keys.read(r"Software\Classes\.txt") == "txtfile"
    machine.keys.forget_tree(r"Software\A")
    machine.keys.forget_empty(r"Software\A")
    machine.keys.forget_empty(r"Software\Classes\.txt")
    assert machine.keys.read(r"Software\Classes\.txt") == "txtfile"
