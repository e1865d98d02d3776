"""Shifts: their totals, codes against discounts, closing and what stays afterwards (G27)."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from refdesk.domain.progress import Cancelled, Progress
from refdesk.services import customers, payouts, print_runs, shifts
from refdesk.services.desk import Actor
from refdesk.services.run_confirming import confirm_run
from refdesk.services.shifts import ShiftView
from refdesk.storage import day_end
from refdesk.storage import print_runs as storage
from refdesk.storage import shifts as shift_storage
from tests.support.refusals import refused
from tests.support.shops import TestShop, give, minor

MONEY = """
name = "Money"
[[rule]]
id = "friend"
trigger = "every"
referrer = [{ kind = "money", percent = "10" }]
"""


@pytest.fixture
def team(wash: TestShop) -> dict[str, Actor]:
    return {
        "ivan": wash.hire("Ivan", "cashier"),
        "petr": wash.hire("Petr", "cashier"),
        "maria": wash.hire("Maria", "manager"),
    }


def close(shop: TestShop, shift: int | None = None, slips: int | None = None) -> ShiftView:
    return shifts.close_shift(shop.desk, shift, slips=slips)


def kinds(view: ShiftView) -> list[str]:
    return [point.kind for point in view.points]


# -- opening -----------------------------------------------------------------------------------


def test_a_shift_opens_by_itself_and_by_hand_once(wash: TestShop, team: dict[str, Actor]) -> None:
    with wash.acting(team["ivan"]):
        with refused("no_open_shift"):
            shifts.read_shift(wash.desk)
        opened = shifts.open_shift(wash.desk)
        assert shifts.open_shift(wash.desk).id == opened.id
        wash.buy("100")
        view = shifts.read_shift(wash.desk)
    assert (view.id, view.staff_name, view.till) == (opened.id, "Ivan", "1")
    assert view.figures.purchases == 1


# -- totals ------------------------------------------------------------------------------------


def test_g27_totals_by_kind(wash: TestShop, team: dict[str, Actor]) -> None:
    code = wash.add("Anna")
    wash.give("Anna", 100)
    with wash.acting(team["ivan"]):
        wash.buy("1000", code=code, phone="+79261110001")
        wash.buy("500", customer="Anna", spend_points=50, proof="card")
        wash.buy("200")
        gone = wash.buy("300")
        wash.void(gone.purchase)
        with refused("not_new_customer"):
            wash.buy("100", code=code, phone="+79261110001")
        figures = shifts.read_shift(wash.desk).figures
    assert (figures.purchases, figures.new_by_code, figures.codes_used) == (3, 1, 1)
    assert figures.codes_refused == 1
    assert (figures.sales, figures.by_codes, figures.by_hand) == (minor("1700"), minor("100"), 0)
    assert (figures.by_programmes, figures.paid_with_points) == (0, minor("50"))
    assert (figures.points_issued, figures.points_spent) == (100, 50)
    assert figures.paid == minor("1550")
    assert figures.sales - figures.by_codes - figures.paid_with_points == figures.paid
    assert (figures.voids, figures.voided, figures.given_back) == (1, minor("300"), 0)


def test_g27_every_discount_of_the_shop_is_explained(full: TestShop) -> None:
    code = full.add("Anna")
    full.give("Anna", 500)
    full.buy("1000", code=code, phone="+79261110001")
    full.buy("700", customer="Anna", spend_points=50, proof="card")
    full.buy("900", manual_discount=minor("150"), reason="scratched")
    view = shifts.read_shift(full.desk)
    assert view.open_points == ()
    assert kinds(view) == ["by_hand"]
    assert (view.points[0].amount, view.points[0].reason) == (minor("150"), "scratched")
    figures = view.figures
    assert (figures.by_codes, figures.by_hand, figures.by_programmes) == (
        minor("100"), minor("150"), 0,
    )  # fmt: skip


def test_g27_a_discount_without_code_and_reason_waits_for_a_reason(
    wash: TestShop, team: dict[str, Actor]
) -> None:
    with wash.acting(team["ivan"], approver=team["maria"]):
        made = wash.buy("900", manual_discount=minor("150"), reason="scratched")
        wash.desk.store.sql("UPDATE purchase SET reason = ''")
        (point,) = shifts.read_shift(wash.desk).open_points
        assert (point.kind, point.amount, point.subject) == (
            "discount", minor("150"), made.purchase,
        )  # fmt: skip
        with refused("bad_reason"):
            shifts.answer_point(wash.desk, 1, point.key, " ")
        shift = shifts.read_shift(wash.desk).id
        shifts.answer_point(wash.desk, shift, point.key, "the boss said so")
        view = shifts.read_shift(wash.desk)
        with refused("point_unknown"):
            shifts.answer_point(wash.desk, shift, point.key, "again")
        assert view.open_points == ()
        assert [(one.reason, one.answer) for one in view.points] == [("the boss said so", "Ivan")]
        assert close(wash).points == view.points
    assert shifts.list_waiting(wash.desk) == []


def test_g27_a_code_that_brought_nothing_is_listed(wash: TestShop) -> None:
    code = wash.add("Anna")
    made = wash.buy("1000", code=code, phone="+79261110001")
    wash.desk.store.sql("DROP TRIGGER effect_no_update")
    wash.desk.store.sql("UPDATE effect SET version_id = NULL, rule = NULL")
    assert [(one.kind, one.subject) for one in shifts.read_shift(wash.desk).open_points] == [
        ("discount", made.purchase), ("code", made.purchase),
    ]  # fmt: skip


def test_r29_printed_cards_that_nobody_confirmed_are_listed_until_somebody_does(
    wash: TestShop, team: dict[str, Actor]
) -> None:
    with wash.acting(team["maria"]):
        shifts.open_shift(wash.desk)
        run = _printed_run(wash)
        (point,) = shifts.read_shift(wash.desk).open_points
        assert (point.kind, point.subject, point.count) == ("run", run, 10)
        close(wash)
        assert [one.point.kind for one in shifts.list_waiting(wash.desk)] == ["run"]
        confirm_run(wash.desk, run)
        assert shifts.list_waiting(wash.desk) == []


def _printed_run(shop: TestShop) -> int:
    store = shop.desk.store
    run = print_runs.create_run(shop.desk, print_runs.NewRun(10)).run.id
    cards = [row[0] for row in store.sql("SELECT code_id FROM card WHERE run_id = ?", (run,))]
    with store.write():
        storage.mark_printed(store, run, cards, shop.clock.at)
    return run


def test_a_refund_of_another_shift_is_money_given_back(
    wash: TestShop, team: dict[str, Actor]
) -> None:
    with wash.acting(team["ivan"]):
        paid = wash.buy("300")
        close(wash)
    with wash.acting(team["maria"]):
        wash.clock.forward(minutes=5)
        wash.void(paid.purchase, "wrong car")
        view = shifts.read_shift(wash.desk)
    assert (view.figures.voids, view.figures.given_back) == (1, minor("300"))
    (point,) = view.points
    assert (point.kind, point.is_open, point.reason, point.answer) == (
        "void", False, "wrong car", "Maria",
    )  # fmt: skip


# -- payouts in cash ---------------------------------------------------------------------------


@pytest.fixture
def paid_out(wash: TestShop, team: dict[str, Actor]) -> TestShop:
    """Maria has paid Anna 60.00 in cash, and 40.00 to her card."""
    wash.programme(MONEY)
    wash.add("Anna")
    code = [one.code for one in customers.show_customer(wash.desk, wash.who("Anna")).codes][-1]
    wash.buy("1000", code=code, phone="+79261110001")
    with wash.acting(team["maria"]):
        payouts.make_payout(wash.desk, wash.who("Anna"), minor("60"), method="cash")
        payouts.make_payout(wash.desk, wash.who("Anna"), minor("30"), method="card")
    return wash


def test_slips_that_match_leave_no_point(paid_out: TestShop, team: dict[str, Actor]) -> None:
    with paid_out.acting(team["maria"]):
        view = shifts.read_shift(paid_out.desk)
        assert [(one.id, one.method) for one in view.payouts] == [(1, "cash")]
        assert (view.figures.payouts, view.figures.paid_out) == (1, minor("60"))
        closed = close(paid_out, slips=minor("60"))
    assert closed.closed is not None
    assert closed.closed.slips == minor("60")
    assert closed.points == ()


def test_slips_that_differ_go_to_the_managers_list(
    paid_out: TestShop, team: dict[str, Actor]
) -> None:
    with paid_out.acting(team["maria"]):
        closed = close(paid_out, slips=minor("50"))
        (point,) = closed.open_points
        assert (point.kind, point.amount) == ("cash", -minor("10"))
        (waiting,) = shifts.list_waiting(paid_out.desk)
        shifts.answer_point(paid_out.desk, closed.id, point.key, "found in the drawer")
        assert shifts.list_waiting(paid_out.desk) == []
    assert waiting.staff_name == "Maria"
    assert paid_out.problems() == []


def test_a_cancelled_payout_is_shown_with_its_reason(
    paid_out: TestShop, team: dict[str, Actor]
) -> None:
    with paid_out.acting(team["maria"]):
        payouts.cancel_payout(paid_out.desk, 1, "wrong person")
        view = shifts.read_shift(paid_out.desk)
    assert view.figures.paid_out == 0
    assert [(one.kind, one.reason) for one in view.points] == [("payout_cancelled", "wrong person")]


# -- closing -----------------------------------------------------------------------------------


def test_a_shift_is_closed_once(wash: TestShop, team: dict[str, Actor]) -> None:
    with wash.acting(team["ivan"]):
        wash.buy("100")
        closed = close(wash)
        with refused("no_open_shift"):
            close(wash)
        with refused("shift_closed"):
            close(wash, closed.id)
        wash.buy("50")
        assert shifts.read_shift(wash.desk).id != closed.id
    assert wash.problems() == []


def test_nobodys_shift_is_not_closed(wash: TestShop, team: dict[str, Actor]) -> None:
    with wash.acting(team["ivan"]), refused("no_open_shift"):
        close(wash)
    with refused("shift_unknown"):
        close(wash, 99)
    with wash.acting(team["ivan"]), refused("bad_amount"):
        close(wash, slips=-1)


def test_another_persons_shift_is_closed_by_a_manager(
    wash: TestShop, team: dict[str, Actor]
) -> None:
    with wash.acting(team["ivan"]):
        wash.buy("100")
        shift = shifts.read_shift(wash.desk).id
    with wash.acting(team["petr"]):
        with refused("not_allowed"):
            close(wash, shift)
        with refused("not_allowed"):
            shifts.read_shift(wash.desk, shift)
        assert shifts.list_shifts(wash.desk) == []
        with refused("not_allowed"):
            shifts.list_waiting(wash.desk)
    with wash.acting(team["maria"]):
        closed = close(wash, shift)
        assert [one.id for one in shifts.list_shifts(wash.desk)][-1] == shift
    assert closed.closed is not None
    assert (closed.staff_name, closed.closed.by) == ("Ivan", "Maria")


def test_a_shift_left_open_since_yesterday_says_so(wash: TestShop, team: dict[str, Actor]) -> None:
    with wash.acting(team["ivan"]):
        wash.buy("100")
        wash.clock.forward(days=1)
        wash.buy("200")
        closed = close(wash)
    assert closed.figures.purchases == 2
    assert [(one.kind, one.count) for one in closed.open_points] == [("days", 2)]


def test_after_closing_only_a_manager_voids_that_shifts_purchases(
    wash: TestShop, team: dict[str, Actor]
) -> None:
    with wash.acting(team["ivan"]):
        paid = wash.buy("100")
        close(wash)
        with refused("not_allowed"):
            wash.void(paid.purchase)
    with wash.acting(team["ivan"], approver=team["maria"]):
        wash.void(paid.purchase)


def test_what_was_closed_stays_as_it_was(wash: TestShop, team: dict[str, Actor]) -> None:
    with wash.acting(team["ivan"]):
        paid = wash.buy("100")
        closed = close(wash)
    with wash.acting(team["maria"]):
        wash.void(paid.purchase)
        again = shifts.read_shift(wash.desk, closed.id)
    assert again.figures == closed.figures
    assert again.closed == closed.closed
    assert wash.problems() == []


def test_shifts_are_listed_by_the_day_on_which_they_were_opened(wash: TestShop) -> None:
    wash.buy("100")
    today = wash.desk.today()
    assert [one.id for one in shifts.list_shifts(wash.desk, today, today)] == [1]
    before = today - timedelta(days=1)
    assert shifts.list_shifts(wash.desk, before, before) == []


def test_tills_record_while_shifts_are_listed(
    wash: TestShop, team: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ivan", "petr"):
        with wash.acting(team[name]):
            wash.buy("100")
    other = wash.at_till("2")
    other.desk.store.wait_at_most(0)
    found = shift_storage.shifts_between

    def one_by_one(*given: Any) -> Iterator[int]:
        for number in found(*given):
            other.buy("50")
            yield number

    monkeypatch.setattr(shift_storage, "shifts_between", one_by_one)
    listed = [one.staff_name for one in shifts.list_shifts(wash.desk)]
    assert listed == ["", "Ivan", "Petr"]  # the owner's began with who was hired


# -- what a closing proves later (I10) ---------------------------------------------------------


def test_i10_a_changed_entry_shows_in_the_balances_that_were_closed(wash: TestShop) -> None:
    code = wash.add("Anna")
    wash.buy("1000", code=code, phone="+79261110001")
    shift = close(wash).id
    wash.buy("500", customer="Anna")
    assert wash.problems() == []
    store = wash.desk.store
    store.sql("DROP TRIGGER entry_no_update")
    store.sql("UPDATE entry SET change = change + 5 WHERE id = 1")
    store.sql("UPDATE account SET balance = balance + 5 WHERE id = 1")
    assert ("closed_balance_differs", f"shift S{shift}, points") in wash.problems()


def test_i10_balances_that_do_not_agree_are_a_point_of_the_closing(wash: TestShop) -> None:
    code = wash.add("Anna")
    wash.buy("1000", code=code, phone="+79261110001")
    wash.desk.store.sql("UPDATE account SET balance = balance + 5")
    (point,) = close(wash).open_points
    assert (point.kind, point.count) == ("balances", 1)


def test_i6_an_anchor_of_a_closing_that_is_gone_is_found(wash: TestShop) -> None:
    wash.buy("100")
    closed = close(wash).closed
    assert closed is not None
    (anchor,) = closed.anchors
    assert wash.problems() == []
    store = wash.desk.store
    store.sql("DROP TRIGGER audit_no_delete")
    before = store.sql("SELECT mac FROM audit WHERE seq = ?", (anchor.seq - 1,))[0][0]
    store.sql("DELETE FROM audit WHERE seq >= ?", (anchor.seq,))
    store.sql("UPDATE till SET audit_seq = ?, audit_mac = ?", (anchor.seq - 1, before))
    assert ("audit_anchor_lost", f"till 1, {anchor.seq}") in wash.problems()


class Watched(Progress):
    """Does something with every report of the progress."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self._act = act
        self.reports: list[int] = []

    def report(self, done: int, total: int | None) -> None:
        self.reports.append(done)
        self._act()


