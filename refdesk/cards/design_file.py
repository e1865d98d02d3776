"""The file of a design: read with every figure checked, and written so that it reads the same."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Final

from refdesk.cards.elements import (
    BLACK,
    FAMILIES,
    SIDES,
    BoxElement,
    ColumnElement,
    ColumnItem,
    Design,
    Element,
    EllipseElement,
    Frame,
    ImageElement,
    Layout,
    LineElement,
    QrElement,
    RuleItem,
    TextElement,
    TextItem,
    TextStyle,
)
from refdesk.cards.fonts import FONTS, ONEST, REGULAR, WEIGHTS
from refdesk.cards.new_file import replacing
from refdesk.cards.table_reader import TableReader
from refdesk.cards.template import FIELDS, parse_template
from refdesk.domain.errors import DomainError

SMALLEST_PT: Final = 6.5
"""No type on a card gets smaller than this."""

SHRINK_TO: Final = 0.8
"""How far a text that is too long is made smaller before it is wrapped (R48)."""

LARGEST_PT: Final = 1000.0
LARGEST_MM: Final = 2000.0
MOST_LINES: Final = 50

ANCHORS: Final = ("top", "middle", "bottom")
ALIGNS: Final = ("left", "center", "right")
FITS: Final = ("contain", "cover")
LEVELS: Final = ("M", "Q")
KINDS: Final = ("text", "column", "box", "ellipse", "line", "image", "qr")

_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
_FILE_NAME: Final = re.compile(r"\w[\w .-]{0,79}")
_DESIGN_NAME: Final = re.compile(r"\w[\w -]{0,59}")
_RESERVED: Final = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)
_ITEM_DEFAULTS: Final = {"before": 0.0, "rank": 0}
_RULE_DEFAULTS: Final = {"colour": BLACK, "before": 0.0}
_ALWAYS: Final = {"font": "", "size": 0.0}
_NOTHING: Final[Mapping[str, object]] = {}
_ACROSS: Final = ("left", "width", "right")
_DOWN: Final = ("top", "height", "bottom")


def parse_design(name: str, text: str) -> Design:
    """Return the design of a TOML text.

    Raises DomainError ``bad_design`` with ``design`` and ``field`` for what cannot be drawn;
    ``field`` is empty for a text that is no TOML.
    """
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        raise DomainError("bad_design", design=name, field="") from None
    with TableReader(table, "bad_design", {"design": name}) as reader:
        return Design(
            name=name,
            title=reader.titles("title"),
            layouts=tuple(_read_layout(layout) for layout in reader.tables("layout")),
        )


def design_text(design: Design) -> str:
    """Return a design as TOML; ``parse_design`` makes an equal one of it."""
    import tomli_w

    layouts = [_layout_table(layout) for layout in design.layouts]
    return tomli_w.dumps({"title": dict(design.title), "layout": layouts})


def is_design_name(name: str) -> bool:
    """Tell whether a file on any system may have this name."""
    return bool(_DESIGN_NAME.fullmatch(name)) and not _RESERVED.fullmatch(name)


def save_design(folder: Path, design: Design) -> Path:
    """Write a design to its file in ``folder`` whole or not at all; return the file's path.

    Raises DomainError ``bad_name`` for a name that no file can have, ``bad_design`` for a design
    that could not be read again; OSError.
    """
    if not is_design_name(design.name):
        raise DomainError("bad_name", text=design.name)
    text = design_text(design)
    parse_design(design.name, text)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{design.name}.toml"
    with replacing(path) as stream:
        stream.write(text.encode())
    return path


# -- reading -------------------------------------------------------------------------------------


def _read_layout(reader: TableReader) -> Layout:
    nominal = reader.pair("nominal")
    if not all(0 < side <= LARGEST_MM for side in nominal):
        reader.refuse("nominal")
    colours: dict[str, str | None] = dict.fromkeys(SIDES)
    if reader.has("background"):
        with reader.table("background") as background:
            colours = {side: _optional_colour(background, side) for side in SIDES}
    front, back = (
        tuple(_read_element(element) for element in reader.tables(side)) if reader.has(side) else ()
        for side in SIDES
    )
    return Layout(
        family=reader.text("family", FAMILIES[0], among=FAMILIES),
        nominal=nominal,
        front=front,
        back=back,
        front_colour=colours["front"],
        back_colour=colours["back"],
    )


def _read_element(reader: TableReader) -> Element:
    kind = reader.text("kind", among=KINDS)
    frame = _read_frame(reader)
    common: dict[str, Any] = {
        "hidden": reader.flag("hidden"),
        "name": reader.text("name", ""),
        "when": _read_when(reader),
    }
    match kind:
        case "qr":
            return _read_qr(reader, frame, common)
        case "box" | "ellipse":
            return _read_shape(reader, kind, frame, common)
        case "line":
            thickness = reader.number("thickness", above=0)
            dash = reader.number("dash", 0.0)
            return LineElement(frame, _read_colour(reader), thickness, dash, **common)
        case "image":
            fit, radius = reader.text("fit", "contain", among=FITS), reader.number("radius", 0.0)
            return ImageElement(frame, _read_picture(reader), fit, radius, **common)
    anchor = reader.text("anchor", "top", among=ANCHORS)
    if kind == "text":
        return TextElement(frame, anchor, _read_template(reader), _read_style(reader), **common)
    items = tuple(_read_item(item) for item in reader.tables("item"))
    return ColumnElement(frame, anchor, items, **common)


def _read_qr(reader: TableReader, frame: Frame, common: dict[str, Any]) -> QrElement:
    text = _read_template(reader, "{code}")
    if not {"code", "link"} >= set(parse_template(text).fields) or not text:
        reader.refuse("text")
    return QrElement(
        frame,
        text=text,
        colour=_read_colour(reader),
        panel=_optional_colour(reader, "panel"),
        level=reader.text("level", "Q", among=LEVELS),
        **common,
    )


def _read_shape(
    reader: TableReader, kind: str, frame: Frame, common: dict[str, Any]
) -> BoxElement | EllipseElement:
    colour, stroke = _optional_colour(reader, "colour"), _optional_colour(reader, "stroke")
    thickness = reader.number("thickness", 0.35, above=0)
    if kind == "ellipse":
        return EllipseElement(frame, colour, stroke, thickness, **common)
    return BoxElement(frame, colour, reader.number("radius", 0.0), stroke, thickness, **common)


def _read_picture(reader: TableReader) -> str:
    """A file's name and no path: pictures lie in one folder."""
    picture = reader.text("picture")
    if not _FILE_NAME.fullmatch(picture) or ".." in picture:
        reader.refuse("picture")
    return picture


