"""A shift's slip on receipt paper: every figure, what was looked at, the anchors (G27, 4c)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from refdesk.cards.primitives import Text
from refdesk.cards.receipt import lay_out_slip
from refdesk.cards.receipt_paper import receipt_paper
from refdesk.cards.receipt_printer import FilePrinter
from refdesk.services import shifts
from refdesk.services.shift_slips import ANCHOR, send_shift, shift_slip, span_text
from refdesk.words.catalogue import load_words
from tests.support.paper_roll import print_out
from tests.support.refusals import refused
from tests.support.shops import TestShop

WORDS = {language: load_words(language, currency="RUB") for language in ("en", "ru")}
DAY = timedelta(days=1)
LONG = "the customer came back with a scratch on the left door and a very long story about it"


@pytest.fixture
def closed(wash: TestShop) -> shifts.ShiftView:
    """A closed shift with a discount by hand and slips that do not match."""
    code = wash.add("Anna")
    wash.buy("1500", code=code, phone="+79175550101")
    wash.buy("500", manual_discount=5_000, reason=LONG)
    return shifts.close_shift(wash.desk, slips=700)


def texts(view: shifts.ShiftView, wash: TestShop, width: int, language: str = "en") -> list[Text]:
    slip = shift_slip(wash.desk.shop(), view, WORDS[language])
    strip = lay_out_slip(slip, receipt_paper(width))
    return [one for one in strip.primitives if isinstance(one, Text)]


@pytest.mark.parametrize("width", [58, 80])
def test_4c_the_anchors_stand_on_the_slip(
    wash: TestShop, closed: shifts.ShiftView, width: int
) -> None:
    assert closed.closed is not None
    said = [one.text for one in texts(closed, wash, width)]
    for anchor in closed.closed.anchors:
        assert anchor.mac[:ANCHOR] in said
    assert {"Purchases", "Paid"} <= set(said)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("width", [58, 80])
def test_r48_no_label_runs_into_its_value(
    wash: TestShop, closed: shifts.ShiftView, width: int, language: str
) -> None:
    from refdesk.cards.fonts import ONEST, load_faces

    faces, found = load_faces(), texts(closed, wash, width, language)
    for one in found:
        if one.align != "right":
            continue
        starts = one.x - faces[ONEST, one.weight].width(one.text, one.size_pt)
        beside = [
            other for other in found
            if other.align == "left" and abs(other.y - one.y) < 1
        ]  # fmt: skip
        for other in beside:
            ends = other.x + faces[ONEST, other.weight].width(other.text, other.size_pt)
            assert ends < starts, (other.text, one.text)


def test_the_slip_goes_to_the_receipt_printer(
    wash: TestShop, closed: shifts.ShiftView, tmp_path: Path
) -> None:
    device = tmp_path / "printer"
    device.touch()
    send_shift(wash.desk, closed.id, FilePrinter(device), WORDS["ru"], paper=receipt_paper(80))
    out = print_out(device.read_bytes())
    assert (out.cuts, out.symbols) == (1, [])
    assert out.picture.width == receipt_paper(80).dots
    assert len(out.picture.convert("L").getcolors() or []) == 2
    with refused("shift_unknown"):
        send_shift(wash.desk, 99, FilePrinter(device), WORDS["ru"], paper=receipt_paper(80))


def test_the_newest_closed_shifts_are_listed(wash: TestShop, closed: shifts.ShiftView) -> None:
    wash.clock.forward(days=1)
    wash.buy("100")
    newest = shifts.close_shift(wash.desk)
    earlier = shifts.read_earlier(wash.desk)
    assert [(one.id, one.paid) for one in earlier.closed] == [
        (newest.id, 10_000), (closed.id, 180_000),
    ]  # fmt: skip
    assert [one.point.kind for one in earlier.waiting] == ["cash"]
    with wash.acting(wash.hire("Ivan", "cashier")):
        assert shifts.read_earlier(wash.desk) == shifts.Earlier((), ())
        wash.buy("100")
        own = shifts.close_shift(wash.desk)
        assert [one.id for one in shifts.read_earlier(wash.desk).closed] == [own.id]
    assert wash.desk.store.sql("SELECT 1 FROM audit WHERE action = 'denied'") == []


def test_a_span_over_two_years_names_both(wash: TestShop, closed: shifts.ShiftView) -> None:
    view = replace(
        closed,
        opened_at=datetime(2026, 11, 21, 9, 35, tzinfo=UTC),
        until=datetime(2019, 1, 3, 9, 0, tzinfo=UTC),
    )
    said = span_text(wash.desk.shop(), view, WORDS["en"])
    assert "21 Nov 2026" in said
    assert "3 Jan 2019" in said
    inside = span_text(wash.desk.shop(), replace(view, until=view.opened_at + DAY), WORDS["en"])
    assert "2026" not in inside
