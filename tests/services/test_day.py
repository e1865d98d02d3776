"""The counter's day: today's list, and the open shift's own figures."""

from refdesk.domain.codes import check_symbol
from refdesk.services.day import day_view
from refdesk.services.shifts import read_shift
from tests.support.refusals import refused
from tests.support.shops import TestShop

WRONG = "ZZZZZZZZZ" + check_symbol("ZZZZZZZZZ")


def try_wrong(shop: TestShop) -> None:
    with refused("code_unknown"):
        shop.buy("10", code=WRONG, phone="+79170000009")


def test_the_list_is_todays_and_the_figures_are_the_open_shifts(wash: TestShop) -> None:
    code = wash.add("Anna")
    wash.buy("1000", code=code, phone="+79170000001")
    try_wrong(wash)
    first = day_view(wash.desk)
    wash.clock.forward(days=1)
    second = day_view(wash.desk)
    assert (len(first.lines), second.lines) == (2, ())
    assert (second.shift, second.since) == (first.shift, first.since)
    assert (second.purchases, second.new_by_code, second.refused) == (1, 1, 1)
    wash.buy("500", phone="+79170000001")
    third = day_view(wash.desk)
    assert (len(third.lines), third.purchases) == (1, 2)
    assert (third.sales, third.discounts) == (100_000 + 50_000, 10_000)
    figures = read_shift(wash.desk).figures
    assert third.sales == figures.sales, "the close of the shift says the same"


def test_another_persons_shift_at_the_same_till_has_its_own_figures(wash: TestShop) -> None:
    wash.buy("1000")
    try_wrong(wash)
    with wash.acting(wash.hire("Ivan", "cashier")):
        assert day_view(wash.desk).shift is None
        wash.buy("300")
        view = day_view(wash.desk)
        assert (view.purchases, view.sales, view.refused) == (1, 30_000, 0)
        try_wrong(wash)
        assert day_view(wash.desk).refused == 1
    assert day_view(wash.desk).refused == 1


def test_a_closed_shift_leaves_its_figures_behind(wash: TestShop) -> None:
    wash.buy("1000")
    opened = day_view(wash.desk).shift
    wash.desk.store.sql("UPDATE shift SET closed_at = opened_at + 1")
    wash.clock.forward(hours=1)
    wash.buy("200")
    view = day_view(wash.desk)
    assert view.shift != opened
    assert (view.purchases, view.sales, len(view.lines)) == (1, 20_000, 2)


def test_r49_somebody_without_a_name_stands_by_the_end_of_a_phone_or_by_a_plate(
    wash: TestShop,
) -> None:
    wash.buy("1000", phone="+79170000001")
    nameless = wash.buy("500", phone="+79170004512")
    wash.void(nameless.purchase)
    shown = [(one.action.kind, one.action.contact) for one in day_view(wash.desk).lines]
    assert shown == [("undo", "…45-12"), ("purchase", "…45-12"), ("purchase", "…00-01")]
