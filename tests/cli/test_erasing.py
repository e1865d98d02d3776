"""`customer erase WHO --reason R`, and a restore that brings nobody back (R51, P18)."""

from pathlib import Path

import pytest

from refdesk.cli.app import LOG_NAME
from refdesk.services.erasing import BUG_LOG
from tests.cli.terminal import Terminal

REASON = "asked in writing"


@pytest.fixture
def canary(shop: Terminal) -> str:
    who, code = shop.add("Canary Fenwick", "+79161234567")
    shop.json("redeem", code, "--amount", "1000", "--phone", "+79161234568", "--name", "Boris")
    return who


def erase(shop: Terminal, who: str, *options: str) -> dict[str, object]:
    return shop.json(*options, "customer", "erase", who, "--reason", REASON).object


def test_a_person_is_erased_and_the_answer_is_the_certificate(shop: Terminal, canary: str) -> None:
    done = erase(shop, "+7 916 123-45-67")
    backup = done.pop("backup")
    assert Path(str(backup)).is_file()
    assert done.pop("at")
    assert done == {
        "customer": canary, "name": "", "state": "erased", "balances": {"points": 100},
        "referrer": None, "referrals": ["C2"], "by": "", "reason": REASON,
        "removed": {"identities": 1, "codes": 1, "consents": 0}, "swept": True,
    }  # fmt: skip
    assert shop.json("check").object["problems"] == []
    assert [one["customer"] for one in shop.json("customer", "list").objects] == ["C2"]
    assert shop.json("customer", "show", "C2")["referrer"] == canary


def test_the_certificate_says_what_when_who_and_why_and_no_name(
    shop: Terminal, canary: str
) -> None:
    told = shop.run("customer", "erase", canary, "--reason", REASON).out
    for part in (f"{canary} is erased", "When: ", "Who: ", f"Reason: {REASON}",
                 "Phones, plates, e-mails, old cards: 1", "Codes put out of use: 1",
                 "Stays unpaid: 100 points", "Backup made before: "):  # fmt: skip
        assert part.casefold() in told.casefold()
    assert "Fenwick" not in told


def test_the_second_time_there_is_nobody(shop: Terminal, canary: str) -> None:
    erase(shop, canary)
    for who in (canary, "+79161234567", "Canary Fenwick"):
        refused = shop.refused("customer", "erase", who, "--reason", REASON)
        assert refused["refused"] == "customer_unknown"


def test_a_reason_has_to_be_said(shop: Terminal, canary: str) -> None:
    assert shop.refused("customer", "erase", canary, code=2)["refused"] == "bad_usage"
    answer = shop.refused("customer", "erase", canary, "--reason", " ", code=2)
    assert answer["refused"] == "bad_reason"


def test_4a_only_the_owner_or_with_his_leave(
    shop: Terminal, canary: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, role, pin in (("Olga", "owner", "4927"), ("Max", "manager", "5938"),
                            ("Kira", "cashier", "6049")):  # fmt: skip
        monkeypatch.setenv("REFDESK_NEW_PIN", pin)
        shop.json("staff", "add", name, "--role", role)
    for name, pin in (("Max", "5938"), ("Kira", "6049")):
        monkeypatch.setenv("REFDESK_PIN", pin)
        for who in (canary, "C999"):
            call = ("--as", name, "customer", "erase", who, "--reason", REASON)
            assert shop.refused(*call)["refused"] == "not_allowed"
    monkeypatch.setenv("REFDESK_APPROVE_PIN", "4927")
    assert erase(shop, canary, "--as", "Kira", "--approve", "Olga")["by"] == "Olga"


def test_item_86_a_restore_tells_how_many_it_erased_again(shop: Terminal, canary: str) -> None:
    old = str(shop.json("backup", "create")["file"])
    erase(shop, canary)
    assert shop.json("restore", old, "--replace")["erased_again"] == 1
    assert shop.refused("customer", "show", canary)["refused"] == "customer_unknown"
    assert shop.json("check").object["problems"] == []
    told = shop.run("restore", old, "--replace").out
    assert "1 erased person was in this backup and is erased again" in told


def test_a_restore_without_anybody_to_erase_says_nothing_of_it(shop: Terminal) -> None:
    old = str(shop.json("backup", "create")["file"])
    assert shop.json("restore", old, "--replace")["erased_again"] == 0
    assert "erased" not in shop.run("restore", old, "--replace").out


def test_the_note_of_mistakes_is_the_one_that_is_done_away_with() -> None:
    assert BUG_LOG == LOG_NAME
