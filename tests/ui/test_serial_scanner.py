"""A serial scanner at the real window: real bytes by a real terminal device, in pieces."""

import os
import pty
import sys
import tty
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtSerialPort import QSerialPort
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from refdesk.bootstrap import Opener
from refdesk.domain.audit_key import group_audit_key, make_audit_key
from refdesk.domain.codes import make_code
from refdesk.services.codes import issue_coupon
from refdesk.services.programmes import get_programme
from refdesk.ui.burst import BurstLimits, Scan
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.layout import Screen
from refdesk.ui.pages.counter.page import CounterPage
from refdesk.ui.pages.settings.page import SettingsPage
from refdesk.ui.pages.settings.scanner import tell_scan
from refdesk.ui.preferences import Preferences, ScannerChoice
from refdesk.ui.serial_device import SerialChoice, SerialDevice, Wire, find_name
from refdesk.ui.serial_scanner import SerialScanner
from refdesk.ui.serial_text import Ending
from refdesk.ui.tasks import ImmediateRunner
from refdesk.ui.widgets.buttons import Button
from refdesk.ui.widgets.choices import ComboBox
from refdesk.words.catalogue import load_words
from tests.support.scanner_sim import Device, Hand, Stroke
from tests.ui.running import Running, make_shop, pace, running

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")

CODE = "7K4M9XQT2A"
TIMEOUT = 15_000


class Cable:
    """A scanner at one end, and the name of the port at the other; it can be unplugged."""

    def __init__(self, folder: Path) -> None:
        self.link = folder / "scanner-port"
        self.plug()

    @property
    def choice(self) -> SerialChoice:
        return SerialChoice(f"@{self.link}")

    def plug(self) -> None:
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        self.link.symlink_to(os.ttyname(self._slave))

    def unplug(self) -> None:
        self.link.unlink(missing_ok=True)
        for end in (self._master, self._slave):
            os.close(end)
        self._master = self._slave = -1

    def send(self, *pieces: bytes, apart_ms: int = 2) -> None:
        for piece in pieces:
            os.write(self._master, piece)
            pace(apart_ms)


@pytest.fixture
def cable(tmp_path: Path) -> Iterator[Cable]:
    cable = Cable(tmp_path)
    yield cable
    if cable._master >= 0:
        cable.unplug()


class Reader:
    """A serial scanner by itself, its port served by the test's own loop."""

    def __init__(self, bot: QtBot) -> None:
        self.bot = bot
        self.devices: list[SerialDevice] = []
        self.scanner = SerialScanner(open_with=self._open)
        self.heard: list[str] = []
        self.scanner.read.connect(lambda scan: self.heard.append(scan.text))

    def _open(self, wire: Wire) -> SerialDevice:
        self.devices.append(SerialDevice(wire))
        self.devices[-1]._again.setInterval(20)
        return self.devices[-1]

    def use(self, choice: SerialChoice) -> None:
        self.scanner.use(choice, ImmediateRunner())

    def wait(self, until: Callable[[], bool]) -> None:
        self.bot.waitUntil(until, timeout=TIMEOUT)

    def wait_for(self, *texts: str) -> None:
        self.wait(lambda: self.heard == list(texts))


@pytest.fixture
def reader(qtbot: QtBot) -> Iterator[Reader]:
    reader = Reader(qtbot)
    yield reader
    for device in reader.devices:
        device.end()


def test_a_scan_in_pieces_is_heard_whole(reader: Reader, cable: Cable) -> None:
    reader.use(cable.choice)
    assert reader.scanner.state == "connected"
    cable.send(b"]Q1", b"7K4M", b"9XQT2", b"A", b"\r", b"\n")
    reader.wait_for("]Q1" + CODE)


def test_two_glued_scans_are_two(reader: Reader, cable: Cable) -> None:
    reader.use(cable.choice)
    cable.send(b"AAAAAAAAAA\r\nBBBBBBBBBB\r\n")
    reader.wait_for("AAAAAAAAAA", "BBBBBBBBBB")


def test_silence_ends_a_scan(reader: Reader, cable: Cable) -> None:
    reader.use(cable.choice._replace(ending=Ending.SILENCE, baud=115_200))
    cable.send(b"7K4M", b"9XQT2A")
    reader.wait_for(CODE)


