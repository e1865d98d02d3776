"""Who may do what: each cell of the table of roles, through services (reliability.md 4a, P15)."""

import json
from collections.abc import Callable, Mapping
from typing import NamedTuple

import pytest

from refdesk.services import (
    adjusting,
    backups,
    badges,
    codes,
    counter,
    customer_view,
    customers,
    erasing,
    imports,
    look_ups,
    merging,
    payouts,
    programmes,
    record,
    review,
    shifts,
    staff,
    undoing,
)
from refdesk.services import shop as shops
from refdesk.services.customers import NewCustomer
from refdesk.services.desk import Actor
from refdesk.services.look_up import find_matches, look_up
from refdesk.services.print_runs import NewRun, Selection, card_ids, create_run
from refdesk.services.undoing import Refund
from refdesk.storage.badges import insert_badge
from refdesk.storage.shop import insert_staff, update_staff
from tests.support.refusals import refusal_of, refused
from tests.support.shops import Shops, TestShop, give, minor

ROLES = ("cashier", "manager", "owner")
TERMS = """
name = "Money"
[[rule]]
id = "friend"
trigger = "every"
referral = { kind = "percent_off", percent = "10" }
referrer = [{ kind = "points", percent = "10" }]
"""
CAMPAIGN = """
name = "Summer"
codes = "campaign"
[[rule]]
id = "word"
trigger = "every"
referral = { kind = "percent_off", percent = "5" }
limits.per_code = { life = 100 }
"""


class Team(NamedTuple):
    """A shop with Anna and Boris, somebody in each role, and one purchase of each."""

    shop: TestShop
    people: Mapping[str, Actor]
    purchases: Mapping[str, int]


def employ(shop: TestShop, name: str, role: str, customer: int | None = None) -> Actor:
    """Somebody who is at the till already: no PIN, which takes its time."""
    store = shop.desk.store
    with store.write():
        made = insert_staff(
            store, name=name, name_folded=name.casefold(), role=role, customer=customer
        )
    return Actor(made, name, role, customer)


@pytest.fixture
def team(shops: Shops) -> Team:
    shop = shops.open()
    shop.programme(TERMS)
    for name in ("Anna", "Boris", *ROLES):
        shop.add(name)
        give(shop.desk, shop.who(name), "money", minor("1000"))
        shop.give(name, 50)
    shop.programme(CAMPAIGN)
    employ(shop, "Leaver", "cashier")
    chief = employ(shop, "Chief", "manager")
    with shop.desk.store.write():
        update_staff(shop.desk.store, chief.staff or 0, pin_hash="x")
        update_staff(shop.desk.store, (chief.staff or 0) - 1, pin_hash="x")
        insert_badge(shop.desk.store, chief.staff or 0, "7K4M9XQT2B", shop.desk.now())
    people = {role: employ(shop, role, role, shop.who(role)) for role in ROLES}
    shop.set("payout_limit", "100")
    shop.set("payout_limit_manager", "500")
    made = {}
    for role, actor in people.items():
        with shop.acting(actor):
            made[role] = shop.buy("100").purchase
    return Team(shop, people, made)


Deed = Callable[[Team, str], object]


def pay(amount: str) -> Deed:
    return lambda team, _: payouts.make_payout(team.shop.desk, team.shop.who("Anna"), minor(amount))


def pay_himself(team: Team, role: str) -> object:
    return payouts.make_payout(team.shop.desk, team.shop.who(role), minor("10"))


def spend_own_points(team: Team, role: str) -> object:
    return team.shop.buy("100", customer=role, spend_points=10, proof="phone")


def add_points(who: str = "Anna") -> Deed:
    def deed(team: Team, role: str) -> object:
        person = team.shop.who(who or role)
        return adjusting.adjust(team.shop.desk, person, "points", 5, reason="promised")

    return deed


def date_back(team: Team, _: str) -> object:
    past = imports.PastCustomer("Vera", ((team.shop.desk.today(), 1000),))
    return imports.import_history(team.shop.desk, [past])


