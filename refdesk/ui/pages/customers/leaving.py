"""What an unsaved form asks before something else takes its place."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from refdesk.domain.codes import mask_code
from refdesk.ui.page import Context
from refdesk.ui.pages.customers.form import CustomerForm
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.strips import Message


def ask_about_scan(
    context: Context, form: CustomerForm, text: str, switch: Callable[[], None]
) -> None:
    """A scan came while the form is not saved: it waits (Switch or Keep)."""
    words = context.words
    title = words.text("New scan: {code}", code=mask_code(text))
    line = words.text("This form is not saved yet")
    message = Message("acc", title, line, icon="scan-qr-code")
    _ask(context, form, message, (words.text("Switch"), words.text("Keep")), switch)


def ask_about_leaving(context: Context, form: CustomerForm, leave: Callable[[], None]) -> None:
    """Another page is wanted while the form is not saved."""
    words = context.words
    message = Message("check", words.text("This form is not saved yet"))
    _ask(context, form, message, (words.text("Discard"), words.text("Stay")), leave)


def _ask(
    context: Context, form: CustomerForm, message: Message, texts: tuple[str, str],
    act: Callable[[], None],
) -> None:  # fmt: skip
    go, stay = texts
    keep = Button(context.theme, "form_keep", stay, Look(height=44))
    leave = Button(context.theme, "form_leave", go, Look(height=44))
    keep.clicked.connect(form.strip.hide)
    keep.clicked.connect(form.take_focus)
    leave.clicked.connect(act)
    form.show_leaving(message, [keep, leave])
    keep.show()  # what a layout has just taken cannot have the focus yet
    keep.setFocus(Qt.FocusReason.OtherFocusReason)
