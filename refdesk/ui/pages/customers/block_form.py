"""Why a card is blocked: lost, or stolen, which alerts at the counter (G16)."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.domain.card_loss import STOLEN
from refdesk.domain.records import PromoCode
from refdesk.services import codes
from refdesk.ui.page import Context
from refdesk.ui.pages.customers.shared import masked_code
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.choices import Segments
from refdesk.ui.widgets.fields import LabelledField, TextField

LOST = "lost"


class BlockForm(QWidget):
    """``blocked`` and ``replaced`` give the reason; a replaced card is blocked too."""

    blocked = Signal(str)
    replaced = Signal(str)
    cancelled = Signal()

    def __init__(self, context: Context, code: PromoCode) -> None:
        super().__init__()
        self._context = context
        self._build(code)

    def take_focus(self) -> None:
        """Put the focus on the reason."""
        self.reason.setFocus()
        self.reason.selectAll()

    # -- inside ----------------------------------------------------------------------------

    def _build(self, code: PromoCode) -> None:
        theme, words = self._context.theme, self._context.words
        self.kinds = Segments(theme, "block_kind", words.text("More"), height=44)
        self.kinds.set_options([(LOST, words.text("Lost")), (STOLEN, words.text("Stolen"))])
        self.kinds.choose(LOST)
        self.reason = TextField(theme, "block_reason")
        self.reason.setMaxLength(codes.MAX_REASON - len(STOLEN) - 2)
        self.reason.setText(words.text("Card is lost"))
        self._field = LabelledField(theme, words.text("Why is it blocked?"), self.reason)
        mask = masked_code(code.code)
        block = Button(
            theme, "block_now", words.text("Block {code}", code=mask), Look("danger", height=40)
        )
        swap = Button(
            theme, "block_replace", words.text("Block and replace"),
            Look(icon="replace", height=40),
        )  # fmt: skip
        cancel = Button(theme, "block_cancel", words.text("Cancel"), Look(height=40))
        row = tight(QHBoxLayout(), theme.px(8))
        for button in (block, swap, cancel):
            row.addWidget(button)
        row.addStretch(1)
        column = tight(QVBoxLayout(self), theme.px(4))
        column.addWidget(self.kinds)
        column.addWidget(self._field)
        column.addLayout(row)
        self.kinds.chosen_changed.connect(self._on_kind)
        block.clicked.connect(lambda: self._tell(self.blocked.emit))
        swap.clicked.connect(lambda: self._tell(self.replaced.emit))
        cancel.clicked.connect(self.cancelled)
        self.reason.returnPressed.connect(block.click)

    def _on_kind(self, kind: object) -> None:
        """A theft says enough by itself; what else is known may be added."""
        words = self._context.words
        is_theft = kind == STOLEN
        self.reason.setText("" if is_theft else words.text("Card is lost"))
        self._field.set_help(words.text("It alerts at the counter") if is_theft else "")
        self.reason.setPlaceholderText(words.text("where, when: as far as known"))

    def _tell(self, emit: Callable[[str], object]) -> None:
        text, is_theft = self.reason.text().strip(), self.kinds.chosen() == STOLEN
        if not text and not is_theft:
            self._field.set_problem(self._context.words.text("Say why in a few words"))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        reason = text if not is_theft else f"{STOLEN}: {text}" if text else STOLEN
        emit(reason)
