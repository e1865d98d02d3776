"""Did the sheets come out? Only then the cards of a run work, and spoiled ones never do (R29)."""

from PySide6.QtCore import QObject, Qt, Signal

from refdesk.domain.records import Run
from refdesk.services import codes, print_runs, run_confirming
from refdesk.services.desk import Desk
from refdesk.ui.page import Context
from refdesk.ui.pages.cards.sheet_view import SheetView
from refdesk.ui.pages.customers.shared import message_of
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.strips import Message, Strip


class Confirming(QObject):
    """Asks in the page's strip; spoiled cards are marked on the sheet or scanned.

    ``confirmed`` tells that the run's cards work now.
    """

    confirmed = Signal()
    marking_changed = Signal()

    def __init__(self, context: Context, desk: Desk, strip: Strip, view: SheetView) -> None:
        super().__init__(strip)
        self._context = context
        self._desk = desk
        self._strip = strip
        self._view = view
        self._run: Run | None = None
        self._spoiled: set[str] | None = None
        self._is_busy = False

    def is_marking(self) -> bool:
        """Whether spoiled cards are being marked."""
        return self._spoiled is not None

    def ask(self, run: Run) -> None:
        """Ask about a run's sheets."""
        words = self._context.words
        self.stop()
        self._run = run
        everything = self._button("sheets_all", words.text("All"), "check")
        everything.clicked.connect(self._confirm)
        some = self._button("sheets_spoiled", words.text("Spoiled…"), "")
        some.clicked.connect(self._begin_marking)
        title = words.text("Did the sheets of run {run} come out?", run=f"R{run.id}")
        line = words.text("The cards work once you say so")
        self._strip.show_message(Message("acc", title, line, icon="printer"), [some, everything])
        everything.show()  # what a layout has just taken cannot have the focus yet
        everything.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle(self, place: int) -> None:
        """Mark or unmark the card on a place of the shown sheet."""
        plan = self._view.plan()
        code = plan.codes.get(place) if plan is not None else None
        if code is not None:
            self._toggle(code)

    def scan(self, text: str) -> None:
        """Mark a card that was scanned; one of another run is told of."""
        desk, run = self._desk, self._run
        if run is None:
            return

        def find() -> str | None:
            found = codes.find_code(desk, desk.shop(), text)
            of_run = print_runs.card_ids(desk, print_runs.Selection(run=run.id))
            return found.code if found is not None and found.id in of_run else None

        self._context.tasks.run(find, owner=self, done=self._on_scanned, failed=self._trouble)

    def stop(self) -> None:
        """Ask no more; nothing is confirmed."""
        was_asking = self._run is not None
        self._run, self._spoiled = None, None
        self._view.show_spoiled(frozenset())
        if was_asking:
            self._strip.hide()
            self.marking_changed.emit()

    # -- inside ----------------------------------------------------------------------------

    def _button(self, name: str, text: str, icon: str) -> Button:
        return Button(self._context.theme, name, text, Look(icon=icon, height=44))

    def _begin_marking(self) -> None:
        self._spoiled = set()
        self._show_marking()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.marking_changed.emit()

    def _on_scanned(self, code: str | None) -> None:
        if code is not None:
            self._toggle(code)
            return
        self._show_marking(self._context.words.text("That card is not of this run"))

    def _toggle(self, code: str) -> None:
        if self._spoiled is None:
            return
        self._spoiled ^= {code}
        self._show_marking()

    def _show_marking(self, remark: str = "") -> None:
        words, run, spoiled = self._context.words, self._run, self._spoiled
        if run is None or spoiled is None:
            return
        self._view.show_spoiled(frozenset(spoiled))
        title = words.plural("{n} card is spoiled", "{n} cards are spoiled", len(spoiled))
        line = remark or words.text("Click each spoiled card on its sheet, or scan it")
        cancel = self._button("spoiled_cancel", words.text("Cancel"), "")
        cancel.clicked.connect(self.stop)
        rest = run.count - len(spoiled)
        text = words.plural("{n} card came out", "{n} cards came out", rest)
        confirm = self._button("spoiled_confirm", text, "check")
        confirm.clicked.connect(self._confirm)
        self._strip.show_message(Message("acc", title, line, icon="layers"), [cancel, confirm])

    def _confirm(self) -> None:
        run = self._run
        if run is None or self._is_busy:
            return
        desk, spoiled = self._desk, sorted(self._spoiled or ())
        self._is_busy = True
        self._context.tasks.run(
            lambda: run_confirming.confirm_run(desk, run.id, spoiled), owner=self,
            done=lambda done: self._on_confirmed(done, len(spoiled)), failed=self._trouble,
        )  # fmt: skip

    def _on_confirmed(self, run: Run, spoiled: int) -> None:
        words = self._context.words
        self._is_busy = False
        self.stop()
        works = run.count - spoiled
        title = words.plural("{n} card works from now on", "{n} cards work from now on", works)
        line = ""
        if spoiled:
            line = words.plural("{n} spoiled card never will", "{n} spoiled cards never will",
                                spoiled)  # fmt: skip
        self._strip.show_message(Message("ok", title, line))
        self.confirmed.emit()

    def _trouble(self, error: Exception) -> None:
        self._is_busy = False
        self._strip.show_message(message_of(self._context.words, error))
