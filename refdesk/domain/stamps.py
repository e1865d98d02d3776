"""The stamp card: every Nth visit is free (R63).

N - 1 stamps pay the Nth visit: its cheapest stamped line is made 0 as a line offer, before the
manual discount, unless it is declined. A purchase that pays with stamps gives none of that card.

Decisions:
- A card takes the stamps of its programme that its own rule gave, in any version, those that
  another rule of the programme gave (for bringing a friend), and those that belong to no
  programme (a correction, an import). A debt of stamps takes the first ones (R68).
- One line a purchase is free: a second card that is full gets one stamp more and waits for the
  next visit. What the free line costs counts in the programme's budget as a discount; where it no
  longer fits, the stamps are kept and one more is given.
- The card's conditions are tested on the bill before the free line. The stamps of a programme
  that is paused, has ended or has given the card up still pay, by the newest version that the
  buyer has some of; it gives none.
- A free line is a debit of the programme (R64): with those of the day used up the card waits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from refdesk.domain import terms as t
from refdesk.domain.benefits import Giving, finished
from refdesk.domain.bill import Bill, Buyer, Effect, Facts, Source, Step
from refdesk.domain.budgets import Budgets
from refdesk.domain.caps import within_buyer
from refdesk.domain.conditions import net_prices
from refdesk.domain.earnings import hold_days
from refdesk.domain.halves import BUYER, Half, Sale, covered_lines
from refdesk.domain.ledger import HELD, Draw, Lot, draw, spending_order
from refdesk.domain.spending import after_debts, is_spent_today
from refdesk.domain.working import STAMP_CARD, cards_of_the_past, working_cards

STAMPS_LEFT: Final = "stamps_left"
"""The step that tells how full a card is after the purchase."""


@dataclass(frozen=True)
class FreeLine:
    """The bill's line that a full card makes free, and the stamps that pay for it."""

    card: Half
    index: int
    price: int
    stamps: tuple[Draw, ...]


@dataclass(frozen=True)
class Cards:
    """The buyer's stamp cards that give, and the free line of a full one, used or declined."""

    halves: tuple[Half, ...] = ()
    free: FreeLine | None = None
    is_declined: bool = False

    @property
    def paying(self) -> FreeLine | None:
        """The free line that stamps do pay for."""
        return None if self.is_declined else self.free

    @property
    def free_lines(self) -> tuple[int, ...]:
        return (self.paying.index,) if self.paying else ()

    @property
    def draws(self) -> Mapping[str, tuple[Draw, ...]]:
        return {t.STAMPS: self.paying.stamps} if self.paying else {}


def stamp_cards(bill: Bill, facts: Facts, budgets: Budgets) -> Cards:
    """The cards that work for this bill, and what the buyer's stamps pay for.

    What they do pay for is taken out of the budgets.
    """
    prices = net_prices(bill)
    halves = working_cards(bill, prices, facts) if facts.own else ()
    usable = [lot for lot in _spendable(facts) if not is_spent_today(lot, facts)]
    full = (*halves, *cards_of_the_past(bill, prices, facts)) if usable else ()
    cards = Cards(halves, _free_line(full, usable, bill, facts, budgets), bill.keeps_stamps)
    if cards.paying:
        budgets.take(cards.paying.card.source.programme, cards.paying.price)
    return cards


def stamps_on(source: Source, rule: t.Rule, facts: Facts) -> int:
    """How many stamps the buyer can pay with on a card: a rule of a version that is current."""
    return sum(lot.left for lot in _spendable(facts) if counts_for(source, rule, lot, facts))


def _spendable(facts: Facts) -> tuple[Lot, ...]:
    """The buyer's stamps that are available, less what he owes (R68)."""
    buyer = facts.buyer or Buyer()
    lots = [lot for lot in buyer.lots if lot.unit == t.STAMPS]
    ordered = spending_order(lots, facts.today, buyer.last_purchase_on)
    return after_debts(ordered, buyer.owed.get(t.STAMPS, 0))


def _free_line(
    cards: Sequence[Half], usable: Sequence[Lot], bill: Bill, facts: Facts, budgets: Budgets
) -> FreeLine | None:
    """The line that stamps can pay for, by the first card that is full."""
    for card in cards:
        own = [lot for lot in usable if counts_for(card.source, card.rule, lot, facts)]
        stamps, missing = draw(own, _needed(card))
        index = _cheapest(card, bill)
        if index is None or missing:
            continue
        price, room = bill.lines[index].price, budgets.left(card.source.programme)
        if room is None or price <= room:
            return FreeLine(card, index, price, stamps)
    return None


def _needed(card: Half) -> int:
    return (card.rule.n or 0) - 1


