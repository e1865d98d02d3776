"""Physical keys -> what a scanner means by them: the symbols of a US keyboard.

A scanner types positions of a US keyboard. X11 and Wayland give the Linux key number plus 8,
Windows the set-1 scan code; for the main block both are the same numbers. macOS gives none.
"""

_ROWS: tuple[tuple[int, str, str], ...] = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
)
_PAD = dict(zip(range(71, 84), "789-456+1230.", strict=True)) | {55: "*", 98: "/"}
_SPACE = 57


def _main_block() -> dict[int, tuple[str, str]]:
    table = {_SPACE: (" ", " ")}
    for first, plain, shifted in _ROWS:
        for offset, pair in enumerate(zip(plain, shifted, strict=True)):
            table[first + offset] = pair
    return table


_MAIN = _main_block()
X11_OFFSET = 8


def us_symbol(key_number: int, *, shift: bool) -> str | None:
    """The symbol that the key gives on a US keyboard, or None for a key without a symbol.

    ``key_number`` is the Linux key number or the set-1 scan code. Caps Lock plays no part: the
    scanner holds Shift for a capital.
    """
    pair = _MAIN.get(key_number)
    if pair is not None:
        return pair[1] if shift else pair[0]
    return _PAD.get(key_number)


def us_key_number(symbol: str) -> tuple[int, bool]:
    """The key number and Shift that give a symbol on a US keyboard.

    Raises KeyError for a symbol that the keyboard does not have.
    """
    for number, pair in _MAIN.items():
        if symbol in pair:
            return number, symbol == pair[1] and symbol != pair[0]
    raise KeyError(symbol)


def key_number(native_scan_code: int, platform: str) -> int:
    """The key number of a native scan code on a Qt platform, or 0 where there is none."""
    if platform in ("xcb", "wayland", "wayland-egl", "offscreen"):
        return native_scan_code - X11_OFFSET if native_scan_code > X11_OFFSET else 0
    if platform == "windows":
        return native_scan_code
    return 0
