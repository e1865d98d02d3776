"""The sale of a gift card: its value goes on the code's own account, and it is live (R73)."""

from refdesk.domain.bill import GIFT_CARD, Effect, Step
from refdesk.domain.codes import mask_code
from refdesk.domain.errors import DomainError
from refdesk.domain.records import Shop, Stamp
from refdesk.services import codes
from refdesk.services.desk import Desk
from refdesk.services.requests import Request
from refdesk.storage import gift_cards, ledger, print_runs, purchases


def book_sale(
    desk: Desk, shop: Shop, stamp: Stamp, request: Request, sale: tuple[int, int | None]
) -> Effect:
    """Book a sale inside the purchase's transaction; ``sale`` is its id and its buyer.

    Raises DomainError ``nothing_to_activate`` where another till has sold the card meanwhile.
    """
    purchase, buyer = sale
    code = codes.find_code(desk, shop, request.sells)
    lines = tuple(n for n, line in enumerate(request.lines) if line.group == GIFT_CARD)
    if code is None or len(lines) != 1 or not print_runs.activate(desk.store, code.id, stamp.on):
        raise DomainError("nothing_to_activate")
    value = request.lines[lines[0]].price
    step = Step("gift_card_sold", {"card": mask_code(code.code), "value": value})
    effect = Effect(
        side="buyer", level=0, benefit=GIFT_CARD, value=value, base=0, customer=buyer,
        state="available", available_on=stamp.on, lines=lines, price=value, uses=code.id,
        why=(step,),
    )  # fmt: skip
    position = len(purchases.effects_of(desk.store, purchase)) + 1
    row = purchases.insert_effect(desk.store, purchase, position, effect)
    account = gift_cards.code_account(desk.store, code.id)
    cause = ledger.Cause("earn", purchase=purchase, effect=row)
    lot = ledger.NewLot(available_on=stamp.on)
    ledger.earn(desk.store, stamp, account, value, lot=lot, cause=cause)
    desk.audit(stamp, "gift_card_sold", code=mask_code(code.code), value=value)
    return effect
