"""Issuing codes with a split and with a word (R23, R57), swapping cards (G16)."""

import pytest

from refdesk.domain.codes import make_code
from refdesk.domain.records import Version
from refdesk.services import codes, customers, look_up, programmes
from refdesk.services.card_swap import replace_code
from refdesk.services.customer_view import owner_of_code
from refdesk.services.desk import Desk
from tests.support.refusals import refused
from tests.support.shops import Shops, TestShop

PICKED = """
name = "Share"
split = "picked"
[[rule]]
id = "friend"
pool = { percent = "20" }
"""
CAPPED = """
name = "Capped"
[[rule]]
id = "friend"
referral = { kind = "amount_off", amount = "100" }
referrer = [{ kind = "store_credit", amount = "100" }]
limits = { per_code = { month = 2 } }
"""
MONEY = """
name = "Money"
[[rule]]
id = "friend"
referrer = [{ kind = "money", percent = "10" }]
"""


@pytest.fixture
def shop(shops: Shops) -> TestShop:
    return shops.open()


def programme(shop: TestShop, terms: str) -> Version:
    return programmes.get_programme(shop.desk, f"P{shop.programme(terms)}")


def issue(shop: TestShop, version: Version, **more: object) -> str:
    person = customers.get_customer(shop.desk, shop.who("Anna"))
    return codes.issue_personal(shop.desk, person, version, **more)  # type: ignore[arg-type]


# -- the split -----------------------------------------------------------------------------------


@pytest.mark.parametrize("share, friend, referrer", [
    (0, 0, 24_691), (10_000, 24_691, 0), (None, 12_346, 12_345), (3_000, 7_408, 17_283),
])  # fmt: skip
def test_r57_the_split_that_a_card_picks_is_honoured(
    shop: TestShop, share: int | None, friend: int, referrer: int
) -> None:
    version = programme(shop, PICKED)
    shop.add("Anna")
    code = issue(shop, version, friend_share=share)
    shown = codes.show_code(shop.desk, code)
    assert shown.code.friend_share == share
    made = shop.buy("1234.56", code=code, phone="+79170000001")
    # what the friend gets leaves the bill, and the referrer's part does not shrink by it
    assert (made.discount, shop.balance("Anna", "store_credit")) == (friend, referrer)


def test_r57_a_fixed_split_cannot_be_picked(shop: TestShop) -> None:
    fixed, picked = programme(shop, CAPPED), programme(shop, PICKED)
    shop.add("Anna")
    with refused("bad_share", name="Capped"):
        issue(shop, fixed, friend_share=5_000)
    for share in (-1, 10_001):
        with refused("bad_share"):
            issue(shop, picked, friend_share=share)


# -- a word ----------------------------------------------------------------------------------------


def test_r23_a_word_of_a_person_is_guessable_and_capped(shop: TestShop) -> None:
    free = programme(shop, CAPPED.replace("limits", "# limits").replace("Capped", "Free"))
    shop.add("Anna")
    assert issue(shop, free, word="annas-car") == "ANNASCAR"
    shown = codes.show_code(shop.desk, "Annas car").code
    assert (shown.kind, shown.owner, shown.use_limit) == ("personal", shop.who("Anna"), 100)
    assert shop.desk.store.sql(
        "SELECT is_guessable FROM promo_code WHERE code = 'ANNASCAR'"
    ) == [(1,)]  # fmt: skip
    capped = programme(shop, CAPPED)
    issue(shop, capped, word="ANNA2026")
    assert codes.show_code(shop.desk, "ANNA2026").code.use_limit is None
    made = shop.buy("1000", code="annascar", phone="+79170000001")
    assert (made.discount, shop.balance("Anna", "store_credit")) == (10_000, 10_000)


def test_r23_a_word_is_never_worth_money(shop: TestShop) -> None:
    version = programme(shop, MONEY)
    other = programme(shop, MONEY.replace("Money", "Credit").replace(
        "referrer = [{ kind = \"money\", percent = \"10\" }]",
        "referral = { kind = \"store_credit\", amount = \"50\" }\n"
        "referrer = [{ kind = \"points\", amount = 5 }]",
    ))  # fmt: skip
    shop.add("Anna")
    for one in (version, other):
        with refused("word_for_money"):
            issue(shop, one, word="ANNA2026")


