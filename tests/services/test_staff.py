"""Signing in: PINs, the pause after five wrong ones, the lock after ten."""

import json
from datetime import timedelta

import pytest

from refdesk.bootstrap import Opener
from refdesk.services import badges, shop, staff
from refdesk.services.desk import Actor
from refdesk.storage.shop import update_staff
from tests.support.refusals import refusal_of, refused
from tests.support.shops import START, Shops, TestShop


@pytest.mark.parametrize("pin", ["123", "1234567", "12a4", "", "１２３４", "1234", "9876", "0000",
                                 "890123", "3210", "777777"])  # fmt: skip
def test_a_weak_pin_is_refused(wash: TestShop, pin: str) -> None:
    with refused("bad_pin"):
        staff.add_staff(wash.desk, "Ivan", "cashier", pin)
    assert wash.count("staff") == 0


@pytest.mark.parametrize("pin", ["4927", "13579", "112233", "1243", "2468"])
def test_a_pin_of_four_to_six_digits_signs_in(wash: TestShop, pin: str) -> None:
    staff.add_staff(wash.desk, "Ivan", "cashier", pin)
    actor = staff.sign_in(wash.desk, "ivan", pin)
    assert (actor.name, actor.role) == ("Ivan", "cashier")
    with refused("pin_wrong"):
        staff.sign_in(wash.desk, "Ivan", pin[::-1])


def wrong(shop: TestShop, times: int) -> list[str]:
    return [refusal_of(lambda: staff.sign_in(shop.desk, "Ivan", "1357")) for _ in range(times)]


def test_five_wrong_pins_pause_for_a_minute_and_ten_lock(wash: TestShop) -> None:
    wash.hire("Ivan", "cashier")
    assert wrong(wash, 6) == ["pin_wrong"] * 5 + ["pin_locked"]
    until = wash.clock.at + timedelta(minutes=1)
    with refused("pin_locked", until=until):
        staff.sign_in(wash.desk, "Ivan", "4927")
    wash.reopened()
    with refused("pin_locked", until=until):
        staff.sign_in(wash.desk, "Ivan", "4927")
    wash.clock.forward(minutes=1)
    assert wrong(wash, 5) == ["pin_wrong"] * 5
    wash.clock.forward(days=30)
    with refused("pin_locked", until=None):
        staff.sign_in(wash.desk, "Ivan", "4927")


