"""The two steps that ask: the shop with its owner's PIN, and the first programme."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from refdesk.domain.errors import DomainError
from refdesk.domain.money import decimals_of
from refdesk.ui.error_texts import problem_of
from refdesk.ui.page import Context
from refdesk.ui.pages.first_run.draft import CURRENCIES, DECIDE_LATER, TRADES, Draft
from refdesk.ui.pages.sign_in.page import LANGUAGE_NAMES
from refdesk.ui.pages.sign_in.pin import PinField
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.choices import ComboBox, Segments
from refdesk.ui.widgets.fields import LabelledField, TextField
from refdesk.ui.widgets.labels import IconLabel, Label
from refdesk.ui.widgets.options import Option, OptionRow
from refdesk.words.catalogue import load_words

NAME_LENGTH = 80


class ShopStep(QWidget):
    """Name, contact, trade, language, currency and the PIN, written into the draft as typed."""

    language_chosen = Signal(str)

    def __init__(self, context: Context, draft: Draft) -> None:
        super().__init__()
        self._context = context
        self._draft = draft
        named(self, "first_run_shop")
        theme, words = context.theme, context.words
        self._grid = tight(QGridLayout(self), theme.px(8))
        self._grid.setHorizontalSpacing(theme.px(16))
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)
        self._name = self._text("shop_name", draft.name)
        self._contact = self._text("shop_contact", draft.contact)
        self._name_field = self._put(0, 0, words.text("Name on cards and receipts"), self._name)
        contact = self._put(0, 1, words.text("Phone or address on cards"), self._contact)
        contact.set_help(words.text("Optional"))
        trade = self._trades()
        self._grid.addWidget(
            LabelledField(theme, words.text("What you do"), trade, reserve=False), 1, 0, 1, 2
        )
        language = self._languages()
        self._put(2, 0, words.text("Language"), language, reserve=False)
        self._put(2, 1, words.text("Currency"), self._currencies(), reserve=False)
        self._pin = self._pin_field("owner_pin", draft.pin)
        self._again = self._pin_field("owner_pin_again", draft.pin_again)
        label = words.text("Owner’s PIN, 4 to 6 digits")
        self._pin_row = self._put(3, 0, label, self._pin)
        self._again_row = self._put(3, 1, words.text("The same PIN again"), self._again)
        for field in (self._name_field, self._pin_row, self._again_row):
            self._forget_when_edited(field)
        self._grid.addLayout(self._hint(), 4, 0, 1, 2)
        self._grid.setRowStretch(5, 1)

    def take_focus(self) -> None:
        """Put the focus into the first field that has nothing yet."""
        empty = (line for line in (self._name, self._pin, self._again) if not line.text())
        next(empty, self._name).setFocus(Qt.FocusReason.OtherFocusReason)

    def check(self) -> bool:
        """Whether everything is there; else the first gap is said and has the focus."""
        from refdesk.services.staff import check_pin

        words = self._context.words
        for field in (self._name_field, self._pin_row, self._again_row):
            field.clear_message()
        if not self._name.text().strip():
            return self._problem(self._name_field, self._name, words.text("The shop needs a name"))
        try:
            check_pin(self._pin.text())
        except DomainError as weak:
            return self._problem(self._pin_row, self._pin, problem_of(words, weak))
        if self._pin.text() != self._again.text():
            self._again.clear()
            return self._problem(self._again_row, self._again, words.text("The two PINs differ"))
        return True

    def _problem(self, field: LabelledField, line: TextField, text: str) -> bool:
        field.set_problem(text)
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        line.selectAll()
        return False

    # -- building --------------------------------------------------------------------------

    def _forget_when_edited(self, field: LabelledField) -> None:
        """What did not do is no longer said of a text that is being put right."""
        line = field.control()
        assert isinstance(line, QLineEdit)
        line.textEdited.connect(lambda _text: field.clear_message())

    def _put(
        self, row: int, column: int, label: str, control: QWidget, *, reserve: bool = True
    ) -> LabelledField:
        field = LabelledField(self._context.theme, label, control, reserve=reserve)
        self._grid.addWidget(field, row, column)
        return field

    def _text(self, name: str, value: str) -> TextField:
        line = TextField(self._context.theme, name, height=56)
        line.setMaxLength(NAME_LENGTH)
        line.setText(value)
        attribute = {"shop_name": "name", "shop_contact": "contact"}[name]
        line.textChanged.connect(lambda text: setattr(self._draft, attribute, text))
        return line

    def _pin_field(self, name: str, value: str) -> PinField:
        line = PinField(self._context.theme, name, height=56)
        line.setText(value)
        attribute = {"owner_pin": "pin", "owner_pin_again": "pin_again"}[name]
        line.textChanged.connect(lambda text: setattr(self._draft, attribute, text))
        return line

    def _trades(self) -> Segments:
        words = self._context.words
        trades = Segments(self._context.theme, "shop_trade", "")
        trades.set_options([(key, words.text_of(name)) for key, (name, _) in TRADES.items()])
        trades.choose(self._draft.trade)
        trades.chosen_changed.connect(self._trade_chosen)
        return trades

    def _trade_chosen(self, trade: str) -> None:
        self._draft.trade = trade
        self._draft.preset = None

    def _languages(self) -> Segments:
        languages = Segments(self._context.theme, "shop_language", "")
        languages.set_options(LANGUAGE_NAMES)
        languages.choose(self._draft.language)
        languages.chosen_changed.connect(self._language_chosen)
        return languages

    def _language_chosen(self, language: str) -> None:
        self._draft.language = language
        self.language_chosen.emit(language)

    def _currencies(self) -> ComboBox:
        words = self._context.words
        box = ComboBox(self._context.theme, "shop_currency", height=56)
        for one in CURRENCIES:
            sample = load_words(words.language, currency=one.code, region=one.region)
            shown = sample.money(1000 * 10 ** decimals_of(one.code))
            box.addItem(
                words.text("{name}, {sample}", name=words.text_of(one.name), sample=shown), one.code
            )
        box.setCurrentIndex([one.code for one in CURRENCIES].index(self._draft.currency))
        box.currentIndexChanged.connect(self._currency_chosen)
        return box

    def _currency_chosen(self, index: int) -> None:
        self._draft.currency = CURRENCIES[index].code

    def _hint(self) -> QHBoxLayout:
        theme, words = self._context.theme, self._context.words
        row = tight(QHBoxLayout(), theme.px(12))
        row.addWidget(IconLabel(theme, "key-round", 20, "muted"), 0, Qt.AlignmentFlag.AlignTop)
        text = words.text(
            "On the last step you get a recovery code. It opens the shop if the PIN is forgotten."
        )
        row.addWidget(Label(theme, text, "small", tone="muted").wrapped(), 1)
        return row


class ProgrammeStep(QWidget):
    """Presets as large choices, the one that suits the trade first, and "Decide later"."""

    def __init__(
        self, context: Context, draft: Draft, options: Sequence[tuple[str, Option]]
    ) -> None:
        """``options`` are pairs of a preset's name and what is shown of it."""
        super().__init__()
        self._draft = draft
        named(self, "first_run_programme")
        theme, words = context.theme, context.words
        column = tight(QVBoxLayout(self), theme.px(8))
        self._group = QButtonGroup(self)
        later = Option(
            words.text("Decide later"),
            words.text(
                "RefDesk keeps customers and purchases, codes start working when you add "
                "a programme"
            ),
            mark="radio",
        )
        order = sorted(options, key=lambda one: one[0] != draft.suggested_preset)
        self._rows: dict[str, OptionRow] = {}
        for preset, option in [*order, (DECIDE_LATER, later)]:
            row = OptionRow(theme, f"preset_{preset or 'later'}", option)
            row.setChecked(preset == draft.chosen_preset())
            row.toggled.connect(lambda on, name=preset: self._choose(name, on=on))
            self._group.addButton(row)
            self._rows[preset] = row
            column.addWidget(row)
        column.addStretch(1)

    def take_focus(self) -> None:
        """Put the focus on the chosen preset."""
        self._rows[self._draft.chosen_preset()].setFocus(Qt.FocusReason.OtherFocusReason)

    def check(self) -> bool:
        """A choice is always made."""
        return True

    def _choose(self, preset: str, *, on: bool) -> None:
        if on:
            self._draft.preset = preset
