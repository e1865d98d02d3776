"""The Cards page: how cards look, whose they are, on which sheets, into a file or onto a printer.

Two views share the choices of a print: the design in its editor, and the sheets with people and
runs. `show_customer` comes from the Customers page and the counter (F8), `show_coupons` from the
counter alone. The questions for files and a printer are given by constructor, so that a test
answers them.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout

from refdesk.cards.design import Design
from refdesk.cards.imposition import Side
from refdesk.domain.progress import Progress
from refdesk.domain.records import Run
from refdesk.services import print_runs
from refdesk.services.desk import Desk
from refdesk.ui.error_texts import message_of
from refdesk.ui.page import Context, Density, KeyHint, Page
from refdesk.ui.pages.cards.confirming import Confirming
from refdesk.ui.pages.cards.dialog import Bench
from refdesk.ui.pages.cards.extras import Extras
from refdesk.ui.pages.cards.files import ask_path
from refdesk.ui.pages.cards.head import HeadRow
from refdesk.ui.pages.cards.keeping import PictureAsker, ask_picture
from refdesk.ui.pages.cards.output import Output, PathAsker, PrinterAsker
from refdesk.ui.pages.cards.page_texts import everybody_text, sheet_help, sheets_text, why_nothing
from refdesk.ui.pages.cards.preview_pane import PreviewPane
from refdesk.ui.pages.cards.print_panel import PrintPanel
from refdesk.ui.pages.cards.printing import ask_printer
from refdesk.ui.pages.cards.runs_pane import may_run
from refdesk.ui.pages.cards.scans import Scans
from refdesk.ui.pages.cards.sheet import PrintOrder, SheetPlan, ids_or_none, plan_sheet
from refdesk.ui.pages.cards.sheets_view import SheetsView
from refdesk.ui.pages.cards.studio_view import StudioView
from refdesk.ui.pages.cards.who_pane import EVERYBODY, PEOPLE, RUN, WhoPane
from refdesk.ui.pages.cards.whom import Whom
from refdesk.ui.tasks import Task
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button
from refdesk.ui.widgets.rows import Panel
from refdesk.ui.widgets.strips import Message, Strip

DESIGN, SHEETS = "design", "sheets"
REPLAN_AFTER_MS = 300


class CardsPage(Page):
    """Design, preview and output of cards; see the module. ``back_wanted`` comes from who does not
    find this page on the rail."""

    back_wanted = Signal()

    def __init__(
        self,
        context: Context,
        desk: Desk,
        *,
        path_asker: PathAsker = ask_path,
        printer_asker: PrinterAsker = ask_printer,
        picture_asker: PictureAsker = ask_picture,
    ) -> None:
        super().__init__()
        self.setObjectName("cards_page")
        self._context = context
        self._desk = desk
        self._askers = path_asker, printer_asker, picture_asker
        self._start = 1
        self._plan: SheetPlan | None = None
        self._planned_ids: tuple[print_runs.Selection, list[int]] | None = None
        self._planning: Task | None = None
        self._shown_card: int | None = None
        self._was_shown = False
        self._looks: tuple[str, Design | None] = ("", None)
        self._view = SHEETS
        self._density = Density()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(REPLAN_AFTER_MS)
        self._later.timeout.connect(lambda: self._replan(self.preview.number))
        self._build()
        self._connect()
        self._looks = self.studio.name, None
        self._replan()
        self.show_view(DESIGN if may_run(desk) else SHEETS)

    # -- what the window does --------------------------------------------------------------

    @property
    def title(self) -> str:
        return self._context.words.text("Cards")

    def keys(self) -> tuple[KeyHint, ...]:
        text, studio = self._context.words.text, self.studio
        printing = (KeyHint("Ctrl+P", text("Print"), self._print),)
        both = (
            KeyHint("Ctrl+E", text("Export PDF"), self._save_pdf),
            KeyHint("F8", text("One customer"), self._one_customer, in_status=False),
            KeyHint("F6", text("Next pane"), self._next_pane),
            KeyHint("Shift+F6", text("Pane before"), self._pane_before, in_status=False),
            KeyHint("Ctrl+F", text("Search"), self._one_customer, in_status=False),
        )
        views = KeyHint("Ctrl+Tab", text("Design / sheets"), self._next_view, in_status=False)
        turning = (views,) if may_run(self._desk) else ()
        if self._view == DESIGN:
            save = KeyHint("Ctrl+S", text("Save"), studio.save)
            editor = studio.editor.keys() if studio.editor is not None else ()
            stay = KeyHint("Esc", text("Stay"), studio.stay, in_status=False)
            asking = (stay,) if studio.is_asking() else ()
            return (*printing, save, *editor, *both, *turning, *asking)
        before = KeyHint("PgUp", text("Previous sheet"), lambda: self.preview.turn(-1))
        after = KeyHint("PgDown", text("Next sheet"), lambda: self.preview.turn(1))
        back = KeyHint("Esc", text("Back"), self._escape, in_status=not turning)
        if not turning:
            return (*printing, back, *both, before, after)
        return (*printing, *both, *turning, before, after, back)

    def on_shown(self) -> None:
        self.who.reload()
        if may_run(self._desk):
            self.studio.read(self._first_ids())
        self.extras.reload()
        if self._was_shown:
            self._planned_ids = None
            self._replan()
        self._was_shown = True
        self._take_focus()

    def is_unsaved(self) -> bool:
        return self.studio.drawn is not None

    def may_leave(self) -> bool:
        if not self.is_unsaved():
            return True
        self.show_view(DESIGN)
        self.studio.ask_leaving()
        return False

    def on_density(self, density: Density) -> None:
        theme = self._context.theme
        self._density = density
        pad = theme.px(16 if density.low or density.narrow else 24)
        self._column.setContentsMargins(pad, pad, pad, pad)
        self._column.setSpacing(theme.px(12 if density.low else 16))
        self._sheets.room.set_low(density.low)
        self.head.set_narrow(density.narrow)
        self.studio.on_density(density)
        self.panel.set_place(self._view, narrow=density.narrow)

    def on_scan(self, text: str) -> None:
        self._scans.scan(text)

    def show_customer(self, customer: int, programme: int = 0) -> None:
        """Have the card of one customer on the sheet; of this ``programme`` if one is named."""
        self._show_sheets()
        self.who.show_customer(customer, programme)

    def show_coupons(self, codes: tuple[str, ...]) -> None:
        """Have coupons for the next visit on the sheet, by their bare codes."""
        self._show_sheets()
        self.who.show_coupons(codes)

    def show_run(self, run: int) -> None:
        """Have a print run chosen, to print it or to say that it came out."""
        self._show_sheets()
        self.who.show_run(run)

    def _show_sheets(self) -> None:
        """Put away what was done here before."""
        self._confirming.stop()
        self.strip.hide()
        self.show_view(SHEETS)

    def view(self) -> str:
        """Which view stands: ``design`` or ``sheets``."""
        return self._view

    def show_view(self, view: str) -> None:
        """Show the design or the sheets; the choices of the print go along."""
        if view == self._view:
            return
        self._view = view
        if view == DESIGN:
            self.studio.hold(self._sheets.give())
        else:
            self._sheets.take()
        self.panel.set_place(view, narrow=self._density.narrow)
        self._views.setCurrentWidget(self.studio if view == DESIGN else self._sheets)
        self.head.show_view(view)
        self._show_help()
        self.keys_changed.emit()

    # -- building --------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._context.theme
        self.who = WhoPane(self._context, self._desk)
        self.panel = PrintPanel(self._context)
        self._whom = Whom(self._context, self._desk, self.who, self.panel)
        self.preview = PreviewPane(self._context)
        self.strip = Strip(theme, "cards_strip")
        self.strip.hide()
        self._confirming = Confirming(
            self._context, self._desk, self.strip, self.preview.view, self.who.runs.came_out
        )
        self._scans = Scans(
            self._context, self._desk, self.strip, who=self.who, confirming=self._confirming,
            on_trouble=self._on_trouble,
        )  # fmt: skip
        self._output = Output(
            self._context, self._desk, self.strip, (self.preview.progress, self.panel.progress),
            path_asker=self._askers[0], printer_asker=self._askers[1],
        )  # fmt: skip
        box = Panel(theme, "cards_options", padding=10)
        box.column.addWidget(self.panel)
        box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.studio = StudioView(self._context, self._desk, picture_asker=self._askers[2])
        self.head = HeadRow(self._context, may_design=may_run(self._desk))
        self.save_button = self.panel.export_button
        self.print_button = self.head.print_button
        self._sheets = SheetsView(theme, self.who, self.preview, box, self.strip)
        self._views = QStackedWidget()
        self._views.addWidget(self._sheets)
        self._views.addWidget(self.studio)
        self._column = tight(QVBoxLayout(self))
        self._column.addWidget(self.head)
        self._column.addWidget(self.strip)
        self._column.addWidget(self._views, 1)
        bench = Bench(self._context, self._desk, *self._askers[:2])
        self.extras = Extras(bench, self, self.panel, self.studio, first_ids=self._first_ids)
        self.on_density(Density())
        self.panel.set_place(self._view, narrow=False)

    def _connect(self) -> None:
        panel, studio = self.panel, self.studio
        self.who.changed.connect(self._on_choice)
        panel.changed.connect(self._on_options)
        panel.place_wanted.connect(self._on_place)
        panel.sheet.place_chosen.connect(self._on_place)
        self._whom.search_wanted.connect(self._one_customer)
        self._whom.run_wanted.connect(self._new_run)
        panel.design_wanted.connect(studio.choose)
        panel.export_button.clicked.connect(self._save_pdf)
        panel.one_button.clicked.connect(self._one_customer)
        self.preview.sheet_wanted.connect(self._replan)
        self.preview.side_wanted.connect(lambda: self._replan(self.preview.number))
        self.preview.view.place_chosen.connect(self._on_place)
        self.head.print_button.clicked.connect(self._print)
        self.head.back_button.clicked.connect(self.back_wanted)
        self.head.save_button.clicked.connect(studio.save_as)
        self.head.view_wanted.connect(self.show_view)
        self._output.changed.connect(self._show_help)
        self._output.came_out_wanted.connect(self._ask_what_came)
        self._output.progress_wanted.connect(self._show_progress)
        self.who.runs.confirm_wanted.connect(self._ask_what_came)
        self._confirming.confirmed.connect(self._on_confirmed)
        self._confirming.marking_changed.connect(self._on_marking)
        self._confirming.rest_wanted.connect(self.who.runs.choose_rest)
        self._scans.card.changed.connect(self._on_confirmed)
        self._scans.sheets_wanted.connect(lambda: self.show_view(SHEETS))
        studio.ready.connect(self._on_studio)
        studio.design_changed.connect(self._on_design)
        studio.saved_changed.connect(self._show_saved)
        studio.designs_changed.connect(panel.set_designs)
        studio.asking_changed.connect(self.keys_changed)
        studio.said.connect(self._say)
        self.extras.said.connect(self._say)
        self.extras.card_wanted.connect(self._one_customer)

    # -- the plan --------------------------------------------------------------------------

    def order(self) -> PrintOrder | None:
        """What would be printed now, or None while nothing is chosen."""
        selection = self.who.selection()
        if selection is None:
            return None
        panel, stock = self.panel, self.panel.chosen_stock()
        return PrintOrder(
            selection, stock.name, self.studio.name, min(self._start, stock.cells),
            panel.wants_marks(), copies=panel.copies(), order=panel.order(), duplex=panel.flip(),
            drawn=self.studio.drawn,
        )  # fmt: skip

    def _on_choice(self) -> None:
        self._confirming.stop()
        self._planned_ids = None
        self._whom.offer()
        self._replan()

    def _on_options(self) -> None:
        self.studio.set_stock(self.panel.chosen_stock())
        self._replan()

    def _on_design(self) -> None:
        """Where the card looks otherwise, the sheet follows when the hand rests."""
        self.panel.design.show_data(self.studio.name)
        looks = self.studio.name, self.studio.drawn
        if looks != self._looks:
            self._looks = looks
            self._later.start()

    def _replan(self, number: int = 1) -> None:
        """Lay out a sheet anew, in a worker; the newest wish wins."""
        if self._planning is not None:
            self._planning.cancel()
            self._planning = None
        order = self.order()
        stock = self.panel.chosen_stock()
        self._start = min(self._start, stock.cells)
        if order is None:
            self._plan = None
            self.preview.show_empty(stock, self._start)
            self.panel.sheet.show_stock(stock, self._start)
            self._show_help()
            return
        if self._plan is None:
            self.head.show_why(self._context.words.text("The sheet is being laid out"))
        desk, known, side = self._desk, self._planned_ids, self._side()

        def work(_progress: Progress) -> tuple[SheetPlan, list[int]]:
            if known is not None and known[0] == order.selection:
                ids = known[1]
            else:
                ids = ids_or_none(desk, order)
            return plan_sheet(desk, order, ids, number, side), ids

        self._planning = self._context.tasks.run_long(
            work, owner=self, done=self._on_plan, failed=self._on_trouble
        )

    def _side(self) -> Side:
        return self.preview.side() if self.panel.flip() is not None else "front"

    def _on_plan(self, planned: tuple[SheetPlan, list[int]]) -> None:
        self._planning = None
        self._plan, ids = planned
        self._planned_ids = (self._plan.order.selection, ids)
        self.preview.show_plan(self._plan)
        if self._plan.number == 1 and self._plan.side == "front":
            self.panel.sheet.show_plan(self._plan)
        if self.who.kind() == EVERYBODY:
            self.who.show_total(everybody_text(self._context.words, len(ids)))
        first = ids[0] if ids else None
        if first != self._shown_card and self._plan.total:
            self._shown_card = first
            self.studio.show_card(self._first_ids())
        self._show_help()

    def _first_ids(self) -> tuple[int, ...]:
        return tuple(self._planned_ids[1][:1]) if self._planned_ids is not None else ()

    def _on_place(self, place: int) -> None:
        if self._confirming.is_marking():
            self._confirming.toggle(place)
            return
        if self._view == SHEETS and self._plan is not None and self._plan.number > 1:
            return
        self._start = place
        self.panel.set_start(place)
        self._replan()

    # -- for whom --------------------------------------------------------------------------

    def _new_run(self) -> None:
        self.show_view(SHEETS)
        self.who.runs.open_form()

    def _one_customer(self) -> None:
        """Search a customer and print his card."""
        self.show_view(SHEETS)
        self.who.choose_kind(PEOPLE)
        self.who.people.take_focus()

    # -- what stands in words --------------------------------------------------------------

    def _show_help(self) -> None:
        """What the sheet is for now, and why nothing can be printed if so."""
        words = self._context.words
        total = self._plan.total if self._plan is not None else 0
        may_print = total > 0 and not self._output.is_working
        self.save_button.setEnabled(may_print)
        self.print_button.setEnabled(may_print)
        self.head.show_cards(total)
        why = why_nothing(words, self.who)
        self.head.show_why("" if total or self._view == DESIGN else why)
        plan = self._plan
        told = sheets_text(words, plan, self._start) if plan is not None and plan.total else why
        self.panel.show_info(told)
        self.preview.show_help(
            sheet_help(words, self._plan, self._start, is_marking=self._confirming.is_marking())
        )

    def _show_saved(self) -> None:
        is_saved = self.studio.drawn is None
        self.head.show_saved(is_saved=is_saved, was_saved=self.studio.was_saved)

    def _show_progress(self, on: bool) -> None:
        self.preview.show_progress(on=on)
        self.panel.show_progress(on=on and self._view == DESIGN)

    def _say(self, message: Message | None, actions: list[Button]) -> None:
        if message is None:
            self.strip.hide()
        else:
            self.strip.show_message(message, actions)

    def _on_studio(self) -> None:
        editor = self.studio.editor
        if editor is None:
            return
        self.head.hold_side_switch(editor.side_switch)
        self.studio.set_stock(self.panel.chosen_stock())
        self.keys_changed.emit()
        if self._view == DESIGN and self.isVisible():
            self._take_focus()

    # -- output ----------------------------------------------------------------------------

    def _save_pdf(self) -> None:
        self._put_out(self._output.save_pdf)

    def _print(self) -> None:
        self._put_out(self._output.print)

    def _put_out(self, deed: Callable[[PrintOrder, SheetPlan, Run | None], None]) -> None:
        order, plan = self.order(), self._plan
        if order is not None and plan is not None and plan.total and not self._output.is_working:
            deed(order, plan, self.who.runs.run() if order.selection.run is not None else None)

    # -- what came of it -------------------------------------------------------------------

    def _ask_what_came(self) -> None:
        run = self.who.runs.run()
        if run is not None:
            self._confirming.ask(run)

    def _on_marking(self) -> None:
        if self._confirming.is_marking():
            self.show_view(SHEETS)
        self._show_help()

    def _on_confirmed(self) -> None:
        self._planned_ids = None
        self.who.runs.reload()
        self._replan()

    def _on_trouble(self, error: Exception) -> None:
        self._planning = None
        if self._plan is None:
            self.head.show_why("")
        self.strip.show_message(message_of(self._context.words, error))

    # -- keys ------------------------------------------------------------------------------

    def _take_focus(self) -> None:
        if self._view == DESIGN:
            self.studio.take_focus()
        else:
            self.who.take_focus()

    def _next_view(self) -> None:
        self.show_view(SHEETS if self._view == DESIGN else DESIGN)
        self._take_focus()

    def _next_pane(self, *, forward: bool = True) -> None:
        if self._view == DESIGN:
            self.studio.next_pane(forward=forward)
        elif self.preview.view.hasFocus():
            self.who.take_focus()
        else:
            self.preview.view.setFocus(Qt.FocusReason.TabFocusReason)

    def _pane_before(self) -> None:
        self._next_pane(forward=False)

    def _escape(self) -> None:
        if self._confirming.is_marking():
            self._confirming.stop()
        elif self.strip.isHidden() and not may_run(self._desk):
            self.back_wanted.emit()
        elif self.who.runs.form_is_open() and self.who.kind() == RUN:
            self.who.runs.close_form()
        else:
            self.strip.hide()
            self.who.take_focus()
