"""Who stands where in a programme's contest, and how the last ones ended (R78, R49)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from refdesk.services.contest import Standing, Winner, recent_standings
from refdesk.services.desk import Desk
from refdesk.services.programme_bench import Workbench
from refdesk.ui.error_texts import message_of
from refdesk.ui.page import Context
from refdesk.ui.tasks import Task
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import Panel, rule
from refdesk.words.contest_text import (
    measure_text,
    period_text,
    person_text,
    prize_text,
    score_text,
    until_text,
)

MOST_PLACES = 10
"""So many of a contest stand here; the report has them all."""


class ContestPanel(Panel):
    """Hidden for a programme that never had a contest. Read beside the window: it looks at what
    all friends paid in a period."""

    def __init__(self, context: Context, desk: Desk) -> None:
        super().__init__(context.theme, "contest_panel", spacing=8)
        self._context = context
        self._desk = desk
        self._task: Task | None = None
        self._bench: Workbench | None = None
        theme, words = context.theme, context.words
        self.column.addWidget(Label(theme, words.text("Contest"), "title", bold=True))
        self._rows = QWidget()
        self._rows_column = tight(QVBoxLayout(self._rows), theme.px(8))
        self.column.addWidget(self._rows)
        self.hide()

    def start(self, bench: Workbench) -> None:
        """Read the standings of a programme anew."""
        self._stop()
        self._bench = bench
        has_contest = any(line.version.terms.contest for line in bench.versions)
        is_draft = bench.versions[0].version.status == "draft"
        self.setVisible(has_contest and not is_draft)
        if self.isHidden():
            return
        self._say(self._context.words.text("Reading the standings"))
        desk, programme = self._desk, bench.versions[0].version.programme
        self._task = self._context.tasks.run_long(
            lambda _progress: recent_standings(desk, programme), owner=self, done=self._show,
            failed=self._failed,
        )  # fmt: skip

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _failed(self, error: Exception) -> None:
        self._task = None
        message = message_of(self._context.words, error)
        self._say(". ".join(part for part in (message.title, message.line) if part))

    # -- content ---------------------------------------------------------------------------

    def _show(self, standings: Sequence[Standing]) -> None:
        self._task = None
        if not standings:
            self._say(self._context.words.text("No contest has begun yet"))
            return
        self._clear()
        for number, standing in enumerate(standings):
            if number:
                self._rows_column.addWidget(rule(self._context.theme))
            self._rows_column.addWidget(self._block(standing))

    def _block(self, standing: Standing) -> QWidget:
        theme, words = self._context.theme, self._context.words
        today = self._bench.moment.today if self._bench is not None else standing.period.last
        box = named(QWidget(), f"contest_{standing.period.first.isoformat()}")
        column = tight(QVBoxLayout(box), theme.px(4))
        period = period_text(words, standing.period, today=today)
        column.addWidget(Label(theme, period, bold=True).wrapped())
        until = until_text(words, standing.period, is_over=standing.is_over, today=today)
        measure = measure_text(words, standing.contest)
        column.addWidget(Label(theme, f"{until}. {measure}", "small", tone="muted").wrapped())
        if not standing.winners:
            column.addWidget(Label(theme, words.text("Nobody has a place"), tone="muted"))
            return box
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(theme.px(4))
        grid.setColumnStretch(1, 1)
        for row, winner in enumerate(standing.winners[:MOST_PLACES]):
            self._fill(grid, row, standing, winner)
        column.addLayout(grid)
        rest = len(standing.winners) - MOST_PLACES
        if rest > 0:
            more = words.plural("and {n} more", "and {n} more", rest)
            column.addWidget(Label(theme, more, "small", tone="muted"))
        return box

    def _fill(self, grid: QGridLayout, row: int, standing: Standing, winner: Winner) -> None:
        theme, words = self._context.theme, self._context.words
        top = Qt.AlignmentFlag.AlignTop
        has_prize = winner.prize is not None
        grid.addWidget(Label(theme, words.number(winner.place.place), bold=has_prize), row, 0, top)
        person = tight(QVBoxLayout())
        person.addWidget(Label(theme, person_text(words, winner.customer)).wrapped())
        if has_prize:
            said = self._prize(standing, winner)
            person.addWidget(Label(theme, said, "small", tone="muted").wrapped())
        grid.addLayout(person, row, 1)
        score = score_text(words, standing.contest, winner.place.score)
        grid.addWidget(Label(theme, score).right(), row, 2, top)

    def _prize(self, standing: Standing, winner: Winner) -> str:
        """What the place wins, and whether it was given."""
        words, prize = self._context.words, prize_text(self._context.words, winner.prize)
        if winner.is_given:
            return words.text("Given: {prize}", prize=prize)
        if standing.is_over:
            return words.text("Not given yet: {prize}", prize=prize)
        return words.text("Prize: {prize}", prize=prize)

    def _say(self, text: str) -> None:
        self._clear()
        self._rows_column.addWidget(Label(self._context.theme, text, tone="muted").wrapped())

    def _clear(self) -> None:
        while self._rows_column.count():
            item = self._rows_column.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
