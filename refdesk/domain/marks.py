"""What a customer said of a purchase: one tap at the till, never asked for twice."""

from typing import Final, Literal

Mark = Literal["good", "so-so", "bad"]

GOOD: Final = "good"
MARKS: Final[tuple[Mark, ...]] = ("good", "so-so", "bad")
"""From the best to the worst, as they stand side by side."""
