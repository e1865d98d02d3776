"""Gift cards on the command line: they pay, and are no promo codes (R73)."""

import secrets

import pytest

from refdesk.domain.codes import make_code
from tests.cli.terminal import Terminal


@pytest.fixture
def card(shop: Terminal) -> str:
    """A gift card of 1000.00, sold; the shop's programme gives friends a discount."""
    run = shop.json("run", "create", "--kind", "gift_card", "--value", "1000", "--count", "1")
    shop.json("run", "confirm", run["run"])
    (card,) = run["codes"]
    shop.json("code", "activate", card, "--paid", "1000")
    return str(card)


@pytest.mark.parametrize("command", ["quote", "redeem"])
def test_r73_a_gift_card_brings_no_discount(shop: Terminal, card: str, command: str) -> None:
    call = (command, card, "--amount", "100", "--phone", "+79162000001")
    for _ in range(6):  # it is a card of this shop, so that the till is never paused by it
        assert shop.refused(*call)["refused"] == "code_unknown"


def test_r73_a_gift_card_brings_nobody(shop: Terminal, card: str) -> None:
    call = ("customer", "add", "--name", "Oleg", "--phone", "+79162000001", "--code", card)
    assert shop.refused(*call)["refused"] == "code_unknown"


def test_r73_an_empty_gift_card_is_used_up_until_a_refund(shop: Terminal, card: str) -> None:
    assert shop.json("code", "show", card)["state"] == "live"
    paid = shop.json("buy", "--amount", "1500", "--gift-card", card)
    assert paid["to_pay"] == "500.00"
    shown = shop.json("code", "show", card)
    assert (shown["state"], shown["value"]) == ("used_up", "0.00")
    shop.json("void", paid["purchase"], "--reason", "test")
    shown = shop.json("code", "show", card)
    assert (shown["state"], shown["value"]) == ("live", "1000.00")


@pytest.mark.parametrize("command", ["quote", "buy"])
def test_r28_wrong_gift_cards_pause_the_till(shop: Terminal, card: str, command: str) -> None:
    for _ in range(5):
        wrong = make_code(secrets.randbelow, 12)
        refused = shop.refused(command, "--amount", "100", "--gift-card", wrong)
        assert refused["refused"] == "code_unknown"
    refused = shop.refused(command, "--amount", "100", "--gift-card", card)
    assert refused["refused"] == "till_paused"


def test_a_promo_code_is_no_gift_card(shop: Terminal) -> None:
    _, code = shop.add("Anna", "+79161234567")
    for _ in range(6):
        refused = shop.refused("buy", "--amount", "100", "--gift-card", code)
        assert refused["refused"] == "code_unknown"


def test_a_discount_above_the_bill_is_told_as_it_was_written(shop: Terminal) -> None:
    call = ("buy", "--amount", "100", "--discount", "200", "--reason", "test")
    assert shop.refused(*call, code=2)["text"] == "200.00"
