"""Recording what was refused, and the pause after five wrong codes in a row (R28, R76)."""

from datetime import timedelta

from refdesk.domain.codes import is_well_formed, mask_code, readings
from refdesk.domain.errors import DomainError
from refdesk.services.desk import Desk
from refdesk.storage import purchases
from refdesk.storage import shop as shops

WRONG_IN_A_ROW = 5
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
MOST_DOUBLINGS = 16
_BEFORE_THE_CODE = ("not_allowed", "till_paused", "code_unknown", "identity_taken")
"""Refusals that do not say that the code is right."""


def refuse_while_paused(desk: Desk) -> None:
    """Raise DomainError ``till_paused`` (``until``, ``seconds``) while the code box is paused."""
    till = shops.find_till(desk.store, desk.till)
    if till is None or till.paused_until is None:
        return
    left = till.paused_until - desk.now()
    if left > timedelta(0):
        seconds = -(-left // timedelta(seconds=1))
        raise DomainError("till_paused", until=till.paused_until, seconds=seconds)


def record_refusal(desk: Desk, refused: DomainError, code: str) -> None:
    """Record a refusal with its reason; a wrong code counts, a typing mistake does not."""
    if refused.code.startswith("bad_") or refused.code == "no_shop":
        return
    shop = desk.shop()
    # a mistyped Latin code may pass the check symbol as if typed under another layout: that is
    # no wrong code; what cannot be read otherwise is
    candidates = [
        one.code for one in readings(code, shop.prefix)
        if one.layout is None or not code.isascii()
    ]  # fmt: skip
    with desk.store.write():
        stamp = desk.stamp(shop, opens_shift=False)
        mask = mask_code(candidates[0]) if candidates else ""
        purchases.insert_refusal(desk.store, stamp, refused.code, mask, None)
        if refused.code == "code_unknown" and any(map(is_well_formed, candidates)):
            _count_wrong(desk, stamp.till)
        elif code and refused.code not in _BEFORE_THE_CODE:
            shops.clear_wrong_codes(desk.store, stamp.till)


def forgive_wrong_codes(desk: Desk) -> None:
    """A right code clears the count of wrong ones in a row (R76)."""
    till = shops.find_till(desk.store, desk.till)
    if till is not None and (till.wrong_codes or till.pauses):
        with desk.store.write():
            shops.clear_wrong_codes(desk.store, till.id)


def _count_wrong(desk: Desk, till_id: int) -> None:
    till = shops.find_till(desk.store, desk.till)
    wrong = (till.wrong_codes if till else 0) + 1
    until = None
    if till is not None and wrong >= WRONG_IN_A_ROW:
        pause = min(FIRST_PAUSE * 2 ** min(till.pauses, MOST_DOUBLINGS), LONGEST_PAUSE)
        until, wrong = desk.now() + pause, 0
    shops.count_wrong_code(desk.store, till_id, wrong, until)
