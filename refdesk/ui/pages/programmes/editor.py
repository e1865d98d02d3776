"""One programme in sentences, with the example, the profit check and the versions beside it.

The draft is the one truth: every edit goes into it, and from it everything is shown anew. What is
reckoned is pure and quick; only opening, saving and the replay touch the database.
"""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from refdesk.domain.errors import DomainError
from refdesk.domain.records import Version
from refdesk.domain.terms import Terms
from refdesk.domain.terms_check import check_capped
from refdesk.services.desk import Desk
from refdesk.services.programme_bench import Workbench
from refdesk.ui.page import Context
from refdesk.ui.pages.programmes.cards import cards_of
from refdesk.ui.pages.programmes.contest_panel import ContestPanel
from refdesk.ui.pages.programmes.draft import Draft
from refdesk.ui.pages.programmes.example_panel import ExamplePanel
from refdesk.ui.pages.programmes.form import Form
from refdesk.ui.pages.programmes.head import EditorHead
from refdesk.ui.pages.programmes.leaving import LeavingStrip
from refdesk.ui.pages.programmes.printed import printed_texts
from refdesk.ui.pages.programmes.profit_panel import ProfitPanel
from refdesk.ui.pages.programmes.replay_panel import ReplayPanel
from refdesk.ui.pages.programmes.versions_panel import HistoryView, VersionsPanel
from refdesk.ui.pages.programmes.when_lines import Choices
from refdesk.ui.scrolled import scrolled
from refdesk.ui.widgets.base import named, tight
from refdesk.words.expected import expected_text

SIDE_WIDTH = 448


