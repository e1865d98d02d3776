"""What the canvas draws: a side's primitives, element by element, and what a point hits.

Pure: no Qt. All lengths in mm of the card.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from refdesk.cards.compose import CardRecord, Composer
from refdesk.cards.design import (
    ColumnElement,
    Design,
    Element,
    ImageElement,
    QrElement,
    Rect,
    TextItem,
)
from refdesk.cards.fonts import Faces, load_faces
from refdesk.cards.plain_text import printable
from refdesk.cards.primitives import (
    Box,
    Ellipse,
    Line,
    PictureBox,
    Primitive,
    Qr,
    Text,
)
from refdesk.cards.qr import QUIET_ZONE
from refdesk.cards.stocks import CellSize
from refdesk.cards.template import parse_template
from refdesk.cards.units import to_mm
from refdesk.ui.pages.studio.edits import Pick, Spot, elements_at

NEAR: Final = 0.8
"""How near to a thin line or a small text a press still means it, in mm."""


@dataclass(frozen=True, slots=True)
class Part:
    """One element: its place in the design, its frame and what it draws (nothing, perhaps)."""

    index: int
    element: Element
    frame: Rect
    primitives: tuple[Primitive, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """One side of a card, composed for one record."""

    size: CellSize
    background: tuple[Primitive, ...]
    parts: tuple[Part, ...]
    fields: Mapping[str, str]
    faces: Faces

    @property
    def primitives(self) -> Iterator[Primitive]:
        """Everything in drawing order."""
        yield from self.background
        for part in self.parts:
            yield from part.primitives

    def frames_but(self, index: int) -> tuple[Rect, ...]:
        """The frames of the other elements that are not hidden, for snapping."""
        return tuple(
            part.frame for part in self.parts if part.index != index and not part.element.hidden
        )

    def hit(self, x: float, y: float, chosen: int | None) -> int | None:
        """The element that a press at a point means, or None for the card itself.

        The topmost thing drawn there; else the frame of what is chosen; else of what draws
        nothing or little, the smallest first.
        """
        shown = [part for part in reversed(self.parts) if not part.element.hidden]
        for part in shown:
            if any(_meets(one, x, y, self.faces) for one in part.primitives):
                return part.index
        framed = [part for part in shown if _inside(part.frame, x, y, NEAR) and _is_filled(part)]
        for part in framed:
            if part.index == chosen:
                return part.index
        framed.sort(key=lambda part: part.frame.width * part.frame.height)
        return framed[0].index if framed else None

    def item_at(self, index: int, y: float) -> Pick:
        """The paragraph of a column that is drawn at a height, or the column itself."""
        part = self.parts[index]
        if not isinstance(part.element, ColumnElement):
            return Pick(index)
        best: tuple[float, int] | None = None
        for place, text in self._lines_of(part.element, part.primitives):
            middle = text.y - to_mm(text.size_pt) * 0.35
            far = abs(middle - y)
            if best is None or far < best[0]:
                best = far, place
        return Pick(index, best[1]) if best else Pick(index)

    def _lines_of(
        self, column: ColumnElement, primitives: tuple[Primitive, ...]
    ) -> Iterator[tuple[int, Text]]:
        """Each line that is drawn with the item it belongs to: lines stand in the items' order."""
        lines = [one for one in primitives if isinstance(one, Text)]
        for place, item in enumerate(column.items):
            if not isinstance(item, TextItem):
                continue
            text = parse_template(item.text).fill(self.fields)
            text, _ = printable(text.upper() if item.style.caps else text, self.faces)
            while lines and _is_piece(lines[0].text, text):
                yield place, lines.pop(0)


