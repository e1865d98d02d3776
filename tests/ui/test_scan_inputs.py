"""Items 49 to 61 of the bad inputs, at the level of key codes, in the window of the counter.

Each row presses the keys of a scanner and says what has to stand then. Whatever it was, no purchase
and no use of a code may come of it.
"""

from collections.abc import Callable
from random import Random
from typing import NamedTuple

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent

from refdesk.domain.codes import is_well_formed, make_code
from refdesk.services.codes import block_code
from refdesk.storage.customers import update_customer
from refdesk.ui.keycodes import X11_OFFSET, us_key_number
from refdesk.ui.pages.counter.layout import Screen
from tests.support.scanner_sim import CTRL, NONE, SHIFT, Device, Stroke
from tests.ui import verdict_cases as scenes
from tests.ui.counter_till import Till, TillHand

ALT, META = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.MetaModifier
PAD = Qt.KeyboardModifier.KeypadModifier
RETURN, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
ENTER = Stroke(8, RETURN)


class Scene(TillHand):
    """A till and the scanners at it."""

    @property
    def code(self) -> str:
        """Anna's code."""
        return self.till.shop.anna_code

    def card(self, text: str, device: Device | None = None, *, later: int = 1_000) -> None:
        """Scan a text to its end."""
        super().card(text, later=later, device=device)
        self.over()

    def keys(self, *strokes: Stroke) -> None:
        """Press keys one after the other."""
        for stroke in strokes:
            self.stroke(self.window(), stroke)

    def over(self) -> None:
        """The scan is over, by its end key or by silence."""
        self.till.bot.waitUntil(lambda: not self.till.context.scanner._silence.isActive())
        self.till.bot.waitUntil(lambda: not self.till.context.scanner._last_chance.isActive())
        self.till.settle()


@pytest.fixture
def scene(till: Till) -> Scene:
    return Scene(till, 5)


def key(symbol: str, *, shift: bool | None = None, text: str = "") -> Stroke:
    """A physical key of a US keyboard; ``text`` is what the computer's layout makes of it."""
    number, needs_shift = us_key_number(symbol)
    down = needs_shift if shift is None else shift
    typed = text or symbol
    return Stroke(8, ord(typed.upper()[0]), typed, SHIFT if down else NONE, number + X11_OFFSET)


def typed(text: str) -> list[Stroke]:
    """The keys of a text with its Enter."""
    return [*(key(symbol) for symbol in text), ENTER]


def unknown_to_keyboards(text: str) -> Stroke:
    """A symbol that the system sends without a key."""
    return Stroke(8, 0, text)


# -- codes in any dress: the form of the code stands ---------------------------------------------


def by_alt(scene: Scene) -> None:
    """libraries.md row 7: each symbol by its number on the number pad, Alt held."""
    scene.wait(1_000)
    for symbol in scene.code:
        alt_symbol(scene, symbol)
    alt_symbol(scene, "\r")


def by_alt_with_echo(scene: Scene) -> None:
    """The same on Windows, which sends the symbol on as a key of its own."""
    scene.wait(1_000)
    for symbol in scene.code:
        alt_symbol(scene, symbol)
        scene.keys(Stroke(1, 0, symbol))
    scene.keys(ENTER)


def alt_symbol(scene: Scene, symbol: str) -> None:
    scene.now += 4
    send(scene, QEvent.Type.KeyPress, Qt.Key.Key_Alt)
    for digit in f"{ord(symbol):04}":
        scene.now += 4
        send(scene, QEvent.Type.KeyPress, ord(digit), ALT | PAD, digit)
        send(scene, QEvent.Type.KeyRelease, ord(digit), ALT | PAD, digit)
    scene.now += 4
    send(scene, QEvent.Type.KeyRelease, Qt.Key.Key_Alt)


def send(
    scene: Scene,
    kind: QEvent.Type,
    key: int,
    modifiers: Qt.KeyboardModifier = NONE,
    text: str = "",
) -> None:
    QCoreApplication.sendEvent(scene.window(), QKeyEvent(kind, key, modifiers, 0, 0, 0, text))


def shift_held(scene: Scene) -> None:
    """Somebody leans on Shift: digits come as signs."""
    scene.wait(1_000)
    scene.keys(*(key(symbol.lower(), shift=True, text=symbol) for symbol in scene.code), ENTER)


def caps_lock(scene: Scene) -> None:
    """Caps Lock: the scanner's Shift makes small letters."""
    scene.wait(1_000)
    scene.keys(*(key(symbol, text=symbol.swapcase()) for symbol in scene.code), ENTER)


def with_commands(scene: Scene) -> None:
    """Item 56: Ctrl+O, Alt+F4 and Win+R between the symbols of a code."""
    scene.wait(1_000)
    code = scene.code
    scene.keys(
        *(key(symbol) for symbol in code[:4]),
        Stroke(8, Qt.Key.Key_O, "\x0f", CTRL, 24 + X11_OFFSET),
        *(key(symbol) for symbol in code[4:8]),
        Stroke(8, Qt.Key.Key_R, "r", META, 19 + X11_OFFSET),
        *(key(symbol) for symbol in code[8:]),
        ENTER,
    )


