"""One sheet of cards as it will be printed: planned off the window's thread, drawn anywhere.

The preview and the printer draw the same primitives with the same painter.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from PySide6.QtGui import QPainter

from refdesk.cards.compose import Composer
from refdesk.cards.design import load_design
from refdesk.cards.fonts import Faces, load_faces
from refdesk.cards.marks import crop_marks
from refdesk.cards.painter import CardPainter
from refdesk.cards.primitives import Primitive
from refdesk.cards.stocks import Stock, load_stock
from refdesk.services.desk import Desk
from refdesk.services.print_runs import DEFAULT_DESIGN, DEFAULT_STOCK, Selection, Sheet
from refdesk.services.sheets import read_cards
from refdesk.words.catalogue import Words, load_words


@dataclass(frozen=True)
class PrintOrder:
    """What is to be printed and how: a selection of cards on sheets of one stock."""

    selection: Selection = field(default_factory=Selection)
    stock: str = DEFAULT_STOCK
    design: str = DEFAULT_DESIGN
    start: int = 1
    crop_marks: bool = False

    @property
    def sheet(self) -> Sheet:
        """The same for the services."""
        return Sheet(self.stock, self.design, self.start, self.crop_marks)


class Span(NamedTuple):
    """Which cards of an order stand on a sheet, and on which place the first of them stands."""

    first: int
    length: int
    place: int


@dataclass(frozen=True)
class SheetPlan:
    """A sheet ready to draw: primitives and bare codes by place, counted from 1."""

    order: PrintOrder
    stock: Stock
    number: int
    sheets: int
    total: int
    cells: Mapping[int, tuple[Primitive, ...]] = field(default_factory=dict)
    codes: Mapping[int, str] = field(default_factory=dict, repr=False)
    faces: Faces | None = field(default=None, repr=False)


def sheet_count(total: int, cells: int, start: int) -> int:
    """How many sheets so many cards take when the first ``start - 1`` places are used up."""
    return -(-(total + start - 1) // cells) if total else 0


def span_of(number: int, total: int, cells: int, start: int) -> Span:
    """Which cards stand on sheet ``number``, counted from 1."""
    if number == 1:
        return Span(0, min(total, cells - start + 1), start)
    first = cells - start + 1 + (number - 2) * cells
    return Span(first, max(min(total - first, cells), 0), 1)


def words_of_cards(desk: Desk) -> Words:
    """Cards speak the shop's language, whatever the window speaks."""
    shop = desk.shop()
    return load_words(shop.language, currency=shop.currency, region=shop.region)


def plan_sheet(desk: Desk, order: PrintOrder, ids: Sequence[int], number: int) -> SheetPlan:
    """Lay out one sheet. Raises what composing raises: DomainError ``qr_too_small``, ``bad_code``.

    Runs in a worker: the typeface may have to be cut first, which takes a second.
    """
    stock = load_stock(order.stock)
    start = min(order.start, stock.cells)
    sheets = sheet_count(len(ids), stock.cells, start)
    number = min(max(number, 1), max(sheets, 1))
    span = span_of(number, len(ids), stock.cells, start)
    shown = ids[span.first : span.first + span.length]
    faces = load_faces()
    composer = Composer(load_design(order.design), stock.cell_size, faces)
    cells, codes = {}, {}
    for place, record in enumerate(read_cards(desk, shown, words_of_cards(desk)), span.place):
        cells[place] = composer.compose(record)
        codes[place] = record.code
    return SheetPlan(order, stock, number, sheets, len(ids), cells, codes, faces)


def plan_sheets(
    desk: Desk, order: PrintOrder, ids: Sequence[int], numbers: range
) -> Iterator[SheetPlan]:
    """Lay out these sheets one after the other."""
    return (plan_sheet(desk, order, ids, number) for number in numbers)


def draw_sheet(painter: QPainter, cards: CardPainter, plan: SheetPlan, dots_per_mm: float) -> None:
    """Draw a sheet's marks and cards, in dots of the paint device from the page's corner."""
    if plan.order.crop_marks:
        cards.draw(painter, crop_marks(plan.stock), x=0.0, y=0.0, dots_per_mm=dots_per_mm)
    for place, primitives in plan.cells.items():
        x, y = plan.stock.cell_origin(place)
        cards.draw(painter, primitives, x=x, y=y, dots_per_mm=dots_per_mm)
