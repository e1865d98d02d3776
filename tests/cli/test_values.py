"""What the command line takes as an amount, a date, a person or a key, and in whose currency."""

import secrets
from datetime import timedelta

import pytest

from refdesk.domain.codes import make_code
from tests.cli.terminal import NOON, Terminal

HUGE = "9" * 10_000


@pytest.fixture
def code(shop: Terminal) -> str:
    """Anna's code; Anna is C1."""
    return shop.add("Anna Lebedeva", "+79161234567")[1]


@pytest.mark.parametrize(
    "currency, price, part, fine",
    [("JPY", "1500", "1", "1.5"), ("KWD", "1.999", "0.001", "0.0001")],
)
def test_r01_a_refund_is_read_in_the_decimals_of_the_currency(
    empty: Terminal, currency: str, price: str, part: str, fine: str
) -> None:
    empty.json("init", "--shop", "Lagoon", "--currency", currency, "--language", "en")
    empty.json("buy", "--amount", price)
    back = empty.json("refund", "B1", "--amount", part, "--reason", "test")
    assert back["money_back"] == part
    finer = empty.refused("refund", "B1", "--amount", fine, "--reason", "test", code=2)
    assert finer["refused"] == "bad_amount"


@pytest.mark.parametrize("amount", ["1 000", "1\N{NO-BREAK SPACE}000,50", HUGE])
def test_a_script_does_not_group_thousands(shop: Terminal, amount: str) -> None:
    assert shop.refused("buy", "--amount", amount, code=2)["refused"] == "bad_amount"


@pytest.mark.parametrize("by", [HUGE, "-" + HUGE, "1000000000"])
def test_a_correction_stays_below_a_milliard(shop: Terminal, code: str, by: str) -> None:
    call = ("adjust", "C1", "--unit", "points", f"--by={by}", "--reason", "test")
    assert shop.refused(*call, code=2)["refused"] == "bad_amount"


@pytest.mark.parametrize(
    "name, value",
    [
        ("grace_days", HUGE),
        ("undo_minutes", HUGE),
        ("business_day_start", "1000000000"),
        ("business_day_start", "04:00+03:00"),
    ],
)
def test_a_setting_is_never_more_than_it_can_be(shop: Terminal, name: str, value: str) -> None:
    assert shop.refused("setting", "set", name, value, code=2)["refused"] == "bad_setting"


@pytest.mark.parametrize("day", ["19901231", "1990-W01-1", "1990-12-31T00:00", ""])
def test_a_date_is_written_in_one_way(shop: Terminal, day: str) -> None:
    refused = shop.refused("customer", "add", "--name", "Oleg", "--birthday", day, code=2)
    assert refused["refused"] == "bad_date"


@pytest.mark.parametrize("command", ["quote", "redeem"])
def test_an_empty_code_is_no_purchase_without_a_code(shop: Terminal, command: str) -> None:
    for text in ("", "  "):
        refused = shop.refused(command, text, "--amount", "100")
        assert refused["refused"] == "code_unknown"
    assert shop.json("buy", "--amount", "100")["purchase"] == "B1"


def test_an_empty_name_of_the_buyer_is_nobody_known(shop: Terminal) -> None:
    refused = shop.refused("buy", "--amount", "100", "--customer", "")
    assert refused["refused"] == "customer_unknown"


def test_a_wrong_id_of_what_is_kept_is_told_in_its_turn(shop: Terminal) -> None:
    call = ("buy", "--amount", "100", "--use", "x")
    assert shop.refused(*call)["refused"] == "entitlement_unavailable"
    refused = shop.refused(*call, "--customer", "C99")
    assert refused["refused"] == "customer_unknown"


def test_a_wrong_gift_card_is_told_before_a_wrong_customer(shop: Terminal) -> None:
    call = ("buy", "--amount", "100", "--customer", "C99", "--gift-card", "x")
    assert shop.refused(*call)["refused"] == "code_unknown"


def test_a_quote_tells_that_the_sum_has_changed(shop: Terminal, code: str) -> None:
    call = ["quote", code, "--amount", "100", "--phone", "+79162000001", "--expect"]
    assert shop.json(*call, "90")["to_pay"] == "90.00"
    refused = shop.refused(*call, "100")
    assert (refused["refused"], refused["to_pay"]) == ("sum_changed", "90.00")


def test_r76_a_slip_of_one_symbol_is_told_from_an_unknown_code(shop: Terminal, code: str) -> None:
    bare = code.replace("-", "")
    slip = bare[:4] + ("A" if bare[4] != "A" else "B") + bare[5:]
    refused = shop.refused("quote", slip, "--amount", "100")
    assert (refused["verdict"], refused["suggestion"]) == ("check_typo", f"…{bare[-3:]}")
    assert shop.refused("quote", "ZZZZZZZZ", "--amount", "1")["verdict"] == "stop_unknown"


def test_arguments_that_are_no_text_are_wrong_usage(shop: Terminal) -> None:
    for call in (["customer", "add", "--name", "a\udcff"], ["--till", "a\udcff", "clock"]):
        assert shop.refused(*call, code=2)["refused"] == "bad_usage"
    assert shop.refused("--till", "x" * 41, "clock", code=2)["refused"] == "bad_usage"


def test_every_key_is_short_and_is_minded_after_the_clock(shop: Terminal, code: str) -> None:
    shop.json("buy", "--amount", "100", "--customer", "C1", "--key", "k")
    shop.json("refund", "B1", "--amount", "1", "--reason", "test", "--key", "r")
    shop.json("adjust", "C1", "--unit", "money", "--by", "50", "--reason", "test")
    shop.json("payout", "make", "C1", "--amount", "1", "--key", "p")
    calls = (
        ("buy", "--amount", "101", "--key", "k"),
        ("refund", "B1", "--amount", "2", "--reason", "test", "--key", "r"),
        ("payout", "make", "C1", "--amount", "2", "--key", "p"),
    )
    for call in calls:
        assert shop.refused(*call)["refused"] == "key_reused"
        assert shop.refused(*call[:-1], "k" * 65, code=2)["refused"] == "bad_key"
    shop.now = lambda: NOON - timedelta(minutes=6)
    for call in calls:
        assert shop.refused(*call)["refused"] == "clock_suspect"


@pytest.mark.parametrize("command", ["quote", "buy"])
def test_r28_a_buyer_named_by_wrong_codes_pauses_the_till(
    shop: Terminal, code: str, command: str
) -> None:
    for _ in range(5):
        wrong = make_code(secrets.randbelow)
        refused = shop.refused(command, "--amount", "100", "--customer", wrong)
        assert refused["refused"] == "customer_unknown"
    call = (command, "--amount", "100", "--customer")
    assert shop.refused(*call, code)["refused"] == "till_paused"
    assert shop.json(*call, "C1")["to_pay"] == "100.00"


def test_r79_a_chosen_word_names_a_customer_and_proves_nothing(shop: Terminal, code: str) -> None:
    shop.json("code", "issue", "C1", "--programme", "P1", "--word", "ANNA2026")
    shop.json("adjust", "C1", "--unit", "points", "--by", "10", "--reason", "test")
    call = ("quote", "--amount", "100", "--spend-points", "10", "--customer")
    assert shop.json("balance", "anna2026")["points"] == 10
    assert shop.refused(*call, "anna2026")["refused"] == "proof_needed"
    assert shop.json(*call, code)["to_pay"] == "90.00"
