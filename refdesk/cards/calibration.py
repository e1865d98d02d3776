"""What one printer does with one stock, and how it is made up for (G05).

A printer may set everything to a side, and draw it a little smaller or larger. Its calibration is
what is drawn the other way round: scaled around the middle of the page, then moved. All lengths in
mm, ``x`` to the right and ``y`` down, each side as one sees it.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

from refdesk.domain.errors import DomainError

MOST_SHIFT: Final = 5.0
"""In mm, each way."""

LEAST_SCALE: Final = 0.97
MOST_SCALE: Final = 1.03

RULER: Final = 100.0
"""How long the rulers of a ruler page are where the page has room for them, in mm."""

CROSS_INSET: Final = 15.0
"""How far the corner crosses stand from the edges where the page has room for that, in mm."""

_SHIFTS: Final = ("dx", "dy", "back_dx", "back_dy")
_SCALES: Final = ("scale_x", "scale_y")


class Affine(NamedTuple):
    """Where a point of a page is drawn: at ``scale_x * x + left``, ``scale_y * y + top``."""

    scale_x: float
    scale_y: float
    left: float
    top: float


UNMOVED: Final = Affine(1.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Calibration:
    """What is drawn otherwise for a printer: moved by ``dx`` and ``dy``, the back by ``back_dx``
    and ``back_dy`` beyond that, and scaled.

    Raises DomainError ``bad_calibration`` with ``field``, ``value``, ``least`` and ``most`` for
    what no printer in order needs: more than 5 mm, less than 97 % or more than 103 %.
    """

    dx: float = 0.0
    dy: float = 0.0
    scale_x: float = 1.0
    scale_y: float = 1.0
    back_dx: float = 0.0
    back_dy: float = 0.0

    def __post_init__(self) -> None:
        for names, least, most in (
            (_SHIFTS, -MOST_SHIFT, MOST_SHIFT),
            (_SCALES, LEAST_SCALE, MOST_SCALE),
        ):
            for name in names:
                value = getattr(self, name)
                if not least <= value <= most:
                    raise DomainError(
                        "bad_calibration", field=name, value=round(value, 3), least=least, most=most
                    )

    def on_page(self, width: float, height: float, side: str = "front") -> Affine:
        """Return where the points of one side of a page of this size are drawn."""
        is_back = side == "back"
        dx = self.dx + (self.back_dx if is_back else 0.0)
        dy = self.dy + (self.back_dy if is_back else 0.0)
        return Affine(
            self.scale_x,
            self.scale_y,
            width / 2 * (1 - self.scale_x) + dx,
            height / 2 * (1 - self.scale_y) + dy,
        )


@dataclass(frozen=True, slots=True)
class RulerMarks:
    """Where the ruler page of a page size has its marks: ``across`` and ``down`` are the rulers'
    lengths, ``inset_x`` and ``inset_y`` the corner crosses' distances from the edges."""

    width: float
    height: float
    across: float
    down: float
    inset_x: float
    inset_y: float


@dataclass(frozen=True, slots=True)
class Corners:
    """What was measured on one side, in mm: from the left and the upper edge to the upper left
    cross, and, where that was done too, from the right and the lower edge to the lower right one.
    """

    left: float
    top: float
    right: float | None = None
    bottom: float | None = None


def ruler_marks(width: float, height: float) -> RulerMarks:
    """Return where the marks of a page stand: rulers in whole centimetres, as long as they fit."""
    return RulerMarks(
        width=width,
        height=height,
        across=_ruler(width),
        down=_ruler(height),
        inset_x=_inset(width),
        inset_y=_inset(height),
    )


def calibration_of(
    marks: RulerMarks,
    *,
    across: float,
    down: float,
    front: Corners,
    back: Corners | None = None,
) -> Calibration:
    """Return the calibration that makes up for what was measured on a printed ruler page.

    ``across`` and ``down`` are the printed rulers' lengths in mm. Raises DomainError
    ``bad_calibration`` for what is out of reason.
    """
    for field, value in (("scale_x", across), ("scale_y", down)):
        if value <= 0:
            raise DomainError(
                "bad_calibration", field=field, value=value, least=LEAST_SCALE, most=MOST_SCALE
            )
    printed_x, printed_y = across / marks.across, down / marks.down
    dx, dy = _shift(marks, front, printed_x, printed_y)
    back_dx, back_dy = dx, dy
    if back is not None:
        back_dx, back_dy = _shift(marks, back, printed_x, printed_y)
    return Calibration(
        dx=_tenths(dx),
        dy=_tenths(dy),
        scale_x=round(1 / printed_x, 4),
        scale_y=round(1 / printed_y, 4),
        back_dx=_tenths(back_dx - dx),
        back_dy=_tenths(back_dy - dy),
    )


def _ruler(length: float) -> float:
    """Two corner crosses, their figures and the ruler stand side by side on the page."""
    return max(10.0, min(RULER, (length - 20.0) // 10 * 10))


def _inset(length: float) -> float:
    return min(CROSS_INSET, round(length / 5, 1))


def _shift(
    marks: RulerMarks, found: Corners, printed_x: float, printed_y: float
) -> tuple[float, float]:
    """Return how far to move what is drawn, so that the page's middle comes out in its place."""
    x = _middle(marks.width, marks.inset_x, found.left, found.right, printed_x)
    y = _middle(marks.height, marks.inset_y, found.top, found.bottom, printed_y)
    # The printer scales the shift as well.
    return -x / printed_x, -y / printed_y


def _middle(length: float, inset: float, near: float, far: float | None, printed: float) -> float:
    """Return how far the middle of the page came out from where it should be.

    Two crosses tell it whatever the scale; one tells it together with the rulers.
    """
    if far is not None:
        return (near - far) / 2
    return near - length / 2 + printed * (length / 2 - inset)


def _tenths(mm: float) -> float:
    """Nobody reads a ruler more finely than to a twentieth of a millimetre."""
    return round(mm * 20) / 20 + 0.0
