"""Gift cards: a value that is the code's own account (R73)."""

from datetime import date

from refdesk.domain.bill import GiftCard
from refdesk.domain.codes import mask_code
from refdesk.domain.records import PromoCode
from refdesk.storage.engine import Store
from refdesk.storage.ledger import lots_of
from refdesk.storage.tables import AccountRow

UNIT = "gift_card"


def code_account(store: Store, code: int) -> int:
    """The account of a gift card's code, made at its sale."""
    found = store.find(AccountRow, code=code)
    return found.id if found else store.insert(AccountRow, code=code, unit=UNIT)


def find_gift_card(store: Store, code: PromoCode, on: date) -> GiftCard:
    """A gift card as a quote looks at it; ``state`` as `PromoCode.state` has it.

    The lot is there from the sale on, with what is left, even when that is nothing; that of the
    last sale, where an earlier one was taken back.
    """
    account = store.find(AccountRow, code=code.id)
    lots = lots_of(store, account.id, UNIT, spent_too=True) if account else []
    return GiftCard(code.id, mask_code(code.code), lots[-1] if lots else None, code.state(on))


def card_left(store: Store, code: int) -> int:
    """What is left on a gift card (minor units); 0 before its sale."""
    account = store.find(AccountRow, code=code)
    return account.balance if account else 0


def code_of_account(store: Store, account: int) -> int | None:
    """The code whose own account this is, or None for a person's."""
    code: int | None = store.find(AccountRow, id=account).code_id
    return code
