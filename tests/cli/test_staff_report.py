"""``report staff``: the owner finds out that one card was used on many customers; badges."""

from pathlib import Path

import pytest

from refdesk.cards.qr import decode_page
from refdesk.domain.codes import mask_code
from refdesk.services.review import LEAST
from tests.cli.terminal import Terminal

TERMS = """
name = "Friends"
[[rule]]
id = "friend"
trigger = "every"
referral = { kind = "percent_off", percent = "10" }
referrer = [{ kind = "points", percent = "10" }]
"""


@pytest.fixture
def shop(empty: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    empty.json("init", "--shop", "Lagoon", "--language", "en")
    terms = tmp_path / "terms.toml"
    terms.write_text(TERMS, encoding="utf-8")
    empty.json("programme", "add", "--file", str(terms))
    _, code = empty.add("Anna Petrova", "+79161234567")
    monkeypatch.setenv("REFDESK_NEW_PIN", "4927")
    empty.json("staff", "add", "Olga", "--role", "cashier")
    monkeypatch.setenv("REFDESK_PIN", "4927")
    for number in range(6):
        phone = f"+7917000000{number}"
        empty.json("--as", "Olga", "redeem", code, "--amount", "100", "--phone", phone)
    return empty


def test_one_card_on_many_newcomers_is_told_with_the_purchases(
    shop: Terminal, tmp_path: Path
) -> None:
    (found,) = shop.json("report", "staff").objects
    assert (found["finding"], found["staff"], found["customer"]) == ("one_card", "Olga", "C1")
    assert (found["count"], found["of"], found["person"]) == (6, 6, "Anna P.")
    assert found["purchases"] == ["B6", "B5", "B4", "B3", "B2", "B1"]
    assert found["message"] == "Olga used the card of Anna P. for 6 of 6 new customers"
    assert "Olga used the card" in shop.run("report", "staff").out
    assert shop.json("report", "staff", "--to", "2026-01-01").objects == []
    out = tmp_path / "staff.csv"
    assert shop.json("report", "staff", "--out", str(out))["rows"] == 1
    assert "Anna P." in out.read_text(encoding="utf-8-sig")
    refused = shop.refused("--as", "Olga", "report", "staff")
    assert refused["refused"] == "not_allowed"
    assert shop.refused("--as", "Olga", "customer", "list")["refused"] == "not_allowed"
    assert shop.json("--as", "Olga", "customer", "list", "--query", "anna")["name"] == "Anna P."


def test_who_has_left_is_refused_at_the_command_line(shop: Terminal) -> None:
    refused = shop.refused("--as", "Olga", "staff", "end", "Olga")
    assert refused["refused"] == "not_allowed"
    ended = shop.json("staff", "end", "olga")
    assert (ended["staff"], ended["active"]) == ("Olga", False)
    assert shop.refused("--as", "Olga", "staff", "list")["refused"] == "pin_wrong"


def test_r26_a_badge_is_printed_as_a_card_and_reported_lost(shop: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "badge.pdf"
    made = shop.json("staff", "badge", "olga", "--out", str(out))
    (code,) = decode_page(out, 1)
    assert (made["staff"], made["file"]) == ("Olga", str(out))
    assert made["badge"] == mask_code(code)
    people = {one["staff"]: one["has_badge"] for one in shop.json("staff", "list").objects}
    assert people["Olga"] is True
    refused = shop.refused("redeem", code, "--amount", "10", "--phone", "+79170000099")
    assert refused["refused"] == "code_unknown"
    assert shop.json("staff", "badge", "Olga", "--lost")["badge"] is None
    assert shop.refused("staff", "badge", "Olga", "--lost")["refused"] == "badge_lost"
    refused = shop.refused("--as", "Olga", "staff", "badge", "Olga", "--out", str(out))
    assert refused["refused"] == "not_allowed"


@pytest.mark.parametrize("report", ["contest", "shift", "stacks", "staff"])
def test_a_period_that_ends_before_it_begins_is_refused(shop: Terminal, report: str) -> None:
    told = shop.refused("report", report, "--from", "2026-12-02", "--to", "2026-12-01", code=2)
    assert told["refused"] == "bad_date"
    assert told["message"] == (
        "The last day, 2026-12-01, is before the first one, 2026-12-02."
        " Take a day from 2026-12-02 on."
    )
    shop.json("report", report, "--from", "2026-12-02", "--to", "2026-12-02")


def test_a_cashier_who_looks_at_one_customer_after_another_is_told_of(
    shop: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFDESK_NEW_PIN", "4927")
    monkeypatch.setenv("REFDESK_PIN", "4927")
    monkeypatch.setitem(LEAST, "look_ups", 3)
    shop.json("staff", "add", "Vera", "--role", "cashier")
    who, code = shop.add("Zoya", "+79165550001")
    shop.json("--as", "Vera", "customer", "show", code)
    for text in (who, "+79165550001", "Zoya"):
        shop.json("--as", "Vera", "customer", "show", text)
    found = shop.json("report", "staff").objects
    told = [(one["staff"], one["count"]) for one in found if one["finding"] == "look_ups"]
    assert told == [("Vera", 3)]
