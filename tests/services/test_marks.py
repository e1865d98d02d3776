"""What a customer said of a purchase, and what staff is then given to say (G25)."""

import pytest

from refdesk.domain.codes import group_code
from refdesk.domain.marks import MARKS, Mark
from refdesk.domain.prompts import QUIET_DAYS, Asked, Prompt, prompt_for
from refdesk.services import marks
from refdesk.services.customers import show_customer
from refdesk.services.erasing import erase_customer
from refdesk.services.marks import Marked, mark_purchase
from refdesk.services.merging import merge_customers
from refdesk.services.shifts import read_shift
from refdesk.storage import marks as storage
from tests.support.refusals import refused
from tests.support.shops import Shops, TestShop

GIFT = """
name = "Friends"
codes = "personal"

[[rule]]
id = "friend"
trigger = "first"
referral = { kind = "percent_off", percent = "10" }
referrer = [ { kind = "points", amount = 100 } ]

[[rule]]
id = "three"
trigger = "milestone"
n = 3
referrer = [ { kind = "gift", gift = "Free wax", cost = "100.00" } ]
"""


def stored(shop: TestShop, purchase: int) -> Mark | None:
    return storage.find_mark(shop.desk.store, purchase)


def audited(shop: TestShop) -> list[str]:
    rows = shop.desk.store.sql(
        "SELECT details FROM audit WHERE action = 'purchase_marked' ORDER BY id"
    )
    return [row[0] for row in rows]


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_is_kept_with_its_purchase(wash: TestShop, mark: Mark) -> None:
    paid = wash.buy("100")
    assert mark_purchase(wash.desk, paid.purchase, mark) == Marked(paid.purchase, mark)
    assert stored(wash, paid.purchase) == mark
    assert wash.problems() == []


def test_a_mark_is_changed_and_taken_back_in_its_one_row(wash: TestShop) -> None:
    paid = wash.buy("100").purchase
    for mark in ("good", "bad", None):
        mark_purchase(wash.desk, paid, mark)
        assert stored(wash, paid) == mark
    assert wash.count("purchase_mark") == 1


def test_the_audit_gets_the_purchase_and_the_mark_and_nothing_of_a_person(wash: TestShop) -> None:
    wash.add("Anna")
    paid = wash.buy("100", customer="Anna").purchase
    mark_purchase(wash.desk, paid, "bad")
    assert audited(wash) == [f'{{"mark":"bad","purchase":{paid}}}']


def test_the_same_mark_again_does_nothing(wash: TestShop) -> None:
    paid = wash.buy("100").purchase
    mark_purchase(wash.desk, paid, "good")
    before = wash.counts()
    mark_purchase(wash.desk, paid, "good")
    assert wash.counts() == before


def test_a_purchase_that_is_not_there_or_is_void_gets_no_mark(wash: TestShop) -> None:
    with refused("purchase_unknown"):
        mark_purchase(wash.desk, 99, "good")
    paid = wash.buy("100").purchase
    wash.void(paid)
    with refused("already_voided"):
        mark_purchase(wash.desk, paid, "good")
    assert wash.count("purchase_mark") == 0


def test_a_cashier_marks_his_own_soon_and_a_manager_any(wash: TestShop) -> None:
    ivan, petr = wash.hire("Ivan", "cashier"), wash.hire("Petr", "cashier")
    maria = wash.hire("Maria", "manager")
    with wash.acting(ivan):
        paid = wash.buy("100").purchase
        assert mark_purchase(wash.desk, paid, "good").mark == "good"
    with wash.acting(petr), refused("not_allowed", role="manager"):
        mark_purchase(wash.desk, paid, "bad")
    wash.clock.forward(minutes=16)
    with wash.acting(ivan), refused("not_allowed"):
        mark_purchase(wash.desk, paid, "bad")
    with wash.acting(maria):
        assert mark_purchase(wash.desk, paid, "bad").mark == "bad"


def test_where_a_cashier_undoes_nothing_he_still_keeps_what_is_said_of_his_own(
    wash: TestShop,
) -> None:
    wash.set("undo_minutes", "0")
    ivan, petr = wash.hire("Ivan", "cashier"), wash.hire("Petr", "cashier")
    with wash.acting(ivan):
        paid = wash.buy("100").purchase
        wash.clock.forward(minutes=1)
    with wash.acting(petr), refused("not_allowed", role="manager"):
        mark_purchase(wash.desk, paid, "good")
    with wash.acting(ivan):
        assert mark_purchase(wash.desk, paid, "bad").mark == "bad"
        with refused("not_allowed", role="manager"):
            mark_purchase(wash.desk, paid, "good")
        with refused("not_allowed", role="manager"):
            mark_purchase(wash.desk, paid, None)
    assert stored(wash, paid) == "bad"


