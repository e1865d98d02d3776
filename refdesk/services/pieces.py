"""Single pieces: one card as a picture for messengers, and a programme's poster or table tent."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from refdesk.cards.compose import CardRecord, Composer
from refdesk.cards.elements import Design, Layout, QrElement
from refdesk.cards.imposition import is_folded
from refdesk.cards.pdf import Printed, SheetOptions, write_pdf
from refdesk.cards.primitives import Qr
from refdesk.cards.stocks import CellSize, Stock
from refdesk.domain.codes import group_code, mask_code
from refdesk.domain.errors import DomainError
from refdesk.domain.records import Shop, Version
from refdesk.services import programmes, studio
from refdesk.services.desk import Desk
from refdesk.services.print_runs import card_records
from refdesk.services.receipt_printing import find_live_code
from refdesk.services.sheet_setup import DEFAULT_DESIGN
from refdesk.words.catalogue import Words
from refdesk.words.share_text import share_text
from refdesk.words.terms_text import card_fields

DEFAULT_POSTER: Final = "poster-a4"
POSTER_FAMILIES: Final = ("poster", "tent")
PICTURES: Final = (".png", ".svg")
CARD: Final = CellSize(85.0, 54.0)

_FOR_SOMEBODY: Final = frozenset({"name", "card_of", "stack"})
_FOR_A_CODE: Final = frozenset({"show", "free_title", "free_text"})


@dataclass(frozen=True)
class CardPicture:
    """What was drawn: the file, the code as it is told back, and the offer as text beside it."""

    file: Path
    mask: str
    text: str


@dataclass(frozen=True)
class CardToShare:
    """A card that can be sent: its bare code, and the offer as text."""

    code: str
    text: str


def card_to_share(desk: Desk, card: int, words: Words) -> CardToShare:
    """The card of a code by its id, as it is sent to somebody."""
    record = next(card_records(desk, desk.shop(), [card], words))
    return CardToShare(record.code, share_text(words, record.fields, record.shown_code))


def card_image(
    desk: Desk, code: str, out: Path, words: Words, *, design: str | Design = DEFAULT_DESIGN
) -> CardPicture:
    """Draw a live code's card: 1080 px of PNG, or SVG, by the file's name.

    The back stands below the front where the symbol is on it. Raises DomainError ``bad_file`` for
    another kind of file, ``design_unknown``, ``bad_design``, ``qr_too_small``, and what
    `find_live_code` raises; OSError, which leaves nothing behind.
    """
    from refdesk.cards.card_image import write_sides

    if out.suffix.lower() not in PICTURES:
        raise DomainError("bad_file", text=str(out))
    drawn = _design(desk, design)
    shop = desk.shop()
    found = find_live_code(desk, code)
    (record,) = card_records(desk, shop, [found.id], words)
    composer = Composer(drawn, CellSize(*drawn.layout_for(CARD).nominal))
    sides = [composer.compose(record)]
    if composer.has_back and not any(isinstance(one, Qr) for one in sides[0]):
        sides.append(composer.compose(record, "back"))
    write_sides(out, sides, composer.size, title=shop.name, faces=composer.faces)
    _note(desk, "card_pictured", code=mask_code(found.code))
    text = share_text(words, record.fields, record.shown_code)
    return CardPicture(out, mask_code(found.code), text)


@dataclass(frozen=True)
class Poster:
    """What a poster is drawn of, and whose it is."""

    programme: int
    record: CardRecord
    stock: Stock
    design: Design
    options: SheetOptions


def poster(
    desk: Desk,
    programme: str,
    out: Path,
    words: Words,
    *,
    stock: str = DEFAULT_POSTER,
    design: str | Design = DEFAULT_DESIGN,
) -> Printed:
    """Write a programme's poster as a PDF, as many as the sheet has room for.

    Raises what `plan_poster` and `write_poster` raise.
    """
    return write_poster(desk, plan_poster(desk, programme, words, stock=stock, design=design), out)


def write_poster(desk: Desk, plan: Poster, out: Path) -> Printed:
    """Write a poster as a PDF. Raises DomainError ``qr_too_small``; OSError, which leaves nothing
    behind."""
    printed = write_pdf(
        out, [plan.record], stock=plan.stock, design=plan.design, options=plan.options
    )
    note_poster(desk, plan)
    return printed


def plan_poster(
    desk: Desk,
    programme: str,
    words: Words,
    *,
    stock: str = DEFAULT_POSTER,
    design: str | Design = DEFAULT_DESIGN,
    with_word: bool = True,
) -> Poster:
    """Look up what a programme's poster is drawn of.

    Raises DomainError ``bad_programme``, ``stock_unknown``, ``design_unknown``, ``bad_design``.
    """
    shop = desk.shop()
    version = programmes.get_programme(desk, programme)
    paper = studio.load_stock(desk, stock)
    drawn = _design(desk, design)
    record = poster_record(desk, shop, version, words, with_word=with_word)
    if not record.code:
        drawn = without_codes(drawn)
    return Poster(version.programme, record, paper, drawn, poster_options(paper, shop))


def note_poster(desk: Desk, plan: Poster) -> None:
    """Leave a trace of a poster that was printed."""
    _note(desk, "poster_printed", programme=plan.programme, stock=plan.stock.name)


def poster_record(
    desk: Desk, shop: Shop, version: Version, words: Words, *, with_word: bool = True
) -> CardRecord:
    """What a poster says: the offer, and the campaign word where the programme has one.

    What is said to the holder of a card, or about a code that is not there, is left out.
    """
    word = programmes.word_of(desk, version) if with_word else None
    if word is not None and word.state(desk.today()) != "live":
        word = None
    fields = card_fields(
        words, version.terms, shop=shop, name="", valid_to=word.valid_to if word else None
    )
    dropped = _FOR_SOMEBODY if word else _FOR_SOMEBODY | _FOR_A_CODE
    code = word.code if word else ""
    return CardRecord(
        code=code,
        shown_code=group_code(code, shop.prefix) if code else "",
        fields={name: text for name, text in fields.items() if name not in dropped},
        pictures=studio.ShopPictures(desk),
    )


def poster_options(stock: Stock, shop: Shop) -> SheetOptions:
    """One poster in every place of the sheet; a tent takes two cells."""
    slots = stock.cells // 2 if is_folded(stock) else stock.cells
    return SheetOptions(copies=slots, title=shop.name)


def without_codes(design: Design) -> Design:
    """The design with symbols that are drawn only where there is a code."""
    return replace(design, layouts=tuple(_without_codes(one) for one in design.layouts))


def _without_codes(layout: Layout) -> Layout:
    front, back = (
        tuple(replace(one, when="code") if isinstance(one, QrElement) else one for one in elements)
        for elements in (layout.front, layout.back)
    )
    return replace(layout, front=front, back=back)


def _design(desk: Desk, design: str | Design) -> Design:
    """A design by its name, or one that is not kept yet."""
    return design if isinstance(design, Design) else studio.load_design(desk, design)


def _note(desk: Desk, action: str, **details: str | int) -> None:
    """Leave a trace of what went out of the shop (R29)."""
    with desk.store.write():
        stamp = desk.stamp(desk.shop(), opens_shift=False, minds_clock=False)
        desk.audit(stamp, action, **details)
