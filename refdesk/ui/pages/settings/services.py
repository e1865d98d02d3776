"""What the shop sells: services and goods with their prices."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from refdesk.domain.errors import DomainError
from refdesk.domain.records import Service
from refdesk.domain.terms_file import GROUPS
from refdesk.services import catalogue
from refdesk.services.desk import Desk
from refdesk.ui.error_texts import problem_of
from refdesk.ui.page import Context
from refdesk.ui.pages.settings.section import Rows, Section, row
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Look
from refdesk.ui.widgets.choices import ComboBox
from refdesk.ui.widgets.fields import LabelledField, TextField
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.value_fields import MoneyField
from refdesk.words.names import group_name

NAME_LENGTH = 80


class ServicesSection(Section):
    """A name that is there already changes that service."""

    def __init__(self, context: Context, desk: Desk) -> None:
        words, theme = context.words, context.theme
        super().__init__(context, desk, "services", words.text("Services"))
        panel = self.panel("services_panel")
        empty = words.text("Nothing is sold yet: the counter asks for the sum only")
        self._rows = Rows(self, "service_rows", empty)
        panel.column.addWidget(self._rows)
        form = self.panel("services_form")
        self._name = TextField(theme, "service_name")
        self._name.setMaxLength(NAME_LENGTH)
        self._price = MoneyField(theme, "service_price", words, height=48, allow_zero=True)
        self._group = ComboBox(theme, "service_group")
        for group in GROUPS:
            self._group.addItem(group_name(words, group), group)
        self._name_field = LabelledField(theme, words.text("Service name"), self._name)
        self._price_field = LabelledField(theme, words.text("Price"), self._price)
        self._price_field.set_help(words.text("Optional"))
        group_field = LabelledField(theme, words.text("Group"), self._group)
        grid = tight(QGridLayout(), theme.px(12))
        for place, field in enumerate((self._name_field, self._price_field, group_field)):
            grid.addWidget(field, 0, place)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 1)
        form.column.addLayout(grid)
        save = self.button("service_save", words.text("Save service"), Look("primary"))
        save.clicked.connect(self.save)
        self.put_left(form, save)
        self._name.returnPressed.connect(self.save)
        self._price.returnPressed.connect(self.save)

    def read(self) -> None:
        self.work(lambda: catalogue.list_services(self.desk), self._show)

    def save(self) -> None:
        """Add the service, or change the one of this name."""
        words = self.context.words
        self._name_field.clear_message()
        name, group = self._name.text(), self._group.currentData()
        price = self._price.amount()
        if price is None and not self._price.is_empty():
            self._price_field.set_problem(words.text("This is not a sum"))
            self._price.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._price_field.set_help(words.text("Optional"))
        self.work(
            lambda: catalogue.add_service(self.desk, name, group=group, price=price), self._saved
        )

    def refused(self, error: Exception) -> None:
        """A refusal stands at its field."""
        if isinstance(error, DomainError) and error.code == "bad_name":
            self._name_field.set_problem(problem_of(self.context.words, error))
        else:
            super().refused(error)

    def _show(self, services: list[Service]) -> None:
        self._rows.show_rows([self._row(service) for service in services])

    def _row(self, service: Service) -> QWidget:
        words, theme = self.context.words, self.context.theme
        change = self.button(f"service_change_{service.id}", words.text("Change…"))
        change.clicked.connect(lambda: self._fill(service))
        # services are what most rows are: only another group is worth a line
        line = group_name(words, service.group) if service.group != "service" else ""
        widget = row(self, f"service_{service.id}", service.name, line, buttons=[change])
        layout = widget.layout()
        if service.price is not None and isinstance(layout, QHBoxLayout):
            price = Label(theme, words.money(service.price), bold=True).right()
            layout.insertWidget(layout.count() - 1, price)
        return widget

    def _fill(self, service: Service) -> None:
        self._name.setText(service.name)
        self._price.set_amount(service.price)
        self._group.setCurrentIndex(self._group.findData(service.group))
        self._price.setFocus(Qt.FocusReason.OtherFocusReason)

    def _saved(self, service: Service) -> None:
        self.done(self.context.words.text("Saved: {name}", name=service.name))
        self._name.clear()
        self._price.clear()
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.read()
