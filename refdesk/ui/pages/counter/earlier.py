"""Earlier today: the latest actions of this day, each with the way to undo it."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from refdesk.domain import terms as t
from refdesk.domain.bill import GIFT_CARD
from refdesk.domain.customer import short_name
from refdesk.domain.errors import DomainError
from refdesk.domain.ledger import HELD
from refdesk.domain.records import Action
from refdesk.services.day import LATEST, DayLine
from refdesk.services.desk import Actor
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.reading import CounterDay
from refdesk.ui.pages.counter.sayings import DOT
from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import ElidingLabel, IconLabel, Label
from refdesk.ui.widgets.rows import Panel, rule
from refdesk.ui.widgets.states import EmptyState
from refdesk.words.catalogue import Words
from refdesk.words.mark_text import mark_name
from refdesk.words.names import unit_amount
from refdesk.words.reasons import refusal_text

ROW = 64
_BOUGHT = ("purchase", "redemption")
ICONS = {
    "redemption": ("ticket-check", "ok_ink"),
    "purchase": ("check", "text"),
    "undo": ("undo-2", "text"),
    "refusal": ("octagon-x", "stop_ink"),
}


class EarlierList(Panel):
    """The day's list. ``undo_wanted``, ``void_wanted``, ``refund_wanted`` and ``why_wanted`` give
    the purchase's id."""

    undo_wanted = Signal(int)
    void_wanted = Signal(int)
    refund_wanted = Signal(int)
    why_wanted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, "earlier", padding=1, spacing=0)
        self._context = context
        theme, words = context.theme, context.words
        head = tight(QHBoxLayout(), theme.px(8), (theme.px(16), 0, theme.px(16), 0))
        title = Label(theme, words.text("Earlier today"), "title", bold=True)
        title.setMinimumHeight(theme.px(46))
        head.addWidget(title, 1)
        self._count = Label(theme, "", tone="muted").right()
        head.addWidget(self._count)
        self.column.addLayout(head)
        self.column.addWidget(rule(theme))
        self._rows: list[ActionRow] = []
        self._narrow = False
        inner = QWidget()
        self._column = tight(QVBoxLayout(inner))
        self._empty = _first_day(context)
        self._column.addWidget(self._empty)
        self._column.addStretch(1)
        area = QScrollArea()
        named(area, "earlier_scroll", words.text("Earlier today"))
        area.setProperty("look", "plain")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        inner.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        self.column.addWidget(area, 1)

    def show_day(self, day: CounterDay, actor: Actor, *, without: int | None = None) -> None:
        """Show the day's actions but the one that stands in the result strip."""
        lines = [one for one in day.view.lines if not _is_same(one.action, without)]
        self._empty.setVisible(not lines and without is None)
        while len(self._rows) < len(lines):
            row = ActionRow(self._context, len(self._rows))
            row.set_narrow(self._narrow)
            row.undo_wanted.connect(self.undo_wanted)
            row.void_wanted.connect(self.void_wanted)
            row.refund_wanted.connect(self.refund_wanted)
            row.why_wanted.connect(self.why_wanted)
            self._column.insertWidget(len(self._rows), row)
            self._rows.append(row)
        for line, row in zip(lines, self._rows, strict=False):
            row.show_line(line, day, actor)
        for index, row in enumerate(self._rows):
            row.setVisible(index < len(lines))
        words = self._context.words
        said = words.plural("{n} action", "{n} actions", len(lines)) if lines else ""
        if len(day.view.lines) >= LATEST:
            said = words.text("latest {n}", n=words.number(LATEST))
        self._count.setText(said)

    def show_why(self, purchase: int, lines: Sequence[str]) -> None:
        """Write the arithmetic under the row of a purchase."""
        for row in self.rows_shown():
            row.show_why(purchase, lines)

    def set_narrow(self, narrow: bool) -> None:
        """Shorten the buttons where there is no room."""
        self._narrow = narrow
        for row in self._rows:
            row.set_narrow(narrow)

    def rows_shown(self) -> list["ActionRow"]:
        """The rows that are in use."""
        return [row for row in self._rows if not row.isHidden()]


