"""`customer merge KEEP OTHER` on the command line (R31, R32, R39)."""

import pytest

from tests.cli.terminal import Terminal


def test_r39_two_records_become_one_customer(shop: Terminal) -> None:
    anna, first = shop.add("Anna", "+79161234567")
    boris, second = shop.add("Boris", "+79161234568")
    for number, code in enumerate((first, second)):
        shop.json("redeem", code, "--amount", "1000", "--phone", f"+7917000000{number}")
    merged = shop.json("customer", "merge", anna, "8 916 123-45-68").object
    assert merged == {
        "customer": anna, "name": "Anna", "referrer": None, "referrals": ["C4", "C3"],
        "balances": {"points": 200, "money": "0.00", "store_credit": "0.00", "stamps": 0},
        "registered_on": "2026-11-24", "purchases": 0, "merged": boris, "repeated": False,
    }  # fmt: skip
    shown = shop.json("customer", "show", boris)
    assert (shown["customer"], shown["phones"]) == (anna, ["+79161234567", "+79161234568"])
    assert len(shown["codes"]) == 2
    assert shop.json("balance", second)["points"] == 200
    listed = shop.json("customer", "list").objects
    assert [row["customer"] for row in listed if row["name"] == "Anna"] == [anna]
    assert all(row["customer"] != boris for row in listed)
    assert shop.json("check")["ok"] is True


def test_r39_the_same_merge_again_changes_nothing_and_says_so(shop: Terminal) -> None:
    shop.add("Anna")
    shop.add("Boris")
    first = shop.json("customer", "merge", "C1", "C2").object
    again = shop.json("customer", "merge", "C1", "C2").object
    assert again == {**first, "repeated": True}
    said = shop.run("customer", "merge", "C1", "C2")
    assert (said.code, said.out) == (0, "C2 is C1 now\n")


def test_what_cannot_be_merged_is_refused(shop: Terminal) -> None:
    for name in ("Anna", "Boris", "Clara"):
        shop.add(name)
    for other in ("C1", "Anna"):
        assert shop.refused("customer", "merge", "C1", other)["refused"] == "same_customer"
    assert shop.refused("customer", "merge", "C1", "C9")["refused"] == "customer_unknown"
    shop.json("customer", "merge", "C1", "C2")
    for keep, other in (("C3", "C2"), ("C2", "C3")):
        refused = shop.refused("customer", "merge", keep, other)
        assert (refused["refused"], refused["customer"]) == ("already_merged", "C1")
        assert "C1" in refused["message"]
    shop.json("customer", "block", "C3", "--reason", "a ring of friends")
    refused = shop.refused("customer", "merge", "C1", "C3")
    assert (refused["refused"], refused["customer"]) == ("customer_blocked", "C3")
    assert shop.run("customer", "merge", "C1").code == 2


@pytest.mark.parametrize("keep, other", [("C1", "C2"), ("C2", "C1")])
def test_r31_a_self_referral_is_refused_unless_it_is_said_to_be_one_person(
    shop: Terminal, keep: str, other: str
) -> None:
    _, code = shop.add("Anna")
    shop.json("redeem", code, "--amount", "1000", "--phone", "+79161234568", "--name", "Anya")
    refused = shop.refused("customer", "merge", keep, other)
    assert (refused["refused"], refused["verdict"]) == ("own_code", "stop_self")
    assert (refused["invited"], refused["friend"]) == ("C2", "C1")
    assert refused["message"].startswith("C2 was invited by C1. If they are one person")
    merged = shop.json("customer", "merge", keep, other, "--drop-claim")
    assert (merged["referrer"], merged["referrals"]) == (None, [])
    assert merged["balances"]["points"] == 100
    assert shop.json("check")["ok"] is True


def test_r32_a_circle_is_refused(shop: Terminal) -> None:
    _, code = shop.add("Anna")
    for number in (2, 3):
        made = shop.json(
            "redeem", code, "--amount", "1000", "--phone", f"+7917000000{number}"
        ).object
        code = made["codes"][0]
    refused = shop.refused("customer", "merge", "C1", "C3")
    assert (refused["refused"], refused["friend"]) == ("referral_cycle", "C2")
    assert "circle" in refused["message"]
    shown = shop.json("customer", "merge", "C1", "C3", "--drop-claim")
    assert (shown["referrer"], shown["referrals"]) == (None, ["C2"])


def test_a_merge_is_a_managers(shop: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.add("Anna")
    shop.add("Boris")
    monkeypatch.setenv("REFDESK_NEW_PIN", "1470")
    monkeypatch.setenv("REFDESK_PIN", "1470")
    monkeypatch.setenv("REFDESK_APPROVE_PIN", "1470")
    shop.json("staff", "add", "Olga", "--role", "cashier")
    shop.json("staff", "add", "Denis", "--role", "manager")
    command = ["--as", "Olga", "customer", "merge", "C1", "C2"]
    refused = shop.refused(*command)
    assert (refused["refused"], refused["role"]) == ("not_allowed", "manager")
    assert shop.json(*command, "--approve", "Denis")["merged"] == "C2"


def test_a_wrong_code_in_a_merge_counts_as_at_the_counter(shop: Terminal) -> None:
    shop.add("Anna")
    for _ in range(5):
        refused = shop.refused("customer", "merge", "C1", "7K4M9-XQT2A")
        assert refused["refused"] == "customer_unknown"
    assert shop.refused("customer", "merge", "C1", "7K4M9-XQT2A")["refused"] == "till_paused"
