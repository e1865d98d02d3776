"""Coupons on receipt paper: a live code's offer, its symbol and its terms, as a file or printed.

Slips go the same way.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from refdesk.cards.compose import CardRecord
from refdesk.cards.new_file import replacing
from refdesk.cards.receipt import REWARD_LINE, Coupon, Strip, lay_out, lay_out_slip, write_receipt
from refdesk.cards.receipt_paper import Paper
from refdesk.cards.receipt_printer import ReceiptPrinter, send_receipt
from refdesk.cards.slip import Slip
from refdesk.domain.codes import mask_code
from refdesk.domain.errors import DomainError
from refdesk.domain.records import PromoCode
from refdesk.services import codes
from refdesk.services.desk import Desk
from refdesk.services.print_runs import Selection, card_ids, card_records
from refdesk.words.catalogue import Words
from refdesk.words.receipt_text import reward_line, trial_fields

PDF = ".pdf"
MOST_TOLD = 10
_TRIAL_CODE = "TEST"


@dataclass(frozen=True)
class ReceiptPrinted:
    """What was printed: the code as it is told back, and the signs that no font has."""

    mask: str
    replaced: tuple[str, ...] = ()


def print_receipt(
    desk: Desk,
    code: str,
    words: Words,
    *,
    paper: Paper,
    out: Path | None = None,
    printer: ReceiptPrinter | None = None,
) -> ReceiptPrinted:
    """Print the coupon of a live code: into a file, to a printer, or both.

    The file is a PDF where its name says so, else what a receipt printer takes. Raises DomainError
    ``code_unknown``, ``till_paused``, ``code_voided``, ``code_blocked``, ``code_not_activated``,
    ``code_expired``, ``code_used_up``, ``qr_too_small``, and what `send_receipt` raises; OSError,
    which leaves nothing behind.
    """
    found = find_live_code(desk, code)
    (strip,) = _strips(desk, [found.id], words, paper)
    if out is not None:
        _save(strip, out)
    if printer is not None:
        _send([strip], printer)
    mask = mask_code(found.code)
    _note(desk, 1, mask)
    return ReceiptPrinted(mask, strip.replaced)


def print_receipts(
    desk: Desk, selection: Selection, printer: ReceiptPrinter, words: Words, *, paper: Paper
) -> int:
    """Print the coupons of a selection one after another, as one job; how many there were.

    Raises DomainError ``customer_unknown``, ``nothing_to_print``, and what `send_receipt` raises.
    """
    strips = list(_strips(desk, card_ids(desk, selection), words, paper))
    if not strips:
        raise DomainError("nothing_to_print")
    _send(strips, printer)
    _note(desk, len(strips), ", ".join(mask_code(strip.code) for strip in strips[:MOST_TOLD]))
    return len(strips)


def print_trial(desk: Desk, printer: ReceiptPrinter, words: Words, *, paper: Paper) -> None:
    """Print a receipt that shows how wide the print is and holds no code; raises what
    `send_receipt` raises."""
    fields = trial_fields(words, desk.shop(), width=paper.width, dots=paper.dots)
    record = CardRecord(code=_TRIAL_CODE, shown_code=_TRIAL_CODE, fields=fields)
    _send([lay_out(record, paper, shows_edges=True)], printer)


def send_slip(slip: Slip, printer: ReceiptPrinter, *, paper: Paper) -> None:
    """Print a slip; raises what `send_receipt` raises."""
    _send([lay_out_slip(slip, paper)], printer)


def find_live_code(desk: Desk, text: str) -> PromoCode:
    """The live code that a text reads as; an old card stands for the one it was swapped for.

    Raises DomainError ``code_unknown``, ``till_paused``, ``code_voided``, ``code_blocked``,
    ``code_not_activated``, ``code_expired``, ``code_used_up``.
    """
    shown = codes.look_at_code(desk, text)
    newest = codes.successor(desk, shown.code)
    if newest.id != shown.code.id:
        shown = codes.show_code(desk, newest.code)
    code = shown.code
    match shown.state:
        case "live":
            return code
        case "printed":
            raise DomainError("code_not_activated")
        case "blocked":
            raise DomainError("code_blocked")
        case "expired":
            raise DomainError("code_expired", valid_to=code.valid_to)
        case "used_up":
            raise DomainError("code_used_up", count=code.uses, limit=code.use_limit)
    raise DomainError("code_voided")


def _strips(desk: Desk, ids: Sequence[int], words: Words, paper: Paper) -> Iterator[Coupon]:
    for record in card_records(desk, desk.shop(), ids, words):
        line = reward_line(words, record.fields)
        yield lay_out(replace(record, fields={**record.fields, REWARD_LINE: line}), paper)


def _save(strip: Strip, out: Path) -> None:
    if out.suffix.lower() == PDF:
        write_receipt(out, strip)
        return
    with replacing(out) as stream:
        stream.write(_job([strip]))


def _send(strips: Iterable[Strip], printer: ReceiptPrinter) -> None:
    send_receipt(_job(strips), printer)


def _job(strips: Iterable[Strip]) -> bytes:
    # it brings the printing library along, which is slow
    from refdesk.cards.escpos import encode_receipt

    return b"".join(map(encode_receipt, strips))


def _note(desk: Desk, count: int, told: str) -> None:
    """Note that coupons were printed (R29)."""
    with desk.store.write():
        stamp = desk.stamp(desk.shop(), opens_shift=False, minds_clock=False)
        desk.audit(stamp, "cards_printed", cards=count, run=None, receipt=told)
