"""Close shift (F10 at the counter): figures, cash paid out, what to look at first (G27).

The page is the confirmation: Enter closes at once, and then whoever comes next signs in. Enter in
the field of the slips closes too, once a sum stands there; a shift is never closed unseen, while
its figures are still being read.
"""

from contextlib import suppress
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from refdesk.domain.errors import DomainError
from refdesk.domain.progress import Progress
from refdesk.domain.records import Shop
from refdesk.domain.shifts import Figures, Point
from refdesk.services.clock import ClockView, look_at_clock
from refdesk.services.desk import Desk
from refdesk.services.shift_slips import span_text
from refdesk.services.shifts import (
    Earlier,
    ShiftView,
    answer_point,
    close_shift,
    read_earlier,
    read_shift,
)
from refdesk.ui.error_texts import message_of
from refdesk.ui.page import Context, Density, KeyHint, Page
from refdesk.ui.pages.close_shift.earlier_panel import EarlierPanel
from refdesk.ui.pages.close_shift.figures_panel import FiguresPanel, SlipsPanel
from refdesk.ui.pages.close_shift.points_panel import PointsPanel
from refdesk.ui.pages.close_shift.printing import ShiftPrinting
from refdesk.ui.pages.counter.approvals import Answer, ApprovalDialog, Ask
from refdesk.ui.receipt_jobs import ReceiptJobs
from refdesk.ui.tasks import Task
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.states import ProgressPlace
from refdesk.ui.widgets.strips import Message, Strip
from refdesk.words.shift_text import point_title

LEFT, LEFT_NARROW = 400, 340


