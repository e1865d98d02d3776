"""A customer's own code on the screen: a symbol for the camera of his phone, and the offer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.domain.customer import short_name
from refdesk.services.invitations import Invitation
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.sayings import DOT
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import Panel
from refdesk.ui.widgets.symbol import SymbolView

LOW = 272
"""Below this height (px at scale 1) the panel has no room for a line each."""

SIDE = 290
"""Of the symbol with its margin, at scale 1: 10 px a module for a code of ours."""


class InvitationPanel(Panel):
    """Stands in the place of the day's list until Esc or the next scan; nothing waits for it."""

    print_pressed = Signal()
    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, "invitation", padding=16)
        theme, words = context.theme, context.words
        self._words = words
        self._text = ""
        self._lines: list[str] = []
        spoken = words.text("The code as a symbol for a camera")
        self._symbol = SymbolView(theme, "invitation_qr", spoken, side=SIDE)
        self._title = Label(theme, "", "title", bold=True).wrapped()
        self._code = named(Label(theme, "", "page", bold=True), "invitation_code")
        self._offer = named(Label(theme, "").wrapped(), "invitation_text")
        self._buttons = self._make_buttons(context)
        row = tight(QHBoxLayout(), theme.px(24))
        row.addWidget(self._symbol)
        row.addLayout(self._make_column(), 1)
        self.column.addLayout(row, 1)

    def _make_column(self) -> QVBoxLayout:
        """The texts and the buttons; a row of all three is wider than the smallest window has."""
        theme = self._theme
        *below, close = self._buttons
        names = tight(QVBoxLayout(), theme.px(8))
        names.addWidget(self._title)
        names.addWidget(self._code)
        head = tight(QHBoxLayout(), theme.px(8))
        head.addLayout(names, 1)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        column = tight(QVBoxLayout(), theme.px(8))
        column.addLayout(head)
        column.addWidget(self._offer)
        column.addStretch(1)
        buttons = tight(QHBoxLayout(), theme.px(8))
        for button in below:
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        return column

    def _make_buttons(self, context: Context) -> tuple[Button, ...]:
        theme, words = context.theme, context.words
        copy = Button(theme, "invitation_copy", words.text("Copy the text"), Look(icon="copy"))
        copy.clicked.connect(self._copy)
        look = Look(icon="printer", key="F8")
        out = Button(theme, "invitation_print", words.text("Print card"), look)
        out.clicked.connect(self.print_pressed)
        close = Button(theme, "invitation_close", words.text("Close"), Look("quiet", "x", "Esc"))
        close.clicked.connect(self.closed)
        return copy, out, close

    def show_invitation(self, invitation: Invitation, modules: tuple[bytes, ...]) -> None:
        """Show somebody's code."""
        words, name = self._words, short_name(invitation.name)
        self._symbol.show_modules(modules)
        self._title.setText(
            words.text("Friends of {name} come with this code", name=name)
            if name
            else words.text("Friends come with this code")
        )
        self._code.setText(invitation.shown)
        self._text = invitation.text
        lines = invitation.text.splitlines()
        self._lines = [one for one in lines if invitation.shown not in one]
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another height has room for more or fewer lines."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a low window: no title, which the strip above has, and the offer in running text."""
        margins = self.column.contentsMargins()
        self._symbol.set_room(self.height() - margins.top() - margins.bottom())
        is_low = self.height() < self._theme.px(LOW)
        self._title.setVisible(not is_low)
        self._offer.setText(DOT.join(self._lines[1:]) if is_low else "\n".join(self._lines))

    def texts(self) -> tuple[str, str, str]:
        """Title, code and offer as shown."""
        return self._title.text(), self._code.text(), self._offer.text()

    def tab_stops(self) -> list[QWidget]:
        """What can have the focus."""
        return list(self._buttons)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        copy = self._buttons[0]
        copy.set_caption(self._words.text("Copied"))
        copy.set_icon_name("check")

    def forget(self) -> None:
        """The code is not kept on a screen that nobody looks at."""
        self._symbol.show_modules(())
        self._code.setText("")
        self._offer.setText("")
        self._text, self._lines = "", []
        copy = self._buttons[0]
        copy.set_caption(self._words.text("Copy the text"))
        copy.set_icon_name("copy")
