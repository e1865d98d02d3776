"""A badge is a code of its own: none of the cards', and one in use a person (R26)."""

import pytest

from refdesk.storage import badges
from refdesk.storage.codes import taken_codes
from refdesk.storage.shop import insert_staff
from tests.support.shops import START, TestShop

CODE = "7K4M9XQT2B"


@pytest.fixture
def ivan(wash: TestShop) -> int:
    with wash.desk.store.write():
        return insert_staff(wash.desk.store, name="Ivan", name_folded="ivan", role="cashier")


def test_r26_no_card_gets_the_code_of_a_badge_nor_a_badge_that_of_a_card(
    wash: TestShop, ivan: int
) -> None:
    store, card = wash.desk.store, wash.add("Anna")
    with store.write():
        badges.insert_badge(store, ivan, CODE, START)
    assert taken_codes(store, [CODE, "2222222222"]) == {CODE}
    bare = card.replace("-", "")
    with pytest.raises(Exception, match="code_taken"), store.write():
        badges.insert_badge(store, ivan, bare, START)
    with pytest.raises(Exception, match="code_taken"):
        store.sql("UPDATE promo_code SET code = ?", (CODE,))
    with pytest.raises(Exception, match="code_taken"):
        store.sql(
            "INSERT INTO promo_code (code, kind, status, version_id, is_guessable, uses, last_use,"
            " reason, issued_at) VALUES (?, 'coupon', 'live', 1, 0, 0, 0, '', 0)",
            (CODE,),
        )
    assert wash.problems() == []


def test_r26_of_a_persons_badges_one_is_in_use(wash: TestShop, ivan: int) -> None:
    store = wash.desk.store
    with store.write():
        badges.insert_badge(store, ivan, CODE, START)
        badges.insert_badge(store, ivan, "2222222222", START)
    old, new = badges.find_badge(store, [CODE]), badges.find_badge(store, ["2222222222"])
    assert old is not None
    assert new is not None
    assert (old.staff, old.retired_at, new.retired_at) == (ivan, START, None)
    assert badges.badges_since(store) == {ivan: START}
    assert badges.find_badge(store, ["3333333333"]) is None
    with store.write():
        assert badges.retire_badge(store, ivan, START)
        assert not badges.retire_badge(store, ivan, START)
