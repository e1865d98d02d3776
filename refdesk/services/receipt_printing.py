"""Coupons on receipt paper: a live code's offer, its symbol and its terms, as a file or printed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from refdesk.cards.compose import CardRecord
from refdesk.cards.new_file import replacing
from refdesk.cards.receipt import REWARD_LINE, Strip, lay_out, write_receipt
from refdesk.cards.receipt_paper import Paper
from refdesk.cards.receipt_printer import ReceiptPrinter, send_receipt
from refdesk.domain.codes import mask_code
from refdesk.domain.errors import DomainError
from refdesk.domain.records import PromoCode
from refdesk.services import codes
from refdesk.services.desk import Desk
from refdesk.services.print_runs import Selection, card_ids, card_records
from refdesk.storage import codes as storage
from refdesk.words.catalogue import Words
from refdesk.words.receipt_text import reward_line, trial_fields

PDF = ".pdf"
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
    return _deliver(desk, _find(desk, code), words, paper, partial(_give, out, printer))


def print_customers_receipt(
    desk: Desk, customer: int, printer: ReceiptPrinter, words: Words, *, paper: Paper
) -> ReceiptPrinted:
    """Print the coupon of the code that a customer's card has; raises DomainError
    ``customer_unknown``, ``nothing_to_print`` where he has none, and what `send_receipt` raises."""
    ids = card_ids(desk, Selection(customers=(customer,)))
    if not ids:
        raise DomainError("nothing_to_print")
    (code,) = storage.codes_by_id(desk.store, ids[:1])
    return _deliver(desk, code, words, paper, partial(_give, None, printer))


def print_trial(desk: Desk, printer: ReceiptPrinter, words: Words, *, paper: Paper) -> None:
    """Print a receipt that shows how wide the print is and holds no code; raises what
    `send_receipt` raises."""
    fields = trial_fields(words, desk.shop(), width=paper.width, dots=paper.dots)
    record = CardRecord(code=_TRIAL_CODE, shown_code=_TRIAL_CODE, fields=fields)
    _give(None, printer, lay_out(record, paper, shows_edges=True))


def _find(desk: Desk, text: str) -> PromoCode:
    """The live code that a text reads as; an old card stands for the one it was swapped for."""
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


def _deliver(
    desk: Desk, code: PromoCode, words: Words, paper: Paper, give: Callable[[Strip], None]
) -> ReceiptPrinted:
    """Lay a coupon out, give it to where it goes, and note that it was printed (R29)."""
    (record,) = card_records(desk, desk.shop(), [code.id], words)
    line = reward_line(words, record.fields)
    strip = lay_out(replace(record, fields={**record.fields, REWARD_LINE: line}), paper)
    give(strip)
    mask = mask_code(code.code)
    with desk.store.write():
        stamp = desk.stamp(desk.shop(), opens_shift=False, minds_clock=False)
        desk.audit(stamp, "cards_printed", cards=1, run=None, receipt=mask)
    return ReceiptPrinted(mask, strip.replaced)


def _give(out: Path | None, printer: ReceiptPrinter | None, strip: Strip) -> None:
    if out is not None and out.suffix.lower() == PDF:
        write_receipt(out, strip)
        out = None
    if out is None and printer is None:
        return
    # it brings the printing library along, which is slow
    from refdesk.cards.escpos import encode_receipt

    data = encode_receipt(strip)
    if out is not None:
        with replacing(out) as stream:
            stream.write(data)
    if printer is not None:
        send_receipt(data, printer)
