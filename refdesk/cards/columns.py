"""A column of texts and rules: what is empty takes no room, what is too much gives way (R48)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Final

from refdesk.cards.design_file import SMALLEST_PT
from refdesk.cards.elements import (
    ColumnElement,
    ColumnItem,
    Rect,
    RuleItem,
    TextElement,
    TextItem,
    TextStyle,
)
from refdesk.cards.fitting import ELLIPSIS, Fitted, Room, fit_text
from refdesk.cards.fonts import Face, Faces
from refdesk.cards.primitives import Line, Primitive, Text, micrometres
from refdesk.cards.template import parse_template
from refdesk.cards.units import to_mm

_SLACK: Final = 0.01
# Most texts are the same on every card of a run; a bound keeps memory flat where they are not.
_KEPT: Final = 512


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """A rule, or a text as it was fitted: ``before`` and ``height`` in mm of this card."""

    item: ColumnItem
    before: float
    height: float
    text: str = ""
    fitted: Fitted | None = None
    face: Face | None = None

    @property
    def rank(self) -> int:
        return self.item.rank if isinstance(self.item, TextItem) else 0

    @property
    def line_count(self) -> int:
        return len(self.fitted.lines) if self.fitted else 0

    @property
    def is_cut(self) -> bool:
        """Whether a text is not there whole."""
        if self.fitted is None:
            return False
        return self.fitted.lines[-1].endswith(ELLIPSIS) and not self.text.endswith(ELLIPSIS)


class Column:
    """One column, or a text alone, on a card of a certain size.

    ``clean`` makes a text printable. Rows that stay the same from card to card are fitted and
    drawn once.
    """

    def __init__(
        self,
        element: ColumnElement | TextElement,
        rect: Rect,
        scale: float,
        *,
        faces: Faces,
        clean: Callable[[str], str],
    ) -> None:
        self._anchor = element.anchor
        self._items = _items(element)
        self._is_alone = isinstance(element, TextElement)
        self._rect = rect
        self._scale = scale
        self._faces = faces
        self._clean = clean
        self._templates = [
            parse_template(item.text) if isinstance(item, TextItem) else None
            for item in self._items
        ]
        # Those whose texts decide how the column looks, each once.
        names = (name for one in self._templates if one for name in one.fields)
        self.fields = tuple(dict.fromkeys(names))
        self._found = _getter(self.fields)
        self._laid = lru_cache(_KEPT)(self._lay_out)
        self._fit = lru_cache(_KEPT)(self._fitted_row)
        self._rule = lru_cache(_KEPT)(self._rule_row)
        self._drawn = lru_cache(_KEPT)(self._draw_row)

    def lay_out(self, texts: Mapping[str, str]) -> tuple[Primitive, ...]:
        """Return the column's primitives for printable texts by field, of which none is missing."""
        return self._laid(self._found(texts))[0]

    def is_cut(self, texts: Mapping[str, str]) -> bool:
        """Tell whether a text is not there whole: cut with an ellipsis, or left out."""
        return self._laid(self._found(texts))[1]

    # -- rows ------------------------------------------------------------------------------

    def _lay_out(self, found: tuple[str, ...]) -> tuple[tuple[Primitive, ...], bool]:
        rows = list(self._rows(dict(zip(self.fields, found, strict=True))))
        kept = _without_loose_rules(rows)
        while kept and _height(kept) > self._rect.height + _SLACK:
            kept = _without_loose_rules(self._give_way(kept))
        lacks_text = sum(bool(row.text) for row in kept) < sum(bool(row.text) for row in rows)
        return tuple(self._draw(kept)), lacks_text or any(row.is_cut for row in kept)

    def _rows(self, texts: Mapping[str, str]) -> Iterator[_Row]:
        for place, (item, template) in enumerate(zip(self._items, self._templates, strict=True)):
            if template is None or isinstance(item, RuleItem):
                yield self._rule(place)
                continue
            text = template.fill(texts)
            if item.style.caps:
                text = text.upper()
            # What is filled in is printable already.
            if item.style.caps or template.has_words:
                text = self._clean(text)
            if text:
                yield self._fit(place, text, item.style.lines)

    def _rule_row(self, place: int) -> _Row:
        item = self._items[place]
        height = item.thickness if isinstance(item, RuleItem) else 0.0
        return _Row(item, item.before * self._scale, height)

    def _fitted_row(self, place: int, text: str, lines: int) -> _Row:
        item = self._items[place]
        if isinstance(item, RuleItem):
            return self._rule(place)
        style = item.style
        size = max(style.size_pt * self._scale, min(style.size_pt, SMALLEST_PT))
        least = min(size, style.least_pt * max(1.0, self._scale))
        room = Room(
            width=self._rect.width,
            size_pt=round(size, 2),
            least_pt=round(least, 2),
            lines=lines,
            leading=style.leading,
            height=self._height_for(style),
        )
        face = self._faces[style.font, style.weight].best_for(text)
        fitted = fit_text(text, face, room)
        height = len(fitted.lines) * to_mm(style.leading * fitted.size_pt)
        return _Row(item, item.before * self._scale, height, text, fitted, face)

    def _height_for(self, style: TextStyle) -> float | None:
        if self._is_alone:
            return self._rect.height
        return None if style.height is None else style.height * self._scale

    def _give_way(self, rows: list[_Row]) -> list[_Row]:
        """Take a line from the row that matters least or, where all have one, take it out.

        Rows of rank 0 are touched only when no other is left.
        """
        texts = [row for row in rows if row.text]
        weak = [row for row in texts if row.rank] or texts
        long = [row for row in weak if row.line_count > 1]
        victim = max(reversed(long or weak), key=lambda row: row.rank)
        place = next(place for place, row in enumerate(rows) if row is victim)
        rest = [row for row in rows if row is not victim]
        if long:
            item = next(at for at, item in enumerate(self._items) if item is victim.item)
            rest.insert(place, self._fit(item, victim.text, victim.line_count - 1))
        return rest

    # -- drawing ---------------------------------------------------------------------------

    def _draw(self, rows: list[_Row]) -> Iterator[Primitive]:
        spare = self._rect.height - _height(rows)
        share = {"top": 0.0, "middle": 0.5, "bottom": 1.0}[self._anchor]
        y = self._rect.y + spare * share
        for index, row in enumerate(rows):
            y += row.before if index else 0.0
            yield from self._drawn(row, y)
            y += row.height

    def _draw_row(self, row: _Row, top: float) -> tuple[Primitive, ...]:
        rect = self._rect
        if isinstance(row.item, RuleItem):
            y = micrometres(top + row.height / 2)
            left, right = micrometres(rect.x), micrometres(rect.x + rect.width)
            return (Line(left, y, right, y, row.item.thickness, row.item.colour),)
        return tuple(self._lines(row, row.item.style, top))

    def _lines(self, row: _Row, style: TextStyle, top: float) -> Iterator[Text]:
        face, fitted = row.face, row.fitted
        if face is None or fitted is None:
            return
        height = row.height / len(fitted.lines)
        # The middle of a sign lies above the line it stands on.
        baseline = top + height / 2 + to_mm((face.ascent + face.descent) / 2 * fitted.size_pt)
        for number, line in enumerate(fitted.lines):
            yield Text(
                x=micrometres(self._start(line, style, face, fitted.size_pt)),
                y=micrometres(baseline + number * height),
                size_pt=fitted.size_pt,
                weight=style.weight,
                text=line,
                colour=style.colour,
                align=style.align,
                font=face.font,
            )

    def _start(self, line: str, style: TextStyle, face: Face, size_pt: float) -> float:
        rect = self._rect
        if style.align == "center":
            return rect.x + rect.width / 2
        if style.align == "right":
            return rect.x + rect.width
        # The ink of large type starts well inside its box: set lines flush by what is seen.
        return rect.x - face.bearing(line, size_pt)


def _getter(fields: tuple[str, ...]) -> Callable[[Mapping[str, str]], tuple[str, ...]]:
    if len(fields) > 1:
        return itemgetter(*fields)
    return lambda texts: tuple(texts[name] for name in fields)


def _items(element: ColumnElement | TextElement) -> tuple[ColumnItem, ...]:
    if isinstance(element, TextElement):
        return (TextItem(element.text, element.style),)
    return element.items


def _height(rows: list[_Row]) -> float:
    return sum(row.height for row in rows) + sum(row.before for row in rows[1:])


def _without_loose_rules(rows: list[_Row]) -> list[_Row]:
    """Keep a rule only where a text stands before it and another after it."""
    kept: list[_Row] = []
    for row in rows:
        if row.text or (kept and kept[-1].text):
            kept.append(row)
    if kept and not kept[-1].text:
        kept.pop()
    return kept
