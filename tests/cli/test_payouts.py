"""Payouts, corrections, blocking and referrers on the command line."""

from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.unit.cards.test_pdf import page_text

TERMS = """
name = "Money"
[[rule]]
id = "friend"
trigger = "every"
referrer = [{ kind = "money", percent = "10" }]
"""


@pytest.fixture
def paid(empty: Terminal, tmp_path: Path) -> Terminal:
    """Anna (C1) has earned 100.00 by Boris (C2)."""
    empty.json("init", "--shop", "Lagoon", "--language", "en")
    terms = tmp_path / "terms.toml"
    terms.write_text(TERMS, encoding="utf-8")
    empty.json("programme", "add", "--file", str(terms))
    _, code = empty.add("Anna", "+79161234567")
    empty.json("redeem", code, "--amount", "1000", "--phone", "+79161234568", "--name", "Boris")
    return empty


def test_money_is_paid_out_listed_and_taken_back(paid: Terminal) -> None:
    (row,) = paid.json("payout", "list").objects
    assert (row["customer"], row["payout"], row["amount"], row["state"]) == (
        "C1", None, "100.00", "payable",
    )  # fmt: skip
    assert (row["balance"], row["locked"], row["held"], row["owed"], row["why"]) == (
        "100.00", "0.00", "0.00", "0.00", None,
    )  # fmt: skip
    made = paid.json("payout", "make", "C1", "--amount", "60.5", "--method", "outside")
    assert (made["payout"], made["amount"], made["method"], made["repeated"]) == (
        "O1", "60.50", "outside", False,
    )  # fmt: skip
    assert paid.json("balance", "C1")["money"] == "39.50"
    person, payout = paid.json("payout", "list").objects
    assert (person["amount"], payout["payout"], payout["amount"]) == ("39.50", "O1", "60.50")
    assert (payout["customer"], payout["state"], payout["on"]) == ("C1", "paid", "2026-11-24")
    entry = paid.json("ledger", "C1").objects[-1]
    assert (entry["kind"], entry["change"], entry["payout"]) == ("payout", "-60.50", "O1")
    back = paid.json("payout", "cancel", "o1", "--reason", "wrong person")
    assert (back["payout"], back["amount"], back["state"]) == ("O1", "60.50", "cancelled")
    assert paid.json("balance", "C1")["money"] == "100.00"
    assert paid.refused("payout", "cancel", "O1", "--reason", "x")["refused"] == "payout_cancelled"
    assert paid.refused("payout", "cancel", "7", "--reason", "x")["refused"] == "payout_unknown"
    assert paid.json("check")["ok"] is True


def test_more_than_the_balance_is_refused_with_what_is_there(paid: Terminal) -> None:
    refused = paid.refused("payout", "make", "C1", "--amount", "100.01")
    assert (refused["refused"], refused["max"]) == ("payout_exceeds_balance", "100.00")
    refused = paid.refused("payout", "make", "C2", "--amount", "1")
    assert refused["message"] == "This is more than the balance. Nothing can be paid out now."
    for amount in ("0", "-5", "1.001", "x"):
        assert paid.refused("payout", "make", "C1", "--amount", amount, code=2)["refused"] == (
            "bad_amount"
        )


def test_the_same_key_again_gives_the_saved_payout(paid: Terminal, tmp_path: Path) -> None:
    slip = tmp_path / "slip.pdf"
    call = ["payout", "make", "C1", "--amount", "10", "--key", "k1", "--slip", str(slip)]
    assert paid.json(*call)["repeated"] is False
    assert "Copy" not in page_text(slip)
    again = paid.json(*call)
    assert (again["payout"], again["repeated"], again["slip"]) == ("O1", True, str(slip))
    assert "Copy, printed again" in page_text(slip)
    assert paid.json("balance", "C1")["money"] == "90.00"
    other = paid.refused("payout", "make", "C1", "--amount", "11", "--key", "k1")
    assert other["refused"] == "key_reused"


def test_r65_the_method_credit_makes_store_credit(paid: Terminal) -> None:
    paid.json("payout", "make", "C1", "--amount", "40", "--method", "credit")
    balance = paid.json("balance", "C1")
    assert (balance["money"], balance["store_credit"]) == ("60.00", "40.00")
    last = paid.json("ledger", "C1").objects[-1]
    assert (last["unit"], last["payout"], last["reason"]) == (
        "store_credit", "O1", "Turned from money, payout O1",
    )  # fmt: skip


def test_g23_a_slip_is_printed_with_the_payout_and_again(paid: Terminal, tmp_path: Path) -> None:
    slip, copy = tmp_path / "slip.pdf", tmp_path / "copy.pdf"
    made = paid.json("payout", "make", "C1", "--amount", "60", "--slip", str(slip))
    assert made["slip"] == str(slip)
    text = page_text(slip).replace("\xa0", " ")
    for part in ("Payout O1", "Anna, C1", "60 ₽", "10 % of 1 000 ₽ = 100 ₽", "signature"):
        assert part in text
    again = paid.json("payout", "slip", "O1", "--out", str(copy))
    assert (again["payout"], again["slip"]) == ("O1", str(copy))
    assert "Copy, printed again on 24 Nov 2026" in page_text(copy)


def test_without_a_folder_for_the_slip_nothing_is_paid(paid: Terminal, tmp_path: Path) -> None:
    missing = tmp_path / "missing" / "slip.pdf"
    answer = paid.run("--json", "payout", "make", "C1", "--amount", "60", "--slip", str(missing))
    assert (answer.code, answer["refused"]) == (3, "storage")
    assert paid.json("balance", "C1")["money"] == "100.00"


