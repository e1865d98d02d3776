"""Setting a printer right for a stock: print the ruler page, measure it, keep the figures (G05)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from refdesk.cards.calibration import Calibration, Corners
from refdesk.cards.imposition import Flip, can_turn
from refdesk.cards.stocks import Stock
from refdesk.domain.progress import Progress
from refdesk.services import calibrating, studio
from refdesk.services.calibrating import FILE, Measured
from refdesk.ui.error_texts import printer_message
from refdesk.ui.pages.cards.dialog import Bench, CardsDialog
from refdesk.ui.pages.cards.page_printing import (
    PrintedPage,
    print_pages,
    ruler_pages,
    trial_pages,
)
from refdesk.ui.pages.cards.printing import PrinterRefusedError, make_printer, set_page
from refdesk.ui.pages.cards.sheet import words_of_cards
from refdesk.ui.pages.studio.controls import FigureField
from refdesk.ui.pages.studio.form import Labelled
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.choices import CheckBox, ComboBox
from refdesk.ui.widgets.fields import LabelledField
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.strips import Message
from refdesk.words.calibration_text import shift_text

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

MOST = 2_000.0


class CalibrationDialog(CardsDialog):
    """Both pages, the figures, and what is kept now."""

    def __init__(
        self, bench: Bench, stock: Stock, flip: Flip | None, parent: QWidget, *,
        printers: Sequence[str] = (),
    ) -> None:  # fmt: skip
        context = bench.context
        text, title = context.words.text, _titled(stock, context.words.language)
        line = text(
            "{stock}. Print the ruler page on plain paper at 100 %, measure it and write down what"
            " you find", stock=title,
        )  # fmt: skip
        super().__init__(
            context, "calibration_dialog", text("Set a printer right"), parent, line=line, width=640
        )
        self._desk = bench.desk
        self._stock = stock
        self._flip: Flip = flip or "long"
        self._path_asker, self._printer_asker = bench.ask_path, bench.ask_printer
        self.marks = calibrating.marks_of(stock)
        self.figures: dict[str, FigureField] = {}
        self._build(printers, is_duplex=flip is not None)
        self._read()

    # -- building --------------------------------------------------------------------------

    def _build(self, printers: Sequence[str], *, is_duplex: bool) -> None:
        theme, text = self.context.theme, self.context.words.text
        self.printer = ComboBox(theme, "calibration_printer", height=40)
        self.printer.addItem(text("PDF files, whoever prints them"), FILE)
        for name in printers:
            self.printer.addItem(name, name)
        self.both = CheckBox(theme, "calibration_both", text("The back too"))
        self.both.setVisible(can_turn(self._stock))
        self.both.setChecked(is_duplex and can_turn(self._stock))
        row = tight(QHBoxLayout(), theme.px(16))
        row.addWidget(LabelledField(theme, text("Printer"), self.printer, reserve=False), 1)
        row.addWidget(self.both)
        self.column.addLayout(row)
        ruler, trial = text("Ruler page"), text("Test page")
        self._page_row(ruler, "ruler", lambda: self._pages("ruler"))
        self.column.addLayout(self._form())
        self._kept = Label(theme, "", "small", tone="muted").wrapped()
        self._kept.setObjectName("calibration_kept")
        self.column.addWidget(self._kept)
        self._page_row(trial, "trial", lambda: self._pages("trial"))
        keep = self.button("calibration_keep", text("Keep the figures"), "save", kind="primary")
        self.forget_button = self.button("calibration_forget", text("Forget"), "undo-2")
        self.add_buttons([self.forget_button, keep])
        keep.clicked.connect(self._keep)
        self.forget_button.clicked.connect(self._forget)
        self.printer.currentIndexChanged.connect(lambda _row: self._read())
        self.both.toggled.connect(self._show_back)
        self._show_back(on=self.both.isChecked())

    def _page_row(self, title: str, name: str, pages: Callable[[], list[PrintedPage]]) -> None:
        theme, text = self.context.theme, self.context.words.text
        save = self.button(f"{name}_save", text("Save PDF…"), "file-down")
        out = self.button(f"{name}_print", text("Print…"), "printer")
        save.setAccessibleName(text("{page}: save as a PDF", page=title))
        out.setAccessibleName(text("{page}: print", page=title))
        save.clicked.connect(lambda: self._save_page(name, title))
        out.clicked.connect(lambda: self._print_pages(title, pages))
        row = tight(QHBoxLayout(), theme.px(8))
        row.addWidget(Label(theme, title, bold=True), 1)
        row.addWidget(save)
        row.addWidget(out)
        self.column.addLayout(row)

    def _form(self) -> QGridLayout:
        text, marks = self.context.words.text, self.marks
        grid = tight(QGridLayout(), self.context.theme.px(8))
        asked = (
            ("across", text("Ruler across"), marks.across),
            ("down", text("Ruler down"), marks.down),
            ("left", text("Left edge to cross"), marks.inset_x),
            ("top", text("Top edge to cross"), marks.inset_y),
            ("right", text("Right edge to cross"), marks.inset_x),
            ("bottom", text("Bottom edge to cross"), marks.inset_y),
            ("back_left", text("Back: left edge to cross"), marks.inset_x),
            ("back_top", text("Back: top edge to cross"), marks.inset_y),
        )
        self._boxes: dict[str, QWidget] = {}
        for place, (name, label, usual) in enumerate(asked):
            field = FigureField(
                self.context.theme, f"measured_{name}", self.context.words, limits=(0.0, MOST),
                step=0.1,
            )  # fmt: skip
            field.set_figure(usual)
            box = Labelled(self.context.theme, label, field, text("{what}, mm", what=label))
            self.figures[name] = field
            self._boxes[name] = box
            box.setMinimumHeight(box.sizeHint().height())
            grid.addWidget(box, place // 3, place % 3)
        return grid

    def _show_back(self, on: bool) -> None:
        for name in ("back_left", "back_top"):
            self._boxes[name].setVisible(on)

    # -- pages -----------------------------------------------------------------------------

    def _chosen_flip(self) -> Flip | None:
        return self._flip if self.both.isChecked() else None

    def printer_name(self) -> str:
        """The printer that is set right."""
        return str(self.printer.currentData())

    def _pages(self, name: str) -> list[PrintedPage]:
        words = calibrating.page_words(words_of_cards(self._desk), self._stock)
        if name == "ruler":
            return ruler_pages(self._stock, words, self._chosen_flip())
        kept = studio.calibration_of(self._desk, self.printer_name(), self._stock.name)
        return trial_pages(self._stock, words, kept, self._chosen_flip())

    def _save_page(self, name: str, title: str) -> None:
        path = self._path_asker(self, title, f"{title}.pdf")
        if path is None:
            return
        desk, stock, flip = self._desk, self._stock.name, self._chosen_flip()
        printer = self.printer_name()

        def work(_progress: Progress) -> Path:
            words = words_of_cards(desk)
            if name == "ruler":
                calibrating.save_ruler_page(desk, stock, path, words, flip=flip)
            else:
                calibrating.save_trial_page(desk, stock, path, words, printer=printer, flip=flip)
            return path

        self.context.tasks.run_long(
            work, owner=self, done=self._tell_saved, failed=self.show_trouble
        )

    def _tell_saved(self, path: Path) -> None:
        words = self.context.words
        title = words.text("Saved: {file}", file=path.name)
        self.show_message(Message("ok", title, words.text("Print it at 100 %, actual size")))

    def _print_pages(self, title: str, pages: Callable[[], list[PrintedPage]]) -> None:
        printer = make_printer(self._stock, title, self._chosen_flip())
        if self.printer_name() != FILE:
            printer.setPrinterName(self.printer_name())
        if not self._printer_asker(self, printer, 1):
            return
        set_page(printer, self._stock, self._chosen_flip())
        if not printer.outputFileName():
            self._choose_printer(printer)

        def work(_progress: Progress) -> None:
            print_pages(pages(), printer)

        def done(_nothing: object) -> None:
            words = self.context.words
            self.show_message(Message("ok", words.text("Sent to the printer"), icon="printer"))

        self.context.tasks.run_long(work, owner=self, done=done, failed=self._on_print_trouble)

    def _choose_printer(self, printer: "QPrinter") -> None:
        row = self.printer.findData(printer.printerName())
        if row >= 0:
            self.printer.setCurrentIndex(row)

    def _on_print_trouble(self, error: Exception) -> None:
        if isinstance(error, PrinterRefusedError):
            self.show_message(printer_message(self.context.words))
        else:
            self.show_trouble(error)

    # -- figures ---------------------------------------------------------------------------

    def measured(self) -> Measured | None:
        """What was typed; None while a figure is no measure."""
        found = {name: field.figure() for name, field in self.figures.items()}
        if any(value is None for value in found.values()):
            return None
        mm = {name: value or 0.0 for name, value in found.items()}
        front = Corners(mm["left"], mm["top"], mm["right"], mm["bottom"])
        back = Corners(mm["back_left"], mm["back_top"]) if self.both.isChecked() else None
        return Measured(mm["across"], mm["down"], front, back)

    def _keep(self) -> None:
        words, measured = self.context.words, self.measured()
        if measured is None:
            line = words.text("Write millimetres, like 99.5")
            self.show_message(Message("check", words.text("A figure is missing"), line))
            return
        desk, printer, stock = self._desk, self.printer_name(), self._stock.name

        def done(kept: Calibration) -> None:
            self._show_kept(kept)
            title = words.text("Kept. Everything printed there is made up for")
            line = words.text("Print the test page and hold it against the stock by the window")
            self.show_message(Message("ok", title, line))

        self.context.tasks.run(
            lambda: calibrating.keep_measures(desk, printer, stock, measured), owner=self,
            done=done, failed=self.show_trouble,
        )  # fmt: skip

    def _forget(self) -> None:
        desk, printer, stock = self._desk, self.printer_name(), self._stock.name

        def done(_nothing: object) -> None:
            self._show_kept(Calibration())
            title = self.context.words.text("The printer prints as it does by itself")
            self.show_message(Message("ok", title))

        self.context.tasks.run(
            lambda: calibrating.forget(desk, printer, stock), owner=self, done=done,
            failed=self.show_trouble,
        )  # fmt: skip

    def _read(self) -> None:
        """Show what is kept for the printer that is chosen."""
        desk, printer, stock = self._desk, self.printer_name(), self._stock.name
        self.context.tasks.run(
            lambda: studio.calibration_of(desk, printer, stock), owner=self, done=self._show_kept,
            failed=self.show_trouble,
        )  # fmt: skip

    def _show_kept(self, kept: Calibration) -> None:
        words = self.context.words
        self.forget_button.setEnabled(kept != Calibration())
        if kept == Calibration():
            self._kept.setText(words.text("Nothing is kept for this printer and stock yet"))
            return
        text = shift_text(words, dx=kept.dx, dy=kept.dy, scale_x=kept.scale_x, scale_y=kept.scale_y)
        self._kept.setText(text)


def _titled(stock: Stock, language: str) -> str:
    return stock.title.get(language) or stock.title["en"]
