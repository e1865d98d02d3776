"""Had these terms run since a day: the shop's own past played again, beside the window (G10)."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from refdesk.domain import terms as t
from refdesk.domain.given import Total
from refdesk.domain.terms import Terms
from refdesk.services.desk import Desk
from refdesk.services.replay import Replayed, replay
from refdesk.ui.error_texts import message_of
from refdesk.ui.page import Context
from refdesk.ui.pages.programmes.dates import read_date, write_date
from refdesk.ui.tasks import Task
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.fields import TextField
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import Panel
from refdesk.ui.widgets.states import ProgressPlace
from refdesk.words.catalogue import Words
from refdesk.words.names import unit_amount, unit_name

USUAL_SPAN = timedelta(days=90)


class ReplayPanel(Panel):
    """``terms`` gives what is in the form now, or None while it cannot be."""

    def __init__(self, context: Context, desk: Desk, terms: Callable[[], Terms | None]) -> None:
        super().__init__(context.theme, "replay_panel", spacing=8)
        self._context = context
        self._desk = desk
        self._terms = terms
        self._task: Task | None = None
        theme, words = context.theme, context.words
        title = words.text("Had these terms run since…")
        self.column.addWidget(Label(theme, title, "title", bold=True).wrapped())
        row = tight(QHBoxLayout(), theme.px(8))
        self.since = TextField(theme, "replay_since", height=40)
        self.since.setAccessibleName(words.text("First day"))
        self.since.setFixedWidth(theme.px(140))
        self.run_button = Button(
            theme, "replay_run", words.text("Reckon on the past"), Look(height=40)
        )
        self.run_button.clicked.connect(self.run)
        self.since.returnPressed.connect(self.run)
        row.addWidget(self.since)
        row.addWidget(self.run_button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.progress = ProgressPlace(theme, "replay_progress", words)
        self.progress.stop_requested.connect(self.stop)
        self.progress.hide()
        self.column.addWidget(self.progress)
        self.result = Label(theme, "").wrapped()
        self.result.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.result.hide()
        self.column.addWidget(self.result)

    def start(self, today: date) -> None:
        """Begin anew, with another programme."""
        self.stop()
        self.since.setText(write_date(today - USUAL_SPAN))
        self._say("")

    def run(self) -> None:
        """Play the past through the terms of the form."""
        words = self._context.words
        since, terms = read_date(self.since.text().strip()), self._terms()
        self.since.set_bad(since is None)
        if since is None:
            self._say(words.text("A day such as 31.12.2026 is expected"))
            return
        if terms is None:
            self._say(words.text("It waits until the terms are whole"))
            return
        self.stop()
        self._say("")
        self.progress.show()
        self.progress.start(words.text("Reading the past"), can_stop=True)
        desk = self._desk
        self._task = self._context.tasks.run_long(
            lambda progress: replay(desk, terms, since=since, progress=progress),
            owner=self, done=self._done, failed=self._failed, progress=self.progress.report,
        )  # fmt: skip

    def stop(self) -> None:
        """Nobody waits for it any more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self.progress.finish()
        self.progress.hide()

    def _done(self, found: Replayed) -> None:
        self.stop()
        self._say("\n".join(replay_lines(self._context.words, found)))

    def _failed(self, error: Exception) -> None:
        self.stop()
        message = message_of(self._context.words, error)
        self._say(". ".join(part for part in (message.title, message.line) if part))

    def _say(self, text: str) -> None:
        self.result.setText(text)
        self.result.setVisible(bool(text))


def replay_lines(words: Words, found: Replayed) -> list[str]:
    """What came of it, a sentence a line."""
    if not found.purchases:
        return [words.text("There are no purchases of known customers since that day")]
    turnover = words.money(found.turnover)
    lines = [
        words.plural("{n} purchase for {sum}", "{n} purchases for {sum}", found.purchases,
                     sum=turnover),
        words.plural("It would have brought {n} referral", "It would have brought {n} referrals",
                     found.brought),
        words.plural("{n} person would have got something",
                     "{n} people would have got something", len(found.reached)),
    ]  # fmt: skip
    for benefit, total in found.totals.items():
        what, amount = _named(words, benefit, total)
        lines.append(words.text("{what}: {amount}", what=what, amount=amount))
    lines.append(words.text("In all it would have cost {sum}", sum=words.money(found.cost)))
    return lines


def _named(words: Words, benefit: str, total: Total) -> tuple[str, str]:
    """The name of a benefit and how much of it was given."""
    if benefit in t.DISCOUNTS:
        return words.text("Discounts"), words.money(total.cost)
    if benefit == t.GIFT:
        return words.text("Gifts"), words.number(total.value)
    if benefit == t.STAMPS:
        return words.text("Free visits by stamps"), words.money(total.cost)
    return unit_name(words, benefit), unit_amount(words, benefit, total.value)
