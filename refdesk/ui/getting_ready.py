"""Pages are got ready behind the counter, so that none makes the window wait when it is opened.

What they import is read beside the window. Then each is built, taken in, filled, laid out and drawn
unseen, step by step, each in a turn of its own while nobody is served. Garbage is collected then
too: it would stretch a turn of a sale.
"""

import gc
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

from refdesk.domain.customer import normalise_phone
from refdesk.domain.errors import DomainError
from refdesk.domain.progress import Progress
from refdesk.ui.main_window import CARDS, MainWindow
from refdesk.ui.page import Context
from refdesk.words.catalogue import Words

QUIET_MS = 1_500
"""So long after the counter has stood or last been busy."""
BREATH_MS = 50
NEW_YEAR = date(2000, 1, 1)
SOME_PHONE = "2000000000"


class GettingReady(QObject):
    """Builds the pages with these keys one after another while ``is_quiet``."""

    def __init__(
        self,
        window: MainWindow,
        context: Context,
        keys: Sequence[str],
        is_quiet: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._context = context
        self._keys = keys
        self._is_quiet = is_quiet
        self._is_loading = self._is_loaded = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)

    def begin(self) -> None:
        """Begin soon with what is not ready; nothing happens where all is."""
        if not self._is_loading:  # it goes on by itself
            self._timer.start(QUIET_MS)

    def _go_on(self) -> None:
        if not self._is_quiet():
            self._timer.start(QUIET_MS)
        elif not self._is_loaded:
            self._is_loading = True
            words, keys = self._context.words, self._keys
            self._context.tasks.run_long(
                lambda progress: _load(words, keys, progress), owner=self, done=self._loaded
            )
        elif any(self._window.prepare(key) for key in self._keys):
            self._timer.start(BREATH_MS)
        else:
            gc.collect()

    def _loaded(self, _nothing: None) -> None:
        self._is_loading, self._is_loaded = False, True
        self._timer.start(BREATH_MS)


def _load(words: Words, keys: Sequence[str], progress: Progress) -> None:
    """Read what pages need once and slowly: their modules, names of months, how phones are written
    in the shop's country, stocks and fonts."""
    words.date(NEW_YEAR)
    with suppress(DomainError):
        normalise_phone(SOME_PHONE, words.region)
    for key in keys:
        if not progress.cancelled:
            import_module(f"refdesk.ui.pages.{key}.page")
    if CARDS in keys and not progress.cancelled:
        _load_for_cards()


def _load_for_cards() -> None:
    from refdesk.cards.fonts import ONEST, WEIGHTS, load_faces
    from refdesk.cards.stocks import list_stocks

    list_stocks()
    faces = load_faces()
    for weight in WEIGHTS:
        faces[ONEST, weight]