def test_a_scan_that_lost_its_end_does_not_join_the_next(reader: Reader, cable: Cable) -> None:
    reader.use(cable.choice)
    cable.send(b"7K4M9")
    reader.wait_for("7K4M9")
    cable.send(b"BBBBBBBBBB\r")
    reader.wait_for("7K4M9", "BBBBBBBBBB")


def test_an_unplugged_scanner_is_lost_and_found_again(reader: Reader, cable: Cable) -> None:
    states: list[str] = []
    reader.scanner.state_changed.connect(lambda: states.append(reader.scanner.state))
    reader.use(cable.choice)
    cable.send(b"7K4M9")
    cable.unplug()
    reader.wait(lambda: reader.scanner.state == "lost")
    cable.plug()
    reader.wait(lambda: reader.scanner.state == "connected")
    cable.send(CODE.encode() + b"\r")
    reader.wait_for(CODE)
    assert states == ["lost", "connected", "lost", "connected"]


def test_a_port_that_is_not_there_yet_is_waited_for(reader: Reader, cable: Cable) -> None:
    cable.unplug()
    reader.use(cable.choice)
    assert reader.scanner.state == "lost"
    cable.plug()
    reader.wait(lambda: reader.scanner.state == "connected")


def test_without_a_port_nothing_is_read_any_more(reader: Reader, cable: Cable) -> None:
    reader.use(cable.choice)
    reader.use(SerialChoice())
    assert reader.scanner.state == "none"
    cable.send(CODE.encode() + b"\r")
    pace(20)
    assert reader.heard == []


def test_where_the_library_is_missing_the_state_says_so(qtbot: QtBot) -> None:
    scanner = SerialScanner(open_with=lambda _wire: None)
    ports: list[object] = []
    scanner.ports_found.connect(ports.append)
    scanner.list_ports(ImmediateRunner())
    assert (scanner.state, ports) == ("none", [[]])
    scanner.use(SerialChoice("@ttyS0"), ImmediateRunner())
    assert scanner.state == "missing"


def test_a_chosen_port_without_the_library_is_told_at_once(qtbot: QtBot) -> None:
    scanner = SerialScanner(open_with=lambda _wire: None)
    scanner.use(SerialChoice("@ttyS0"), ImmediateRunner())
    assert scanner.state == "missing"


def test_word_of_a_port_that_was_given_up_meanwhile_is_late(reader: Reader, cable: Cable) -> None:
    reader.use(cable.choice)
    reader.use(SerialChoice())
    reader.scanner._wire.state.emit("lost")
    assert reader.scanner.state == "none"


@pytest.mark.parametrize(
    "error, state",
    [(QSerialPort.SerialPortError.PermissionError, "busy"),
     (QSerialPort.SerialPortError.DeviceNotFoundError, "lost")],
)  # fmt: skip
def test_a_port_that_another_program_has_is_busy(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, error: QSerialPort.SerialPortError, state: str
) -> None:
    class Shut(QSerialPort):
        def open(self, _mode: QSerialPort.OpenModeFlag) -> bool:
            return False

        def error(self) -> QSerialPort.SerialPortError:
            return error

    monkeypatch.setattr("PySide6.QtSerialPort.QSerialPort", Shut)
    reader.use(SerialChoice("@ttyS7"))
    assert reader.scanner.state == state


