"""Quoting, redeeming, buying and undoing on the command line."""

from datetime import UTC, datetime, timedelta

import pytest

from refdesk.domain.errors import DomainError
from refdesk.storage.errors import StorageError
from refdesk.words.verdicts import VERDICTS
from tests.cli.terminal import NOON, Terminal

KEYS = {
    "customer", "side", "level", "rule", "version", "benefit", "value", "base", "rate", "state",
    "available_on", "expires_on", "why",
}  # fmt: skip


@pytest.fixture
def code(shop: Terminal) -> str:
    """Anna's code; Anna is C1."""
    return shop.add("Anna Lebedeva", "+79161234567")[1]


def friend(number: int = 0) -> list[str]:
    return ["--phone", f"+7916200000{number}"]


def test_a_redemption_tells_everything_it_did(shop: Terminal, code: str) -> None:
    paid = shop.json("redeem", code, "--amount", "1500,00", "--service", "full wash", *friend())
    assert (paid["purchase"], paid["customer"], paid["verdict"]) == ("B1", "C2", "ok_new")
    assert (paid["discount"], paid["to_pay"], paid["repeated"]) == ("150.00", "1350.00", False)
    assert len(paid["codes"]) == 1
    discount, points = paid["effects"]
    assert set(discount) == KEYS
    assert discount["why"] == "10 % of 1 500 ₽ = 150 ₽ off".replace(" %", "\xa0%").replace(
        "1 500 ₽", "1\xa0500\xa0₽"
    ).replace("150 ₽", "150\xa0₽")
    assert (discount["side"], discount["level"], discount["rate"]) == ("referral", 0, "10")
    assert (points["side"], points["level"], points["customer"]) == ("referrer", 1, "C1")
    assert (points["value"], points["state"]) == (100, "available")
    assert (points["available_on"], points["expires_on"]) == ("2026-11-24", "2027-05-23")


def test_a_quote_writes_nothing(shop: Terminal, code: str) -> None:
    quoted = shop.json("quote", code, "--amount", "1500", *friend())
    assert (quoted["verdict"], quoted["discount"], quoted["to_pay"]) == (
        "ok_new", "150.00", "1350.00",
    )  # fmt: skip
    assert [row["customer"] for row in shop.json("customer", "list").objects] == ["C1"]
    assert shop.json("ledger", "C1").out == ""
    assert shop.json("quote", "--amount", "10", "--customer", "C1")["verdict"] == "info_known"


def test_lines_are_given_by_service(shop: Terminal, code: str) -> None:
    lines = ["--line", "Express=600", "--line", "=400,50", "--line", "Interior=0.01"]
    assert shop.json("quote", code, *lines, *friend())["total"] == "1000.51"
    unknown = shop.refused("quote", code, "--line", "Haircut=1", *friend())
    assert unknown["refused"] == "service_unknown"
    assert (
        shop.refused("quote", code, "--line", "600", *friend(), code=2)["refused"] == "bad_amount"
    )


@pytest.mark.parametrize(
    "amount", ["0", "-5", "1.234", "1e3", "", "abc", "1000000000", "1,000.00", "nan", "٥"]
)
def test_what_is_no_amount_is_wrong_input(shop: Terminal, code: str, amount: str) -> None:
    refused = shop.refused("redeem", code, f"--amount={amount}", *friend(), code=2)
    assert (refused["refused"], refused["verdict"]) == ("bad_amount", None)
    assert len(shop.json("customer", "list").objects) == 1


def test_r18_the_same_key_again_is_answered_and_not_repeated(shop: Terminal, code: str) -> None:
    call = ["redeem", code, "--amount", "1500", *friend(), "--key", "k1"]
    first, again = shop.json(*call).object, shop.json(*call).object
    assert again == {**first, "repeated": True}
    assert shop.json("balance", "C1")["points"] == 100
    other = shop.refused("redeem", code, "--amount", "1501", *friend(), "--key", "k1")
    assert other["refused"] == "key_reused"
    too_long = shop.refused("buy", "--amount", "1", "--key", "k" * 65, code=2)
    assert too_long["refused"] == "bad_key"


def test_points_are_spent_with_a_code_or_a_full_phone(shop: Terminal, code: str) -> None:
    shop.json("redeem", code, "--amount", "1500", *friend())
    refused = shop.refused("buy", "--amount", "1000", "--customer", "C1", "--spend-points", "50")
    assert refused["refused"] == "proof_needed"
    paid = shop.json("buy", "--amount", "1000", "--customer", code, "--spend-points", "30")
    (effect,) = paid["effects"]
    assert (effect["benefit"], effect["value"], effect["state"]) == ("points", 30, "spent")
    assert paid["to_pay"] == "970.00"
    rest = shop.json("buy", "--amount", "100", "--phone", "+79161234567", "--spend-points", "max")
    assert rest["to_pay"] == "50.00"
    over = ["buy", "--amount", "100", "--customer", code, "--spend-points"]
    refused = shop.refused(*over, "21")
    assert (refused["refused"], refused["unit"], refused["max"]) == (
        "points_insufficient", "points", 20,
    )  # fmt: skip
    assert shop.refused(*over, "lots", code=2)["refused"] == "bad_amount"


