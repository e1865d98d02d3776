"""Swapping a lost or worn card for a new one (G16).

Decisions:
- The new code takes the old one's place in everything: owner, version, share, limits with what is
  used of them, the value of a gift card, claims that were made by it. So a swap gives nobody a
  fresh limit.
- The old card stays readable: scanned at the counter it stands for the new code, with a word about
  it, because the friend who holds it does not know. It proves nobody's presence any more. One that
  was reported stolen (blocked, before the swap or after it) is refused.
- A blocked card is swapped by a manager, and so is one with stored value; a campaign word is on no
  card and stays as it is.
- A card that was not in use yet is not put into use by swapping it: a blank and a gift card wait
  for their activation, a coupon for its run (R29, R74).
- With a reason the old card is blocked in the same breath: the usual way for a stolen one.
"""

from dataclasses import dataclass

from refdesk.domain.bill import GIFT_CARD
from refdesk.domain.card_loss import normalise_reason
from refdesk.domain.codes import mask_code
from refdesk.domain.errors import DomainError
from refdesk.domain.records import PromoCode
from refdesk.services import codes
from refdesk.services.codes import MAX_REASON, STORED_VALUE, CodeShown, fresh_codes, look_at_code
from refdesk.services.desk import Desk
from refdesk.storage import codes as storage
from refdesk.storage import print_runs
from refdesk.storage.search import index_customer


@dataclass(frozen=True)
class Swapped:
    """The new code, bare, with how it stands, and the old one."""

    code: str
    shown: CodeShown
    old: PromoCode


def replace_code(desk: Desk, text: str, reason: str = "") -> Swapped:
    """Swap a card: the code that a text reads as gets a successor; with a reason the old one is
    blocked.

    Raises DomainError ``code_unknown``, ``till_paused``, ``code_voided``, ``code_expired``,
    ``code_used_up``, ``not_a_card``, ``not_allowed``, ``bad_reason``.
    """
    desk.refuse_suspect_clock(desk.shop())
    if len(reason) > MAX_REASON:
        raise DomainError("bad_reason")
    shown = look_at_code(desk, text)
    old = shown.code
    _check(desk, shown)
    fresh = fresh_codes(desk, 1, STORED_VALUE if old.kind == GIFT_CARD else 9)[0]
    with desk.store.write():
        stamp = desk.stamp(desk.shop())
        kept = normalise_reason(reason)
        status = _status_below_block(desk, old) if old.status == "blocked" else old.status
        swapped = storage.swap_code(desk.store, old, fresh, status)
        if kept:
            mask = mask_code(old.code)
            storage.update_code(desk.store, swapped, status="blocked", reason=kept)
            desk.audit(stamp, "code_blocked", code=mask, id=swapped)
        if old.owner is not None:
            index_customer(desk.store, old.owner)
        desk.audit(
            stamp, "code_replaced", code=mask_code(old.code), by=mask_code(fresh),
            customer=old.owner,
        )  # fmt: skip
    return Swapped(fresh, codes.show_code(desk, fresh), old)


def _status_below_block(desk: Desk, code: PromoCode) -> str:
    """What a blocked code would be: in use, or printed and waiting for that (R29, R74)."""
    card = print_runs.card_of(desk.store, code.id)
    if card is None:
        return "live"
    began = card.issued_at if code.kind == "coupon" else card.activated_on
    return "printed" if began is None else "live"


def _check(desk: Desk, shown: CodeShown) -> None:
    old = shown.code
    if old.kind == "campaign":
        raise DomainError("not_a_card")
    if old.status == "retired" or old.replaced_by is not None:
        raise DomainError("code_voided")
    if shown.state == "expired":
        raise DomainError("code_expired", valid_to=old.valid_to)
    if shown.state == "used_up":
        raise DomainError("code_used_up", count=old.uses, limit=old.use_limit)
    if old.status == "blocked" or old.kind == GIFT_CARD:
        desk.require("manager", "replace_card")
