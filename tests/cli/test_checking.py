"""The check on the command line, with the owner's audit key and without it (4c, P16)."""

import io
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from refdesk.domain.audit_key import is_audit_key, read_audit_key
from tests.cli.terminal import NOON, Terminal


class Days:
    """The terminal's clock."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> object:
        return self.at

    def forward(self) -> None:
        self.at += timedelta(days=1)


@pytest.fixture
def days(empty: Terminal) -> Days:
    made = Days()
    empty.now = made  # type: ignore[assignment]
    return made


@pytest.fixture
def key(empty: Terminal, days: Days) -> str:
    """The audit key of a shop that worked for three days at two tills."""
    made: str = empty.json("init", "--shop", "Lagoon", "--language", "en")["audit_key"]
    for number, till in enumerate("121"):
        empty.json("--till", till, "customer", "add", "--name", f"Customer {number}")
        days.forward()
    return made


def spoil(shop: Terminal, statement: str) -> None:
    with closing(sqlite3.connect(shop.folder / "refdesk.sqlite")) as db:
        for trigger in ("audit_no_update", "audit_no_delete"):
            db.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        db.execute(statement)
        db.commit()


def test_init_tells_the_key_once(empty: Terminal) -> None:
    told = empty.run("init", "--shop", "Lagoon", "--language", "en").out
    [line] = [line for line in told.splitlines() if line.startswith("Audit key, keep it on paper")]
    shown = line.rpartition(" ")[2]
    assert is_audit_key(read_audit_key(shown))
    for call in (["setting", "list"], ["check"], ["backup", "create"]):
        assert shown not in empty.run(*call).out
    assert empty.json("check", "--audit-key", shown)["record"]["unchecked"] == 0


def test_without_the_key_earlier_days_are_counted_and_with_it_all_is_proved(
    empty: Terminal, key: str
) -> None:
    without = empty.json("check")
    assert (without["ok"], without["problems"]) == (True, [])
    record = without["record"]
    assert record["unchecked"] > 0
    whole = empty.json("check", "--audit-key", key)["record"]
    assert (whole["checked"], whole["unchecked"]) == (record["checked"] + record["unchecked"], 0)
    assert [one["till"] for one in without["anchors"]] == ["1", "2"]
    said = empty.run("check").out.splitlines()
    assert said[0] == "Everything agrees"
    assert said[1].endswith("of earlier days need the audit key")
    assert "not proved: none" in empty.run("check", "--audit-key", key).out


def test_p16_a_changed_line_is_named_by_till_and_number(empty: Terminal, key: str) -> None:
    spoil(empty, "UPDATE audit SET at = at + 1 WHERE till_id = 1 AND seq = 3")
    assert empty.json("check")["ok"] is True  # that day's key is gone
    answer = empty.run("--json", "check", "--audit-key", key)
    assert answer.code == 1
    assert answer["problems"] == [{"problem": "audit_broken", "subject": "till 1, 3"}]
    told = empty.run("check", "--audit-key", key)
    assert told.out.startswith("audit_broken: till 1, 3\nThis line of a till’s record is not")
    assert "−" not in told.out


Way = Callable[[str, Path, pytest.MonkeyPatch], list[str]]


def in_a_file(key: str, folder: Path, _: pytest.MonkeyPatch) -> list[str]:
    file = folder / "key.txt"
    file.write_text(f"Lagoon\nAudit key, keep it on paper: {key}\n", "utf-8")
    return ["--audit-key", str(file)]


def from_a_pipe(key: str, _: Path, patch: pytest.MonkeyPatch) -> list[str]:
    patch.setattr("sys.stdin", io.StringIO(f"{key.lower().replace('-', ' ')}\n"))
    return ["--audit-key"]


def by_a_dash(key: str, _: Path, patch: pytest.MonkeyPatch) -> list[str]:
    patch.setattr("sys.stdin", io.StringIO(key))
    return ["--audit-key", "-"]


def asked_for(key: str, _: Path, patch: pytest.MonkeyPatch) -> list[str]:
    patch.setattr("sys.stdin", io.StringIO(""))
    patch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    patch.setattr("getpass.getpass", lambda _prompt: key)
    return ["--audit-key"]


@pytest.mark.parametrize("way", [in_a_file, from_a_pipe, by_a_dash, asked_for])
def test_the_key_may_come_from_a_file_a_pipe_or_the_keyboard(
    empty: Terminal, key: str, way: Way, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = way(key, tmp_path, monkeypatch)
    answer = empty.run("--json", "check", *given)
    assert (answer.code, answer["record"]["unchecked"]) == (0, 0)
    assert read_audit_key(key)[:10] not in (answer.out + answer.err).replace("-", "")


def test_a_wrong_key_is_refused_and_never_told_back(
    empty: Terminal, key: str, tmp_path: Path
) -> None:
    wrong = key[:-1] + ("2" if key[-1] != "2" else "3")
    file = tmp_path / "none.txt"
    file.write_bytes(b"\xff\xfe nothing here")
    sheet = tmp_path / "half.pdf"
    sheet.write_bytes(b"%PDF-1.4\n%half of a sheet")
    for given in (wrong, key[:-6], "x" * 500, str(file), str(sheet), str(tmp_path)):
        answer = empty.run("--json", "check", "--audit-key", given)
        assert (answer.code, answer["refused"]) == (2, "bad_audit_key")
        assert wrong not in answer.out + answer.err
    other = Terminal(tmp_path / "other", empty.capsys)
    strange = other.json("init", "--shop", "Other")["audit_key"]
    problems = empty.run("--json", "check", "--audit-key", strange)["problems"]
    assert {one["problem"] for one in problems} == {"audit_key_unknown"}


def test_an_owner_makes_a_new_key_and_proves_with_both(empty: Terminal, key: str) -> None:
    fresh = empty.json("setting", "audit-key")["audit_key"]
    assert fresh != key
    empty.json("customer", "add", "--name", "Late")
    assert empty.json("check", "--audit-key", fresh)["record"]["unchecked"] > 0
    both = empty.json("check", "--audit-key", key, "--audit-key", fresh)
    assert both["record"]["unchecked"] == 0
    stale = empty.run("--json", "check", "--audit-key", key)
    assert stale.code == 1
    assert {one["problem"] for one in stale["problems"]} == {"audit_key_newer"}


def test_only_the_owner_makes_a_key(
    empty: Terminal, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFDESK_NEW_PIN", "4927")
    monkeypatch.setenv("REFDESK_PIN", "4927")
    empty.json("staff", "add", "Vera", "--role", "manager")
    assert empty.refused("--as", "Vera", "setting", "audit-key")["refused"] == "not_allowed"
    assert empty.json("check", "--audit-key", key)["record"]["unchecked"] == 0


def test_p16_a_line_on_paper_is_looked_up(empty: Terminal, key: str) -> None:
    anchor = empty.json("check")["anchors"][0]
    paper = f"{anchor['till']}:{anchor['seq']}:{anchor['mac'][:16]}"
    assert empty.json("check", "--anchor", paper)["ok"] is True
    last = anchor["seq"]
    spoil(empty, f"DELETE FROM audit WHERE till_id = 1 AND seq = {last}")
    spoil(
        empty,
        f"UPDATE till SET audit_seq = {last - 1}, audit_mac = (SELECT mac FROM audit"
        f" WHERE till_id = 1 AND seq = {last - 1}) WHERE id = 1",
    )
    problems = empty.run("--json", "check", "--anchor", paper)["problems"]
    assert problems == [{"problem": "audit_anchor_lost", "subject": f"till 1, {last}"}]
    for wrong in ("1:57", "1:x:00112233", "1:5:zz", "", "1:" + "9" * 20 + ":00112233"):
        assert empty.refused("check", "--anchor", wrong, code=2)["refused"] == "bad_anchor"


def test_a_restore_tells_where_the_record_goes_on(empty: Terminal, key: str) -> None:
    made = empty.json("backup", "create")
    assert [one["till"] for one in made["anchors"]] == ["1", "2"]
    empty.json("customer", "add", "--name", "Lost")
    put_back = empty.json("restore", made["file"], "--replace")
    assert put_back["anchors"] == made["anchors"]
    told = empty.run("restore", made["file"], "--replace").out
    assert f"line {made['anchors'][0]['seq']}: {made['anchors'][0]['mac'][:16]}" in told
    assert "new audit key" in told
    empty.json("customer", "add", "--name", "Fresh")
    found = empty.json("check", "--audit-key", key)
    assert found["record"]["restored"][0]["line"] == made["anchors"][0]["seq"] + 1
    assert "goes on from a backup, line" in empty.run("check").out
