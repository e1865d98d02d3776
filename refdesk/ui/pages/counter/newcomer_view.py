"""The form for somebody who is not in the list: who, how much, and what Enter will do.

Decisions: the consent box is ticked when the form opens, because a newcomer with a code takes four
actions (scan, phone, amount, Enter) and staff ask while they take the phone; untick it and Enter
asks for it. Without consent neither phone nor name is kept. The phone field takes a plate as
well (R55): a text with letters is one.
"""

from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from refdesk.domain.customer import normalise_plate, phone_digits, short_name
from refdesk.domain.errors import DomainError
from refdesk.domain.records import Customer
from refdesk.services.counter import Request
from refdesk.ui.page import Context, Density
from refdesk.ui.pages.counter.amounts import AmountEntry
from refdesk.ui.pages.counter.keypad_fit import KeypadFit
from refdesk.ui.pages.counter.parts import KeypadButton, Note, ScrollColumn
from refdesk.ui.pages.counter.quote_panel import MainAction, QuotePanel
from refdesk.ui.pages.counter.reading import CounterDay
from refdesk.ui.pages.counter.ways import WaysPanel
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.choices import CheckBox, Segments
from refdesk.ui.widgets.fields import LabelledField, TextField
from refdesk.ui.widgets.keypad import Keypad
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import Panel
from refdesk.ui.widgets.value_fields import PhoneField
from refdesk.words.catalogue import NBSP

SAID = "said at the till"
LEAST_PHONE = 7
MIDDLE, RIGHT = 336, 368


class Opening(NamedTuple):
    """What a form begins with: the code as typed, who invites, and what is known already."""

    code: str = ""
    referrer: str = ""
    phone: str = ""
    name: str = ""
    amount: int | None = None
    service: str | None = None


