"""What is said on the pages that a printer is set right with, and about the result (G05)."""

from typing import NamedTuple

from refdesk.words.catalogue import Words
from refdesk.words.design_text import figure


class PageTexts(NamedTuple):
    """The texts of ruler and trial pages."""

    title: str
    first_edge: str
    front: str
    back: str
    notes: tuple[str, ...]


def page_texts(words: Words) -> PageTexts:
    """What the pages say, in the shop's language."""
    return PageTexts(
        title=words.text("Ruler page"),
        first_edge=words.text("This edge first"),
        front=words.text("Front"),
        back=words.text("Reverse"),
        notes=(
            words.text("Print at 100 %, actual size."),
            words.text("Measure both rulers, and from the paper’s edges to the crosses."),
            words.text("Write the figures into RefDesk: Cards, Test sheet."),
        ),
    )


def shift_text(words: Words, *, dx: float, dy: float, scale_x: float, scale_y: float) -> str:
    """What a calibration does, in a line."""
    return words.text(
        "Moved by {dx} mm across and {dy} mm down; {wide} % wide, {high} % high",
        dx=figure(words, dx), dy=figure(words, dy),
        wide=figure(words, round(scale_x * 100, 2)), high=figure(words, round(scale_y * 100, 2)),
    )  # fmt: skip
