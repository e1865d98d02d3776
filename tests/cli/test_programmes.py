"""Programmes on the command line: presets, versions, trying, contests."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal

ORDER = (
    "car-wash salon spa joining-bonus cafe bank hosting internal-credit gift-in-kind"
    " instalment-card four-levels affiliate me-friend-half manager-codes strictly-capped"
    " stamp-card campaign-word partner-stack"
).split()


def shown(terminal: Terminal, tmp_path: Path, programme: str, *changes: tuple[str, str]) -> str:
    """A programme's terms in a file, with texts replaced."""
    text = terminal.run("programme", "show", programme).out
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file = tmp_path / "revised.toml"
    file.write_text(text, encoding="utf-8")
    return str(file)


# -- presets --------------------------------------------------------------------------------------


def test_all_presets_are_listed_in_their_order(empty: Terminal) -> None:
    rows = empty.json("preset", "list").objects
    assert [row["name"] for row in rows] == ORDER
    assert all(row["title"] and row["group"] and row["terms"]["rule"] for row in rows)
    russian = empty.json("--lang", "ru", "preset", "show", "salon")
    assert (russian["title"], russian["terms"]["status"][0]["name"]) == (
        "Баллы по пяти статусам", "Бронза",
    )  # fmt: skip


@pytest.mark.parametrize("currency, language", [("RUB", "ru"), ("JPY", "en"), ("KWD", "ru")])
@pytest.mark.parametrize("preset", ORDER)
def test_every_preset_is_taken_unchanged_in_every_currency_and_language(
    empty: Terminal, tmp_path: Path, preset: str, currency: str, language: str
) -> None:
    empty.json("init", "--shop", "S", "--currency", currency, "--language", language)
    file = tmp_path / "terms.toml"
    file.write_text(empty.run("preset", "show", preset).out, encoding="utf-8")
    assert empty.json("programme", "add", "--file", str(file))["version"] == 1
    terms = empty.json("programme", "show", "P1")["terms"]
    assert terms == empty.json("preset", "show", preset)["terms"]
    file.write_text(empty.run("programme", "show", "P1").out, encoding="utf-8")
    # what is printed comes back equal: no version without a difference
    assert empty.json("programme", "revise", "P1", "--file", str(file))["version"] == 1


def test_a_shop_may_begin_with_every_preset(empty: Terminal) -> None:
    asked = [part for name in ORDER for part in ("--preset", name)]
    made = empty.json("init", "--shop", "S", *asked)
    assert len(made["programmes"]) == 18
    assert {row["status"] for row in empty.json("programme", "list").objects} == {"active"}
    assert empty.json("check")["ok"] is True


# -- versions -------------------------------------------------------------------------------------


def test_a_revision_is_the_next_version_and_codes_move_when_asked(
    shop: Terminal, tmp_path: Path
) -> None:
    _, anna = shop.add("Anna", "+79160000001")
    file = shown(shop, tmp_path, "P1", ('percent = "10"', 'percent = "20"'))
    made = shop.json("programme", "revise", "P1", "--file", file)
    assert (made["programme"], made["version"], made["status"], made["moved"]) == (
        "P1", 2, "active", 0,
    )  # fmt: skip
    old = shop.json("redeem", anna, "--amount", "1000", "--phone", "+79160000002")
    assert (old["discount"], old["effects"][0]["version"]) == ("100.00", 1)
    rows = shop.json("programme", "versions", "P1").objects
    assert [(row["version"], row["codes"]) for row in rows] == [(2, 1), (1, 1)]
    assert rows[0]["since"] == "2026-11-24T09:00:00Z"
    moved = shop.json("programme", "revise", "P1", "--file", file, "--move-codes")
    assert (moved["version"], moved["moved"]) == (2, 1)
    new = shop.json("redeem", anna, "--amount", "1000", "--phone", "+79160000003")
    assert (new["discount"], new["effects"][0]["version"]) == ("200.00", 2)
    first = shop.json("programme", "show", "P1", "--version", "1")["terms"]
    assert first["rule"][0]["referral"]["percent"] == "10"
    assert (
        shop.refused("programme", "show", "P1", "--version", "9", code=2)["refused"]
        == "bad_version"
    )
    assert "2" in shop.run("programme", "versions", "P1").out


def test_a_revision_that_cannot_be_is_refused_with_its_field(
    shop: Terminal, tmp_path: Path
) -> None:
    file = shown(shop, tmp_path, "P1", ('percent = "10"', 'percent = "much"'))
    refused = shop.refused("programme", "revise", "P1", "--file", file, code=2)
    assert (refused["refused"], refused["field"]) == ("bad_terms", "rule.1.referral.percent")
    assert shop.json("programme", "show", "P1")["version"] == 1
    shop.json("programme", "end", "P2")
    word = shown(shop, tmp_path, "P2", ('percent = "15"', 'percent = "5"'))
    assert shop.refused("programme", "revise", "P2", "--file", word)["refused"] == "programme_ended"


def test_a_draft_starts_with_resume(empty: Terminal) -> None:
    empty.json("init", "--shop", "S", "--language", "en")
    made = empty.json("programme", "add", "--preset", "cafe", "--draft")
    assert made["status"] == "draft"
    assert empty.json("customer", "add", "--name", "Anna", "--phone", "+79160000001")["codes"] == []
    assert empty.json("programme", "resume", "P1")["status"] == "active"


