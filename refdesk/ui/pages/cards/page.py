"""The Cards page: whose cards, on which sheets, into a file or onto a printer.

`show_customer` comes from the Customers page and the counter (F8), `show_coupons` from the counter
alone. The questions for a file and a printer are given by constructor, so that a test answers them.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.cards.pdf import Printed
from refdesk.domain.errors import DomainError
from refdesk.domain.progress import Progress
from refdesk.domain.records import Run
from refdesk.services import print_runs
from refdesk.services.customer_view import owner_of_code
from refdesk.services.desk import Desk
from refdesk.ui.page import Context, Density, KeyHint, Page
from refdesk.ui.pages.cards.confirming import Confirming
from refdesk.ui.pages.cards.files import ask_path, open_folder
from refdesk.ui.pages.cards.found_card import Found, FoundCard, find_card
from refdesk.ui.pages.cards.options_pane import OptionsPane
from refdesk.ui.pages.cards.preview_pane import PreviewPane
from refdesk.ui.pages.cards.printing import (
    PrinterRefusedError,
    ask_printer,
    make_printer,
    print_sheets,
    set_page,
)
from refdesk.ui.pages.cards.room import RoomKeeper
from refdesk.ui.pages.cards.runs_pane import may_run
from refdesk.ui.pages.cards.sheet import PrintOrder, SheetPlan, plan_sheet, words_of_cards
from refdesk.ui.pages.cards.who_pane import EVERYBODY, PEOPLE, RUN, WhoPane
from refdesk.ui.pages.customers.shared import message_of
from refdesk.ui.tasks import Task
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import ElidingLabel, Label
from refdesk.ui.widgets.rows import Panel
from refdesk.ui.widgets.strips import Message, Strip

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

LEFT_WIDTH = 528


class CardsPage(Page):
    """Preview and output of cards; see the module."""

    def __init__(
        self,
        context: Context,
        desk: Desk,
        *,
        path_asker: Callable[[QWidget, str, str], Path | None] = ask_path,
        printer_asker: Callable[[QWidget, "QPrinter", int], bool] = ask_printer,
    ) -> None:
        super().__init__()
        self.setObjectName("cards_page")
        self._context = context
        self._desk = desk
        self._path_asker = path_asker
        self._printer_asker = printer_asker
        self._start = 1
        self._plan: SheetPlan | None = None
        self._planned_ids: tuple[print_runs.Selection, list[int]] | None = None
        self._planning: Task | None = None
        self._working: Task | None = None
        self._was_shown = False
        self._build()
        self._connect()
        self._replan()

    # -- what the window does --------------------------------------------------------------

    @property
    def title(self) -> str:
        return self._context.words.text("Cards")

    def keys(self) -> tuple[KeyHint, ...]:
        text = self._context.words.text
        return (
            KeyHint("Ctrl+P", text("Print"), self._print),
            KeyHint("Ctrl+S", text("Save PDF"), self._save_pdf),
            KeyHint("PgUp", text("Previous sheet"), lambda: self.preview.turn(-1)),
            KeyHint("PgDown", text("Next sheet"), lambda: self.preview.turn(1)),
            KeyHint("F6", text("List / sheet"), self._next_pane),
            KeyHint("Shift+F6", text("Sheet / list"), self._next_pane, in_status=False),
            KeyHint("Ctrl+F", text("Search"), self._search, in_status=False),
            KeyHint("Esc", text("Back"), self._escape, in_status=False),
        )

    def on_shown(self) -> None:
        self.who.reload()
        self.options.reload()
        if self._was_shown:
            self._planned_ids = None
            self._replan()
        self._was_shown = True
        self.who.take_focus()

    def on_density(self, density: Density) -> None:
        theme = self._context.theme
        pad = theme.px(16 if density.low or density.narrow else 24)
        self._column.setContentsMargins(pad, pad, pad, pad)
        self._column.setSpacing(theme.px(12 if density.low else 16))
        self._room.set_low(density.low)

    def on_scan(self, text: str) -> None:
        """A scanned card is ticked, or crossed out while spoiled cards are looked for; one of a run
        is shown there."""
        if self._confirming.is_marking():
            self._confirming.scan(text)
            return
        desk = self._desk
        self._context.tasks.run(
            lambda: (owner_of_code(desk, text), find_card(desk, text)), owner=self,
            done=lambda found: self._on_scanned(*found),
            failed=self._on_trouble, urgent=True,
        )  # fmt: skip

    def show_customer(self, customer: int) -> None:
        """Have the card of one customer on the sheet."""
        self._confirming.stop()
        self.strip.hide()
        self.who.show_customer(customer)

    def show_coupons(self, codes: tuple[str, ...]) -> None:
        """Have coupons for the next visit on the sheet, by their bare codes."""
        self._confirming.stop()
        self.strip.hide()
        self.who.show_coupons(codes)

    # -- building --------------------------------------------------------------------------

    def _build(self) -> None:
        theme, words = self._context.theme, self._context.words
        self.who = WhoPane(self._context, self._desk)
        self.options = OptionsPane(self._context, self._desk)
        self.preview = PreviewPane(self._context)
        self.strip = Strip(theme, "cards_strip")
        self.strip.hide()
        self._confirming = Confirming(
            self._context, self._desk, self.strip, self.preview.view, self.who.runs.came_out
        )
        self._found_card = FoundCard(self._context, self._desk, self.strip)
        options = Panel(theme, "cards_options", padding=16)
        options.column.addWidget(self.options)
        left = tight(QVBoxLayout(), theme.px(12))
        left.addWidget(self.who, 1)
        left.addWidget(options)
        self._room = RoomKeeper(self.strip, self.who, options)
        body = tight(QHBoxLayout(), theme.px(16))
        body.addLayout(left)
        body.addWidget(self.preview, 1)
        self.who.setFixedWidth(theme.px(LEFT_WIDTH))
        options.setFixedWidth(theme.px(LEFT_WIDTH))
        self.save_button = Button(
            theme, "cards_save", words.text("Save PDF…"), Look(icon="file-down", key="Ctrl+S")
        )
        self.print_button = Button(
            theme, "cards_print", words.text("Print…"),
            Look("primary", icon="printer", key="Ctrl+P"),
        )  # fmt: skip
        self._why = ElidingLabel(theme, "", "small", tone="muted")
        self._why.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._why.setObjectName("cards_why_not")
        top = tight(QHBoxLayout(), theme.px(12))
        top.addWidget(Label(theme, self.title, "page", bold=True))
        top.addWidget(self._why, 1)
        top.addWidget(self.save_button)
        top.addWidget(self.print_button)
        self._column = tight(QVBoxLayout(self))
        self._column.addLayout(top)
        self._column.addWidget(self.strip)
        self._column.addLayout(body, 1)
        self.on_density(Density())

    def _connect(self) -> None:
        self.who.changed.connect(self._on_choice)
        self.options.changed.connect(self._replan)
        self.preview.sheet_wanted.connect(self._replan)
        self.preview.view.place_chosen.connect(self._on_place)
        self.preview.progress.stop_requested.connect(self._stop)
        self.save_button.clicked.connect(self._save_pdf)
        self.print_button.clicked.connect(self._print)
        self.who.runs.confirm_wanted.connect(self._ask_what_came)
        self._confirming.confirmed.connect(self._on_confirmed)
        self._confirming.marking_changed.connect(self._show_help)
        self._confirming.rest_wanted.connect(self.who.runs.choose_rest)
        self._found_card.changed.connect(self._on_confirmed)

    # -- the plan --------------------------------------------------------------------------

    def order(self) -> PrintOrder | None:
        """What would be printed now, or None while nothing is chosen."""
        selection = self.who.selection()
        if selection is None:
            return None
        stock = self.options.chosen_stock()
        return PrintOrder(
            selection, stock.name, self.options.chosen_design(), min(self._start, stock.cells),
            self.options.wants_marks() and not stock.roll,
        )  # fmt: skip

    def _on_choice(self) -> None:
        self._confirming.stop()
        self._planned_ids = None
        self._replan()

    def _replan(self, number: int = 1) -> None:
        """Lay out a sheet anew, in a worker; the newest wish wins."""
        if self._planning is not None:
            self._planning.cancel()
            self._planning = None
        order = self.order()
        if order is None:
            self._plan = None
            stock = self.options.chosen_stock()
            self._start = min(self._start, stock.cells)
            self.preview.show_empty(stock, self._start)
            self._show_help()
            return
        if self._plan is None:
            self._why.setText(self._context.words.text("The sheet is being laid out"))
        desk, known = self._desk, self._planned_ids

        def work(_progress: Progress) -> tuple[SheetPlan, list[int]]:
            if known is not None and known[0] == order.selection:
                ids = known[1]
            else:
                ids = _ids_or_none(desk, order)
            return plan_sheet(desk, order, ids, number), ids

        self._planning = self._context.tasks.run_long(
            work, owner=self, done=self._on_plan, failed=self._on_trouble
        )

    def _on_plan(self, planned: tuple[SheetPlan, list[int]]) -> None:
        self._planning = None
        self._plan, ids = planned
        self._planned_ids = (self._plan.order.selection, ids)
        self.preview.show_plan(self._plan)
        words, total = self._context.words, self._plan.total
        if self.who.kind() == EVERYBODY:
            text = words.plural(
                "{n} customer has a code that works", "{n} customers have a code that works",
                total,
            )  # fmt: skip
            self.who.show_total(text)
        self._show_help()

    def _on_place(self, place: int) -> None:
        if self._confirming.is_marking():
            self._confirming.toggle(place)
            return
        if self._plan is not None and self._plan.number > 1:
            return
        self._start = place
        self._replan()

    def _show_help(self) -> None:
        """What the sheet is for now, and why nothing can be printed if so."""
        words = self._context.words
        total = self._plan.total if self._plan is not None else 0
        self.save_button.setEnabled(total > 0 and self._working is None)
        self.print_button.setEnabled(total > 0 and self._working is None)
        if total:
            text = words.plural("Print {n} card…", "Print {n} cards…", total)
            self.print_button.set_caption(text)
        self._why.setText("" if total else self._why_nothing())
        if self._confirming.is_marking():
            self.preview.show_help(words.text("Click each spoiled card, or scan it"))
        elif self._plan is not None and self._plan.number > 1:
            self.preview.show_help("")
        elif self._start > 1:
            text = words.text(
                "First free place: {place}. Those before it stay empty",
                place=words.number(self._start),
            )  # fmt: skip
            self.preview.show_help(text)
        else:
            self.preview.show_help(words.text("A part-used sheet? Click its first free place"))

    def _why_nothing(self) -> str:
        words = self._context.words
        if self.who.kind() == PEOPLE:
            if self.who.people.ids():
                return words.text("No code that works yet")
            return words.text("Choose a customer")
        if self.who.kind() == RUN:
            return words.text("Choose a run, or make one")
        return words.text("Nobody has a code yet")

    # -- output ----------------------------------------------------------------------------

    def _save_pdf(self) -> None:
        order, plan = self.order(), self._plan
        if order is None or plan is None or not plan.total or self._working is not None:
            return
        words = self._context.words
        path = self._path_asker(self, words.text("Save cards as PDF"), self._file_name(order))
        if path is None:
            return
        desk = self._desk
        run = self.who.runs.run() if order.selection.run is not None else None

        def work(progress: Progress) -> Printed:
            return print_runs.print_cards(
                desk, order.selection, path, words=words_of_cards(desk), sheet=order.sheet,
                progress=progress,
            )  # fmt: skip

        def done(printed: Printed) -> None:
            self._finish()
            self._tell_saved(path, printed, run)

        self._start_work(work, done, plan.total)

    def _file_name(self, order: PrintOrder) -> str:
        words, selection = self._context.words, order.selection
        if selection.run is not None:
            return words.text("Cards run {run}.pdf", run=f"R{selection.run}")
        return words.text("Cards.pdf")

    def _print(self) -> None:
        order, plan = self.order(), self._plan
        if order is None or plan is None or not plan.total or self._working is not None:
            return
        flip = plan.imposition.flip
        printer = make_printer(plan.stock, self._context.words.text("Cards"), flip)
        if not self._printer_asker(self, printer, plan.sheets):
            return
        set_page(printer, plan.stock, flip)
        desk = self._desk
        run = self.who.runs.run() if order.selection.run is not None else None

        def done(printed: Printed) -> None:
            self._finish()
            if printer.outputFileName():
                # "Print to file" of the dialog: a file is what there is.
                self._tell_saved(Path(printer.outputFileName()), printed, run)
                return
            words = self._context.words
            title = words.plural("{n} card sent to the printer", "{n} cards sent to the printer",
                                 printed.cards)  # fmt: skip
            line = words.text("Compare the first sheet with the stock before you print more")
            self._show_result(Message("ok", title, line, icon="printer"), [], run)

        self._start_work(
            lambda progress: print_sheets(desk, order, printer, progress), done, plan.total
        )

    def _start_work(
        self, work: Callable[[Progress], object], done: Callable[..., None], total: int
    ) -> None:
        words, place = self._context.words, self.preview.progress
        self.strip.hide()
        title = words.plural("Writing {n} card", "Writing {n} cards", total)
        place.start(title, can_stop=True)
        self.preview.show_progress(on=True)
        self._working = self._context.tasks.run_long(
            work, owner=self, done=done, failed=self._on_output_trouble,
            progress=lambda count, _total: place.report(count, total),
        )  # fmt: skip
        if not self._context.tasks.has_work():
            self._working = None  # it is over already
        self._show_help()

    def _finish(self) -> None:
        self._working = None
        self.preview.progress.finish()
        self.preview.show_progress(on=False)
        self._show_help()

    def _stop(self) -> None:
        """Stop after this sheet; nothing is left of a file."""
        if self._working is not None:
            self._working.cancel()
            self._finish()
            text = self._context.words.text("Stopped: no cards were written")
            self.strip.show_message(Message("check", text))

    def _on_output_trouble(self, error: Exception) -> None:
        self._finish()
        words = self._context.words
        if isinstance(error, PrinterRefusedError):
            title = words.text("The printer does not answer")
            line = words.text("Nothing counts as printed. Check it, or save a PDF")
            self.strip.show_message(Message("check", title, line, icon="printer"))
        elif isinstance(error, OSError):
            title = words.text("The file cannot be written there")
            line = words.text("Choose another folder")
            self.strip.show_message(Message("stop", title, line))
        else:
            self.strip.show_message(message_of(words, error))

    # -- what came of it -------------------------------------------------------------------

    def _tell_saved(self, path: Path, printed: Printed, run: Run | None) -> None:
        theme, words = self._context.theme, self._context.words
        cards = words.plural("{n} card", "{n} cards", printed.cards)
        sheets = words.plural("{n} sheet", "{n} sheets", printed.sheets)
        title = words.text("Saved: {cards}, {sheets}", cards=cards, sheets=sheets)
        line = words.text("{file}. Print it at 100 %, actual size", file=path.name)
        if printed.replaced:
            signs = " ".join(printed.replaced)
            line = words.text("The typeface has no {signs}: another sign stands there", signs=signs)
        folder = Button(
            theme, "cards_open_folder", words.text("Open folder"),
            Look(icon="folder-open", height=44),
        )  # fmt: skip
        folder.clicked.connect(lambda: open_folder(path.parent))
        self._show_result(Message("ok", title, line), [folder], run)

    def _show_result(self, message: Message, actions: list[Button], run: Run | None) -> None:
        """A run that is not confirmed yet is asked about (R29)."""
        if run is not None and run.confirmed_at is None and may_run(self._desk):
            text = self._context.words.text("Sheets came out…")
            look = Look(icon="circle-check", height=44)
            button = Button(self._context.theme, "cards_came_out", text, look)
            button.clicked.connect(self._ask_what_came)
            actions = [*actions, button]
        self.strip.show_message(message, actions)

    def _ask_what_came(self) -> None:
        run = self.who.runs.run()
        if run is not None:
            self._confirming.ask(run)

    def _on_confirmed(self) -> None:
        self._planned_ids = None
        self.who.runs.reload()
        self._replan()

    def _on_scanned(self, customer: int | None, found: Found | None) -> None:
        if customer is None and found is not None and may_run(self._desk):
            self.who.choose_kind(RUN)
            self.who.runs.show_card(found.card)
            self._found_card.show_card(found)
            return
        if customer is None:
            text = self._context.words.text("No customer has this code")
            self.strip.show_message(Message("check", text))
            return
        self.strip.hide()
        self.who.choose_kind(PEOPLE)
        self.who.people.choose(customer)

    def _on_trouble(self, error: Exception) -> None:
        self._planning = None
        if self._plan is None:
            self._why.setText("")
        self.strip.show_message(message_of(self._context.words, error))

    # -- keys ------------------------------------------------------------------------------

    def _search(self) -> None:
        self.who.choose_kind(PEOPLE)
        self.who.people.take_focus()

    def _next_pane(self) -> None:
        if self.preview.view.hasFocus():
            self.who.take_focus()
        else:
            self.preview.view.setFocus(Qt.FocusReason.TabFocusReason)

    def _escape(self) -> None:
        if self._confirming.is_marking():
            self._confirming.stop()
        elif self.who.runs.form_is_open() and self.who.kind() == RUN:
            self.who.runs.close_form()
        else:
            self.strip.hide()
            self.who.take_focus()


def _ids_or_none(desk: Desk, order: PrintOrder) -> list[int]:
    """The cards of an order; none where there is nothing to print yet."""
    try:
        return print_runs.card_ids(desk, order.selection)
    except DomainError as refused:
        if refused.code == "nothing_to_print":
            return []
        raise
