"""Stacks: whose they are, when they are handed out, and what became of their cards (G06)."""

from datetime import date, timedelta

import pytest

from refdesk.services import customers, print_runs, stacks, undoing
from refdesk.services.activation import activate_code
from refdesk.services.print_runs import NewRun, RunMade
from refdesk.services.run_confirming import confirm_run
from refdesk.services.stacks import StackLine
from tests.support.refusals import refused
from tests.support.shops import TestShop, minor


@pytest.fixture
def shop(wash: TestShop) -> TestShop:
    wash.add("Cafe")
    wash.add("Master")
    return wash


def make(
    shop: TestShop, count: int = 6, kind: str = "coupon", *, confirmed: bool = True, **more: object
) -> RunMade:
    made = print_runs.create_run(shop.desk, NewRun(count, kind=kind, **more))  # type: ignore[arg-type]
    if confirmed:
        confirm_run(shop.desk, made.run.id)
    return made


def lines(
    shop: TestShop, run: int = 1, *, first: date | None = None, last: date | None = None
) -> list[StackLine]:
    return stacks.list_stacks(shop.desk, run, first, last)


# -- handing out -----------------------------------------------------------------------------------


def test_g06_a_stack_is_handed_out_on_a_day_by_somebody_to_somebody(shop: TestShop) -> None:
    make(shop, 5, stacks=2, holders=(shop.who("Cafe"),))
    olga = shop.hire("Olga Petrova", "cashier")
    with shop.acting(olga):
        handed = stacks.hand_stack(shop.desk, 1, 1)
    assert (handed.holder, handed.handed_on, handed.handed_by) == (
        shop.who("Cafe"), shop.desk.today(), olga.staff,
    )  # fmt: skip
    first, second = lines(shop)
    assert (first.handed, first.holder_name, first.handed_by) == (3, "Cafe", "Olga Petrova")
    assert (second.handed, second.stack.handed_on) == (0, None)
    with refused("stack_handed", handed_on=shop.desk.today()):
        stacks.hand_stack(shop.desk, 1, 1)


def test_g06_a_stack_changes_hands_by_a_manager_until_it_is_handed_out(shop: TestShop) -> None:
    made = make(shop, stacks=2, holders=(shop.who("Cafe"),))
    with shop.acting(shop.hire("Rita", "cashier")):
        with refused("not_allowed", role="manager"):
            stacks.assign_stack(shop.desk, 1, 2, holder=shop.who("Master"))
        with refused("not_allowed", role="manager"):
            stacks.hand_stack(shop.desk, 1, 2, place="door")
    assert stacks.assign_stack(shop.desk, 1, 2, holder=shop.who("Master")).place == ""
    moved = stacks.assign_stack(shop.desk, 1, 2, place="  door ")
    assert (moved.holder, moved.place) == (shop.who("Master"), "door")
    shop.buy("1000", code=made.codes[5], phone="+79170000001")
    assert shop.balance("Master") == 100
    assert stacks.hand_stack(shop.desk, 1, 2, holder=0, place="").holder is None
    with refused("stack_handed"):
        stacks.assign_stack(shop.desk, 1, 2, holder=shop.who("Cafe"))
    with refused("customer_unknown"):
        stacks.assign_stack(shop.desk, 1, 1, holder=99)
    with refused("bad_name"):
        stacks.assign_stack(shop.desk, 1, 1, place="x" * 81)


def test_g06_a_stack_waits_until_its_cards_are_out(shop: TestShop) -> None:
    make(shop, 6, stacks=2, confirmed=False)
    confirm_run(shop.desk, 1, ["2"], up_to=4)
    stacks.hand_stack(shop.desk, 1, 1)
    with refused("run_not_confirmed", run="R1"):
        stacks.hand_stack(shop.desk, 1, 2)
    assert lines(shop)[0].handed == 2
    confirm_run(shop.desk, 1)
    stacks.hand_stack(shop.desk, 1, 2)
    with refused("stack_unknown"):
        stacks.hand_stack(shop.desk, 1, 3)
    with refused("run_unknown"):
        stacks.hand_stack(shop.desk, 2, 1)


def test_g06_a_stack_handed_by_mistake_is_taken_back_while_no_card_is_used(shop: TestShop) -> None:
    made = make(shop, stacks=2)
    with refused("stack_not_handed"):
        stacks.take_back_stack(shop.desk, 1, 1)
    stacks.hand_stack(shop.desk, 1, 1, holder=shop.who("Cafe"))
    back = stacks.take_back_stack(shop.desk, 1, 1)
    assert (back.handed_at, back.handed_on, back.handed_by, back.holder) == (
        None, None, None, shop.who("Cafe"),
    )  # fmt: skip
    stacks.hand_stack(shop.desk, 1, 1)
    shop.buy("1000", code=made.codes[1], phone="+79170000001")
    with refused("card_in_use", card=2):
        stacks.take_back_stack(shop.desk, 1, 1)