class SceneMaker:
    """Composes scenes; an element that has not changed is not laid out again."""

    def __init__(self, faces: Faces | None = None) -> None:
        self._faces = faces or load_faces()
        self._known: dict[Element, tuple[Rect, tuple[Primitive, ...]]] = {}
        self._for: tuple[object, ...] = ()
        self._record: CardRecord | None = None
        self._ground: tuple[Primitive, ...] = ()

    def make(self, design: Design, spot: Spot, family: str, record: CardRecord) -> Scene:
        """Compose one side for a record."""
        elements = elements_at(design, spot)
        layout = design.layouts[spot.layout]
        facts = (spot.size, family, layout.nominal)
        if facts != self._for or record is not self._record:
            self._known, self._for, self._record = {}, facts, record
        if is_mono(spot.size):
            # black or white hangs on what lies beneath: nothing stands by itself
            found = self._composer(design, spot, family, elements).parts(record)
            whole = [(frame, drawn) for _, frame, drawn in found]
        else:
            self._learn(design, spot, family, record)
            whole = [self._known[one] for one in elements]
        parts = (Part(place, elements[place], *part) for place, part in enumerate(whole))
        ground = self._composer(design, spot, family, ()).background()
        if ground != self._ground:
            self._ground = ground  # else the very same: pictures of it stand
        fields = {**record.fields, "code": record.shown_code}
        return Scene(spot.size, self._ground, tuple(parts), fields, self._faces)

    def _learn(self, design: Design, spot: Spot, family: str, record: CardRecord) -> None:
        """Lay out the elements that are new, and forget those that are gone."""
        elements = elements_at(design, spot)
        fresh = tuple(one for one in dict.fromkeys(elements) if one not in self._known)
        parts = self._composer(design, spot, family, fresh).parts(record)
        for element, (_, frame, drawn) in zip(fresh, parts, strict=True):
            self._known[element] = (frame, drawn)
        self._known = {one: self._known[one] for one in elements}

    def _composer(
        self, design: Design, spot: Spot, family: str, elements: tuple[Element, ...]
    ) -> Composer:
        """A composer of some elements of a side alone."""
        layout = design.layouts[spot.layout]
        colour = layout.colour(spot.side)
        alone = replace(layout, front=elements, back=(), front_colour=colour)
        return Composer(
            replace(design, layouts=(alone,)),
            spot.size,
            self._faces,
            family=family,
            mono=is_mono(spot.size),
        )


def is_mono(size: CellSize) -> bool:
    """Whether the printer knows black and white only: it is one whose dot matters."""
    return size.dot > 0


def module_of(scene: Scene, index: int) -> float | None:
    """The module of an element's symbol in mm, or None where there is no symbol."""
    for primitive in scene.parts[index].primitives:
        if isinstance(primitive, Qr):
            return primitive.module_mm
    return None


def _is_filled(part: Part) -> bool:
    """Whether the whole frame stands for the element: not for outlines and lines."""
    return (
        not part.primitives
        or isinstance(part.element, ImageElement | QrElement)
        or any(isinstance(one, Text) for one in part.primitives)
    )


def _is_piece(line: str, text: str) -> bool:
    return line.rstrip("…").strip(" ·") in text


def _meets(primitive: Primitive, x: float, y: float, faces: Faces) -> bool:
    match primitive:
        case Text():
            return _inside(_text_box(primitive, faces), x, y, NEAR / 2)
        case Qr():
            side = len(primitive.matrix) * primitive.module_mm
            quiet = QUIET_ZONE * primitive.module_mm
            return _inside(Rect(primitive.x, primitive.y, side, side), x, y, quiet)
        case Line():
            left, right = sorted((primitive.x1, primitive.x2))
            top, bottom = sorted((primitive.y1, primitive.y2))
            near = max(NEAR, primitive.thickness / 2)
            return _inside(Rect(left, top, right - left, bottom - top), x, y, near)
        case PictureBox():
            return _inside(_rect(primitive), x, y, 0.0)
        case Box():
            return _meets_shape(primitive, x, y, round_=False)
        case Ellipse():
            return _meets_shape(primitive, x, y, round_=True)


def _meets_shape(shape: Box | Ellipse, x: float, y: float, *, round_: bool) -> bool:
    """A filled shape is met all over, an outline near its line only."""
    near = max(NEAR, shape.thickness / 2) if shape.stroke else 0.0
    inside = _in_ellipse if round_ else _inside
    if not inside(_rect(shape), x, y, near):
        return False
    return shape.colour is not None or not inside(_rect(shape), x, y, -near)


def _rect(primitive: Box | Ellipse | PictureBox) -> Rect:
    return Rect(primitive.x, primitive.y, primitive.width, primitive.height)


def _text_box(text: Text, faces: Faces) -> Rect:
    face = faces[text.font, text.weight]
    width = face.width(text.text, text.size_pt)
    left = text.x - {"left": 0.0, "center": width / 2, "right": width}[text.align]
    tall = to_mm(face.cap_height * text.size_pt)
    return Rect(left, text.y - tall, width, tall)


def _inside(rect: Rect, x: float, y: float, more: float) -> bool:
    return (
        rect.x - more <= x <= rect.x + rect.width + more
        and rect.y - more <= y <= rect.y + rect.height + more
    )


def _in_ellipse(rect: Rect, x: float, y: float, more: float) -> bool:
    across, down = rect.width / 2 + more, rect.height / 2 + more
    if across <= 0 or down <= 0:
        return False
    away_x, away_y = x - rect.x - rect.width / 2, y - rect.y - rect.height / 2
    return (away_x / across) ** 2 + (away_y / down) ** 2 <= 1.0