# -- trying ---------------------------------------------------------------------------------------


def test_trying_says_the_effects_the_cost_and_what_is_left(shop: Terminal) -> None:
    made = shop.json("programme", "try", "P1", "--amount", "1000", "--service", "Full wash")
    assert [(one["side"], one["value"], one["customer"]) for one in made["effects"]] == [
        ("referral", "100.00", None), ("referrer", 100, None),
    ]  # fmt: skip
    assert all(one["why"] for one in made["effects"])
    assert (made["to_pay"], made["cost"], made["margin"]) == ("900.00", "200.00", "350.00")
    profit = made["profit"]
    # the car wash sells for 600, 1000 and 1500 at 60, 55 and 50 %
    assert (profit["average_bill"], profit["margin"], profit["visits_a_year"]) == (
        "1033.33", "55", 12,
    )  # fmt: skip
    assert (profit["cost_per_client"], profit["break_even_visit"]) == ("203.33", 1)
    assert shop.json("customer", "list").objects == []


def test_trying_takes_a_real_referrer_and_ones_own_figures(shop: Terminal) -> None:
    anna, code = shop.add("Anna", "+79160000001")
    made = shop.json(
        "programme", "try", "Friend −10 %, you 100 points", "--amount", "1000", "--friend-of", code,
        "--margin", "10", "--average-bill", "500", "--visits", "3",
    )  # fmt: skip
    assert made["effects"][1]["customer"] == anna
    # an unnamed line at the margin that is given
    assert (made["cost"], made["margin"]) == ("200.00", "-100.00")
    profit = made["profit"]
    assert (profit["warning"], profit["first_left"], profit["visits_a_year"]) == (
        "first_purchase_loses", "-100.00", 3,
    )  # fmt: skip
    assert "100" in profit["message"]
    assert shop.refused("programme", "try", "P1", "--amount", "1", "--friend-of", "C9")[
        "refused"
    ] == ("customer_unknown")


@pytest.mark.parametrize("language, words", [("en", "gross profit"), ("ru", "валовой прибыли")])
def test_trying_speaks_to_people(shop: Terminal, language: str, words: str) -> None:
    out = shop.run("--lang", language, "programme", "try", "P1", "--amount", "1000").out
    assert words in out
    without = shop.run("--lang", language, "programme", "try", "P2", "--amount", "1000")
    assert without.code == 0


# -- contests -------------------------------------------------------------------------------------


def test_the_report_of_a_contest_says_who_stands_where(empty: Terminal) -> None:
    empty.json("init", "--shop", "S", "--language", "en", "--preset", "four-levels")
    anna, code = empty.add("Anna Petrova", "+79160000001")
    boris, other = empty.add("Boris", "+79160000002")
    empty.json("redeem", other, "--amount", "1500", "--phone", "+79160000003")
    empty.json("redeem", code, "--amount", "4000", "--phone", "+79160000004")
    rows = empty.json("report", "contest").objects
    assert [(row["place"], row["customer"], row["score"]) for row in rows] == [
        (1, anna, 4), (2, boris, 1),
    ]  # fmt: skip
    assert rows[0]["person"] == "Anna P."
    assert (rows[0]["from"], rows[0]["to"], rows[0]["given"]) == ("2026-11-01", "2026-11-30", False)
    assert "3" in rows[0]["prize"]
    assert "Anna P." in empty.run("report", "contest").out
    empty.now = lambda: datetime(2026, 12, 2, 9, tzinfo=UTC)
    assert empty.json("report", "contest").objects == []
    last = empty.json("report", "contest", "--from", "2026-11-01", "--to", "2026-11-30").objects
    assert [row["customer"] for row in last] == [anna, boris]
    assert empty.refused("report", "contest", "--to", "soon", code=2)["refused"] == "bad_date"


def test_r47_the_standings_are_written_to_a_file(empty: Terminal, tmp_path: Path) -> None:
    empty.json("init", "--shop", "S", "--language", "en", "--preset", "four-levels")
    _, code = empty.add("=Anna Petrova", "+79160000001")
    empty.json("redeem", code, "--amount", "4000", "--phone", "+79160000004")
    out = tmp_path / "contest.csv"
    made = empty.json("report", "contest", "--out", str(out))
    assert (made["file"], made["rows"]) == (str(out), 1)
    with out.open(encoding="utf-8-sig", newline="") as stream:
        [line] = csv.DictReader(stream)
    assert (line["place"], line["customer"], line["score"]) == ("1", "'=Anna P.", "4")
    assert (line["first day"], line["last day"]) == ("2026-11-01", "2026-11-30")
    paper = tmp_path / "contest.pdf"
    assert empty.json("report", "contest", "--out", str(paper))["rows"] == 1
    assert paper.read_bytes().startswith(b"%PDF")
    refused = empty.refused("report", "contest", "--out", str(tmp_path / "c.xlsx"), code=2)
    assert refused["refused"] == "bad_file"
    assert ".csv, .pdf" in str(refused["message"])
