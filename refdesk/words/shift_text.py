"""A shift in words: its figures, what has to be looked at, and what is refused (G27)."""

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from typing import Final, NamedTuple

from refdesk.domain import shifts as s
from refdesk.domain.customer import short_name
from refdesk.domain.shifts import Figures, Point
from refdesk.words.catalogue import N_, Words

Lines = tuple[tuple[str, ...], tuple[str, ...]]

SHIFT_REFUSALS: Final[Mapping[str, Lines]] = {
    "no_open_shift": (
        (N_("No shift is open here"),), (N_("It opens by itself with the first purchase"),)
    ),
    "shift_unknown": ((N_("No such shift"),), (N_("Check the number"),)),
    "shift_closed": ((N_("This shift is closed already"),), (N_("Nothing has to be done"),)),
    "point_unknown": (
        (N_("This shift has no such open point"),), (N_("Look at the shift again"),)
    ),
}  # fmt: skip


class FigureRow(NamedTuple):
    """A figure by its name in `Figures`, what it is called, and how it is written."""

    name: str
    caption: str
    value: str
    is_total: bool = False


_COUNTS: Final = (
    ("purchases", N_("Purchases")),
    ("new_by_code", N_("New by a code")),
    ("codes_used", N_("Codes used")),
    ("codes_refused", N_("Codes refused")),
)
_OFF: Final = (
    ("by_codes", N_("Discounts by codes")),
    ("by_programmes", N_("Other programme discounts")),
    ("by_hand", N_("Discounts by hand")),
    ("paid_with_points", N_("Paid with points")),
    ("credit_spent", N_("Paid with store credit")),
    ("gift_cards_used", N_("Paid with gift cards")),
)
_GIVEN_COUNTS: Final = (
    ("points_issued", N_("Points issued")),
    ("points_spent", N_("Points spent")),
    ("stamps_issued", N_("Stamps issued")),
)
_GIVEN_SUMS: Final = (
    ("credit_issued", N_("Store credit issued")),
    ("money_earned", N_("Money earned by referrers")),
    ("gift_cards_sold", N_("Gift cards sold")),
    ("voided", N_("Voided purchases")),
    ("given_back", N_("Money given back")),
    ("paid_out", N_("Cash paid out")),
)
ALWAYS: Final = ("purchases", "new_by_code", "codes_refused", "sales", "by_codes",
                 "paid_with_points", "paid")  # fmt: skip
"""What is shown even where it is 0."""


def count_rows(words: Words, figures: Figures) -> list[FigureRow]:
    """How many purchases and codes."""
    rows = [_count(words, figures, *one) for one in _COUNTS if _shown(figures, one[0])]
    said = figures.marked_good, figures.marked_so_so, figures.marked_bad
    if any(said):
        value = " \N{MIDDLE DOT} ".join(map(words.number, said))
        rows.append(FigureRow("marks", words.text("Good, so-so, bad"), value))
    return rows


def sum_rows(words: Words, figures: Figures) -> list[FigureRow]:
    """From the sales recorded down to what was paid in money."""
    rows = [FigureRow("sales", words.text("Sales recorded"), words.money(figures.sales))]
    for name, caption in _OFF:
        if _shown(figures, name):
            value = words.money(-getattr(figures, name))
            rows.append(FigureRow(name, words.text_of(caption), value))
    if figures.rounding:
        value = words.money(figures.rounding)
        rows.append(FigureRow("rounding", words.text("Cash rounding"), value))
    paid = FigureRow("paid", words.text("Paid"), words.money(figures.paid), is_total=True)
    return [*rows, paid]


def given_rows(words: Words, figures: Figures) -> list[FigureRow]:
    """What was issued, spent, taken back and paid out."""
    rows = [_count(words, figures, *one) for one in _GIVEN_COUNTS if _shown(figures, one[0])]
    for name, caption in _GIVEN_SUMS:
        if _shown(figures, name):
            value = words.money(getattr(figures, name))
            rows.append(FigureRow(name, words.text_of(caption), value))
    return rows


def _shown(figures: Figures, name: str) -> bool:
    return name in ALWAYS or bool(getattr(figures, name))


