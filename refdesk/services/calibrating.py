"""The pages that a printer is set right with, and what was measured on them (G05)."""

from dataclasses import dataclass
from pathlib import Path

from refdesk.cards.calibration import (
    Calibration,
    Corners,
    RulerMarks,
    calibration_of,
    ruler_marks,
)
from refdesk.cards.calibration_pages import PageWords, write_ruler_page, write_trial_page
from refdesk.cards.imposition import Flip
from refdesk.cards.stocks import Stock
from refdesk.services import studio
from refdesk.services.desk import Desk
from refdesk.words.calibration_text import page_texts
from refdesk.words.catalogue import Words

FILE: str = "PDF"
"""The name under which a calibration for files is kept: whoever prints them later."""


@dataclass(frozen=True)
class Measured:
    """What was read off a ruler page, in mm: both rulers, and from the edges to the crosses."""

    across: float
    down: float
    front: Corners
    back: Corners | None = None


def save_ruler_page(
    desk: Desk, stock: str, out: Path, words: Words, *, flip: Flip | None = None
) -> int:
    """Write the page to measure; returns its pages. Raises DomainError ``stock_unknown``,
    ``bad_duplex``; OSError."""
    paper = studio.load_stock(desk, stock)
    return write_ruler_page(out, paper, page_words(words, paper), flip=flip)


def save_trial_page(
    desk: Desk,
    stock: str,
    out: Path,
    words: Words,
    *,
    printer: str = FILE,
    flip: Flip | None = None,
) -> int:
    """Write the page to hold against the stock, as the printer is set right now; returns its pages.

    Raises DomainError ``stock_unknown``, ``bad_duplex``, ``bad_calibration_file``; OSError.
    """
    paper = studio.load_stock(desk, stock)
    kept = studio.calibration_of(desk, printer, stock)
    return write_trial_page(out, paper, page_words(words, paper), kept, flip=flip)


def keep_measures(desk: Desk, printer: str, stock: str, measured: Measured) -> Calibration:
    """Set a printer right by what was measured, and return how.

    Raises DomainError ``bad_calibration`` for what is out of reason, ``stock_unknown``,
    ``bad_calibration_file``; OSError.
    """
    made = calibration_of(
        marks_of(studio.load_stock(desk, stock)),
        across=measured.across,
        down=measured.down,
        front=measured.front,
        back=measured.back,
    )
    studio.save_calibration(desk, printer, stock, made)
    return made


def forget(desk: Desk, printer: str, stock: str) -> None:
    """Have a printer print as it does by itself; raises what `keep_measures` raises."""
    studio.save_calibration(desk, printer, stock, Calibration())


def marks_of(stock: Stock) -> RulerMarks:
    """Where the marks stand on the ruler page of a stock."""
    return ruler_marks(stock.page_width, stock.page_height)


def page_words(words: Words, stock: Stock) -> PageWords:
    """What is said on the pages."""
    title = stock.title.get(words.language) or stock.title["en"]
    texts = page_texts(words)
    return PageWords(
        title=texts.title,
        stock=title,
        first_edge=texts.first_edge,
        front=texts.front,
        back=texts.back,
        notes=texts.notes,
    )
