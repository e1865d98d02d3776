"""Every way a call can end, and what is said of it."""

import argparse
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

import refdesk
from refdesk.bootstrap import Opener
from refdesk.cli.app import BUG, LOG_NAME, STOPPED, language_of, main, make_parser
from refdesk.cli.commands import COMMANDS
from refdesk.words.catalogue import load_words
from tests.cli.terminal import Terminal

PROMISED = (
    "init demo preset service setting clock programme customer code run cards stock design quote"
    " redeem buy void refund adjust balance ledger payout staff shift upkeep report backup restore"
    " check move"
).split()
"""The commands in the order in which they are promised."""

LATER = {"shift", "report", "move"}
"""Promised commands that need not be there yet."""


def refdesk_process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "refdesk", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def test_every_promised_command_is_there() -> None:
    assert list(COMMANDS) == [name for name in PROMISED if name in COMMANDS]
    assert set(PROMISED) - set(COMMANDS) <= LATER


ENGLISH_HELP = ("usage", "options:", "positional arguments", "show this help")


def test_help_needs_no_shop_and_is_in_both_languages(empty: Terminal) -> None:
    for command in [[], *([name] for name in COMMANDS), ["customer", "add"], ["cards", "print"]]:
        english = empty.run(*command, "--help")
        russian = empty.run("--lang", "ru", *command, "--help")
        assert english.code == russian.code == 0
        assert "--data DIR" in english.out
        assert "параметры любой команды" in russian.out
        assert english.out.startswith("usage: refdesk")
        assert russian.out.startswith("вызов: refdesk")
        assert "параметры:" in russian.out
        assert not [word for word in ENGLISH_HELP if word in russian.out]
    assert not empty.folder.exists()


def test_later_features_are_not_offered() -> None:
    helps = "".join(_helps(make_parser(load_words("en"))))
    assert "--database" not in helps


def _helps(parser: object) -> list[str]:
    from argparse import _SubParsersAction

    from refdesk.cli.tree import Parser

    assert isinstance(parser, Parser)
    found = [parser.format_help()]
    for action in parser._actions:
        if isinstance(action, _SubParsersAction):
            for below in action.choices.values():
                found += _helps(below)
    return found


def test_global_options_stand_before_or_after(shop: Terminal) -> None:
    before = shop.run("--json", "--lang", "ru", "--till", "2", "balance", "C9")
    after = shop.run("balance", "C9", "--lang", "ru", "--till", "2", "--json")
    between = shop.run("--lang", "ru", "setting", "--json", "list", "--till", "3")
    assert before.object == after.object
    assert before["message"].startswith("Такого клиента нет")
    assert between.code == 0


@pytest.mark.parametrize(
    "arguments",
    [["frob"], ["customer"], ["customer", "frob"], ["balance"], ["--till"], ["buy", "--frob"],
     ["--lang", "de", "check"], ["buy", "--amoun", "1"]],
)  # fmt: skip
def test_wrong_usage_ends_with_2(shop: Terminal, arguments: list[str]) -> None:
    answer = shop.run(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert "usage: refdesk" in answer.err
    assert shop.refused(*arguments, code=2)["refused"] == "bad_usage"


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["balance"], "нужно указать: WHO"),
        (["frob"], "параметр COMMAND: нет такого варианта: 'frob' (варианты: 'init', 'demo',"),
        (["--till"], "параметр --till: нужно одно значение"),
        (["buy"], "нужен один из параметров: --amount --line"),
        (["check", "--frob"], "лишние параметры: --frob"),
    ],
)
def test_wrong_usage_is_told_in_russian(shop: Terminal, arguments: list[str], said: str) -> None:
    command = ["--lang", "ru", *arguments]
    refused = shop.run(*command)
    assert refused.code == 2
    assert refused.err.startswith("вызов: refdesk")
    assert said in " ".join(refused.err.split())
    assert argparse.__dict__["_"]("usage: ") == "usage: "


def test_refusals_without_json_are_words_on_standard_error(shop: Terminal) -> None:
    answer = shop.run("balance", "C9")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "No such customer. Check the number, or add a new customer.\n"


