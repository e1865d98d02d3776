"""Scans through a real X server: its key codes, its layouts, its order of events."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from refdesk.ui.keycodes import X11_OFFSET, us_key_number

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("Xvfb", "setxkbmap", "xdotool")
SHIFT = 50
ENTER = 36
ALT = 64
PAD = dict(zip("0123456789", (90, 87, 88, 89, 83, 84, 85, 79, 80, 81), strict=True))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="X servers are for Linux here"),
    # what can be installed is no hardware: under `make test` this skip turns the run red
    pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason="Xvfb or xdotool is missing"),
]


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """An X server of our own that keeps its keyboard map when a client leaves."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "800x600x24", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(10)


def run(display: str, *command: str) -> None:
    subprocess.run(command, env={**os.environ, "DISPLAY": display}, check=True, timeout=60)


def keys(text: str) -> list[str]:
    """xdotool's words for the physical keys of a text and Enter."""
    words: list[str] = []
    for symbol in text:
        number, shift = us_key_number(symbol)
        key = str(number + X11_OFFSET)
        words += ["keydown", str(SHIFT), "key", key, "keyup", str(SHIFT)] if shift else ["key", key]
    return [*words, "key", str(ENTER)]


def alt_keys(text: str) -> list[str]:
    """xdotool's words for a text typed by its numbers on the number pad, Alt held, and Enter."""
    words: list[str] = []
    for symbol in text:
        words += ["keydown", str(ALT)]
        for digit in f"{ord(symbol):04}":
            words += ["key", str(PAD[digit])]
        words += ["keyup", str(ALT)]
    return [*words, "key", str(ENTER)]


class Till:
    """The window in a process of its own."""

    def __init__(self, display: str) -> None:
        self.display = display
        environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        environment["PYTHONPATH"] = str(ROOT)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.scan_in_x"],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.out: IO[str] = self.process.stdout
        assert self.out.readline() == "focus\n"

    def scan(self, text: str) -> str:
        return self.press(keys(text))

    def press(self, words: list[str]) -> str:
        run(self.display, "xdotool", *words)
        return self.out.readline().strip()

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(10)
        self.out.close()


@pytest.mark.parametrize("layout", ["us", "ru", "ru,us"])
def test_r24_a_scan_is_heard_under_the_layouts_of_a_till(display: str, layout: str) -> None:
    run(display, "setxkbmap", layout)
    till = Till(display)
    try:
        for text in ("WASH-7K4M-9XQT-2", "https://sh96.example/?c=7K4M9XQT2A", "quit12"):
            assert till.scan(text) == f"scanned {text} field Boris"
        assert till.process.wait(10) == 0
        assert till.out.read() == ""
    finally:
        till.close()


@pytest.mark.parametrize("layout", ["us", "ru"])
def test_r24_a_scanner_that_types_numbers_with_alt_is_heard(display: str, layout: str) -> None:
    run(display, "setxkbmap", layout)
    till = Till(display)
    try:
        assert till.press(alt_keys("7K4M9XQT2A")) == "scanned 7K4M9XQT2A field Boris"
        assert till.press(alt_keys("quit12")) == "scanned quit12 field Boris"
        assert till.process.wait(10) == 0
    finally:
        till.close()
