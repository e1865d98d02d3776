"""Which card stands in which cell, on which side of which page (G04): figures alone.

Printing, preview and PDF all draw what is said here. Lengths in mm from a page's top left corner,
each side as one sees it with the page's own top up.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, TypeAlias

from refdesk.cards.calibration import Calibration
from refdesk.cards.fonts import Faces
from refdesk.cards.stocks import Stock
from refdesk.domain.errors import DomainError

Flip: TypeAlias = Literal["long", "short"]
"""Which edge of the sheet is the hinge when it is turned over."""

Order: TypeAlias = Literal["rows", "piles"]
"""``rows``: along the rows, sheet after sheet. ``piles``: once the sheets are stacked and cut, each
pile is in order, and so are the piles put one under another."""

Side: TypeAlias = Literal["front", "back"]

FLIPS: Final[tuple[Flip, ...]] = ("long", "short")
ORDERS: Final[tuple[Order, ...]] = ("rows", "piles")

MOST_BLEED: Final = 3.0
"""How far colour reaches over a card's edges where the sheet leaves room, in mm."""

MOST_COPIES: Final = 1000


@dataclass(frozen=True, slots=True)
class SheetOptions:
    """How cards go on sheets.

    ``start`` is the first free cell of a part-used sheet, counted from 1 along the rows, and
    ``skipped`` are others of that first sheet that stay empty. Each card is printed ``copies``
    times: all cards and then all again with ``collate``, else each card's copies one after another.
    ``duplex`` is the edge at which sheets are turned for the back; None prints no second side.
    ``crop_marks`` None means as the stock says; ``bleed`` is the most, in mm; ``limit`` the most
    cards to print, copies not counted; ``title`` is the document's; ``faces`` None means those of
    the user's cache.
    """

    start: int = 1
    skipped: frozenset[int] = frozenset()
    copies: int = 1
    collate: bool = True
    order: Order = "rows"
    duplex: Flip | None = None
    crop_marks: bool | None = None
    bleed: float = MOST_BLEED
    calibration: Calibration = field(default_factory=Calibration)
    limit: int | None = None
    title: str = ""
    faces: Faces | None = None


class Bleed(NamedTuple):
    """How far colour may reach over each edge of a card, as the card is read."""

    left: float
    top: float
    right: float
    bottom: float


class Spot(NamedTuple):
    """Where a face stands on a side of a page; ``turned`` by 180° about its middle."""

    x: float
    y: float
    width: float
    height: float
    turned: bool
    bleed: Bleed


class Place(NamedTuple):
    """``face`` of card ``card``, counted from 0, stands in cell ``cell``, counted from 1.

    A cell keeps its number on the back of the page.
    """

    cell: int
    card: int
    face: Side


class Page(NamedTuple):
    """One side of sheet ``sheet``, counted from 1."""

    sheet: int
    side: Side
    places: tuple[Place, ...]


def can_turn(stock: Stock) -> bool:
    """Tell whether cards of this stock may have something on the back of the page.

    Labels have none, and a tent has both its faces on one side.
    """
    return not stock.roll and not is_folded(stock)


def is_folded(stock: Stock) -> bool:
    """Tell whether each card takes two cells, one above the other, with a fold between them."""
    return stock.fold


def mirrors_across(stock: Stock, flip: Flip) -> bool:
    """Tell whether turning a sheet swaps left and right; else it swaps top and bottom.

    The long edges of a page that is wider than high are above and below.
    """
    return (flip == "long") is (stock.page_height >= stock.page_width)


