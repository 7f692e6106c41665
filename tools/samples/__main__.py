"""`make samples-media`: pictures, films, sound, captions and printed matter of the sample courses, made anew.

With a folder as argument everything goes there instead. `--light` leaves out what needs PyAV and flite (films and sound).
"""

import argparse
from pathlib import Path

from tools.samples import clean_hands, first_aid

COURSES = Path(__file__).resolve().parents[2] / "course_packages"
FIRST_AID, CLEAN_HANDS = "first-aid", "clean-hands"
PRESS, RHYTHM, WASH = "02-heart-and-breath/10-press-hard-press-fast", "02-heart-and-breath/30-the-rhythm", "02-how/10-twenty-seconds"
CARD = "03-bleeding-burns-and-more/50-the-card.pdf"


def write(root: Path, course: str, name: str, content: str | bytes) -> None:
    target = root / course / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content.encode() if isinstance(content, str) else content)
    print(f"{course}/{name}: {target.stat().st_size:,} bytes")


def drawn(root: Path) -> None:
    from tools.samples.card import card
    from tools.samples.films import PRESS as PRESS_FILM
    from tools.samples.films import WASH as WASH_FILM

    for course, pictures in ((FIRST_AID, first_aid.PICTURES), (CLEAN_HANDS, clean_hands.PICTURES)):
        for name, text in pictures.items():
            write(root, course, name, text)
    for course, film, stem in ((FIRST_AID, PRESS_FILM, PRESS), (CLEAN_HANDS, WASH_FILM, WASH)):
        for language, text in film.captions().items():
            if course != CLEAN_HANDS or language == "ar":  # its learners read Arabic, whatever the language of the window
                write(root, course, f"{stem}.{language}.vtt", text)
    write(root, FIRST_AID, CARD, card())


def played(root: Path) -> None:
    from tools.samples.encode import film, recording
    from tools.samples.films import PRESS as PRESS_FILM
    from tools.samples.films import WASH as WASH_FILM
    from tools.samples.rhythm import rhythm

    track, captions = rhythm()
    write(root, FIRST_AID, f"{RHYTHM}.ogg", recording(track))
    for language, text in captions.items():
        write(root, FIRST_AID, f"{RHYTHM}.{language}.vtt", text)
    write(root, FIRST_AID, f"{PRESS}.mp4", film(PRESS_FILM))
    write(root, CLEAN_HANDS, f"{WASH}.mp4", film(WASH_FILM))


def main() -> int:
    words = argparse.ArgumentParser(prog="tools.samples", description=__doc__)
    words.add_argument("root", nargs="?", type=Path, default=COURSES)
    words.add_argument("--light", action="store_true")
    asked = words.parse_args()
    drawn(asked.root)
    if not asked.light:
        played(asked.root)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
