"""Codes on the command line: issued with a split or a word, swapped, activated, in runs."""

from pathlib import Path

import pytest

from refdesk.domain.codes import is_well_formed
from tests.cli.terminal import Terminal

PICKED = """
name = "Share"
split = "picked"
[[rule]]
id = "friend"
pool = { percent = "20" }
"""


def bare(code: str) -> str:
    return code.replace("-", "")


def programme(shop: Terminal, terms: str, folder: Path) -> str:
    file = folder / "terms.toml"
    file.write_text(terms, encoding="utf-8")
    made: str = shop.json("programme", "add", "--file", str(file))["programme"]
    return made


def test_r57_a_card_picks_its_split(shop: Terminal, tmp_path: Path) -> None:
    share = programme(shop, PICKED, tmp_path)
    shop.add("Anna")
    issued = shop.json("code", "issue", "C1", "--programme", share, "--friend-share", "30")
    assert issued["friend_share"] == "30"
    code = issued["codes"][0]
    made = shop.json("redeem", code, "--amount", "1234.56", "--phone", "+79161234568")
    assert made["discount"] == "74.08"
    assert shop.json("balance", "C1")["store_credit"] == "172.83"
    fixed = shop.refused("code", "issue", "C1", "--programme", "P1", "--friend-share", "30", code=2)
    assert (fixed["refused"], "split" in fixed["message"]) == ("bad_share", True)
    for options in (["C1", "--programme", share, "--friend-share", "101"],
                    ["C1", "--programme", share, "--friend-share", "half"],
                    ["--programme", share, "--friend-share", "50"]):  # fmt: skip
        assert shop.refused("code", "issue", *options, code=2)["refused"] == "bad_share"


def test_r23_a_person_gets_a_word(shop: Terminal) -> None:
    shop.add("Anna")
    issued = shop.json("code", "issue", "C1", "--programme", "P1", "--word", "annas-wash")
    assert (issued["codes"], issued["kind"], issued["customer"]) == (
        ["ANNASWASH"], "personal", "C1",
    )  # fmt: skip
    made = shop.json("redeem", "AnnasWash", "--amount", "1000", "--phone", "+79161234568")
    assert made["verdict"] == "ok_new"
    taken = shop.refused("code", "issue", "C1", "--programme", "P1", "--word", "ANNASWASH")
    assert taken["refused"] == "word_taken"


def test_g16_a_lost_card_is_swapped(shop: Terminal) -> None:
    _, old = shop.add("Anna")
    swapped = shop.json("code", "replace", old)
    (new,) = swapped["codes"]
    assert is_well_formed(bare(new))
    assert (swapped["code"], swapped["state"], swapped["kind"]) == (new, "live", "personal")
    assert swapped["replaces"] == "…" + old[-3:]
    shown = shop.json("code", "show", old)
    assert (shown["state"], shown["replaced"]) == ("retired", True)
    quoted = shop.json("quote", old, "--amount", "1000", "--phone", "+79161234568")
    assert quoted["verdict"] == "check_old_card"
    made = shop.json("redeem", old, "--amount", "1000", "--phone", "+79161234568")
    assert (made["verdict"], made["discount"]) == ("check_old_card", "100.00")
    made = shop.json("redeem", new, "--amount", "1000", "--phone", "+79161234569")
    assert made["verdict"] == "ok_new"
    assert shop.json("balance", "C1")["points"] == 200
    shop.json("code", "block", old, "--reason", "stolen")
    refused = shop.refused("redeem", old, "--amount", "1000", "--phone", "+79161234570")
    assert (refused["refused"], refused["verdict"]) == ("code_blocked", "stop_blocked")
    assert shop.json("check")["ok"] is True