class NewcomerView(QWidget):
    """Left who, middle how much, right what happens and Enter."""

    changed = Signal()
    own_card_pressed = Signal()
    main_pressed = Signal()
    card_pressed = Signal()
    without_pressed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.opening = Opening()
        self._untouched: object = None
        self._keypad_on = True
        self._demands_keypad = False
        self._has_services = False
        self._density = Density()
        self.known_name = ""
        self.needs_identity = True
        """Whether the terms of the code ask who pays (R55)."""
        named(self, "newcomer_view")
        theme = context.theme
        self.entry = AmountEntry(context, "newcomer", height=64)
        self._make_fields()
        self.panel = self._make_quote_panel()
        self.ways = WaysPanel(context, "newcomer_ways", compact=True)
        self._right = QStackedWidget()
        self._right.addWidget(self.panel)
        self._right.addWidget(self.ways)
        self._form = self._make_form()
        self._middle = Panel(theme, "newcomer_middle")
        self._middle.setFixedWidth(theme.px(MIDDLE))
        self._keypad = Keypad(theme, "newcomer_keypad", context.words)
        self._typed_row = tight(QHBoxLayout(), theme.px(12))
        self._middle.column.addLayout(self._typed_row)
        self._middle.column.addWidget(self._keypad)
        KeypadFit(theme, self._middle, self._keypad, self.amount_field, self.height)
        self._middle.column.addStretch(1)
        self._body = tight(QHBoxLayout(self), theme.px(16))
        self._scroll = ScrollColumn("newcomer_scroll", self._form)
        self._body.addWidget(self._scroll, 1)
        self._body.addWidget(self._middle)
        self._body.addWidget(self._right)
        self._arrange()
        self._listen()

    # -- opening ---------------------------------------------------------------------------

    def open(self, opening: Opening) -> None:
        """Begin a new purchase."""
        words = self._context.words
        self.opening = opening
        self.panel.tender.clear()
        self.phone.clear()
        if opening.phone.startswith("+"):
            self.phone.set_e164(opening.phone)
        else:
            self.phone.setText(opening.phone)
        self.name.setText(opening.name)
        self.entry.fill(opening.amount, opening.service)
        self.services.choose(opening.service)
        self.consent.setChecked(True)
        self._show_consent_text(False)
        self._show_without()
        self._own_card.setVisible(bool(opening.referrer))
        if opening.referrer:
            caption = words.text("{name}’s own card", name=opening.referrer)
            self._own_card.set_caption(caption)
        self.panel.set_main(self._main_action())
        self.show_person(None)
        self.panel.show_nothing(words.text("Enter the amount"))
        self.phone_field.clear_message()
        self.amount_field.clear_message()
        self.show_form()
        self._untouched = self._state()

    def set_day(self, day: CounterDay) -> None:
        """What the shop sells, and whose text of consent it is."""
        self.entry.set_services(day.services)
        self.services.set_options([(str(one.id), one.name) for one in day.services])
        self._has_services = bool(day.services)
        self._give_way_to_consent()
        text = self._context.words.text(
            "{shop} keeps your name, phone and purchases to count discounts and points."
            " Nobody else gets them. You may see them or have them erased at any time.",
            shop=day.shop.name,
        )
        version = self._context.words.text(
            "Version of the text: {version}", version=day.shop.settings.consent_version
        )
        self._consent_text.setText(f"{text}\n{version}")
        self._card.setVisible(day.invites)

    def is_touched(self) -> bool:
        """Whether anything differs from how it was opened; a scan leaves no traces."""
        return self._state() != self._untouched

    def hold(self) -> None:
        """What stands in the form counts as entered by somebody: it does not go by itself."""
        self._untouched = None

    def _state(self) -> object:
        fields = (self.phone.text().strip(), self.name.text().strip(), self.consent.isChecked())
        return fields, self.entry.state(), self.panel.tender.cards()

    # -- what is asked ---------------------------------------------------------------------

    def request(self, probe: int | None = None) -> Request | None:
        """The purchase of the form; ``probe`` stands for a missing amount. None without one."""
        line = self.entry.line(probe)
        if line is None:
            return None
        phone, plate = self.identity()
        cards = self.panel.tender.cards()
        consents = self.consent.isChecked() or bool(self.known_name)
        if not consents:
            return Request(lines=(line,), code=self.opening.code, gift_cards=cards)
        name = self.name.text().strip() if not self.known_name else ""
        is_kept = bool(phone or plate or name) and not self.known_name
        return Request(
            lines=(line,), code=self.opening.code, phone=phone, plate=plate, name=name,
            consent=SAID if is_kept else "", gift_cards=cards,
        )  # fmt: skip

    def identity(self) -> tuple[str, str]:
        """Phone and plate; one of them or none. What is not whole yet counts as none."""
        text = self.phone.text().strip()
        if not text:
            return "", ""
        if any(symbol.isalpha() for symbol in text):
            try:
                normalise_plate(text)
            except DomainError:
                return "", ""
            return "", text
        if len(phone_digits(text)) < LEAST_PHONE:
            return "", ""
        return self.phone.e164() or "", ""

    def missing(self) -> QLineEdit | CheckBox | None:
        """The first field without which Enter does nothing; says below it what is missing."""
        words = self._context.words
        has_identity = any(self.identity())
        if self.phone.text().strip() and not has_identity:
            self.phone_field.set_problem(words.text("This is not a whole phone number yet"))
            return self.phone
        if self.opening.code and self.needs_identity and not has_identity:
            self.phone_field.set_problem(words.text("Write a phone or a plate here"))
            return self.phone
        if not self.entry.amount():
            self.amount_field.set_problem(words.text("Enter the amount"))
            return self.entry.field
        return None

    def lacks_consent(self) -> bool:
        """Whether something would be kept of somebody who did not agree."""
        given = bool(self.phone.text().strip() or self.name.text().strip())
        return given and not self.known_name and not self.consent.isChecked()

    def leaves_phone_out(self) -> bool:
        """Whether F9 leaves out the phone that may not be kept, and not the code."""
        return self.lacks_consent() and not (self.opening.code and self.needs_identity)

    def leave_phone_out(self) -> None:
        """Go on with nobody's name and phone."""
        self.phone.clear()
        self.name.clear()

    # -- what is shown ---------------------------------------------------------------------

    def show_person(self, person: Customer | None, *, asked: bool = False) -> None:
        """Say below the phone whether it is known; ``asked``: the shop was asked who has it."""
        words, was_known = self._context.words, bool(self.known_name)
        self.known_name = (
            (short_name(person.name) or words.text("Customer without a name")) if person else ""
        )
        self._title.setText(
            words.text("Known customer: {name}", name=self.known_name.replace(" ", NBSP))
            if person
            else words.text("New customer")
        )
        self._consent_row.setVisible(person is None)
        self._give_way_to_consent()
        if not self.opening.code:
            self._own_card.setVisible(person is not None)
            self._own_card.set_caption(words.text("Open the customer"))
        if person is not None:
            said = words.text("In the list: {name}", name=self.known_name)
            self.phone_field.set_help(said, icon="user-check", tone="muted")
        elif asked and any(self.identity()):
            said = words.text("Not in the list yet: new customer")
            self.phone_field.set_help(said, icon="check", tone="ok")
        elif not self.phone.is_bad():
            self.phone_field.clear_message()
        if was_known != bool(self.known_name):
            self.changed.emit()  # of a known person neither name nor consent is asked for

    def _show_without(self) -> None:
        """What F9 leaves out, if it leaves anything out."""
        words, phone = self._context.words, self.leaves_phone_out()
        caption = words.text("Without phone") if phone else words.text("Without code")
        self._without.set_caption(caption)
        self._without.setVisible(phone or bool(self.opening.code))

    def offers_card(self) -> bool:
        """Whether a newcomer gets a card of his own."""
        return not self._card.isHidden()

    def offers_own_card(self) -> bool:
        """Whether the page of a known customer is one key away."""
        return not self._own_card.isHidden()

    def show_form(self) -> None:
        """Show what would happen."""
        self._right.setCurrentWidget(self.panel)
        self._show_note()

    def show_ways(self) -> None:
        """Show what can be done after a refusal in the place of what would happen; what a purchase
        by the code would bring about is no longer so."""
        self._right.setCurrentWidget(self.ways)
        self._show_note()

    def is_refused(self) -> bool:
        """Whether the ways on are shown."""
        return self._right.currentWidget() is self.ways

    def focus_first(self) -> None:
        """Put the focus into the first field that is empty."""
        target: QLineEdit = self.entry.field if self.phone.text() else self.phone
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_service(self) -> None:
        """Put the focus into the services, which a keypad may stand in the place of."""
        self.show_whole()
        for button in self.services.buttons()[:1]:
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def sells_services(self) -> bool:
        """Whether there are services to choose from."""
        return self._has_services

    def set_footnote(self, text: str) -> None:
        """A remark at the bottom of the form."""
        self._note.set_text(text)
        self._show_note()

    def _show_note(self) -> None:
        is_so = bool(self._note.text()) and not self.is_refused()
        self._note.setVisible(is_so and not self._density.low)

    # -- size ------------------------------------------------------------------------------

    def tab_stops(self) -> list[QWidget]:
        """Where Tab goes: as one reads, the columns from left to right."""
        wide = self._keypad_on and not self._density.narrow
        consent = (self.consent, self._show_text)
        amount = (self.entry.field, self.keypad_button, *self.entry.quick.buttons())
        services = self.services.buttons()
        middle = (*consent, *services, *amount) if wide else (*amount, *services, *consent)
        right = self.ways.rows() if self.is_refused() else self.panel.tab_stops()
        return [self.phone, self.name, *middle, *right, self._own_card]

    def on_density(self, density: Density) -> None:
        """Arrange for the window's size class."""
        self._density = density
        self.panel.set_low(density.low)
        self._arrange()

    def set_keypad(self, on: bool) -> None:
        """Show the keypad where there is room for it."""
        self._keypad_on = on
        self._arrange()

    def show_whole(self) -> None:
        """Show every field: one that the keypad stands in the place of is wanted."""
        if self._demands_keypad:
            self._demands_keypad = False
            self._arrange()

    def _demand_keypad(self) -> None:
        """Show or hide the keypad of a narrow window, in the place of what is not typed by it."""
        self._demands_keypad = not self._demands_keypad
        self._arrange()
        self.focus_first()

    def _arrange(self) -> None:
        """Three columns with the keypad, two without; in a narrow window the keypad stands in the
        place of the form, below phone and amount."""
        theme, density = self._context.theme, self._density
        wide = self._keypad_on and not density.narrow
        only_keypad = density.narrow and self._demands_keypad
        self._body.setSpacing(theme.px(12 if density.low else 16))
        self._right.setFixedWidth(theme.px(RIGHT))
        self._middle.setVisible(wide or only_keypad)
        self._scroll.setVisible(not only_keypad)
        self._body.setStretch(self._body.indexOf(self._middle), 1 if only_keypad else 0)
        self._middle.setMinimumWidth(0 if only_keypad else theme.px(MIDDLE))
        self._middle.setMaximumWidth(16_777_215 if only_keypad else theme.px(MIDDLE))
        self.keypad_button.setVisible(density.narrow)
        self.keypad_button.show_state(is_open=only_keypad)
        self.entry.field.set_height(64 if wide else 56)
        self.entry.field.setFont(theme.font("page" if wide else "title", bold=True))
        if only_keypad:
            self._typed_row.addWidget(self.phone_field, 5)
            self._typed_row.addWidget(self._amount_row, 4)
        else:
            self._first_row.insertWidget(0, self.phone_field, 5)
        if wide:
            self._first_row.addWidget(self._name_field, 3)
            self._middle.column.insertWidget(0, self._amount_row)
        elif not only_keypad:
            self._second_row.addWidget(self._name_field, 1)
            self._second_row.addWidget(self._amount_row, 1)
        if wide or only_keypad:
            self._middle.column.insertWidget(1, self.entry.quick)
        column = self._form.column
        column.setSpacing(theme.px(12 if wide else 4 if density.low else 8))
        column.insertWidget(3, self._consent_row if wide else self._service_field)
        column.insertWidget(4, self._service_field if wide else self._consent_row)
        self._give_way_to_consent()
        self.entry.set_room(wide or only_keypad)
        self._show_note()

    # -- building --------------------------------------------------------------------------

    def _make_fields(self) -> None:
        theme, words = self._context.theme, self._context.words
        self.phone = PhoneField(theme, "newcomer_phone", words.region)
        self.name = TextField(theme, "newcomer_name", height=56)
        self.name.setMaxLength(120)
        self.phone_field = LabelledField(theme, words.text("Phone"), self.phone)
        self._name_field = LabelledField(theme, words.text("Name"), self.name)
        self._name_field.set_help(words.text("Optional"))
        self.amount_field = LabelledField(
            theme, words.text("Amount"), self.entry.field, reserve=False
        )
        self.keypad_button = KeypadButton(self._context, "newcomer_keypad_button", 56)
        self.keypad_button.clicked.connect(self._demand_keypad)
        self._amount_row = QWidget()
        row = tight(QHBoxLayout(self._amount_row), theme.px(8))
        row.addWidget(self.amount_field, 1)
        beside = tight(QVBoxLayout())
        beside.addSpacing(theme.line("small") + theme.px(4))  # the label above the amount
        beside.addWidget(self.keypad_button)
        beside.addStretch(1)
        row.addLayout(beside)
        self.services = Segments(theme, "newcomer_services", words.text("More"), shown=3)
        self.services.setAccessibleName(words.text("Service"))
        self._service_field = QWidget()
        column = tight(QVBoxLayout(self._service_field), theme.px(4))
        column.addWidget(Label(theme, words.text("Service"), "small", bold=True))
        column.addWidget(self.services)
        self._make_consent()
        self._note = Note(theme)

    def _make_form(self) -> Panel:
        """The rows of the form; `_arrange` puts name and amount where there is room."""
        theme = self._context.theme
        form = Panel(theme, "newcomer_form", spacing=12)
        self._title = Label(theme, "", "title", bold=True).wrapped()
        self._own_card = Button(theme, "own_card", "", Look("quiet", "id-card", "F7", 44))
        self._own_card.clicked.connect(self.own_card_pressed)
        head = tight(QHBoxLayout(), theme.px(8))
        head.addWidget(self._title, 1)
        head.addWidget(self._own_card)
        self._first_row = tight(QHBoxLayout(), theme.px(16))
        self._first_row.addWidget(self.phone_field, 5)
        self._second_row = tight(QHBoxLayout(), theme.px(12))
        for row in (head, self._first_row, self._second_row):
            form.column.addLayout(row)
        form.column.addWidget(self._consent_row)
        form.column.addWidget(self._service_field)
        form.column.addStretch(1)
        form.column.addWidget(self._note)
        return form

    def _make_consent(self) -> None:
        theme, words = self._context.theme, self._context.words
        agreed = words.text("Agreed to be kept in our customer list")
        self.consent = CheckBox(theme, "newcomer_consent", agreed)
        look = Look("quiet", height=44)
        show = self._show_text = Button(theme, "consent_show", words.text("Show text"), look)
        show.clicked.connect(self._toggle_consent_text)
        self._consent_text = Label(theme, "", "small", tone="muted").wrapped()
        self._consent_text.setObjectName("consent_text")
        self._consent_text.hide()
        self._consent_row = QWidget()
        column = tight(QVBoxLayout(self._consent_row))
        row = tight(QHBoxLayout(), theme.px(12))
        row.addWidget(self.consent, 1)
        row.addWidget(show)
        column.addLayout(row)
        column.addWidget(self._consent_text)

    def _toggle_consent_text(self) -> None:
        self._show_consent_text(self._consent_text.isHidden())

    def _show_consent_text(self, on: bool) -> None:
        words = self._context.words
        self._consent_text.setVisible(on)
        self._show_text.set_caption(words.text("Hide text") if on else words.text("Show text"))
        self._give_way_to_consent()

    def _give_way_to_consent(self) -> None:
        """In a small window the text stands in the place of services: a form does not scroll."""
        is_small = self._density.narrow and self._density.low
        hides = is_small and not self._consent_text.isHidden() and not self._consent_row.isHidden()
        self._service_field.setVisible(self._has_services and not hides)

    def _make_quote_panel(self) -> QuotePanel:
        words = self._context.words
        panel = QuotePanel(self._context, "newcomer_quote", self._main_action())
        self._card = panel.add_card_button(words.text("With card"))
        self._without = panel.add_without_button(words.text("Without code"))
        panel.main_pressed.connect(self.main_pressed)
        panel.card_pressed.connect(self.card_pressed)
        panel.without_pressed.connect(self.without_pressed)
        return panel

    def _main_action(self) -> MainAction:
        words = self._context.words
        if self.opening.code:
            return MainAction(words.text("Redeem"), "ticket-check")
        return MainAction(words.text("Record purchase"), "check")

    def _listen(self) -> None:
        self.phone.textEdited.connect(self.phone_field.clear_message)
        self.phone.textChanged.connect(self.changed)
        self.name.textChanged.connect(self.changed)
        self.consent.toggled.connect(self.changed)
        self.changed.connect(self._show_without)
        self.entry.field.textEdited.connect(self.amount_field.clear_message)
        self.entry.changed.connect(self.changed)
        self.panel.tender.changed.connect(self.changed)
        self.services.chosen_changed.connect(self._service_chosen)

    def _service_chosen(self, key: str | None) -> None:
        if key != self.entry.service:
            self.entry.choose_service(key)
