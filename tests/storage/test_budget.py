"""What the database itself answers when a programme's budget is spent, whatever was read before."""

import pytest

from refdesk.storage import programmes
from tests.support.shops import TestShop


def spent(shop: TestShop) -> int:
    return int(shop.desk.store.sql("SELECT budget_spent FROM programme")[0][0])


def spend(shop: TestShop, by: int, budget: int | None) -> bool:
    with shop.desk.store.write():
        return programmes.spend_budget(shop.desk.store, 1, by, budget)


def test_i8_a_budget_gives_its_last_part_and_no_more(wash: TestShop) -> None:
    assert [spend(wash, 400, 1_000), spend(wash, 600, 1_000)] == [True, True]
    assert not spend(wash, 1, 1_000)
    assert spent(wash) == 1_000


@pytest.mark.parametrize("by", [1_001, 5_000])
def test_i8_what_does_not_fit_takes_nothing(wash: TestShop, by: int) -> None:
    assert not spend(wash, by, 1_000)
    assert spent(wash) == 0


def test_i8_a_programme_without_a_budget_counts_all_the_same(wash: TestShop) -> None:
    assert [spend(wash, 700, None), spend(wash, 700, None)] == [True, True]
    assert spent(wash) == 1_400


def test_r64_what_goes_back_can_be_given_again(wash: TestShop) -> None:
    assert spend(wash, 1_000, 1_000)
    programmes.give_budget_back(wash.desk.store, 1, 300)
    assert not spend(wash, 301, 1_000)
    assert spend(wash, 300, 1_000)
    assert spent(wash) == 1_000
