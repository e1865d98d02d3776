"""Shifts that are closed: the manager's list of what still waits for a reason, and their slips."""

from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from refdesk.domain.business_day import local
from refdesk.domain.records import Shop
from refdesk.services.shift_slips import span_text
from refdesk.services.shifts import ClosedShift, Earlier, WaitingPoint
from refdesk.ui.page import Context
from refdesk.ui.pages.close_shift.points_panel import (
    PointsBox,
    WrappedFact,
    fact_row,
    point_action,
    point_icon,
)
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.words.shift_text import point_line, point_title


class EarlierPanel(PointsBox):
    """``reason_wanted`` gives a shift's number and its point, ``slip_wanted`` the shift whose slip
    is wanted, ``back_wanted`` leads to the open shift."""

    reason_wanted = Signal(int, object)
    slip_wanted = Signal(int)
    back_wanted = Signal()

    def __init__(self, context: Context, *, may_confirm: bool) -> None:
        super().__init__(context, "earlier_shifts", may_confirm=may_confirm)
        theme, words = context.theme, context.words
        pad = theme.px(16)
        self._shown: tuple[Shop, date, Earlier] | None = None
        self.back = Button(theme, "this_shift", words.text("This shift"), Look("quiet", height=44))
        self.back.clicked.connect(self.back_wanted)
        foot = tight(QHBoxLayout(), 0, (pad, theme.px(4), pad, theme.px(4)))
        foot.addStretch(1)
        foot.addWidget(self.back)
        self.column.addLayout(foot)

    def show_earlier(self, shop: Shop, today: date, earlier: Earlier) -> None:
        """Show what waits, the oldest first, and the newest shifts under it; what is shown already
        stays."""
        if (shop, today, earlier) == self._shown:
            return
        self._shown = (shop, today, earlier)
        words = self._context.words
        self._show_head(words.text("Earlier shifts"), len(earlier.waiting))
        makers = [partial(self._waiting, one, shop, today) for one in earlier.waiting]
        makers += [partial(self._closed, one, shop) for one in earlier.closed]
        self._rows.show_rows(makers, words.text("No shift is closed yet"))

    def _waiting(self, one: WaitingPoint, shop: Shop, today: date) -> QWidget:
        theme, words, point = self._context.theme, self._context.words, one.point
        shift = words.text("Shift {number}", number=words.number(one.shift))
        on = words.date(local(point.at, shop.zone).date(), today=today)
        told = ", ".join(part for part in (shift, one.staff_name, on) if part)
        line = f"{told} · {point_line(words, point, shop.zone)}"
        name = f"waiting_{one.shift}_{point.key}"
        fact = WrappedFact(theme, name, point_icon(point), point_title(words, point), line)
        fact.set_open(is_open=True)
        action = point_action(
            self._context, point, may_confirm=self._may_confirm, prefix=f"{one.shift}_",
            confirm=self.confirm_wanted.emit,
            reason=lambda: self.reason_wanted.emit(one.shift, point),
        )  # fmt: skip
        return fact_row(theme, fact, action)

    def _closed(self, one: ClosedShift, shop: Shop) -> QWidget:
        theme, words = self._context.theme, self._context.words
        name = words.text("Shift {number}", number=words.number(one.id))
        paid = words.text("paid {amount}", amount=words.money(one.paid))
        till = words.text("till {name}", name=one.till)
        title = ", ".join(part for part in (name, one.staff_name) if part)
        line = ", ".join((span_text(shop, one, words), till, paid))
        fact = WrappedFact(theme, f"closed_{one.id}", "lock", title, line)
        look = Look(icon="printer", height=44)
        button = Button(theme, f"slip_{one.id}", words.text("Print slip"), look)
        button.clicked.connect(lambda: self.slip_wanted.emit(one.id))
        return fact_row(theme, fact, button)
