"""The demo day: everything agrees, in both languages, with made-up and with given purchases."""

from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.cli.test_endings import refdesk_process

CSV = (
    "customer,date,items,amount\n"
    "00004,1997-01-01,2,29.33\n"
    "00004,1997-01-18,2,0.00\n"
    "7,1998-06-30,1,9\n"
)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_day_ends_well(empty: Terminal, tmp_path: Path, language: str) -> None:
    out = tmp_path / "day"
    answer = empty.json("demo", "--out", str(out), "--customers", "12", "--lang", language)
    assert Path(answer["pdf"]).read_bytes().startswith(b"%PDF")
    assert (answer["cards"], answer["read_back"]) == (12, 12)
    assert (answer["customers"], answer["redemptions"]) == (24, 12)
    assert answer["check"] == {"ok": True, "problems": []}
    assert (answer["faults"], answer["refused"]) == ([], "own_code")
    assert Path(answer["backup"]).is_file()
    for folder in (answer["shop"], answer["restored"]):
        assert empty.json("--data", folder, "check")["ok"] is True
    assert not empty.folder.exists()


@pytest.mark.slow
def test_purchases_can_be_given(empty: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "past.csv"
    file.write_text(CSV, encoding="utf-8")
    answer = empty.json("demo", "--out", str(tmp_path / "day"), "--purchases", str(file))
    assert (answer["purchases"], answer["cards"], answer["customers"]) == (3, 2, 4)
    shown = empty.json("--data", answer["shop"], "customer", "show", "C1")
    assert (shown["name"], shown["purchases"]) == ("Customer 00004", 2 + 1)
    assert shown["registered_on"] == "1997-01-01"


@pytest.mark.parametrize(
    "text",
    ["", "customer,date,items,amount\n", "a,b\n1,2\n", CSV + "8,yesterday,1,5\n", CSV + "8\n"],
)
def test_a_file_of_other_things_is_refused(empty: Terminal, tmp_path: Path, text: str) -> None:
    file = tmp_path / "past.csv"
    file.write_text(text, encoding="utf-8")
    call = ["demo", "--out", str(tmp_path / "day"), "--purchases", str(file)]
    assert empty.refused(*call, code=2)["refused"] == "bad_file"


@pytest.mark.slow
def test_without_a_display_the_program_runs_the_demo() -> None:
    no_screen = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    run = refdesk_process(**no_screen)
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("No display here")
    assert "Checked: everything agrees" in run.stdout
