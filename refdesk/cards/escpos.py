"""A laid out strip as the bytes that a receipt printer takes (ESC/POS), by `python-escpos`.

Texts go as a picture: no code page of any printer knows both ё and ₽. The symbol goes as a command
where the printer draws it itself, else it is in the picture too.
"""

import logging
import os
import shutil
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from refdesk.cards.fonts import Faces
from refdesk.cards.receipt import Coupon, Strip, draw_receipt

if TYPE_CHECKING:
    from PIL.Image import Image

RESET: Final = b"\x1b@"
CENTRE: Final = b"\x1ba\x01"
LEFT: Final = b"\x1ba\x00"

_ROWS_AT_ONCE: Final = 480
_TORN_OFF: Final = (58,)
"""Paper that few printers cut: it has to come out as far as the edge where it is torn."""

_LINES_TO_TEAR: Final = 3
_LEVEL_Q: Final = 2
_OWN_FOLDER: Final = "ESCPOS_CAPABILITIES_PICKLE_DIR"


def encode_receipt(strip: Strip, faces: Faces | None = None) -> bytes:
    """Return what prints a strip and cuts the paper; the same strip gives the same bytes."""
    printer = _printer(strip.paper.dots)
    picture = draw_receipt(strip, faces)
    printer._raw(RESET)
    if strip.paper.own_qr and isinstance(strip, Coupon):
        top, bottom = _rows_of_symbol(strip)
        _print_rows(printer, picture, 0, top)
        printer._raw(CENTRE)
        dots = round(strip.symbol.module_mm * strip.paper.density)
        printer.qr(strip.code, ec=_LEVEL_Q, size=dots, native=True)
        printer._raw(LEFT)
        _print_rows(printer, picture, bottom, picture.height)
    else:
        _print_rows(printer, picture, 0, picture.height)
    if strip.paper.width in _TORN_OFF:
        printer.print_and_feed(_LINES_TO_TEAR)
    printer.cut(feed=False)
    output: bytes = printer.output
    return output


def _rows_of_symbol(strip: Coupon) -> tuple[int, int]:
    """The rows of dots from the symbol's first to its last; its quiet zone is around them."""
    symbol, density = strip.symbol, strip.paper.density
    top = round(symbol.y * density)
    return top, top + round(len(symbol.matrix) * symbol.module_mm * density)


def _print_rows(printer: Any, picture: "Image", top: int, bottom: int) -> None:
    rows = picture.crop((0, top, picture.width, bottom))
    printer.image(rows, fragment_height=_ROWS_AT_ONCE)


def _printer(dots: int) -> Any:
    """A printer of the library that keeps what it is told."""
    _load_library()
    from escpos.capabilities import Profile
    from escpos.printer import Dummy

    profile = Profile()
    # Of a printer that is as wide as nobody knows the library complains on standard output.
    media = {"width": {"pixels": dots}}
    profile.profile_data = {**profile.profile_data, "media": media}
    return Dummy(profile=profile)


@cache
def _load_library() -> None:
    """Import the library, which is slow, and clear away what it does besides: it leaves a folder in
    the place for temporary files with each start, and sends every program's log to the terminal."""
    log = logging.getLogger()
    before = log.handlers[:]
    from escpos import capabilities

    for handler in log.handlers[:]:
        if handler not in before:
            log.removeHandler(handler)
    if _OWN_FOLDER not in os.environ:
        shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
