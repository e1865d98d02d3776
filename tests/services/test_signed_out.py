"""Who was let go, or has another role or PIN, while signed in is stopped at the next deed (4a)."""

import json
from collections.abc import Callable

import pytest

from refdesk.services import backups, review, staff
from refdesk.services.desk import Actor
from refdesk.services.look_up import look_up
from refdesk.services.shop import assumed_owner
from refdesk.storage.shop import update_staff
from tests.services.test_wrong_codes import wrong as wrong_code
from tests.support.refusals import refused
from tests.support.shops import Shops, TestShop

GOOD = "+79170000001"
Change = Callable[[TestShop, Actor], None]


def end(shop: TestShop, _: Actor) -> None:
    staff.end_staff(shop.desk, "Ivan")


def demote(shop: TestShop, person: Actor) -> None:
    with shop.desk.store.write():
        update_staff(shop.desk.store, person.staff or 0, role="cashier")


def new_pin(shop: TestShop, _: Actor) -> None:
    staff.set_pin(shop.desk, "Ivan", "8264")


@pytest.mark.parametrize("change, why", [(end, "ended"), (demote, "role"), (new_pin, "pin")])
def test_what_changed_since_the_sign_in_stops_the_next_deed(
    wash: TestShop, change: Change, why: str
) -> None:
    ivan = wash.hire("Ivan", "manager")
    with wash.acting(ivan):
        wash.buy("10", phone=GOOD)
    change(wash, ivan)
    before = wash.counts()
    with wash.acting(ivan), refused("signed_out", name="Ivan", why=why):
        wash.buy("10", phone=GOOD)
    after = wash.counts()
    assert {name for name in after if after[name] != before[name]} == {"audit"}
    ((who, details),) = wash.desk.store.sql(
        "SELECT staff_id, details FROM audit WHERE action = 'denied'"
    )
    assert who == ivan.staff
    assert json.loads(details) == {"deed": "", "refusal": "signed_out", "role": "manager"}
    assert wash.problems() == []


def test_the_owner_who_set_the_shop_up_is_stopped_by_anothers_change_of_his_pin(
    shops: Shops,
) -> None:
    shop = shops.open("car-wash", pin="4826")
    owner = assumed_owner(shop.desk)
    assert owner == staff.sign_in(shop.desk, owner.name, "4826")
    with shop.acting(owner):
        shop.buy("10", phone=GOOD)
    staff.set_pin(shop.desk, owner.name, "8264")
    with shop.acting(owner), refused("signed_out", name=owner.name, why="pin"):
        shop.buy("10", phone=GOOD)


def test_a_look_that_needs_a_role_is_stopped_too(wash: TestShop) -> None:
    owner = wash.hire("Ivan", "owner")
    wash.hire("Vera", "owner")
    staff.end_staff(wash.desk, "Ivan")
    with wash.acting(owner), refused("signed_out"):
        review.list_findings(wash.desk)


def test_who_stands_by_has_to_work_here_still(wash: TestShop) -> None:
    vera = wash.hire("Vera", "manager")
    staff.end_staff(wash.desk, "Vera")
    with wash.acting(wash.hire("Olga", "cashier"), approver=vera), refused("pin_wrong"):
        wash.buy("10", manual_discount=100, reason="nice")


def test_r28_codes_and_pins_are_counted_whoever_is_at_the_till(wash: TestShop) -> None:
    ivan = wash.hire("Ivan", "cashier")
    wash.hire("Vera", "manager")
    staff.end_staff(wash.desk, "Ivan")
    with wash.acting(ivan):
        for left in (4, 3, 2, 1, 0):
            with refused("pin_wrong", left=left):
                staff.sign_in(wash.desk, "Vera", "1357")
        with refused("pin_locked"):
            staff.sign_in(wash.desk, "Vera", "1357")
        for number in range(5):
            look_up(wash.desk, wrong_code(number))
    with refused("till_paused"):
        wash.buy("10", code=wrong_code(9), phone=GOOD)


def test_the_same_person_goes_on_after_signing_in_anew(wash: TestShop) -> None:
    ivan = wash.hire("Ivan", "cashier")
    staff.set_pin(wash.desk, "Ivan", "8264")
    with wash.acting(ivan), refused("signed_out"):
        wash.buy("10", phone=GOOD)
    with wash.acting(staff.sign_in(wash.desk, "Ivan", "8264")):
        assert wash.buy("10", phone=GOOD).to_pay == 1_000


def test_who_changes_his_own_pin_stays_at_the_till(wash: TestShop) -> None:
    ivan = wash.hire("Ivan", "cashier")
    with wash.acting(ivan):
        staff.set_pin(wash.desk, "Ivan", "8264")
        assert wash.buy("10", phone=GOOD).to_pay == 1_000
    assert staff.sign_in(wash.desk, "Ivan", "8264") == ivan
    staff.set_pin(wash.desk, "Ivan", "4927")
    with wash.acting(ivan), refused("signed_out", why="pin"):
        wash.buy("10", phone=GOOD)


def test_a_pin_changed_at_one_till_ends_the_sitting_of_its_person_at_another(
    wash: TestShop,
) -> None:
    here, there = wash.hire("Ivan", "cashier"), staff.sign_in(wash.desk, "Ivan", "4927")
    with wash.acting(here):
        staff.set_pin(wash.desk, "Ivan", "8264")
    with wash.acting(there), refused("signed_out", why="pin"):
        wash.buy("10", phone=GOOD)


def test_who_was_let_go_makes_no_copy_of_the_shop(wash: TestShop) -> None:
    ivan = wash.hire("Ivan", "manager")
    staff.end_staff(wash.desk, "Ivan")
    with wash.acting(ivan), refused("signed_out"):
        backups.create_backup(wash.desk)
    assert backups.list_backups(wash.desk) == []