class EditorPane(QWidget):
    """``status_wanted`` gives the version and what to do, ``save_wanted`` the new terms,
    ``move_wanted`` the version that live codes are to take; ``left`` goes back to the list."""

    status_wanted = Signal(object, str)
    save_wanted = Signal(object, object)
    move_wanted = Signal(object)
    left = Signal()
    view_changed = Signal()

    def __init__(self, context: Context, desk: Desk) -> None:
        super().__init__()
        self._context = context
        self._bench: Workbench | None = None
        self._draft: Draft | None = None
        self._terms: Terms | None = None
        self._made: dict[str, str] = {}
        self._leaves_after_save = False
        named(self, "programme_editor")
        self.head = EditorHead(context)
        self.leaving = LeavingStrip(context)
        self.form = Form(context)
        self.example = ExamplePanel(context)
        self.profit = ProfitPanel(context)
        self.contest = ContestPanel(context, desk)
        self.versions = VersionsPanel(context)
        self.replay = ReplayPanel(context, desk, lambda: self._terms)
        self.history = HistoryView(context)
        self._scrolling = QTimer(self)
        self._scrolling.setSingleShot(True)
        self._scrolling.setInterval(0)
        self._scrolling.timeout.connect(self._scroll)
        self._build()
        self._connect()

    # -- what the page asks ----------------------------------------------------------------

    def version(self) -> Version | None:
        """The newest version of what is shown."""
        return self._bench.versions[0].version if self._bench else None

    def open(self, bench: Workbench) -> None:
        """Show a programme."""
        words = self._context.words
        was = self.version()
        self._bench = bench
        version = bench.versions[0].version
        self._draft = Draft(version.terms, bench.shop.decimals)
        self._terms = version.terms
        self._made = printed_texts(words, version.terms, bench.shop)
        self.leaving.hide()
        self._stack.setCurrentIndex(0)
        self.example.start(bench)
        if was is None or was.programme != version.programme:
            self.profit.start(bench)
            self.replay.start(bench.moment.today)
        self.contest.start(bench)
        self.versions.show_versions(bench, self._choices())
        self.form.start(self._draft, cards_of(self._choices(), self._draft, self._made))
        self.form.setEnabled(version.status != "ended")
        if was is None or was.programme != version.programme:
            for area in (self._form_area, self._side_area):
                area.verticalScrollBar().setValue(0)
        self._refresh()

    def renew(self, bench: Workbench) -> None:
        """The same programme in another state; what is being edited stays."""
        self._bench = bench
        self.form.setEnabled(bench.versions[0].version.status != "ended")
        self._refresh()

    def is_changed(self) -> bool:
        """Whether the form says something else than the newest version."""
        version = self.version()
        if self._draft is None or version is None or not self._draft.is_changed():
            return False
        return self._terms is None or self._terms != version.terms

    def may_save(self) -> bool:
        """Whether there is something to save, and it can be."""
        return self.is_changed() and self._terms is not None

    def save(self) -> None:
        """Save what the form says as the next version."""
        version = self.version()
        if version is not None and self.may_save():
            self.save_wanted.emit(version, self._terms)

    def undo(self) -> None:
        """Take the last edit back."""
        if self._draft is not None and self._draft.undo():
            self._refresh()

    def discard(self) -> None:
        """Drop every change."""
        if self._bench is not None:
            self.open(self._bench)

    def ask_leaving(self) -> None:
        """Changes are not saved: ask what to do with them."""
        words = self._context.words
        self.leaving.ask(words.text("The changes are not saved yet"), can_save=self.may_save())

    def is_asking(self) -> bool:
        """Whether the question about leaving stands."""
        return not self.leaving.isHidden()

    def shows_history(self) -> bool:
        """Whether all versions are shown in place of the form."""
        return self._stack.currentIndex() == 1

    def show_form(self) -> None:
        """Back from the versions to the form."""
        self._stack.setCurrentIndex(0)
        self.view_changed.emit()
        self.take_focus()

    def take_focus(self) -> None:
        """Put the focus where work begins."""
        self.form.focus_first()

    def set_narrow(self, narrow: bool) -> None:
        """Under 1200 px the example stands under the form."""
        theme = self._context.theme
        self.head.set_narrow(narrow)
        if narrow:
            self._side_area.takeWidget()
            self._form_column.addWidget(self._side)
        elif self._side_area.widget() is None:
            self._form_column.removeWidget(self._side)
            self._side_area.setWidget(self._side)
        self._side_area.setVisible(not narrow)
        self._side.show()
        self._side.setMaximumWidth(16_777_215 if narrow else theme.px(SIDE_WIDTH))

    # -- building --------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._context.theme
        column = tight(QVBoxLayout(self), theme.px(12))
        column.addWidget(self.head)
        column.addWidget(self.leaving)
        self._side = QWidget()
        side = tight(QVBoxLayout(self._side), theme.px(16))
        for panel in (self.example, self.profit, self.contest, self.versions, self.replay):
            side.addWidget(panel)
        side.addStretch(1)
        inside = QWidget()
        self._form_column = tight(QVBoxLayout(inside), theme.px(16))
        self._form_column.addWidget(self.form)
        self._form_area = scrolled(inside)
        self._side_area = scrolled(self._side)
        self._side_area.setFixedWidth(theme.px(SIDE_WIDTH))
        body = QWidget()
        row = tight(QHBoxLayout(body), theme.px(16))
        row.addWidget(self._form_area, 1)
        row.addWidget(self._side_area)
        self._stack = QStackedWidget()
        self._stack.addWidget(body)
        self._stack.addWidget(scrolled(self.history))
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.form.changed.connect(self._refresh)
        self.form.reached.connect(self._scrolling.start)
        self.example.asked.connect(self._reckon)
        self.profit.asked.connect(self._reckon)
        self.head.save_wanted.connect(self.save)
        self.head.status_wanted.connect(self._want_status)
        self.versions.compare_wanted.connect(self._compare)
        self.versions.move_wanted.connect(lambda: self.move_wanted.emit(self.version()))
        self.leaving.stayed.connect(self.stay)
        self.leaving.discard_wanted.connect(self._discard_and_leave)
        self.leaving.save_wanted.connect(self._save_and_leave)

    def _choices(self) -> Choices:
        bench = self._bench
        if bench is None:
            return Choices(self._context.words)
        services = tuple(one.name for one in bench.services)
        return Choices(self._context.words, services, bench.tills)

    # -- following every keystroke ---------------------------------------------------------

    def _refresh(self) -> None:
        """Read the draft; show the form, what does not do, and what the terms come to."""
        draft, bench = self._draft, self._bench
        if draft is None or bench is None:
            return
        problem = self._read_terms(draft)
        if self._terms is not None:
            self._made = printed_texts(self._context.words, self._terms, bench.shop)
        self.form.show_cards(cards_of(self._choices(), draft, self._made))
        blank = ""
        if problem is None:
            self.form.show_problem("", "")
        else:
            text = expected_text(self._context.words, problem.params)
            text = text[:1].upper() + text[1:]
            blank = self.form.show_problem(str(problem.params.get("field", "")), text)
            blank = f"{blank}. {text}" if blank else text
        changes = draft.count_changes() if self.is_changed() else 0
        self.head.show_state(bench.versions[0].version, changes, blank)
        self._reckon()

    def _read_terms(self, draft: Draft) -> DomainError | None:
        """Take the draft's terms; gives what refuses them."""
        version = self.version()
        try:
            terms = draft.terms()
            if version is None or terms != version.terms:
                check_capped(terms)
        except DomainError as refused:
            self._terms = None
            return refused
        self._terms = terms
        return None

    def _reckon(self) -> None:
        if self._bench is not None:
            self.example.show_terms(self._terms, self._bench)
            self.profit.show_terms(self._terms, self._bench)

    # -- deeds -----------------------------------------------------------------------------

    def _scroll(self) -> None:
        """Show the blank that has the focus; one just made has its place only by now."""
        focused = QApplication.focusWidget()
        if focused is not None and self.form.isAncestorOf(focused):
            self._form_area.ensureWidgetVisible(focused, 0, self._context.theme.px(64))

    def _want_status(self, action: str) -> None:
        version = self.version()
        if version is not None:
            self.status_wanted.emit(version, action)

    def _compare(self) -> None:
        if self._bench is not None:
            self.history.show_versions(self._bench, self._choices())
            self._stack.setCurrentIndex(1)
            self.view_changed.emit()

    def stay(self) -> None:
        """The question about leaving is answered: stay."""
        self.leaving.hide()
        self._leaves_after_save = False
        self.take_focus()

    def _discard_and_leave(self) -> None:
        self.discard()
        self.left.emit()

    def _save_and_leave(self) -> None:
        self._leaves_after_save = True
        self.save()

    def leaves_after_save(self) -> bool:
        """Whether the list is wanted once the version is saved; asked once."""
        leaves, self._leaves_after_save = self._leaves_after_save, False
        return leaves
