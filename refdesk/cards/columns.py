"""A column of texts and rules: what is empty takes no room, what is too much gives way (R48)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from refdesk.cards.design_file import SMALLEST_PT
from refdesk.cards.elements import (
    ColumnElement,
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


@dataclass(frozen=True, slots=True)
class _TextRow:
    item: TextItem
    text: str
    fitted: Fitted
    face: Face


_Row: TypeAlias = _TextRow | RuleItem


class Column:
    """One column, or a text alone, on a card of a certain size.

    ``clean`` makes a text printable.
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
        self._templates = {
            item.text: parse_template(item.text)
            for item in self._items
            if isinstance(item, TextItem)
        }
        # Those whose texts decide how the column looks, each once.
        names = (name for template in self._templates.values() for name in template.fields)
        self._fields = tuple(dict.fromkeys(names))
        self._laid = lru_cache(_KEPT)(self._lay_out)

    def lay_out(self, texts: Mapping[str, str]) -> tuple[Primitive, ...]:
        """Return the column's primitives for printable texts by field."""
        return self._laid(tuple(texts.get(name, "") for name in self._fields))[0]

    def is_cut(self, texts: Mapping[str, str]) -> bool:
        """Tell whether a text is not there whole: cut with an ellipsis, or left out."""
        return self._laid(tuple(texts.get(name, "") for name in self._fields))[1]

    def _lay_out(self, found: tuple[str, ...]) -> tuple[tuple[Primitive, ...], bool]:
        rows = list(self._rows(dict(zip(self._fields, found, strict=True))))
        kept = self._fitting_rows(rows)
        whole = [row for row in kept if isinstance(row, _TextRow) and not _is_cut(row)]
        is_cut = len(whole) < sum(isinstance(row, _TextRow) for row in rows)
        return tuple(self._draw(kept)), is_cut

    def _fitting_rows(self, rows: list[_Row]) -> list[_Row]:
        rows = _without_loose_rules(rows)
        while rows and self._height(rows) > self._rect.height + _SLACK:
            rows = _without_loose_rules(self._give_way(rows))
        return rows

    def _rows(self, texts: Mapping[str, str]) -> Iterator[_Row]:
        for item in self._items:
            if isinstance(item, RuleItem):
                yield item
                continue
            if text := self._text(item, texts):
                yield self._fit(item, text, item.style.lines)

    def _text(self, item: TextItem, texts: Mapping[str, str]) -> str:
        template = self._templates[item.text]
        text = template.fill(texts)
        if item.style.caps:
            text = text.upper()
        # What is filled in is printable already.
        return self._clean(text) if item.style.caps or template.has_words else text

    def _fit(self, item: TextItem, text: str, lines: int) -> _TextRow:
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
        return _TextRow(item, text, fit_text(text, face, room), face)

    def _height_for(self, style: TextStyle) -> float | None:
        if self._is_alone:
            return self._rect.height
        return None if style.height is None else style.height * self._scale

    def _give_way(self, rows: list[_Row]) -> list[_Row]:
        """Take a line from the row that matters least or, where all have one, take it out.

        Rows of rank 0 are touched only when no other is left.
        """
        texts = [row for row in rows if isinstance(row, _TextRow)]
        weak = [row for row in texts if row.item.rank] or texts
        long = [row for row in weak if len(row.fitted.lines) > 1]
        victim = max(reversed(long or weak), key=lambda row: row.item.rank)
        rest = [row for row in rows if row is not victim]
        if long:
            shorter = self._fit(victim.item, victim.text, len(victim.fitted.lines) - 1)
            rest.insert(rows.index(victim), shorter)
        return rest

    def _gap(self, rows: list[_Row], index: int) -> float:
        row = rows[index]
        item = row.item if isinstance(row, _TextRow) else row
        return item.before * self._scale if index else 0.0

    def _own_height(self, row: _Row) -> float:
        if isinstance(row, RuleItem):
            return row.thickness
        return len(row.fitted.lines) * _line_height(row)

    def _height(self, rows: list[_Row]) -> float:
        return sum(self._gap(rows, index) + self._own_height(row) for index, row in enumerate(rows))

    def _draw(self, rows: list[_Row]) -> Iterator[Primitive]:
        spare = self._rect.height - self._height(rows)
        share = {"top": 0.0, "middle": 0.5, "bottom": 1.0}[self._anchor]
        y = self._rect.y + spare * share
        for index, row in enumerate(rows):
            y += self._gap(rows, index)
            if isinstance(row, RuleItem):
                yield self._rule(row, y)
            else:
                yield from self._lines(row, y)
            y += self._own_height(row)

    def _rule(self, rule: RuleItem, top: float) -> Line:
        y = micrometres(top + rule.thickness / 2)
        left, right = micrometres(self._rect.x), micrometres(self._rect.x + self._rect.width)
        return Line(left, y, right, y, rule.thickness, rule.colour)

    def _lines(self, row: _TextRow, top: float) -> Iterator[Text]:
        face, fitted, style = row.face, row.fitted, row.item.style
        height = _line_height(row)
        baseline = top + height / 2 + _below_middle(face, fitted.size_pt)
        for number, line in enumerate(fitted.lines):
            yield Text(
                x=micrometres(self._start(line, row)),
                y=micrometres(baseline + number * height),
                size_pt=fitted.size_pt,
                weight=style.weight,
                text=line,
                colour=style.colour,
                align=style.align,
                font=face.font,
            )

    def _start(self, line: str, row: _TextRow) -> float:
        rect, align = self._rect, row.item.style.align
        if align == "center":
            return rect.x + rect.width / 2
        if align == "right":
            return rect.x + rect.width
        # The ink of large type starts well inside its box: set lines flush by what is seen.
        return rect.x - row.face.bearing(line, row.fitted.size_pt)


def _items(element: ColumnElement | TextElement) -> tuple[TextItem | RuleItem, ...]:
    if isinstance(element, TextElement):
        return (TextItem(element.text, element.style),)
    return element.items


def _is_cut(row: _TextRow) -> bool:
    return row.fitted.lines[-1].endswith(ELLIPSIS) and not row.text.endswith(ELLIPSIS)


def _line_height(row: _TextRow) -> float:
    return to_mm(row.item.style.leading * row.fitted.size_pt)


def _below_middle(face: Face, size_pt: float) -> float:
    """Return how far the baseline lies below the middle of a line, in mm."""
    return to_mm((face.ascent + face.descent) / 2 * size_pt)


def _without_loose_rules(rows: list[_Row]) -> list[_Row]:
    """Keep a rule only where a text stands before it and another after it."""
    kept: list[_Row] = []
    for row in rows:
        if isinstance(row, _TextRow) or (kept and isinstance(kept[-1], _TextRow)):
            kept.append(row)
    if kept and isinstance(kept[-1], RuleItem):
        kept.pop()
    return kept
