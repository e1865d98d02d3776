"""Layout: golden primitives, and R48 under any text a person can type."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refdesk.cards.compose import SMALLEST_MODULE, CardRecord, compose
from refdesk.cards.design import FIELDS, SIDES, SMALLEST_PT, load_design
from refdesk.cards.fonts import load_faces
from refdesk.cards.primitives import Primitive, Qr, Text
from refdesk.cards.qr import QUIET_ZONE
from refdesk.cards.stocks import Stock, list_stocks, load_stock
from refdesk.cards.units import to_mm
from refdesk.domain.errors import DomainError
from tests.unit.cards import golden
from tests.unit.cards.samples import ENGLISH, LONG, NAMED, RUSSIAN, record

CLEAR = load_design("clear")
STOCKS = list_stocks()[:7]
NOT_SHOWN = ("stack", "headline", "free_title", "free_text")
Box = tuple[float, float, float, float]


def on(stock: Stock, card: CardRecord) -> tuple[Primitive, ...]:
    return compose(CLEAR, card, stock.cell_size)


def texts(primitives: tuple[Primitive, ...]) -> list[Text]:
    return [primitive for primitive in primitives if isinstance(primitive, Text)]


def symbol(primitives: tuple[Primitive, ...]) -> Qr:
    (qr,) = [primitive for primitive in primitives if isinstance(primitive, Qr)]
    return qr


def symbol_box(qr: Qr) -> Box:
    """The symbol with its quiet zone: left, top, right, bottom in mm."""
    quiet, side = QUIET_ZONE * qr.module_mm, len(qr.matrix) * qr.module_mm
    return qr.x - quiet, qr.y - quiet, qr.x + side + quiet, qr.y + side + quiet


def text_box(text: Text) -> Box:
    """From the top of a capital to the baseline; and the width the line was measured at."""
    face = load_faces()[text.font, text.weight]
    width = face.width(text.text, text.size_pt)
    left = text.x - {"left": 0.0, "center": width / 2, "right": width}[text.align]
    return left, text.y - to_mm(face.cap_height * text.size_pt), left + width, text.y


def overlap(one: Box, other: Box) -> bool:
    slack = 0.01
    return (
        one[0] < other[2] - slack
        and other[0] < one[2] - slack
        and one[1] < other[3] - slack
        and other[1] < one[3] - slack
    )


def assert_well_laid(stock: Stock, primitives: tuple[Primitive, ...]) -> None:
    boxes = [text_box(text) for text in texts(primitives)]
    quiet = symbol_box(symbol(primitives))
    assert not any(overlap(box, quiet) for box in boxes)
    assert not any(overlap(one, other) for one, other in combinations(boxes, 2))
    for left, top, right, bottom in [*boxes, quiet]:
        assert left >= 0
        assert top >= 0
        assert right <= stock.cell_width
        assert bottom <= stock.cell_height
    assert all(text.size_pt >= SMALLEST_PT for text in texts(primitives))


@pytest.mark.parametrize("stock", list_stocks()[:4], ids=lambda stock: stock.name)
@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("side", SIDES)
def test_golden_primitives(stock: Stock, name: str, side: str, is_updating_golden: bool) -> None:
    card = record(NAMED[name], prefix="WASH-")
    drawn = golden.as_json(compose(CLEAR, card, stock.cell_size, side=side))
    path = golden.FOLDER / f"{stock.name}-{name}{'-back' if side == 'back' else ''}.json"
    if is_updating_golden:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(drawn, encoding="utf-8")
    assert drawn == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: stock.name)
@pytest.mark.parametrize("fields", NAMED.values(), ids=NAMED)
def test_r48_nothing_lies_over_the_symbol_or_over_another_text(
    stock: Stock, fields: dict[str, str]
) -> None:
    for code in ("7K4M9XQT2A", "7K4M9XQT2AB3C", "SUMMERHOLIDAYSXX"):
        assert_well_laid(stock, on(stock, record(fields, code, prefix="WASH-")))


@given(
    fields=st.dictionaries(
        st.sampled_from([field for field in FIELDS if field != "code"]), st.text(max_size=160)
    ),
    shown=st.text(max_size=40),
    stock=st.sampled_from(STOCKS),
)
def test_r48_holds_for_any_text(fields: dict[str, str], shown: str, stock: Stock) -> None:
    assert_well_laid(stock, on(stock, CardRecord("7K4M9XQT2A", shown, fields)))


@pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: stock.name)
@pytest.mark.parametrize("fields", [ENGLISH, RUSSIAN], ids=["en", "ru"])
def test_usual_texts_are_all_printed_whole(stock: Stock, fields: dict[str, str]) -> None:
    sides = [compose(CLEAR, record(fields), stock.cell_size, side=side) for side in SIDES]
    printed = " ".join(text.text for side in sides for text in texts(side))
    for name, text in fields.items():
        if name not in {"contact", "valid", "terms", *NOT_SHOWN}:
            assert text in printed
    words = f"{fields['contact']} {fields['valid']} {fields['terms']}".replace("·", " ").split(" ")
    assert all(word in printed for word in words)


@pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: stock.name)
def test_what_the_friend_gets_is_largest_then_what_the_owner_gets(stock: Stock) -> None:
    by_size = sorted(texts(on(stock, record(ENGLISH))), key=lambda text: -text.size_pt)
    assert [text.text for text in by_size[:2]] == ["−10\u00a0%", "100 points"]


@pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: stock.name)
def test_r25_module_and_code_type_are_large_enough(stock: Stock) -> None:
    for code in ("7K4M9XQT2A", "7K4M9XQT2AB3C", "SUMMERHOLIDAYSXX"):
        primitives = on(stock, record(ENGLISH, code, prefix="WASH-"))
        assert symbol(primitives).module_mm >= 0.8
        (shown,) = [text for text in texts(primitives) if text.text.startswith("WASH-")]
        assert shown.size_pt >= 8
        assert shown.weight == 600
    link = CardRecord("https://lagoon.example/c/7K4M9XQT2A", "7K4M9-XQT2A", ENGLISH)
    assert symbol(on(stock, link)).module_mm >= SMALLEST_MODULE


def test_r25_a_code_too_dense_for_the_design_is_refused() -> None:
    dense = CardRecord("https://lagoon.example/" + "x" * 90, "7K4M9-XQT2A", {})
    small = load_stock("a4-10-85x54").cell_size.__class__(width=48.0, height=30.0)
    with pytest.raises(DomainError) as refusal:
        compose(CLEAR, dense, small)
    assert refusal.value.code == "qr_too_small"


def test_on_a_thermal_roll_a_module_is_a_whole_number_of_dots() -> None:
    stock = load_stock("roll-62")
    for code in ("7K4M9XQT2A", "https://lagoon.example/c/7K4M9XQT2A"):
        module = symbol(on(stock, CardRecord(code, "7K4M9-XQT2A", ENGLISH))).module_mm
        dots = module * stock.dpi / 25.4
        assert dots == pytest.approx(round(dots))


@pytest.mark.parametrize("absent", sorted(set(ENGLISH) - set(NOT_SHOWN)))
@pytest.mark.parametrize("blank", [None, "", " \t\u200b"], ids=["missing", "empty", "invisible"])
def test_a_field_without_text_leaves_no_trace(absent: str, blank: str | None) -> None:
    fields = dict(ENGLISH)
    if blank is None:
        del fields[absent]
    else:
        fields[absent] = blank
    stock = load_stock("a4-10-85x54")
    printed = [text.text for text in texts(on(stock, record(fields)))]
    assert all(part.strip(" ·") == part for part in printed)
    assert ENGLISH[absent] not in printed
    assert_well_laid(stock, on(stock, record(fields)))


@pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: stock.name)
def test_r48_a_long_name_shrinks_then_wraps_then_is_cut(stock: Stock) -> None:
    def name_lines(name: str) -> list[Text]:
        fields = RUSSIAN | {"name": name}
        around = {*RUSSIAN.values(), "7K4M9-XQT2A"}
        lines = texts(on(stock, record(fields)))
        code = next(place for place, line in enumerate(lines) if line.text == "7K4M9-XQT2A")
        return [line for line in lines[code:] if line.text not in around]

    (short,) = name_lines("Анна")
    width = load_faces()["onest", 400].width
    long = "Анна"
    while name_lines(long + "я")[0].size_pt == short.size_pt:
        long += "я"
    (shrunk,) = name_lines(long + "яя")
    assert max(0.8 * short.size_pt, SMALLEST_PT) <= shrunk.size_pt < short.size_pt
    whole = "Екатерина Владиславовна Константинопольская"
    wrapped = name_lines(whole)
    assert " ".join(line.text for line in wrapped) == whole
    cut = name_lines("Константин Константинопольский-Задунайский " * 3)
    assert len(wrapped) == len(cut) == 2
    assert cut[-1].text.endswith("…")
    assert max(width(line.text, line.size_pt) for line in cut) <= stock.cell_width


def test_a_shop_name_wraps_before_it_is_cut() -> None:
    printed = [text.text for text in texts(on(load_stock("a4-10-85x54"), record(LONG)))]
    assert printed[0] == "Автомойка и детейлинг-"
    assert printed[1].startswith("центр «Северная")


def test_an_offer_in_words_keeps_all_its_words() -> None:
    printed = [text.text for text in texts(on(load_stock("a4-10-85x54"), record(LONG)))]
    assert "Бесплатная мойка" in printed