def test_i10_other_tills_go_on_while_all_balances_are_looked_at(
    wash: TestShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day_end, "ROWS_AT_ONCE", 2)
    for name in ("Anna", "Boris", "Vera"):
        wash.add(name)
        wash.give(name, 10)
    wash.buy("100", customer="Anna")
    other = wash.at_till("2")
    progress = Watched(lambda: give(other.desk, wash.who("Anna"), "points", 5))
    first = shifts.close_shift(wash.desk, progress=progress)
    assert progress.reports == [0, 1, 2, 3, 4, 5]  # three entries, three accounts, three lots
    assert first.open_points == ()
    wash.buy("100", customer="Anna")
    close(wash)
    other.desk.store.close()
    counted = wash.desk.store.sql("SELECT balances FROM shift_close ORDER BY id")
    assert [json.loads(one) for (one,) in counted] == [{"points": [60, 9]}] * 2
    assert wash.problems() == []


def test_a_closing_that_is_stopped_closes_nothing(wash: TestShop) -> None:
    wash.add("Anna")
    wash.give("Anna", 10)
    number = shifts.open_shift(wash.desk).id
    stopped = Watched(lambda: setattr(stopped, "cancelled", True))
    with pytest.raises(Cancelled):
        shifts.close_shift(wash.desk, progress=stopped)
    assert shifts.read_shift(wash.desk, number).closed is None
    assert wash.count("shift_close") == 0


@pytest.mark.parametrize("deed", [shifts.read_shift, shifts.close_shift])
def test_p15_whoever_is_denied_another_ones_shift_is_audited(
    wash: TestShop, team: dict[str, Actor], deed: Callable[..., object]
) -> None:
    with wash.acting(team["ivan"]):
        number = shifts.open_shift(wash.desk).id
    with wash.acting(team["petr"]), refused("not_allowed"):
        deed(wash.desk, number)
    denied = "SELECT staff_id FROM audit WHERE action = 'denied'"
    assert wash.desk.store.sql(denied) == [(team["petr"].staff,)]
