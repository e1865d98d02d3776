"""How the window looks at this till; kept beside the shop's data, not in it.

A till's theme, scale and language are its own. What the shop's last start showed is remembered
too, so that the next one begins with the right texts and the scan box before anything is read.
"""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QLocale, QSettings

from refdesk.ui.burst import BurstLimits
from refdesk.ui.serial_device import BAUDS, SerialChoice
from refdesk.ui.serial_text import Ending
from refdesk.ui.sounds import Level
from refdesk.ui.theme.theme import SCALES, Mode
from refdesk.words.catalogue import LANGUAGES, Words, load_words

FILE_NAME = "window.ini"
COUNTER_FIRST = "counter"


class ReceiptChoice(NamedTuple):
    """The receipt printer of a till: its address or empty, the paper's width in mm, the dots across
    (0: as most printers have them), and whether it draws QR symbols itself."""

    address: str = ""
    width: int = 80
    dots: int = 0
    own_qr: bool = False


class ScannerChoice(NamedTuple):
    """The scanner of a till: the serial port, if it has one, and how fast and with what around its
    codes it types."""

    serial: SerialChoice = SerialChoice()
    limits: BurstLimits = BurstLimits()


class Preferences:
    """The preferences of one till; what cannot be read has its default."""

    def __init__(self, folder: Path, till: str, *, language: str = "") -> None:
        """``language`` is that of this run, until another one is chosen."""
        self._asked = language
        self._file = folder / FILE_NAME
        self._stored = QSettings(str(self._file), QSettings.Format.IniFormat)
        self._till = f"till-{till}"

    # -- chosen in Settings ----------------------------------------------------------------

    @property
    def mode(self) -> Mode:
        """Light, dark or as the system."""
        text = self._read("theme")
        return Mode(text) if text in tuple(Mode) else Mode.AUTO

    @mode.setter
    def mode(self, mode: Mode) -> None:
        self._write("theme", str(mode))

    @property
    def scale(self) -> int:
        """The scale of the window in percent."""
        text = self._read("scale")
        return int(text) if text.isdecimal() and int(text) in SCALES else 100

    @scale.setter
    def scale(self, scale: int) -> None:
        self._write("scale", str(scale))

    @property
    def language(self) -> str:
        """The language of the window, or empty for the shop's."""
        text = self._asked or self._read("language")
        return text if text in LANGUAGES else ""

    @language.setter
    def language(self, language: str) -> None:
        self._asked = ""
        self._write("language", language)

    @property
    def keypad(self) -> bool:
        """Whether the counter shows its keypad where there is room."""
        return self._read("keypad") != "off"

    @keypad.setter
    def keypad(self, on: bool) -> None:
        self._write("keypad", "on" if on else "off")

    @property
    def sound(self) -> Level:
        """How loud the counter's sounds are."""
        text = self._read("sound")
        return Level(text) if text in tuple(Level) else Level.LOW

    @sound.setter
    def sound(self, level: Level) -> None:
        self._write("sound", level)

    @property
    def receipts(self) -> ReceiptChoice:
        """The till's receipt printer; without an address there is none."""
        width, dots = self._read("receipt_width"), self._read("receipt_dots")
        usual = ReceiptChoice()
        return ReceiptChoice(
            self._read("receipt_printer"),
            int(width) if width.isdecimal() else usual.width,
            int(dots) if dots.isdecimal() else usual.dots,
            self._read("receipt_own_qr") == "on",
        )

    @receipts.setter
    def receipts(self, choice: ReceiptChoice) -> None:
        self._write("receipt_printer", choice.address)
        self._write("receipt_width", str(choice.width))
        self._write("receipt_dots", str(choice.dots))
        self._write("receipt_own_qr", "on" if choice.own_qr else "off")

    @property
    def scanner(self) -> ScannerChoice:
        """The till's scanner."""
        usual = ScannerChoice()
        ending, baud = self._read("scanner_ending"), self._number("scanner_baud", 0)
        return ScannerChoice(
            SerialChoice(
                self._read("scanner_port"),
                baud if baud in BAUDS else usual.serial.baud,
                Ending(ending) if ending in tuple(Ending) else usual.serial.ending,
            ),
            usual.limits._replace(
                max_gap_ms=self._number("scanner_gap_ms", usual.limits.max_gap_ms),
                silence_ms=self._number("scanner_silence_ms", usual.limits.silence_ms),
                prefix=self._read("scanner_prefix"),
                suffix=self._read("scanner_suffix"),
            ),
        )

    @scanner.setter
    def scanner(self, choice: ScannerChoice) -> None:
        serial, limits = choice
        self._write("scanner_port", serial.port)
        self._write("scanner_baud", str(serial.baud))
        self._write("scanner_ending", serial.ending)
        self._write("scanner_gap_ms", str(limits.max_gap_ms))
        self._write("scanner_silence_ms", str(limits.silence_ms))
        self._write("scanner_prefix", limits.prefix)
        self._write("scanner_suffix", limits.suffix)

    # -- remembered ------------------------------------------------------------------------

    @property
    def counter_first(self) -> bool:
        """Whether the last start went straight to the counter, without a PIN."""
        return self._read("opens_on") == COUNTER_FIRST

    @property
    def shop_name(self) -> str:
        """The name of the shop that was open last."""
        return self._read("shop")

    def words(self) -> Words:
        """The texts of the last start, or the system's language."""
        language = self.language or self._read("last_language")
        return load_words(
            language if language in LANGUAGES else system_language(),
            currency=self._read("currency") or "RUB",
            region=self._read("region") or "RU",
        )

    def remember(self, words: Words, *, shop_name: str, counter_first: bool) -> None:
        """Keep what this start showed for the next one."""
        self._write("last_language", words.language)
        self._write("currency", words.currency)
        self._write("region", words.region)
        self._write("shop", shop_name)
        self._write("opens_on", COUNTER_FIRST if counter_first else "")

    def save(self) -> None:
        """Write to disk now; a folder that cannot be written keeps the old look."""
        self._stored.sync()

    def _read(self, name: str) -> str:
        value = self._stored.value(f"{self._till}/{name}", "")
        return value if isinstance(value, str) else ""

    def _number(self, name: str, usual: int) -> int:
        text = self._read(name)
        return int(text) if text.isdecimal() and int(text) else usual

    def _write(self, name: str, value: str) -> None:
        if self._read(name) != value:
            self._stored.setValue(f"{self._till}/{name}", value)


def system_language() -> str:
    """Russian where the computer speaks it, else English."""
    return "ru" if QLocale.system().language() == QLocale.Language.Russian else "en"
