"""The till's scanner: the serial port, if it has one, what it puts around codes, and a test.

Decisions:
- Every choice works at once; there is nothing to save.
- While this section is in front, slower scanners are heard than the counter would hear, so that
  their pace can be measured and taken over. A scan made here leads nowhere.
- A code is shown by its last symbols here too: it is somebody's.
"""

from collections.abc import Sequence
from contextlib import suppress
from math import ceil
from typing import NamedTuple

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from refdesk.domain.audit_key import read_audit_key
from refdesk.domain.codes import Reading, is_well_formed, mask_code, readings
from refdesk.domain.errors import DomainError
from refdesk.services.desk import Desk
from refdesk.ui.burst import DEFAULT_LIMITS, BurstLimits, Scan
from refdesk.ui.devices import scanner_device
from refdesk.ui.page import Context
from refdesk.ui.pages.settings.section import Rows, Section, row
from refdesk.ui.preferences import ScannerChoice
from refdesk.ui.serial_device import BAUDS, PortInfo, SerialChoice
from refdesk.ui.serial_scanner import State
from refdesk.ui.serial_text import Ending
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.choices import ComboBox
from refdesk.ui.widgets.fields import LabelledField, TextField
from refdesk.ui.widgets.labels import IconLabel, Label, Tag
from refdesk.words.catalogue import Words

MOST_SHOWN = 3
AROUND_LENGTH = 8
WIDE_GAP_MS, WIDE_SILENCE_MS = 100, 250
_ROOM, _STEP_MS = 1.5, 5
"""A pace that was measured is allowed half as much again, in steps of 5 ms."""
_SHOWN_SYMBOLS = 40


class Told(NamedTuple):
    """What is said of a scan: what it is, how it came, what is to be done, and whether it does."""

    title: str
    line: str
    advice: str
    works: bool


