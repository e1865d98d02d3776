"""The till's receipt printer: where it is, its paper, and a test receipt."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout

from refdesk.cards.receipt_paper import USUAL_DOTS, WIDTHS, receipt_paper
from refdesk.cards.receipt_printer import parse_printer
from refdesk.domain.errors import DomainError
from refdesk.domain.progress import Progress
from refdesk.services.desk import Desk
from refdesk.ui.error_texts import problem_of
from refdesk.ui.page import Context
from refdesk.ui.pages.settings.section import Section
from refdesk.ui.preferences import ReceiptChoice
from refdesk.ui.receipt_jobs import print_test, told
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Look
from refdesk.ui.widgets.choices import CheckBox, Segments
from refdesk.ui.widgets.fields import LabelledField, TextField
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.strips import Message

ADDRESS_LENGTH = 200


class ReceiptsSection(Section):
    """``chosen`` gives a `ReceiptChoice` that can be used: saved, or without a printer."""

    chosen = Signal(object)

    def __init__(self, context: Context, desk: Desk, choice: ReceiptChoice) -> None:
        words, theme = context.words, context.theme
        super().__init__(context, desk, "receipts", words.text("Receipt printer"))
        self._is_printing = False
        said = words.text("For this till only. A coupon on a receipt takes the place of a card")
        self.column.addWidget(Label(theme, said, tone="muted").wrapped())
        panel = self.panel("receipts_panel")
        self._address = TextField(theme, "receipt_address")
        self._address.setMaxLength(ADDRESS_LENGTH)
        self._address_field = LabelledField(theme, words.text("Printer’s address"), self._address)
        self._width = Segments(theme, "receipt_width", "", height=48)
        self._width.set_options(
            [(str(one), words.text("{width} mm", width=words.number(one))) for one in WIDTHS]
        )
        width_field = LabelledField(theme, words.text("Width of the paper"), self._width)
        self._dots = TextField(theme, "receipt_dots")
        self._dots.setMaxLength(4)
        self._dots.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self._dots_field = LabelledField(theme, words.text("Dots across"), self._dots)
        self._own_qr = CheckBox(
            theme, "receipt_own_qr", words.text("The printer draws QR codes by its own command")
        )
        grid = tight(QGridLayout(), theme.px(12))
        grid.setHorizontalSpacing(theme.px(16))
        grid.addWidget(self._address_field, 0, 0, 1, 2)
        grid.addWidget(width_field, 1, 0)
        grid.addWidget(self._dots_field, 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        panel.column.addLayout(grid)
        panel.column.addWidget(self._own_qr)
        save = self.button("receipts_save", words.text("Save"), Look("primary", key="Ctrl+S"))
        save.clicked.connect(self.save)
        self._test = self.button(
            "receipts_test", words.text("Print a test receipt"), Look(icon="receipt-text")
        )
        self._test.clicked.connect(self.print_test)
        self.put_left(panel, save, self._test)
        self._width.chosen_changed.connect(self._take_usual_dots)
        for line in (self._address, self._dots):
            line.returnPressed.connect(self.save)
        self._show(choice)

    def save(self) -> None:
        """Keep what is there, if it can be used."""
        choice = self._checked(needs_printer=False)
        if choice is None:
            return
        self._show(choice)
        title = self.context.words.text("Saved")
        line = "" if choice.address else self.context.words.text("No receipt printer at this till")
        self.done(title, line)
        self.chosen.emit(choice)

    def print_test(self) -> None:
        """Print a receipt by what is there, saved or not; the window goes on meanwhile."""
        choice = self._checked(needs_printer=True)
        if choice is None or self._is_printing:
            return
        words, desk = self.context.words, self.desk

        def work(_progress: Progress) -> None:
            try:
                print_test(desk, choice)
            finally:
                desk.store.close()

        def done(_none: None) -> None:
            self._is_printing = False
            self.done(
                words.text("The test receipt is printed"),
                words.text("Both bars should reach from edge to edge of the print"),
            )

        def failed(error: Exception) -> None:
            self._is_printing = False
            self.refused(told(error, choice))

        self._is_printing = True
        title = words.text("The test receipt goes to the printer")
        self.strip.show_message(Message("acc", title, "", icon="printer"))
        self.context.tasks.run_long(work, owner=self, done=done, failed=failed)

    # -- what is written ---------------------------------------------------------------------

    def _checked(self, *, needs_printer: bool) -> ReceiptChoice | None:
        """What is there, or None where something does not do and is said at its field."""
        self._show_help()
        width, text = int(self._width.chosen() or WIDTHS[-1]), self._address.text().strip()
        dots = self._dots.text().strip()
        address = ""
        try:
            if text or needs_printer:
                address = str(parse_printer(text))
        except DomainError as refused:
            self._point_at(self._address_field, refused)
            return None
        try:
            number = int(dots) if dots.isdecimal() else 0
            receipt_paper(width, number if dots else None)
        except DomainError as refused:
            self._point_at(self._dots_field, refused)
            return None
        usual = not dots or number == USUAL_DOTS[width]
        return ReceiptChoice(address, width, 0 if usual else number, self._own_qr.isChecked())

    def _point_at(self, field: LabelledField, refused: DomainError) -> None:
        self.strip.hide()
        field.set_problem(problem_of(self.context.words, refused))
        field.control().setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, choice: ReceiptChoice) -> None:
        width = choice.width if choice.width in WIDTHS else WIDTHS[-1]
        self._address.setText(choice.address)
        self._width.blockSignals(True)
        self._width.choose(str(width))
        self._width.blockSignals(False)
        self._dots.setText(str(choice.dots or USUAL_DOTS[width]))
        self._own_qr.setChecked(choice.own_qr)
        self._show_help()

    def _show_help(self) -> None:
        words = self.context.words
        self._address_field.set_help(
            words.text("tcp://192.168.1.50:9100, usb://04b8:0202 or /dev/usb/lp0; empty: none")
        )
        self._dots_field.set_help(
            words.text("Usual: 384 on 58 mm, 576 on 80 mm. The printer’s manual says it")
        )

    def _take_usual_dots(self, width: object) -> None:
        """Other paper has other dots, unless somebody wrote a number of his own."""
        if self._dots.text().strip() in ("", *map(str, USUAL_DOTS.values())):
            self._dots.setText(str(USUAL_DOTS[int(str(width))]))
