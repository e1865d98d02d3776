"""What leaves the shop by itself: a card for messengers, and a programme's poster."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QWidget

from refdesk.cards.design import Design
from refdesk.cards.pdf import Printed
from refdesk.cards.stocks import Stock
from refdesk.domain.progress import Progress
from refdesk.domain.records import Version
from refdesk.services import pieces
from refdesk.services.pieces import CardPicture, CardToShare
from refdesk.ui.error_texts import printer_message
from refdesk.ui.pages.cards.dialog import Bench, CardsDialog
from refdesk.ui.pages.cards.page_printing import print_poster
from refdesk.ui.pages.cards.printing import PrinterRefusedError, make_printer, set_page
from refdesk.ui.pages.cards.sheet import words_of_cards
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.choices import CheckBox, ComboBox
from refdesk.ui.widgets.fields import LabelledField
from refdesk.ui.widgets.strips import Message

TEXT_HEIGHT: Final = 168


class PictureDialog(CardsDialog):
    """One card as a picture, with the offer as text beside it to copy."""

    def __init__(
        self, bench: Bench, card: int, design: str | Design, picture: QPixmap | None,
        parent: QWidget,
    ) -> None:  # fmt: skip
        """``card`` is the id of the code; ``picture`` shows how the design looks."""
        context, desk = bench.context, bench.desk
        text = context.words.text
        super().__init__(
            context, "picture_dialog", text("A card to send"), parent, width=620,
            line=text("A picture for a messenger, and the same in words"),
        )  # fmt: skip
        self._desk = desk
        self._card = card
        self._design = design
        self._path_asker = bench.ask_path
        self._found: CardToShare | None = None
        self._build(picture)
        context.tasks.run(
            lambda: pieces.card_to_share(desk, card, words_of_cards(desk)), owner=self,
            done=self._show, failed=self.show_trouble,
        )  # fmt: skip

    def _build(self, picture: QPixmap | None) -> None:
        theme, text = self.context.theme, self.context.words.text
        self.text = QPlainTextEdit()
        named(self.text, "picture_text", text("The offer as text"))
        self.text.setReadOnly(True)
        self.text.setFont(theme.font("body"))
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(theme.px(TEXT_HEIGHT))
        row = tight(QHBoxLayout(), theme.px(16))
        if picture is not None:
            shown = QLabel()
            shown.setPixmap(picture)
            row.addWidget(shown, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1)
        self.column.addLayout(row)
        self.copy_button = self.button("picture_copy", text("Copy the text"), "copy")
        self.save_button = self.button(
            "picture_save", text("Save the picture…"), "image-down", kind="primary"
        )
        self.add_buttons([self.copy_button, self.save_button])
        self.copy_button.setEnabled(False)
        self.save_button.setEnabled(False)
        self.copy_button.clicked.connect(self._copy)
        self.save_button.clicked.connect(self._save)

    def _show(self, found: CardToShare) -> None:
        self._found = found
        self.text.setPlainText(found.text)
        self.copy_button.setEnabled(True)
        self.save_button.setEnabled(True)
        self.save_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.show_message(Message("ok", self.context.words.text("The text is copied")))

    def _save(self) -> None:
        words, desk, found, design = self.context.words, self._desk, self._found, self._design
        if found is None:
            return
        title = words.text("Save the picture")
        path = self._path_asker(self, title, words.text("Card.png"))
        if path is None:
            return

        def work(_progress: Progress) -> CardPicture:
            return pieces.card_image(desk, found.code, path, words_of_cards(desk), design=design)

        self.context.tasks.run_long(
            work, owner=self, done=self._tell_saved, failed=self.show_trouble
        )

    def _tell_saved(self, made: CardPicture) -> None:
        title = self.context.words.text("Saved: {file}", file=made.file.name)
        self.show_message(Message("ok", title))


class PosterDialog(CardsDialog):
    """A poster or a table tent with a programme's offer, with its campaign word or no code."""

    def __init__(
        self, bench: Bench, programmes: Sequence[Version], stocks: Sequence[Stock],
        design: str | Design, parent: QWidget,
    ) -> None:  # fmt: skip
        context = bench.context
        text = context.words.text
        super().__init__(
            context, "poster_dialog", text("Poster or table tent"), parent,
            line=text("It tells everybody the offer, in the design that is chosen"),
        )  # fmt: skip
        self._desk = bench.desk
        self._design = design
        self._path_asker, self._printer_asker = bench.ask_path, bench.ask_printer
        self._stocks = {one.name: one for one in stocks}
        self._words_of = {f"P{one.programme}": one.terms.word or "" for one in programmes}
        self._build(programmes, stocks)

    def _build(self, programmes: Sequence[Version], stocks: Sequence[Stock]) -> None:
        theme, words = self.context.theme, self.context.words
        text, language = words.text, words.language
        self.programme = ComboBox(theme, "poster_programme", height=40)
        for one in programmes:
            self.programme.addItem(one.terms.titled(language), f"P{one.programme}")
        self.stock = ComboBox(theme, "poster_stock", height=40)
        for stock in stocks:
            self.stock.addItem(stock.title.get(language) or stock.title["en"], stock.name)
        self.stock.setCurrentIndex(max(self.stock.findData(pieces.DEFAULT_POSTER), 0))
        self.word = CheckBox(theme, "poster_word", text("With the programme’s word"))
        self.word.setChecked(True)
        for label, box in ((text("Programme"), self.programme), (text("Paper"), self.stock)):
            self.column.addWidget(LabelledField(theme, label, box, reserve=False))
        self.column.addWidget(self.word)
        save = self.button("poster_save", text("Save PDF…"), "file-down")
        out = self.button("poster_print", text("Print…"), "printer", kind="primary")
        self.add_buttons([save, out])
        for button in (save, out):
            button.setEnabled(bool(programmes))
        save.clicked.connect(self._save)
        out.clicked.connect(self._print)
        self.programme.currentIndexChanged.connect(lambda _row: self._show_word())
        self._show_word()

    def _show_word(self) -> None:
        """The word is asked about where the programme has one."""
        self.word.setVisible(bool(self._words_of.get(str(self.programme.currentData()))))

    def _choice(self) -> tuple[str, str, bool]:
        return (
            str(self.programme.currentData()), str(self.stock.currentData()),
            self.word.isChecked(),
        )  # fmt: skip

    def _save(self) -> None:
        words, desk, design = self.context.words, self._desk, self._design
        path = self._path_asker(self, words.text("Save the poster"), words.text("Poster.pdf"))
        if path is None:
            return
        programme, stock, with_word = self._choice()

        def work(_progress: Progress) -> Printed:
            plan = pieces.plan_poster(
                desk, programme, words_of_cards(desk), stock=stock, design=design,
                with_word=with_word,
            )  # fmt: skip
            return pieces.write_poster(desk, plan, path)

        self.context.tasks.run_long(
            work, owner=self, done=lambda _printed: self._tell_saved(path),
            failed=self.show_trouble,
        )  # fmt: skip

    def _tell_saved(self, path: Path) -> None:
        title = self.context.words.text("Saved: {file}", file=path.name)
        self.show_message(Message("ok", title))

    def _print(self) -> None:
        words, desk, design = self.context.words, self._desk, self._design
        programme, stock, with_word = self._choice()
        paper = self._stocks[stock]
        printer = make_printer(paper, words.text("Poster"))
        if not self._printer_asker(self, printer, 1):
            return
        set_page(printer, paper)

        def work(_progress: Progress) -> None:
            plan = pieces.plan_poster(
                desk, programme, words_of_cards(desk), stock=stock, design=design,
                with_word=with_word,
            )  # fmt: skip
            print_poster(plan, printer)
            pieces.note_poster(desk, plan)

        def done(_nothing: object) -> None:
            self.show_message(Message("ok", words.text("Sent to the printer"), icon="printer"))

        self.context.tasks.run_long(work, owner=self, done=done, failed=self._on_print_trouble)

    def _on_print_trouble(self, error: Exception) -> None:
        if isinstance(error, PrinterRefusedError):
            self.show_message(printer_message(self.context.words))
        else:
            self.show_trouble(error)

    def sizeHint(self) -> QSize:
        """Room for long titles of stocks."""
        return super().sizeHint().expandedTo(QSize(self.minimumWidth(), 0))
