"""The mark of a purchase, and the one line for staff that follows a good one (G25).

Decisions:
- A mark is a row of its own beside the purchase. Who recorded the purchase marks it in the same
  shift, also where he may undo nothing; it is changed or taken back by who may undo the purchase
  (his own, soon, in the same shift; else a manager). The audit gets ids only.
- What could be said is read beforehand: it is much, and other tills wait for whoever writes.
- A void needs no deed here: a voided purchase's mark is shown and counted nowhere.
- What staff was given to say is kept with the mark, so that it stays quiet after a restart too.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from refdesk.domain.errors import DomainError
from refdesk.domain.marks import GOOD, Mark
from refdesk.domain.prompts import Asked, Goal, Prompt, prompt_for
from refdesk.domain.records import Shop, Version
from refdesk.services import customers
from refdesk.services.desk import Desk
from refdesk.services.invitations import inviting_codes
from refdesk.services.rewards import rewards_of
from refdesk.services.undoing import may_undo
from refdesk.storage import customers as people
from refdesk.storage import marks as storage
from refdesk.storage import purchases
from refdesk.storage.merging import merged_into


@dataclass(frozen=True)
class Marked:
    """A purchase's mark as it is now, and what staff may say."""

    purchase: int
    mark: Mark | None
    prompt: Prompt | None = None


def mark_purchase(desk: Desk, purchase: int, mark: Mark | None) -> Marked:
    """Keep what the customer said of a purchase; None takes it back. The same again does nothing.

    Raises DomainError ``purchase_unknown``, ``already_voided``, ``not_allowed``.
    """
    shop = desk.shop()
    prompt = _prompt(desk, shop, purchase) if mark == GOOD else None
    with desk.store.write():
        row = purchases.find_purchase(desk.store, purchase)
        if row is None:
            raise DomainError("purchase_unknown")
        stamp = desk.stamp(shop, minds_clock=False)
        before = storage.find_mark(desk.store, purchase)
        is_own = (row.staff_id, row.shift_id) == (stamp.staff, stamp.shift)
        is_first = before is None and is_own
        if not is_first and not may_undo(desk, shop, row.staff_id, row.shift_id, row.at, stamp):
            desk.require("manager", "mark_purchase")
        if row.is_void:
            raise DomainError("already_voided")
        if before != mark:
            storage.put_mark(desk.store, stamp, purchase, mark)
            desk.audit(stamp, "purchase_marked", purchase=purchase, mark=mark)
        if prompt is not None:
            storage.note_said(desk.store, purchase, prompt.kind)
    return Marked(purchase, mark, prompt)


# -- what could be said --------------------------------------------------------------------------


def _prompt(desk: Desk, shop: Shop, purchase: int) -> Prompt | None:
    if not shop.settings.staff_prompt:
        return None
    row = purchases.find_purchase(desk.store, purchase)
    if row is None or row.customer_id is None:
        return None
    customer = merged_into(desk.store, row.customer_id) or row.customer_id
    person = people.find_customer(desk.store, customer)
    if person is None or person.state == "erased":
        return None
    return prompt_for(_asked(desk, shop, purchase, customer, row.to_pay))


def _asked(desk: Desk, shop: Shop, purchase: int, customer: int, paid: int) -> Asked:
    details = customers.show_customer(desk, customer)
    person = details.customer
    inviting = {version.id: version for _, version in inviting_codes(desk, shop, details)}
    return Asked(
        today=desk.today(),
        paid=paid,
        visits=person.purchases,
        can_invite=bool(inviting),
        brought=len(details.referrals),
        effective=details.effective_referrals,
        ahead=tuple(one.ahead for one in rewards_of(desk, customer).places if one.ahead),
        goals=tuple(goal for version in inviting.values() for goal in _goals(version)),
        is_left_alone=person.state != "active" or person.kind == "employee",
        said_on=storage.last_said_on(desk.store, customer, but=purchase),
    )


def _goals(version: Version) -> Iterator[Goal]:
    for rule in version.terms.rules:
        if rule.trigger == "milestone" and rule.n and rule.referrer:
            yield Goal(rule.n, rule.referrer[0])
