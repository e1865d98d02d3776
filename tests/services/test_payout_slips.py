"""Printing slips: what they say, that a second one is a copy, in both languages."""

from pathlib import Path

import pytest

from refdesk.services import customer_state, payouts
from refdesk.services import shop as shops
from refdesk.services.adjusting import adjust
from refdesk.services.payout_slips import MOST_REASONS, print_slip
from refdesk.words.catalogue import Words, load_words
from tests.services.test_payouts import MONEY, friend_pays, pay
from tests.support.refusals import refused
from tests.support.shops import Shops, TestShop, give
from tests.unit.cards.test_pdf import page_text


@pytest.fixture
def shop(shops: Shops) -> TestShop:
    made = shops.open()
    made.programme(MONEY)
    made.add("Anna")
    return made


def read(shop: TestShop, payout: int, out: Path, words: Words | None = None) -> str:
    print_slip(shop.desk, payout, out, words or load_words("en"))
    return " ".join(page_text(out).replace("\xa0", " ").split())


def test_g23_a_slip_says_who_how_much_and_why(shop: TestShop, tmp_path: Path) -> None:
    friend_pays(shop, "Boris Krylov", "1000")
    with shop.acting(shop.hire("Rita", "cashier")):
        pay(shop, "60.50")
    text = read(shop, 1, tmp_path / "slip.pdf")
    for part in (
        "Sparkle", "Payout O1", "18 Nov 2026, 12:00", "Anna, C1", "cash", "Rita", "60,50 ₽",
        "Why this sum", "18 Nov 2026 · Boris K. · 10 % of 1 000 ₽ = 100 ₽",
        "Received, signature", "Paid out, signature",
    ):  # fmt: skip
        assert part in text
    assert "Copy" not in text


def test_a_slip_that_is_printed_again_says_so(shop: TestShop, tmp_path: Path) -> None:
    give(shop.desk, shop.who("Anna"), "money", 5_000)
    pay(shop, "10")
    pay(shop, "10")
    first = print_slip(shop.desk, 1, tmp_path / "1.pdf", load_words("en"))
    shop.clock.forward(days=3)
    assert not first.is_copy
    assert "Copy, printed again on 21 Nov 2026" in read(shop, 1, tmp_path / "1.pdf")
    assert "Copy" not in read(shop, 2, tmp_path / "2.pdf")
    payouts.cancel_payout(shop.desk, 1, "mistake")
    assert "Cancelled on 21 Nov 2026" in read(shop, 1, tmp_path / "1.pdf")
    with refused("payout_unknown"):
        print_slip(shop.desk, 3, tmp_path / "3.pdf", load_words("en"))


def test_a_slip_speaks_russian(shop: TestShop, tmp_path: Path) -> None:
    shops.change_shop(shop.desk, name="Сияние", contact="ул. Ленина, 5", language="ru")
    shop.add("Борис Ёлкин")
    give(shop.desk, shop.who("Борис Ёлкин"), "money", 5_000)
    payouts.make_payout(shop.desk, shop.who("Борис Ёлкин"), 5_000, method="card")
    text = read(shop, 1, tmp_path / "slip.pdf", load_words("ru"))
    for part in (
        "Сияние", "ул. Ленина, 5", "Выплата O1", "18 ноября 2026, 12:00", "Борис Ёлкин, C2",
        "на карту", "50 ₽", "Почему столько", "Перенесено", "Получено, подпись",
    ):  # fmt: skip
        assert part in text


def test_money_from_elsewhere_has_its_reason(shop: TestShop, tmp_path: Path) -> None:
    adjust(shop.desk, shop.who("Anna"), "money", 1_000, reason="the till was down")
    pay(shop, "10", method="credit")
    text = read(shop, 1, tmp_path / "slip.pdf")
    assert "18 Nov 2026 · the till was down" in text
    assert "store credit" in text


def test_very_many_earnings_end_in_one_sum(shop: TestShop, tmp_path: Path) -> None:
    for _ in range(MOST_REASONS + 3):
        give(shop.desk, shop.who("Anna"), "money", 100)
    pay(shop, f"{MOST_REASONS + 3}")
    made = print_slip(shop.desk, 1, tmp_path / "slip.pdf", load_words("en"))
    texts = [page_text(tmp_path / "slip.pdf", page) for page in range(1, made.pages + 1)]
    assert sum(text.count("Brought in") for text in texts) == MOST_REASONS
    assert "3 more earnings" in texts[-1]


def test_a_slip_of_a_blocked_person_still_prints(shop: TestShop, tmp_path: Path) -> None:
    give(shop.desk, shop.who("Anna"), "money", 100)
    pay(shop, "1")
    customer_state.block_customer(shop.desk, shop.who("Anna"), "a ring")
    assert "Anna, C1" in read(shop, 1, tmp_path / "slip.pdf")
