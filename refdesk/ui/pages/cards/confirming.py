"""Did the sheets come out? Only then the cards of a run work, and spoiled ones never do (R29)."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt, Signal

from refdesk.domain.card_numbers import ranges_text
from refdesk.domain.records import Run
from refdesk.services import print_runs, run_confirming
from refdesk.services.desk import Desk
from refdesk.ui.error_texts import message_of
from refdesk.ui.page import Context
from refdesk.ui.pages.cards.came_out_form import CameOutForm
from refdesk.ui.pages.cards.sheet_view import SheetView
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.strips import Message, Strip


class Confirming(QObject):
    """Asks in the page's strip; what is spoiled is typed into the form, marked on the sheet or
    scanned, and so is up to which card a jammed run came out.

    ``confirmed`` tells that the run's cards work now, ``rest_wanted`` gives a run whose rest is to
    be printed again.
    """

    confirmed = Signal()
    marking_changed = Signal()
    rest_wanted = Signal(object)

    def __init__(
        self, context: Context, desk: Desk, strip: Strip, view: SheetView, form: CameOutForm
    ) -> None:
        super().__init__(strip)
        self._context = context
        self._desk = desk
        self._strip = strip
        self._view = view
        self._form = form
        self._run: Run | None = None
        self._codes: Mapping[int, str] | None = None
        self._is_busy = False
        form.changed.connect(self._show_marking)
        form.submitted.connect(self._confirm)

    def is_marking(self) -> bool:
        """Whether spoiled cards are being named."""
        return self._codes is not None

    def ask(self, run: Run) -> None:
        """Ask about a run's sheets; of a confirmed run what was found spoiled since."""
        words = self._context.words
        self.stop()
        self._run = run
        if run.confirmed_at is not None:
            self._begin_marking()
            return
        everything = self._button("sheets_all", words.text("All"), "check")
        everything.clicked.connect(self._confirm)
        some = self._button("sheets_spoiled", words.text("Spoiled or jammed…"), "")
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
        for number, one in (self._codes or {}).items():
            if one == code:
                self._form.toggle(number)

    def scan(self, text: str) -> None:
        """Mark a card that was scanned; one of another run is told of."""
        desk, run = self._desk, self._run
        if run is None:
            return

        def find() -> int | None:
            card = run_confirming.find_card(desk, text)
            return card.position if card is not None and card.run == run.id else None

        self._context.tasks.run(find, owner=self, done=self._on_scanned, failed=self._trouble)

    def stop(self) -> None:
        """Ask no more; nothing is confirmed."""
        was_asking = self._run is not None
        self._run, self._codes = None, None
        self._view.show_spoiled(frozenset())
        self._form.stop()
        if was_asking:
            self._strip.hide()
            self.marking_changed.emit()

    # -- inside ----------------------------------------------------------------------------

    def _button(self, name: str, text: str, icon: str) -> Button:
        return Button(self._context.theme, name, text, Look(icon=icon, height=44))

    def _begin_marking(self) -> None:
        desk, run = self._desk, self._run
        if run is None:
            return

        def read() -> Mapping[int, str]:
            return {card.position: card.code for card in print_runs.all_cards(desk, run.id)}

        def begin(codes: Mapping[int, str]) -> None:
            if self._run is run:
                self._codes = codes
                self._form.start(run)
                self._show_marking()
                self.marking_changed.emit()

        self._context.tasks.run(read, owner=self, done=begin, failed=self._trouble)

    def _on_scanned(self, number: int | None) -> None:
        if number is not None:
            self._form.toggle(number)
            return
        self._show_marking(self._context.words.text("That card is not of this run"))

    def _show_marking(self, remark: str = "") -> None:
        """What would be said now: how many are out, and how many never will be."""
        words, run, codes = self._context.words, self._run, self._codes
        if run is None or codes is None:
            return
        numbers, last = self._form.numbers() or (), self._form.last() or 0
        self._view.show_spoiled(frozenset(codes[one] for one in numbers))
        title = words.plural("{n} card is spoiled", "{n} cards are spoiled", len(numbers))
        line = remark or words.text("Click each spoiled card on its sheet, or scan it")
        if not remark and last < run.count:
            line = words.text(
                "What comes after card {last} is printed again", last=words.number(last)
            )
        cancel = self._button("spoiled_cancel", words.text("Cancel"), "")
        cancel.clicked.connect(self.stop)
        if run.confirmed_at is not None:
            text = words.plural("Retire {n} card", "Retire {n} cards", len(numbers))
        else:
            rest = last - sum(one <= last for one in numbers)
            text = words.plural("{n} card came out", "{n} cards came out", rest)
        confirm = self._button("spoiled_confirm", text, "check")
        confirm.setEnabled(bool(numbers) or run.confirmed_at is None)
        confirm.clicked.connect(self._confirm)
        self._strip.show_message(Message("acc", title, line, icon="layers"), [cancel, confirm])

    def _confirm(self) -> None:
        run = self._run
        if run is None or self._is_busy or (self.is_marking() and not self._form.check()):
            return
        desk, is_marking = self._desk, self.is_marking()
        numbers = (self._form.numbers() or ()) if is_marking else ()
        last = (self._form.last() or 0) if is_marking else run.count
        spoiled = [ranges_text(numbers)] if numbers else []
        self._is_busy = True
        self._context.tasks.run(
            lambda: run_confirming.confirm_run(desk, run.id, spoiled, up_to=last), owner=self,
            done=lambda done: self._on_confirmed(done, len(numbers)), failed=self._trouble,
        )  # fmt: skip

    def _on_confirmed(self, run: Run, spoiled: int) -> None:
        words = self._context.words
        self._is_busy = False
        self.stop()
        title = words.plural("{n} card works from now on", "{n} cards work from now on", run.issued)
        line, actions = "", []
        if spoiled:
            line = words.plural("{n} spoiled card never will", "{n} spoiled cards never will",
                                spoiled)  # fmt: skip
        if run.left:
            line = words.plural("{n} card is left", "{n} cards are left", run.left)
            rest = self._button("print_rest", words.text("Print the rest"), "printer")
            rest.clicked.connect(lambda: self.rest_wanted.emit(run))
            actions = [rest]
        self._strip.show_message(Message("ok", title, line), actions)
        self.confirmed.emit()

    def _trouble(self, error: Exception) -> None:
        self._is_busy = False
        self._strip.show_message(message_of(self._context.words, error))