class Imposition:
    """The sheets for ``count`` cards; ``sheets`` and ``pieces`` (cards with copies) tell how many.

    ``has_back`` tells whether the cards have a back to print. Raises DomainError ``bad_start``,
    ``bad_skip``, ``bad_copies``, ``bad_limit`` and ``bad_duplex``.
    """

    def __init__(
        self,
        count: int,
        stock: Stock,
        options: SheetOptions | None = None,
        *,
        has_back: bool = True,
    ) -> None:
        options = options or SheetOptions()
        _check(stock, options)
        self.stock, self.options = stock, options
        self.cards = count if options.limit is None else min(count, options.limit)
        self.pieces = self.cards * options.copies
        self.flip = options.duplex if has_back else None
        self._upper: Side = "back" if has_back else "front"
        self._slots = _slots(stock)
        self._free = _free(self._slots, options)
        if not self._free:
            raise DomainError("bad_skip", cell=min(options.skipped, default=1), cells=stock.cells)
        rest = max(self.pieces - len(self._free), 0)
        self.sheets = -(-rest // len(self._slots)) + 1 if self.pieces else 0
        self._order = _piled if options.order == "piles" and self.sheets > 1 else _along_rows

    @property
    def sides(self) -> tuple[Side, ...]:
        """Which sides of a sheet are printed."""
        return ("front", "back") if self.flip else ("front",)

    @property
    def faces(self) -> tuple[Side, ...]:
        """Which faces of the cards are printed: a tent shows both on one side of the page."""
        has_two = self.flip or (is_folded(self.stock) and self._upper == "back")
        return ("front", "back") if has_two else ("front",)

    def pages(self) -> Iterator[Page]:
        """Yield all pages as they leave the printer: each front, and after it its back."""
        for sheet in range(1, self.sheets + 1):
            for side in self.sides:
                yield self.page(sheet, side)

    def page(self, sheet: int, side: Side = "front") -> Page:
        """Return one side of a sheet; one that there is not is empty."""
        places = []
        if 1 <= sheet <= self.sheets:
            for slot, piece in self._pieces(sheet):
                places += self._places(slot, self._card(piece), side)
        return Page(sheet, side, tuple(places))

    def pieces_on(self, sheet: int) -> int:
        """Return how many cards a sheet holds, copies counted."""
        return sum(1 for _ in self._pieces(sheet))

    def spot(self, cell: int, side: Side = "front") -> Spot:
        """Return where a cell is on that side of the page."""
        return spot_of(self.stock, cell, self.options.bleed, self.flip, side)

    def _pieces(self, sheet: int) -> Iterator[tuple[int, int]]:
        """Yield the slots of a sheet, counted from 0, that hold a piece, each with its piece."""
        return self._order(sheet, self.pieces, len(self._slots), self._free)

    def _card(self, piece: int) -> int:
        return piece % self.cards if self.options.collate else piece // self.options.copies

    def _places(self, slot: int, card: int, side: Side) -> list[Place]:
        cells = self._slots[slot]
        if len(cells) == 1:
            return [Place(cells[0], card, side)]
        upper, lower = cells
        return [Place(upper, card, self._upper), Place(lower, card, "front")]


def impose(
    count: int, stock: Stock, options: SheetOptions | None = None, *, has_back: bool = True
) -> Iterator[Page]:
    """Yield the pages of ``count`` cards; see ``Imposition``."""
    return Imposition(count, stock, options, has_back=has_back).pages()


def spot_of(
    stock: Stock, cell: int, bleed: float = 0.0, flip: Flip | None = None, side: Side = "front"
) -> Spot:
    """Return where a cell is on a side of the page, and which way up what stands there is drawn.

    A back is the right way up when the finished card is turned like the page of a book.
    """
    x, y = stock.cell_origin(cell)
    width, height = stock.cell_width, stock.cell_height
    left, top, right, bottom = _room(stock, cell, bleed)
    turned = is_folded(stock) and (cell - 1) // stock.columns % 2 == 0
    if side == "back" and flip is not None:
        if mirrors_across(stock, flip):
            x, left, right = stock.page_width - x - width, right, left
        else:
            y, top, bottom = stock.page_height - y - height, bottom, top
            turned = not turned
    room = (right, bottom, left, top) if turned else (left, top, right, bottom)
    return Spot(x, y, width, height, turned, Bleed(*room))


def _room(stock: Stock, cell: int, most: float) -> tuple[float, float, float, float]:
    """Return the room left of a cell, above, right and below: half a gutter, or to the edge."""
    row, column = divmod(cell - 1, stock.columns)
    x, y = stock.cell_origin(cell)
    between_x = (stock.pitch_x - stock.cell_width) / 2
    between_y = (stock.pitch_y - stock.cell_height) / 2
    to_right = stock.page_width - x - stock.cell_width
    to_bottom = stock.page_height - y - stock.cell_height
    rooms = (
        between_x if column else x,
        between_y if row else y,
        between_x if column < stock.columns - 1 else to_right,
        between_y if row < stock.rows - 1 else to_bottom,
    )
    left, top, right, bottom = (round(min(max(room, 0.0), most), 3) for room in rooms)
    return left, top, right, bottom


def _check(stock: Stock, options: SheetOptions) -> None:
    if options.limit is not None and options.limit < 0:
        raise DomainError("bad_limit", limit=options.limit)
    if not 1 <= options.start <= stock.cells:
        raise DomainError("bad_start", start=options.start, cells=stock.cells)
    for cell in sorted(options.skipped):
        if not 1 <= cell <= stock.cells:
            raise DomainError("bad_skip", cell=cell, cells=stock.cells)
    if not 1 <= options.copies <= MOST_COPIES:
        raise DomainError("bad_copies", copies=options.copies, most=MOST_COPIES)
    if options.duplex and not can_turn(stock):
        raise DomainError("bad_duplex", stock=stock.name)


def _slots(stock: Stock) -> tuple[tuple[int, ...], ...]:
    """Return the cells that each card takes, along the rows."""
    if not is_folded(stock):
        return tuple((cell,) for cell in range(1, stock.cells + 1))
    uppers = (
        row * stock.columns + column + 1
        for row in range(0, stock.rows - 1, 2)
        for column in range(stock.columns)
    )
    return tuple((upper, upper + stock.columns) for upper in uppers)


def _free(slots: tuple[tuple[int, ...], ...], options: SheetOptions) -> tuple[int, ...]:
    """Return the slots of the first sheet that a card may take; either half of a tent names it."""
    first = next(number for number, cells in enumerate(slots) if options.start in cells)
    return tuple(
        number
        for number, cells in enumerate(slots)
        if number >= first and not options.skipped.intersection(cells)
    )


def _along_rows(
    sheet: int, pieces: int, slots: int, free: tuple[int, ...]
) -> Iterator[tuple[int, int]]:
    first = 0 if sheet == 1 else len(free) + (sheet - 2) * slots
    places = free if sheet == 1 else range(slots)
    return zip(places, range(first, pieces), strict=False)


def _piled(sheet: int, pieces: int, slots: int, free: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Yield a sheet's slots so that the pile of each slot is in order and goes on where the pile
    before it ends.

    Only the last sheet is left part-used, and its free places are the last ones: it can be the
    first sheet of the next run.
    """
    sheets = -(-(pieces - len(free)) // slots) + 1
    on_last = pieces - len(free) - (sheets - 2) * slots
    on_first = set(free)
    piece = 0
    for slot in range(slots):
        top = 1 if slot in on_first else 2
        height = (sheets if slot < on_last else sheets - 1) - top + 1
        if top <= sheet < top + height:
            yield slot, piece + sheet - top
        piece += height
