"""The coupon for the next visit: what somebody without an account is given to come back with.

A known customer has what `next_visit` gives him among what is kept for him (R62). A purchase
without a customer has nowhere to keep it, so it hands out a code instead, on paper or to be
written down (terms.md).

Decisions:
- It is a `coupon` of the version of the sale (R53) that works once, from the end of the hold for
  ``code_life_days``, both ends inclusive (R66); 0 = for ever. It brings what the effect of the
  purchase has kept, by service and all, whatever the programme's friends get.
- It stands for what was earned. So neither a pause nor the end or the hours of the programme stops
  it (R53), no minimum is asked again, and it makes no claim (R54: nobody has brought its bearer).
- Nobody can be tested by it: a rule that asks about the person (new customers only, so many uses
  by a customer) or credits a day gives a nobody nothing (R55). Balances need an account as well.
- Several unlike benefits of one purchase are several coupons; one is used a purchase (R58).
- Undoing the whole purchase retires it while it is unused, and gives a gift's cost back to the
  budget. A used one stays used, as with what is kept (R62, R70); a part of a refund leaves it.
- It moves to no newer version with the programme's other cards: its terms are what it was given
  with. A lost one may be replaced or blocked like any code (G16).
"""

from refdesk.domain.bill import Effect
from refdesk.domain.records import Stamp
from refdesk.services.codes import fresh_codes
from refdesk.services.desk import Desk
from refdesk.storage import codes as storage


def hand_out(desk: Desk, stamp: Stamp, effect: Effect, row: int) -> str:
    """Store the coupon of an effect that keeps something for nobody; its bare code."""
    code = fresh_codes(desk, 1)[0]
    storage.insert_code(
        desk.store, code=code, kind="coupon", status="live", version=effect.version, use_limit=1,
        valid_from=effect.available_on, valid_to=effect.expires_on, issued_at=stamp.at,
        effect=row,
    )  # fmt: skip
    desk.audit(stamp, "codes_issued", customer=None, count=1)
    return code
