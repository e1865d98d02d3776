"""Shifts: opened, looked at, closed with their totals, and what waits for a manager (G27)."""

from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from refdesk.cli import report
from refdesk.cli.call import Call
from refdesk.cli.cards import card_words
from refdesk.cli.slips import try_folder
from refdesk.cli.tree import Branch
from refdesk.cli.values import instant, printed_id, read_id
from refdesk.domain.shifts import Point

if TYPE_CHECKING:
    from refdesk.cards.table_file import Cell
    from refdesk.services.shifts import ShiftView

COUNTS = (
    "purchases", "new_by_code", "codes_used", "codes_refused", "points_issued", "points_spent",
    "stamps_issued", "voids", "refunds", "payouts", "marked_good", "marked_so_so", "marked_bad",
)  # fmt: skip
"""Figures that are numbers; the others are sums."""


def declare(branch: Branch) -> None:
    """``shift open|show|reason|waiting|close``."""
    words = branch.words
    branch.verb("open", _open, words.text("open the shift of who acts at this till"))
    show = branch.verb("show", _show, words.text("the figures of a shift, and what to look at"))
    show.add_argument("shift", metavar="SHIFT", nargs="?", help=words.text("else the open one"))
    reason = branch.verb("reason", _reason, words.text("the reason for an open point"))
    reason.add_argument("shift", metavar="SHIFT")
    reason.add_argument("point", metavar="POINT")
    reason.add_argument("--reason", metavar="R", required=True)
    branch.verb("waiting", _waiting, words.text("open points of closed shifts, for a manager"))
    close = branch.verb("close", _close, words.text("close a shift with its totals"))
    close.add_argument("shift", metavar="SHIFT", nargs="?", help=words.text("else the open one"))
    close.add_argument(
        "--slips", metavar="A", help=words.text("the sum of the payout slips in the drawer")
    )
    close.add_argument("--out", metavar="FILE.pdf", help=words.text("write the shift’s slip"))


def declare_report(branch: Branch) -> None:
    """``report shift``."""
    report.declare_report(branch, "shift", _report, branch.words.text("the totals of each shift"))


# -- one shift -----------------------------------------------------------------------------------


def _open(call: Call) -> None:
    from refdesk.services import shifts

    view = shifts.open_shift(call.desk())
    line = call.words.text("Shift {number} is open", number=call.words.number(view.id))
    call.out.result(_fields(call, view), [line])


def _show(call: Call) -> None:
    from refdesk.services import shifts

    view = shifts.read_shift(call.desk(), _number(call.options.shift))
    call.out.result(_fields(call, view), _lines(call, view))


def _close(call: Call) -> None:
    from refdesk.services import shifts

    given, desk = call.options, call.desk()
    slips = None if given.slips is None else call.amount(given.slips, allow_zero=True)
    out = Path(given.out) if given.out is not None else None
    if out is not None:
        try_folder(out)
    view = shifts.close_shift(desk, _number(given.shift), slips=slips)
    file = _print_after(call, view, out) if out is not None else None
    fields = {**_fields(call, view), "file": file}
    call.out.result(fields, [*_lines(call, view), *([file] if file else [])])


def _print_after(call: Call, view: "ShiftView", out: Path) -> str | None:
    """Write the slip of a shift that is closed already, whatever becomes of the file."""
    from refdesk.services.shift_slips import print_shift

    try:
        print_shift(call.desk(), view.id, out, card_words(call))
    except OSError as trouble:
        words = call.words
        call.out.message(words.text(
            "Shift {number} is closed, but its slip was not written: {why}. "
            "Print it from the window: Close shift, Earlier shifts",
            number=words.number(view.id), why=trouble.strerror or str(trouble),
        ))  # fmt: skip
        return None
    return str(out)


def _reason(call: Call) -> None:
    from refdesk.services import shifts

    given, desk = call.options, call.desk()
    number = read_id("S", given.shift, otherwise="shift_unknown")
    shifts.answer_point(desk, number, given.point, given.reason)
    view = shifts.read_shift(desk, number)
    call.out.result(_fields(call, view), _point_lines(call, view))


def _waiting(call: Call) -> None:
    from refdesk.services import shifts

    desk, words = call.desk(), call.words
    rows = [
        (
            {"shift": printed_id("S", one.shift), "staff": one.staff_name or None,
             **_point_fields(call, one.point)},
            (f"S{one.shift}", one.staff_name, one.point.key, *_told(call, one.point)),
        )
        for one in shifts.list_waiting(desk)
    ]  # fmt: skip
    heads = (
        words.text("shift"), words.text("who"), words.text("open point"), words.text("what"),
        words.text("when"),
    )  # fmt: skip
    call.out.rows(rows, heads)


