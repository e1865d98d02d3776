"""Refunding a part of a purchase: how much and of what, why, and who allows it (R69)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from refdesk.domain.customer import short_name
from refdesk.domain.records import StaffMember
from refdesk.services.explain import Refundable
from refdesk.services.undoing import Refund
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.approvals import Answer, ApprovalDialog, Ask
from refdesk.ui.pages.counter.recorder import Refunded
from refdesk.ui.pages.counter.sayings import DOT
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.choices import ComboBox
from refdesk.ui.widgets.fields import LabelledField
from refdesk.ui.widgets.value_fields import MoneyField
from refdesk.words.benefit_text import effect_amount
from refdesk.words.catalogue import Words
from refdesk.words.names import unit_amount


class RefundDialog(ApprovalDialog):
    """An amount or a service, a reason, and a manager's PIN where it is needed.

    ``refund_given`` gives the `Refund` and the `Answer`.
    """

    refund_given = Signal(object, object)

    def __init__(
        self,
        context: Context,
        can: Refundable,
        people: tuple[StaffMember, ...],
        parent: QWidget,
        *,
        about: str = "",
    ) -> None:
        """``about`` tells which purchase it is."""
        words = context.words
        ask = Ask(
            title=words.text("Refund a part"),
            line=words.text(
                "Up to {sum}. It goes back as it was paid, and benefits in proportion.",
                sum=words.money(can.left),
            ),
            deed=words.text("Refund"),
            needs_reason=True,
            people=people,
            is_destructive=True,
            about=about,
        )
        super().__init__(context, ask, parent)
        self._can = can
        self.service = ComboBox(context.theme, "refund_service")
        self.service.addItem(words.text("The whole bill"), None)
        for line in can.lines:
            self.service.addItem(line.service, line.service)
        self.amount = MoneyField(context.theme, "refund_amount", words, height=48)
        self._service_field = LabelledField(context.theme, words.text("What"), self.service)
        self._amount_field = LabelledField(context.theme, words.text("Amount"), self.amount)
        both = QWidget()
        row = tight(QHBoxLayout(both), context.theme.px(12))
        row.addWidget(self._service_field, 1)
        row.addWidget(self._amount_field, 1)
        self._service_field.setVisible(bool(can.lines))
        self.add_field(both)
        self.service.currentIndexChanged.connect(self._service_chosen)
        self.amount.returnPressed.connect(self.entered)
        self.amount.textEdited.connect(self._amount_field.clear_message)
        self.given.connect(self._tell)
        self.amount.setFocus()

    def most(self) -> int:
        """What may go back of what is chosen."""
        chosen = self.service.currentData()
        by_service = {line.service: line.left for line in self._can.lines}
        return by_service.get(chosen, self._can.left)

    def submit(self) -> None:
        """Give the answer when amount and reason are there."""
        words = self._context.words
        amount = self.amount.amount()
        if not amount:
            self._amount_field.set_problem(words.text("Enter the amount"))
            self.amount.setFocus()
        elif amount > self.most():
            most = words.money(self.most())
            self._amount_field.set_problem(words.text("At most {sum}", sum=most))
            self.amount.setFocus()
        else:
            super().submit()

    def _service_chosen(self) -> None:
        if self.service.currentData() is not None:
            self.amount.set_amount(self.most())
        self._amount_field.clear_message()

    def _tell(self, answer: Answer) -> None:
        amount, service = self.amount.amount(), self.service.currentData()
        self.refund_given.emit(Refund(answer.reason, amount, service), answer)


def refund_text(words: Words, refunded: Refunded, name: str) -> tuple[str, str]:
    """The two lines of the result strip: what went back and to whom, what was taken back."""
    undone = refunded.undone
    title = words.text("Refunded {sum}", sum=words.money(undone.money_back))
    who = short_name(name)
    if who:
        title = words.text("Refunded {sum} to {name}", sum=words.money(undone.money_back), name=who)
    parts = []
    for effect in undone.effects:
        if effect.spent:
            back = unit_amount(words, effect.benefit, -effect.spent)
            parts.append(words.text("{amount} returned", amount=back))
        elif effect.benefit in ("points", "money", "store_credit", "stamps") and effect.value:
            taken = effect_amount(words, effect)
            whose = short_name(refunded.names.get(effect.customer or 0, ""))
            parts.append(f"{whose} {taken}" if whose and effect.side == "referrer" else taken)
    return title, DOT.join(parts)
