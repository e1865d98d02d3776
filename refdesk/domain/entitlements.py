"""Using what was kept for a later purchase: gifts and discounts (R62).

A gift is a line at 0, a discount stands at the promo-code step; each is used once and whole.

Decisions:
- One that was earned can be used whatever has become of its programme, in any hours and at any
  till (R53); the lines that its rule excludes get none of a discount (R59).
- A discount whose programme's budget has nothing left, or that no line of the bill is open to, is
  not available in this purchase: it would be used up for nothing. A budget's last part cuts it.
- It is spending what the programme gave, which its debits a day count (R64).
- What a coupon for the next visit brings is the same thing in the hands of a bearer: it counts
  beside what the buyer has kept (R58), needs no proof of presence, since the coupon is shown
  (R79), and is no debit of anybody's. Where it has nothing to work on, the coupon is refused.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from refdesk.domain import terms as t
from refdesk.domain.bill import Bill, Buyer, Effect, Entitlement, Facts, Source, Step
from refdesk.domain.discounts import IN_ORDER, Discount, Discounted, measure_of
from refdesk.domain.errors import DomainError
from refdesk.domain.halves import BUYER, NEVER_COVERED, covered_lines
from refdesk.domain.spending import debits_over, too_many_debits

COUPON = 0
"""The id of what a coupon brings: it is the code that is used up, and no entitlement of anybody."""

COUPON_UNIT = ("entitlement", COUPON)
"""What names a coupon's discount among others (R58)."""


@dataclass(frozen=True)
class Kept:
    """What the buyer has kept that may be used in this purchase, and what of it is asked for.

    ``chosen`` has what a coupon brings first. ``refusal`` is why something of that is not to be
    had.
    """

    usable: tuple[Entitlement, ...] = ()
    chosen: tuple[Entitlement, ...] = ()
    refusal: DomainError | None = None

    @property
    def gifts(self) -> tuple[Entitlement, ...]:
        return tuple(one for one in self.chosen if one.benefit.kind == t.GIFT)

    @property
    def discounts(self) -> tuple[Entitlement, ...]:
        return tuple(one for one in self.chosen if one.benefit.kind in t.DISCOUNTS)

    @property
    def own_gifts(self) -> tuple[Entitlement, ...]:
        """The gifts that are taken from what the buyer has, which needs proof (R79)."""
        return tuple(one for one in self.gifts if one.id != COUPON)

    def has_lost(self, discounted: Discounted) -> bool:
        """Whether a kept discount is not used, because a better one counts (R58)."""
        return any(_unit(one) in discounted.lost for one in self.discounts)


def find_kept(bill: Bill, facts: Facts) -> Kept:
    """What may be used in this purchase, and what is.

    Raises DomainError ``service_excluded`` or ``budget_spent`` for a coupon that brings nothing.
    """
    buyer, brought = facts.buyer or Buyer(), _brought(bill, facts)
    if not buyer.entitlements and not bill.use:
        return Kept(chosen=brought)
    open_ones = tuple(one for one in buyer.entitlements if _is_open(one, bill, facts))
    usable = tuple(one for one in open_ones if not _has_debits_over(one, facts))
    chosen, refused = _choose(bill, usable)
    if refused is None:
        return Kept(usable, brought + chosen)
    blocked = next((_source(one, facts) for one in open_ones
                    if one.id == refused and _has_debits_over(one, facts)), None)  # fmt: skip
    unavailable = DomainError("entitlement_unavailable", entitlement=refused)
    refusal = too_many_debits(blocked, facts.today) if blocked else unavailable
    return Kept(usable, brought + chosen, refusal)


def _brought(bill: Bill, facts: Facts) -> tuple[Entitlement, ...]:
    one = facts.code.brings if facts.code else None
    if one is None:
        return ()
    if one.benefit.kind in t.DISCOUNTS and not _lines(one, bill, facts):
        rule, services = _rule(one, facts), tuple(line.service or "" for line in bill.lines)
        allowed = rule.services if rule and rule.services else ()
        raise DomainError("service_excluded", services=services, allowed=allowed)
    if not _is_open(one, bill, facts):
        raise DomainError("budget_spent")
    return (one,)


