"""G05: what was measured is made up for, and kept by printer and stock."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refdesk.cards.calibration import (
    Affine,
    Calibration,
    Corners,
    calibration_of,
    ruler_marks,
)
from refdesk.cards.calibration_file import load_calibration, read_calibrations, save_calibration
from refdesk.domain.errors import DomainError

A4 = (210.0, 297.0)
shifts = st.floats(-2.0, 2.0)
scales = st.floats(0.98, 1.02)


def drawn(affine: Affine, x: float, y: float) -> tuple[float, float]:
    return affine.scale_x * x + affine.left, affine.scale_y * y + affine.top


@given(
    size=st.sampled_from((A4, (215.9, 279.4), (62.0, 100.0), (50.0, 30.0))),
    printer=st.tuples(scales, scales, shifts, shifts),
    back=st.tuples(shifts, shifts),
    measures_both=st.booleans(),
)
def test_g05_a_calibrated_printer_sets_every_point_where_it_belongs(
    size: tuple[float, float],
    printer: tuple[float, float, float, float],
    back: tuple[float, float],
    measures_both: bool,
) -> None:
    width, height = size
    marks = ruler_marks(width, height)
    sides = {"front": Affine(*printer), "back": Affine(*printer[:2], *back)}

    def measured(side: str) -> Corners:
        near = drawn(sides[side], marks.inset_x, marks.inset_y)
        far = drawn(sides[side], width - marks.inset_x, height - marks.inset_y)
        if measures_both:
            return Corners(*near, width - far[0], height - far[1])
        return Corners(*near)

    found = calibration_of(
        marks,
        across=marks.across * printer[0],
        down=marks.down * printer[1],
        front=measured("front"),
        back=measured("back"),
    )
    for side, does in sides.items():
        for x in (0.0, width / 2, width):
            for y in (0.0, height):
                point = drawn(does, *drawn(found.on_page(width, height, side), x, y))
                # A twentieth of a mm is what a ruler tells.
                assert point == pytest.approx((x, y), abs=0.08)


def test_g05_a_back_that_was_not_measured_moves_with_the_front() -> None:
    marks = ruler_marks(*A4)
    found = calibration_of(marks, across=100, down=100, front=Corners(16.0, 14.5))
    assert found == Calibration(dx=-1.0, dy=0.5)
    assert found.on_page(*A4, "back") == found.on_page(*A4)
    apart = calibration_of(
        marks, across=100, down=100, front=Corners(16.0, 14.5), back=Corners(17.5, 14.5)
    )
    assert apart == Calibration(dx=-1.0, dy=0.5, back_dx=-1.5)


def test_a_page_is_scaled_around_its_middle_and_then_moved() -> None:
    affine = Calibration(dx=1.0, dy=-2.0, scale_x=0.98, scale_y=1.02).on_page(*A4)
    assert drawn(affine, 105.0, 148.5) == pytest.approx((106.0, 146.5))
    assert drawn(affine, 0.0, 0.0) == pytest.approx((2.1 + 1.0, -2.97 - 2.0))
    assert Calibration().on_page(*A4) == Affine(1.0, 1.0, 0.0, 0.0)


def test_rulers_are_as_long_as_the_page_lets_them_be() -> None:
    assert (ruler_marks(*A4).across, ruler_marks(*A4).down) == (100.0, 100.0)
    roll = ruler_marks(62.0, 100.0)
    assert (roll.across, roll.down) == (40.0, 80.0)
    assert roll.inset_x == 12.4
    tiny = ruler_marks(50.0, 25.0)
    assert (tiny.across, tiny.down) == (30.0, 10.0)


@pytest.mark.parametrize(
    "field, value",
    [
        ("dx", 5.1), ("dy", -5.1), ("back_dx", 6.0), ("back_dy", -6.0), ("scale_x", 0.969),
        ("scale_y", 1.031), ("scale_x", float("nan")), ("dx", float("inf")),
    ],
)  # fmt: skip
def test_g05_what_no_printer_in_order_does_is_refused(field: str, value: float) -> None:
    with pytest.raises(DomainError) as refusal:
        Calibration(**{field: value})
    assert refusal.value.code == "bad_calibration"
    assert refusal.value.params["field"] == field


@pytest.mark.parametrize("across", [0.0, -3.0, 80.0, 1000.0])
def test_a_ruler_that_was_measured_wrong_is_refused(across: float) -> None:
    with pytest.raises(DomainError, match="bad_calibration"):
        calibration_of(ruler_marks(*A4), across=across, down=100, front=Corners(15, 15))


# -- the file ----------------------------------------------------------------------------------


def test_g05_calibrations_are_kept_by_printer_and_stock(tmp_path: Path) -> None:
    one, two = Calibration(dx=0.5, scale_y=0.995), Calibration(back_dy=-1.0)
    save_calibration(tmp_path, 'Касса "2". Laser', "a4-10-85x54", one)
    save_calibration(tmp_path, 'Касса "2". Laser', "roll-62", two)
    save_calibration(tmp_path, "Zebra", "roll-62", one)
    assert load_calibration(tmp_path, 'Касса "2". Laser', "a4-10-85x54") == one
    assert load_calibration(tmp_path, 'Касса "2". Laser', "roll-62") == two
    assert load_calibration(tmp_path, "Zebra", "a4-10-85x54") == Calibration()
    save_calibration(tmp_path, "Zebra", "roll-62", Calibration())
    assert set(read_calibrations(tmp_path)) == {
        ('Касса "2". Laser', "a4-10-85x54"),
        ('Касса "2". Laser', "roll-62"),
    }


def test_without_a_file_no_printer_is_calibrated(tmp_path: Path) -> None:
    assert read_calibrations(tmp_path / "none") == {}
    save_calibration(tmp_path / "new", "Laser", "roll-62", Calibration(dx=1.0))
    assert load_calibration(tmp_path / "new", "Laser", "roll-62") == Calibration(dx=1.0)


@pytest.mark.parametrize(
    "text, field",
    [
        ("not toml [", ""),
        ("Laser = 1", "Laser"),
        ("[Laser]\nroll-62 = 5", "Laser.roll-62"),
        ("[Laser.roll-62]\ndx = 'far'", "Laser.roll-62.dx"),
        ("[Laser.roll-62]\ndx = true", "Laser.roll-62.dx"),
        ("[Laser.roll-62]\nfar = 1.0", "Laser.roll-62.far"),
        ("[Laser.roll-62]\ndx = 7.0", "Laser.roll-62.dx"),
        ("[Laser.roll-62]\ndx = nan", "Laser.roll-62.dx"),
    ],
)
def test_a_file_that_cannot_be_understood_is_refused_and_left_alone(
    tmp_path: Path, text: str, field: str
) -> None:
    path = tmp_path / "printers.toml"
    path.write_text(text)
    for work in (
        lambda: load_calibration(tmp_path, "Laser", "roll-62"),
        lambda: save_calibration(tmp_path, "Laser", "roll-62", Calibration()),
    ):
        with pytest.raises(DomainError) as refusal:
            work()
        assert refusal.value.code == "bad_calibration_file"
        assert refusal.value.params["field"] == field
    assert path.read_text() == text


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "printers.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DomainError, match="bad_calibration_file"):
        read_calibrations(tmp_path)