def test_a_slip_that_cannot_be_written_does_not_unsay_the_payout(
    paid: Terminal, tmp_path: Path
) -> None:
    taken = tmp_path / "slip.pdf"
    taken.mkdir()
    answer = paid.run("--json", "payout", "make", "C1", "--amount", "60", "--slip", str(taken))
    assert (answer.code, answer["payout"], answer["slip"]) == (0, "O1", None)
    assert "O1 is paid out, but its slip was not written" in answer.err


def test_above_the_limit_a_second_person_is_named(
    paid: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    paid.json("setting", "set", "payout_limit", "50")
    monkeypatch.setenv("REFDESK_NEW_PIN", "1470")
    paid.json("staff", "add", "Denis", "--role", "manager")
    refused = paid.refused("payout", "make", "C1", "--amount", "60")
    assert (refused["refused"], refused["verdict"], refused["minimum"]) == (
        "second_person_needed", "check_second", "50.00",
    )  # fmt: skip
    monkeypatch.setenv("REFDESK_APPROVE_PIN", "1470")
    made = paid.json("payout", "make", "C1", "--amount", "60", "--approve", "Denis")
    assert made["payout"] == "O1"


def test_the_list_says_why_not(paid: Terminal) -> None:
    paid.json("setting", "set", "yearly_threshold", "99")
    paid.json("void", "B1", "--reason", "test")
    paid.json("adjust", "C2", "--unit", "money", "--by", "100", "--reason", "prize")
    paid.json("customer", "block", "C2", "--reason", "a ring")
    (row,) = paid.json("payout", "list").objects
    assert (row["customer"], row["blocked"], row["over_threshold"]) == ("C2", True, True)
    why = row["why"].replace("\xa0", " ")
    assert why == "Blocked: a manager pays; Given this year: 100 ₽, above the limit"
    assert row["year_total"] == "100.00"
    text = paid.run("payout", "list").out
    assert "C2 Boris" in text
    shown = paid.json("customer", "show", "C2")
    assert (shown["year_total"], shown["over_threshold"]) == ("100.00", True)
    assert "above the limit" in paid.run("customer", "show", "C2").out


# -- corrections ---------------------------------------------------------------------------------


@pytest.mark.parametrize("unit, by, left", [
    ("points", "+25", 25), ("stamps", "3", 3), ("money", "-40", "60.00"),
    ("money", "-40,50", "59.50"), ("store_credit", "7,5", "7.50"),
    ("money", "\N{MINUS SIGN}100.00", "0.00"), ("money", "-150", "-50.00"),
])  # fmt: skip
def test_r10_a_balance_is_corrected_with_a_reason(
    paid: Terminal, unit: str, by: str, left: int | str
) -> None:
    made = paid.json("adjust", "C1", "--unit", unit, "--by", by, "--reason", "the till was down")
    (effect,) = made["effects"]
    assert (effect["customer"], effect["benefit"], effect["level"]) == ("C1", unit, 0)
    assert effect["why"].startswith("Corrected by hand: the till was down")
    assert paid.json("balance", "C1")[unit] == left
    entry = paid.json("ledger", "C1").objects[-1]
    assert (entry["kind"], entry["reason"]) == ("adjust", "the till was down")


@pytest.mark.parametrize("unit, by", [
    ("points", "0"), ("points", "1.5"), ("points", "-"), ("money", "0"), ("money", "1.001"),
    ("money", "--5"), ("stamps", "x"), ("points", "1000000000"),
])  # fmt: skip
def test_what_is_no_correction_is_wrong_input(paid: Terminal, unit: str, by: str) -> None:
    refused = paid.refused("adjust", "C1", "--unit", unit, f"--by={by}", "--reason", "x", code=2)
    assert refused["refused"] == "bad_amount"


def test_r14_where_nobody_may_owe_a_correction_stops_at_nothing(paid: Terminal) -> None:
    paid.json("setting", "set", "negative_balance", "stop")
    refused = paid.refused("adjust", "C1", "--unit", "money", "--by", "-100.01", "--reason", "x")
    assert (refused["refused"], refused["max"], refused["asked"]) == (
        "points_insufficient", "100.00", "100.01",
    )  # fmt: skip


# -- people ----------------------------------------------------------------------------------------


def test_r35_a_customer_is_blocked_and_let_go(paid: Terminal) -> None:
    code = paid.json("code", "issue", "C1")["code"]
    blocked = paid.json("customer", "block", "C1", "--reason", "a ring of friends")
    assert (blocked["customer"], blocked["state"]) == ("C1", "blocked")
    refused = paid.refused("redeem", code, "--amount", "100", "--phone", "+79161234569")
    assert refused["refused"] == "code_blocked"
    shown = paid.json("customer", "show", "C1")
    assert (shown["state"], shown["note"]) == ("blocked", "2026-11-24: a ring of friends")
    assert "Blocked" in paid.run("customer", "show", "C1").out
    assert paid.json("customer", "unblock", "C1", "--reason", "cleared")["state"] == "active"
    assert paid.run("customer", "block", "C1").code == 2


def test_r30_a_referrer_is_changed_by_a_manager(paid: Terminal) -> None:
    paid.add("Clara", "+79161234570")
    made = paid.json("customer", "referrer", "C2", "--to", "C3", "--reason", "Clara had sent him")
    assert (made["customer"], made["referrer"]) == ("C2", "C3")
    assert paid.json("balance", "C1")["money"] == "100.00"
    for who, to, code in (("C3", "C2", "referral_cycle"), ("C3", "C3", "own_code"),
                          ("C9", "C2", "customer_unknown")):  # fmt: skip
        refused = paid.refused("customer", "referrer", who, "--to", to, "--reason", "x")
        assert refused["refused"] == code
