"""Receipt paper: how wide it is, and the dots of the head that prints on it."""

from dataclasses import dataclass
from typing import Final

from refdesk.cards.units import MM_PER_INCH
from refdesk.domain.errors import DomainError

WIDTHS: Final = (58, 80)
"""The widths of paper in mm."""

USUAL_DOTS: Final = {58: 384, 80: 576}
"""How many dots most printers have across paper of a width."""

_USUAL_PRINT: Final = {58: 48.0, 80: 72.0}
_DENSITIES: Final = (180 / MM_PER_INCH, 8.0, 300 / MM_PER_INCH)
"""Dots on a mm that receipt printers are built with; 8 are called 203 dpi."""

_LEAST_SHARE: Final = 0.6


@dataclass(frozen=True, slots=True)
class Paper:
    """Paper of ``width`` mm in a printer that sets ``dots`` across it, ``density`` on a mm.

    ``own_qr`` says that the printer draws QR symbols by a command of its own.
    """

    width: int
    dots: int
    density: float
    own_qr: bool = False

    @property
    def dot(self) -> float:
        """The size of a dot in mm."""
        return 1 / self.density

    @property
    def print_width(self) -> float:
        """What the head reaches, in mm; it stands in the middle of the paper."""
        return self.dots / self.density

    @property
    def margin(self) -> float:
        """The strip at either side in mm that no dot reaches."""
        return (self.width - self.print_width) / 2


def receipt_paper(width: int, dots: int | None = None, *, own_qr: bool = False) -> Paper:
    """Return paper of 58 or 80 mm; without ``dots`` as most printers have them.

    Makers tell the dots and keep the density to themselves: of those in use it is the one at which
    the dots come closest to the usual width of print. Raises DomainError ``bad_paper`` for another
    width, and for so few or many dots that they fit none.
    """
    if width not in WIDTHS:
        raise DomainError("bad_paper", width=width, options=", ".join(map(str, WIDTHS)))
    across = USUAL_DOTS[width] if dots is None else dots
    usual = _USUAL_PRINT[width]
    fitting = [one for one in _DENSITIES if usual * _LEAST_SHARE <= across / one <= width]
    if not fitting:
        raise DomainError("bad_paper", width=width, dots=across)
    density = min(fitting, key=lambda one: abs(across / one - usual))
    return Paper(width, across, density, own_qr)
