"""A scan that nobody has looked at yet: it came while a form holds something unsaved (ui.md section
5), or another one followed it at once."""

from collections.abc import Callable
from typing import NamedTuple

from refdesk.domain.codes import mask_code
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.reading import Looked
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.strips import Message


class Waiting(NamedTuple):
    """A scan that waits; ``looked`` once its meaning is known. While a purchase is being saved, a
    typed text waits too."""

    text: str
    looked: Looked | None = None
    is_scan: bool = True


def waiting_strip(
    context: Context,
    waiting: Waiting,
    switch: Callable[[], None],
    keep: Callable[[], None],
    *,
    before: str = "",
) -> tuple[Message, list[Button]]:
    """The strip over an unsaved form; ``before`` is a scan that this one followed at once."""
    words = context.words
    badge = waiting.looked.sighting.badge if waiting.looked else None
    title = words.text("New scan: {code}", code=mask_code(waiting.text.strip()))
    if badge is not None:
        title = words.text("Badge of {name}", name=badge.member.name)
    line = words.text("This form is not saved yet: Switch clears it")
    if badge is not None:
        line = words.text("This form is not saved yet: the PIN of another person clears it")
    if before:
        code = mask_code(before.strip())
        line = words.text("This form is not saved yet. Scanned before it: {code}", code=code)
    buttons = _buttons(context, (words.text("Switch"), switch), (words.text("Keep"), keep))
    return Message("acc", title, line, icon="scan-qr-code"), buttons


def passed_strip(
    context: Context, text: str, open_it: Callable[[], None], forget: Callable[[], None]
) -> tuple[Message, list[Button]]:
    """The strip on the waiting screen: a card that another one followed at once."""
    words = context.words
    title = words.text("Scanned too: {code}", code=mask_code(text.strip()))
    line = words.text("Another card came right after it. Nothing was done with this one")
    buttons = _buttons(context, (words.text("Open"), open_it), (words.text("Forget"), forget))
    return Message("acc", title, line, icon="scan-qr-code"), buttons


def _buttons(
    context: Context, first: tuple[str, Callable[[], None]], second: tuple[str, Callable[[], None]]
) -> list[Button]:
    buttons = []
    for name, key, (text, action) in (
        ("scan_switch", "Enter", first),
        ("scan_keep", "Esc", second),
    ):
        button = Button(context.theme, name, text, Look(key=key, height=44))
        button.clicked.connect(action)
        buttons.append(button)
    return buttons
