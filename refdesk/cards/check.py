"""What is to be mended on a design: codes and figures; words are made of them elsewhere.

It runs at every change in the editor, so it looks at what is drawn and decodes nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from refdesk.cards.colours import LEAST_CONTRAST, contrast, luminance
from refdesk.cards.compose import SMALLEST_MODULE, CardRecord, Composer, Texts, held_text
from refdesk.cards.elements import SIDES, Design, ImageElement, QrElement, Rect, with_bleed
from refdesk.cards.fonts import Faces
from refdesk.cards.ground import (
    colours_under,
    grown,
    ink_box,
    inks,
    lies_in,
    overlaps,
    quiet_box,
)
from refdesk.cards.primitives import Primitive, Qr, Text
from refdesk.cards.qr import QUIET_ZONE
from refdesk.cards.stocks import CellSize

SAFE: Final[Mapping[str, float]] = {"card": 3.0, "tent": 3.0, "poster": 3.0}
"""How far from the edge texts stay, in mm, on what is cut; other pieces are printed as they are."""

QR_SMALL: Final = "qr_small"
QR_EMPTY: Final = "qr_empty"
QR_COVERED: Final = "qr_covered"
QR_CONTRAST: Final = "qr_contrast"
QR_LIGHT: Final = "qr_light"
QUIET: Final = "quiet_zone"
CONTRAST: Final = "text_contrast"
CUT: Final = "text_cut"
OFF_CARD: Final = "off_card"
UNSAFE: Final = "near_edge"
NO_PICTURE: Final = "picture_missing"
CODES: Final = (
    QR_SMALL, QR_EMPTY, QR_COVERED, QR_CONTRAST, QR_LIGHT, QUIET, CONTRAST, CUT, OFF_CARD, UNSAFE,
    NO_PICTURE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001 - of a design; Python's own are never meant here
    """One thing to be mended: ``element`` is the place among those of its ``side``.

    ``params`` by ``code``: ``qr_small`` has ``module`` and ``least`` in mm; ``qr_covered`` and
    ``quiet_zone`` have ``other``, the place of what is in the way (None: the card's edge or
    colours under the symbol); ``qr_contrast`` and ``text_contrast`` have ``ratio`` and ``least``;
    ``near_edge`` has ``least`` in mm; ``picture_missing`` has ``picture``.
    """

    code: str
    side: str
    element: int
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """An element as it is drawn, and what was drawn before it."""

    index: int
    primitives: tuple[Primitive, ...]
    below: tuple[Primitive, ...]


def check_design(
    design: Design,
    size: CellSize,
    record: CardRecord,
    *,
    family: str = "card",
    faces: Faces | None = None,
    sides: Sequence[str] = SIDES,
) -> tuple[Warning, ...]:
    """Return what is to be mended on a design filled in with a record, side by side.

    Where the printer's dot matters, what it makes of the colours is looked at.
    """
    composer = Composer(design, size, faces, family=family, mono=size.dot > 0)
    return tuple(
        warning for side in sides for warning in _Side(composer, record, side, family).warnings()
    )


class _Side:
    def __init__(self, composer: Composer, record: CardRecord, side: str, family: str) -> None:
        self._composer = composer
        self._record = record
        self._side = side
        self._texts: Texts = composer.texts(record)
        self._size = composer.size
        self._safe = SAFE.get(family, 0.0)
        self._drawn = list(self._draw())

    def warnings(self) -> Iterator[Warning]:
        parts = self._composer.elements(self._side)
        for part, drawn in zip(parts, self._drawn, strict=True):
            if not part.is_shown(self._texts):
                continue
            yield from self._off_card(drawn)
            if part.column is not None:
                if part.column.is_cut(self._texts):
                    yield self._warning(CUT, drawn)
                yield from self._text(drawn)
            if isinstance(part.element, QrElement):
                yield from self._symbol(part.element, drawn)
            if isinstance(part.element, ImageElement) and not drawn.primitives:
                yield from self._picture(part.element, drawn)

    def _draw(self) -> Iterator[_Drawn]:
        below: tuple[Primitive, ...] = self._composer.background(self._side)
        for index, _, primitives in self._composer.parts(self._record, self._side):
            yield _Drawn(index, primitives, below)
            below += primitives

    def _warning(self, code: str, drawn: _Drawn, **params: object) -> Warning:
        return Warning(code, self._side, drawn.index, params)

    def _box(self, primitive: Primitive) -> Rect:
        return ink_box(primitive, self._composer.faces)

    # -- any element -----------------------------------------------------------------------

    def _off_card(self, drawn: _Drawn) -> Iterator[Warning]:
        """What cannot be seen; and texts and symbols that are cut with the card."""
        card = with_bleed(self._size, 0.0)
        boxes = [self._box(primitive) for primitive in drawn.primitives]
        is_seen = not boxes or any(overlaps(box, card) for box in boxes)
        is_whole = all(
            lies_in(box, card, slack=0.1)
            for primitive, box in zip(drawn.primitives, boxes, strict=True)
            if isinstance(primitive, Text | Qr)
        )
        if not (is_seen and is_whole):
            yield self._warning(OFF_CARD, drawn)

    def _picture(self, element: ImageElement, drawn: _Drawn) -> Iterator[Warning]:
        """A shop without a logo is no fault."""
        if element.picture != "logo":
            yield self._warning(NO_PICTURE, drawn, picture=element.picture)

    # -- texts -----------------------------------------------------------------------------

    def _text(self, drawn: _Drawn) -> Iterator[Warning]:
        lines = [one for one in drawn.primitives if isinstance(one, Text)]
        card = with_bleed(self._size, 0.0)
        safe = grown(card, -self._safe)
        boxes = [self._box(line) for line in lines]
        # A text that is cut off is told of already.
        if any(
            not lies_in(box, safe, slack=0.1) and lies_in(box, card, slack=0.1) for box in boxes
        ):
            yield self._warning(UNSAFE, drawn, least=self._safe)
        ratios = [
            contrast(line.colour, colour)
            for line, box in zip(lines, boxes, strict=True)
            for colour in colours_under(box, drawn.below)
        ]
        if ratios and min(ratios) < LEAST_CONTRAST:
            ratio = round(min(ratios), 1)
            yield self._warning(CONTRAST, drawn, ratio=ratio, least=LEAST_CONTRAST)

    # -- symbols ---------------------------------------------------------------------------

    def _symbol(self, element: QrElement, drawn: _Drawn) -> Iterator[Warning]:
        found = next((one for one in drawn.primitives if isinstance(one, Qr)), None)
        if found is None:
            yield self._warning(QR_EMPTY, drawn, text=held_text(element, self._record))
            return
        module = round(found.module_mm, 2)
        if module < SMALLEST_MODULE:
            yield self._warning(QR_SMALL, drawn, module=module, least=SMALLEST_MODULE)
        below = drawn.below + tuple(one for one in drawn.primitives if one is not found)
        yield from self._ground(found, drawn, below)
        yield from self._around(found, drawn, has_panel=element.panel is not None)

    def _ground(self, qr: Qr, drawn: _Drawn, below: Sequence[Primitive]) -> Iterator[Warning]:
        """The symbol is dark, and all that it stands on is light."""
        whole = quiet_box(qr)
        under = colours_under(self._box(qr), below)
        ratio = min(contrast(qr.colour, colour) for colour in under)
        if max(map(luminance, under)) < luminance(qr.colour):
            yield self._warning(QR_LIGHT, drawn)
        elif ratio < LEAST_CONTRAST:
            ratio = round(ratio, 1)
            yield self._warning(QR_CONTRAST, drawn, ratio=ratio, least=LEAST_CONTRAST)
        else:
            quiet = colours_under(whole, below)
            is_light = all(contrast(qr.colour, one) >= LEAST_CONTRAST for one in quiet)
            card = with_bleed(self._size, 0.0)
            if not is_light or not lies_in(whole, card, slack=qr.module_mm):
                yield self._warning(QUIET, drawn, other=None)

    def _around(self, qr: Qr, drawn: _Drawn, *, has_panel: bool) -> Iterator[Warning]:
        """Nothing is drawn over a symbol or into its quiet zone, and nothing thin under it."""
        inner, whole = self._box(qr), grown(quiet_box(qr), -0.05 * QUIET_ZONE * qr.module_mm)
        faces = self._composer.faces
        for other in self._drawn:
            is_below = other.index < drawn.index
            if other.index == drawn.index or (is_below and has_panel):
                continue
            marks = [one for one in other.primitives if not is_below or not _is_ground(one)]
            if any(inks(one, inner, faces) for one in marks):
                yield self._warning(QR_COVERED, drawn, other=other.index)
            elif any(inks(one, whole, faces) for one in marks):
                yield self._warning(QUIET, drawn, other=other.index)


def _is_ground(primitive: Primitive) -> bool:
    """Tell whether a primitive is a surface whose colour is looked at by itself."""
    return not isinstance(primitive, Text | Qr) and not getattr(primitive, "stroke", None)
