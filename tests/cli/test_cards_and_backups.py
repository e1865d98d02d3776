"""Print runs, cards on paper, backups, restoring and checking on the command line."""

import sqlite3
from pathlib import Path

import pytest

from refdesk.cards.qr import decode_page
from tests.cli.terminal import Terminal


def bare(code: str) -> str:
    return code.replace("-", "")


def test_r29_a_runs_codes_work_once_the_sheets_came_out(shop: Terminal) -> None:
    holder, _ = shop.add("Cafe", "+79161234567")
    made = shop.json(
        "run", "create", "--programme", "P1", "--count", "7", "--stacks", "3",
        "--holder", holder, "--place", "counter", "--place", "door",
    )  # fmt: skip
    assert (made["run"], len(made["codes"])) == ("R1", 7)
    assert [(one["stack"], one["first"], one["count"]) for one in made["stacks"]] == [
        ("R1-1", 1, 3), ("R1-2", 4, 2), ("R1-3", 6, 2),
    ]  # fmt: skip
    assert [one["holder"] for one in made["stacks"]] == [holder, None, None]
    assert [one["place"] for one in made["stacks"]] == ["counter", "door", None]
    first, second, *_ = made["codes"]
    early = shop.refused("redeem", first, "--amount", "100", "--phone", "+79162000000")
    assert (early["refused"], early["verdict"]) == ("code_not_activated", "stop_inactive")
    confirmed = shop.json("run", "confirm", "R1", "--spoiled", second)
    assert confirmed["spoiled"] == ["…" + second[-3:]]
    assert first not in shop.json("run", "list").out
    paid = shop.json("redeem", first, "--amount", "100", "--phone", "+79162000000")
    assert [one["customer"] for one in paid["effects"] if one["side"] == "referrer"] == [holder]
    spoiled = shop.refused("redeem", second, "--amount", "100", "--phone", "+79162000001")
    assert (spoiled["refused"], spoiled["verdict"]) == ("code_voided", "stop_blocked")
    again = shop.refused("redeem", first, "--amount", "100", "--phone", "+79162000002")
    assert (again["refused"], again["verdict"]) == ("code_used_up", "stop_used")


def test_runs_that_cannot_be_are_refused(shop: Terminal) -> None:
    create = ["run", "create", "--programme", "P1", "--count"]
    assert shop.refused(*create, "6000", code=2)["most"] == 5000
    assert shop.refused(*create, "3", "--stacks", "4", code=2)["refused"] == "bad_count"
    assert shop.refused(*create, "3", "--holder", "C9")["refused"] == "customer_unknown"
    word_only = ["run", "create", "--programme", "P2", "--count", "1"]
    assert shop.refused(*word_only, code=2)["refused"] == "bad_programme"
    assert shop.refused("run", "confirm", "R9")["refused"] == "run_unknown"
    assert shop.refused("run", "confirm", "nine")["refused"] == "run_unknown"


def test_printed_cards_read_back(shop: Terminal, tmp_path: Path) -> None:
    codes = [bare(shop.add(name)[1]) for name in ("Anna", "Boris", "Clara")]
    file = tmp_path / "cards.pdf"
    printed = shop.json("cards", "print", "--all", "--out", str(file), "--start", "9")
    assert (printed["file"], printed["cards"], printed["sheets"]) == (str(file), 3, 2)
    seen = {*decode_page(file, 1), *decode_page(file, 2)}
    assert seen == set(codes)
    one = ["cards", "print", "--customer", "C2", "--out", str(file), "--crop-marks"]
    assert shop.json(*one)["cards"] == 1
    assert decode_page(file, 1) == (codes[1],)
    assert shop.json("cards", "print", "--all", "--limit", "2", "--out", str(file))["cards"] == 2


def test_cards_of_a_run_are_printed(shop: Terminal, tmp_path: Path) -> None:
    made = shop.json("run", "create", "--programme", "P1", "--count", "4")
    file = tmp_path / "run.pdf"
    stock = shop.json("stock", "list").objects[1]["stock"]
    shop.json("cards", "print", "--run", "R1", "--out", str(file), "--stock", stock)
    assert set(decode_page(file, 1)) == {bare(code) for code in made["codes"]}


