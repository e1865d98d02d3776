"""R63: what a purchase tells of the stamp card is what the card then has."""

import pytest

from refdesk.domain.stamps import Count, count_after
from refdesk.domain.terms import STAMPS
from refdesk.services.adjusting import adjust
from refdesk.services.counter import Receipt
from refdesk.services.rewards import rewards_of
from tests.support.shops import Shops, TestShop


@pytest.fixture
def shop(shops: Shops) -> TestShop:
    shop = shops.open("stamp-card")
    shop.add("Anna")
    return shop


def told(receipt: Receipt) -> Count | None:
    counts = [count_after(one) for one in receipt.effects]
    return next((one for one in counts if one is not None), None)


def real(shop: TestShop) -> Count:
    (card,) = rewards_of(shop.desk, shop.who("Anna")).cards
    return Count(card.have, card.missing)


def test_r63_visit_after_visit_the_count_is_the_cards_own(shop: TestShop) -> None:
    seen = []
    for _ in range(13):
        count = told(shop.buy("700", customer="Anna"))
        assert count == real(shop)
        seen.append(count.missing)
    assert seen == [4, 3, 2, 1, 0, 5, 4, 3, 2, 1, 0, 5, 4]


def test_r63_the_live_quote_tells_the_same_as_the_receipt(shop: TestShop) -> None:
    for _ in range(7):
        quoted = [count_after(one) for one in shop.quote("700", customer="Anna").quote.effects]
        paid = shop.buy("700", customer="Anna")
        assert quoted == [count_after(one) for one in paid.effects]


def test_r68_a_debt_of_stamps_swallows_the_first_ones(shop: TestShop) -> None:
    adjust(shop.desk, shop.who("Anna"), STAMPS, -2, reason="given twice")
    assert [told(shop.buy("700", customer="Anna")) for _ in range(3)] == [
        Count(0, 5), Count(0, 5), Count(1, 4),
    ]  # fmt: skip
    assert real(shop) == Count(1, 4)


def test_r63_a_declined_free_visit_counts_on(shop: TestShop) -> None:
    for _ in range(5):
        shop.buy("700", customer="Anna")
    assert told(shop.buy("700", customer="Anna", keeps_stamps=True)) == Count(6, 0)
    assert told(shop.buy("700", customer="Anna")) == Count(1, 4) == real(shop)


def test_a_purchase_that_gives_no_stamp_tells_nothing(shop: TestShop) -> None:
    assert told(shop.buy("700")) is None