class ScannerSection(Section):
    """``chosen`` gives a `ScannerChoice` whenever something was chosen."""

    chosen = Signal(object)

    def __init__(self, context: Context, desk: Desk) -> None:
        words = context.words
        super().__init__(context, desk, "scanner", words.text("Scanner"))
        self._limits = context.scanner.limits
        self._serial = context.scanner.serial.choice
        self._ports: list[PortInfo] = []
        self._scans: tuple[Scan, ...] = ()
        said = words.text("For this till only. A scanner that types like a keyboard needs no port")
        self.column.addWidget(Label(context.theme, said, tone="muted").wrapped())
        self._build_port()
        self._build_test()
        self._build_around()
        context.scanner.measured.connect(self._measured)
        context.scanner.serial.ports_found.connect(self._show_ports)
        context.scanner.serial.state_changed.connect(self._show_state)

    def read(self) -> None:
        """Look which ports there are."""
        self._show_ports(self._ports)
        self._show_state()
        self._show_scans()
        self.context.scanner.serial.list_ports(self.context.tasks)

    # -- the serial port -------------------------------------------------------------------

    def _build_port(self) -> None:
        words, theme = self.context.words, self.context.theme
        panel = self.panel("scanner_port_panel", words.text("Scanner on a serial port"))
        self._port = ComboBox(theme, "scanner_port")
        self._baud = ComboBox(theme, "scanner_baud")
        for baud in BAUDS:
            self._baud.addItem(str(baud), baud)  # as scanners' books write it
        self._ending = ComboBox(theme, "scanner_ending")
        for ending, text in _ending_names(words).items():
            self._ending.addItem(text, ending)
        self._baud.setCurrentIndex(self._baud.findData(self._serial.baud))
        self._ending.setCurrentIndex(self._ending.findData(self._serial.ending))
        self._state = Label(theme, "").wrapped()
        self._state.setObjectName("scanner_state")
        self._state_icon = IconLabel(theme, "", 20)
        told = tight(QHBoxLayout(), theme.px(8))
        told.addWidget(self._state_icon, 0, Qt.AlignmentFlag.AlignTop)
        told.addWidget(self._state, 1)
        grid = tight(QGridLayout(), theme.px(12))
        grid.setHorizontalSpacing(theme.px(16))
        fields = (
            (words.text("Port"), self._port),
            (words.text("Bits a second"), self._baud),
            (words.text("Sent after a code"), self._ending),
        )
        for at, (label, control) in enumerate(fields):
            field = LabelledField(theme, label, control, reserve=False)
            grid.addWidget(field, 1 if at else 0, max(at - 1, 0), 1, 1 if at else 2)
            control.currentIndexChanged.connect(self._choose_port)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        panel.column.addLayout(grid)
        panel.column.addLayout(told)

    def _show_ports(self, ports: Sequence[PortInfo]) -> None:
        words = self.context.words
        self._ports = list(ports)
        with QSignalBlocker(self._port):
            self._port.clear()
            self._port.addItem(words.text("None: it types like a keyboard"), "")
            for port in self._ports:
                text = words.text("{device}, port {port}", device=port.text, port=port.name)
                plain = words.text("Port {port}", port=port.name)
                self._port.addItem(text if port.text else plain, port.key)
            chosen = self._serial.port
            if chosen and self._port.findData(chosen) < 0:
                name = chosen.rpartition("@")[2]
                self._port.addItem(words.text("Port {port}", port=name), chosen)
            self._port.setCurrentIndex(self._port.findData(chosen))

    def _choose_port(self) -> None:
        serial = SerialChoice(
            str(self._port.currentData()),
            int(self._baud.currentData()),
            Ending(self._ending.currentData()),
        )
        if serial != self._serial:
            self._serial = serial
            self._tell()

    def _show_state(self) -> None:
        state = self.context.scanner.serial.state
        words = self.context.words
        steps: dict[State, str] = {
            "lost": words.text("Look at its cable, or choose another port"),
            "busy": words.text("Close the other program"),
            "missing": words.text("Set the scanner to type like a keyboard"),
        }
        told, step = scanner_device(words, None, state).text, steps.get(state, "")
        self._state.setText(f"{told}. {step}" if step else told)
        self._state.set_tone("check" if step else "ok")
        icon = ("triangle-alert", "check_ink") if step else ("check", "ok_ink")
        self._state_icon.set_icon(*icon)
        for part in (self._state, self._state_icon):
            part.setVisible(state != "none")

    # -- around a code ---------------------------------------------------------------------

    def _build_around(self) -> None:
        words, theme = self.context.words, self.context.theme
        panel = self.panel("scanner_keys_panel", words.text("Scanner that types like a keyboard"))
        self._prefix = TextField(theme, "scanner_prefix")
        self._suffix = TextField(theme, "scanner_suffix")
        across = tight(QGridLayout(), theme.px(16))
        for at, (label, line, text) in enumerate(
            (
                (words.text("Sent before each code"), self._prefix, self._limits.prefix),
                (words.text("Sent after each code"), self._suffix, self._limits.suffix),
            )
        ):
            line.setMaxLength(AROUND_LENGTH)
            line.setText(text)
            line.editingFinished.connect(self._choose_around)
            across.addWidget(LabelledField(theme, label, line, reserve=False), 0, at)
        panel.column.addLayout(across)

    def _choose_around(self) -> None:
        limits = self._limits._replace(prefix=self._prefix.text(), suffix=self._suffix.text())
        self._choose_limits(limits)

    def _choose_limits(self, limits: BurstLimits) -> None:
        if limits != self._limits:
            self._limits = limits
            self._tell()

    def _tell(self) -> None:
        self.chosen.emit(ScannerChoice(self._serial, self._limits))
        if self.isVisible():
            self._hear_slow_ones()
        self._show_state()
        self._show_scans()

    # -- the test --------------------------------------------------------------------------

    def _build_test(self) -> None:
        words, theme = self.context.words, self.context.theme
        panel = self.panel("scanner_test_panel", words.text("Test scanner"))
        said = words.text("Scan any card: nothing is redeemed here")
        panel.column.addWidget(Label(theme, said, tone="muted").wrapped())
        self._adopt = self.button("scanner_adopt", "")
        self._adopt.clicked.connect(lambda: self._choose_limits(self._wanted()))
        self._usual = self.button("scanner_usual", words.text("Usual pace again"))
        self._usual.clicked.connect(lambda: self._choose_limits(self._at_usual_pace()))
        self.put_left(panel, self._adopt, self._usual)
        self._rows = Rows(self, "scanner_scans", words.text("Nothing was scanned here yet"))
        panel.column.addWidget(self._rows)

    def _measured(self, scan: Scan) -> None:
        if self.isVisible():
            self._scans = (scan, *self._scans)[:MOST_SHOWN]
            self._show_scans()

    def _show_scans(self) -> None:
        words = self.context.words
        rows: list[QWidget] = []
        for at, scan in enumerate(self._scans):
            told = tell_scan(words, scan, self._limits)
            line = "\n".join(part for part in (told.line, told.advice) if part)
            text = words.text("Works") if told.works else words.text("Look at this")
            looks = ("ok", "circle-check") if told.works else ("check", "triangle-alert")
            tag = Tag(self.context.theme, text, *looks)
            rows.append(row(self, f"scan_{at}", told.title, line, tag=tag))
        self._rows.show_rows(rows)
        wanted = self._wanted()
        gap = words.number(wanted.max_gap_ms)
        self._adopt.set_caption(words.text("Allow {gap} ms between keys", gap=gap))
        self._adopt.setVisible(wanted != self._limits)
        self._usual.setVisible(self._limits != self._at_usual_pace())

    def _wanted(self) -> BurstLimits:
        """The limits by which the latest typed scan is heard at the counter too."""
        typed = [scan for scan in self._scans if not scan.by_cable]
        if not typed or typed[0].longest_gap_ms <= self._limits.max_gap_ms:
            return self._limits
        gap = ceil(typed[0].longest_gap_ms * _ROOM / _STEP_MS) * _STEP_MS
        silence = max(DEFAULT_LIMITS.silence_ms, 2 * gap)
        return self._limits._replace(max_gap_ms=gap, silence_ms=silence)

    def _at_usual_pace(self) -> BurstLimits:
        usual = DEFAULT_LIMITS
        return self._limits._replace(max_gap_ms=usual.max_gap_ms, silence_ms=usual.silence_ms)

    # -- Qt --------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._hear_slow_ones()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.context.scanner.set_limits(self._limits)
        self._scans = ()

    def _hear_slow_ones(self) -> None:
        limits = self._limits
        wide = limits._replace(
            max_gap_ms=max(WIDE_GAP_MS, limits.max_gap_ms),
            silence_ms=max(WIDE_SILENCE_MS, limits.silence_ms),
        )
        self.context.scanner.set_limits(wide)


