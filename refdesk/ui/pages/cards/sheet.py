"""One sheet of cards as it will be printed: planned off the window's thread, drawn anywhere.

The preview and the printer draw the same primitives in the same places as the PDF has.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtGui import QPainter

from refdesk.cards.card_source import by_sheet
from refdesk.cards.compose import CardRecord, Composer
from refdesk.cards.elements import Design, Rect
from refdesk.cards.fonts import Faces
from refdesk.cards.imposition import Flip, Imposition, Order, Page, Side, Spot
from refdesk.cards.marks import page_marks
from refdesk.cards.painter import CardPainter
from refdesk.cards.pdf import composer_for
from refdesk.cards.primitives import Primitive
from refdesk.cards.stocks import Stock
from refdesk.domain.errors import DomainError
from refdesk.services.desk import Desk
from refdesk.services.print_runs import Selection, ShopCards, card_ids
from refdesk.services.sheet_setup import DEFAULT_DESIGN, DEFAULT_STOCK, Sheet, set_up
from refdesk.words.catalogue import Words, load_words


@dataclass(frozen=True)
class PrintOrder:
    """What is to be printed and how: a selection of cards on sheets of one stock.

    As in ``SheetOptions``; ``printer`` is the one whose calibration is used, ``drawn`` the design
    as it stands in the editor.
    """

    selection: Selection = field(default_factory=Selection)
    stock: str = DEFAULT_STOCK
    design: str = DEFAULT_DESIGN
    start: int = 1
    crop_marks: bool = False
    skipped: frozenset[int] = frozenset()
    copies: int = 1
    collate: bool = True
    order: Order = "rows"
    duplex: Flip | None = None
    printer: str = ""
    drawn: Design | None = None

    @property
    def sheet(self) -> Sheet:
        """The same for the services."""
        return Sheet(
            self.stock, self.design, self.start, self.crop_marks, skipped=self.skipped,
            copies=self.copies, collate=self.collate, order=self.order, duplex=self.duplex,
            printer=self.printer, drawn=self.drawn,
        )  # fmt: skip


@dataclass(frozen=True)
class SheetPlan:
    """A side of a sheet ready to draw: primitives and bare codes by place, counted from 1."""

    order: PrintOrder
    imposition: Imposition
    page: Page
    cells: Mapping[int, tuple[Primitive, ...]] = field(default_factory=dict)
    codes: Mapping[int, str] = field(default_factory=dict, repr=False)
    faces: Faces | None = field(default=None, repr=False)

    @property
    def stock(self) -> Stock:
        """What is printed on."""
        return self.imposition.stock

    @property
    def number(self) -> int:
        """Which sheet it is, counted from 1."""
        return self.page.sheet

    @property
    def sheets(self) -> int:
        """How many sheets there are."""
        return self.imposition.sheets

    @property
    def total(self) -> int:
        """How many cards there are on all sheets, with their copies."""
        return self.imposition.pieces

    @property
    def side(self) -> Side:
        """Which side of the sheet it is."""
        return self.page.side


def words_of_cards(desk: Desk) -> Words:
    """Cards speak the shop's language, whatever the window speaks."""
    shop = desk.shop()
    return load_words(shop.language, currency=shop.currency, region=shop.region)


def plan_order(desk: Desk, order: PrintOrder, count: int) -> "Planner":
    """Plan the sheets of an order for so many cards; raises what ``Imposition`` raises.

    Runs in a worker: the typeface may have to be cut first, which takes a second.
    """
    setup = set_up(desk, order.sheet)
    # A part-used sheet of another stock may have more places.
    options = replace(setup.options, start=min(order.start, setup.stock.cells))
    composer = composer_for(setup.design, setup.stock, options)
    imposition = Imposition(count, setup.stock, options, has_back=composer.has_back)
    return Planner(order, imposition, composer)


@dataclass(frozen=True)
class Planner:
    """Lays out the sheets of an order."""

    order: PrintOrder
    imposition: Imposition
    composer: Composer

    def plans(
        self, desk: Desk, ids: Sequence[int], sheets: range, sides: Sequence[Side] | None = None
    ) -> Iterator[SheetPlan]:
        """Lay out the sides of these sheets as they leave the printer, or those ``sides`` alone.

        Raises what composing raises: DomainError ``qr_too_small``, ``bad_code``.
        """
        source = ShopCards(desk, ids, words_of_cards(desk))
        for sheet, records in by_sheet(self.imposition, source, sheets):
            for side in sides or self.imposition.sides:
                yield self._plan(self.imposition.page(sheet, side), records)

    def _plan(self, page: Page, records: Mapping[int, CardRecord]) -> SheetPlan:
        cells = {
            place.cell: self.composer.compose(records[place.card], place.face)
            for place in page.places
        }
        codes = {place.cell: records[place.card].code for place in page.places}
        return SheetPlan(self.order, self.imposition, page, cells, codes, self.composer.faces)


def ids_or_none(desk: Desk, order: PrintOrder) -> list[int]:
    """The cards of an order; none where there is nothing to print yet."""
    try:
        return card_ids(desk, order.selection)
    except DomainError as refused:
        if refused.code == "nothing_to_print":
            return []
        raise


def plan_sheet(
    desk: Desk, order: PrintOrder, ids: Sequence[int], number: int, side: Side = "front"
) -> SheetPlan:
    """Lay out one side of a sheet; a sheet beyond the last is the last.

    Raises what ``plan_order`` and ``Planner.plans`` raise.
    """
    planner = plan_order(desk, order, len(ids))
    number = min(max(number, 1), max(planner.imposition.sheets, 1))
    return next(planner.plans(desk, ids, range(number, number + 1), (side,)))


def draw_sheet(
    painter: QPainter,
    cards: CardPainter,
    plan: SheetPlan,
    dots_per_mm: float,
    *,
    calibrated: bool = False,
) -> None:
    """Draw a sheet's marks and cards, in dots of the paint device from the page's corner.

    ``calibrated`` is for the printer, whose faults it makes up for; the preview shows what comes
    out in the end.
    """
    imposition, stock = plan.imposition, plan.stock
    painter.save()
    if calibrated:
        calibration = imposition.options.calibration
        affine = calibration.on_page(stock.page_width, stock.page_height, plan.side)
        painter.translate(affine.left * dots_per_mm, affine.top * dots_per_mm)
        painter.scale(affine.scale_x, affine.scale_y)
    marks = page_marks(imposition, plan.side)
    cards.draw(painter, marks, x=0.0, y=0.0, dots_per_mm=dots_per_mm)
    for cell, primitives in plan.cells.items():
        _draw_card(painter, cards, primitives, imposition.spot(cell, plan.side), dots_per_mm)
    painter.restore()


def _draw_card(
    painter: QPainter,
    cards: CardPainter,
    primitives: Sequence[Primitive],
    spot: Spot,
    dots_per_mm: float,
) -> None:
    left, top, right, bottom = spot.bleed
    clip = Rect(-left, -top, spot.width + left + right, spot.height + top + bottom)
    if not spot.turned:
        cards.draw(painter, primitives, x=spot.x, y=spot.y, dots_per_mm=dots_per_mm, clip=clip)
        return
    painter.save()
    far_x, far_y = spot.x + spot.width, spot.y + spot.height
    painter.translate(far_x * dots_per_mm, far_y * dots_per_mm)
    painter.rotate(180)
    cards.draw(painter, primitives, x=0.0, y=0.0, dots_per_mm=dots_per_mm, clip=clip)
    painter.restore()