def _is_open(one: Entitlement, bill: Bill, facts: Facts) -> bool:
    if one.available_on > facts.today or (one.expires_on and one.expires_on < facts.today):
        return False
    if one.benefit.kind == t.GIFT:
        return True
    source = _source(one, facts)
    has_budget = source is None or source.budget_left is None or source.budget_left > 0
    return has_budget and bool(_lines(one, bill, facts))


def _has_debits_over(one: Entitlement, facts: Facts) -> bool:
    source = _source(one, facts)
    return source is not None and debits_over(source)


def _choose(
    bill: Bill, usable: Iterable[Entitlement]
) -> tuple[tuple[Entitlement, ...], int | None]:
    """What the bill asks for, and the first of it that is not to be had.

    One discount a purchase, and nothing twice.
    """
    left = {one.id: one for one in usable}
    chosen: list[Entitlement] = []
    for number in bill.use:
        one = left.pop(number, None)
        has_discount = any(before.benefit.kind in t.DISCOUNTS for before in chosen)
        if one is None or (has_discount and one.benefit.kind in t.DISCOUNTS):
            return tuple(chosen), number
        chosen.append(one)
    return tuple(chosen), None


def _source(one: Entitlement, facts: Facts) -> Source | None:
    if one.id == COUPON and facts.code is not None:
        return facts.code.source
    return facts.spending.get(one.version) if one.version is not None else None


def _unit(one: Entitlement) -> tuple[object, ...]:
    return "entitlement", one.id


def kept_discounts(kept: Kept, bill: Bill, facts: Facts) -> list[Discount]:
    """The kept discount that is asked for, to be taken off at the promo-code step."""
    return [_discount(one, bill, facts) for one in kept.discounts]


def _discount(one: Entitlement, bill: Bill, facts: Facts) -> Discount:
    source, rule = _source(one, facts), _rule(one, facts)
    return Discount(
        _unit(one),
        source.terms.stacking if source else IN_ORDER,
        _effect(one, facts, benefit=one.benefit.kind, state="done"),
        ((measure_of(one.benefit), _lines(one, bill, facts)),),
        rule.limits.per_purchase if rule else None,
    )


def kept_gifts(kept: Kept, facts: Facts) -> tuple[Effect, ...]:
    """The gifts that are handed out: what they cost counted when they were given (R64)."""
    return tuple(_effect(one, facts, benefit=t.GIFT, state="used") for one in kept.gifts)


def _effect(one: Entitlement, facts: Facts, *, benefit: str, state: str) -> Effect:
    figures = {"gift": one.benefit.gift} if benefit == t.GIFT else {}
    return Effect(
        side=BUYER, level=0, benefit=benefit, value=0, base=0, state=state, uses=one.id or None,
        rate=None if one.benefit.percent is None else str(one.benefit.percent),
        customer=facts.buyer.id if facts.buyer else None, rule=one.rule, version=one.version,
        programme=one.programme, keeps=one.benefit if benefit == t.GIFT else None,
        why=(Step("kept_from_before", figures) if one.id else Step("coupon_brings", figures),),
    )  # fmt: skip


def _rule(one: Entitlement, facts: Facts) -> t.Rule | None:
    """The rule that it is from, if its version still has one of that name."""
    source = _source(one, facts)
    rules = source.terms.rules if source else ()
    return next((rule for rule in rules if rule.id == one.rule), None)


def _lines(one: Entitlement, bill: Bill, facts: Facts) -> tuple[int, ...]:
    """The lines that a kept discount may be taken off."""
    rule = _rule(one, facts)
    if rule is not None:
        return covered_lines(rule, bill)
    return tuple(index for index, line in enumerate(bill.lines) if line.group not in NEVER_COVERED)
