"""The amount with its quick sums and the service, shared by both forms."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from refdesk.domain.bill import Line
from refdesk.domain.records import Service
from refdesk.ui.page import Context
from refdesk.ui.widgets.choices import Segments
from refdesk.ui.widgets.value_fields import MoneyField

MOST_QUICK = 3
QUICK_HEIGHT = 44


def quick_sums(services: Sequence[Service]) -> list[int]:
    """Usual prices of the shop's services, for one press, the smallest first."""
    prices = dict.fromkeys(one.price for one in services if one.price)
    return sorted(price for price in list(prices)[:MOST_QUICK] if price is not None)


class AmountEntry(QObject):
    """One line of a bill: the service and its amount, in step with each other.

    Choosing a service writes its usual price as long as nobody typed another. ``changed`` tells
    of every change by a person.
    """

    changed = Signal()

    def __init__(self, context: Context, name: str, *, height: int) -> None:
        super().__init__()
        self._context = context
        self._services: dict[str, Service] = {}
        self._by_hand = False
        self._quiet = False
        self._has_room = True
        self._has_quick = False
        self.service: str | None = None
        self.field = MoneyField(context.theme, f"{name}_amount", context.words, height=height)
        self.quick = Segments(context.theme, f"{name}_quick", "", height=QUICK_HEIGHT, shown=99)
        self.quick.setAccessibleName(context.words.text("Usual amounts"))
        self.field.amount_changed.connect(self._amount_changed)
        self.field.textEdited.connect(self._typed)
        self.quick.chosen_changed.connect(self._quick_chosen)

    def set_services(self, services: Sequence[Service]) -> None:
        """What the shop sells."""
        self._services = {str(one.id): one for one in services}
        sums = quick_sums(services)
        options = [(str(one), _bare(self._context, one)) for one in sums]
        self.quick.set_options(options)
        self._has_quick = len(options) > 1
        self._show_quick()

    def set_room(self, room: bool) -> None:
        """Whether there is a place for the quick sums."""
        self._has_room = room
        self._show_quick()

    def _show_quick(self) -> None:
        self.quick.setVisible(self._has_room and self._has_quick)

    def amount(self) -> int | None:
        """The amount in minor units, or None."""
        return self.field.amount()

    def line(self, probe: int | None = None) -> Line | None:
        """The bill's line; with ``probe`` in the place of a missing amount."""
        amount = self.amount() or probe
        if not amount:
            return None
        chosen = self._services.get(self.service or "")
        return Line(amount, chosen.name, chosen.group) if chosen else Line(amount)

    def state(self) -> object:
        """What is entered, to compare with."""
        return self.amount(), self.service

    def is_by_hand(self) -> bool:
        """Whether a person typed the amount."""
        return self._by_hand

    def clear(self) -> None:
        """Nothing is known; tells nobody."""
        self.fill(None, None)

    def fill(self, amount: int | None, service: str | None) -> None:
        """Set both, telling nobody."""
        self._quiet = True
        self.service = service
        self._by_hand = amount is not None
        self.field.set_amount(amount)
        self._mark_quick(amount)
        self._quiet = False

    def choose_service(self, service: str | None) -> None:
        """A person chose a service."""
        self.service = service
        chosen = self._services.get(service or "")
        if chosen is not None and chosen.price and not self._by_hand:
            self._quiet = True
            self.field.set_amount(chosen.price)
            self._mark_quick(chosen.price)
            self._quiet = False
            if self.field.hasFocus():
                self.field.selectAll()  # another price, typed now, replaces the usual one
        self.changed.emit()

    def _typed(self, text: str) -> None:
        self._by_hand = bool(text.strip())

    def _amount_changed(self, amount: int | None) -> None:
        if self._quiet:
            return
        self._quiet = True
        self._mark_quick(amount)
        self._quiet = False
        self.changed.emit()

    def _mark_quick(self, amount: int | None) -> None:
        self.quick.choose(None)
        if amount is not None:
            self.quick.choose(str(amount))

    def _quick_chosen(self, key: str | None) -> None:
        if self._quiet or key is None:
            return
        self._by_hand = True
        self.field.set_amount(int(key))


def _bare(context: Context, minor: int) -> str:
    """A sum without its currency, for a narrow button."""
    words = context.words
    return words.money(minor).replace(words.currency_sign(), "").strip()
