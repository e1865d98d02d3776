"""What the window needs of a page, and what a page is told by the window."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from refdesk.domain.keyboards import from_us_keys
from refdesk.ui.scanner import Scanner
from refdesk.ui.tasks import Tasks
from refdesk.ui.theme.theme import Theme
from refdesk.words.catalogue import Words

if TYPE_CHECKING:  # the services bring the database's library along; the window comes first
    from refdesk.services.badges import BadgeSeen
    from refdesk.ui.widgets.strips import Message

# Layouts whose letters stand on the same keys; with a further one, such as the Bulgarian, the
# same letter would mean two different keys.
_SAME_PLACES = ("ru", "uk", "be", "kk")


class Context(NamedTuple):
    """What every page is given: texts, look, background work and the scanner."""

    words: Words
    theme: Theme
    tasks: Tasks
    scanner: Scanner


class KeyHint(NamedTuple):
    """A key of a screen: how it is called, what it does in a word or two, and the doing.

    ``key`` is written as Qt writes it in English: ``F8``, ``Ctrl+P``, ``Enter``, ``Esc``. Without
    ``run`` it is only told of (the page handles it itself). ``in_status`` off keeps it out of the
    status bar; F1 lists it all the same.
    """

    key: str
    text: str
    run: Callable[[], None] | None = None
    in_status: bool = True


class Density(NamedTuple):
    """How much room there is: ``low`` under 740 px, ``narrow`` under 1200 px (at scale 1)."""

    low: bool = False
    narrow: bool = False


class Page(QWidget):
    """A screen. A subclass overrides what it needs.

    ``keys_changed`` tells that `keys` gives something else now.
    """

    keys_changed = Signal()
    told = Signal()
    """What stands on the page of itself is another message now, or none."""

    @property
    def title(self) -> str:
        """The title for the window and for F1."""
        return ""

    def keys(self) -> tuple[KeyHint, ...]:
        """The keys of this screen in its present state, the most important first."""
        return ()

    def prepare(self) -> bool:
        """Go one step of what is slow the first time it is shown; False where all is ready."""
        return False

    def on_shown(self) -> None:
        """The page came to the front: put the focus where it belongs."""

    def takes_scans(self) -> bool:
        """Whether a scan stays on this page, as it stands, and does not go to the counter."""
        return False

    def on_scan(self, text: str) -> None:
        """A card was scanned while this page is in front."""

    def on_badge(self, seen: "BadgeSeen") -> bool:
        """A staff member's badge was scanned (R26); False: the window sees to it."""
        return False

    def tell(self, message: "Message") -> bool:
        """Say something that the window has to say; False: it says so above the page."""
        return False

    def says(self, message: "Message") -> bool:
        """Whether a message stands on the page already, with its way on."""
        return False

    def is_unsaved(self) -> bool:
        """Whether something was typed here that another person's pages would not have."""
        return False

    def shows_key(self) -> bool:
        """Whether something unsaved stands here that can never be shown again."""
        return False

    def on_density(self, density: Density) -> None:
        """The window's size class changed."""

    def may_leave(self) -> bool:
        """Whether another page may be shown now; a page with changes asks in place."""
        return True


def sequences(key: str) -> list[QKeySequence]:
    """The shortcuts of a key by its name, for every keyboard layout that we know.

    ``Ctrl+Z`` is the same physical key as ``Ctrl+Я``; a keyboard with no Latin layout sends the
    latter. Enter is both Enter keys.
    """
    if key == "Enter":
        return [QKeySequence("Return"), QKeySequence("Enter")]
    head, _, last = key.rpartition("+")
    names = [key]
    if head and len(last) == 1 and last.isalpha():
        read = from_us_keys(last.lower())
        others = {text.upper() for layout, text in read if layout in _SAME_PLACES}
        names += [f"{head}+{other}" for other in sorted(others) if not other.isascii()]
    return [QKeySequence(name) for name in names]