def test_a_scanner_that_waits_for_it_is_told_that_somebody_listens(
    reader: Reader, cable: Cable, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready: list[bool] = []

    class Told(QSerialPort):
        def setDataTerminalReady(self, is_ready: bool) -> bool:
            ready.append(is_ready)
            return super().setDataTerminalReady(is_ready)

    monkeypatch.setattr("PySide6.QtSerialPort.QSerialPort", Told)
    reader.use(cable.choice)
    assert (reader.scanner.state, ready) == ("connected", [True])


def test_a_device_that_has_ended_gives_its_port_back(reader: Reader, cable: Cable) -> None:
    reader.use(cable.choice)
    [device] = reader.devices
    port = device._port
    assert port is not None
    device.end()
    assert not port.isOpen()
    assert not device._again.isActive()
    cable.send(CODE.encode() + b"\r")
    pace(20)
    assert reader.heard == []


class Plugged(NamedTuple):
    """A device as the system lists it: its name goes by the socket."""

    name: str
    number: str

    def portName(self) -> str:
        return self.name

    def serialNumber(self) -> str:
        return self.number

    def hasVendorIdentifier(self) -> bool:
        return bool(self.number)

    def vendorIdentifier(self) -> int:
        return 0x1A2B

    def productIdentifier(self) -> int:
        return 0x3C4D


def test_a_port_is_known_by_its_device_or_else_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_name("@ttyS7") == "ttyS7"
    assert find_name("1a2b:3c4d:77@ttyUSB0") == ""
    ports = [Plugged("ttyUSB0", "78"), Plugged("ttyUSB1", "77"), Plugged("ttyS0", "")]
    monkeypatch.setattr("refdesk.ui.serial_device.available_ports", lambda: ports)
    assert find_name("1a2b:3c4d:77@ttyUSB0") == "ttyUSB1"
    assert find_name("1a2b:3c4d:78@ttyUSB0") == "ttyUSB0"
    assert find_name("1a2b:3c4d:79@ttyUSB0") == ""


# -- in the window -----------------------------------------------------------------------------


def coupon(folder: Path) -> str:
    make_shop(folder, pin="")
    desk = Opener(folder).open()
    code = issue_coupon(desk, get_programme(desk, "P1"))
    desk.store.close()
    return code


def remember(folder: Path, choice: ScannerChoice) -> None:
    preferences = Preferences(folder, Opener(folder).till)
    preferences.scanner = choice
    preferences.save()


@pytest.mark.parametrize("stored", ["14400", "0", "fast", ""])
def test_a_pace_that_no_port_has_is_the_usual_one(tmp_path: Path, stored: str) -> None:
    preferences = Preferences(tmp_path, "1")
    preferences._write("scanner_baud", stored)
    assert preferences.scanner.serial.baud == SerialChoice().baud


def devices(run: Running) -> list[str]:
    return [device.text for device in run.window._status.devices._devices]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_serial_scan_opens_the_form_and_the_status_bar_tells_of_the_scanner(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, cable: Cable, language: str
) -> None:
    text = load_words(language).text
    folder = tmp_path / "shop"
    code = coupon(folder)
    remember(folder, ScannerChoice(cable.choice))
    with running(qtbot, qapp, folder, language=language) as run:
        page = run.wait_for_counter()
        run.wait(lambda: text("Scanner connected") in devices(run))
        cable.send(code[:4].encode(), code[4:].encode() + b"\r\n")
        run.wait(lambda: page.screen_shown is Screen.NEWCOMER)
        assert page.newcomer.opening.code == code
        cable.unplug()
        run.wait(lambda: text("Scanner is not connected") in devices(run))
        cable.plug()
        run.wait(lambda: text("Scanner is not connected") not in devices(run))
        run.key(Qt.Key.Key_Escape)
        cable.send(b"4600000000000\r")
        run.wait(lambda: page.screen_shown is Screen.REFUSED)


def test_the_port_is_chosen_in_the_settings_and_tested_there(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, cable: Cable
) -> None:
    folder = tmp_path / "shop"
    code = coupon(folder)
    # a pty is no port that the system lists: it is remembered from before, not yet opened
    remember(folder, ScannerChoice(cable.choice._replace(ending=Ending.TAB)))
    with running(qtbot, qapp, folder) as run:
        run.wait_for(CounterPage)
        run.key(Qt.Key.Key_6, Qt.KeyboardModifier.ControlModifier)
        page = run.wait_for(SettingsPage)
        run.click("section_scanner")
        run.wait(lambda: run.find(QLabel, "scanner_state").text() == "Scanner connected")
        told = run.find(QLabel, "scanner_state")
        assert told.property("tone") == "ok"
        serial = run.session.context.scanner.serial
        connected, serial.state = serial.state, "lost"
        serial.state_changed.emit()
        said = "Scanner is not connected. Look at its cable, or choose another port"
        assert (told.text(), told.property("tone")) == (said, "check")
        serial.state = connected
        serial.state_changed.emit()
        ending = run.find(ComboBox, "scanner_ending")
        assert ending.currentData() == Ending.TAB
        ending.setCurrentIndex(ending.findData(Ending.CR))
        run.wait(lambda: serial.choice.ending is Ending.CR)
        run.wait(lambda: serial.state == "connected")
        cable.send(code.encode() + b"\r")
        run.wait(lambda: f"A code: …{code[-3:]}" in titles(page))
        assert run.window.current_page() is page
    assert Preferences(folder, Opener(folder).till).scanner.serial.ending is Ending.CR


def test_a_scan_into_a_list_of_the_settings_changes_no_setting(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, cable: Cable
) -> None:
    folder = tmp_path / "shop"
    make_shop(folder, pin="")
    remember(folder, ScannerChoice(cable.choice))
    with running(qtbot, qapp, folder) as run:
        run.wait_for(CounterPage)
        run.key(Qt.Key.Key_6, Qt.KeyboardModifier.ControlModifier)
        page = run.wait_for(SettingsPage)
        run.click("section_scanner")
        port = run.find(ComboBox, "scanner_port")
        port.setFocus()
        scanner = run.session.context.scanner
        hand = Hand(Random(1))
        scanner._clock = lambda _event: hand.now
        handle = run.window.windowHandle()
        assert handle is not None
        chosen: list[int] = []
        port.currentIndexChanged.connect(chosen.append)
        hand.scan(handle, Device(8), "NNNNNNNNNN")  # the first entry begins with "None"
        run.wait(lambda: "No code of a card: NNNNNNNNNN" in titles(page))
        assert chosen == []
        assert port.currentData() == cable.choice.port
        assert scanner.serial.choice == cable.choice


def titles(page: SettingsPage) -> list[str]:
    section = page.section("scanner")
    assert section is not None
    return [label.text() for label in section.findChildren(QLabel)]


def test_a_slow_scanner_is_measured_and_its_pace_taken_over(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path, pin="")
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for(CounterPage)
        run.key(Qt.Key.Key_6, Qt.KeyboardModifier.ControlModifier)
        page = run.wait_for(SettingsPage)
        run.click("section_scanner")
        scanner = run.session.context.scanner
        hand = Hand(Random(1))
        scanner._clock = lambda _event: hand.now
        handle = run.window.windowHandle()
        assert handle is not None
        for symbol in CODE:
            hand.stroke(handle, Stroke(50, ord(symbol), symbol))
        hand.stroke(handle, Stroke(50, Qt.Key.Key_Return))
        run.wait(lambda: "Look at this" in titles(page))
        assert run.find(Button, "scanner_adopt").caption() == "Allow 75 ms between keys"
        run.click("scanner_adopt")
        run.wait(lambda: "Works" in titles(page))
        run.key(Qt.Key.Key_F2)
        run.wait_for(CounterPage)
        assert scanner.limits == BurstLimits(max_gap_ms=75, silence_ms=150)
        run.key(Qt.Key.Key_6, Qt.KeyboardModifier.ControlModifier)
        run.wait_for(SettingsPage)
        run.find(QLineEdit, "scanner_prefix").setText("~")
        run.find(QLineEdit, "scanner_prefix").editingFinished.emit()
        run.click("scanner_usual")
        run.key(Qt.Key.Key_F2)
        run.wait_for(CounterPage)
        assert scanner.limits == BurstLimits(prefix="~")


def test_what_a_scan_is_told_to_be(context: Context) -> None:
    words, limits = context.words, BurstLimits()
    code = make_code(lambda top: top // 2)
    good = tell_scan(words, Scan(code, 10, 12, 90, True), limits)
    assert (good.title, good.works, good.advice) == (f"A code: …{code[-3:]}", True, "")
    assert "Enter" in tell_scan(words, Scan(code, 10, 12, 90, False), limits).advice
    assert "Slower" in tell_scan(words, Scan(code, 10, 60, 600, True), limits).advice
    assert "choose another" in tell_scan(
        words, Scan(code, 10, 0, 0, False, by_cable=True), limits
    ).advice  # fmt: skip
    foreign = tell_scan(words, Scan("https://example.com/" + "x" * 80, 100, 9, 900, True), limits)
    assert foreign.title.endswith("…")
    assert not foreign.works


def test_the_owners_audit_key_is_shown_to_nobody_when_it_is_scanned(context: Context) -> None:
    key = group_audit_key(make_audit_key(Random(5).randrange))
    told = tell_scan(context.words, Scan(key, len(key), 12, 400, True), BurstLimits())
    assert key[:5] not in told.title
    assert told.title.endswith(f"…{key[-3:]}")
