"""The shop's settings with plain names; each is saved as soon as it is changed."""

from collections.abc import Callable
from typing import Literal, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.domain.money import decimals_of, format_amount, parse_amount
from refdesk.services import shop as shops
from refdesk.services.desk import Desk
from refdesk.ui.error_texts import problem_of
from refdesk.ui.page import Context
from refdesk.ui.pages.settings.section import Section
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.choices import CheckBox, ComboBox
from refdesk.ui.widgets.fields import TextField
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import rule
from refdesk.ui.widgets.value_fields import MoneyField
from refdesk.words.catalogue import N_
from refdesk.words.setting_names import setting_name, setting_options

Kind = Literal["flag", "text", "sum", "choice"]

WIDE = 160


class Rule(NamedTuple):
    """A setting with a line that explains it; ``unit`` stands after the field."""

    name: str
    line: str
    kind: Kind = "text"
    unit: str = ""


_COUNTER = (
    Rule(
        "proof_of_presence",
        N_("Their card is scanned, or the owner’s code is read from their phone"),
        "flag",
    ),
    Rule(
        "proof_from",
        N_("Smaller sums are spent without it; 0 asks always"),
        "sum",
    ),
    Rule(
        "phone_as_code",
        N_("Who has no card at hand may say the number"),
        "flag",
    ),
    Rule(
        "undo_minutes",
        N_("How long the last action can be taken back by who did it"),
        unit="minutes",
    ),
    Rule(
        "lock_minutes",
        N_("When nobody touched the window or scanned for so long; 1 to 60"),
        unit="minutes",
    ),
    Rule(
        "satisfaction_mark",
        N_("Good, so-so or bad: one touch, and the next scan may come instead"),
        "flag",
    ),
    Rule(
        "staff_prompt",
        N_("What is near for this customer, or that a card may be given; once in 30 days"),
        "flag",
    ),
)
_MONEY = (
    Rule("point_value", N_("When it is spent"), "sum"),
    Rule(
        "points_share",
        N_("A programme may set less"),
        unit="percent",
    ),
    Rule(
        "negative_balance",
        N_("What happens to what is missing"),
        "choice",
    ),
    Rule("cash_rounding", N_("Comes last, after every discount"), "choice"),
    Rule(
        "payout_limit",
        N_("A manager or the owner stands by; 0 asks never"),
        "sum",
    ),
    Rule(
        "payout_limit_manager",
        N_("Counts where it is above the sum for everybody"),
        "sum",
    ),
    Rule(
        "yearly_threshold",
        N_("Money, credit, points and gifts of a calendar year, all programmes; 0 flags nobody"),
        "sum",
    ),
)
_TIME = (
    Rule(
        "business_day_start",
        N_("Night sales before it belong to the day before"),
    ),
    Rule(
        "grace_days",
        N_("For who comes a little late"),
        unit="days",
    ),
    Rule(
        "consent_version",
        N_("Kept with every consent; raise it when the text changes"),
    ),
    Rule(
        "trust_os_user",
        N_("Only for the user of this computer to whom the data folder belongs"),
        "flag",
    ),
)