# -- what became of them ---------------------------------------------------------------------------


def test_g06_each_stack_knows_what_its_cards_brought(shop: TestShop) -> None:
    made = make(shop, 6, stacks=2, holders=(shop.who("Cafe"), shop.who("Master")))
    confirm_run(shop.desk, 1, ["3"])
    shop.buy("1000", code=made.codes[0], phone="+79170000001")
    undone = shop.buy("2000", code=made.codes[1], phone="+79170000002")
    shop.buy("3000", code=made.codes[3], phone="+79170000003")
    partly = shop.buy("4000", code=made.codes[4], phone="+79170000004")
    shop.void(undone.purchase)
    undoing.refund_purchase(shop.desk, partly.purchase, undoing.Refund("half", minor("1800")))
    first, second = (line.figures for line in lines(shop))
    assert (first.redeemed, first.brought, first.spoiled, first.discounts) == (
        1, 1, 1, minor("100"),
    )  # fmt: skip
    assert (second.redeemed, second.brought, second.discounts) == (2, 2, minor("500"))
    assert [line.cards for line in lines(shop)] == [2, 3]


def test_g06_a_claim_without_a_purchase_counts_once_it_is_effective(shop: TestShop) -> None:
    made = make(shop, 2, holders=(shop.who("Cafe"),))
    shop.add("Boris", code=made.codes[0])
    assert lines(shop)[0].figures.brought == 0
    paid = shop.buy("1000", customer="Boris")
    assert (lines(shop)[0].figures.brought, lines(shop)[0].figures.redeemed) == (1, 0)
    shop.void(paid.purchase)
    assert lines(shop)[0].figures.brought == 0


def test_g06_blanks_count_from_their_activation_gift_cards_from_their_sale(shop: TestShop) -> None:
    blanks = make(shop, 3, "blank")
    cards = make(shop, 3, "gift_card", value=minor("500"))
    cafe = customers.get_customer(shop.desk, shop.who("Cafe"))
    activate_code(shop.desk, blanks.codes[0], customer=cafe)
    shop.buy("1000", code=blanks.codes[0], phone="+79170000001")
    shop.buy("1000", code=blanks.codes[0], phone="+79170000002")
    figures = lines(shop, 1)[0].figures
    assert (figures.activated, figures.redeemed, figures.brought) == (1, 1, 2)
    assert figures.discounts == minor("200")
    activate_code(shop.desk, cards.codes[0])
    sale = activate_code(shop.desk, cards.codes[1]).receipt
    assert sale is not None
    used = shop.buy("200", gift_cards=(cards.codes[0],))
    figures = lines(shop, 2)[0].figures
    assert (figures.activated, figures.redeemed, figures.discounts) == (2, 1, 0)
    shop.void(used.purchase)
    shop.void(sale.purchase)
    figures = lines(shop, 2)[0].figures
    assert (figures.activated, figures.redeemed) == (1, 0)


def test_g06_figures_of_a_period_count_what_happened_in_it(shop: TestShop) -> None:
    made, monday = make(shop, 6, stacks=2), shop.desk.today()
    stacks.hand_stack(shop.desk, 1, 1)
    shop.buy("1000", code=made.codes[0], phone="+79170000001")
    shop.clock.forward(days=1)
    tuesday = monday + timedelta(days=1)
    stacks.hand_stack(shop.desk, 1, 2)
    shop.buy("1000", code=made.codes[1], phone="+79170000002")
    shop.buy("1000", code=made.codes[3], phone="+79170000003")

    def counts(first: date | None = None, last: date | None = None) -> list[tuple[int, int, int]]:
        found = lines(shop, first=first, last=last)
        return [(one.handed, one.figures.redeemed, one.figures.discounts) for one in found]

    assert counts(last=monday) == [(3, 1, minor("100")), (0, 0, 0)]
    assert counts(first=tuesday) == [(0, 1, minor("100")), (3, 1, minor("100"))]
    assert counts(first=monday, last=tuesday) == [(3, 2, minor("200")), (3, 1, minor("100"))]
    assert counts(first=tuesday + timedelta(days=1)) == [(0, 0, 0)] * 2


def test_g06_all_stacks_are_listed_newest_run_first(shop: TestShop) -> None:
    make(shop, 4, stacks=2)
    make(shop, 3, "blank", places=("door",))
    found = stacks.list_stacks(shop.desk)
    assert [(one.run.id, one.stack.number, one.stack.place) for one in found] == [
        (2, 1, "door"), (1, 1, ""), (1, 2, ""),
    ]  # fmt: skip
    with refused("run_unknown"):
        lines(shop, 9)