def _number(text: str | None) -> int | None:
    return None if text is None else read_id("S", text, otherwise="shift_unknown")


def _fields(call: Call, view: "ShiftView") -> dict[str, object]:
    closed = view.closed
    return {
        "shift": printed_id("S", view.id),
        "staff": view.staff_name or None,
        "till": view.till,
        "opened_at": instant(view.opened_at),
        "closed_at": instant(closed.at) if closed else None,
        "closed_by": (closed.by or None) if closed else None,
        **{
            name: value if name in COUNTS else call.money(value)
            for name, value in asdict(view.figures).items()
        },
        "slips": None if closed is None or closed.slips is None else call.money(closed.slips),
        "points": [_point_fields(call, one) for one in view.points],
        "open_points": len(view.open_points),
        "anchors": [
            {"till": one.till, "seq": one.seq, "mac": one.mac}
            for one in (closed.anchors if closed else ())
        ],
    }


def _point_fields(call: Call, point: Point) -> dict[str, object]:
    return {
        "point": point.key,
        "kind": point.kind,
        "amount": call.money(point.amount),
        "at": instant(point.at),
        "open": point.is_open,
        "reason": point.reason or None,
    }


def _lines(call: Call, view: "ShiftView") -> Iterator[str]:
    from refdesk.words.shift_text import all_rows

    words = call.words
    number = words.number(view.id)
    yield (words.text("Shift {number} is closed", number=number) if view.closed
           else words.text("Shift {number} is open", number=number))  # fmt: skip
    for row in all_rows(words, view.figures):
        yield f"{row.caption}: {row.value}"
    yield from _point_lines(call, view)


def _point_lines(call: Call, view: "ShiftView") -> Iterator[str]:
    words = call.words
    for point in view.points:
        sign = words.text("open") if point.is_open else "-"
        yield "  ".join((sign, point.key, *_told(call, point)))


def _told(call: Call, point: Point) -> tuple[str, str]:
    from refdesk.words.shift_text import point_line, point_title

    return point_title(call.words, point), point_line(call.words, point, call.shop.zone)


# -- all shifts ----------------------------------------------------------------------------------


def _report(call: Call) -> None:
    from refdesk.services import shifts

    first, last, out = report.asked(call)
    desk = call.desk()
    told = report.Report(
        call.words.text("Shifts"), _heads(call), _fields, _cells, _heads_of_figures(call),
        _figures, weights=(1.3, 4, 2.5, 1.3, 1.6, 2.2, 2.4, 2.2, 1.5),
        right=frozenset(range(4, 9)),
    )  # fmt: skip
    report.tell(call, told, shifts.list_shifts(desk, first, last), out)


def _heads(call: Call) -> tuple[str, ...]:
    words = call.words
    return (
        words.text("shift"), words.text("when"), words.text("who"), words.text("till"),
        words.text("purchases"), words.text("discounts"), words.text("paid"),
        words.text("cash paid out"), words.text("open points"),
    )  # fmt: skip


def _cells(call: Call, view: "ShiftView") -> tuple[str, ...]:
    from refdesk.services.shift_slips import span_text

    words, figures = call.words, view.figures
    off = figures.by_codes + figures.by_programmes + figures.by_hand
    return (
        f"S{view.id}", span_text(call.shop, view, words), view.staff_name, view.till,
        words.number(figures.purchases), words.money(off), words.money(figures.paid),
        words.money(figures.paid_out), words.number(len(view.open_points)),
    )  # fmt: skip


def _heads_of_figures(call: Call) -> tuple[str, ...]:
    from refdesk.domain.shifts import Figures

    words = call.words
    return (
        words.text("shift"), words.text("who"), words.text("till"), words.text("opened"),
        words.text("closed"), *asdict(Figures()), words.text("open points"),
    )  # fmt: skip


def _figures(call: Call, view: "ShiftView") -> "tuple[Cell, ...]":
    closed_at = instant(view.closed.at) if view.closed else ""
    return (
        f"S{view.id}", view.staff_name, view.till, instant(view.opened_at) or "", closed_at or "",
        *(value if name in COUNTS else Decimal(call.money(value))
          for name, value in asdict(view.figures).items()),
        len(view.open_points),
    )  # fmt: skip
