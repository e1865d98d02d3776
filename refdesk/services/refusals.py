"""Recording what was refused, and what wrong codes do to a till (R28, R76).

Five in a row pause its codes for a while; after 20 in a business day they rest until a manager's
PIN opens them, or until the next day. The day's count is a note of the till beside the settings:
the rows of refusals do not tell a wrong code from a mistyped one.
"""

from datetime import date, timedelta

from refdesk.domain.codes import is_well_formed, mask_code, readings
from refdesk.domain.customer import phone_digits
from refdesk.domain.errors import DomainError
from refdesk.domain.records import Shop, Stamp
from refdesk.services.desk import Desk
from refdesk.storage import purchases
from refdesk.storage import shop as shops
from refdesk.storage.badges import find_badge

WRONG_IN_A_ROW = 5
WRONG_A_DAY = 20
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
MOST_DOUBLINGS = 16
_BEFORE_THE_CODE = ("not_allowed", "till_paused", "code_unknown", "identity_taken")
"""Refusals that do not say that the code is right."""
_NO_REFUSAL = ("no_shop", "clock_suspect", "signed_out")
"""Nothing of a customer's was refused."""


def refuse_while_paused(desk: Desk) -> None:
    """Raise DomainError ``till_paused`` while the code box is paused.

    With ``until`` and ``seconds`` it ends by itself; with ``count`` the day's wrong codes are too
    many, and a manager who stands by lifts it.
    """
    till = shops.find_till(desk.store, desk.till)
    if till is None:
        return
    left = till.paused_until - desk.now() if till.paused_until else timedelta(0)
    # one that would last longer was set by a clock that stood elsewhere (P12)
    if timedelta(0) < left <= LONGEST_PAUSE:
        seconds = -(-left // timedelta(seconds=1))
        raise DomainError("till_paused", until=till.paused_until, seconds=seconds)
    if _is_over(desk, till.id) and not desk.manager_allows:
        raise DomainError("till_paused", count=WRONG_A_DAY)


def open_codes(desk: Desk) -> None:
    """Let a till take codes again after the day's wrong ones; a manager's PIN is needed."""
    if not desk.manager_allows:
        desk.deny("not_allowed", "open_codes", role="manager")
    shop = desk.shop()
    with desk.store.write():
        note_leave_for_codes(desk, desk.stamp(shop, opens_shift=False, minds_clock=False))


def note_leave_for_codes(desk: Desk, stamp: Stamp) -> None:
    """A manager who stands by at a code clears the day's count, where it was full."""
    if desk.manager_allows and desk.approver is not None and _is_over(desk, stamp.till):
        shops.set_setting(desk.store, _note(stamp.till), "")
        desk.audit(stamp, "codes_allowed", approver=desk.approver.staff, count=WRONG_A_DAY)


def record_refusal(desk: Desk, refused: DomainError, code: str) -> None:
    """Record a refusal with its reason; a wrong code counts, a typing mistake does not."""
    if refused.code.startswith("bad_") or refused.code in _NO_REFUSAL:
        return
    shop = desk.shop()
    # a mistyped Latin code may pass the check symbol as if typed under another layout: that is
    # no wrong code; what cannot be read otherwise is
    candidates = [
        one.code for one in readings(code, shop.prefix)
        if one.layout is None or not code.isascii()
    ]  # fmt: skip
    with desk.store.write():
        stamp = desk.stamp(shop, opens_shift=False, minds_clock=False, minds_person=False)
        mask = mask_code(candidates[0]) if candidates else ""
        purchases.insert_refusal(desk.store, stamp, refused.code, mask, None)
        if refused.code == "second_person_needed":  # R38
            role = desk.actor.role
            desk.audit(stamp, "denied", deed="serve_himself", refusal=refused.code, role=role)
        if refused.params.get("stolen"):
            # for the owner, beside the refusal: somebody came in with a stolen card (G16)
            desk.audit(stamp, "stolen_card_shown", code=mask, id=refused.params.get("id"))
        if code:
            note_leave_for_codes(desk, stamp)
        # a gift card in the place of a code, or the reverse; a staff member's badge (R26)
        is_ours = "mask" in refused.params or find_badge(desk.store, candidates) is not None
        if refused.code == "code_unknown" and not is_ours and any(map(is_well_formed, candidates)):
            _count_wrong(desk, stamp)
        elif code and refused.code not in _BEFORE_THE_CODE:
            shops.clear_wrong_codes(desk.store, stamp.till)


def reads_as_code(shop: Shop, text: str) -> bool:
    """Whether a text looks like a code of some shop: it passes the check symbol as it stands."""
    is_number = phone_digits(text) and not any(symbol.isalpha() for symbol in text)
    straight = [one.code for one in readings(text, shop.prefix) if one.layout is None]
    return not is_number and any(map(is_well_formed, straight))


def note_wrong_code(desk: Desk, shop: Shop, text: str) -> None:
    """A wrong code that was read away from the counter counts as one at it (R28)."""
    if reads_as_code(shop, text):
        record_refusal(desk, DomainError("code_unknown"), text)


def forgive_wrong_codes(desk: Desk) -> None:
    """A right code clears the count of wrong ones in a row (R76)."""
    till = shops.find_till(desk.store, desk.till)
    if till is not None and (till.wrong_codes or till.pauses):
        with desk.store.write():
            shops.clear_wrong_codes(desk.store, till.id)


def _note(till: int) -> str:
    return f"wrong_codes_{till}"


def _wrong_on(desk: Desk, till: int, on: date) -> int:
    """How many wrong codes a till has had on a business day since it was opened last."""
    day, _, count = (shops.find_setting(desk.store, _note(till)) or "").partition(" ")
    return int(count) if day == on.isoformat() else 0


def _is_over(desk: Desk, till: int) -> bool:
    # which day it is matters only to a till that has had wrong codes: most have not
    has_note = bool(shops.find_setting(desk.store, _note(till)))
    return has_note and _wrong_on(desk, till, desk.today()) >= WRONG_A_DAY


def _count_wrong(desk: Desk, stamp: Stamp) -> None:
    count = _wrong_on(desk, stamp.till, stamp.on) + 1
    shops.set_setting(desk.store, _note(stamp.till), f"{stamp.on.isoformat()} {count}")
    till = shops.find_till(desk.store, desk.till)
    wrong = (till.wrong_codes if till else 0) + 1
    until = None
    if till is not None and wrong >= WRONG_IN_A_ROW:
        pause = min(FIRST_PAUSE * 2 ** min(till.pauses, MOST_DOUBLINGS), LONGEST_PAUSE)
        until, wrong = desk.now() + pause, 0
    shops.count_wrong_code(desk.store, stamp.till, wrong, until)
