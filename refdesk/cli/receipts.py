"""A coupon on receipt paper: into a file, to a receipt printer, or both."""

from pathlib import Path

from refdesk.cli.call import Call
from refdesk.cli.cards import card_words
from refdesk.cli.tree import Branch, positive
from refdesk.domain.errors import DomainError


def declare_receipt(branch: Branch) -> None:
    """``cards receipt``."""
    words = branch.words
    verb = branch.verb("receipt", _receipt, words.text("a coupon on receipt paper"))
    verb.add_argument("code", metavar="CODE")
    verb.add_argument(
        "--out", metavar="FILE",
        help=words.text("FILE.pdf, or any other name for the bytes that a receipt printer takes"),
    )  # fmt: skip
    verb.add_argument(
        "--to", metavar="PRINTER",
        help=words.text("tcp://HOST:9100, usb://VENDOR:PRODUCT or file:///dev/usb/lp0"),
    )  # fmt: skip
    verb.add_argument(
        "--width", metavar="MM", type=positive, default=80,
        help=words.text("of the paper: 58 or 80"),
    )  # fmt: skip
    verb.add_argument(
        "--dots", metavar="N", type=positive, help=words.text("how many the printer has across")
    )
    verb.add_argument(
        "--own-qr", action="store_true", help=words.text("the printer draws QR symbols itself")
    )


def _receipt(call: Call) -> None:
    from refdesk.cards.receipt_paper import receipt_paper
    from refdesk.cards.receipt_printer import parse_printer
    from refdesk.services import receipt_printing

    given = call.options
    if given.out is None and given.to is None:
        raise DomainError("bad_usage", text="--out")
    paper = receipt_paper(given.width, given.dots, own_qr=given.own_qr)
    printer = parse_printer(given.to) if given.to is not None else None
    desk, words = call.desk(), call.words
    out = Path(given.out) if given.out is not None else None
    printed = receipt_printing.print_receipt(
        desk, given.code, card_words(call), paper=paper, out=out, printer=printer
    )
    lines = []
    if out is not None:
        lines.append(words.text("{file}: coupon {code}", file=str(out), code=printed.mask))
    if printer is not None:
        lines.append(
            words.text("{printer}: coupon {code}", printer=str(printer), code=printed.mask)
        )
    fields = {
        "file": str(out) if out is not None else None,
        "printer": str(printer) if printer is not None else None,
        "code": printed.mask,
        "replaced": list(printed.replaced),
    }
    call.out.result(fields, lines)
