"""Cards into a file or onto a printer, and what the page's strip says about it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from refdesk.cards.pdf import Printed
from refdesk.domain.progress import Progress
from refdesk.domain.records import Run
from refdesk.services import print_runs
from refdesk.services.calibrating import FILE
from refdesk.services.desk import Desk
from refdesk.ui.error_texts import message_of, printer_message
from refdesk.ui.page import Context
from refdesk.ui.pages.cards.files import open_folder
from refdesk.ui.pages.cards.printing import (
    PrinterRefusedError,
    make_printer,
    print_sheets,
    set_page,
)
from refdesk.ui.pages.cards.runs_pane import may_run
from refdesk.ui.pages.cards.sheet import PrintOrder, SheetPlan, words_of_cards
from refdesk.ui.tasks import Task
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.states import ProgressPlace
from refdesk.ui.widgets.strips import Message, Strip

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

PathAsker = Callable[[QWidget, str, str], Path | None]
PrinterAsker = Callable[[QWidget, "QPrinter", int], bool]


class Output(QObject):
    """``changed`` tells that work begins or ends; `came_out_wanted` that somebody wants to say
    what became of the run's sheets (R29). ``progress_wanted`` gives whether progress is shown."""

    changed = Signal()
    came_out_wanted = Signal()
    progress_wanted = Signal(bool)

    def __init__(
        self, context: Context, desk: Desk, strip: Strip, places: Sequence[ProgressPlace], *,
        path_asker: PathAsker, printer_asker: PrinterAsker,
    ) -> None:  # fmt: skip
        super().__init__(strip)
        self._context = context
        self._desk = desk
        self._strip = strip
        self._places = places
        self._path_asker = path_asker
        self._printer_asker = printer_asker
        self._working: Task | None = None
        self.printer = ""
        """The printer that was chosen last."""
        for place in places:
            place.stop_requested.connect(self.stop)

    @property
    def is_working(self) -> bool:
        """Whether something is being written."""
        return self._working is not None

    def save_pdf(self, order: PrintOrder, plan: SheetPlan, run: Run | None) -> None:
        """Ask for a file and write the cards into it, as files are set right."""
        words, desk = self._context.words, self._desk
        title = words.text("Save cards as PDF")
        path = self._path_asker(self._window(), title, self._file_name(order))
        if path is None:
            return
        sheet = replace(order.sheet, printer=FILE)

        def work(progress: Progress) -> Printed:
            return print_runs.print_cards(
                desk, order.selection, path, words=words_of_cards(desk), sheet=sheet,
                progress=progress,
            )  # fmt: skip

        def done(printed: Printed) -> None:
            self._finish()
            self._tell_saved(path, printed, run)

        self._start(work, done, plan.total)

    def print(self, order: PrintOrder, plan: SheetPlan, run: Run | None) -> None:
        """Ask for a printer and print, as that printer is set right."""
        words, desk, flip = self._context.words, self._desk, plan.imposition.flip
        printer = make_printer(plan.stock, words.text("Cards"), flip)
        if self.printer:
            printer.setPrinterName(self.printer)
        if not self._printer_asker(self._window(), printer, plan.sheets):
            return
        set_page(printer, plan.stock, flip)
        into_file = bool(printer.outputFileName())
        self.printer = "" if into_file else printer.printerName()
        asked = replace(order, printer=FILE if into_file else self.printer)

        def done(printed: Printed) -> None:
            self._finish()
            if into_file:
                # "Print to file" of the dialog: a file is what there is.
                self._tell_saved(Path(printer.outputFileName()), printed, run)
                return
            title = words.plural("{n} card sent to the printer", "{n} cards sent to the printer",
                                 printed.cards)  # fmt: skip
            line = words.text("Compare the first sheet with the stock before you print more")
            self._show_result(Message("ok", title, line, icon="printer"), [], run)

        self._start(lambda progress: print_sheets(desk, asked, printer, progress), done, plan.total)

    def stop(self) -> None:
        """Stop after this sheet; nothing is left of a file."""
        if self._working is not None:
            self._working.cancel()
            self._finish()
            text = self._context.words.text("Stopped: no cards were written")
            self._strip.show_message(Message("check", text))

    # -- inside ----------------------------------------------------------------------------

    def _window(self) -> QWidget:
        return self._strip.window()

    def _file_name(self, order: PrintOrder) -> str:
        words, selection = self._context.words, order.selection
        if selection.run is not None:
            return words.text("Cards run {run}.pdf", run=f"R{selection.run}")
        return words.text("Cards.pdf")

    def _start(
        self, work: Callable[[Progress], object], done: Callable[..., None], total: int
    ) -> None:
        words = self._context.words
        self._strip.hide()
        title = words.plural("Writing {n} card", "Writing {n} cards", total)
        for place in self._places:
            place.start(title, can_stop=True)
        self.progress_wanted.emit(True)
        self._working = self._context.tasks.run_long(
            work, owner=self, done=done, failed=self._on_trouble,
            progress=lambda count, _total: self._report(count, total),
        )  # fmt: skip
        if not self._context.tasks.has_work():
            self._working = None  # it is over already
        self.changed.emit()

    def _report(self, count: int, total: int) -> None:
        for place in self._places:
            place.report(count, total)

    def _finish(self) -> None:
        self._working = None
        for place in self._places:
            place.finish()
        self.progress_wanted.emit(False)
        self.changed.emit()

    def _on_trouble(self, error: Exception) -> None:
        self._finish()
        words = self._context.words
        if isinstance(error, PrinterRefusedError):
            line = words.text("Nothing counts as printed. Check it, or save a PDF")
            self._strip.show_message(printer_message(words, line))
        elif isinstance(error, OSError):
            title = words.text("The file cannot be written there")
            line = words.text("Choose another folder")
            self._strip.show_message(Message("stop", title, line))
        else:
            self._strip.show_message(message_of(words, error))

    def _tell_saved(self, path: Path, printed: Printed, run: Run | None) -> None:
        words = self._context.words
        cards = words.plural("{n} card", "{n} cards", printed.cards)
        sheets = words.plural("{n} sheet", "{n} sheets", printed.sheets)
        title = words.text("Saved: {cards}, {sheets}", cards=cards, sheets=sheets)
        line = words.text("{file}. Print it at 100 %, actual size", file=path.name)
        if printed.replaced:
            signs = " ".join(printed.replaced)
            line = words.text("The typeface has no {signs}: another sign stands there", signs=signs)
        self._show_result(Message("ok", title, line), [self.folder_button(path)], run)

    def folder_button(self, path: Path) -> Button:
        """A button that shows where a file went."""
        folder = Button(
            self._context.theme, "cards_open_folder", self._context.words.text("Open folder"),
            Look(icon="folder-open", height=44),
        )  # fmt: skip
        folder.clicked.connect(lambda: open_folder(path.parent))
        return folder

    def _show_result(self, message: Message, actions: list[Button], run: Run | None) -> None:
        """A run that is not confirmed yet is asked about (R29)."""
        if run is not None and run.confirmed_at is None and may_run(self._desk):
            text = self._context.words.text("Sheets came out…")
            look = Look(icon="circle-check", height=44)
            button = Button(self._context.theme, "cards_came_out", text, look)
            button.clicked.connect(self.came_out_wanted)
            actions = [*actions, button]
        self._strip.show_message(message, actions)
