"""What a person's page reads, and what is logged of it."""

import pytest

from refdesk.domain.errors import DomainError
from refdesk.domain.ledger import HELD
from refdesk.services import codes, customer_view, print_runs
from refdesk.services.customers import NewCustomer, edit_customer
from refdesk.services.desk import Actor, Desk
from refdesk.services.undoing import void_purchase
from refdesk.storage.audit_check import broken_links
from refdesk.storage.tables import AuditRow
from refdesk.words.catalogue import load_words
from tests.ui.customers_shop import CONSENT, People, buy


def actions(desk: Desk) -> list[str]:
    """What the audit chain tells of, oldest first."""
    rows = desk.store.all(AuditRow.select().order_by(AuditRow.seq))
    assert list(broken_links(desk.store)) == []
    return [row.action for row in rows]


def test_r51_a_consent_is_read_with_version_time_and_how(desk: Desk, people: People) -> None:
    consent = customer_view.view_customer(desk, people.anna).consents[0]
    assert (consent.version, consent.how, consent.at) == ("1", CONSENT, desk.now())
    assert customer_view.view_customer(desk, people.vera).consents == ()


def test_what_a_referral_brought_is_summed_over_its_purchases(desk: Desk, people: People) -> None:
    assert customer_view.view_customer(desk, people.anna).earned == {people.boris: {"points": 100}}
    void_purchase(desk, 2, "the wrong person")
    assert customer_view.view_customer(desk, people.anna).earned == {people.boris: {"points": 0}}


def test_own_purchases_are_nobodys_referral(desk: Desk, people: People) -> None:
    buy(desk, customer=f"C{people.boris}")
    assert customer_view.view_customer(desk, people.boris).earned == {}


def test_the_ledger_is_newest_first_and_tells_what_was_voided(desk: Desk, people: People) -> None:
    void_purchase(desk, 2, "the wrong person")
    taken_back, earned = customer_view.view_ledger(desk, people.anna)
    assert (taken_back.entry.change, taken_back.balance) == (-100, 0)
    assert (earned.entry.change, earned.balance) == (100, 100)
    assert earned.undone_on == desk.today()
    assert earned.origin.buyer_name == "Boris Kim"
    assert taken_back.entry.undoes == earned.entry.id


def test_r17_a_held_amount_is_not_in_the_running_balance(desk: Desk, people: People) -> None:
    # The car wash has no hold: this lot is put off by hand.
    desk.store.sql("UPDATE lot SET available_on = '2026-12-05'")
    line = customer_view.view_ledger(desk, people.anna)[0]
    assert line.entry.state == HELD
    assert line.balance == 0
    assert line.origin.available_on is not None


def test_r28_showing_a_whole_code_is_logged(desk: Desk, people: People) -> None:
    code = customer_view.view_customer(desk, people.anna).details.codes[0]
    shown = customer_view.reveal_code(desk, code.id)
    assert shown.replace("-", "") == people.anna_code
    assert actions(desk)[-1] == "code_shown"
    details = desk.store.first(AuditRow.select().order_by(AuditRow.seq.desc())).details
    assert people.anna_code not in str(details)


def test_a_code_that_is_not_there_is_not_shown(desk: Desk) -> None:
    with pytest.raises(DomainError) as refused:
        customer_view.reveal_code(desk, 404)
    assert refused.value.code == "code_unknown"


def test_the_owner_of_a_code_is_found_in_every_layout(desk: Desk, people: People) -> None:
    assert customer_view.owner_of_code(desk, people.anna_code.lower()) == people.anna
    assert customer_view.owner_of_code(desk, "4606224066509") is None


def test_only_the_owner_browses_and_it_is_logged(desk: Desk) -> None:
    assert customer_view.may_browse(desk)
    customer_view.log_browsing(desk)
    assert actions(desk)[-1] == "customers_browsed"
    for role in ("cashier", "manager"):
        other = desk.acting(Actor(None, "Olga", role))
        assert not customer_view.may_browse(other)
        with pytest.raises(DomainError) as refused:
            customer_view.log_browsing(other)
        assert refused.value.code == "not_allowed"


def test_r29_printing_without_a_file_is_logged_too(desk: Desk, people: People) -> None:
    selection = print_runs.Selection(customers=(people.anna,))
    ids = print_runs.card_ids(desk, selection)
    cards = print_runs.ShopCards(desk, ids, load_words("en"))
    records = list(cards.in_order(range(len(ids))))
    assert [record.code for record in records] == [people.anna_code]
    print_runs.log_printed(desk, ids)
    assert actions(desk)[-1] == "cards_printed"


def test_a_consent_given_later_is_seen(desk: Desk, people: People) -> None:
    edit_customer(desk, people.vera, NewCustomer(name="Vera Pavlova", consent="by phone"))
    view = customer_view.view_customer(desk, people.vera)
    assert [one.how for one in view.consents] == ["by phone"]


def test_a_blocked_code_leaves_its_programme_without_one(desk: Desk, people: People) -> None:
    codes.block_code(desk, people.anna_code, "lost")
    view = customer_view.view_customer(desk, people.anna)
    assert [code.status for code in view.details.codes] == ["blocked"]
    assert [version.name for version in view.inviting] == ["Friend −10 %, you 100 points"]
