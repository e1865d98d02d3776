"""The clock that everything is dated by, and what time does to what people have."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from tests.cli.terminal import NOON, Terminal

YEAR_AHEAD = NOON + timedelta(days=365)


def test_r46_the_clock_says_what_it_shows(shop: Terminal) -> None:
    shop.add("Anna")
    assert shop.json("clock").object == {
        "name": "clock", "value": "2026-11-24T09:00:00Z", "business_date": "2026-11-24",
        "state": "ok", "newest": "2026-11-24T09:00:00Z", "confirmed_at": None,
    }  # fmt: skip


def test_r46_a_suspect_clock_is_refused_until_it_is_confirmed(shop: Terminal) -> None:
    _, code = shop.add("Anna")
    shop.now = lambda: YEAR_AHEAD
    said = shop.refused("redeem", code, "--amount", "1000", "--phone", "+79162000001")
    assert (said["refused"], said["verdict"]) == ("clock_suspect", "check_clock")
    assert (said["now"], said["newest"]) == ("2027-11-24T09:00:00Z", "2026-11-24T09:00:00Z")
    assert "24 Nov 2027" in said["message"]
    assert shop.json("clock")["state"] == "ahead"
    confirmed = shop.json("clock", "confirm").object
    assert (confirmed["state"], confirmed["confirmed_at"]) == ("ok", "2027-11-24T09:00:00Z")
    assert shop.json("buy", "--amount", "1000")["verdict"]
    assert shop.json("check")["ok"] is True


def test_r46_only_a_manager_confirms(shop: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFDESK_NEW_PIN", "4927")
    for name, role in (("Kira", "cashier"), ("Max", "manager")):
        shop.json("staff", "add", name, "--role", role)
    monkeypatch.setenv("REFDESK_PIN", "4927")
    monkeypatch.setenv("REFDESK_APPROVE_PIN", "4927")
    shop.now = lambda: YEAR_AHEAD
    assert shop.refused("--as", "Kira", "clock", "confirm")["refused"] == "not_allowed"
    assert shop.json("--as", "Kira", "clock")["state"] == "ahead"
    assert shop.json("--as", "Kira", "--approve", "Max", "clock", "confirm")["state"] == "ok"


@pytest.mark.parametrize("language, shown", [
    ("en", "The clock shows: 3 Jan 2019, 12:00"), ("ru", "Часы показывают: 3 января 2019"),
])  # fmt: skip
def test_r46_in_words(shop: Terminal, language: str, shown: str) -> None:
    shop.now = lambda: datetime(2019, 1, 3, 9, 0, tzinfo=UTC)
    said = shop.run("--lang", language, "clock")
    assert said.code == 0
    assert shown in said.out
    refused = shop.run("--lang", language, "buy", "--amount", "10")
    assert refused.code == 1
    assert {"en": "the computer says 3 Jan 2019", "ru": "на компьютере 3 января 2019"}[
        language
    ] in refused.err


def test_r41_upkeep_says_what_it_booked(shop: Terminal) -> None:
    _, code = shop.add("Anna")
    shop.json("redeem", code, "--amount", "1000", "--phone", "+79162000001")
    assert shop.json("upkeep").object == {
        "released": 0, "expired": 0, "entitlements": 0, "birthdays": 0, "prizes": 0,
    }  # fmt: skip
    expired = []
    for days in (40, 80, 120, 160, 200):  # never so long without a record to be suspect
        shop.now = partial(NOON.__add__, timedelta(days=days))
        expired.append(shop.json("upkeep")["expired"])
        shop.json("buy", "--amount", "10")
    assert expired == [0, 0, 0, 0, 1]
    assert shop.json("upkeep")["expired"] == 0
    assert shop.json("balance", "C1")["points"] == 0
    assert shop.json("check")["ok"] is True


def test_r43_upkeep_in_words(shop: Terminal) -> None:
    assert "Expired: 0" in shop.run("upkeep").out
    assert "Сгорело: 0" in shop.run("--lang", "ru", "upkeep").out


def test_r46_upkeep_under_a_suspect_clock(shop: Terminal) -> None:
    shop.now = lambda: YEAR_AHEAD
    assert shop.refused("upkeep")["refused"] == "clock_suspect"