def test_r27_a_word_is_taken_once_and_given_by_a_manager(shop: TestShop) -> None:
    version = programme(shop, CAPPED)
    shop.add("Anna")
    with shop.acting(shop.hire("Rita", "cashier")), refused("not_allowed", role="manager"):
        issue(shop, version, word="ANNA2026")
    issue(shop, version, word="ANNA2026")
    with refused("word_taken", word="ANNA2026"):
        issue(shop, version, word="anna2026")
    with refused("bad_word"):
        issue(shop, version, word="anna")


# -- swapping a card -------------------------------------------------------------------------------


def test_g16_a_swapped_card_keeps_everything_under_a_new_code(shop: TestShop) -> None:
    version = programme(shop, PICKED + "limits = { per_code = { month = 2 } }\n")
    shop.add("Anna")
    old = issue(shop, version, friend_share=10_000)
    shop.buy("1000", code=old, phone="+79170000001")
    swapped = replace_code(shop.desk, old)
    assert swapped.code != old
    now = swapped.shown.code
    assert (now.kind, now.owner, now.version, now.friend_share) == (
        "personal", shop.who("Anna"), version.id, 10_000,
    )  # fmt: skip
    assert (now.uses, swapped.shown.state) == (1, "live")
    before = codes.show_code(shop.desk, old)
    assert (before.state, before.code.replaced_by) == ("retired", now.id)
    # the limit of two a month is not new: one is used, the next is the last
    shop.buy("1000", code=swapped.code, phone="+79170000002")
    for code in (old, swapped.code):
        with refused("limit_per_period", count=2, limit=2):
            shop.buy("1000", code=code, phone="+79170000003")
    assert shop.problems() == []


def test_g16_the_old_card_is_accepted_with_a_word_about_it(wash: TestShop) -> None:
    old = wash.add("Anna")
    swapped = replace_code(wash.desk, old)
    seen = look_up.look_up(wash.desk, old)
    assert (seen.kind, seen.verdict) == ("code", "check_old_card")
    assert seen.code is not None
    assert seen.code.code == swapped.code
    assert look_up.look_up(wash.desk, swapped.code).verdict == "ok_new"
    made = wash.buy("1000", code=old, phone="+79170000001")
    assert (made.discount, wash.balance("Anna")) == (10_000, 100)
    again = replace_code(wash.desk, swapped.code)
    assert look_up.look_up(wash.desk, old).code == again.shown.code
    assert wash.problems() == []


def test_g16_a_card_reported_stolen_is_refused_and_the_new_one_works(wash: TestShop) -> None:
    old = wash.add("Anna")
    swapped = replace_code(wash.desk, old)
    codes.block_code(wash.desk, old, "stolen")
    with refused("code_blocked"):
        wash.buy("1000", code=old, phone="+79170000001")
    wash.buy("1000", code=swapped.code, phone="+79170000001")
    # the other way round: blocked first, then swapped
    codes.block_code(wash.desk, swapped.code, "stolen again")
    with wash.acting(wash.hire("Rita", "cashier")), refused("not_allowed", role="manager"):
        replace_code(wash.desk, swapped.code)
    third = replace_code(wash.desk, swapped.code)
    with refused("code_blocked"):
        wash.buy("1000", code=swapped.code, phone="+79170000002")
    wash.buy("1000", code=third.code, phone="+79170000002")


def test_r79_a_card_that_was_swapped_or_blocked_proves_nobodys_presence(wash: TestShop) -> None:
    old = wash.add("Anna")
    wash.give("Anna", 100)
    swapped = replace_code(wash.desk, old)
    with refused("proof_needed"):
        wash.buy("1000", customer=old, spend_points=10)
    wash.buy("1000", customer=swapped.code, spend_points=10)
    codes.block_code(wash.desk, swapped.code, "lost")
    with refused("proof_needed"):
        wash.buy("1000", customer=swapped.code, spend_points=10)


