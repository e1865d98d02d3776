"""The counter asks the shop's data, and says what was not done when that does not go."""

from collections.abc import Callable
from typing import TypeVar

from refdesk.domain.errors import DomainError
from refdesk.services.desk import Desk
from refdesk.storage.errors import StorageError
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.held_keys import HeldKeys
from refdesk.ui.pages.counter.layout import CounterLayout
from refdesk.ui.pages.counter.sayings import refusal_verdict
from refdesk.ui.tasks import Task
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.strips import Message
from refdesk.words.storage_text import storage_text

R = TypeVar("R")


class Asking:
    """Runs what the counter wants to know, beside the window.

    A refusal becomes the verdict, trouble with the data a strip with "Try again"; the form is kept.
    """

    def __init__(self, page: CounterLayout, context: Context, desk: Desk) -> None:
        self._page = page
        self.desk = desk
        self.context = context
        self.held = HeldKeys(page)

    def run(
        self,
        work: Callable[[Desk], R],
        done: Callable[[R], None],
        again: Callable[[], None] | None = None,
        *,
        is_over: Callable[[], bool] | None = None,
    ) -> Task:
        """Do ``work`` with the desk, then give ``done`` what came of it; ``again`` tries it again.

        ``is_over`` is asked when it does not go, and tells whether nobody waits for it any more.
        """
        desk = self.desk

        def failed(error: Exception) -> None:
            if isinstance(error, (StorageError, DomainError)) and is_over and is_over():
                return
            self.held.end(self._page.box.field)
            if isinstance(error, StorageError):
                self.show_trouble(error, again)
            elif isinstance(error, DomainError):
                self._page.show_verdict(refusal_verdict(self.context.words, error))
            else:
                raise error

        return self.context.tasks.run(
            lambda: work(desk), owner=self._page, done=done, failed=failed, urgent=True
        )

    def show_trouble(self, error: StorageError, again: Callable[[], None] | None) -> None:
        """What was not done, and Try again; the form is kept."""
        words = self.context.words
        actions = []
        if again is not None:
            look = Look(height=44)
            button = Button(self.context.theme, "try_again", words.text("Try again"), look)
            button.clicked.connect(self._page.say_nothing)
            button.clicked.connect(again)
            actions.append(button)
        title, line = storage_text(words, error)
        self._page.say(Message("stop", title, line), actions)
