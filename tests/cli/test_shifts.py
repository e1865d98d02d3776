"""Shifts on the command line: opened, shown, closed with a slip, reported."""

from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.unit.cards.test_pdf import page_text


@pytest.fixture
def sold(empty: Terminal) -> Terminal:
    """A shop with one purchase by a code and one with a discount by hand."""
    empty.json("init", "--shop", "Lagoon", "--language", "en", "--preset", "car-wash")
    _, code = empty.add("Anna", "+79161234567")
    empty.json("redeem", code, "--amount", "1000", "--phone", "+79161234568", "--name", "Boris")
    empty.json("buy", "--amount", "500", "--discount", "50", "--reason", "scratched")
    return empty


def test_a_shift_is_opened_shown_and_closed(sold: Terminal, tmp_path: Path) -> None:
    assert sold.json("shift", "open")["shift"] == "S1"
    shown = sold.json("shift", "show", "s1").object
    assert (shown["purchases"], shown["new_by_code"], shown["closed_at"]) == (2, 1, None)
    assert (shown["sales"], shown["by_codes"], shown["by_hand"], shown["paid"]) == (
        "1500.00", "100.00", "50.00", "1350.00",
    )  # fmt: skip
    assert [(one["kind"], one["open"], one["reason"]) for one in shown["points"]] == [
        ("by_hand", False, "scratched")
    ]
    out = tmp_path / "shift.pdf"
    closed = sold.json("shift", "close", "--slips", "0", "--out", str(out)).object
    assert (closed["shift"], closed["slips"], closed["open_points"]) == ("S1", "0.00", 0)
    anchor = closed["anchors"][0]
    text = page_text(out)
    assert "Shift 1" in text
    assert anchor["mac"][:16] in text
    assert sold.refused("shift", "close")["refused"] == "no_open_shift"
    assert sold.refused("shift", "close", "S1")["refused"] == "shift_closed"
    assert sold.refused("shift", "show", "S9")["refused"] == "shift_unknown"
    assert sold.refused("shift", "show", "x")["refused"] == "shift_unknown"
    assert sold.json("check")["ok"] is True


def test_without_a_folder_for_the_slip_the_shift_stays_open(sold: Terminal, tmp_path: Path) -> None:
    missing = tmp_path / "missing" / "shift.pdf"
    assert sold.refused("shift", "close", "--out", str(missing), code=3)["refused"] == "storage"
    assert sold.json("shift", "show")["closed_at"] is None


def test_a_slip_that_cannot_be_written_does_not_unsay_the_closing(
    sold: Terminal, tmp_path: Path
) -> None:
    taken = tmp_path / "shift.pdf"
    taken.mkdir()
    closed = sold.json("shift", "close", "--out", str(taken))
    assert (closed["shift"], closed["file"]) == ("S1", None)
    assert closed["closed_at"] is not None
    assert "Shift 1 is closed, but its slip was not written" in closed.err


def test_slips_that_differ_wait_for_a_manager(sold: Terminal) -> None:
    closed = sold.json("shift", "close", "--slips", "12.5").object
    assert [(one["kind"], one["amount"]) for one in closed["points"] if one["open"]] == [
        ("cash", "12.50")
    ]
    (row,) = sold.json("shift", "waiting").objects
    assert (row["shift"], row["point"], row["staff"]) == ("S1", "cash:1", None)
    shown = sold.json("shift", "reason", "S1", "cash:1", "--reason", "an old slip").object
    assert shown["open_points"] == 0
    assert sold.json("shift", "waiting").objects == []
    unknown = sold.refused("shift", "reason", "S1", "cash:1", "--reason", "again")
    assert unknown["refused"] == "point_unknown"


def test_people_read_the_totals(sold: Terminal) -> None:
    lines = sold.run("shift", "close").out.splitlines()
    assert lines[0] == "Shift 1 is closed"
    assert [line for line in lines if line.startswith("Purchases")] == ["Purchases: 2"]
    assert any("by_hand:2" in line and "scratched" in line for line in lines)


@pytest.mark.parametrize("ending", ["csv", "pdf"])
def test_the_report_lists_every_shift(sold: Terminal, tmp_path: Path, ending: str) -> None:
    sold.json("shift", "close")
    sold.json("buy", "--amount", "100")
    closed, still_open = sold.json("report", "shift").objects
    assert (closed["shift"], closed["paid"], still_open["closed_at"]) == ("S1", "1350.00", None)
    assert sold.json("report", "shift", "--from", "2026-11-25").objects == []
    assert len(sold.run("report", "shift").out.splitlines()) == 3
    out = tmp_path / f"shifts.{ending}"
    assert sold.json("report", "shift", "--out", str(out))["rows"] == 2
    text = out.read_text("utf-8-sig") if ending == "csv" else page_text(out)
    assert "S2" in text
    bad = sold.refused("report", "shift", "--out", str(tmp_path / "x.doc"), code=2)
    assert bad["refused"] == "bad_file"
