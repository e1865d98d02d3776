"""What stands out of the figures of staff (reliability.md 4b, G13)."""

from datetime import timedelta

import pytest

from refdesk.domain.findings import Finding
from refdesk.domain.progress import Progress
from refdesk.domain.records import PromoCode
from refdesk.services import review
from refdesk.services.adjusting import adjust
from refdesk.services.card_swap import replace_code
from refdesk.services.customers import show_customer
from refdesk.services.look_up import look_up
from refdesk.services.print_runs import log_printed
from refdesk.storage.review import KINDS
from tests.services.test_roles import employ
from tests.support.refusals import refused
from tests.support.shops import Shops, TestShop

TERMS = """
name = "Friends"
[[rule]]
id = "friend"
trigger = "every"
referral = { kind = "percent_off", percent = "10" }
referrer = [{ kind = "points", percent = "10" }]
"""


@pytest.fixture
def shop(shops: Shops) -> TestShop:
    made = shops.open()
    made.programme(TERMS)
    made.add("Anna Petrova")
    made.add("Boris")
    return made


def bring(shop: TestShop, card: str, count: int) -> list[int]:
    """So many newcomers with somebody's card; their purchases, newest first."""
    code = shop.code(card)
    found = []
    for _ in range(count):
        number = shop.count("customer") + 1
        found.append(shop.buy("100", code=code, phone=f"+7917{number:07}").purchase)
    return found[::-1]


def codes_of(shop: TestShop, name: str) -> list[PromoCode]:
    return list(show_customer(shop.desk, shop.who(name)).codes)


def kinds(shop: TestShop) -> list[tuple[str, int, int]]:
    return [(one.kind, one.count, one.of) for one in review.list_findings(shop.desk)]


def one_card(shop: TestShop) -> Finding:
    (found,) = [one for one in review.list_findings(shop.desk) if one.kind == "one_card"]
    return found


def test_g13_one_card_on_many_newcomers_is_found_with_what_is_behind_it(shop: TestShop) -> None:
    olga, ivan = employ(shop, "Olga", "cashier"), employ(shop, "Ivan", "cashier")
    with shop.acting(olga):
        behind = bring(shop, "Anna Petrova", 6)
        bring(shop, "Boris", 2)
    with shop.acting(ivan):
        bring(shop, "Anna Petrova", 2)
        bring(shop, "Boris", 4)
    found = one_card(shop)
    assert (found.staff, found.customer_name, found.count, found.of) == ("Olga", "Anna P.", 6, 8)
    assert list(found.purchases) == behind
    assert (found.first, found.last) == (shop.desk.today(), shop.desk.today())
    shop.void(behind[0])
    assert (one_card(shop).count, one_card(shop).of) == (5, 7)


def test_g13_a_persons_own_card_is_told_from_the_first(shop: TestShop) -> None:
    olga = employ(shop, "Olga", "cashier", shop.who("Boris"))
    vera = employ(shop, "Vera", "manager")
    with shop.acting(olga, approver=vera):
        bring(shop, "Boris", 1)
    assert kinds(shop) == [("own_card", 1, 1)]


def test_what_is_undone_and_taken_off_by_hand_is_counted_by_person(shop: TestShop) -> None:
    with shop.acting(employ(shop, "Olga", "manager")):
        made = [shop.buy("100", manual_discount=500, reason="nice").purchase for _ in range(6)]
    assert kinds(shop) == [("hand_discount", 6, 6)]
    with shop.acting(employ(shop, "Ivan", "manager")):
        for purchase in made[:5]:
            shop.void(purchase)
    assert kinds(shop) == [("undone", 5, 0)]


def test_points_spent_soon_after_they_came_are_found(shop: TestShop) -> None:
    with shop.acting(employ(shop, "Olga", "cashier")):
        for _ in range(3):
            bring(shop, "Boris", 1)
            shop.clock.forward(minutes=4)
            shop.buy("100", customer="Boris", spend_points=5, proof="phone")
            shop.clock.forward(minutes=6)
        bring(shop, "Boris", 1)
        shop.clock.forward(minutes=6)
        shop.buy("100", customer="Boris", spend_points=5, proof="phone")
    assert ("spent_soon", 3, 0) in kinds(shop)


def test_look_ups_of_a_day_are_told_of_a_cashier(shop: TestShop) -> None:
    with shop.acting(employ(shop, "Olga", "cashier")):
        for _ in range(review.LEAST["look_ups"]):
            look_up(shop.desk, "Boris")
    assert kinds(shop) == [("look_ups", review.LEAST["look_ups"], 0)]


def test_look_ups_of_a_day_outside_the_period_are_not_told(shop: TestShop) -> None:
    with shop.acting(employ(shop, "Olga", "cashier")):
        for _ in range(review.LEAST["look_ups"]):
            look_up(shop.desk, "Boris")
    day = shop.desk.today()
    shop.clock.forward(days=2)
    assert review.list_findings(shop.desk, day + timedelta(days=1)) == []
    assert review.list_findings(shop.desk, day, day) != []


def test_what_was_looked_at_stands_behind_what_was_not(shop: TestShop) -> None:
    olga = employ(shop, "Olga", "cashier")
    with shop.acting(olga):
        bring(shop, "Anna Petrova", 6)
        bring(shop, "Boris", 6)
    first, *rest = review.list_findings(shop.desk)
    assert rest
    review.mark_reviewed(shop.desk, first)
    *others, last = review.list_findings(shop.desk)
    assert (last.key, last.is_reviewed) == (first.key, True)
    assert [one.key for one in others] == [one.key for one in rest]


