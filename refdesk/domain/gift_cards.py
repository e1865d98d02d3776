"""Gift cards as a tender (R73): after points and credit, before the cash rounding.

A card pays for anything but another gift card. It reduces no base (R03, R09): it is money that the
shop has had already. Several pay in the order in which they were shown, each as far as it goes;
one that nothing is left for is not touched.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from refdesk.domain.bill import GIFT_CARD, Bill, Effect, Facts, GiftCard, Step
from refdesk.domain.halves import BUYER
from refdesk.domain.ledger import Draw


@dataclass(frozen=True)
class Tendered:
    """What gift cards pay, and from which lots."""

    value: int = 0
    effects: tuple[Effect, ...] = ()
    draws: Mapping[str, tuple[Draw, ...]] = field(default_factory=dict)


def pay_with_gift_cards(
    bill: Bill, prices: Sequence[int], rest: Sequence[int], facts: Facts
) -> Tendered:
    """Pay what is left of the lines with the cards that were shown.

    ``prices`` are the lines after discounts, ``rest`` those after points and credit as well.
    """
    if not facts.gift_cards:
        return Tendered()
    lines = tuple(index for index, line in enumerate(bill.lines)
                  if line.group != GIFT_CARD and rest[index] > 0)  # fmt: skip
    due, price = sum(rest[index] for index in lines), sum(prices[index] for index in lines)
    effects, draws = [], {}
    for card in {card.code: card for card in facts.gift_cards}.values():
        value = min(card.left, due)
        if card.lot is None or not value:
            continue
        due -= value
        effects.append(replace(_effect(card, value, facts), lines=lines, price=price))
        draws[card.unit] = (Draw(card.lot.id, value),)
    return Tendered(sum(one.value for one in effects), tuple(effects), draws)


def _effect(card: GiftCard, value: int, facts: Facts) -> Effect:
    step = Step("gift_card_pays", {"card": card.mask, "value": value, "left": card.left - value})
    return Effect(
        side=BUYER, level=0, benefit=GIFT_CARD, value=value, base=value,
        customer=facts.buyer.id if facts.buyer else None, state="spent", spent=value,
        uses=card.code, why=(step,),
    )  # fmt: skip