def with_emoji(scene: Scene) -> None:
    """Item 61: half of an emoji and a mark of direction inside a code are no symbols of it."""
    scene.wait(1_000)
    code = scene.code
    scene.keys(key(code[0]), unknown_to_keyboards("\u202e"), key(code[1]))
    for half_of_an_emoji in (0, Qt.Key.Key_unknown):
        send(scene, QEvent.Type.KeyPress, half_of_an_emoji)
    scene.keys(*(key(symbol) for symbol in code[2:]), unknown_to_keyboards("\u200b"), ENTER)


def twice_at_once(scene: Scene) -> None:
    """Item 52: the same scan twice within 50 ms."""
    scene.wait(1_000)
    scene.keys(*typed(scene.code))
    scene.wait(30)
    scene.keys(*typed(scene.code))


def enter_twice(scene: Scene) -> None:
    """Item 54: Enter twice."""
    scene.wait(1_000)
    scene.keys(*typed(scene.code), ENTER)


CODES: dict[str, Callable[[Scene], None]] = {
    "49 Russian layout": lambda scene: scene.card(scene.code, Device(layout="ru")),
    "49 Russian layout without key codes": lambda scene: scene.card(
        scene.code, Device(layout="ru without key codes")
    ),
    "49 Russian layout, small letters": lambda scene: scene.card(
        scene.code.lower(), Device(layout="ru")
    ),
    "50 look-alikes": lambda scene: scene.card(scene.code, Device(layout="look-alikes")),
    "51 small letters": lambda scene: scene.card(scene.code.lower()),
    "51 spaces and dashes": lambda scene: scene.card(f" {scene.code[:5]} - {scene.code[5:]}- "),
    "51 Shift held": shift_held,
    "51 Caps Lock": caps_lock,
    "52 twice within 50 ms": twice_at_once,
    "54 no Enter": lambda scene: scene.card(scene.code, Device(ending="none")),
    "54 Enter twice": enter_twice,
    "54 CR and LF": lambda scene: scene.card(scene.code, Device(ending="cr lf")),
    "54 Tab": lambda scene: scene.card(scene.code, Device(ending="tab")),
    "54 GS": lambda scene: scene.card(scene.code, Device(ending="gs")),
    "54 AIM prefix": lambda scene: scene.card(scene.code, Device(aim="]Q1")),
    "54 AIM prefix, Russian layout, GS": lambda scene: scene.card(
        scene.code, Device(layout="ru", aim="]Q1", ending="gs")
    ),
    "55 a link of ours": lambda scene: scene.card(f"https://shop.example/f/{scene.code}"),
    "55 a link of ours, Russian layout": lambda scene: scene.card(
        f"https://shop.example/?c={scene.code}", Device(layout="ru")
    ),
    "56 commands inside": with_commands,
    "61 emoji and marks inside": with_emoji,
    "Alt and numbers": by_alt,
    "Alt and numbers, with echo": by_alt_with_echo,
}


@pytest.mark.parametrize("name", CODES)
def test_a_code_in_any_dress_opens_its_form(scene: Scene, name: str) -> None:
    CODES[name](scene)
    scene.over()
    assert scene.till.screen() is Screen.NEWCOMER
    assert scene.till.page.newcomer.opening.code == scene.code
    assert scene.till.page.newcomer.phone.text() == ""
    assert scene.till.refusals() == []
    assert scene.till.purchases() == []


def test_a_code_in_any_dress_waits_while_a_form_is_not_saved(scene: Scene) -> None:
    till = scene.till
    scene.card(till.shop.marina_code)
    till.press(Qt.Key.Key_F6)
    till.type("700")
    for name, go in CODES.items():
        scene.wait(5_000)
        go(scene)
        scene.over()
        assert till.strip().startswith("New scan: …"), name
        till.press(Qt.Key.Key_Escape)
        assert till.page.newcomer.entry.amount() == 70_000, name
        assert till.page.newcomer.opening.code == till.shop.marina_code, name
    assert till.purchases() == []


# -- what is no code of ours: a refusal stands ---------------------------------------------------


def glued(scene: Scene) -> None:
    """Item 53: two codes without anything between them."""
    scene.card(scene.code + scene.till.shop.marina_code)


def two_at_once(scene: Scene) -> None:
    """Two scanners type at the same time: their keys are mixed."""
    scene.wait(1_000)
    other = scene.till.shop.marina_code
    for one, two in zip(scene.code, other, strict=True):
        scene.keys(key(one), key(two))
    scene.keys(ENTER, ENTER)


def half(scene: Scene) -> None:
    """Half a scan (R26)."""
    scene.wait(1_000)
    scene.keys(*typed(scene.code[:7]))


def other_shop(scene: Scene) -> None:
    """Item 58: a right code of another shop."""
    scene.card(make_code(Random(77).randrange))