def void(whose: str) -> Deed:
    return lambda team, role: team.shop.void(team.purchases[whose or role])


def void_late(team: Team, role: str) -> object:
    team.shop.clock.forward(minutes=16)
    return team.shop.void(team.purchases[role])


def cancel_payout(team: Team, role: str) -> object:
    made = payouts.make_payout(team.shop.desk, team.shop.who("Anna"), minor("10"))
    return payouts.cancel_payout(team.shop.desk, made.payout.id, "wrong person")


def edit_phone(team: Team, _: str) -> object:
    more = NewCustomer(phones=("+79169990000",))
    return customers.edit_customer(team.shop.desk, team.shop.who("Anna"), more)


def merge(team: Team, _: str) -> object:
    return merging.merge_customers(team.shop.desk, team.shop.who("Anna"), team.shop.who("Boris"))


def erase(team: Team, _: str) -> object:
    return erasing.erase_customer(team.shop.desk, team.shop.who("Anna"), "asked in writing")


def void_after_close(team: Team, role: str) -> object:
    shifts.close_shift(team.shop.desk)
    return team.shop.void(team.purchases[role])


def refund_own(team: Team, role: str) -> object:
    refund = Refund("mistake", minor("10"))
    return undoing.refund_purchase(team.shop.desk, team.purchases[role], refund)


def void_of_yesterday(team: Team, role: str) -> object:
    team.shop.clock.forward(days=1)
    return team.shop.void(team.purchases[role])


def take_pin(of: str) -> Deed:
    return lambda team, _: staff.set_pin(team.shop.desk, of, "4927")


def take_back(team: Team, _: str) -> object:
    with team.shop.acting(Actor()):
        staff.end_staff(team.shop.desk, "Leaver")
    return staff.take_back(team.shop.desk, "Leaver", "4927")


def issue_word(team: Team, _: str) -> object:
    return codes.add_word(
        team.shop.desk, programmes.get_programme(team.shop.desk, "Summer"), "AUTUMN"
    )


def redeem(team: Team, _: str) -> object:
    return team.shop.buy("100", code=team.shop.code("Anna"), phone="+79168880000")


def print_run(team: Team, _: str) -> object:
    with team.shop.acting(Actor()):
        made = create_run(team.shop.desk, NewRun(2, programme="Money"))
    return card_ids(team.shop.desk, Selection(run=made.run.id))


