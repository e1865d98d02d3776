"""The slip of a shift: figures, what was looked at, the anchors of the audit chains (4c)."""

from collections.abc import Iterator
from pathlib import Path

from refdesk.cards.receipt_paper import Paper
from refdesk.cards.receipt_printer import ReceiptPrinter
from refdesk.cards.slip import Slip, write_slip
from refdesk.domain.business_day import local
from refdesk.domain.records import Shop
from refdesk.services.desk import Desk
from refdesk.services.receipt_printing import send_slip
from refdesk.services.shifts import ClosedShift, ShiftView, read_shift
from refdesk.words.catalogue import Words
from refdesk.words.shift_text import all_rows, point_line, point_title, slip_numbers

ANCHOR = 16
"""So many symbols of an anchor are printed: enough to tell two chains apart."""


def print_shift(desk: Desk, shift: int, out: Path, words: Words) -> int:
    """Write a shift's slip as a PDF; how many pages it has.

    Raises DomainError ``shift_unknown``, ``not_allowed``; OSError, which leaves nothing behind.
    """
    view = read_shift(desk, shift)
    return write_slip(out, shift_slip(desk.shop(), view, words))


def send_shift(
    desk: Desk, shift: int, printer: ReceiptPrinter, words: Words, *, paper: Paper
) -> None:
    """Print a shift's slip on receipt paper.

    Raises DomainError ``shift_unknown``, ``not_allowed``, and what `send_receipt` raises.
    """
    view = read_shift(desk, shift)
    send_slip(shift_slip(desk.shop(), view, words), printer, paper=paper)


def shift_slip(shop: Shop, view: ShiftView, words: Words) -> Slip:
    """What a shift's slip says."""
    who = view.staff_name or shop.name
    return Slip(
        shop=shop.name,
        contact=shop.contact,
        title=words.text("Shift {number}", number=words.number(view.id)),
        mark="" if view.closed else words.text("The shift is still open"),
        facts=(
            (words.text("Who"), who),
            (words.text("When"), span_text(shop, view, words)),
            (words.text("Till"), view.till),
        ),
        amount=words.money(view.figures.paid),
        heading=words.text("This shift"),
        reasons=tuple(_lines(shop, view, words)),
        signatures=(
            (words.text("Closed the shift, signature"), who),
            (words.text("Looked at it, signature"), ""),
        ),
    )


def span_text(shop: Shop, view: ShiftView | ClosedShift, words: Words) -> str:
    """``21 November, 08:55 to 20:02``."""
    first, last = local(view.opened_at, shop.zone), local(view.until, shop.zone)
    if first.date() == last.date():
        return words.text(
            "{date}, {first} to {last}", date=words.date(first.date(), today=last.date()),
            first=words.time(first), last=words.time(last),
        )  # fmt: skip
    today = last.date() if first.year == last.year else None  # a year stands with both or none
    return words.text(
        "{first} to {last}",
        first=f"{words.date(first.date(), today=today)} {words.time(first)}",
        last=f"{words.date(last.date(), today=today)} {words.time(last)}",
    )


def _lines(shop: Shop, view: ShiftView, words: Words) -> Iterator[tuple[str, str]]:
    for row in all_rows(words, view.figures):
        yield row.caption, row.value
    numbers = [one.id for one in view.payouts if one.cancelled_at is None]
    if numbers:
        yield slip_numbers(words, numbers), words.money(view.figures.paid_out)
    if view.closed is not None and view.closed.slips is not None:
        yield words.text("Slips in the drawer"), words.money(view.closed.slips)
    for point in view.points:
        state = words.text("open") if point.is_open else ""
        yield f"{point_title(words, point)} · {point_line(words, point, shop.zone)}", state
    for anchor in view.closed.anchors if view.closed else ():
        yield (
            words.text("Record of till {till}, line {seq}", till=anchor.till, seq=anchor.seq),
            anchor.mac[:ANCHOR],
        )
