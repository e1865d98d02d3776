"""How long work tells how far it is and learns that nobody wants its result any more."""


class Cancelled(Exception):  # noqa: N818 - a wish that was followed, not a fault
    """Long work stopped because its ``Progress`` said so; nothing of it is left behind."""


class Progress:
    """Shared by the window and the command line; this one reports to nobody and never cancels.

    A subclass overrides ``report`` and sets ``cancelled``, which may happen in another thread.
    """

    def __init__(self) -> None:
        self.cancelled = False

    def report(self, done: int, total: int | None) -> None:
        """Take note that ``done`` of ``total`` parts are finished (None: not known)."""

    def check(self) -> None:
        """Raise ``Cancelled`` once the work is no longer wanted."""
        if self.cancelled:
            raise Cancelled