def test_the_sum_that_was_told_is_kept(shop: Terminal, code: str) -> None:
    call = ["redeem", code, "--amount", "1500", *friend()]
    refused = shop.refused(*call, "--expect", "1400")
    assert (refused["refused"], refused["verdict"]) == ("sum_changed", "check_changed")
    assert (refused["expected"], refused["to_pay"]) == ("1400.00", "1350.00")
    assert shop.json(*call, "--expect", "1350.00")["to_pay"] == "1350.00"


def test_refusals_come_with_their_verdict_in_both_languages(shop: Terminal, code: str) -> None:
    call = ["redeem", code, "--amount", "100", "--customer", "C1"]
    english, russian = shop.refused(*call), shop.refused(*call, "--lang", "ru")
    assert english["refused"] == russian["refused"] == "own_code"
    assert english["verdict"] == russian["verdict"] == "stop_self"
    assert english["message"].startswith("No discount: this is Anna L.’s own code")
    assert russian["message"].startswith("Скидки нет: это собственный код")
    assert "Lebedeva" not in english["message"]


def test_a_purchase_is_undone_once(shop: Terminal, code: str) -> None:
    shop.json("redeem", code, "--amount", "1500", *friend())
    undone = shop.json("void", "B1", "--reason", "wrong sum")
    assert (undone["purchase"], undone["money_back"]) == ("B1", "1350.00")
    assert [one["value"] for one in undone["effects"]] == ["-150.00", -100]
    assert shop.refused("void", "B1", "--reason", "again")["refused"] == "already_voided"
    assert shop.refused("void", "B9", "--reason", "x")["refused"] == "purchase_unknown"
    assert shop.refused("void", "nine", "--reason", "x")["refused"] == "purchase_unknown"
    assert shop.refused("void", "B1", "--reason", " ", code=2)["refused"] == "bad_reason"
    entries = shop.json("ledger", "C1").objects
    assert [entry["change"] for entry in entries] == [100, -100]
    assert entries[1]["undoes"] == entries[0]["entry"]
    assert all(entry["why"] or entry["reason"] or entry["undoes"] for entry in entries)


def test_balance_and_ledger_have_their_keys(shop: Terminal, code: str) -> None:
    shop.json("redeem", code, "--amount", "1500", *friend())
    balance = shop.json("balance", "C1")
    assert (balance["points"], balance["money"], balance["store_credit"]) == (100, "0.00", "0.00")
    assert (balance["stamps"], balance["held"], balance["owed"]) == (0, {}, {})
    assert balance["entitlements"] == []
    (lot,) = balance["lots"]
    assert set(lot) == {"unit", "left", "state", "available_on", "expires_on", "programme"}
    (entry,) = shop.json("ledger", code).objects
    assert {
        "entry", "at", "unit", "change", "balance", "state", "purchase", "undoes", "why",
    } <= set(entry)  # fmt: skip
    assert entry["at"] == "2026-11-24T09:00:00Z"
    assert (entry["purchase"], entry["why"]) == ("B1", "100 points by the terms")


def test_a_word_works_in_its_hours(shop: Terminal) -> None:
    paid = shop.json("redeem", "summer", "--amount", "100", *friend())
    assert (paid["verdict"], paid["discount"]) == ("ok_shop", "15.00")
    used = shop.refused("redeem", "SUMMER", "--amount", "100", *friend())
    assert (used["refused"], used["verdict"]) == ("limit_per_customer", "stop_cap")
    shop.now = lambda: datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
    late = shop.refused("redeem", "SUMMER", "--amount", "100", *friend(1))
    assert (late["refused"], late["verdict"]) == ("outside_hours", "stop_hours")
    assert (late["days"], late["hours"]) == (["mon", "tue", "wed", "thu"], ["10:00-16:00"])
    assert "Mon–Thu 10:00–16:00" in late["message"]


def test_r28_five_wrong_codes_pause_the_till(shop: Terminal) -> None:
    for wrong in range(5):
        body = f"2222222{wrong + 2}2"
        from refdesk.domain.codes import check_symbol

        call = ["redeem", body + check_symbol(body), "--amount", "1", *friend()]
        assert shop.refused(*call)["refused"] == "code_unknown"
    paused = shop.refused("redeem", "SUMMER", "--amount", "100", *friend())
    assert (paused["refused"], paused["verdict"], paused["seconds"]) == (
        "till_paused", "stop_wait", 30,
    )  # fmt: skip
    assert shop.json("--till", "2", "redeem", "SUMMER", "--amount", "100", *friend()).code == 0