def _read_frame(reader: TableReader) -> Frame:
    figures = {}
    for keys in (_ACROSS, _DOWN):
        for key in keys:
            figures[key] = reader.optional_number(key)
        given = [figure for key in keys if (figure := figures[key]) is not None]
        if len(given) != 2 or any(abs(figure) > LARGEST_MM for figure in given):
            reader.refuse(keys[0])
    return Frame(**figures)


def _read_item(reader: TableReader) -> ColumnItem:
    if reader.has("rule"):
        return RuleItem(
            thickness=reader.number("rule", above=0),
            colour=_read_colour(reader),
            before=reader.number("before", 0.0),
        )
    before, rank = reader.number("before", 0.0), reader.whole("rank", 0)
    return TextItem(_read_template(reader), _read_style(reader), before, rank)


def _read_style(reader: TableReader) -> TextStyle:
    size = reader.number("size", above=SMALLEST_PT - 0.01)
    if size > LARGEST_PT:
        reader.refuse("size")
    weight = reader.whole("weight", REGULAR)
    if weight not in WEIGHTS:
        reader.refuse("weight")
    lines = reader.whole("lines", 1, least=1)
    if lines > MOST_LINES:
        reader.refuse("lines")
    return TextStyle(
        font=reader.text("font", ONEST, among=FONTS),
        size_pt=size,
        least_pt=reader.number("least", _usual_least(size), above=0),
        weight=weight,
        colour=_read_colour(reader),
        align=reader.text("align", "left", among=ALIGNS),
        lines=lines,
        leading=reader.number("leading", 1.2, above=0),
        caps=reader.flag("caps"),
        height=reader.optional_number("height"),
    )


