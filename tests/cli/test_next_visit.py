"""The coupon of a purchase without a customer, on the command line (terms.md)."""

from pathlib import Path

import pytest

from tests.cli.terminal import Terminal

NEXT = """
name = "Come back"
codes = "none"
[[rule]]
id = "next"
trigger = "next_visit"
new_only = false
buyer = { kind = "percent_off", percent = "10" }
"""


@pytest.fixture
def coming_back(shop: Terminal, tmp_path: Path) -> Terminal:
    file = tmp_path / "next.toml"
    file.write_text(NEXT, "utf-8")
    shop.json("programme", "add", "--file", str(file))
    return shop


def test_buy_returns_the_whole_coupon_and_the_same_one_under_its_key(coming_back: Terminal) -> None:
    bought = coming_back.json("buy", "--amount", "500", "--key", "k")
    again = coming_back.json("buy", "--amount", "500", "--key", "k")
    [code] = bought["codes"]
    assert (again["codes"], again["repeated"]) == ([code], True)
    shown = coming_back.json("code", "show", code)
    assert (shown["kind"], shown["state"]) == ("coupon", "live")


def test_the_coupon_is_redeemed_once(coming_back: Terminal) -> None:
    [code] = coming_back.json("buy", "--amount", "500")["codes"]
    used = coming_back.json("redeem", code, "--amount", "1000")
    assert (used["discount"], used["to_pay"], used["verdict"]) == ("100.00", "900.00", "ok_shop")
    assert [one["benefit"] for one in used["effects"]] == ["percent_off", "percent_off"]
    assert "entitlement" not in used["effects"][0]
    refused = coming_back.refused("redeem", code, "--amount", "1000")
    assert refused["refused"] == "code_used_up"


def test_void_retires_it(coming_back: Terminal) -> None:
    bought = coming_back.json("buy", "--amount", "500")
    [code] = bought["codes"]
    coming_back.json("void", bought["purchase"], "--reason", "mistake")
    assert coming_back.json("code", "show", code)["state"] == "retired"
    assert coming_back.json("check")["ok"] is True
