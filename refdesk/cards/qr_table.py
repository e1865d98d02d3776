"""Many QR symbols of one length quickly: what `qrcode` would draw, put together from parts.

For one version, level, mode and length a symbol is an affine function of the text's bits over
GF(2): error correction is linear, and a mask is XORed on top. So one symbol for each bit, drawn
by `qrcode` itself, is enough to put every other together by XOR; and on a symbol held as one
integer the four penalties that choose the mask are a few shifts. The result equals `qrcode`'s own,
its choice of mask included, some fifty times sooner.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

_ALPHANUMERIC: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_BASE: Final = len(_ALPHANUMERIC)
_PAIR_BITS: Final = 11
_MASKS: Final = range(8)
_MODULES: Final = bytes.maketrans(b"01", b"\0\1")
# All shares are measured from a text of ones: `qrcode` cannot divide a block that is all zero.
_ONE: Final = 1


def layout_of(text: str) -> tuple[bool, int]:
    """Return whether ``text`` packs as alphanumeric, and its length in symbols or else bytes."""
    is_alphanumeric = all(char in _ALPHANUMERIC for char in text)
    return is_alphanumeric, len(text) if is_alphanumeric else len(text.encode())


class SymbolTable:
    """The symbols of all texts of one ``layout_of``."""

    def __init__(self, *, is_alphanumeric: bool, length: int, level: str = "Q") -> None:
        self._is_alphanumeric = is_alphanumeric
        places = (length + 1) // 2 if is_alphanumeric else length
        self._ones = self._text([_ONE] * places, length)
        self._version, self._level = _smallest_symbol(self._data(self._ones), level)
        self.side = 4 * self._version + 17
        self._grid = _grid(self.side)
        # Masks are weighed before the format bits are written, as `qrcode` does it.
        self._trials = [self._draw(self._ones, mask=mask, is_trial=True) for mask in _MASKS]
        self._finals = [self._draw(self._ones, mask=mask) for mask in _MASKS]
        self._bit_shares: dict[tuple[int, int], int] = {}
        self._shares: dict[tuple[int, int], int] = {}

    def matrix(self, text: str) -> tuple[bytes, ...]:
        """Return the modules of a text of this table's layout, row by row; 1 is dark."""
        side = self.side
        flat = format(self._symbol(text), f"0{side * side}b").encode().translate(_MODULES)
        return tuple(flat[start : start + side] for start in range(0, side * side, side))

    def _symbol(self, text: str) -> int:
        """Return the symbol as one integer: its highest bit is the top left module."""
        data = 0
        for place, value in enumerate(self._values(text)):
            share = self._shares.get((place, value))
            if share is None:
                share = self._shares[place, value] = self._share(place, value)
            data ^= share
        best = min(_MASKS, key=lambda mask: self._grid.penalty(self._trials[mask] ^ data))
        return self._finals[best] ^ data

    def _values(self, text: str) -> Iterator[int]:
        """Yield the text as the numbers the standard packs: pairs of symbols, or bytes."""
        if not self._is_alphanumeric:
            yield from text.encode()
            return
        numbers = [_ALPHANUMERIC.index(char) for char in text]
        for first, second in zip(numbers[::2], numbers[1::2], strict=False):
            yield first * _BASE + second
        if len(numbers) % 2:
            yield numbers[-1]

    def _share(self, place: int, value: int) -> int:
        """Return what a number at one place changes in the symbol."""
        changed = value ^ _ONE
        share = 0
        for bit in range(_PAIR_BITS):
            if changed >> bit & 1:
                share ^= self._bit_share(place, bit)
        return share

    def _bit_share(self, place: int, bit: int) -> int:
        share = self._bit_shares.get((place, bit))
        if share is None:
            values = list(self._values(self._ones.decode()))
            values[place] = _ONE ^ 1 << bit
            text = self._text(values, len(self._ones))
            share = self._bit_shares[place, bit] = self._draw(text) ^ self._finals[0]
        return share

    def _text(self, values: Sequence[int], length: int) -> bytes:
        """Return the text that packs as ``values``; the inverse of ``_values``."""
        if not self._is_alphanumeric:
            return bytes(values)
        text = "".join(_ALPHANUMERIC[v // _BASE] + _ALPHANUMERIC[v % _BASE] for v in values)
        if len(text) > length:
            text = text[:-2] + _ALPHANUMERIC[values[-1]]
        return text.encode()

    def _data(self, text: bytes) -> Any:
        from qrcode import util

        mode = util.MODE_ALPHA_NUM if self._is_alphanumeric else util.MODE_8BIT_BYTE
        return util.QRData(text, mode=mode, check_data=False)

    def _draw(self, text: bytes, *, mask: int = 0, is_trial: bool = False) -> int:
        from qrcode import QRCode

        code = QRCode(version=self._version, error_correction=self._level, border=0)
        code.add_data(self._data(text))
        code.makeImpl(is_trial, mask)
        return int("".join("1" if dark else "0" for row in code.modules for dark in row), 2)


def _smallest_symbol(data: Any, least: str) -> tuple[int, int]:
    """Return the smallest version for ``data`` at level ``least``, and the best level it fits."""
    from qrcode import QRCode
    from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_M, ERROR_CORRECT_Q

    levels = {"M": ERROR_CORRECT_M, "Q": ERROR_CORRECT_Q, "H": ERROR_CORRECT_H}
    versions = {}
    for name in "MQH"["MQH".index(least) :]:
        code = QRCode(error_correction=levels[name])
        code.add_data(data)
        versions[levels[name]] = code.best_fit()
    smallest = versions[levels[least]]
    return smallest, [level for level, version in versions.items() if version == smallest][-1]


@dataclass(frozen=True, slots=True)
class _Grid:
    """A square of modules as one integer; each ``inner`` mask leaves out the last ones."""

    side: int
    whole: int
    inner_by_1: tuple[int, int]
    inner_by_10: tuple[int, int]

    def penalty(self, symbol: int) -> int:
        """Return the penalty of ISO/IEC 18004, 7.8.3: runs, blocks, finder look-alikes, balance."""
        light = symbol ^ self.whole
        total = 0
        alike = []
        for axis, step in enumerate((1, self.side)):
            same = (light ^ symbol << step) & self.inner_by_1[axis]
            alike.append(same)
            runs = same & same << step & same << 2 * step & same << 3 * step
            total += runs.bit_count() + 2 * (runs & ~(runs >> step)).bit_count()
            total += 40 * self._look_alikes(symbol, light, step, self.inner_by_10[axis])
        across, down = alike
        total += 3 * (across & across << self.side & down).bit_count()
        off_balance = abs(symbol.bit_count() / self.side**2 * 100 - 50)
        return total + int(off_balance / 5) * 10

    @staticmethod
    def _look_alikes(dark: int, light: int, step: int, inner: int) -> int:
        """Count 1:1:3:1:1 patterns with four light modules before or after them."""
        edge = dark & light << step & dark << 2 * step
        finder = edge & dark << 3 * step & edge << 4 * step
        calm = light & light << step & light << 2 * step & light << 3 * step
        after = finder & calm << 7 * step & inner
        before = calm & finder << 4 * step & inner
        return after.bit_count() + before.bit_count()


@lru_cache(maxsize=16)
def _grid(side: int) -> _Grid:
    whole = (1 << side * side) - 1

    def inner(by: int) -> tuple[int, int]:
        columns = int(("1" * (side - by) + "0" * by) * side, 2)
        return columns, whole ^ ((1 << side * by) - 1)

    return _Grid(side=side, whole=whole, inner_by_1=inner(1), inner_by_10=inner(10))
