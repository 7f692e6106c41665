"""The size of all text, in steps: by buttons, by keys."""

from player.ui import tokens
from player.ui.desk import Desk

STEP = 0.1


def change_text_size(desk: Desk, steps: int) -> None:
    """Larger or smaller by so many steps; 0 is back to 100 %. Kept at once."""
    scale = round(desk.settings.text_scale + steps * STEP, 1) if steps else 1.0
    scale = min(tokens.LARGEST_SCALE, max(tokens.SMALLEST_SCALE, scale))
    if scale != desk.settings.text_scale:
        desk.window.change_look(text_scale=scale)
