"""Staff: who may sign in, adding a person, a new PIN, a badge."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from refdesk.domain.errors import DomainError
from refdesk.domain.records import StaffMember
from refdesk.services import staff
from refdesk.services.badges import badges_since
from refdesk.services.desk import Desk
from refdesk.ui.error_texts import problem_of
from refdesk.ui.page import Context
from refdesk.ui.pages.settings.badge_panel import BadgePanel
from refdesk.ui.pages.settings.section import Rows, Section, row
from refdesk.ui.pages.sign_in.people import role_text
from refdesk.ui.pages.sign_in.pin import PinField
from refdesk.ui.scrolled import reveal
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.choices import Segments
from refdesk.ui.widgets.fields import LabelledField, TextField
from refdesk.ui.widgets.labels import Label, Tag
from refdesk.ui.widgets.strips import Message

NAME_LENGTH = 80


class StaffSection(Section):
    """``changed`` tells whether anybody has a PIN now."""

    changed = Signal(bool)

    def __init__(self, context: Context, desk: Desk) -> None:
        words = context.words
        super().__init__(context, desk, "staff", words.text("Staff"))
        self._member: StaffMember | None = None
        self._asked: StaffMember | None = None
        self._next_focus = ""
        self._since: Mapping[int, date] = {}
        self._is_busy = False
        people = self.panel("staff_panel")
        self._rows = Rows(self, "staff_rows", words.text("Nobody signs in: the owner is assumed"))
        people.column.addWidget(self._rows)
        self.badge = BadgePanel(self, self._badge_done)
        self._panel = self.panel("staff_form")
        self._form_title = Label(context.theme, "", "title", bold=True).wrapped()
        self._panel.column.addWidget(self._form_title)
        self._build_form()

    def read(self) -> None:
        self.work(
            lambda: (staff.list_staff(self.desk), badges_since(self.desk)),
            lambda found: self._show(*found),
        )

    # -- the list --------------------------------------------------------------------------

    def _show(self, members: list[StaffMember], since: Mapping[int, date]) -> None:
        self._since = since
        self._rows.show_rows([self._row(member) for member in members])
        name, self._next_focus = self._next_focus, ""
        following = self._button_of_list(name)
        if following is not None:
            following.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit(any(one.has_pin and one.is_active for one in members))

    def _button_of_list(self, name: str) -> Button | None:
        """A button of the list as it was read last; rows on their way out have the same names."""
        return next(reversed(self._rows.findChildren(Button, name)), None) if name else None

    def _row(self, member: StaffMember) -> QWidget:
        words = self.context.words
        button = self.button(f"staff_pin_{member.id}", words.text("New PIN…"))
        button.clicked.connect(lambda: self._begin_pin(member))
        tag, buttons = None, [button]
        if member.is_active and member.has_pin:
            badge = self.button(f"staff_badge_{member.id}", words.text("Badge…"))
            badge.clicked.connect(lambda: self._show_badge(member))
            buttons.append(badge)
        if not member.is_active:
            tag = Tag(self.context.theme, words.text("Access ended"), "check", "lock")
            back = self.button(f"staff_back_{member.id}", words.text("Give access again…"))
            back.clicked.connect(lambda: self._begin_pin(member))
            buttons = [back]
        elif member.id != self.desk.actor.staff:
            end = self.button(f"staff_end_{member.id}", words.text("End access…"))
            end.clicked.connect(lambda: self._ask_end(member))
            buttons.append(end)
        if member.is_active and not member.has_pin:
            tag = Tag(self.context.theme, words.text("No PIN"), "check", "triangle-alert")
        line = role_text(words, member.role)
        return row(self, f"staff_{member.id}", member.name, line, tag=tag, buttons=buttons)

    def _show_badge(self, member: StaffMember) -> None:
        self._begin_pin(None)
        self._panel.hide()
        self.badge.show(member, self._since.get(member.id))
        self.opened.emit()

    def _badge_done(self, member: StaffMember) -> None:
        self._panel.show()
        self._next_focus = f"staff_badge_{member.id}"
        self.opened.emit()
        self.read()

    def _ask_end(self, member: StaffMember) -> None:
        """Ask in the strip; the focus is on what changes nothing."""
        words = self.context.words
        sure = self.button("staff_end_sure", words.text("End access"))
        stay = self.button("staff_end_not", words.text("Cancel"))

        sure.clicked.connect(lambda: self._end(member))
        stay.clicked.connect(self._leave_question)
        self._asked = member
        title = words.text("End access: {name}?", name=member.name)
        line = words.text("PIN and badge stop working. Access can be given again later")
        self.strip.show_message(Message("check", title, line, icon="lock"), [sure, stay])
        stay.setFocus(Qt.FocusReason.OtherFocusReason)
        self.opened.emit()

    def _leave_question(self) -> None:
        self.strip.hide()
        asked, self._asked = self._asked, None
        button = self._button_of_list(f"staff_end_{asked.id}" if asked else "")
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)
            reveal(button)
        self.opened.emit()

    def can_close(self) -> bool:
        return self._asked is not None or self._member is not None or self.badge.is_shown()

    def close_opened(self) -> None:
        if self._asked is not None:
            self._leave_question()
        else:
            self._begin_pin(None)

    def _end(self, member: StaffMember) -> None:
        self.work(lambda: staff.end_staff(self.desk, member.name), self._ended)

    def _ended(self, member: StaffMember) -> None:
        text = self.context.words.text
        self._asked, self._next_focus = None, f"staff_back_{member.id}"
        self.opened.emit()
        self.done(text("Access ended: {name}", name=member.name))
        self.read()

    # -- the form --------------------------------------------------------------------------

    def _build_form(self) -> None:
        theme, words = self.context.theme, self.context.words
        self._name = TextField(theme, "staff_name")
        self._name.setMaxLength(NAME_LENGTH)
        self._role = Segments(theme, "staff_role", "", height=48)
        roles = ("cashier", "manager", "owner")
        self._role.set_options([(role, role_text(words, role)) for role in roles])
        self._role.choose("cashier")
        self._pin = PinField(theme, "staff_pin")
        self._again = PinField(theme, "staff_pin_again")
        self._name_field = LabelledField(theme, words.text("Name"), self._name)
        self._role_field = LabelledField(theme, words.text("May do"), self._role)
        self._pin_field = LabelledField(theme, words.text("New PIN, 4 to 6 digits"), self._pin)
        self._again_field = LabelledField(theme, words.text("The same PIN again"), self._again)
        self._grid = grid = tight(QGridLayout(), theme.px(12))
        fields = (self._name_field, self._role_field, self._pin_field, self._again_field)
        for place, field in enumerate(fields):
            grid.addWidget(field, place // 2, place % 2)
            grid.setColumnStretch(place % 2, 1)
        self._panel.column.addLayout(grid)
        self._save = self.button("staff_save", "", Look("primary"))
        self._save.clicked.connect(self.save)
        self._other = self.button("staff_add_instead", words.text("Add a person instead"))
        self._other.clicked.connect(lambda: self._begin_pin(None))
        self.put_left(self._panel, self._save, self._other)
        for line in (self._name, self._pin, self._again):
            line.returnPressed.connect(self.save)
        self._show_form()

    def _begin_pin(self, member: StaffMember | None) -> None:
        if self._has_left():
            self._role.choose("cashier")
        self._member = member
        self._asked = None
        self.strip.hide()
        self.badge.hide()
        self._panel.show()
        self._pin.clear()
        self._again.clear()
        if member is not None and self._has_left():
            self._role.choose(member.role)
        self._show_form()
        first = self._name if member is None else self._pin
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        reveal(self._panel)
        self.opened.emit()

    def _has_left(self) -> bool:
        """Whether the form is about taking somebody back."""
        return self._member is not None and not self._member.is_active

    def _show_form(self) -> None:
        words, member = self.context.words, self._member
        for field in (self._name_field, self._pin_field, self._again_field):
            field.clear_message()
        self._name_field.setVisible(member is None)
        self._role_field.setVisible(member is None or self._has_left())
        self._grid.removeWidget(self._role_field)
        place = (0, 0, 1, 2) if self._has_left() else (0, 1, 1, 1)
        self._grid.addWidget(self._role_field, *place)
        self._other.setVisible(member is not None)
        if member is None:
            self._form_title.setText(words.text("Add a person"))
            self._save.set_caption(words.text("Add person"))
        elif self._has_left():
            self._form_title.setText(words.text("Access for {name}", name=member.name))
            self._save.set_caption(words.text("Give {name} access again", name=member.name))
        else:
            self._form_title.setText(words.text("New PIN for {name}", name=member.name))
            self._save.set_caption(words.text("Set a new PIN for {name}", name=member.name))

    def can_save(self) -> bool:
        return not self._panel.isHidden()

    def save(self) -> None:
        """Add the person, give access again, or set the PIN; once, whatever is pressed."""
        if self._is_busy:
            return
        words, member, pin = self.context.words, self._member, self._pin.text()
        for field in (self._name_field, self._pin_field, self._again_field):
            field.clear_message()
        name, role = self._name.text(), self._role.chosen() or "cashier"
        if member is None and not name.strip():
            self._gap(self._name_field, self._name, words.text("A name is needed"))
            return
        if self._again.text() != pin:
            self._gap(self._again_field, self._again, words.text("The two PINs differ"))
            return
        self._is_busy = True
        self.work(lambda: self._write(member, name, role, pin), self._saved)

    def _write(self, member: StaffMember | None, name: str, role: str, pin: str) -> StaffMember:
        if member is None:
            return staff.add_staff(self.desk, name, role, pin)
        if member.is_active:
            return staff.set_pin(self.desk, member.name, pin).member
        return staff.take_back(self.desk, member.name, pin, role=role)

    def _gap(self, field: LabelledField, line: TextField, text: str) -> None:
        field.set_problem(text)
        line.setFocus(Qt.FocusReason.OtherFocusReason)

    def refused(self, error: Exception) -> None:
        """A refusal stands at its field."""
        self._is_busy = False
        fields = {
            "bad_pin": (self._pin_field, self._pin),
            "bad_name": (self._name_field, self._name),
            "name_taken": (self._name_field, self._name),
        }
        found = fields.get(error.code) if isinstance(error, DomainError) else None
        if found is None:
            super().refused(error)
        else:
            self._gap(*found, problem_of(self.context.words, error))
            found[1].selectAll()

    def _saved(self, member: StaffMember) -> None:
        self._is_busy = False
        self._next_focus = f"staff_pin_{member.id}"  # what was typed is gone from the form
        words = self.context.words
        if self._member is None:
            self.done(words.text("Added: {name}", name=member.name))
        elif self._has_left():
            self.done(words.text("Access given again: {name}", name=member.name))
            self._role.choose("cashier")
        else:
            self.done(words.text("{name} has a new PIN", name=member.name))
        self._member = None
        self.opened.emit()
        for line in (self._name, self._pin, self._again):
            line.clear()
        self._show_form()
        self.changed.emit(True)  # somebody has a PIN now, whoever else has
        self.read()
