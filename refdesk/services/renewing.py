"""A new card in the place of one whose days are over.

Decisions:
- An expired code is taken by nobody's leave: no rule lets a manager do it, and a benefit that the
  terms no longer promise must not hang on who is in the shop. The purchase goes without the code,
  or with a new card.
- The owner of an expired personal code gets a new one of the same programme, under its terms of
  today and with the split that he had picked; where he has one that works, that is his card. It is
  the same as issuing a code on his page, so nobody's PIN is needed.
"""

from typing import NamedTuple

from refdesk.domain.errors import DomainError
from refdesk.domain.records import Customer, PromoCode, Shop, Version
from refdesk.services import codes, programmes
from refdesk.services.desk import Desk
from refdesk.storage import codes as storage
from refdesk.storage import customers
from refdesk.storage import programmes as programme_storage

PERSONAL = "personal"


def renewal_of(desk: Desk, shop: Shop, code: PromoCode) -> tuple[Customer, Version] | None:
    """Who would get a new card for an expired code, and of which version; None where there is no
    such card: nobody owns the code, or its programme hands out no codes any more."""
    owner = customers.find_customer(desk.store, code.owner) if code.owner else None
    if code.kind != PERSONAL or owner is None or owner.state != "active":
        return None
    before = programme_storage.get_version(desk.store, code.version, shop.decimals)
    for version in programmes.inviting(programmes.list_programmes(desk), owner.kind):
        last = version.terms.valid_to
        if version.programme == before.programme and (last is None or last >= desk.today()):
            return owner, version
    return None


class Renewed(NamedTuple):
    """Whose new card it is, and of which programme."""

    customer: int
    programme: int


def renew_card(desk: Desk, code: PromoCode) -> Renewed:
    """Give the owner of an expired code a new one, unless he has one that works.

    Raises DomainError ``code_expired`` where there is none to be had, and what
    `codes.issue_personal` raises.
    """
    shop = desk.shop()
    found = renewal_of(desk, shop, code)
    if found is None:
        raise DomainError("code_expired", valid_to=code.valid_to, today=desk.today())
    owner, version = found
    if not _has_live_code(desk, shop, owner.id, version.programme):
        picked = code.friend_share if version.terms.split == "picked" else None
        codes.issue_personal(desk, owner, version, friend_share=picked)
    return Renewed(owner.id, version.programme)


def _has_live_code(desk: Desk, shop: Shop, owner: int, programme: int) -> bool:
    today = desk.today()
    return any(
        programme_storage.get_version(desk.store, one.version, shop.decimals).programme == programme
        for one in storage.codes_of(desk.store, owner)
        if one.state(today) == "live"
    )
