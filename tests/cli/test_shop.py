"""Setting up: init, presets, services, settings, programmes."""

import tomllib
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal

PRESETS = ["car-wash", "spa", "strictly-capped", "campaign-word"]


def test_a_shop_is_set_up_once(empty: Terminal) -> None:
    made = empty.json("init", "--shop", "Lagoon", "--preset", "car-wash", "--language", "en")
    assert made["shop"] == "Lagoon"
    assert made["programmes"] == ["Friend −10 %, you 100 points"]
    assert empty.refused("init", "--shop", "Other")["refused"] == "shop_exists"


def test_without_a_shop_every_command_says_so(empty: Terminal) -> None:
    for command in (["customer", "list"], ["balance", "C1"], ["check"], ["setting", "list"]):
        refused = empty.refused(*command)
        assert (refused["refused"], refused["verdict"]) == ("no_shop", None)
    assert not empty.folder.exists()


@pytest.mark.parametrize(
    "option, value, code",
    [
        ("--currency", "RUBLES", "bad_currency"),
        ("--currency", "ZZZ", "bad_currency"),
        ("--currency", "XAU", "bad_currency"),
        ("--time-zone", "Mars/Base", "bad_time_zone"),
        ("--shop", "  ", "bad_name"),
        ("--preset", "no-such", "bad_preset"),
    ],
)
def test_what_a_shop_cannot_be_is_wrong_input(
    empty: Terminal, option: str, value: str, code: str
) -> None:
    assert empty.refused("init", "--shop", "Lagoon", option, value, code=2)["refused"] == code
    # nothing half-made stays in the way
    assert empty.json("init", "--shop", "Lagoon")["shop"] == "Lagoon"


def test_presets_can_be_read_before_there_is_a_shop(empty: Terminal) -> None:
    rows = empty.json("preset", "list").objects
    assert [row["name"] for row in rows if row["name"] in PRESETS] == PRESETS
    assert all(row["title"] and row["terms"]["rule"] for row in rows)
    shown = empty.json("preset", "show", "spa")
    assert shown["terms"]["spending"] == {"share": "50"}
    assert empty.refused("preset", "show", "no-such", code=2)["refused"] == "bad_preset"


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_shown_can_be_added_as_a_file_unchanged(
    empty: Terminal, preset: str, tmp_path: Path
) -> None:
    empty.json("init", "--shop", "Lagoon")
    file = tmp_path / "terms.toml"
    file.write_text(empty.run("preset", "show", preset).out, encoding="utf-8")
    added = empty.json("programme", "add", "--file", str(file))
    assert (added["programme"], added["version"], added["status"]) == ("P1", 1, "active")
    shown = empty.json("programme", "show", "P1")
    assert shown["terms"] == empty.json("preset", "show", preset)["terms"]
    printed = tomllib.loads(empty.run("programme", "show", "P1").out)
    assert printed["name"] == shown["name"]


def test_terms_that_cannot_be_are_refused_with_their_field(shop: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "terms.toml"
    file.write_text(
        'name = "X"\n[[rule]]\nid = "a"\nreferral = {kind = "percent_off", percent = "a lot"}\n',
        encoding="utf-8",
    )
    refused = shop.refused("programme", "add", "--file", str(file), code=2)
    assert refused["refused"] == "bad_terms"
    assert (refused["field"], refused["expected"]) == ("rule.1.referral.percent", "percent")
    assert "rule.1.referral.percent" in refused["message"]
    missing = shop.refused("programme", "add", "--file", str(tmp_path / "none"), code=2)
    assert missing["refused"] == "bad_file"


def test_a_programme_is_paused_resumed_and_ended(shop: Terminal) -> None:
    rows = shop.json("programme", "list").objects
    assert [(row["programme"], row["status"]) for row in rows] == [
        ("P1", "active"), ("P2", "active"),
    ]  # fmt: skip
    assert shop.json("programme", "pause", "P1")["status"] == "paused"
    assert shop.json("programme", "resume", "p1")["status"] == "active"
    assert shop.json("programme", "end", "SUMMER −15 %")["status"] == "ended"
    assert shop.refused("programme", "resume", "P2")["refused"] == "programme_ended"
    assert shop.refused("programme", "show", "P9", code=2)["refused"] == "bad_programme"


def test_services_are_added_and_listed(shop: Terminal) -> None:
    made = shop.json("service", "add", "Wax", "--price", "700,50", "--margin", "62.5")
    assert made.object == {
        "service": "Wax", "group": "service", "price": "700.50", "margin": "62.5",
    }  # fmt: skip
    names = [row["service"] for row in shop.json("service", "list").objects]
    assert names == ["Express", "Full wash", "Interior", "Wax"]
    assert shop.refused("service", "add", "X", "--price", "-1", code=2)["refused"] == "bad_amount"
    assert shop.refused("service", "add", "X", "--group", "fish", code=2)["refused"] == "bad_group"


def test_settings_are_listed_and_changed(shop: Terminal) -> None:
    promised = {
        "point_value", "business_day_start", "grace_days", "negative_balance", "points_share",
        "cash_rounding", "proof_of_presence",
    }  # fmt: skip
    found = {row["name"]: row["value"] for row in shop.json("setting", "list").objects}
    assert promised <= set(found)
    told = shop.run("--lang", "ru", "setting", "list").out
    assert "payout_limit" in told
    assert "Выплаты больше этой проводят двое" in told
    assert shop.json("setting", "set", "points_share", "50").object == {
        "name": "points_share", "value": "50",
    }  # fmt: skip
    refused = shop.refused("setting", "set", "points_share", "lots", code=2)
    assert refused["refused"] == "bad_setting"
    refused = shop.refused("setting", "set", "no_such", "1", code=2)
    assert "point_value" in refused["expected"]
