"""What pictures are called, for whoever hears them."""

from player.ui.words import tr


def picture_name(key: str) -> str:
    """Of a learner's picture, and of those of a lock."""
    names = {
        "bird": tr("bird"), "turtle": tr("turtle"), "cat": tr("cat"), "fish": tr("fish"), "rabbit": tr("rabbit"), "squirrel": tr("squirrel"),
        "dog": tr("dog"), "snail": tr("snail"), "panda": tr("panda"), "bug": tr("beetle"), "feather": tr("feather"), "sprout": tr("sprout"),
        "sun": tr("sun"), "house": tr("house"), "key": tr("key"), "tree": tr("tree"), "car": tr("car"), "book": tr("book"),
        "music": tr("music"), "apple": tr("apple"), "umbrella": tr("umbrella"),
    }  # fmt: skip
    return names[key]