FREE, NO, TWO = "", "not_allowed", "second_person_needed"
TABLE: tuple[tuple[str, Deed, tuple[str, str, str]], ...] = (
    ("look up by a part of a name", lambda team, _: find_matches(team.shop.desk, "ann"),
     (FREE, FREE, FREE)),
    ("look up by phone", lambda team, _: look_up(team.shop.desk, "+79160000001"),
     (FREE, FREE, FREE)),
    ("browse", lambda team, _: customers.search_customers(team.shop.desk, "", sort="name"),
     (NO, NO, FREE)),
    ("more than a few matches",
     lambda team, _: customers.search_customers(team.shop.desk, "ann", limit=100), (NO, NO, FREE)),
    ("open the base", lambda team, _: customer_view.log_browsing(team.shop.desk), (NO, NO, FREE)),
    ("record a purchase", lambda team, _: team.shop.buy("100"), (FREE, FREE, FREE)),
    ("redeem a code", redeem, (FREE, FREE, FREE)),
    ("own points", spend_own_points, (TWO, TWO, TWO)),
    ("pay himself", pay_himself, (TWO, TWO, TWO)),
    ("pay within the limit", pay("100"), (FREE, FREE, FREE)),
    ("pay above it", pay("100.01"), (TWO, FREE, FREE)),
    ("pay within the higher limit", pay("500"), (TWO, FREE, FREE)),
    ("pay above the higher limit", pay("500.01"), (TWO, TWO, TWO)),
    ("list who is to be paid", lambda team, _: payouts.list_payable(team.shop.desk),
     (NO, FREE, FREE)),
    ("correct a balance", add_points(), (NO, FREE, FREE)),
    ("correct his own balance", add_points(""), (NO, TWO, TWO)),
    ("date back", date_back, (NO, FREE, FREE)),
    ("void his own", void(""), (FREE, FREE, FREE)),
    ("void his own late", void_late, (NO, FREE, FREE)),
    ("void his own of yesterday", void_of_yesterday, (NO, FREE, FREE)),
    ("void his own after the shift", void_after_close, (NO, FREE, FREE)),
    ("refund a part of his own", refund_own, (FREE, FREE, FREE)),
    ("void another one's", void("manager"), (NO, FREE, FREE)),
    ("cancel a payout", cancel_payout, (NO, FREE, FREE)),
    ("merge", merge, (NO, FREE, FREE)),
    ("edit a phone", edit_phone, (NO, FREE, FREE)),
    ("add a programme",
     lambda team, _: programmes.add_programme(team.shop.desk, terms_text=TERMS.replace("Mo", "Ro")),
     (NO, NO, FREE)),
    ("end a programme", lambda team, _: programmes.set_status(team.shop.desk, "Money", "end"),
     (NO, NO, FREE)),
    ("limits", lambda team, _: shops.set_setting(team.shop.desk, "payout_limit", "9"),
     (NO, NO, FREE)),
    ("hire", lambda team, _: staff.add_staff(team.shop.desk, "Vera", "cashier", "4927"),
     (NO, NO, FREE)),
    ("the managers' limit",
     lambda team, _: shops.set_setting(team.shop.desk, "payout_limit_manager", "9"),
     (NO, NO, FREE)),
    ("the shop's name",
     lambda team, _: shops.change_shop(team.shop.desk, name="X", contact="", language="en"),
     (NO, NO, FREE)),
    ("a campaign's word", issue_word, (NO, NO, FREE)),
    ("take somebody back", take_back, (NO, NO, FREE)),
    ("let somebody go", lambda team, _: staff.end_staff(team.shop.desk, "Leaver"),
     (NO, NO, FREE)),
    ("give a cashier a PIN", take_pin("Leaver"), (NO, FREE, FREE)),
    ("give a manager a PIN", take_pin("Chief"), (NO, NO, FREE)),
    ("make a badge", lambda team, _: badges.make_badge(team.shop.desk, "Leaver"),
     (NO, NO, FREE)),
    ("take a badge away", lambda team, _: badges.lose_badge(team.shop.desk, "Chief"),
     (NO, NO, FREE)),
    ("review staff", lambda team, _: review.list_findings(team.shop.desk), (NO, NO, FREE)),
    ("print a customer's card",
     lambda team, _: card_ids(team.shop.desk, Selection(customers=(team.shop.who("Anna"),))),
     (FREE, FREE, FREE)),
    ("print everybody's cards",
     lambda team, _: card_ids(team.shop.desk, Selection(everybody=True)), (NO, FREE, FREE)),
    ("print a run's cards", print_run, (NO, FREE, FREE)),
    ("back the shop up", lambda team, _: backups.create_backup(team.shop.desk),
     (FREE, FREE, FREE)),
    ("take a copy of the shop away",
     lambda team, _: backups.create_backup(team.shop.desk, team.shop.folder / "stick" / "x.sqlite"),
     (NO, NO, FREE)),
    ("restore a backup", lambda team, _: backups.allow_restore(team.shop.desk),
     (NO, NO, FREE)),
    ("erase", erase, (NO, NO, FREE)),
    ("see what erasing would take",
     lambda team, _: erasing.look_at_losses(team.shop.desk, team.shop.who("Anna")),
     (NO, NO, FREE)),
    ("make a new key", lambda team, _: record.renew_key(team.shop.desk), (NO, NO, FREE)),
    ("check", lambda team, _: backups.check_shop(team.shop.desk), (FREE, FREE, FREE)),
)  # fmt: skip
CELLS = [
    pytest.param(deed, role, expected, id=f"{role} {title}")
    for title, deed, row in TABLE
    for role, expected in zip(ROLES, row, strict=True)
]


