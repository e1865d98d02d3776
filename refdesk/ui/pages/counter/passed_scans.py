"""Cards that another card followed so soon that nobody can have looked at them."""

UNSEEN_S = 2.0
MOST = 3


class PassedScans:
    """Remembers at most three such scans, oldest first; times are seconds of any clock."""

    def __init__(self) -> None:
        self._texts: tuple[str, ...] = ()
        self._shown = ("", float("-inf"))

    def came(self, text: str) -> None:
        """A scan came; it is not one of the forgotten any more."""
        self._texts = tuple(one for one in self._texts if one != text)

    def note_shown(self, text: str, at: float) -> None:
        """The form of this scan stands now."""
        self._shown = (text, at)

    def note_cleared(self) -> None:
        """No scan's form stands: somebody saved or cleared it."""
        self._shown = ("", float("-inf"))

    def note_replaced(self, at: float) -> None:
        """Another scan's form takes the place of what stands, untouched."""
        text, since = self._shown
        self.note_cleared()
        if text and at - since <= UNSEEN_S:
            self.add(text)

    def add(self, text: str) -> None:
        """This scan was passed over."""
        self.came(text)
        self._texts = (*self._texts, text)[-MOST:]

    def latest(self) -> str:
        """The one that was passed over last; empty where there is none."""
        return self._texts[-1] if self._texts else ""

    def take_oldest(self) -> str:
        """The one to be offered next; empty where there is none."""
        first, self._texts = self._texts[:1], self._texts[1:]
        return first[0] if first else ""

    def clear(self) -> None:
        """Forget all of them."""
        self._texts = ()