def emoji(scene: Scene) -> None:
    """Item 61: symbols that no keyboard has."""
    scene.wait(1_000)
    text = "🚗🚗7K4M\u202e9XQ🎁"
    scene.keys(*(unknown_to_keyboards(symbol) for symbol in text), ENTER)


def swap(code: str) -> str:
    """The code with another first symbol: none of ours."""
    return next(
        other for symbol in "23456789" if not is_well_formed(other := symbol + code[1:])
    )  # fmt: skip


FOREIGN: dict[str, Callable[[Scene], None]] = {
    "51 O0 I1 L": lambda scene: scene.card("O0I1LO0I1L"),
    "51 one wrong symbol": lambda scene: scene.card(swap(scene.code)),
    "53 two codes glued": glued,
    "55 a link of 4 KB": lambda scene: scene.card("https://example.com/" + "a" * 4_076),
    "55 javascript:": lambda scene: scene.card("javascript:alert(1)"),
    "55 file:": lambda scene: scene.card("file:///etc/passwd"),
    "55 smb:": lambda scene: scene.card("smb://host/share/file"),
    "55 WIFI:": lambda scene: scene.card("WIFI:T:WPA;S:Lagoon;P:secret;;"),
    "55 BEGIN:VCARD": lambda scene: scene.card("BEGIN:VCARD\\nN:Ivanov\\nEND:VCARD"),
    "55 WIFI: in a Russian layout": lambda scene: scene.card(
        "WIFI:T:WPA;S:Lagoon;P:secret;;", Device(layout="ru")
    ),
    "57 percent": lambda scene: scene.card("%%%%%%"),
    "57 underlines": lambda scene: scene.card("______"),
    "57 drop table": lambda scene: scene.card("'; DROP TABLE customer;--"),
    "57 backslashes": lambda scene: scene.card("\\\\\\\\\\\\"),
    "58 another shop": other_shop,
    "61 emoji": emoji,
    "61 over 64 symbols": lambda scene: scene.card("A" * 65),
    "half a scan": half,
    "two scanners at once": two_at_once,
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_no_code_of_ours_is_refused(scene: Scene, name: str) -> None:
    FOREIGN[name](scene)
    scene.over()
    assert scene.till.screen() is Screen.REFUSED
    assert scene.till.verdict()[0] in ("stop", "check")
    assert scene.till.purchases() == []
    assert scene.till.desk.store.sql("SELECT COUNT(*) FROM customer") == [(2,)]
    scene.card(scene.code)
    assert scene.till.page.newcomer.opening.code == scene.code


def test_what_is_no_code_of_ours_records_nothing_in_a_form_that_is_ready(scene: Scene) -> None:
    till = scene.till
    scene.card(till.shop.marina_code)
    till.type("9000001234")
    till.press(Qt.Key.Key_F6)
    till.type("700")
    for name, go in FOREIGN.items():
        scene.wait(5_000)
        go(scene)
        scene.over()
        assert till.strip().startswith("New scan: …"), name
        till.press(Qt.Key.Key_Escape)
        form = till.page.newcomer
        assert (form.phone.e164(), form.entry.amount()) == ("+79000001234", 70_000), name
        assert form.opening.code == till.shop.marina_code, name
    assert till.purchases() == []


# -- codes that are ours and do not work ---------------------------------------------------------


def erased(till: Till) -> None:
    """Item 59: the code of a customer who was erased."""
    update_customer(till.desk.store, till.shop.anna, state="erased", name="")
    till.scan(till.shop.anna_code)


def void(till: Till) -> None:
    """Item 59: a blocked code."""
    block_code(till.shop.desk, till.shop.anna_code, "lost card")
    till.scan(till.shop.anna_code)


class Dead(NamedTuple):
    """A scene and the refusal that comes of it."""

    go: Callable[[Till], None]
    refusal: str


DEAD = {
    "59 used": Dead(scenes.a_coupon_used, "code_used_up"),
    "59 expired": Dead(scenes.a_card_of_last_month, "code_expired"),
    "59 early": Dead(scenes.a_card_from_monday_on, "code_not_yet_valid"),
    "59 void": Dead(void, "code_blocked"),
    "59 erased": Dead(erased, "code_voided"),
}


@pytest.mark.parametrize("name", DEAD)
def test_item_59_a_code_that_does_not_work_is_refused_and_enter_redeems_nothing(
    scene: Scene, name: str
) -> None:
    till = scene.till
    DEAD[name].go(till)
    before = till.purchases()
    assert till.screen() is Screen.REFUSED
    assert till.verdict()[0] == "stop"
    assert till.refusals()[-1] == DEAD[name].refusal
    scene.keys(ENTER)
    till.settle()
    assert till.purchases() == before


@pytest.mark.parametrize("text", ["123", "12345"])
def test_the_enter_of_a_short_barcode_records_nothing(scene: Scene, text: str) -> None:
    till = scene.till
    scene.card(scene.code)
    till.type("9000001234")
    till.press(Qt.Key.Key_F6)
    till.type("700")
    scene.wait(1_000)
    scene.keys(*typed(text))
    scene.over()
    assert till.purchases() == []
    assert till.screen() is Screen.NEWCOMER
