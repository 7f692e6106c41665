"""Audio lessons: a calm cover in place of the picture, and the transcript."""

from player.ui.lessons.media import MediaView
from player.ui.lessons.media_prepare import prepare
from player.ui.lessons.view import ViewKind

VIEW = ViewKind(prepare, lambda desk: MediaView(desk, pictured=False))