class ActionRow(QWidget):
    """One action: icon, time, what and who, the sum, Undo or Void, and why its sums are so."""

    undo_wanted = Signal(int)
    void_wanted = Signal(int)
    refund_wanted = Signal(int)
    why_wanted = Signal(int)

    def __init__(self, context: Context, index: int) -> None:
        super().__init__()
        self._context = context
        theme, words = context.theme, context.words
        named(self, f"action_{index}")
        self._purchase = 0
        self._icon = IconLabel(theme, "", 24)
        self._time = Label(theme, "", tone="muted")
        self._time.setFixedWidth(theme.px(48))
        self._what = _TwoTone(theme)
        self._line = ElidingLabel(theme, "", "small", tone="muted")
        self._sum = Label(theme, "", bold=True).right()
        self._can_explain = False
        self.undo_button = Button(
            theme, f"action_{index}_undo", words.text("Undo"), Look(icon="undo-2", height=44)
        )
        self.undo_button.clicked.connect(lambda: self.undo_wanted.emit(self._purchase))
        self.void_button = Button(
            theme, f"action_{index}_void", words.text("Void…"), Look("quiet", "lock", height=44)
        )
        self.void_button.clicked.connect(lambda: self.void_wanted.emit(self._purchase))
        self.refund_button = Button(
            theme, f"action_{index}_refund", words.text("Refund a part…"),
            Look("quiet", height=44),
        )  # fmt: skip
        self.refund_button.clicked.connect(lambda: self.refund_wanted.emit(self._purchase))
        self.why_button = Button(
            theme, f"action_{index}_why", words.text("Why"), Look("quiet", height=44)
        )
        self.why_button.clicked.connect(self._toggle_why)
        self._why = named(Label(theme, "", "small").wrapped(), f"action_{index}_why_text")
        self._why.hide()
        self._build()

    def texts(self) -> tuple[str, str, str]:
        """What, the line below and the sum, as shown."""
        return self._what.text(), self._line.full_text(), self._sum.text()

    def tab_stops(self) -> list[QWidget]:
        """What can have the focus."""
        return [self.why_button, self.refund_button, self.undo_button, self.void_button]

    def why_text(self) -> str:
        """The arithmetic, where it is shown."""
        return "" if self._why.isHidden() else self._why.text()

    def show_why(self, purchase: int, lines: Sequence[str]) -> None:
        """Write the arithmetic below, if it is this purchase's."""
        if purchase == self._purchase and self._can_explain:
            self._why.setText("\n".join(lines))
            self._why.show()

    def set_narrow(self, narrow: bool) -> None:
        """Shorten a button where there is no room; what it does stays its spoken name."""
        words = self._context.words
        whole = words.text("Refund a part…")
        self.refund_button.set_caption(words.text("Refund…") if narrow else whole)
        self.refund_button.setAccessibleName(whole)

    def _toggle_why(self) -> None:
        if self._why.isHidden():
            self.why_wanted.emit(self._purchase)
        else:
            self._why.hide()

    def show_line(self, line: DayLine, day: CounterDay, actor: Actor) -> None:
        """Show an action."""
        action, words = line.action, self._context.words
        if action.id != self._purchase or action.kind not in _BOUGHT:
            self._why.hide()
        self._purchase = action.id
        icon, token = ICONS[action.kind]
        self._icon.set_icon(icon, token)
        self._time.setText(words.time(action.at.astimezone(day.shop.zone)))
        self._what.show_text(*headline(words, action))
        self._line.setText(details(words, action, day))
        self._sum.setText(words.money(action.to_pay) if action.kind != "refusal" else "")
        self._can_explain = action.kind in _BOUGHT
        can_void = self._can_explain and not action.is_void
        at_once = can_void and line.may_undo and is_own_and_recent(action, day, actor)
        self.undo_button.setVisible(at_once)
        self.void_button.setVisible(can_void and not at_once)
        self.void_button.set_icon_name("" if line.may_undo else "lock")
        self.refund_button.setVisible(can_void and action.total > action.discount)
        self.why_button.setVisible(self._can_explain)

    def _build(self) -> None:
        theme = self._context.theme
        outer = tight(QVBoxLayout(self))
        top = QWidget()
        top.setFixedHeight(theme.px(ROW))
        row = tight(QHBoxLayout(top), theme.px(12), (theme.px(16), 0, theme.px(16), 0))
        row.addWidget(self._icon)
        row.addWidget(self._time)
        column = tight(QVBoxLayout())
        column.addStretch(1)
        column.addWidget(self._what)
        column.addWidget(self._line)
        column.addStretch(1)
        row.addLayout(column, 1)
        row.addWidget(self._sum)
        place = QWidget()
        place.setMinimumWidth(theme.px(120))
        at = tight(QHBoxLayout(place))
        at.addWidget(self.undo_button, 1)
        at.addWidget(self.void_button, 1)
        row.addWidget(self.why_button)
        row.addWidget(self.refund_button)
        row.addWidget(place)
        outer.addWidget(top)
        self._why.setContentsMargins(theme.px(104), 0, theme.px(16), theme.px(12))
        outer.addWidget(self._why)
        outer.addWidget(rule(theme))


