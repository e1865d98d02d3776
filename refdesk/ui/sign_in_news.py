"""What the page of the PIN tells: why somebody has to sign in anew, or which shift was closed."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from refdesk.ui.widgets.strips import Message
from refdesk.words.catalogue import Words

if TYPE_CHECKING:
    from refdesk.domain.errors import DomainError
    from refdesk.services.shifts import ShiftView


class News(NamedTuple):
    """``tell`` says it in any language; ``is_half_way``: work that was refused has left the pages
    half-way."""

    tell: Callable[[Words], Message | None]
    is_half_way: bool = False


NO_NEWS = News(lambda _words: None)


def signed_out(error: "DomainError") -> News:
    """Somebody was let go, or has another role or PIN."""
    from refdesk.words.staff_text import signed_out_text

    def tell(words: Words) -> Message:
        return Message("check", signed_out_text(words, error), icon="log-out")

    return News(tell, is_half_way=True)


def shift_over(closed: "ShiftView") -> News:
    """A shift was closed."""
    from refdesk.words.shift_text import closed_text

    return News(lambda words: Message("ok", closed_text(words, closed.id, closed.figures)))
