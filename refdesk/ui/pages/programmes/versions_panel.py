"""A programme's versions: what changed in words, since when, and how many live codes keep each."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.domain.business_day import local
from refdesk.services.programme_bench import Workbench
from refdesk.services.programmes import VersionLine
from refdesk.ui.page import Context
from refdesk.ui.pages.programmes.changes import changes_between
from refdesk.ui.pages.programmes.when_lines import Choices
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import Panel, rule
from refdesk.words.catalogue import Words
from refdesk.words.terms_text import describe_terms

SHORT = 3
"""So many versions stand beside the form; the comparison has them all."""

PAGE = 50
MOST_CHANGES = 3


class VersionsPanel(Panel):
    """``compare_wanted``: all versions beside each other; ``move_wanted``: live codes to the
    newest one."""

    compare_wanted = Signal()
    move_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, "versions_panel", spacing=8)
        self._context = context
        theme, words = context.theme, context.words
        head = tight(QHBoxLayout(), theme.px(8))
        head.addWidget(Label(theme, words.text("Versions"), "title", bold=True), 1)
        self.compare = Button(theme, "versions_compare", "", Look("quiet", height=40, small=True))
        self.compare.clicked.connect(self.compare_wanted)
        head.addWidget(self.compare)
        self.column.addLayout(head)
        self._rows = QWidget()
        self._rows_column = tight(QVBoxLayout(self._rows), theme.px(4))
        self.column.addWidget(self._rows)
        self.move_button = Button(theme, "versions_move", "", Look(height=40))
        self.move_button.clicked.connect(self.move_wanted)
        self.column.addWidget(self.move_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_versions(self, bench: Workbench, choices: Choices) -> None:
        """Show the newest versions."""
        words, lines = self._context.words, bench.versions
        _empty(self._rows_column)
        for at, line in enumerate(lines[:SHORT]):
            if at:
                self._rows_column.addWidget(rule(self._context.theme))
            self._rows_column.addWidget(self._row(bench, choices, at, line))
        self.compare.set_caption(words.plural("Compare {n} version", "Compare all {n}", len(lines)))
        self.compare.setVisible(len(lines) > 1)
        older = sum(line.codes for line in lines[1:])
        self.move_button.set_caption(move_caption(words, older, lines[0].version.number))
        self.move_button.setVisible(bool(older) and lines[0].version.status != "ended")

    def _row(self, bench: Workbench, choices: Choices, at: int, line: VersionLine) -> QWidget:
        theme, words = self._context.theme, self._context.words
        widget = named(QWidget(), f"version_{line.version.number}")
        row = tight(QHBoxLayout(widget), theme.px(8))
        top = Qt.AlignmentFlag.AlignTop
        number = Label(theme, words.number(line.version.number), bold=True)
        number.setFixedWidth(theme.px(28))
        row.addWidget(number, 0, top)
        said = version_changes(bench, choices, at)[:MOST_CHANGES]
        row.addWidget(Label(theme, "; ".join(said)).wrapped(), 1, top)
        row.addWidget(Label(theme, since_text(words, bench, line), "small", tone="muted"), 0, top)
        return widget


def move_caption(words: Words, codes: int, version: int) -> str:
    """The choice to move live codes, with how many and where to."""
    return words.plural(
        "Move {n} live card to version {version}", "Move {n} live cards to version {version}",
        codes, version=words.number(version),
    )  # fmt: skip


def version_changes(bench: Workbench, choices: Choices, at: int) -> list[str]:
    """What a version changed, or that it was the first."""
    words = choices.words
    if at + 1 >= len(bench.versions):
        return [words.text("The first terms")]
    now, before = bench.versions[at].version, bench.versions[at + 1].version
    found = changes_between(choices, before.terms, now.terms, bench.shop.decimals)
    return found or [words.text("Other wording")]


def since_text(words: Words, bench: Workbench, line: VersionLine) -> str:
    """Since when a version is offered."""
    on = local(line.since, bench.shop.zone).date()
    return words.text("since {date}", date=words.date(on, today=bench.moment.today))


class HistoryView(QWidget):
    """All versions, each with what it changed and all that it says."""

    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        named(self, "versions_history", context.words.text("Versions"))
        self._column = tight(QVBoxLayout(self), context.theme.px(16))
        self._column.addStretch(1)

    def show_versions(self, bench: Workbench, choices: Choices) -> None:
        """Show up to a page of versions, the newest first."""
        theme, words = self._context.theme, self._context.words
        _empty(self._column)
        for at, line in enumerate(bench.versions[:PAGE]):
            panel = Panel(theme, f"history_{line.version.number}", spacing=8)
            head = tight(QHBoxLayout(), theme.px(16))
            number = words.number(line.version.number)
            title = words.text("Version {number}", number=number)
            head.addWidget(Label(theme, title, "title", bold=True))
            head.addWidget(Label(theme, since_text(words, bench, line), "small", tone="muted"))
            codes = words.plural("{n} live card", "{n} live cards", line.codes)
            head.addWidget(Label(theme, codes, "small", tone="muted"), 1)
            panel.column.addLayout(head)
            for change in version_changes(bench, choices, at):
                panel.column.addWidget(Label(theme, change, bold=True).wrapped())
            said = _marked(words, bench.versions, at)
            panel.column.addWidget(Label(theme, said, tone="muted").wrapped())
            self._column.addWidget(panel)
        self._column.addStretch(1)


def _marked(words: Words, lines: Sequence[VersionLine], at: int) -> str:
    """All that a version says; what the one before did not say has a plus."""
    now = describe_terms(words, lines[at].version.terms)
    if at + 1 >= len(lines):
        return " ".join(now)
    before = set(describe_terms(words, lines[at + 1].version.terms))
    return " ".join(one if one in before else f"+ {one}" for one in now)


def _empty(column: QVBoxLayout) -> None:
    while column.count():
        item = column.takeAt(0)
        widget = item.widget() if item else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