class _TwoTone(QWidget):
    """What was done, bold, and who it was; only the latter is cut."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._bold = Label(theme, "", bold=True)
        self._rest = ElidingLabel(theme, "")
        row = tight(QHBoxLayout(self), theme.px(6))
        row.addWidget(self._bold)
        row.addWidget(self._rest, 1)

    def show_text(self, bold: str, rest: str) -> None:
        self._bold.setText(bold)
        self._rest.setText(rest)

    def text(self) -> str:
        return f"{self._bold.text()} {self._rest.full_text()}".strip()


def _is_same(action: Action, without: int | None) -> bool:
    return action.id == without and action.kind in ("purchase", "redemption")


def is_own_and_recent(action: Action, day: CounterDay, actor: Actor) -> bool:
    """Whether an action is undone at once; older ones and other people's ask for a reason."""
    minutes = timedelta(minutes=day.shop.settings.undo_minutes)
    return action.staff == actor.staff and day.now - action.at <= minutes


def headline(words: Words, action: Action) -> tuple[str, str]:
    """What was done, and to whom."""
    name = short_name(action.name) or words.text("No name")
    if action.kind == "refusal":
        return words.text("Code refused."), action.code
    if action.kind == "undo":
        return words.text("Undone."), name
    if action.is_void:
        return words.text("Purchase, void."), name
    if action.kind == "redemption":
        return words.text("Redeemed."), name
    return words.text("Purchase."), name


def details(words: Words, action: Action, day: CounterDay) -> str:
    """The quieter line of an action: services, what was taken off, spent and earned."""
    if action.kind == "refusal":
        return refusal_text(words, DomainError(action.reason))[0]
    if action.kind == "undo":
        return action.reason
    parts = [", ".join(action.services)] if action.services else []
    if action.discount:
        parts.append(words.text("{sum} off", sum=words.money(action.discount)))
    for effect in action.effects:
        text = _effect_text(words, effect, day)
        if text:
            parts.append(text)
    if action.mark is not None:
        parts.append(words.text("mark: {mark}", mark=mark_name(words, action.mark).lower()))
    return DOT.join(parts)


def _effect_text(words: Words, effect: object, day: CounterDay) -> str:
    assert isinstance(effect, dict)
    benefit, value = str(effect["benefit"]), int(effect["value"])
    if effect["state"] == "spent" and benefit == GIFT_CARD:
        return words.text("gift card {sum}", sum=words.money(value))
    if effect["state"] == "spent":
        return words.text("spent {amount}", amount=unit_amount(words, benefit, effect["spent"]))
    if benefit == GIFT_CARD and value:
        return words.text("gift card sold")
    if benefit not in (*t.ACCRUALS, t.STAMPS) or not value:
        return ""
    amount = unit_amount(words, benefit, value)
    if effect["state"] == HELD and effect["available_on"]:
        on = words.date(effect["available_on"], today=day.today)
        amount = words.text("{amount} on {date}", amount=amount, date=on)
    if effect["side"] != "referrer":
        return words.text("earned {amount}", amount=amount)
    name = short_name(day.names.get(effect["customer"], ""))
    return words.text("{name} gets {amount}", name=name, amount=amount) if name else amount


def _first_day(context: Context) -> EmptyState:
    words = context.words
    return EmptyState(
        context.theme,
        "earlier_empty",
        "scan-qr-code",
        words.text("Scan a card to begin"),
        words.text("What is done today stands here, with a way to undo it"),
    )


def newest_undoable(lines: Sequence[DayLine], actor: Actor) -> Action | None:
    """The last own action that can be undone without anybody's leave."""
    for line in lines:
        if line.may_undo and line.action.staff == actor.staff:
            return line.action
    return None
