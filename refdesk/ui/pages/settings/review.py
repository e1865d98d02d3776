"""Review: what stands out of the figures of staff, and the purchases behind it (4b, G13).

Counting goes over the entries of three months, so it is done beside the counter's own reading.
"""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from refdesk.domain.findings import Finding, PurchaseBehind
from refdesk.domain.progress import Progress
from refdesk.services import review
from refdesk.services.desk import Desk
from refdesk.ui.page import Context
from refdesk.ui.pages.settings.section import Rows, Section, row
from refdesk.ui.scrolled import reveal
from refdesk.ui.tasks import Task
from refdesk.ui.widgets.labels import Label, Tag
from refdesk.ui.widgets.states import ProgressPlace
from refdesk.words.review_text import finding_period, finding_text


class ReviewSection(Section):
    """Findings as sentences; each opens its purchases and may be marked as looked at."""

    def __init__(self, context: Context, desk: Desk) -> None:
        words = context.words
        super().__init__(context, desk, "review", words.text("Review"))
        found = self.panel("review_panel")
        line = words.text("Figures of the last 90 days that stand out. There may be a good reason")
        found.column.addWidget(Label(context.theme, line, tone="muted").wrapped())
        self._found: list[Finding] | None = None
        self._counting: Task | None = None
        self._progress = ProgressPlace(context.theme, "review_progress", words)
        found.column.addWidget(self._progress)
        self._rows = Rows(self, "review_rows", words.text("Nothing stands out"))
        found.column.addWidget(self._rows)
        self._behind = self.panel("review_purchases")
        self._title = Label(context.theme, "", "title", bold=True).wrapped()
        self._purchases = Rows(self, "review_purchase_rows", words.text("No purchases to show"))
        self._behind.column.addWidget(self._title)
        self._behind.column.addWidget(self._purchases)
        self._behind.hide()

    def read(self) -> None:
        """Count anew; what was found before stands until then."""
        if self._counting is not None:
            self._counting.cancel()
        if self._found is None:
            self._progress.show()
            self._progress.start(self.context.words.text("Reading the past"))
        desk = self.desk

        def count(progress: Progress) -> list[Finding]:
            try:
                return review.list_findings(desk, progress=progress)
            finally:
                desk.store.close()  # the connection of the pool's thread

        self._counting = self.context.tasks.run_long(
            count, owner=self, done=self._counted, failed=self._not_counted,
            progress=self._progress.report,
        )  # fmt: skip

    def _counted(self, found: list[Finding]) -> None:
        self._end()
        self._show(found)

    def _not_counted(self, error: Exception) -> None:
        self._end()
        self.refused(error)

    def _end(self) -> None:
        self._counting = None
        self._progress.finish()
        self._progress.hide()

    def _show(self, found: list[Finding]) -> None:
        self._found = found
        self._rows.show_rows([self._row(place, one) for place, one in enumerate(found)])

    def _row(self, place: int, one: Finding) -> QWidget:
        words = self.context.words
        buttons = []
        if one.purchases:
            opens = self.button(f"review_open_{place}", words.text("Purchases"))
            opens.clicked.connect(lambda: self._open(one))
            buttons.append(opens)
        caption = words.text("Look again") if one.is_reviewed else words.text("Looked at")
        mark = self.button(f"review_mark_{place}", caption)
        mark.clicked.connect(lambda: self._mark(one))
        buttons.append(mark)
        tag = None
        if one.is_reviewed:
            tag = Tag(self.context.theme, words.text("Looked at"), "ok", "circle-check")
        title, line = finding_text(words, one), finding_period(words, one)
        return row(self, f"review_{place}", title, line, tag=tag, buttons=buttons)

    def _mark(self, one: Finding) -> None:
        is_new = not one.is_reviewed
        self.work(
            lambda: review.mark_reviewed(self.desk, one, reviewed=is_new),
            lambda _none: self._is_marked(one, is_new),
        )

    def _is_marked(self, one: Finding, is_reviewed: bool) -> None:
        """Show the mark where the finding stands; counting under way may not know of it."""
        if self._counting is not None:
            self.read()
        marked = replace(one, is_reviewed=is_reviewed)
        self._show([marked if shown.key == one.key else shown for shown in self._found or []])

    def _open(self, one: Finding) -> None:
        self._title.setText(finding_text(self.context.words, one))
        self.work(lambda: review.purchases_behind(self.desk, one), self._show_purchases)

    def _show_purchases(self, found: list[PurchaseBehind]) -> None:
        self._purchases.show_rows([self._purchase(one) for one in found])
        self._behind.show()
        reveal(self._title)
        self.opened.emit()

    def can_close(self) -> bool:
        return not self._behind.isHidden()

    def close_opened(self) -> None:
        self._behind.hide()
        self.opened.emit()

    def _purchase(self, one: PurchaseBehind) -> QWidget:
        words = self.context.words
        paid, total = words.money(one.to_pay), words.money(one.total)
        line = words.text("{paid} paid of {total}", paid=paid, total=total)
        parts = [f"B{one.id}", words.date(one.on, today=self.desk.now().date())]
        title = " · ".join([*parts, *([one.customer] if one.customer else [])])
        return row(self, f"review_purchase_{one.id}", title, line)
