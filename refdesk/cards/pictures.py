"""Pictures on cards: logos and photos, made safe once and drawn many times."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is drawn: ``data`` is a PNG of its pixels, ``digest`` tells it from others.

    ``has_alpha``: parts of it may let through what lies under them.
    """

    width_px: int
    height_px: int
    has_alpha: bool
    data: bytes = field(repr=False)
    digest: str = ""
