"""A replay of the shop's own past (G10): what terms would have given, had they run."""

from datetime import date

import pytest

from refdesk.domain.given import Total
from refdesk.domain.progress import Cancelled, Progress
from refdesk.domain.terms import Terms
from refdesk.domain.terms_file import parse_terms
from refdesk.services import catalogue, programmes
from refdesk.services.presets import load_preset
from refdesk.services.replay import Replayed, replay
from tests.support.months import add, at, bring, refund
from tests.support.refusals import refused
from tests.support.shops import Shops, TestShop

FIRST = date(2026, 12, 1)


def replayed(shop: TestShop, terms: Terms | str, since: date = FIRST) -> Replayed:
    asked = load_preset(terms).terms if isinstance(terms, str) else terms
    return replay(shop.desk, asked, since=since)


def booked(shop: TestShop) -> dict[str, int]:
    """What was really given, by benefit: live effects of programmes, what pays left out."""
    rows = shop.desk.store.sql(
        "SELECT benefit, SUM(value) FROM effect JOIN purchase ON purchase.id = purchase_id"
        " WHERE version_id IS NOT NULL AND is_void = 0 AND undo_id IS NULL AND value > 0"
        " AND benefit <> 'stamps' AND uses IS NULL AND state <> 'spent' GROUP BY benefit"
    )
    return {benefit: int(value) for benefit, value in rows}


def values(made: Replayed) -> dict[str, int]:
    return {benefit: total.value for benefit, total in made.totals.items()}


def a_month(shop: TestShop) -> None:
    """Friends of friends, second visits, discounts by hand and something undone."""
    at(shop, "2026-12-02")
    code = shop.add("Anna")
    for number, name in enumerate(("Boris", "Clara", "Dmitry")):
        at(shop, f"2026-12-{3 + number:02}")
        bring(shop, code, name, ("Full wash", "1234.56"), "99.99")
        code = shop.code(name) or code
    at(shop, "2026-12-10")
    bring(shop, shop.code("Anna"), "Egor", "700")
    add(shop, "Fedor", code=shop.code("Anna"))
    at(shop, "2026-12-12", hour=15)
    shop.buy("850", customer="Boris", manual_discount=50_00, reason="late")
    shop.void(shop.buy("5000", customer="Clara").purchase)
    shop.buy("640.01", customer="Fedor")
    for day in (14, 16, 18):
        at(shop, f"2026-12-{day}")
        shop.buy("333.33", customer="Dmitry")
        shop.buy("1000", customer="Anna")


@pytest.mark.parametrize(
    "preset", ["car-wash", "cafe", "four-levels", "internal-credit", "affiliate", "strictly-capped",
               "instalment-card"],
)  # fmt: skip
def test_g10_the_terms_that_ran_give_in_a_replay_what_they_gave(shops: Shops, preset: str) -> None:
    shop = shops.open()
    # so that everybody may bring friends
    text = load_preset(preset).terms_text.replace('code_owners = ["ambassador"]', "")
    shop.programme(text)
    catalogue.add_service(shop.desk, "Full wash")
    a_month(shop)
    before = shop.counts()
    made = replayed(shop, parse_terms(text, 2))
    assert values(made) == booked(shop)
    # 3 x 1334.55, 700, 850, 640.01, 3 x 333.33 and 3 x 1000
    assert (made.purchases, made.turnover) == (12, 10_193_65)
    assert shop.counts() == before


def test_g10_the_salons_statuses_and_a_stamp_card_are_replayed(shops: Shops) -> None:
    shop = shops.open()
    shop.add("Anna")
    for day in range(1, 13):
        at(shop, f"2026-12-{day:02}")
        shop.buy("3000", customer="Anna")
    # 12 000 after four: 3 % of the next eight, 30 000 is reached with the tenth: 5 % of two
    salon = replayed(shop, "salon")
    assert salon.totals == {"points": Total(8, 6 * 90 + 2 * 150, 840_00)}
    # every sixth is free: the sixth and the twelfth
    stamps = replayed(shop, "stamp-card")
    assert stamps.totals == {"stamps": Total(2, 6000_00, 6000_00)}
    assert (stamps.cost, stamps.reached) == (6000_00, {shop.who("Anna")})


def test_g10_a_joining_bonus_and_birthdays_are_of_the_span(shops: Shops) -> None:
    shop = shops.open()
    add(shop, "Old", birthday=date(1990, 12, 24))
    at(shop, "2026-12-05")
    add(shop, "New", birthday=date(1990, 12, 24))
    at(shop, "2026-12-31")
    shop.buy("100", customer="New")
    assert replayed(shop, "joining-bonus").totals == {"points": Total(1, 200, 200_00)}
    cake = parse_terms(
        'name = "B"\ncodes = "none"\n[[rule]]\nid = "b"\ntrigger = "birthday"\n'
        'buyer = { kind = "gift", gift = "Cake", cost = "90" }', 2,
    )  # fmt: skip
    # 30 days after registration: Old since 18 November, New not yet
    assert replayed(shop, cake).totals == {"gift": Total(1, 1, 90_00)}