def _cheapest(card: Half, bill: Bill) -> int | None:
    """R06: the lowest price, then the first line."""
    lines = [index for index in covered_lines(card.rule, bill) if bill.lines[index].price > 0]
    return min(lines, key=lambda index: bill.lines[index].price, default=None)


def counts_for(source: Source, rule: t.Rule, lot: Lot, facts: Facts) -> bool:
    """Whether a stamp counts on the card of a rule, in whatever version it was given (R63)."""
    if lot.version is None:
        return True
    origin = source if lot.version == source.version else facts.spending.get(lot.version)
    if origin is None or origin.programme != source.programme:
        return False
    cards = {one.id for one in origin.terms.rules if one.trigger == STAMP_CARD}
    return lot.rule == rule.id or lot.rule not in cards


class Count(NamedTuple):
    """How full a card is after a purchase, and how many stamps are then missing to a free visit."""

    have: int
    missing: int


def count_after(effect: Effect) -> Count | None:
    """How full the card of an effect is after its purchase, where the effect tells."""
    for step in effect.why:
        if step.code == STAMPS_LEFT:
            have, missing = step.params["have"], step.params["missing"]
            return Count(int(str(have)), int(str(missing)))
    return None


def paid_with_stamps(cards: Cards, facts: Facts) -> tuple[Effect, ...]:
    """The effect of a line that stamps pay for."""
    free = cards.paying
    if free is None:
        return ()
    card, spent = free.card, _needed(free.card)
    steps = [Step("stamps_pay", {"spent": spent, "value": free.price})]
    if card in cards.halves:
        steps.append(_how_far(card, cards, facts))
    return (
        Effect(
            side=BUYER, level=0, benefit=t.STAMPS, value=free.price, base=free.price,
            customer=facts.buyer.id if facts.buyer else None, rule=card.rule.id,
            version=card.source.version, programme=card.source.programme, state="spent",
            spent=spent, cost=free.price, lines=(free.index,), why=tuple(steps),
        ),
    )  # fmt: skip


def _how_far(card: Half, cards: Cards, facts: Facts, given: int = 0) -> Step:
    """How full a card is once the purchase is made, with the stamps that it gives at once; what
    is owed swallows the first of them (R68)."""
    buyer, visit = facts.buyer or Buyer(), card.rule.n or 0
    lots = {lot.id: lot for lot in buyer.lots if lot.unit == t.STAMPS}
    spendable = spending_order(lots.values(), facts.today, buyer.last_purchase_on)
    owed = max(buyer.owed.get(t.STAMPS, 0) - sum(lot.left for lot in spendable), 0)
    paid = sum(
        one.amount for one in cards.draws.get(t.STAMPS, ())
        if counts_for(card.source, card.rule, lots[one.lot], facts)
    )  # fmt: skip
    have = stamps_on(card.source, card.rule, facts) - paid + max(given - owed, 0)
    missing = max(visit - 1 - have, 0)
    return Step(STAMPS_LEFT, {"have": have, "visit": visit, "missing": missing})


def give_stamps(cards: Cards, sale: Sale) -> list[Effect]:
    """A stamp for a purchase of stamped services, where anything was paid for them."""
    paying = cards.paying.card if cards.paying else None
    return [
        effect for card in cards.halves if card is not paying
        for effect in _given(card, cards, sale)
    ]  # fmt: skip


def _given(card: Half, cards: Cards, sale: Sale) -> list[Effect]:
    lines, buyer = covered_lines(card.rule, sale.bill), sale.facts.buyer or Buyer()
    base = sum(sale.bases[index] for index in lines)
    benefit = card.rates.buyer
    count = (benefit.amount if benefit and benefit.kind == t.STAMPS else None) or 1
    step = Step("fixed", {"kind": t.STAMPS, "value": count}) if base else Step("nothing_paid")
    effect = Effect(
        side=BUYER, level=0, benefit=t.STAMPS, value=count if base else 0, base=base,
        customer=buyer.id, lines=lines, price=sum(sale.prices[index] for index in lines),
        why=(step,),
    )  # fmt: skip
    shop, rule = sale.facts.shop, card.rule
    giving = Giving(
        card.source, rule, sale.facts.today, hold_days(rule, sale.bill), shop.point_value
    )
    given = [within_buyer(one, card.source) for one in finished(giving, [effect])]
    return [_with_count(one, card, cards, sale.facts) for one in given]


def _with_count(effect: Effect, card: Half, cards: Cards, facts: Facts) -> Effect:
    """The effect with how full the card is then, where it is given at once."""
    if not effect.value or effect.state == HELD:
        return effect
    return replace(effect, why=(*effect.why, _how_far(card, cards, facts, effect.value)))
