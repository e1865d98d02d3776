"""A badge names a person and opens nothing: the PIN is still asked (R26, 4a)."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from refdesk.cards.qr import decode_page
from refdesk.domain.codes import group_code, is_well_formed
from refdesk.domain.keyboards import from_us_keys
from refdesk.services import badges, staff
from refdesk.services.look_up import look_up
from refdesk.storage.errors import StorageError
from refdesk.words.catalogue import load_words
from tests.services.test_wrong_codes import GOOD, guess, wrong
from tests.support.refusals import refused
from tests.support.shops import Shops, TestShop


@pytest.fixture
def shop(shops: Shops) -> TestShop:
    made = shops.open("car-wash", pin="4826")
    made.desk = made.desk.acting(staff.sign_in(made.desk, "Olga", "4826"))
    made.hire("Ivan", "cashier")
    return made


def actions(shop: TestShop, action: str) -> list[dict[str, object]]:
    rows = shop.desk.store.sql("SELECT details FROM audit WHERE action = ?", (action,))
    return [json.loads(details) for (details,) in rows]


def test_r26_the_printed_badge_reads_back_and_names_its_person(
    shop: TestShop, tmp_path: Path
) -> None:
    out = tmp_path / "badge.pdf"
    made = badges.print_badge(shop.desk, "ivan", out, load_words("ru"))
    (scanned,) = decode_page(out, 1)
    assert scanned == made.code
    assert is_well_formed(scanned)
    assert made.code not in repr(made)
    for text in (scanned, group_code(scanned), scanned.lower(), f"]Q1{scanned}",
                 dict(from_us_keys(scanned.lower()))["ru"]):  # fmt: skip
        seen = look_up(shop.desk, text)
        assert (seen.kind, seen.refusal, seen.customer) == ("badge", None, None)
        assert seen.badge is not None
        assert (seen.badge.member.name, seen.badge.refusal) == ("Ivan", None)
    assert [one["staff"] for one in actions(shop, "badge_made")] == [made.member.id]
    assert shop.count("refusal") == 0
    assert shop.problems() == []


def test_the_day_of_a_badge_is_the_shops(shop: TestShop) -> None:
    shop.clock.at = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)
    member = badges.make_badge(shop.desk, "Ivan").member
    there = shop.clock.at.astimezone(shop.desk.shop().zone).date()
    assert there != shop.clock.at.date()  # the control
    assert badges.badges_since(shop.desk) == {member.id: there}


def test_r26_a_badge_is_no_code_of_a_customer_and_buys_nothing(shop: TestShop) -> None:
    code = badges.make_badge(shop.desk, "Ivan").code
    with refused("code_unknown"):
        shop.buy("10", code=code, phone=GOOD)
    with refused("code_unknown"):
        shop.add("Guest", code=code)
    assert shop.count("customer") == 0


def test_r76_a_badge_neither_counts_as_a_wrong_code_nor_clears_the_count(shop: TestShop) -> None:
    badge = badges.make_badge(shop.desk, "Ivan").code
    for _ in range(6):
        guess(shop, badge)
        look_up(shop.desk, badge)
    card = shop.add("Anna")
    assert shop.quote("10", code=card, phone=GOOD).quote.verdict == "ok_new"
    guess(shop, *map(wrong, range(4)))
    look_up(shop.desk, badge)
    guess(shop, badge, wrong(5))
    with refused("till_paused"):
        shop.buy("10", code=card, phone=GOOD)
    seen = look_up(shop.desk, badge)  # people change places during a pause too
    assert seen.kind == "badge"


def test_a_new_badge_retires_the_old_one_which_is_refused_by_name(shop: TestShop) -> None:
    old = badges.make_badge(shop.desk, "Ivan").code
    new = badges.make_badge(shop.desk, "Ivan").code
    seen = badges.see_badge(shop.desk, old)
    assert seen is not None
    assert seen.refusal is not None
    assert (seen.refusal.code, seen.refusal.params) == ("badge_lost", {"name": "Ivan"})
    assert [one["refusal"] for one in actions(shop, "badge_refused")] == ["badge_lost"]
    fresh = badges.see_badge(shop.desk, new)
    assert fresh is not None
    assert fresh.refusal is None
    badges.lose_badge(shop.desk, "Ivan")
    lost = look_up(shop.desk, new)
    assert lost.badge is not None
    assert lost.badge.refusal is not None
    assert lost.badge.refusal.code == "badge_lost"
    with refused("badge_lost"):
        badges.lose_badge(shop.desk, "Ivan")
    assert shop.problems() == []


def test_the_badge_of_who_has_left_is_refused(shop: TestShop) -> None:
    code = badges.make_badge(shop.desk, "Ivan").code
    staff.end_staff(shop.desk, "Ivan")
    seen = look_up(shop.desk, code)
    assert seen.badge is not None
    assert seen.badge.refusal is not None
    assert seen.badge.refusal.code == "badge_ended"
    with refused("badge_ended"):
        badges.make_badge(shop.desk, "Ivan")


def test_p15_badges_are_the_owners(shop: TestShop) -> None:
    for role in ("cashier", "manager"):
        person = shop.hire(role, role)
        with shop.acting(person), refused("not_allowed", role="owner"):
            badges.make_badge(shop.desk, "Ivan")
        with shop.acting(person), refused("not_allowed", role="owner"):
            badges.lose_badge(shop.desk, "Ivan")
    with refused("staff_unknown"):
        badges.make_badge(shop.desk, "Nobody")


def test_who_has_no_pin_gets_no_badge(shops: Shops, tmp_path: Path) -> None:
    shop = shops.open()
    with shop.desk.store.write():
        from refdesk.storage.shop import insert_staff

        insert_staff(shop.desk.store, name="Zoe", name_folded="zoe", role="cashier")
    with refused("no_pin"):
        badges.make_badge(shop.desk, "Zoe")
    with refused("bad_file"):
        badges.print_badge(shop.desk, "Zoe", tmp_path / "badge.txt", load_words("en"))


def test_a_badge_that_could_not_be_written_leaves_the_old_one_in_use(
    shop: TestShop, tmp_path: Path
) -> None:
    old = badges.make_badge(shop.desk, "Ivan").code
    before = shop.counts()
    with pytest.raises(OSError, match="No such file"):
        badges.print_badge(shop.desk, "Ivan", tmp_path / "gone" / "b.pdf", load_words("en"))
    assert shop.counts() == before
    seen = badges.see_badge(shop.desk, old)
    assert seen is not None
    assert seen.refusal is None


def test_a_badge_that_could_not_be_kept_is_in_no_file(shop: TestShop, tmp_path: Path) -> None:
    old, out = badges.make_badge(shop.desk, "Ivan").code, tmp_path / "badge.pdf"
    other = shop.at_till("2")
    other.desk.store.wait_at_most(0)
    with shop.desk.store.write(), pytest.raises(StorageError, match="busy"):
        badges.print_badge(other.desk, "Ivan", out, load_words("en"))
    assert list(tmp_path.glob("badge*")) == []
    seen = badges.see_badge(shop.desk, old)
    assert seen is not None
    assert seen.refusal is None
