"""What the database itself answers when a use of a code is taken, whatever was read before."""

from datetime import date, timedelta
from typing import Any

import pytest

from refdesk.storage import codes
from tests.support.shops import TestShop

TODAY = date(2026, 11, 18)
DAY = timedelta(days=1)


@pytest.fixture
def code(wash: TestShop) -> int:
    """The id of a live code that works once."""
    wash.add("Anna")
    wash.desk.store.sql("UPDATE promo_code SET use_limit = 1")
    return int(wash.desk.store.sql("SELECT id FROM promo_code")[0][0])


def takes(shop: TestShop, code: int, **changed: Any) -> int | None:
    """The number of a use taken today, after another hand has changed the code."""
    store = shop.desk.store
    if changed:
        codes.update_code(store, code, **changed)
    with store.write():
        return codes.claim_use(store, code, TODAY)


def uses(shop: TestShop) -> list[tuple[int, int]]:
    """The live uses of the code and the number of its last one."""
    return shop.desk.store.sql("SELECT uses, last_use FROM promo_code")


def test_r20_a_use_is_taken_only_while_one_is_left(wash: TestShop, code: int) -> None:
    assert takes(wash, code) == 1
    assert takes(wash, code) is None
    assert uses(wash) == [(1, 1)]


def test_r77_a_use_that_was_given_back_is_taken_under_a_new_number(
    wash: TestShop, code: int
) -> None:
    assert takes(wash, code) == 1
    assert takes(wash, code, uses=0) == 2
    assert uses(wash) == [(1, 2)]


def test_r20_a_code_without_a_limit_is_taken_again_and_again(wash: TestShop, code: int) -> None:
    assert [takes(wash, code, use_limit=None) for _ in range(3)] == [1, 2, 3]


@pytest.mark.parametrize("status", ["printed", "blocked", "retired"])
def test_r20_no_use_is_taken_of_a_code_that_is_not_live(
    wash: TestShop, code: int, status: str
) -> None:
    assert takes(wash, code, status=status) is None
    assert uses(wash) == [(0, 0)]


@pytest.mark.parametrize("changed, number", [
    ({"valid_from": TODAY, "valid_to": TODAY}, 1),
    ({"valid_from": TODAY + DAY}, None),
    ({"valid_to": TODAY - DAY}, None),
])  # fmt: skip
def test_r20_no_use_is_taken_outside_a_codes_days(
    wash: TestShop, code: int, changed: dict[str, date], number: int | None
) -> None:
    assert takes(wash, code, **changed) == number
