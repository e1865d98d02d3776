"""Who may undo a purchase, and until when (4a)."""

import pytest

from refdesk.services import staff
from refdesk.services.desk import Actor
from tests.support.refusals import refused
from tests.support.shops import TestShop


@pytest.fixture
def team(wash: TestShop) -> dict[str, Actor]:
    return {
        "ivan": wash.hire("Ivan", "cashier"),
        "petr": wash.hire("Petr", "cashier"),
        "maria": wash.hire("Maria", "manager"),
    }


@pytest.mark.parametrize("minutes, works", [(0, True), (15, True), (15.1, False), (60, False)])
def test_a_cashier_undoes_his_own_for_fifteen_minutes(
    wash: TestShop, team: dict[str, Actor], minutes: float, works: bool
) -> None:
    with wash.acting(team["ivan"]):
        paid = wash.buy("100")
        wash.clock.forward(minutes=minutes)
        if works:
            assert wash.void(paid.purchase).money_back == 10_000
        else:
            with refused("not_allowed", role="manager"):
                wash.void(paid.purchase)


def test_a_cashier_does_not_undo_another_ones(wash: TestShop, team: dict[str, Actor]) -> None:
    with wash.acting(team["ivan"]):
        paid = wash.buy("100")
    with wash.acting(team["petr"]), refused("not_allowed"):
        wash.void(paid.purchase)
    with wash.acting(team["petr"], approver=team["maria"]):
        assert wash.void(paid.purchase).money_back == 10_000


def test_a_cashier_undoes_in_the_same_shift_and_till_only(
    wash: TestShop, team: dict[str, Actor]
) -> None:
    with wash.acting(team["ivan"]):
        paid = wash.buy("100")
    other = wash.at_till("2")
    with other.acting(team["ivan"]), refused("not_allowed"):
        other.void(paid.purchase)
    other.desk.store.close()


@pytest.mark.parametrize("who", ["maria", "owner"])
def test_a_manager_and_the_owner_undo_any_at_any_time(
    wash: TestShop, team: dict[str, Actor], who: str
) -> None:
    with wash.acting(team["ivan"]):
        paid = wash.buy("100")
    wash.clock.forward(days=40)
    with wash.acting(team.get(who, Actor())):
        assert wash.void(paid.purchase).money_back == 10_000


def test_an_undo_that_is_not_allowed_changes_nothing_but_the_audit(
    wash: TestShop, team: dict[str, Actor]
) -> None:
    paid = wash.buy("100")
    before = wash.counts()
    with wash.acting(team["ivan"]), refused("not_allowed"):
        wash.void(paid.purchase)
    after = wash.counts()
    assert after.pop("audit") == before.pop("audit") + 1
    assert after == before
    assert wash.problems() == []


def test_the_role_is_said_before_that_it_is_undone_already(
    wash: TestShop, team: dict[str, Actor]
) -> None:
    paid = wash.buy("100")
    wash.void(paid.purchase)
    with wash.acting(team["ivan"]), refused("not_allowed"):
        wash.void(paid.purchase)


def test_the_minutes_are_a_setting(wash: TestShop, team: dict[str, Actor]) -> None:
    wash.set("undo_minutes", "60")
    with wash.acting(team["ivan"]):
        paid = wash.buy("100")
        wash.clock.forward(minutes=59)
        assert wash.void(paid.purchase).purchase == paid.purchase


@pytest.mark.parametrize("reason", ["", "   ", "x" * 201])
def test_an_undo_needs_a_reason(wash: TestShop, reason: str) -> None:
    paid = wash.buy("100")
    with refused("bad_reason"):
        wash.void(paid.purchase, reason)


def test_p16_a_purchase_and_its_undoing_are_links_of_the_audit(
    wash: TestShop, team: dict[str, Actor]
) -> None:
    with wash.acting(team["ivan"]):
        paid = wash.buy("100")
    with wash.acting(team["petr"], approver=team["maria"]):
        wash.void(paid.purchase)
    links = wash.desk.store.sql(
        "SELECT action, staff_id, details ->> 'purchase' FROM audit ORDER BY id DESC LIMIT 2"
    )
    assert links == [
        ("void", team["petr"].staff, paid.purchase),
        ("purchase", team["ivan"].staff, paid.purchase),
    ]


def test_facts_carry_who_where_and_in_which_shift(wash: TestShop, team: dict[str, Actor]) -> None:
    with wash.acting(team["ivan"]):
        wash.buy("100")
        wash.buy("100")
    with wash.acting(team["petr"]):
        wash.buy("100")
    rows = wash.desk.store.sql("SELECT staff_id, shift_id FROM purchase ORDER BY id")
    assert rows[0] == rows[1] != rows[2]
    assert [row[0] for row in rows] == [team["ivan"].staff, team["ivan"].staff, team["petr"].staff]
    assert wash.problems() == []
    assert staff.list_staff(wash.desk)[0].role == "cashier"