class CloseShiftPage(Page):
    """``closed`` gives a shift once it is closed, ``back_wanted`` comes with Esc, ``run_wanted``
    leads to a print run. ``receipts`` print slips where the till has a receipt printer."""

    closed = Signal(object)
    back_wanted = Signal()
    run_wanted = Signal(int)

    def __init__(self, context: Context, desk: Desk) -> None:
        super().__init__()
        self._context = context
        self._desk = desk
        self.view: ShiftView | None = None
        self.receipts: ReceiptJobs | None = None
        self._closing: Task | None = None
        self._is_prepared = False
        self._is_low: bool | None = None
        self._is_low_density = False
        self._has_none = False
        named(self, "close_shift_page")
        self.figures = FiguresPanel(context)
        self.slips = SlipsPanel(context)
        is_manager = desk.actor.role != "cashier"
        self.points = PointsPanel(context, may_confirm=is_manager)
        self.earlier = EarlierPanel(context, may_confirm=is_manager)
        self.strip = Strip(context.theme, "close_shift_strip")
        self.strip.hide()
        self.printing = ShiftPrinting(context, desk, self)
        self.printing.said.connect(self.strip.show_message)
        self.progress = ProgressPlace(context.theme, "close_shift_progress", context.words)
        self._build()
        self._connect()
        self.strip.installEventFilter(self)

    # -- for the window --------------------------------------------------------------------

    @property
    def title(self) -> str:
        return self._context.words.text("Close shift")

    def keys(self) -> tuple[KeyHint, ...]:
        text = self._context.words.text
        back = KeyHint("Esc", text("Back to counter"), self.back)
        if self._has_none:
            return (back,)
        return (
            KeyHint("Enter", text("Close shift"), self.enter),
            KeyHint("F8", text("Print slip"), self.print_slip),
            KeyHint("Ctrl+P", text("Print slip on paper"), self.print_on_paper, in_status=False),
            KeyHint("Ctrl+S", text("Save slip"), self.save_slip, in_status=False),
            KeyHint("Ctrl+Tab", text("Earlier shifts"), self.turn, in_status=False),
            back,
        )

    def prepare(self) -> bool:
        """Make the rows of the shift as it is, or of one in which nothing was done yet."""
        if self._is_prepared:
            return False
        self._is_prepared = True
        desk = self._desk
        self._context.tasks.run(
            lambda: _read(desk), owner=self, done=self._show_unseen, failed=lambda _error: None
        )
        return True

    def _show_unseen(self, found: "_Found") -> None:
        if self.isVisible():
            return
        if found.view is not None:
            self._show_found(found)
        else:
            self.figures.show_figures(Figures())

    def on_shown(self) -> None:
        self._is_prepared = True
        if self.view is None:
            self._show_body(is_shown=False)
        self.strip.hide()
        self.slips.clear()
        self.main.setEnabled(False)  # until the figures are read
        self._panels.setCurrentWidget(self.points)  # nothing is closed without a look at them
        self.refresh()

    def on_density(self, density: Density) -> None:
        self._left.setFixedWidth(self._context.theme.px(LEFT_NARROW if density.narrow else LEFT))
        self._is_low_density = density.low
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A page that gets higher or lower."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put all closer together where the figures would scroll: each of them counts here."""
        theme, low = self._context.theme, self._is_low_density or not self._has_room()
        if low == self._is_low:
            return
        self._is_low = low
        pad, gap = theme.px(16 if low else 24), theme.px(12 if low else 16)
        self._column.setContentsMargins(pad, pad, pad, pad)
        for layout in (self._column, self._left_column):
            layout.setSpacing(gap)
        self.figures.set_low(low)
        self.slips.set_low(low)

    def _has_room(self) -> bool:
        """Whether everything stands whole at its usual distances, below a strip if one is shown."""
        theme = self._context.theme
        needed = self.figures.roomy_height(self._left.width()) + self.slips.roomy_height()
        needed += theme.line("page") + self.main.sizeHint().height() + theme.px(2 * 24 + 3 * 16)
        if not self.strip.isHidden():
            needed += self.strip.heightForWidth(self.width() - theme.px(2 * 24)) + theme.px(16)
        return needed <= self.height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A strip that appears, goes or grows takes and leaves room."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Resize):
            self._arrange()
        return super().eventFilter(watched, event)

    def may_leave(self) -> bool:
        return self._closing is None

    # -- what is done ----------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the open shift and the earlier ones anew."""
        desk = self._desk
        self._context.tasks.run(
            lambda: _read(desk), owner=self, done=self._show_found, failed=self._not_read,
            urgent=True,
        )  # fmt: skip

    def enter(self) -> None:
        """Close the shift that is shown."""
        view, slips = self.view, self.slips.typed()
        if view is None or not self.main.isEnabled():
            return
        if slips is None:
            self.slips.field.setFocus(Qt.FocusReason.OtherFocusReason)
            words = self._context.words
            title = words.text("Count the slips in the drawer first")
            self.strip.show_message(
                Message("check", title, words.text("Write 0 if there are none"))
            )
            return
        self.main.setEnabled(False)
        title = self._context.words.text("Looking at all balances")
        self.progress.start(title, can_stop=True)
        desk = self._desk

        def work(progress: Progress) -> ShiftView:
            try:
                return close_shift(desk, view.id, slips=slips, progress=progress)
            finally:
                desk.store.close()

        self._closing = self._context.tasks.run_long(
            work, owner=self, done=self._closed, failed=self._not_closed,
            progress=self.progress.report,
        )  # fmt: skip

    def stop(self) -> None:
        """Close the shift another time: the look at all balances takes too long now."""
        if self._closing is not None:
            self._closing.cancel()
            self._open_again()
            self.refresh()  # it may have been closed just before

    def print_slip(self) -> None:
        """F8: the slip as it is now."""
        if self.view is not None:
            self.print_shift(self.view.id)

    def print_shift(self, shift: int) -> None:
        """Print a shift's slip: on the till's receipt printer, else on paper."""
        if self.receipts is not None and self.receipts.is_set_up():
            self.receipts.print_shift(shift, self, self.strip.show_message)
        else:
            self.printing.print(shift)

    def print_on_paper(self) -> None:
        """The slip as it is now, by the system's own dialog."""
        if self.view is not None:
            self.printing.print(self.view.id)

    def turn(self) -> None:
        """From the open shift to the earlier ones, and back."""
        is_earlier = self._panels.currentWidget() is self.earlier
        if self.view is not None:
            self._panels.setCurrentWidget(self.points if is_earlier else self.earlier)

    def save_slip(self) -> None:
        """The slip as a file."""
        if self.view is not None:
            self.printing.save(self.view.id)

    def back(self) -> None:
        """To the counter; the shift stays open."""
        self.back_wanted.emit()

    # -- inside ----------------------------------------------------------------------------

    def _connect(self) -> None:
        self.points.reason_wanted.connect(self._ask_own_reason)
        self.points.confirm_wanted.connect(self.run_wanted)
        self.points.earlier_wanted.connect(self.turn)
        self.earlier.reason_wanted.connect(self._ask_reason)
        self.earlier.confirm_wanted.connect(self.run_wanted)
        self.earlier.slip_wanted.connect(self.print_shift)
        self.earlier.back_wanted.connect(self.turn)
        self.progress.stop_requested.connect(self.stop)

    def _show_found(self, found: "_Found") -> None:
        self.earlier.show_earlier(found.shop, found.today, found.earlier)
        self.earlier.back.setVisible(found.view is not None)
        self.points.show_waiting(len(found.earlier.waiting))
        if found.view is None:
            self._show_no_shift(found)
        else:
            self._show(found.shop, found.view)
            self._say_clock(found.clock)

    def _say_clock(self, clock: ClockView) -> None:
        """Before anybody tries: nothing is closed by a clock that cannot be right (R46)."""
        if clock.is_suspect and self.strip.isHidden():
            error = DomainError("clock_suspect", date=clock.today, now=clock.now)
            self.strip.show_message(
                message_of(self._context.words, error)._replace(icon="calendar-clock")
            )

    def _show_no_shift(self, found: "_Found") -> None:
        """Earlier shifts alone, where nobody has one open; what they need is to be seen."""
        self._not_read(DomainError("no_open_shift"))
        has_any = bool(found.earlier.waiting or found.earlier.closed)
        self._show_body(is_shown=has_any)
        self._left.hide()
        self._panels.setCurrentWidget(self.earlier)

    def _show(self, shop: Shop, view: ShiftView) -> None:
        words = self._context.words
        self.view = view
        self._title.setText(words.text("Close shift {number}", number=words.number(view.id)))
        parts = (
            view.staff_name, span_text(shop, view, words), words.text("till {name}", name=view.till)
        )  # fmt: skip
        self._line.setText(", ".join(part for part in parts if part))
        self.figures.show_figures(view.figures)
        self.slips.show_shift(view)
        self._arrange()
        self.points.show_points(view.points, shop.zone)
        self.main.setEnabled(True)
        self._slip.setEnabled(True)
        self._left.show()
        self._show_body(is_shown=True)
        if self.isVisible():
            self.slips.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.slips.field.selectAll()

    def _not_read(self, error: Exception) -> None:
        self.view = None
        self.main.setEnabled(False)
        self._slip.setEnabled(False)
        self._show_body(is_shown=False)
        self._title.setText(self._context.words.text("Close shift"))
        self._line.setText("")
        self.strip.show_message(message_of(self._context.words, error))

    def _show_body(self, *, is_shown: bool) -> None:
        """Figures and points, or the room that they leave; a strip does not grow into it."""
        self._body.setVisible(is_shown)
        self._column.setStretch(self._column.indexOf(self._body) + 1, 0 if is_shown else 1)
        if self._has_none != (self.view is None):
            self._has_none = self.view is None
            self.keys_changed.emit()

    def _closed(self, closed: ShiftView) -> None:
        self._open_again()
        self.view = None
        if self.receipts is not None and self.receipts.is_set_up():
            say = self.strip.show_message
            self.receipts.print_closed(closed.id, self, say)  # the anchors stand on it (4c)
        self.closed.emit(closed)

    def _not_closed(self, error: Exception) -> None:
        self._open_again()
        self.strip.show_message(message_of(self._context.words, error))
        if isinstance(error, DomainError) and error.code == "shift_closed":
            self.refresh()

    def _open_again(self) -> None:
        self._closing = None
        self.progress.finish()
        self.main.setEnabled(True)

    def _ask_own_reason(self, point: Point) -> None:
        if self.view is not None:
            self._ask_reason(self.view.id, point)

    def _ask_reason(self, shift: int, point: Point) -> None:
        words, desk = self._context.words, self._desk
        ask = Ask(point_title(words, point), "", words.text("Keep the reason"), needs_reason=True)
        dialog = ApprovalDialog(self._context, ask, self)
        dialog.finished.connect(dialog.deleteLater)

        def given(answer: Answer) -> None:
            self._context.tasks.run(
                lambda: answer_point(desk, shift, point.key, answer.reason), owner=self,
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
        left = self._left_column = tight(QVBoxLayout(self._left), theme.px(16))
        left.addWidget(self.figures, 1)
        left.addWidget(self.slips)
        self._left.setFixedWidth(theme.px(LEFT))
        body.addWidget(self._left)
        self._panels = QStackedWidget()
        self._panels.addWidget(self.points)
        self._panels.addWidget(self.earlier)
        body.addWidget(self._panels, 1)
        column.addWidget(self._body, 1)
        column.addStretch(0)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        theme, words = self._context.theme, self._context.words
        row = tight(QHBoxLayout(), theme.px(12))
        back = Button(theme, "close_shift_back", words.text("Back"), Look(key="Esc", height=56))
        back.clicked.connect(self.back)
        self._slip = slip = Button(
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
        row.addWidget(self.progress, 1)
        row.addWidget(slip)
        row.addWidget(self.main)
        return row


class _Found(NamedTuple):
    """What was read: ``view`` is None where nobody has a shift open."""

    shop: Shop
    today: date
    view: ShiftView | None
    earlier: Earlier
    clock: ClockView


def _read(desk: Desk) -> _Found:
    view = None
    with suppress(DomainError):
        view = read_shift(desk)
    return _Found(desk.shop(), desk.today(), view, read_earlier(desk), look_at_clock(desk))
