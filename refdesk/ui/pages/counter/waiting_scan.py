"""A scan that came while a form holds something unsaved: "Switch" or "Keep" (ui.md section 5)."""

from collections.abc import Callable
from typing import NamedTuple

from refdesk.domain.codes import mask_code
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.reading import Looked
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.strips import Message


class Waiting(NamedTuple):
    """A scan that waits; ``looked`` once its meaning is known."""

    text: str
    looked: Looked | None = None


def waiting_strip(
    context: Context, waiting: Waiting, switch: Callable[[], None], keep: Callable[[], None]
) -> tuple[Message, list[Button]]:
    """The strip's message with its two buttons."""
    words, theme = context.words, context.theme
    switch_button = Button(theme, "scan_switch", words.text("Switch"), Look(key="Enter", height=44))
    keep_button = Button(theme, "scan_keep", words.text("Keep"), Look(key="Esc", height=44))
    switch_button.clicked.connect(switch)
    keep_button.clicked.connect(keep)
    title = words.text("New scan: {code}", code=mask_code(waiting.text.strip()))
    line = words.text("This form is not saved yet")
    return Message("acc", title, line, icon="scan-qr-code"), [switch_button, keep_button]