def test_r74_a_blank_is_printed_confirmed_and_given(shop: Terminal) -> None:
    shop.add("Anna")
    run = shop.json("run", "create", "--kind", "blank", "--programme", "P1", "--count", "2")
    assert (run["kind"], run["count"], run["value"], len(run["codes"])) == ("blank", 2, None, 2)
    code = run["codes"][0]
    assert shop.refused("code", "activate", code, "--customer", "C1")["refused"] == (
        "code_not_activated"
    )
    shop.json("run", "confirm", run["run"])
    refused = shop.refused("redeem", code, "--amount", "1000", "--phone", "+79161234568")
    assert (refused["refused"], refused["verdict"]) == ("code_not_activated", "stop_inactive")
    active = shop.json("code", "activate", code, "--customer", "C1")
    assert (active["kind"], active["state"], active["customer"], active["code"]) == (
        "personal", "live", "C1", "…" + code[-3:],
    )  # fmt: skip
    shop.json("redeem", code, "--amount", "1000", "--phone", "+79161234568")
    assert shop.json("balance", "C1")["points"] == 100
    again = shop.refused("code", "activate", code, "--customer", "C1")
    assert again["refused"] == "nothing_to_activate"
    assert shop.refused("code", "activate", run["codes"][1])["refused"] == "customer_unknown"


def test_r73_a_gift_card_is_printed_sold_and_spent(shop: Terminal, tmp_path: Path) -> None:
    run = shop.json("run", "create", "--kind", "gift_card", "--value", "500", "--count", "2")
    assert (run["kind"], run["value"]) == ("gift_card", "500.00")
    code = run["codes"][0]
    assert len(bare(code)) == 13
    printed = shop.json("cards", "print", "--run", run["run"], "--out", str(tmp_path / "c.pdf"))
    assert printed["cards"] == 2
    shop.json("run", "confirm", run["run"])
    assert (shop.json("code", "show", code)["state"], shop.json("code", "show", code)["value"]) == (
        "printed", "0.00",
    )  # fmt: skip
    assert shop.refused("code", "activate", code, "--paid", "400")["refused"] == "sum_changed"
    sold = shop.json("code", "activate", code, "--paid", "500")
    assert (sold["kind"], sold["state"], sold["value"], sold["to_pay"]) == (
        "gift_card", "live", "500.00", "500.00",
    )  # fmt: skip
    made = shop.json("buy", "--amount", "300", "--gift-card", code)
    assert made["to_pay"] == "0.00"
    assert shop.json("code", "show", code)["value"] == "200.00"
    assert "200" in shop.run("code", "show", code).out
    assert shop.json("refund", sold["purchase"], "--amount", "200", "--reason", "unused")[
        "money_back"
    ] == "200.00"  # fmt: skip
    assert shop.json("code", "show", code)["value"] == "0.00"
    assert shop.json("check")["ok"] is True


@pytest.mark.parametrize("options", [
    ["--kind", "coupon", "--value", "100"], ["--kind", "gift_card", "--value", "0"],
    ["--kind", "gift_card", "--value", "x"],
])  # fmt: skip
def test_a_value_is_of_gift_cards_alone(shop: Terminal, options: list[str]) -> None:
    refused = shop.refused("run", "create", "--programme", "P1", "--count", "1", *options, code=2)
    assert refused["refused"] == "bad_amount"


def test_g06_a_run_is_cut_into_stacks_with_holders_and_places(shop: Terminal) -> None:
    anna, _ = shop.add("Anna")
    run = shop.json(
        "run", "create", "--programme", "P1", "--count", "7", "--stacks", "3", "--holder", anna,
        "--place", "cafe next door", "--place", "reception",
    )  # fmt: skip
    assert [(one["count"], one["holder"], one["place"]) for one in run["stacks"]] == [
        (3, "C1", "cafe next door"), (2, None, "reception"), (2, None, None),
    ]  # fmt: skip
    shop.json("run", "confirm", run["run"])
    made = shop.json("redeem", run["codes"][0], "--amount", "100", "--phone", "+79161234568")
    assert made["verdict"] == "ok_new"
    assert shop.json("balance", anna)["points"] == 100


def test_r54_somebody_known_is_claimed_with_edit(shop: Terminal) -> None:
    _, code = shop.add("Anna", "+79161234567")
    shop.add("Boris", "+79161234568")
    shop.json("customer", "edit", "C2", "--code", code)
    assert shop.json("customer", "show", "C2")["referrer"] == "C1"
    refused = shop.refused("customer", "edit", "C1", "--code", code)
    assert refused["refused"] == "own_code"
