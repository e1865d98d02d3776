"""What stands in the counter's form, carried over to a counter that is built anew.

Another language or another size of the window makes every page new; what was scanned and typed
stays. The code or the customer is looked up again, because the answer may be another by now; the
key of the purchase goes along, so that a try before and a try after the change are one (R18).
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from refdesk.services.look_up import Sighting
from refdesk.ui.pages.counter.layout import Screen
from refdesk.ui.pages.counter.newcomer_view import Opening
from refdesk.ui.pages.counter.reading import Known, Looked, look, read_customer
from refdesk.ui.pages.counter.tender import Tendered

if TYPE_CHECKING:
    from refdesk.services.desk import Desk
    from refdesk.ui.pages.counter.page import CounterPage


class KeptForm(NamedTuple):
    """A form that somebody began to fill, or the text in the scan box alone."""

    screen: Screen
    opening: Opening = Opening()
    consents: bool = True
    customer: int = 0
    proof: str | None = None
    found_by: str = ""
    spends: Mapping[str, int] = {}
    uses: tuple[int, ...] = ()
    keeps_stamps: bool = False
    cards: tuple[Tendered, ...] = ()
    last4: str = ""
    key: str = ""
    typed: str = ""

    @property
    def is_form(self) -> bool:
        """Whether it is more than a text in the scan box."""
        return self.screen is not Screen.IDLE


def keep_form(page: "CounterPage") -> KeptForm | None:
    """What would be lost with this page; None where there is nothing."""
    if page.screen_shown is Screen.IDLE:
        typed = page.box.text().strip()
        return KeptForm(Screen.IDLE, typed=typed) if typed else None
    if not page.forms.is_touched():
        return None
    key = page.saving.recorder.key
    if page.screen_shown is Screen.NEWCOMER:
        view = page.newcomer
        return KeptForm(
            Screen.NEWCOMER, page.forms.entered()._replace(code=view.opening.code),
            consents=view.consent.isChecked(), cards=view.panel.tender.tendered(), key=key,
        )  # fmt: skip
    return _keep_customer(page, key)


def _keep_customer(page: "CounterPage", key: str) -> KeptForm | None:
    view, known = page.customer, page.customer.known()
    if known is None:
        return None
    return KeptForm(
        Screen.CUSTOMER, Opening(amount=view.entry.amount(), service=view.entry.service),
        customer=known.person.id, proof=known.proof, found_by=known.found_by,
        spends={unit: block.value() or 0 for unit, block in view.blocks.items()},
        uses=view.benefits.use(), keeps_stamps=view.stamps.declines(),
        cards=view.panel.tender.tendered(), last4=view.last4_typed(), key=key,
    )  # fmt: skip


def give_back(page: "CounterPage", kept: KeptForm) -> None:
    """Fill a new page with what was kept, once it has read the shop."""

    def fill() -> None:
        page.day_read.disconnect(fill)
        if kept.screen is Screen.IDLE:
            page.box.field.setText(kept.typed)
        elif kept.screen is Screen.CUSTOMER:
            page.asking.run(partial(_read, kept), lambda known: _fill_customer(page, kept, known))
        elif kept.opening.code:
            page.asking.run(
                partial(_look, kept.opening.code), lambda looked: _fill_code(page, kept, looked)
            )
        else:
            page.showing.open_new(kept.opening)
            _fill_newcomer(page, kept)

    page.day_read.connect(fill)


def _read(kept: KeptForm, desk: "Desk") -> Known:
    return read_customer(desk, kept.customer, proof=kept.proof, found_by=kept.found_by)


def _look(code: str, desk: "Desk") -> Looked:
    return look(desk, code)


def _fill_code(page: "CounterPage", kept: KeptForm, looked: Looked) -> None:
    seen: Sighting = looked.sighting
    if seen.kind != "code":
        page.showing.show(kept.opening.code, looked)
        return
    page.showing.open_code(seen, kept.opening)
    _fill_newcomer(page, kept)


def _fill_newcomer(page: "CounterPage", kept: KeptForm) -> None:
    view = page.newcomer
    view.consent.setChecked(kept.consents)
    _fill_rest(page, kept)
    view.hold()


def _fill_customer(page: "CounterPage", kept: KeptForm, known: Known) -> None:
    page.showing.open_customer(known, kept.opening, kept.proof == "code")
    view = page.customer
    for unit, amount in kept.spends.items():
        view.blocks[unit].set_value(amount)
    for number, row in view.benefits.rows().items():
        row.setChecked(number in kept.uses)
    view.stamps.reward.setChecked(not kept.keeps_stamps)
    view.type_last4(kept.last4)
    _fill_rest(page, kept)
    view.hold()


def _fill_rest(page: "CounterPage", kept: KeptForm) -> None:
    view = page.customer if page.screen_shown is Screen.CUSTOMER else page.newcomer
    for card in kept.cards:
        view.panel.tender.add(card)
    page.saving.recorder.key = kept.key