def test_wrong_pins_of_several_tills_at_one_moment_all_count(
    wash: TestShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    wash.hire("Ivan", "cashier")
    others = [wash.at_till(str(number)) for number in range(2, 7)]
    compare = staff._matches

    def at_one_moment(stored: str, secret: str) -> bool:
        if others:  # each till has read the count before any other one has written it
            with refused("pin_wrong"):
                staff.sign_in(others.pop().desk, "Ivan", "1357")
        return compare(stored, secret)

    monkeypatch.setattr(staff, "_matches", at_one_moment)
    with refused("pin_wrong", left=4):
        staff.sign_in(wash.desk, "Ivan", "1357")
    assert wash.desk.store.sql("SELECT wrong_pins FROM staff") == [(6,)]
    with refused("pin_locked", until=wash.clock.at + staff.PAUSE):
        staff.sign_in(wash.desk, "Ivan", "4927")


def test_the_tries_left_are_said(wash: TestShop) -> None:
    wash.hire("Ivan", "cashier")
    for left in (4, 3, 2, 1, 0):
        with refused("pin_wrong", left=left):
            staff.sign_in(wash.desk, "Ivan", "1357")


def test_who_no_longer_works_here_does_not_sign_in(wash: TestShop) -> None:
    ivan = wash.hire("Ivan", "cashier")
    assert ivan.staff is not None
    update_staff(wash.desk.store, ivan.staff, is_active=False)
    with refused("pin_wrong", left=None):
        staff.sign_in(wash.desk, "Ivan", "4927")
    update_staff(wash.desk.store, ivan.staff, is_active=True)
    assert staff.sign_in(wash.desk, "Ivan", "4927") == ivan


def test_a_right_pin_clears_the_count(wash: TestShop) -> None:
    wash.hire("Ivan", "cashier")
    wrong(wash, 4)
    staff.sign_in(wash.desk, "Ivan", "4927")
    assert wrong(wash, 5) == ["pin_wrong"] * 5
    assert wash.problems() == []


def test_a_manager_unlocks_a_cashier_and_nobody_above(wash: TestShop) -> None:
    wash.hire("Ivan", "cashier")
    maria = wash.hire("Maria", "manager")
    petr = wash.hire("Petr", "cashier")
    wrong(wash, 5)
    wash.clock.forward(minutes=1)
    wrong(wash, 5)
    with wash.acting(petr), refused("not_allowed"):
        staff.set_pin(wash.desk, "Ivan", "8264")
    with wash.acting(maria):
        staff.set_pin(wash.desk, "Ivan", "8264")
        assert staff.sign_in(wash.desk, "Ivan", "8264").name == "Ivan"
        staff.set_pin(wash.desk, "Maria", "8264")
    maria = staff.sign_in(wash.desk, "Maria", "8264")
    staff.add_staff(wash.desk, "Vera", "manager", "4927")
    with wash.acting(maria), refused("not_allowed"):
        staff.set_pin(wash.desk, "Vera", "8264")


def test_the_owners_recovery_code_works_once_and_makes_place_for_a_new_one(shops: Shops) -> None:
    # a shop of its own, because the code is shown once
    opener = Opener(shops.open().folder / "own", now=lambda: START)
    desk = opener.create()
    draft = shop.ShopDraft("Own", owner="Olga", pin="4927")
    code = shop.create_shop(desk, draft).recovery_code
    staff.add_staff(desk, "Ivan", "cashier", "4927")
    cashier = desk.acting(Actor(2, "Ivan", "cashier"))
    for name in ("Ivan", "Olga"):
        with refused("pin_wrong"):
            staff.set_pin(cashier, name, "8264", recovery="7K4M9-XQT2A")
    with refused("pin_wrong"):
        staff.set_pin(cashier, "Ivan", "8264", recovery=code)
    fresh = staff.set_pin(cashier, "Olga", "8264", recovery=code.lower()).recovery_code
    assert staff.sign_in(desk, "Olga", "8264").role == "owner"
    with refused("pin_wrong"):
        staff.set_pin(cashier, "Olga", "8264", recovery=code)
    assert len({fresh, code, ""}) == 3
    again = staff.set_pin(cashier, "Olga", "9157", recovery=fresh)
    assert again.recovery_code not in (fresh, code, "")
    assert staff.set_pin(desk.acting(Actor(1, "Olga", "owner")), "Olga", "8264").recovery_code == ""
    desk.store.close()


def test_a_recovery_code_that_two_tills_use_at_one_moment_works_once(
    shops: Shops, monkeypatch: pytest.MonkeyPatch
) -> None:
    opener = Opener(shops.open().folder / "own", now=lambda: START)
    desk = opener.create()
    code = shop.create_shop(desk, shop.ShopDraft("Own", owner="Olga", pin="4927")).recovery_code
    first, fresh = opener.open(), list[str]()
    hashed = staff._hash

    def at_one_moment(secret: str) -> str:
        if not fresh:
            fresh.append("")
            fresh[0] = staff.set_pin(first, "Olga", "8264", recovery=code).recovery_code
        return hashed(secret)

    monkeypatch.setattr(staff, "_hash", at_one_moment)
    with refused("pin_wrong"):
        staff.set_pin(desk, "Olga", "9157", recovery=code)
    assert staff.sign_in(desk, "Olga", "8264").role == "owner"
    assert staff.set_pin(desk, "Olga", "9157", recovery=fresh[0]).recovery_code
    first.store.close()
    desk.store.close()


def test_staff_are_the_owners_to_add(wash: TestShop) -> None:
    ivan, maria = wash.hire("Ivan", "cashier"), wash.hire("Maria", "manager")
    for actor in (ivan, maria):
        with wash.acting(actor), refused("not_allowed", role="owner"):
            staff.add_staff(wash.desk, "New", "cashier", "4927")
    with refused("name_taken"):
        staff.add_staff(wash.desk, " IVAN ", "cashier", "4927")
    with refused("bad_role"):
        staff.add_staff(wash.desk, "New", "boss", "4927")
    with refused("pin_wrong"):
        staff.sign_in(wash.desk, "Nobody", "4927")


@pytest.mark.parametrize("name", ["", " \u200b ", "x" * (staff.MAX_NAME + 1)])
def test_a_name_that_is_none_or_endless_is_refused(wash: TestShop, name: str) -> None:
    with refused("bad_name", text=name[: staff.MAX_NAME]):
        staff.add_staff(wash.desk, name, "cashier", "4927")
    assert wash.count("staff") == 0
    assert staff.add_staff(wash.desk, "x" * staff.MAX_NAME, "cashier", "4927").has_pin


def test_a_pin_is_not_in_the_file(wash: TestShop) -> None:
    wash.hire("Ivan", "cashier", pin="492758")
    [(stored,)] = wash.desk.store.sql("SELECT pin_hash FROM staff")
    assert stored.startswith("$argon2id$")
    assert "492758" not in str(wash.desk.store.sql("SELECT * FROM staff, audit"))


def test_p15_what_is_the_owners_or_the_managers_is_refused_to_others(wash: TestShop) -> None:
    from refdesk.services import codes, print_runs, programmes
    from refdesk.services.catalogue import add_service

    calls = {
        "owner": [
            lambda: shop.set_setting(wash.desk, "grace_days", "9"),
            lambda: shop.change_shop(wash.desk, name="X", contact="", language="en"),
            lambda: programmes.add_programme(wash.desk, preset="spa"),
            lambda: programmes.set_status(wash.desk, "P1", "end"),
            lambda: add_service(wash.desk, "Polish"),
        ],
        "manager": [
            lambda: print_runs.create_run(wash.desk, print_runs.NewRun(count=1)),
            lambda: codes.issue_coupon(wash.desk, programmes.get_programme(wash.desk, "P1")),
        ],
    }
    people = {role: wash.hire(role, role) for role in ("cashier", "manager")}
    before = wash.counts()
    for role, wanted in (("cashier", "owner"), ("cashier", "manager"), ("manager", "owner")):
        with wash.acting(people[role]):
            assert [refusal_of(call) for call in calls[wanted]] == ["not_allowed"] * len(
                calls[wanted]
            )
    after = wash.counts()
    assert after.pop("audit") == before.pop("audit") + 12
    assert after == before
    with wash.acting(people["manager"]):
        assert [refusal_of(call) for call in calls["manager"]] == ["", ""]


def test_who_has_left_signs_in_no_more_and_the_last_owner_stays(wash: TestShop) -> None:
    ivan, maria = wash.hire("Ivan", "cashier"), wash.hire("Maria", "manager")
    staff.add_staff(wash.desk, "Olga", "owner", "4927")
    for actor in (ivan, maria):
        with wash.acting(actor), refused("not_allowed", role="owner"):
            staff.end_staff(wash.desk, "Ivan")
    assert not staff.end_staff(wash.desk, " ivan").is_active
    with refused("pin_wrong", left=None):
        staff.sign_in(wash.desk, "Ivan", "4927")
    assert [one.is_active for one in staff.list_staff(wash.desk)] == [False, True, True]
    with refused("last_owner"):
        staff.end_staff(wash.desk, "Olga")
    with refused("staff_unknown"):
        staff.end_staff(wash.desk, "Nobody")
    assert wash.problems() == []


def audited(wash: TestShop, action: str) -> list[dict[str, object]]:
    rows = wash.desk.store.sql("SELECT details FROM audit WHERE action = ?", (action,))
    return [json.loads(details) for (details,) in rows]


def test_who_has_left_is_taken_back_with_a_new_pin_and_without_the_badge(wash: TestShop) -> None:
    ivan, maria = wash.hire("Ivan", "cashier"), wash.hire("Maria", "manager")
    code = badges.make_badge(wash.desk, "Ivan").code
    wrong(wash, 3)
    staff.end_staff(wash.desk, "Ivan")
    with wash.acting(maria), refused("not_allowed", role="owner"):
        staff.take_back(wash.desk, "Ivan", "8264")
    with refused("bad_pin"):
        staff.take_back(wash.desk, "Ivan", "1234")
    back = staff.take_back(wash.desk, " IVAN", "8264")
    assert (back.id, back.name, back.role, back.is_active) == (ivan.staff, "Ivan", "cashier", True)
    with refused("pin_wrong", left=4):
        staff.sign_in(wash.desk, "Ivan", "4927")
    assert staff.sign_in(wash.desk, "Ivan", "8264").staff == ivan.staff
    with wash.acting(ivan), refused("signed_out", why="pin"):
        wash.buy("10", phone="+79170000001")
    seen = badges.see_badge(wash.desk, code)
    assert seen is not None
    assert seen.refusal is not None
    assert seen.refusal.code == "badge_lost"
    assert audited(wash, "staff_taken_back") == [{"staff": ivan.staff, "role": "cashier"}]
    assert wash.problems() == []


def test_who_is_taken_back_may_do_something_else_from_then_on(wash: TestShop) -> None:
    wash.hire("Ivan", "cashier")
    with refused("staff_here", name="Ivan"):
        staff.take_back(wash.desk, "ivan", "8264")
    assert staff.sign_in(wash.desk, "Ivan", "4927").role == "cashier"
    staff.end_staff(wash.desk, "Ivan")
    with refused("bad_role"):
        staff.take_back(wash.desk, "Ivan", "8264", role="boss")
    with refused("staff_unknown"):
        staff.take_back(wash.desk, "Nobody", "8264")
    assert staff.take_back(wash.desk, "Ivan", "8264", role="manager").role == "manager"
    assert staff.sign_in(wash.desk, "Ivan", "8264").role == "manager"
    assert audited(wash, "staff_taken_back") == [{"staff": 1, "role": "manager"}]