class RulesSection(Section):
    """``changed`` gives the shop as it is now."""

    changed = Signal(object)

    def __init__(self, context: Context, desk: Desk) -> None:
        words = context.words
        super().__init__(context, desk, "rules", words.text("Rules of the shop"))
        self._saved: dict[str, str] = {}
        self._show: dict[str, Callable[[str], None]] = {}
        self._problems: dict[str, Label] = {}
        groups = (
            ("rules_counter", words.text("At the counter"), _COUNTER),
            ("rules_money", words.text("Points and money"), _MONEY),
            ("rules_time", words.text("Days and records"), _TIME),
        )
        for name, title, rules in groups:
            panel = self.panel(name, title)
            for at, one in enumerate(rules):
                if at:
                    panel.column.addWidget(rule(context.theme))
                panel.column.addWidget(self._row(one))

    def read(self) -> None:
        self.work(lambda: shops.list_settings(self.desk), self._show_all)

    def _show_all(self, texts: dict[str, str]) -> None:
        self._saved = dict(texts)
        for name, show in self._show.items():
            if name in texts:
                show(texts[name])

    # -- rows ------------------------------------------------------------------------------

    def _row(self, one: Rule) -> QWidget:
        theme, words = self.context.theme, self.context.words
        widget = named(QWidget(), f"rule_{one.name}")
        across = tight(QHBoxLayout(widget), theme.px(16))
        said = tight(QVBoxLayout())
        label = setting_name(words, one.name)
        said.addWidget(Label(theme, label, bold=True).wrapped())
        said.addWidget(Label(theme, words.text_of(one.line), "small", tone="muted").wrapped())
        problem = Label(theme, "", "small", tone="stop").wrapped()
        problem.hide()
        self._problems[one.name] = problem
        said.addWidget(problem)
        across.addLayout(said, 1)
        builders: dict[Kind, Callable[[Rule], QWidget]] = {
            "flag": self._flag,
            "text": self._text,
            "sum": self._sum,
            "choice": self._choice,
        }
        control = builders[one.kind](one)
        control.setAccessibleName(label)
        across.addWidget(control)
        if one.kind == "flag":
            control.setFixedWidth(theme.px(WIDE))
        return widget

    def _unit(self, unit: str) -> str:
        words = self.context.words
        units = {"percent": "%", "minutes": words.text("minutes"), "days": words.text("days")}
        return units.get(unit, "")

    def _flag(self, one: Rule) -> CheckBox:
        words = self.context.words
        box = CheckBox(self.context.theme, f"setting_{one.name}", words.text("On"))
        box.clicked.connect(lambda on: self._set(one.name, "on" if on else "off"))
        self._show[one.name] = lambda text: box.setChecked(text == "on")
        return box

    def _text(self, one: Rule) -> TextField:
        field = TextField(self.context.theme, f"setting_{one.name}", height=40)
        field.setFixedWidth(self.context.theme.px(WIDE))
        field.setMaxLength(40)
        field.set_unit(self._unit(one.unit))
        field.editingFinished.connect(lambda: self._set(one.name, field.text().strip()))
        self._show[one.name] = field.setText
        return field

    def _sum(self, one: Rule) -> MoneyField:
        words = self.context.words
        decimals = decimals_of(words.currency)
        field = MoneyField(
            self.context.theme, f"setting_{one.name}", words, height=40, allow_zero=True
        )
        field.setFixedWidth(self.context.theme.px(WIDE))

        def save() -> None:
            minor = field.amount()
            text = field.text() if minor is None else format_amount(minor, decimals)
            self._set(one.name, text)

        def show(text: str) -> None:
            field.set_amount(parse_amount(text, decimals, allow_zero=True))

        field.editingFinished.connect(save)
        self._show[one.name] = show
        return field

    def _choice(self, one: Rule) -> ComboBox:
        box = ComboBox(self.context.theme, f"setting_{one.name}", height=40)
        for value, text in setting_options(self.context.words, one.name):
            box.addItem(text, value)
        box.activated.connect(lambda at: self._set(one.name, str(box.itemData(at))))
        self._show[one.name] = lambda text: box.setCurrentIndex(max(box.findData(text), 0))
        return box

    # -- saving ----------------------------------------------------------------------------

    def _set(self, name: str, text: str) -> None:
        if name not in self._saved or text == self._saved[name]:
            return
        problem = self._problems[name]
        problem.hide()

        def refused(error: Exception) -> None:
            problem.setText(problem_of(self.context.words, error))
            problem.show()
            self._show[name](self._saved[name])

        def save() -> tuple[str, object]:
            return shops.set_setting(self.desk, name, text), self.desk.shop()

        self.context.tasks.run(
            save, owner=self, done=lambda both: self._is_set(name, *both), failed=refused
        )

    def _is_set(self, name: str, text: str, shop: object) -> None:
        self._saved[name] = text
        self._show[name](text)
        self.done(self.context.words.text("Saved"))
        self.changed.emit(shop)
