"""Who wants to be at the till: badges that are scanned (R26)."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from refdesk.services.badges import BadgeSeen
    from refdesk.ui.session import Session
    from refdesk.ui.widgets.strips import Message


class Changing(QObject):
    """Sees to badges that no dialog has taken. ``wanted`` gives the id of whose PIN is to be asked:
    a badge names a person and opens nothing."""

    wanted = Signal(int)

    def __init__(self, host: "Session") -> None:
        super().__init__()
        self._host = host

    def see(self, text: str) -> "BadgeSeen | None":
        """Whose badge a text is; off the window's thread."""
        from refdesk.services.badges import see_badge

        return see_badge(self._host.desk, text)

    def scanned(self, seen: "BadgeSeen") -> None:
        """A badge was scanned on a page: ask for the PIN, unless there is only something to say."""
        from refdesk.ui.widgets.strips import Message
        from refdesk.words.reasons import refusal_text

        words, page = self._host.context.words, self._host.window.current_page()
        if seen.refusal is not None:
            self._tell(Message("stop", *refusal_text(words, seen.refusal)))
        elif seen.is_here:
            name = seen.member.name
            self._tell(Message("acc", words.text("{name} is at the till already", name=name)))
        elif page is not None and page.may_leave():
            self.wanted.emit(seen.member.id)

    def _tell(self, message: "Message") -> None:
        page = self._host.window.current_page()
        if page is None or not page.tell(message):
            self._host.care.say(message)