def test_what_was_looked_at_stays_so_until_there_is_more_of_it(shop: TestShop) -> None:
    olga = employ(shop, "Olga", "cashier")
    with shop.acting(olga):
        bring(shop, "Boris", 5)
    review.mark_reviewed(shop.desk, one_card(shop))
    assert one_card(shop).is_reviewed
    assert shop.desk.store.sql("SELECT action FROM audit ORDER BY id DESC LIMIT 1") == [
        ("finding_reviewed",)
    ]
    review.mark_reviewed(shop.desk, one_card(shop), reviewed=False)
    assert not one_card(shop).is_reviewed
    review.mark_reviewed(shop.desk, one_card(shop))
    with shop.acting(olga):
        bring(shop, "Boris", 1)
    assert not one_card(shop).is_reviewed
    assert shop.problems() == []


def test_one_cashier_behind_nearly_all_newcomers_of_a_referrer_is_found(shop: TestShop) -> None:
    olga, ivan = employ(shop, "Olga", "cashier"), employ(shop, "Ivan", "cashier")
    shop.add("Vera")
    with shop.acting(olga):
        behind = bring(shop, "Anna Petrova", 12)
        bring(shop, "Boris", 4)
        bring(shop, "Vera", 4)
    with shop.acting(ivan):
        bring(shop, "Anna Petrova", 3)
        bring(shop, "Boris", 6)
        bring(shop, "Vera", 6)
    (found,) = [one for one in review.list_findings(shop.desk) if one.kind == "one_share"]
    assert (found.staff, found.customer_name, found.count, found.of) == ("Olga", "Anna P.", 12, 15)
    assert list(found.purchases) == behind


def test_where_one_person_serves_everybody_no_share_stands_out(shop: TestShop) -> None:
    with shop.acting(employ(shop, "Olga", "cashier")):
        bring(shop, "Anna Petrova", 12)
        bring(shop, "Boris", 12)
    assert "one_share" not in {kind for kind, _, _ in kinds(shop)}


def test_what_is_added_by_hand_is_counted_and_what_is_taken_is_not(shop: TestShop) -> None:
    with shop.acting(employ(shop, "Olga", "manager")):
        for by in (5, 5, 5, 5, -3, 5):
            adjust(shop.desk, shop.who("Boris"), "points", by, reason="promised")
    assert kinds(shop) == [("by_hand", 5, 0)]


def test_cards_printed_again_or_swapped_are_counted_by_person(shop: TestShop) -> None:
    ids = [one.id for name in ("Anna Petrova", "Boris") for one in codes_of(shop, name)]
    olga = employ(shop, "Olga", "cashier")
    with shop.acting(olga):
        log_printed(shop.desk, ids)
        for _ in range(4):
            log_printed(shop.desk, ids)
        replace_code(shop.desk, shop.code("Boris"))
    assert kinds(shop) == []
    with shop.acting(olga):
        log_printed(shop.desk, ids[:1])
    (found,) = review.list_findings(shop.desk)
    assert (found.kind, found.staff, found.count) == ("reprinted", "Olga", 10)
    assert (found.first, found.last) == (shop.desk.today(), shop.desk.today())


def test_g13_the_owner_finds_one_card_on_forty_customers(shop: TestShop) -> None:
    """As a shop has it: many cards, several people, months of purchases, one who cheats."""
    friends = ["Anna Petrova", "Boris", *(f"Friend {number}" for number in range(8))]
    for name in friends[2:]:
        shop.add(name)
    olga, ivan = employ(shop, "Olga", "cashier"), employ(shop, "Ivan", "cashier")
    for day in range(10):
        with shop.acting(olga):
            bring(shop, "Boris", 4)
            bring(shop, friends[day], 1)
        with shop.acting(ivan):
            for name in friends[:3]:
                bring(shop, name, 1)
        shop.clock.forward(days=1)
    everything = review.list_findings(shop.desk)
    assert everything[0].count == 51
    found = {one.kind: one for one in everything if one.customer == shop.who("Boris")}
    assert set(found) == {"one_card", "one_share", "busy_code"}
    card = found["one_card"]
    assert (card.staff, card.customer_name, card.count, card.of) == ("Olga", "Boris", 41, 50)
    assert (card.last - card.first).days == 9
    assert len(card.purchases) == 41
    assert (found["one_share"].count, found["one_share"].of) == (41, 51)
    assert (found["busy_code"].customer_name, found["busy_code"].count) == ("Boris", 51)
    line = review.purchases_behind(shop.desk, card)[0]
    assert (line.id, line.total) == (card.purchases[0], 10_000)


def test_p15_the_review_is_the_owners(shop: TestShop) -> None:
    for role in ("cashier", "manager"):
        with shop.acting(employ(shop, role, role)), refused("not_allowed", role="owner"):
            review.list_findings(shop.desk)


def test_tills_record_while_the_review_is_read(shop: TestShop) -> None:
    other = shop.at_till("2")
    other.desk.store.wait_at_most(0)
    recorded: list[int] = []

    class Busy(Progress):
        def report(self, done: int, total: int | None) -> None:
            recorded.append(other.buy("50").purchase)

    assert review.list_findings(shop.desk, progress=Busy()) == []
    assert len(recorded) == len(KINDS)