def test_messages_follow_the_shops_language(empty: Terminal) -> None:
    empty.json("init", "--shop", "Лагуна")
    assert empty.run("balance", "C9").err.startswith("Такого клиента нет")
    assert empty.run("balance", "C9", "--lang", "en").err.startswith("No such customer")


@pytest.mark.parametrize(
    "argv, variable, language",
    [
        (["--lang", "ru"], "C", "ru"),
        (["--lang=en"], "ru_RU.UTF-8", "en"),
        ([], "ru_RU.UTF-8", "ru"),
        ([], "de_DE.UTF-8", "en"),
        (["--lang"], "", "en"),
    ],
)
def test_before_a_shop_is_known_the_computers_language_is_spoken(
    argv: list[str], variable: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", variable)
    assert language_of(argv) == language


def test_storage_trouble_ends_with_3(shop: Terminal) -> None:
    (shop.folder / "refdesk.sqlite").write_bytes(b"x" * 5000)
    refused = shop.refused("customer", "list", code=3)
    assert (refused["refused"], refused["verdict"]) == ("storage", "stop_not_saved")
    assert refused["reason"] == "damaged"


class Broken(Opener):
    """An opener with a bug in it."""

    def exists(self) -> bool:
        raise ZeroDivisionError("a bug")


class Stopped(Opener):
    """An opener during which somebody presses Ctrl+C."""

    def exists(self) -> bool:
        raise KeyboardInterrupt


def test_a_bug_ends_with_4_and_is_logged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["check"], lambda _folder, till: Broken(tmp_path, till))
    captured = capsys.readouterr()
    assert (code, captured.out) == (BUG, "")
    assert captured.err.startswith("This was our mistake. Nothing half-done was saved.")
    assert "ZeroDivisionError: a bug" in (tmp_path / LOG_NAME).read_text(encoding="utf-8")
    assert "Traceback" not in captured.err


def test_the_keyboard_ends_with_130(tmp_path: Path) -> None:
    assert main(["check"], lambda _folder, till: Stopped(tmp_path, till)) == STOPPED


@pytest.mark.slow
def test_the_program_runs_as_a_module(tmp_path: Path) -> None:
    assert refdesk_process("--version").stdout == f"refdesk {refdesk.__version__}\n"
    data = {"REFDESK_DATA": str(tmp_path / "shop"), "REFDESK_TILL": "7"}
    made = refdesk_process("--json", "init", "--shop", "Лагуна", **data)
    assert (made.returncode, made.stderr) == (0, "")
    assert '"shop": "Лагуна"' in made.stdout
    assert refdesk_process("check", **data).returncode == 0
    assert refdesk_process("balance", "C1", **data).returncode == 1
    assert refdesk_process("balance", **data).returncode == 2


@pytest.mark.slow
def test_a_reader_that_goes_away_is_no_trouble(tmp_path: Path) -> None:
    data = {**os.environ, "REFDESK_DATA": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-m", "refdesk", "preset", "list", "--json"],
        env=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        told = process.stderr.read()
        assert (process.wait(timeout=60), told) == (0, b"")


@pytest.mark.slow
def test_the_command_line_brings_no_qt(tmp_path: Path) -> None:
    script = (
        "import sys; from refdesk.__main__ import main; sys.argv = ['refdesk', 'check'];"
        "main(); print([name for name in sys.modules if name.startswith('PySide6')])"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "REFDESK_DATA": str(tmp_path)}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert run.stdout.strip() == "[]"


@pytest.mark.slow
def test_one_of_two_tills_at_once_gets_a_single_coupon(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # a process of its own has the computer's clock, and so must the shop have had
    shop = Terminal(tmp_path / "data", capsys, now=lambda: datetime.now(UTC))
    shop.json("init", "--shop", "Lagoon", "--preset", "car-wash")
    code = shop.json("code", "issue", "--programme", "P1")["code"]
    command = [sys.executable, "-m", "refdesk", "--json", "--data", str(shop.folder)]
    command += ["redeem", code, "--amount", "100"]
    calls = [
        subprocess.Popen(
            [*command, "--till", str(n), "--phone", f"+7916200000{n}"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        for n in range(3)
    ]  # fmt: skip
    for call in calls:
        call.communicate(timeout=60)
    assert sorted(call.returncode for call in calls) == [0, 1, 1]
    assert shop.json("check")["ok"] is True