def _count(words: Words, figures: Figures, name: str, caption: str) -> FigureRow:
    return FigureRow(name, words.text_of(caption), words.number(getattr(figures, name)))


def closed_text(words: Words, shift: int, figures: Figures) -> str:
    """What is told of a shift once it is closed."""
    number, paid = words.number(shift), words.money(figures.paid)
    return words.text("Shift {number} is closed: paid {amount}", number=number, amount=paid)


# -- points ------------------------------------------------------------------------------------


_TITLES: Final = {
    s.DISCOUNT: N_("Discount without a code, {amount}"),
    s.BY_HAND: N_("Discount by hand, {amount}"),
    s.CODE: N_("A code that brought nothing, {amount}"),
    s.CASH: N_("More slips than payouts: {amount}"),
    s.CANCELLED: N_("Payout O{id} is cancelled, {amount}"),
    s.VOID: N_("Voided: {name}, {amount}"),
    s.REFUND: N_("Refunded in part: {name}, {amount}"),
}


def point_title(words: Words, point: Point) -> str:
    """What is so: ``Discount without a code, 150 ₽``."""
    if point.kind in _TITLES and point.amount >= 0:
        name = short_name(point.name) or f"B{point.subject}"
        amount = words.money(point.amount)
        title = _TITLES[point.kind]
        return words.text_of(title, name=name, amount=amount, id=point.subject)
    if point.kind == s.CASH:
        return words.text("Slips are missing: {amount}", amount=words.money(-point.amount))
    if point.kind == s.RUN:
        return words.plural(
            "{n} card printed but not confirmed", "{n} cards printed but not confirmed",
            point.count,
        )  # fmt: skip
    if point.kind == s.DAYS:
        return words.plural("The shift lasted {n} day", "The shift lasted {n} days", point.count)
    return words.plural("{n} balance does not agree", "{n} balances do not agree", point.count)


def point_line(words: Words, point: Point, zone: tzinfo, *, may_confirm: bool = True) -> str:
    """When it was, and what belongs to it: a reason, or what may be done by who may confirm that
    printed cards came out, or by who may not (R29)."""
    parts = [words.time(point.at.astimezone(zone))]
    if point.reason and point.kind != s.RUN:
        told = words.text(
            "{name}: {reason}", name=point.answer, reason=point.reason
        ) if point.answer else point.reason  # fmt: skip
        return ", ".join([*parts, told])
    if point.kind == s.RUN:
        parts.append(words.text("run R{id}", id=point.subject))
    elif point.kind in (s.DISCOUNT, s.CODE):
        parts.append(short_name(point.name) if point.kind == s.CODE else point.name)
        parts.append(f"B{point.subject}")
    told = ", ".join(part for part in parts if part)
    hint = _WHY_NOT if point.kind == s.RUN and not may_confirm else _HINTS.get(point.kind)
    return f"{told}. {words.text_of(hint)}" if hint and point.is_open else told


_WHY_NOT: Final = N_("Say why not")
_HINTS: Final = {
    s.DISCOUNT: N_("Every discount needs a code or a reason"),
    s.CODE: N_("Every code brings a discount or a benefit"),
    s.RUN: N_("Did they come out?"),
    s.DAYS: N_("It was left open since an earlier day"),
    s.BALANCES: N_("The owner runs the check"),
    s.CASH: N_("Count the slips again"),
}


def slip_numbers(words: Words, numbers: list[int]) -> str:
    """``1 slip, No. 118``, or how many there are."""
    if not numbers:
        return words.text("No slips")
    if len(numbers) == 1:
        return words.text("1 slip, No. {id}", id=numbers[0])
    found = words.plural("{n} slip", "{n} slips", len(numbers))
    return words.text(
        "{slips}, No. {first} to {last}", slips=found, first=numbers[0], last=numbers[-1]
    )


def all_rows(words: Words, figures: Figures) -> Iterator[FigureRow]:
    """Every figure from top to bottom, for paper and the terminal."""
    yield from count_rows(words, figures)
    yield from sum_rows(words, figures)
    yield from given_rows(words, figures)