def _usual_least(size: float) -> float:
    return round(max(SHRINK_TO * size, SMALLEST_PT), 2)


def _read_template(reader: TableReader, default: str | None = None) -> str:
    text = reader.text("text", default)
    try:
        parse_template(text)
    except ValueError:
        reader.refuse("text")
    return text


def _read_when(reader: TableReader) -> str:
    return reader.text("when", "", among=("", *FIELDS))


def _read_colour(reader: TableReader) -> str:
    return _optional_colour(reader, "colour") or BLACK


def _optional_colour(reader: TableReader, key: str) -> str | None:
    if not reader.has(key):
        return None
    colour = reader.text(key)
    if not _COLOUR.fullmatch(colour):
        reader.refuse(key)
    return colour


# -- writing -------------------------------------------------------------------------------------


def _layout_table(layout: Layout) -> dict[str, Any]:
    colours = {"front": layout.front_colour, "back": layout.back_colour}
    table: dict[str, Any] = {
        "family": layout.family,
        "nominal": list(layout.nominal),
    }
    if any(colours.values()):
        table["background"] = {side: colour for side, colour in colours.items() if colour}
    for side in SIDES:
        if elements := layout.elements(side):
            table[side] = [_element_table(element) for element in elements]
    return table


def _element_table(element: Element) -> dict[str, Any]:
    frame = {key: getattr(element.frame, key) for key in (*_ACROSS, *_DOWN)}
    table = {"kind": _kind(element)} | {k: v for k, v in frame.items() if v is not None}
    table |= _given({"hidden": element.hidden or None, "name": element.name, "when": element.when})
    return table | _own_figures(element)


def _kind(element: Element) -> str:
    return type(element).__name__.removesuffix("Element").lower()


def _own_figures(element: Element) -> dict[str, Any]:
    match element:
        case TextElement():
            style = replace(element.style, height=None)
            return {"anchor": element.anchor, "text": element.text} | _style_table(style)
        case ColumnElement():
            return {"anchor": element.anchor, "item": list(map(_item_table, element.items))}
        case BoxElement() | EllipseElement():
            table = {"colour": element.colour, "stroke": element.stroke}
            radius = getattr(element, "radius", None)
            return _given(table | {"thickness": element.thickness, "radius": radius})
        case LineElement():
            return {
                "colour": element.colour,
                "thickness": element.thickness,
                "dash": element.dash,
            }
        case ImageElement():
            return {"picture": element.picture, "fit": element.fit, "radius": element.radius}
        case QrElement():
            table = {"text": element.text, "colour": element.colour, "panel": element.panel}
            return _given(table | {"level": element.level})


def _item_table(item: ColumnItem) -> dict[str, Any]:
    if isinstance(item, RuleItem):
        return {"rule": item.thickness} | _given(
            {"colour": item.colour, "before": item.before}, _RULE_DEFAULTS
        )
    gaps = _given({"before": item.before, "rank": item.rank}, _ITEM_DEFAULTS)
    return {"text": item.text} | gaps | _style_table(item.style)


def _style_table(style: TextStyle) -> dict[str, Any]:
    usual = TextStyle(style.font, style.size_pt, _usual_least(style.size_pt))
    keys = {field.name: field.name.removesuffix("_pt") for field in fields(TextStyle)}
    given = {key: getattr(style, name) for name, key in keys.items()}
    return _given(given, {key: getattr(usual, name) for name, key in keys.items()} | _ALWAYS)


def _given(table: dict[str, Any], usual: Mapping[str, object] = _NOTHING) -> dict[str, Any]:
    """Leave out what is not there, or as a reader takes it to be."""
    return {
        key: value
        for key, value in table.items()
        if value not in (None, "") and value != usual.get(key)
    }
