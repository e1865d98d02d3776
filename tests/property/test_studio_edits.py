"""The studio's deeds on any design: nothing drifts, all can be undone, figures stay short."""

from dataclasses import astuple, replace

from hypothesis import given
from hypothesis import strategies as st

from refdesk.cards.design import (
    BoxElement,
    ColumnElement,
    Design,
    Element,
    EllipseElement,
    Frame,
    ImageElement,
    Layout,
    LineElement,
    QrElement,
    Rect,
    RuleItem,
    TextElement,
    TextItem,
    TextStyle,
)
from refdesk.cards.design_file import design_text, parse_design
from refdesk.cards.stocks import CellSize
from refdesk.ui.pages.studio import edits
from refdesk.ui.pages.studio.dragging import HANDLES, SMALLEST, Drag, Keys
from refdesk.ui.pages.studio.edits import Pick, Spot
from refdesk.ui.pages.studio.history import History, Step
from refdesk.ui.pages.studio.snapping import GRID, Edges, Lines, lines_of, snap_move

FIGURES = st.integers(-20_000, 90_000).map(lambda micrometres: micrometres / 1000)
LENGTHS = st.integers(0, 90_000).map(lambda micrometres: micrometres / 1000)
WAYS = st.floats(-60, 60)
SIZES = st.builds(
    CellSize, st.sampled_from((85.0, 85.6, 90.0, 88.9, 57.0)), st.sampled_from((54.0, 50.8, 32.0))
)


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    """Two of three figures each way: the frame hangs on one edge, or on both."""
    across = draw(st.sampled_from(("left width", "width right", "left right"))).split()
    down = draw(st.sampled_from(("top height", "height bottom", "top bottom"))).split()
    figures: dict[str, float | None] = dict.fromkeys(
        ("left", "width", "right", "top", "height", "bottom")
    )
    for name in (*across, *down):
        figures[name] = draw(LENGTHS if name in ("width", "height") else FIGURES)
    return Frame(**figures)


ITEMS = st.one_of(
    st.builds(TextItem, st.sampled_from(("{shop}", "Hello")), st.just(TextStyle())),
    st.builds(RuleItem, st.just(0.35)),
)
ELEMENTS: st.SearchStrategy[Element] = st.one_of(
    st.builds(TextElement, frames(), st.just("top"), st.just("{offer}"), st.just(TextStyle())),
    st.builds(
        ColumnElement, frames(), st.just("top"), st.lists(ITEMS, min_size=1, max_size=4).map(tuple)
    ),
    st.builds(BoxElement, frames(), st.just("#112233")),
    st.builds(EllipseElement, frames(), st.just("#112233")),
    st.builds(LineElement, frames(), st.just("#000000"), st.just(0.35)),
    st.builds(ImageElement, frames(), st.just("logo")),
    st.builds(QrElement, frames()),
)


@st.composite
def designs(draw: st.DrawFn, least: int = 1) -> tuple[Design, Spot]:
    """A design with a side of some elements, shown on some size."""
    some = st.lists(ELEMENTS, min_size=least, max_size=5).map(tuple)
    layout = Layout("card", (85.0, 54.0), draw(some), draw(some))
    design = Design("mine", {"en": "Mine", "ru": "Моя"}, (layout,))
    return design, Spot(0, draw(st.sampled_from(("front", "back"))), draw(SIZES))


@st.composite
def picks(draw: st.DrawFn, design: Design, spot: Spot) -> Pick:
    """Something of a design that can be chosen."""
    elements = edits.elements_at(design, spot)
    place = draw(st.integers(0, len(elements) - 1))
    one = elements[place]
    if isinstance(one, ColumnElement) and draw(st.booleans()):
        return Pick(place, draw(st.integers(0, len(one.items) - 1)))
    return Pick(place)


