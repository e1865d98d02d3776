"""A customer's own code, for the screen and for a friend's phone."""

from dataclasses import dataclass

from refdesk.domain.errors import DomainError
from refdesk.domain.records import PromoCode, Shop, Version
from refdesk.services import customers, programmes
from refdesk.services.customer_view import reveal_code
from refdesk.services.customers import CustomerDetails
from refdesk.services.desk import Desk
from refdesk.storage import programmes as programme_storage
from refdesk.words.catalogue import Words


@dataclass(frozen=True)
class Invitation:
    """Somebody's code, bare for a symbol and in groups for eyes, with the offer as text."""

    name: str
    code: str
    shown: str
    text: str


def invitation_of(desk: Desk, customer: int, words: Words) -> Invitation:
    """The code that a customer hands to friends: the newest one that gives them something, else
    the newest; that it was shown is logged (R28).

    Raises DomainError ``customer_unknown``, ``code_unknown`` where he has none.
    """
    from refdesk.services.pieces import card_to_share

    details = customers.show_customer(desk, customer)
    codes = inviting_codes(desk, desk.shop(), details)
    if not codes:
        raise DomainError("code_unknown")
    code, _version = max(codes, key=lambda one: (_gives_friends(one[1]), one[0].id))
    card = card_to_share(desk, code.id, words)
    return Invitation(details.customer.name, card.code, reveal_code(desk, code.id), card.text)


def _gives_friends(version: Version) -> bool:
    return any(rule.referral is not None for rule in version.terms.rules)


def inviting_codes(
    desk: Desk, shop: Shop, details: CustomerDetails
) -> list[tuple[PromoCode, Version]]:
    """His codes that work, with their versions, of programmes that take new friends (R53)."""
    today = desk.today()
    running = {one.programme for one in programmes.inviting(programmes.list_programmes(desk))}
    found = [
        (code, programme_storage.get_version(desk.store, code.version, shop.decimals))
        for code in details.codes
        if code.kind == "personal" and code.state(today) == "live"
    ]
    return [one for one in found if one[1].programme in running]
