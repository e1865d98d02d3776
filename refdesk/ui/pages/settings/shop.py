"""The shop's name, contact, language and the prefix of shown codes."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout

from refdesk.domain.errors import DomainError
from refdesk.domain.records import Shop
from refdesk.services import shop as shops
from refdesk.services.desk import Desk
from refdesk.ui.error_texts import problem_of
from refdesk.ui.page import Context
from refdesk.ui.pages.settings.section import Section
from refdesk.ui.pages.sign_in.page import LANGUAGE_NAMES
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Look
from refdesk.ui.widgets.choices import Segments
from refdesk.ui.widgets.fields import LabelledField, TextField

PREFIX_LENGTH = 4


class ShopSection(Section):
    """``changed`` gives the shop as it is now."""

    changed = Signal(object)

    def __init__(self, context: Context, desk: Desk) -> None:
        words, theme = context.words, context.theme
        super().__init__(context, desk, "shop", words.text("Shop"))
        self._shown: tuple[str | None, ...] | None = None
        panel = self.panel("shop_panel")
        grid = tight(QGridLayout(), theme.px(12))
        grid.setHorizontalSpacing(theme.px(16))
        self._name = TextField(theme, "settings_shop_name")
        self._name.setMaxLength(shops.MAX_NAME)
        self._contact = TextField(theme, "settings_shop_contact")
        self._contact.setMaxLength(120)
        self._prefix = TextField(theme, "settings_shop_prefix")
        self._prefix.setMaxLength(PREFIX_LENGTH)
        self._language = Segments(theme, "settings_shop_language", "", height=48)
        self._language.set_options(LANGUAGE_NAMES)
        name = words.text("Name on cards and receipts")
        self._name_field = LabelledField(theme, name, self._name)
        contact = LabelledField(theme, words.text("Phone or address on cards"), self._contact)
        self._prefix_field = LabelledField(theme, words.text("Code prefix"), self._prefix)
        self._prefix_field.set_help(words.text("Up to 4 Latin letters or digits, such as WASH"))
        language = LabelledField(theme, words.text("Language of cards and texts"), self._language)
        for place, field in enumerate((self._name_field, contact, self._prefix_field, language)):
            grid.addWidget(field, place // 2, place % 2)
            grid.setColumnStretch(place % 2, 1)
        panel.column.addLayout(grid)
        look = Look("primary", key="Ctrl+S")
        save = self.button("settings_shop_save", words.text("Save"), look)
        save.clicked.connect(self.save)
        self.put_left(panel, save)
        for line in (self._name, self._contact, self._prefix):
            line.returnPressed.connect(self.save)

    def read(self) -> None:
        self.work(self.desk.shop, self._read)

    def _read(self, shop: Shop) -> None:
        """What somebody has typed and not saved yet stays."""
        if self._shown is None or self._written() == self._shown:
            self._show(shop)

    def _written(self) -> tuple[str | None, ...]:
        lines = (self._name, self._contact, self._prefix)
        return (*(line.text() for line in lines), self._language.chosen())

    def save(self) -> None:
        """Write what is there."""
        self._name_field.clear_message()
        self._prefix_field.clear_message()
        name, contact = self._name.text(), self._contact.text()
        prefix, language = self._prefix.text(), self._language.chosen() or "en"
        self.context.tasks.run(
            lambda: shops.change_shop(
                self.desk, name=name, contact=contact, language=language, prefix=prefix
            ),
            owner=self,
            done=self._saved,
            failed=self.refused,
        )

    def refused(self, error: Exception) -> None:
        """A refusal stands at its field."""
        fields = {"bad_name": self._name_field, "bad_prefix": self._prefix_field}
        field = fields.get(error.code) if isinstance(error, DomainError) else None
        if field is None:
            super().refused(error)
        else:
            field.set_problem(problem_of(self.context.words, error))

    def _show(self, shop: Shop) -> None:
        self._name.setText(shop.name)
        self._contact.setText(shop.contact)
        self._prefix.setText(shop.prefix)
        self._language.choose(shop.language)
        self._shown = self._written()

    def _saved(self, shop: Shop) -> None:
        self._show(shop)
        self.done(self.context.words.text("Saved"))
        self.changed.emit(shop)