@st.composite
def deeds(draw: st.DrawFn, design: Design, spot: Spot) -> Design:
    """What some deed makes of a design."""
    if not edits.elements_at(design, spot):
        return edits.add(design, spot, edits.new_qr(design, spot))[0]
    pick = draw(picks(design, spot))
    kind = draw(st.sampled_from(("move", "rect", "hide", "copy", "delete", "up", "down", "add")))
    way = (draw(WAYS), draw(WAYS))
    match kind:
        case "move":
            return edits.move(design, spot, pick.element, way)
        case "rect":
            rect = Rect(*way, draw(st.floats(0, 90)), draw(st.floats(0, 90)))
            return edits.set_rect(design, spot, pick.element, rect)
        case "hide":
            return edits.set_hidden(design, spot, pick.element, hidden=draw(st.booleans()))
        case "copy":
            return edits.duplicate(design, spot, pick)[0]
        case "delete":
            return edits.delete(design, spot, pick)[0]
        case "add":
            return edits.add(design, spot, edits.new_text(design, spot, "New"))[0]
    return edits.reorder(design, spot, pick, up=kind == "up")[0]


def figures_of(frame: Frame) -> list[float]:
    return [figure for figure in astuple(frame) if figure is not None]


def hangs_on(frame: Frame) -> list[bool]:
    return [figure is None for figure in astuple(frame)]


@given(st.data(), designs(), WAYS, WAYS)
def test_moving_there_and_back_changes_nothing(
    data: st.DataObject, made: tuple[Design, Spot], dx: float, dy: float
) -> None:
    design, spot = made
    place = data.draw(picks(design, spot)).element
    there = edits.move(design, spot, place, (dx, dy))
    assert edits.move(there, spot, place, (-dx, -dy)) == design


@given(st.data(), designs(), WAYS, WAYS)
def test_moving_keeps_the_size_and_goes_as_far_as_asked(
    data: st.DataObject, made: tuple[Design, Spot], dx: float, dy: float
) -> None:
    design, spot = made
    place = data.draw(picks(design, spot)).element
    before = edits.rect_at(design, spot, place)
    after = edits.rect_at(edits.move(design, spot, place, (dx, dy)), spot, place)
    assert abs(after.x - before.x - dx) < 0.002
    assert abs(after.y - before.y - dy) < 0.002
    assert abs(after.width - before.width) < 1e-6
    assert abs(after.height - before.height) < 1e-6


@given(st.data(), designs())
def test_every_deed_leaves_figures_of_three_decimals_and_a_design_that_can_be_kept(
    data: st.DataObject, made: tuple[Design, Spot]
) -> None:
    design, spot = made
    for _ in range(4):
        design = data.draw(deeds(design, spot))
    for element in edits.elements_at(design, spot):
        for figure in figures_of(element.frame):
            assert figure == round(figure, 3)
            assert str(figure) != "-0.0"
    assert parse_design("mine", design_text(design)) == design


@given(st.data(), designs(), st.builds(Rect, WAYS, WAYS, LENGTHS, LENGTHS))
def test_a_frame_keeps_the_edges_it_hangs_on_and_gives_the_rectangle_it_was_given(
    data: st.DataObject, made: tuple[Design, Spot], rect: Rect
) -> None:
    design, spot = made
    place = data.draw(picks(design, spot)).element
    old = edits.elements_at(design, spot)[place].frame
    changed = edits.set_rect(design, spot, place, rect)
    new = edits.elements_at(changed, spot)[place].frame
    assert hangs_on(new) == hangs_on(old)
    for got, wanted in zip(edits.rect_at(changed, spot, place), rect, strict=True):
        assert abs(got - wanted) < 0.004


@given(st.data(), designs())
def test_undoing_everything_gives_the_start_and_repeating_it_the_end(
    data: st.DataObject, made: tuple[Design, Spot]
) -> None:
    start, spot = made
    history = History(Step(start))
    for _ in range(data.draw(st.integers(0, 8))):
        merge = data.draw(st.sampled_from(("", "drag", "size")))
        history.push(Step(data.draw(deeds(history.now.design, spot))), merge)
    end = history.now.design
    while history.can_undo:
        before = history.now.design
        assert history.undo().design != before
    assert history.now.design == start
    while history.can_redo:
        history.redo()
    assert history.now.design == end


