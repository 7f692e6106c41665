"""Makes the database that stands for one version of the schema. Run once when a version is released, never again for an old one:
python -m tests.golden.make_database"""

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from player.paths import DataFolder
from player.services.learning import Use
from player.services.notes import Note
from player.services.pins import PinError
from player.services.player import Player
from player.services.playing import Habits
from player.store.version import SCHEMA_VERSION
from tests.forge.burns import RIGHT as BURNS_RIGHT
from tests.forge.burns import sits, write_burns
from tests.forge.courses import RIGHT, write_tea

NOON = 1_800_000_000_000
GOLDEN = Path(__file__).parent


def make(target: Path) -> None:
    """Nora in the middle of Making Tea: ticks, a failed attempt, an open one, an open sitting, a grant; Ben, who finished; a guest;
    from version 2 on the trainer's PIN, and Ben's, which was tried wrongly once; from version 3 on Nora's note and bookmark;
    from version 4 on her lock of pictures, what she is used to while something plays, and where she left the leaflet; from version 5
    on a voucher that Nora earned with the chapter quiz of another course, and what the trainer is told of it."""
    with tempfile.TemporaryDirectory() as folder:
        moment = [NOON]
        player = Player(DataFolder(Path(folder) / "data"), lambda: moment[0], machine="golden")
        guest = player.learners.guest()
        moment[0] += 1000
        ben = player.learners.create("Ben Beispiel", "dog", "teal")
        moment[0] += 1000
        nora = player.learners.create("Nora Example", "bird", "sea")
        opened = player.library.open(player.library.add(write_tea(Path(folder) / "tea.course")))
        for person in (guest, ben, nora):
            moment[0] += 60_000
            at = player.learning.enrol(person.id, opened)
            if not person.guest:
                player.learning.open_lesson(at, "welcome")
                player.learning.finish_lesson(at, "welcome")
                player.quizzing.submit(player.quizzing.start(at, "check"))
                paper = player.quizzing.start(at, "check")
                paper = player.quizzing.answer(paper, "word", "cha")
                player.quizzing.flag(paper, "heat", True)
            if person is nora:
                player.learning.grant(at, "files", "done on paper", "Trainer Tess")
                player.learning.sitting(at, "leaflet", Use(active_ms=5000, pages=frozenset({1})))
            if person is ben:
                for question, response in RIGHT.items():
                    paper = player.quizzing.answer(paper, question, response)
                player.quizzing.submit(paper)
                player.learning.finish_lesson(at, "files")
                player.learning.sitting(at, "leaflet", Use(pages=frozenset({1, 2}), ended=True))
                for box in (0, 1):
                    player.learning.tick_box(at, "boxes", box, True)
                player.awarding.printed(player.awarding.issue(at, "certificate", "Ben Beispiel"))
        player.trainer.set_pin("Trainer Tess", "271828", "271828")
        key = opened.key
        player.notes.write(nora.id, key, Note("5e0a" * 8, "history", "#leaves", "Leaves", "Ask about the second flush.", 0, 0))
        player.notes.bookmark(nora.id, key, "leaflet", "page=2", "")
        with player._register.writing() as tables:
            player.trainer._pins.put(tables, ben.id, "3141")
        player.learners.set_pictures(nora.id, ("sun", "fish", "fish", "key"), ("sun", "fish", "fish", "key"))
        player.playing.keep(nora.id, Habits(125, "ar"))
        player.playing.leave(player.learning.enrol(nora.id, opened).number, "leaflet", 61_500)
        burns = player.library.open(player.library.add(write_burns(Path(folder) / "burns.course")))
        sits(player, player.learning.enrol(nora.id, burns), BURNS_RIGHT)
        player.library.remove(burns.key)
        with suppress(PinError):
            player.trainer._pins.check(ben.id, "1413")
        with player._register.writing() as tables:
            tables.connection.exec_driver_sql("UPDATE device SET name = 'Example laptop'")
            tables.connection.exec_driver_sql("UPDATE course SET path = CASE id WHEN 'org.example.tea' THEN 'tea.course' ELSE 'burns.course' END")
        player.close()
        shutil.copyfile(player.data.database, target)


if __name__ == "__main__":
    make(GOLDEN / f"greentick-version-{SCHEMA_VERSION:04d}.db")