def denials(team: Team) -> list[tuple[int | None, dict[str, object]]]:
    rows = team.shop.desk.store.sql(
        "SELECT staff_id, details FROM audit WHERE action = 'denied' ORDER BY id"
    )
    return [(who, json.loads(details)) for who, details in rows]


@pytest.mark.parametrize("deed, role, expected", CELLS)
def test_p15_each_role_does_what_the_table_says_and_a_denial_is_audited(
    team: Team, deed: Deed, role: str, expected: str
) -> None:
    with team.shop.acting(team.people[role]):
        assert refusal_of(lambda: deed(team, role)) == expected
    found = denials(team)
    if not expected:
        assert found == []
        return
    [(who, details)] = found
    assert who == team.people[role].staff
    assert (details["refusal"], details["role"]) == (expected, role)
    assert details["deed"]
    assert set(details) == {"deed", "refusal", "role"}
    assert team.shop.problems() == []


@pytest.mark.parametrize("deed", [spend_own_points, pay_himself, pay("500.01"), add_points("")])
def test_r38_a_second_person_who_stands_by_lifts_it(team: Team, deed: Deed) -> None:
    second = employ(team.shop, "Vera", "manager")
    with team.shop.acting(team.people["manager"], approver=second):
        assert refusal_of(lambda: deed(team, "manager")) == ""
    assert denials(team) == []


def test_a_look_at_what_is_denied_leaves_no_link(team: Team) -> None:
    request = team.shop.request("100", manual_discount=500, reason="nice")
    with team.shop.acting(team.people["cashier"]):
        with refused("not_allowed"):
            counter.quote_purchase(team.shop.desk, request)
        assert denials(team) == []
        with refused("not_allowed"):
            counter.record_purchase(team.shop.desk, request)
    assert [one["deed"] for _, one in denials(team)] == ["manual_discount"]


def test_what_a_cashier_looks_up_is_counted_but_not_a_card(team: Team) -> None:
    shop, cashier = team.shop, team.people["cashier"]
    assert cashier.staff is not None
    with shop.acting(cashier):
        look_up(shop.desk, "+79160000001")
        look_up(shop.desk, "Anna")
        look_up(shop.desk, shop.code("Boris"))
    with shop.acting(team.people["manager"]):
        look_up(shop.desk, "Anna")
    assert look_ups.look_ups_of(shop.desk, cashier.staff) == {shop.desk.today(): 2}


@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET id = id + 1000"])
@pytest.mark.parametrize("table", ["entry", "audit", "lot_move"])
def test_nobody_deletes_or_changes_rows_of_the_ledger_or_the_audit(
    team: Team, table: str, statement: str
) -> None:
    before = team.shop.count(table)
    with pytest.raises(Exception, match="append_only"):
        team.shop.desk.store.sql(statement.format(table))
    assert team.shop.count(table) == before > 0


@pytest.mark.parametrize("role", ROLES)
def test_nobody_turns_the_audit_off(team: Team, role: str) -> None:
    with team.shop.acting(team.people[role]):
        refusal = refusal_of(lambda: shops.set_setting(team.shop.desk, "audit", "off"))
        assert refusal == ("bad_setting" if role == "owner" else NO)
        assert not [name for name in shops.list_settings(team.shop.desk) if "audit" in name]
        before = team.shop.count("audit")
        team.shop.buy("100")
        assert team.shop.count("audit") == before + 1


def test_who_pays_cash_back_as_a_cashier_needs_a_manager(team: Team) -> None:
    """4a: what a cashier reverses by himself is never cash."""
    with team.shop.acting(team.people["cashier"]):
        made = payouts.make_payout(team.shop.desk, team.shop.who("Anna"), minor("10"))
        with refused(NO, role="manager"):
            payouts.cancel_payout(team.shop.desk, made.payout.id, "wrong person")
    chief = team.people["manager"]
    with team.shop.acting(team.people["cashier"], approver=chief):
        payouts.cancel_payout(team.shop.desk, made.payout.id, "wrong person")