def test_r53_a_referral_from_before_the_first_day_gives_nothing_but_is_there(shops: Shops) -> None:
    shop = shops.open("car-wash")
    anna = shop.add("Anna")
    at(shop, "2026-11-25")
    bring(shop, anna, "Boris", "1000")
    bring(shop, anna, "Clara", "1000")
    at(shop, "2026-12-05")
    shop.buy("1000", customer="Boris")
    shop.buy("1000", customer="Anna")
    made = replayed(shop, "cafe")
    assert (made.totals, made.purchases, made.brought) == ({}, 2, 0)
    # Anna's two effective friends of November count towards her status
    assert replayed(shop, "salon").totals == {"points": Total(1, 30, 30_00)}
    assert replayed(shop, "cafe", date(2026, 11, 1)).totals == {
        "store_credit": Total(3, 150_00, 150_00)
    }


def test_r64_limits_and_budgets_are_followed(shops: Shops) -> None:
    shop = shops.open("car-wash")
    anna = shop.add("Anna")
    at(shop, "2026-12-05")
    for number in range(5):
        bring(shop, anna, f"Friend {number}", "1000")
    made = replayed(shop, "strictly-capped")
    assert (values(made), made.brought) == ({"amount_off": 600_00, "store_credit": 600_00}, 3)
    tight = parse_terms(
        'name = "T"\nbudget = "250"\n[[rule]]\nid = "f"\n'
        'referrer = [{ kind = "money", amount = "100" }]', 2,
    )  # fmt: skip
    assert replayed(shop, tight).cost == 250_00


def test_g10_a_word_is_taken_as_shown_where_a_word_was(shops: Shops) -> None:
    shop = shops.open("campaign-word")
    for name in ("Anna", "Boris"):
        shop.add(name)
    at(shop, "2026-12-07", hour=12)
    shop.buy("1000", code="SUMMER", customer="Anna")
    shop.buy("1000", customer="Boris")
    dearer = parse_terms(load_preset("campaign-word").terms_text.replace('"15"', '"20"'), 2)
    assert replayed(shop, dearer).totals == {"percent_off": Total(1, 200_00, 200_00)}


def test_g10_what_went_back_is_left_out(shops: Shops) -> None:
    shop = shops.open("cafe")
    anna = shop.add("Anna")
    at(shop, "2026-12-05")
    paid = bring(shop, anna, "Boris", "1000")
    refund(shop, paid.purchase, "400")
    assert values(replayed(shop, "cafe")) == {"store_credit": 30_00}


def test_g10_a_span_ends_where_it_is_asked_to(shops: Shops) -> None:
    shop = shops.open()
    shop.add("Anna")
    for day in ("2026-12-05", "2026-12-15", "2026-12-25"):
        at(shop, day)
        shop.buy("1000", customer="Anna")
    own = parse_terms(
        'name = "O"\ncodes = "none"\n[[rule]]\nid = "o"\ntrigger = "every"\n'
        'buyer = { kind = "points", percent = "1" }', 2,
    )  # fmt: skip
    made = replay(shop.desk, own, since=date(2026, 12, 6), until=date(2026, 12, 24))
    assert (made.purchases, values(made)) == (1, {"points": 10})


class Watched(Progress):
    """Remembers what it was told, and cancels after so many reports."""

    def __init__(self, after: int = 10**9) -> None:
        super().__init__()
        self.told: list[tuple[int, int | None]] = []
        self._after = after

    def report(self, done: int, total: int | None) -> None:
        self.told.append((done, total))
        self.cancelled = len(self.told) >= self._after


def test_g10_a_replay_tells_how_far_it_is_and_can_be_cancelled(shops: Shops) -> None:
    shop = shops.open()
    shop.add("Anna")
    for _ in range(401):
        shop.buy("10", customer="Anna")
    terms = load_preset("stamp-card").terms
    watched = Watched()
    replay(shop.desk, terms, since=date(2026, 11, 1), progress=watched)
    assert watched.told == [(0, 401), (200, 401), (400, 401), (401, 401)]
    with pytest.raises(Cancelled):
        replay(shop.desk, terms, since=date(2026, 11, 1), progress=Watched(after=2))


def test_g10_a_replay_is_for_managers(shops: Shops) -> None:
    shop = shops.open("car-wash")
    terms = programmes.list_programmes(shop.desk)[0].terms
    with shop.acting(shop.hire("Kim", "cashier")), refused("not_allowed"):
        replay(shop.desk, terms, since=FIRST)