def tell_scan(words: Words, scan: Scan, limits: BurstLimits) -> Told:
    """Say what a scan is, how it came, and how to make it better."""
    found = next((one for one in readings(scan.text) if is_well_formed(one.code)), None)
    count = words.plural("{n} symbol", "{n} symbols", scan.symbols)
    if scan.by_cable:
        line = words.text("{count} by the serial port", count=count)
    else:
        gap = words.number(scan.longest_gap_ms)
        line = words.text("{count}, at most {gap} ms apart", count=count, gap=gap)
    advice = _advice(words, scan, limits, found)
    slow = not scan.by_cable and scan.longest_gap_ms > limits.max_gap_ms
    return Told(_title(words, scan, found), line, advice, found is not None and not slow)


def _title(words: Words, scan: Scan, found: Reading | None) -> str:
    if found is None:
        text = scan.text.strip()
        with suppress(DomainError):
            text = mask_code(read_audit_key(text))  # the owner's sheet, before other eyes
        short = text if len(text) <= _SHOWN_SYMBOLS else f"{text[:_SHOWN_SYMBOLS]}…"
        return words.text("No code of a card: {text}", text=short)
    return words.text("A code: {code}", code=mask_code(found.code))


def _advice(words: Words, scan: Scan, limits: BurstLimits, found: Reading | None) -> str:
    if not scan.by_cable and scan.longest_gap_ms > limits.max_gap_ms:
        return words.text("Slower than the counter expects: allow more time between keys")
    if scan.by_cable and not scan.ended_by_key:
        return words.text("What is sent after a code did not come: choose another one above")
    if not scan.by_cable and not scan.ended_by_key:
        return words.text("No key ended it. Set the scanner to send Enter: it is quicker")
    if found is not None and found.layout is not None:
        layout = found.layout.upper()
        return words.text("Typed in the {layout} keyboard layout. It is understood", layout=layout)
    return ""


def _ending_names(words: Words) -> dict[Ending, str]:
    return {
        Ending.CR: words.text("Carriage return (CR)"),
        Ending.LF: words.text("Line feed (LF)"),
        Ending.CRLF: words.text("CR and LF"),
        Ending.TAB: words.text("Tab"),
        Ending.GS: words.text("Group separator (GS)"),
        Ending.SILENCE: words.text("Nothing: silence ends it"),
    }