def test_what_is_swapped_and_what_is_not(full: TestShop) -> None:
    code = full.add("Anna")
    swapped = replace_code(full.desk, code)
    coupon = codes.issue_coupon(full.desk, programmes.get_programme(full.desk, "P1"))
    fresh = replace_code(full.desk, coupon)
    assert (fresh.shown.code.kind, fresh.shown.code.use_limit) == ("coupon", 1)
    full.buy("1000", code=coupon, phone="+79170000001")
    with refused("code_used_up"):
        replace_code(full.desk, fresh.code)
    with refused("code_voided"):
        replace_code(full.desk, code)
    with refused("not_a_card"):
        replace_code(full.desk, "SUMMER")
    with refused("code_unknown"):
        replace_code(full.desk, "22222-22222")
    assert swapped.old.code == code
    full.desk.store.sql("UPDATE promo_code SET status = 'live' WHERE replaced_by IS NOT NULL")
    assert "swap_leads_nowhere" in [problem for problem, _ in full.problems()]


def test_r28_wrong_codes_read_away_from_the_counter_count(wash: TestShop) -> None:
    def block(desk: Desk, text: str) -> object:
        return codes.block_code(desk, text, "lost")

    wrong = make_code(lambda _: 20)
    asked = (codes.look_at_code, customers.get_who, block, owner_of_code)
    for ask in (codes.look_at_code, customers.get_who, block, customers.get_who):
        with refused("customer_unknown" if ask is customers.get_who else "code_unknown"):
            ask(wash.desk, wrong)
    assert owner_of_code(wash.desk, wrong) is None
    for ask in asked:
        with refused("till_paused"):
            ask(wash.desk, wrong)
    # phones, names and numbers still work while codes rest
    with refused("customer_unknown"):
        customers.get_who(wash.desk, "+7 222 222-22-22")
    wash.clock.forward(minutes=1)
    with refused("code_unknown"):
        codes.look_at_code(wash.desk, wrong)


def test_r76_a_right_code_clears_the_count(wash: TestShop) -> None:
    code, wrong = wash.add("Anna"), make_code(lambda _: 20)
    for _ in range(3):
        for _ in range(4):
            with refused("code_unknown"):
                codes.look_at_code(wash.desk, wrong)
        codes.look_at_code(wash.desk, code)


# -- a claim for somebody known --------------------------------------------------------------------


def test_r54_somebody_known_is_claimed_by_a_code_without_a_purchase(wash: TestShop) -> None:
    code = wash.add("Anna")
    wash.add("Boris")
    new = customers.NewCustomer(code=code)
    customers.edit_customer(wash.desk, wash.who("Boris"), new)
    referral = customers.show_customer(wash.desk, wash.who("Boris")).referral
    assert referral is not None
    assert (referral.referrer, referral.was_new) == (wash.who("Anna"), True)
    other = wash.add("Clara")
    for who, text, refusal in (
        ("Boris", other, "already_referred"), ("Anna", code, "own_code"),
        ("Anna", "22222-22222", "code_unknown"),
    ):  # fmt: skip
        with refused(refusal):
            customers.edit_customer(wash.desk, wash.who(who), customers.NewCustomer(code=text))
    assert wash.count("refusal") == 3
    made = wash.buy("1000", customer="Boris")
    assert (made.discount, wash.balance("Anna")) == (10_000, 100)


def test_r33_an_old_client_is_not_claimed_as_new(wash: TestShop) -> None:
    code = wash.add("Anna")
    wash.add("Boris")
    wash.buy("1000", customer="Boris")
    with refused("not_new_customer"):
        customers.edit_customer(wash.desk, wash.who("Boris"), customers.NewCustomer(code=code))


def test_r74_with_two_codes_of_one_programme_the_phone_still_stands_for_one(
    wash: TestShop,
) -> None:
    wash.add("Anna", "+79161234567")
    issue(wash, programmes.get_programme(wash.desk, "P1"))
    wash.buy("1000", code="+7 916 123-45-67", phone="+79170000001")
    assert wash.balance("Anna") == 100
    wash.programme(CAPPED)
    issue(wash, programmes.get_programme(wash.desk, "P2"))
    with refused("bad_programme"):
        wash.buy("1000", code="+7 916 123-45-67", phone="+79170000002")
