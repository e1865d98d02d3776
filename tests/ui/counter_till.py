"""A till for the tests of the counter: a window, a scanner and a person's fingers."""

from pathlib import Path
from random import Random

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from refdesk.services.desk import Actor, Desk
from refdesk.storage.shop import find_till
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.layout import Screen
from refdesk.words.catalogue import load_words
from tests.support.scanner_sim import Device, Hand
from tests.ui.counter_shop import MANAGER_PIN, CounterShop, open_counter_shop, open_window
from tests.ui.keys import Clock, scan, send

SECOND = 1_000
BETWEEN_KEYS = 120
NONE = Qt.KeyboardModifier.NoModifier
WAX = """
name = "Foam wax"
codes = "none"

[[rule]]
id = "wax"
trigger = "next_visit"
new_only = false
buyer = { kind = "gift", gift = "Free foam wax", cost = "100" }
"""


class Till:
    """Presses keys as a person does, and scans as a scanner does."""

    def __init__(
        self, qtbot: QtBot, context: Context, clock: Clock, folder: Path, *, language: str = "en"
    ) -> None:
        self.bot = qtbot
        self.clock = clock
        self.shop: CounterShop = open_counter_shop(folder, language=language)
        self.desk: Desk = self.shop.at_till()
        self.context = context._replace(words=load_words(language))
        self._open(self.desk)

    def take_over(self, desk: Desk) -> None:
        """Somebody else is at the till: as in the program, with a counter of his own."""
        before = self.window
        self._open(desk)
        before.close()
        self.come_back()
        self.settle()

    def _open(self, desk: Desk) -> None:
        self.window, self.page = open_window(self.context, desk)
        self.bot.addWidget(self.window)
        with self.bot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.bot.waitUntil(lambda: QApplication.focusWidget() is not None)
        self.settle()

    # -- fingers ---------------------------------------------------------------------------

    def scan(self, text: str, *, layout: str = "us", later: int = 10 * SECOND) -> None:
        """Scan a card; ``later`` ms after what was before."""
        self.clock.pass_ms(later)
        self.page.scans.clock = lambda: self.clock.now / SECOND
        scan(self.focus(), self.clock, text, layout=layout)
        self.settle()

    def press(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, *, settle: bool = True
    ) -> None:
        """Press a key that is no letter, with shortcuts as the platform has them."""
        self.clock.pass_ms(SECOND)
        window = QGuiApplication.focusWindow()
        handle = window if window is not None else self.window.windowHandle()
        QTest.keyClick(handle, key, modifiers)
        if settle:
            self.settle()

    def come_back(self) -> None:
        """Back in the window after a dialog, as a desktop does by itself."""
        self.window.activateWindow()
        self.bot.waitUntil(lambda: QApplication.focusWidget() is not None)

    def enter(self) -> None:
        self.press(Qt.Key.Key_Return)

    def type(self, text: str) -> None:
        """Type a text at a person's pace into what has the focus."""
        for symbol in text:
            self.clock.pass_ms(BETWEEN_KEYS)
            send(self.focus(), ord(symbol.upper()), symbol)
        self.settle()

    def allow(self, who: Actor | None = None, pin: str = MANAGER_PIN) -> None:
        """Somebody, or else the manager, gives his PIN in the dialog that asks for it."""
        dialog = self.page.saving.dialog()
        assert dialog is not None
        name = (who or self.shop.manager).name
        dialog.person.setCurrentIndex(dialog.person.findText(name))
        dialog.pin.setText(pin)
        dialog.submit()
        self.settle()
        self.come_back()

    def focus(self) -> QWidget:
        """What has the focus."""
        return QApplication.focusWidget() or self.window

    # -- eyes ------------------------------------------------------------------------------

    def settle(self) -> None:
        """Wait until nothing is asked or searched any more."""
        self.bot.waitUntil(self._is_quiet)

    def _is_quiet(self) -> bool:
        busy = self.page.forms.live.is_waiting() or self.page.saving.recorder.is_busy()
        busy = busy or self.page.scans._typing._timer.isActive()
        return not (busy or self.context.tasks.has_work())

    def screen(self) -> Screen:
        return self.page.screen_shown

    def verdict(self) -> tuple[str, str]:
        """Kind and title of the verdict."""
        verdict = self.page.banner.verdict()
        assert verdict is not None
        return verdict.kind, verdict.title

    def result(self) -> str:
        """The title of the result strip, plain spaces."""
        assert not self.page.result.isHidden()
        message = self.page.result.message()
        assert message is not None
        return plain(message.title)

    def strip(self) -> str:
        """The title of the strip under the box; empty when there is none."""
        message = self.page.strip.message()
        return "" if self.page.strip.isHidden() or message is None else plain(message.title)

    def purchases(self) -> list[tuple[int, bool]]:
        """To pay and whether void, of every purchase, oldest first."""
        rows = self.desk.store.sql("SELECT to_pay, is_void FROM purchase ORDER BY id")
        return [(row[0], bool(row[1])) for row in rows]

    def refusals(self) -> list[str]:
        """Every recorded refusal."""
        return [row[0] for row in self.desk.store.sql("SELECT refusal FROM refusal ORDER BY id")]

    def points(self, customer: int) -> int:
        from refdesk.services.accounts import get_balance

        return get_balance(self.desk, customer).spendable["points"]

    def is_paused(self) -> bool:
        row = find_till(self.desk.store, self.desk.till)
        return row is not None and row.paused_until is not None

    def close(self) -> None:
        self.window.close()
        self.context.tasks.shut_down()
        self.desk.store.close()


class TillHand(Hand):
    """The simulator's hand at a till: by the till's clock."""

    def __init__(self, till: Till, seed: int) -> None:
        self.till = till
        super().__init__(Random(seed))
        till.page.scans.clock = lambda: self.now / SECOND

    @property
    def now(self) -> int:
        return self.till.clock.now

    @now.setter
    def now(self, at: int) -> None:
        self.till.clock.now = at

    def window(self) -> QWindow:
        handle = self.till.window.windowHandle()
        assert handle is not None
        return handle

    def card(self, text: str, *, later: int = 5_000, device: Device | None = None) -> None:
        """Scan a text so many ms after what was before."""
        self.wait(later)
        self.scan(self.window(), device or Device(8), text)


def plain(text: str) -> str:
    """A text with ordinary spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2002", " ")


def coupon(till: Till) -> str:
    """The bare code of the coupon that the last purchase handed out."""
    last = till.page.saving.recorder.last
    assert last is not None
    [code] = last.receipt.coupons
    return code
