"""The result strip of the counter: what was saved, and below it the mark and what to say."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from refdesk.domain.marks import MARKS, Mark
from refdesk.ui.page import Context
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import IconLabel, Label
from refdesk.ui.widgets.strips import Message, ResultStrip
from refdesk.words.mark_text import mark_name

FACES: Final[dict[Mark, tuple[str, str]]] = {
    "good": ("face-slightly-smiling", "F5"),
    "so-so": ("face-neutral", "F6"),
    "bad": ("face-slightly-frowning", "F7"),
}
"""The icon of each mark, and the key that no scanner sends and nobody types."""

SHOW_KEY: Final = "F9"
TALL: Final = 44


class CounterResult(ResultStrip):
    """``mark_pressed`` gives the mark of the button that was touched."""

    mark_pressed = Signal(object)
    show_pressed = Signal()

    def __init__(self, context: Context) -> None:
        theme, words = context.theme, context.words
        super().__init__(theme, "result_strip", words)
        self._tells_of_saved = False
        self._after = named(QWidget(), "result_after")
        row = tight(QHBoxLayout(self._after), theme.px(8))
        self._marks = {one: self._mark_button(context, one) for one in MARKS}
        for button in self._marks.values():
            row.addWidget(button)
        self._icon_of_say = IconLabel(theme, "message-square-quote", 24, "ok_ink")
        row.addSpacing(theme.px(4))
        row.addWidget(self._icon_of_say, 0, Qt.AlignmentFlag.AlignVCenter)
        self._say = named(Label(theme, "", "small", bold=True).wrapped(), "result_say")
        row.addWidget(self._say, 1)
        look = Look(icon="qr-code", key=SHOW_KEY, height=TALL, small=True)
        self._show = Button(theme, "result_show", words.text("Show code"), look)
        self._show.clicked.connect(self.show_pressed)
        row.addWidget(self._show)
        self.below.addWidget(self._after)
        self._clear()

    def _mark_button(self, context: Context, mark: Mark) -> Button:
        icon, key = FACES[mark]
        look = Look("segment", icon, key, TALL, small=True)
        button = Button(context.theme, f"mark_{mark}", mark_name(context.words, mark), look)
        button.clicked.connect(lambda: self.mark_pressed.emit(mark))
        return button

    # -- content ---------------------------------------------------------------------------

    def show_message(self, message: Message, actions: Sequence[Button] = ()) -> None:
        """Another message takes the mark and the line of the one before with it."""
        self._clear()
        self._tells_of_saved = False
        super().show_message(message, actions)

    def show_done(self, at: str, title: str, line: str = "", *, can_undo: bool = True) -> None:
        """Tell of what was saved; it stands here and not in the list."""
        super().show_done(at, title, line, can_undo=can_undo)
        self._tells_of_saved = True

    def tells_of_saved(self) -> bool:
        """Whether the last saved purchase stands here, and not something done after it."""
        return self._tells_of_saved and not self.isHidden()

    def offer_marks(self) -> None:
        """Ask for the mark of what was saved."""
        for button in self._marks.values():
            button.show()
        self._fit()

    def offers_marks(self) -> bool:
        """Whether a mark may be given now."""
        return self.isVisible() and not self._marks["good"].isHidden()

    def show_mark(self, mark: Mark | None) -> None:
        """Tick the mark that is kept, or none."""
        for one, button in self._marks.items():
            button.setChecked(one == mark)

    def say(self, text: str, *, with_code: bool) -> None:
        """What to tell the customer, and whether his code may be shown to him."""
        self._say.setText(text)
        self._icon_of_say.setVisible(bool(text))
        self._show.setVisible(with_code)
        self._fit()

    def said(self) -> str:
        """What is to be told."""
        return self._say.text()

    def offers_code(self) -> bool:
        """Whether the customer's own code is one key away."""
        return self.isVisible() and not self._show.isHidden()

    def actions_shown(self) -> list[Button]:
        """The buttons in the order of Tab."""
        after = [one for one in (*self._marks.values(), self._show) if not one.isHidden()]
        return [*super().actions_shown(), *after]

    # -- inside ----------------------------------------------------------------------------

    def _clear(self) -> None:
        for button in self._marks.values():
            button.hide()
        self.show_mark(None)
        self.say("", with_code=False)

    def _fit(self) -> None:
        """The row is there while something is in it."""
        has_marks = not self._marks["good"].isHidden()
        self._after.setVisible(has_marks or bool(self._say.text()) or not self._show.isHidden())