def test_p13_the_21st_wrong_code_of_a_day_needs_a_managers_pin(
    shop: Terminal, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from refdesk.domain.codes import check_symbol

    hire_vera(shop, monkeypatch)
    for wrong in range(20):
        shop.now = lambda wrong=wrong: NOON + timedelta(minutes=10 * wrong)  # type: ignore[misc]
        body = "22222" + "23456789AB"[wrong % 10] * (wrong // 10 + 2) + "3333"
        body = body[:9]
        call = ["redeem", body + check_symbol(body), "--amount", "1", *friend()]
        assert shop.refused(*call)["refused"] == "code_unknown"
    shop.now = lambda: NOON + timedelta(hours=6)
    tired = shop.refused("redeem", code, "--amount", "100", *friend())
    assert (tired["refused"], tired["verdict"], tired["count"]) == ("till_paused", "stop_wait", 20)
    assert "A manager’s PIN" in tired["message"]
    paid = shop.json("--approve", "Vera", "redeem", code, "--amount", "100", *friend())
    assert paid["verdict"] == "ok_new"
    assert shop.json("redeem", code, "--amount", "100", *friend(2))["verdict"] == "ok_new"


def test_r55_a_manager_allows_a_code_without_an_identity(
    shop: Terminal, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hire_vera(shop, monkeypatch)
    alone = shop.refused("redeem", code, "--amount", "1500")
    assert (alone["refused"], alone["verdict"]) == ("identity_needed", "check_identity")
    paid = shop.json("--approve", "Vera", "redeem", code, "--amount", "1500")
    assert (paid["customer"], paid["to_pay"], paid["codes"]) == (None, "1350.00", [])
    assert shop.json("balance", "C1")["points"] == 100


def hire_vera(shop: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A manager with a PIN who stands by, and a cashier at the till."""
    for name, role in (("Vera", "manager"), ("Ivan", "cashier")):
        monkeypatch.setenv("REFDESK_NEW_PIN", "4927")
        shop.json("staff", "add", name, "--role", role)
    monkeypatch.setenv("REFDESK_APPROVE_PIN", "4927")


def test_every_verdict_of_a_quote_has_words(shop: Terminal, code: str) -> None:
    verdicts = {
        shop.json("quote", code, "--amount", "100", *friend())["verdict"],
        shop.json("quote", "SUMMER", "--amount", "100", *friend())["verdict"],
        shop.json("quote", "--amount", "100", *friend())["verdict"],
        shop.json("quote", "--amount", "100", "--customer", "C1")["verdict"],
    }
    assert verdicts == {"ok_new", "ok_shop", "info_new", "info_known"}
    assert verdicts <= set(VERDICTS)
    assert "Code works, invited by Anna L." in shop.run(
        "quote", code, "--amount", "100", *friend()
    ).out.replace("Anna Lebedeva", "Anna L.")


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["--amount", "1", "--line", "=1"], ["--amount", "1", "--phone"],
        ["--amount", "1", "--customer", "C1", "--phone", "+79161234568"],
        ["--line", "=1", "--service", "Express"],
    ],
)  # fmt: skip
def test_options_that_do_not_go_together_are_wrong_usage(
    shop: Terminal, arguments: list[str]
) -> None:
    assert shop.refused("buy", *arguments, code=2)["refused"] == "bad_usage"


# -- marks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["good", "so-so", "bad"])
def test_a_purchase_takes_its_mark_with_it(shop: Terminal, code: str, mark: str) -> None:
    paid = shop.json("buy", "--amount", "600", "--customer", "C1", "--mark", mark)
    assert (paid["mark"], paid["say"]) == (mark, None)
    assert shop.json("redeem", code, "--amount", "600", *friend(), "--mark", mark)["mark"] == mark
    assert shop.json("buy", "--amount", "600")["mark"] is None
    shift = shop.json("shift", "show")
    assert shift[f"marked_{mark.replace('-', '_')}"] == 2


def test_g25_a_good_mark_says_what_to_ask(shop: Terminal, code: str) -> None:
    visit = ("buy", "--amount", "600", "--customer", "C1", "--mark", "good")
    assert shop.json(*visit)["say"] is None
    assert shop.json(*visit)["say"] == "No friends sent yet: give a card"
    assert shop.json(*visit)["say"] is None


def test_a_repeated_call_marks_once_and_never_fails_for_it(shop: Terminal, code: str) -> None:
    call = ("buy", "--amount", "600", "--key", "k1", "--mark", "bad")
    first, again = shop.json(*call), shop.json(*call)
    assert (again["purchase"], again["repeated"], again["mark"]) == (first["purchase"], True, "bad")
    assert shop.json("shift", "show")["marked_bad"] == 1
    shop.json("void", first["purchase"], "--reason", "mistake")
    assert shop.json(*call)["mark"] is None


@pytest.mark.parametrize("trouble", [DomainError("signed_out", why="ended"), StorageError("full")])
def test_a_saved_purchase_is_told_though_its_mark_could_not_be_kept(
    shop: Terminal, code: str, trouble: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise trouble

    monkeypatch.setattr("refdesk.services.marks.mark_purchase", fails)
    told = shop.json("buy", "--amount", "600", "--mark", "good")
    assert (told["purchase"], told["mark"], told["say"]) == ("B1", None, None)
    assert told.err == "The mark was not kept\n"


def test_another_word_is_no_mark(shop: Terminal) -> None:
    assert shop.refused("buy", "--amount", "600", "--mark", "fine", code=2)["refused"]
