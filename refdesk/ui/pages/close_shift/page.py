"""Close shift (F10 at the counter): figures, cash paid out, what to look at first (G27).

The page is the confirmation: Enter closes at once, and then whoever comes next signs in. Enter in
the field of the slips closes too, once a sum stands there; a shift is never closed unseen, while
its figures are still being read.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.domain.errors import DomainError
from refdesk.domain.records import Shop
from refdesk.domain.shifts import Point
from refdesk.services.desk import Desk
from refdesk.services.shift_slips import span_text
from refdesk.services.shifts import ShiftView, answer_point, close_shift, read_shift
from refdesk.ui.error_texts import message_of
from refdesk.ui.page import Context, Density, KeyHint, Page
from refdesk.ui.pages.close_shift.figures_panel import FiguresPanel, SlipsPanel
from refdesk.ui.pages.close_shift.points_panel import PointsPanel
from refdesk.ui.pages.close_shift.printing import ShiftPrinting
from refdesk.ui.pages.counter.approvals import Answer, ApprovalDialog, Ask
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.strips import Message, Strip
from refdesk.words.shift_text import point_title

LEFT, LEFT_NARROW = 400, 340


class CloseShiftPage(Page):
    """``closed`` comes once a shift is closed, ``back_wanted`` with Esc; ``cards_wanted`` leads to
    the print runs."""

    closed = Signal()
    back_wanted = Signal()
    cards_wanted = Signal()

    def __init__(self, context: Context, desk: Desk) -> None:
        super().__init__()
        self._context = context
        self._desk = desk
        self.view: ShiftView | None = None
        self._is_closing = False
        named(self, "close_shift_page")
        self.figures = FiguresPanel(context)
        self.slips = SlipsPanel(context)
        is_manager = desk.actor.role != "cashier"
        self.points = PointsPanel(context, may_confirm=is_manager)
        self.strip = Strip(context.theme, "close_shift_strip")
        self.strip.hide()
        self.printing = ShiftPrinting(context, desk, self)
        self.printing.said.connect(self.strip.show_message)
        self._build()
        self.points.reason_wanted.connect(self._ask_reason)
        self.points.confirm_wanted.connect(lambda _run: self.cards_wanted.emit())

    # -- for the window --------------------------------------------------------------------

    @property
    def title(self) -> str:
        return self._context.words.text("Close shift")

    def keys(self) -> tuple[KeyHint, ...]:
        text = self._context.words.text
        return (
            KeyHint("Enter", text("Close shift"), self.enter),
            KeyHint("F8", text("Print slip"), self.print_slip),
            KeyHint("Ctrl+S", text("Save slip"), self.save_slip, in_status=False),
            KeyHint("Esc", text("Back to counter"), self.back),
        )

    def on_shown(self) -> None:
        self.strip.hide()
        self.slips.clear()
        self.refresh()

    def on_density(self, density: Density) -> None:
        self._left.setFixedWidth(self._context.theme.px(LEFT_NARROW if density.narrow else LEFT))
        pad = self._context.theme.px(16 if density.low else 24)
        self._column.setContentsMargins(pad, pad, pad, pad)
        self.figures.set_low(density.low)
        if self.view is not None:
            self.figures.show_shift(self.view)

    def may_leave(self) -> bool:
        return not self._is_closing

    # -- what is done ----------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the open shift anew."""
        desk = self._desk
        self._context.tasks.run(
            lambda: (desk.shop(), read_shift(desk)), owner=self,
            done=lambda found: self._show(*found), failed=self._not_read, urgent=True,
        )  # fmt: skip

    def enter(self) -> None:
        """Close the shift that is shown."""
        view, slips = self.view, self.slips.typed()
        if view is None or self._is_closing:
            return
        if slips is None:
            self.slips.field.setFocus(Qt.FocusReason.OtherFocusReason)
            words = self._context.words
            title = words.text("Count the slips in the drawer first")
            self.strip.show_message(
                Message("check", title, words.text("Write 0 if there are none"))
            )
            return
        self._is_closing = True
        self.main.setEnabled(False)
        desk = self._desk
        self._context.tasks.run(
            lambda: close_shift(desk, view.id, slips=slips), owner=self, done=self._closed,
            failed=self._not_closed, urgent=True,
        )  # fmt: skip

    def print_slip(self) -> None:
        """F8: the slip as it is now."""
        if self.view is not None:
            self.printing.print(self.view.id)

    def save_slip(self) -> None:
        """The slip as a file."""
        if self.view is not None:
            self.printing.save(self.view.id)

    def back(self) -> None:
        """To the counter; the shift stays open."""
        self.back_wanted.emit()

    # -- inside ----------------------------------------------------------------------------

    def _show(self, shop: Shop, view: ShiftView) -> None:
        words = self._context.words
        self.view = view
        self._title.setText(words.text("Close shift {number}", number=words.number(view.id)))
        parts = (
            view.staff_name, span_text(shop, view, words), words.text("till {name}", name=view.till)
        )  # fmt: skip
        self._line.setText(", ".join(part for part in parts if part))
        self.figures.show_shift(view)
        self.slips.show_shift(view)
        self.points.show_points(view.points, shop.zone)
        self.main.setEnabled(True)
        self._body.show()
        self.slips.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.slips.field.selectAll()

    def _not_read(self, error: Exception) -> None:
        self.view = None
        self.main.setEnabled(False)
        self._body.hide()
        self._title.setText(self._context.words.text("Close shift"))
        self._line.setText("")
        self.strip.show_message(message_of(self._context.words, error))

    def _closed(self, _view: ShiftView) -> None:
        self._is_closing = False
        self.view = None
        self.closed.emit()

    def _not_closed(self, error: Exception) -> None:
        self._is_closing = False
        self.main.setEnabled(True)
        self.strip.show_message(message_of(self._context.words, error))

    def _ask_reason(self, point: Point) -> None:
        words, view, desk = self._context.words, self.view, self._desk
        if view is None:
            return
        ask = Ask(point_title(words, point), "", words.text("Keep the reason"), needs_reason=True)
        dialog = ApprovalDialog(self._context, ask, self)
        dialog.finished.connect(dialog.deleteLater)

        def given(answer: Answer) -> None:
            self._context.tasks.run(
                lambda: answer_point(desk, view.id, point.key, answer.reason), owner=self,
                done=lambda _nothing: self._answered(dialog),
                failed=lambda error: self._not_answered(dialog, error),
            )  # fmt: skip

        dialog.given.connect(given)
        dialog.open()

    def _answered(self, dialog: ApprovalDialog) -> None:
        dialog.accept()
        self.refresh()

    def _not_answered(self, dialog: ApprovalDialog, error: Exception) -> None:
        if isinstance(error, DomainError) and error.code == "bad_reason":
            dialog.show_problem(message_of(self._context.words, error).title)
            return
        dialog.reject()
        self.strip.show_message(message_of(self._context.words, error))

    def _build(self) -> None:
        theme, words = self._context.theme, self._context.words
        pad = theme.px(24)
        self._column = column = tight(QVBoxLayout(self), theme.px(16), (pad, pad, pad, pad))
        self._title = Label(theme, words.text("Close shift"), "page", bold=True)
        self._line = Label(theme, "", tone="muted")
        head = tight(QHBoxLayout(), theme.px(16))
        head.addWidget(self._title)
        head.addWidget(self._line, 1)
        column.addLayout(head)
        column.addWidget(self.strip)
        self._body = QWidget()
        body = tight(QHBoxLayout(self._body), theme.px(16))
        self._left = QWidget()
        left = tight(QVBoxLayout(self._left), theme.px(16))
        left.addWidget(self.figures, 1)
        left.addWidget(self.slips)
        self._left.setFixedWidth(theme.px(LEFT))
        body.addWidget(self._left)
        body.addWidget(self.points, 1)
        column.addWidget(self._body, 1)
        column.addStretch(0)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        theme, words = self._context.theme, self._context.words
        row = tight(QHBoxLayout(), theme.px(12))
        back = Button(theme, "close_shift_back", words.text("Back"), Look(key="Esc", height=56))
        back.clicked.connect(self.back)
        slip = Button(
            theme, "close_shift_print", words.text("Print slip"),
            Look(icon="printer", key="F8", height=56),
        )  # fmt: skip
        slip.clicked.connect(self.print_slip)
        self.main = Button(
            theme, "close_shift_main", words.text("Close shift"),
            Look("primary", icon="lock", key="Enter", height=64),
        )  # fmt: skip
        self.main.clicked.connect(self.enter)
        self.main.setEnabled(False)
        row.addWidget(back)
        row.addStretch(1)
        row.addWidget(slip)
        row.addWidget(self.main)
        return row