def test_while_what_could_be_said_is_read_other_tills_record(
    wash: TestShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    wash.add("Anna")
    wash.buy("100", customer="Anna")
    paid = wash.buy("100", customer="Anna").purchase
    other = wash.at_till("2")
    other.desk.store.wait_at_most(0)
    meanwhile: list[int] = []

    def reading(asked: Asked) -> Prompt | None:
        meanwhile.append(other.buy("50").purchase)
        return prompt_for(asked)

    monkeypatch.setattr(marks, "prompt_for", reading)
    assert mark_purchase(wash.desk, paid, "good").prompt is not None
    assert meanwhile == [paid + 1]


def test_the_shift_counts_the_marks_of_its_live_purchases(wash: TestShop) -> None:
    bills = [wash.buy("100").purchase for _ in range(5)]
    for purchase, mark in zip(bills, ("good", "good", "so-so", "bad", "bad"), strict=True):
        mark_purchase(wash.desk, purchase, mark)  # type: ignore[arg-type]
    wash.void(bills[4])
    figures = read_shift(wash.desk).figures
    assert (figures.marked_good, figures.marked_so_so, figures.marked_bad) == (2, 1, 1)


# -- G25 -----------------------------------------------------------------------------------------


def test_g25_after_a_good_mark_a_regular_without_referrals_is_offered_a_card(
    wash: TestShop,
) -> None:
    wash.add("Anna")
    wash.buy("100", customer="Anna")
    paid = wash.buy("100", customer="Anna").purchase
    assert mark_purchase(wash.desk, paid, "so-so").prompt is None
    told = mark_purchase(wash.desk, paid, "good").prompt
    assert told is not None
    assert told.kind == "card"


def test_g25_the_first_visit_and_a_nobody_get_no_line(wash: TestShop) -> None:
    wash.add("Anna")
    for paid in (wash.buy("100", customer="Anna"), wash.buy("100")):
        assert mark_purchase(wash.desk, paid.purchase, "good").prompt is None


def test_g25_the_line_comes_once_in_thirty_days_and_stays_with_its_purchase(
    wash: TestShop,
) -> None:
    wash.add("Anna")
    wash.buy("100", customer="Anna")
    first = wash.buy("100", customer="Anna").purchase
    assert mark_purchase(wash.desk, first, "good").prompt is not None
    mark_purchase(wash.desk, first, "bad")
    assert mark_purchase(wash.desk, first, "good").prompt is not None
    wash.clock.forward(days=QUIET_DAYS - 1)
    second = wash.buy("100", customer="Anna").purchase
    assert mark_purchase(wash.desk, second, "good").prompt is None
    wash.clock.forward(days=1)
    third = wash.reopened().buy("100", customer="Anna").purchase
    assert mark_purchase(wash.desk, third, "good").prompt is not None


def test_g25_a_merge_does_not_make_it_speak_again(wash: TestShop) -> None:
    wash.add("Anna")
    wash.add("Hanna")
    wash.buy("100", customer="Hanna")
    paid = wash.buy("100", customer="Hanna").purchase
    assert mark_purchase(wash.desk, paid, "good").prompt is not None
    merge_customers(wash.desk, wash.who("Anna"), wash.who("Hanna"))
    again = wash.buy("100", customer="Anna").purchase
    assert mark_purchase(wash.desk, again, "good").prompt is None


def test_who_was_erased_or_merged_since_is_marked_too(wash: TestShop) -> None:
    wash.add("Anna")
    wash.add("Hanna")
    paid = [wash.buy("100", customer=name).purchase for name in ("Anna", "Hanna", "Hanna")]
    merge_customers(wash.desk, wash.who("Anna"), wash.who("Hanna"))
    told = mark_purchase(wash.desk, paid[2], "good").prompt
    assert told is not None
    assert told.kind == "card"
    erase_customer(wash.desk, wash.who("Anna"), "asked for it")
    for purchase in paid:
        assert mark_purchase(wash.desk, purchase, "good") == Marked(purchase, "good")


def test_g25_a_shop_may_switch_the_line_off(wash: TestShop) -> None:
    wash.set("staff_prompt", "off")
    wash.add("Anna")
    wash.buy("100", customer="Anna")
    paid = wash.buy("100", customer="Anna").purchase
    assert mark_purchase(wash.desk, paid, "good") == Marked(paid, "good")


def test_g25_a_paused_programme_offers_no_card(wash: TestShop) -> None:
    from refdesk.services.programmes import set_status

    wash.add("Anna")
    wash.buy("100", customer="Anna")
    set_status(wash.desk, "P1", "pause")
    paid = wash.buy("100", customer="Anna").purchase
    assert mark_purchase(wash.desk, paid, "good").prompt is None


def test_g25_an_employee_is_left_alone(wash: TestShop) -> None:
    wash.add("Anna", kind="employee")
    wash.buy("100", customer="Anna")
    paid = wash.buy("100", customer="Anna").purchase
    assert mark_purchase(wash.desk, paid, "good").prompt is None


def test_g25_a_milestone_and_a_status_that_are_near_are_said(shops: Shops) -> None:
    shop = shops.open()
    shop.programme(GIFT)
    code = shop.add("Anna")
    shop.buy("100", customer="Anna")
    for number in range(2):
        shop.buy("1000", code=group_code(code), phone=f"+791699900{number:02}", name="Friend",
                 consent="said")  # fmt: skip
    assert show_customer(shop.desk, shop.who("Anna")).effective_referrals == 2
    paid = shop.buy("100", customer="Anna").purchase
    told = mark_purchase(shop.desk, paid, "good").prompt
    assert told is not None
    assert (told.kind, told.referrals) == ("milestone", 1)
    salon = shops.open("salon")
    salon.add("Anna")
    salon.buy("1000", customer="Anna")
    paid = salon.buy("1000", customer="Anna").purchase
    told = mark_purchase(salon.desk, paid, "good").prompt
    assert told is not None
    assert (told.kind, told.referrals, told.spend, told.name) == ("status", 2, None, "Bronze")