def test_what_cannot_be_printed_is_refused(shop: Terminal, tmp_path: Path) -> None:
    file = str(tmp_path / "x.pdf")
    every = ["cards", "print", "--all", "--out", file]
    assert shop.refused(*every)["refused"] == "nothing_to_print"
    shop.add("Anna")
    assert shop.refused(*every, "--stock", "wall")["refused"] == "stock_unknown"
    assert shop.refused(*every, "--design", "none")["refused"] == "design_unknown"
    assert shop.refused(*every, "--start", "11", code=2)["refused"] == "bad_start"
    assert shop.refused("cards", "print", "--out", file, code=2)["refused"] == "bad_usage"
    nowhere = ["cards", "print", "--all", "--out", str(tmp_path / "none" / "x.pdf")]
    trouble = shop.refused(*nowhere, code=3)
    assert (trouble["refused"], trouble["verdict"]) == ("storage", "stop_not_saved")
    assert list(tmp_path.glob("*.pdf")) == []


def test_stocks_are_listed(empty: Terminal) -> None:
    rows = empty.json("stock", "list", "--lang", "ru").objects
    assert {"stock", "title", "cells"} <= set(rows[0])
    assert "карточек" in rows[0]["title"]


def test_a_backup_is_made_listed_verified_and_restored(shop: Terminal, tmp_path: Path) -> None:
    shop.add("Anna", "+79161234567")
    made = shop.json("backup", "create")
    assert [row["file"] for row in shop.json("backup", "list").objects] == [made["file"]]
    assert shop.json("backup", "verify", made["file"])["sha256"] == made["sha256"]
    named = str(tmp_path / "copy.sqlite")
    assert shop.json("backup", "create", named)["file"] == named
    assert shop.refused("backup", "create", named, code=2)["refused"] == "bad_file"

    elsewhere = ["--data", str(tmp_path / "other")]
    restored = shop.json(*elsewhere, "restore", made["file"])
    assert (restored["file"], restored["sha256"]) == (made["file"], made["sha256"])
    assert shop.json(*elsewhere, "customer", "list")["customer"] == "C1"
    assert shop.refused(*elsewhere, "restore", made["file"])["refused"] == "shop_exists"
    kept = shop.json(*elsewhere, "restore", made["file"], "--replace")["kept"]
    assert Path(kept).is_file()
    assert shop.json(*elsewhere, "check")["ok"] is True


def test_only_the_owner_replaces_a_shop(shop: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    file = shop.json("backup", "create")["file"]
    monkeypatch.setenv("REFDESK_NEW_PIN", "1470")
    monkeypatch.setenv("REFDESK_PIN", "1470")
    shop.json("staff", "add", "Olga", "--role", "cashier")
    refused = shop.refused("--as", "Olga", "restore", file, "--replace")
    assert refused["refused"] == "not_allowed"
    assert [row["staff"] for row in shop.json("staff", "list").objects] == ["Olga"]


def test_a_file_that_is_no_backup_is_storage_trouble(shop: Terminal, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.sqlite"
    wrong.write_bytes(b"not a database at all" * 100)
    refused = shop.refused("backup", "verify", str(wrong), code=3)
    assert (refused["refused"], refused["reason"]) == ("storage", "damaged")
    for call in (("restore", "--replace"), ("restore",), ("backup", "verify")):
        missing = shop.refused(*call, str(tmp_path / "none"), code=2)
        assert missing["refused"] == "bad_file"
    assert shop.json("check")["ok"] is True


def test_check_lists_what_is_wrong(shop: Terminal) -> None:
    anna, code = shop.add("Anna", "+79161234567")
    shop.json("redeem", code, "--amount", "100", "--phone", "+79162000000")
    with sqlite3.connect(shop.folder / "refdesk.sqlite") as database:
        database.execute("UPDATE customer SET purchases = 7 WHERE id = 1")
    database.close()
    answer = shop.run("--json", "check")
    assert answer.code == 1
    assert answer["ok"] is False
    assert answer["problems"] == [
        {"problem": "purchase_count_differs", "subject": f"customer {anna}"}
    ]
    assert "customer C1" in shop.run("check").out