@given(st.data(), designs())
def test_deleting_a_copy_gives_what_was_there_before(
    data: st.DataObject, made: tuple[Design, Spot]
) -> None:
    design, spot = made
    pick = data.draw(picks(design, spot))
    copied, copy = edits.duplicate(design, spot, pick)
    assert edits.exists(copied, spot, copy)
    assert edits.delete(copied, spot, copy)[0] == design


@given(st.data(), designs(least=2), st.booleans())
def test_one_layer_up_and_down_again_changes_nothing(
    data: st.DataObject, made: tuple[Design, Spot], up: bool
) -> None:
    design, spot = made
    pick = data.draw(picks(design, spot))
    moved, now = edits.reorder(design, spot, pick, up=up)
    if now != pick:
        assert edits.reorder(moved, spot, now, up=not up) == (design, pick)
    else:
        assert moved == design


@given(st.data(), designs())
def test_the_other_side_stays_as_it_is(data: st.DataObject, made: tuple[Design, Spot]) -> None:
    design, spot = made
    other = spot._replace(side="back" if spot.side == "front" else "front")
    changed = data.draw(deeds(design, spot))
    assert edits.elements_at(changed, other) == edits.elements_at(design, other)
    assert replace(changed, layouts=()) == replace(design, layouts=())


@given(st.builds(Rect, WAYS, WAYS, LENGTHS, LENGTHS), SIZES)
def test_what_comes_to_rest_lies_on_a_line_or_on_the_half_millimetre(
    rect: Rect, size: CellSize
) -> None:
    lines = lines_of(size, ())
    snap = snap_move(rect, lines, 0.8)
    x = rect.x + snap.x
    edges = (x, x + rect.width / 2, x + rect.width)
    on_line = any(abs(edge - line) < 1e-6 for edge in edges for line in lines.xs)
    assert on_line or abs(x / GRID - round(x / GRID)) < 1e-6
    assert abs(snap.x) <= 0.8 + 1e-9
    assert bool(snap.lines.xs) <= on_line


@given(st.builds(Rect, WAYS, WAYS, LENGTHS, LENGTHS), st.sampled_from(HANDLES), WAYS, WAYS)
def test_a_handle_moves_its_own_edges_alone_and_never_turns_a_frame_inside_out(
    start: Rect, edges: Edges, dx: float, dy: float
) -> None:
    rect, _ = Drag(start, Lines(), 0.0, edges).to(dx, dy, Keys(free=True))
    assert rect.width >= min(start.width, SMALLEST)
    assert rect.height >= min(start.height, SMALLEST)
    if edges.x >= 0:
        assert rect.x == start.x
    if edges.x <= 0 and not (edges.x == 0 and rect.width != start.width):
        assert abs(rect.x + rect.width - start.x - start.width) < 1e-6


@given(
    st.builds(Rect, WAYS, WAYS, st.floats(2, 80), st.floats(2, 50)),
    st.sampled_from(HANDLES), WAYS, WAYS,
)  # fmt: skip
def test_in_proportion_a_rectangle_keeps_its_shape_and_the_corner_across(
    start: Rect, edges: Edges, dx: float, dy: float
) -> None:
    drag = Drag(start, Lines(), 0.0, edges, keeps_ratio=True)
    rect, _ = drag.to(dx, dy, Keys(free=True))
    assert abs(rect.width / rect.height - start.width / start.height) < 1e-6
    assert min(rect.width, rect.height) >= SMALLEST - 1e-9
    if edges.x > 0:
        assert abs(rect.x - start.x) < 1e-6
    if edges.y < 0:
        assert abs(rect.y + rect.height - start.y - start.height) < 1e-6


@given(st.builds(Rect, WAYS, WAYS, LENGTHS, LENGTHS), WAYS, WAYS)
def test_held_straight_a_drag_leaves_one_axis_alone(start: Rect, dx: float, dy: float) -> None:
    rect, lines = Drag(start, lines_of(CellSize(85, 54), ()), 0.8).to(dx, dy, Keys(straight=True))
    assert rect.x == start.x or rect.y == start.y
    assert (rect.width, rect.height) == (start.width, start.height)
    assert not lines.xs or not lines.ys
