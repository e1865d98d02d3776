"""The form: cards of sentences, kept in step with the draft while it is typed in."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from refdesk.ui.page import Context
from refdesk.ui.pages.programmes.blanks import make_control
from refdesk.ui.pages.programmes.draft import Draft
from refdesk.ui.pages.programmes.lines import Action, Blank, Block, Card, Line
from refdesk.ui.pages.programmes.sentence import Look as Ink
from refdesk.ui.pages.programmes.sentence import Sentence
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, IconButton, Look
from refdesk.ui.widgets.labels import IconLabel, Label
from refdesk.ui.widgets.rows import Panel, rule

LABEL_WIDTH = 132
HEADING = Ink(bold=True)
NOTE = Ink("small", token="muted")


class Form(QWidget):
    """``changed`` comes after every edit of the draft, ``reached`` when a blank is
    given the focus and is to be seen."""

    changed = Signal()
    reached = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._draft: Draft | None = None
        self._cards: list[Card] = []
        self._panels: list[Panel] = []
        self._blanks: dict[str, Blank] = {}
        self._actions: dict[str, Action] = {}
        self._sentences: dict[str, tuple[Sentence, QWidget]] = {}
        self._bad: str = ""
        named(self, "programme_form")
        self._column = tight(QVBoxLayout(self), context.theme.px(16))
        self._column.addStretch(1)

    # -- showing ---------------------------------------------------------------------------

    def start(self, draft: Draft, cards: Sequence[Card]) -> None:
        """Begin with another draft."""
        focused = self._focused()
        self._draft = draft
        self._bad = ""
        while self._panels:
            self._drop(0)
        self._cards = []
        self.show_cards(cards)
        if focused:
            self.focus(focused)

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Show these cards; what has kept its shape keeps its controls and the focus."""
        before = self._blanks
        self._blanks = {one.object_name: one for card in cards for one in card.blanks()}
        self._actions = {one.key: one for card in cards for one in _actions_of(card)}
        focused = self._focused()
        for at, card in enumerate(cards):
            if at < len(self._cards) and self._cards[at] == card:
                continue
            if at < len(self._cards):
                self._drop(at)
            panel = self._panel(card)
            self._panels.insert(at, panel)
            self._cards.insert(at, card)
            self._column.insertWidget(at, panel)
        while len(self._panels) > len(cards):
            self._drop(len(self._panels) - 1)
        self._cards = list(cards)
        for name, blank in self._blanks.items():
            self._renew(name, blank, before.get(name))
        if focused and self._focused() != focused:
            self.focus(focused)

    def _renew(self, name: str, blank: Blank, before: Blank | None) -> None:
        """Show what is another in a blank; most keys change one of them."""
        is_same = before is not None and (before.value, before.unit) == (blank.value, blank.unit)
        if is_same and before is not None and before.label == blank.label:
            return
        _sentence, control = self._sentences[name]
        control.show_blank(blank)  # type: ignore[attr-defined]
        control.setAccessibleName(blank.label)

    def focus(self, name: str) -> bool:
        """Put the focus on a blank or button by its name."""
        for one in self.findChildren(QWidget, name):
            if one.parent() is not None and not one.property("gone"):
                one.show()
                one.setFocus(Qt.FocusReason.TabFocusReason)
                self.reached.emit()
                return True
        return False

    def focus_first(self) -> None:
        """Put the focus on the first blank."""
        if self._blanks:
            self.focus(next(iter(self._blanks)))

    # -- problems --------------------------------------------------------------------------

    def show_problem(self, field: str, text: str) -> str:
        """Say under a blank what does not do; gives the blank's name, or nothing."""
        name = self._blank_of(field) if text else ""
        if self._bad and self._bad != name:
            self._mark(self._bad, "")
        self._bad = name
        if name:
            self._mark(name, text)
        return self._blanks[name].label if name else ""

    def _mark(self, name: str, text: str) -> None:
        found = self._sentences.get(name)
        if found is None:
            return
        sentence, control = found
        sentence.set_problem(control if text else None, text)
        control.set_bad(bool(text))  # type: ignore[attr-defined]
        control.setAccessibleDescription(text)

    def _blank_of(self, field: str) -> str:
        """The blank of a refused field: its own, one inside it, or the nearest around it."""
        exact = [name for name, one in self._blanks.items() if one.field == field]
        inside = [name for name, one in self._blanks.items() if one.field.startswith(f"{field}.")]
        if exact or inside or "." not in field:
            return next(iter((*exact, *inside)), "")
        return self._blank_of(field.rpartition(".")[0])

    # -- building --------------------------------------------------------------------------

    def _panel(self, card: Card) -> Panel:
        theme = self._context.theme
        panel = Panel(theme, f"card_{card.key}", spacing=8)
        panel.column.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        if card.title:
            panel.column.addLayout(self._card_head(card))
        for at, block in enumerate(card.blocks):
            if at or card.title:
                panel.column.addWidget(rule(theme))
            panel.column.addWidget(self._block(card, at, block))
        if card.more_text:
            panel.column.addWidget(rule(theme))
            panel.column.addLayout(self._more(card))
        return panel

    def _card_head(self, card: Card) -> QHBoxLayout:
        row = tight(QHBoxLayout(), self._context.theme.px(8))
        row.addWidget(Label(self._context.theme, card.title, "title", bold=True), 1)
        if card.remove is not None:
            row.addWidget(self._button(card.remove))
        return row

    def _block(self, card: Card, at: int, block: Block) -> QWidget:
        theme = self._context.theme
        widget = named(QWidget(), f"{card.key}_block_{at}")
        row = tight(QHBoxLayout(widget), theme.px(8))
        head = QWidget()
        head.setFixedWidth(theme.px(LABEL_WIDTH))
        title = tight(QHBoxLayout(head), theme.px(8), (0, theme.px(8), 0, 0))
        top = Qt.AlignmentFlag.AlignTop
        icon = IconLabel(theme, block.icon, 20)
        icon.setFixedHeight(theme.line("body"))
        title.addWidget(icon, 0, top)
        title.addWidget(Label(theme, block.title, bold=True).wrapped(), 1, top)
        row.addWidget(head, 0, top)
        lines = tight(QVBoxLayout(), theme.px(8))
        for number, line in enumerate(block.lines):
            lines.addWidget(self._sentence(f"{card.key}_{at}_{number}", line))
        if block.actions:
            buttons = tight(QHBoxLayout(), theme.px(8))
            for action in block.actions:
                buttons.addWidget(self._button(action))
            buttons.addStretch(1)
            lines.addLayout(buttons)
        row.addLayout(lines, 1)
        return widget

    def _sentence(self, name: str, line: Line) -> Sentence:
        theme = self._context.theme
        places: dict[str, QWidget | str] = {}
        for place, filling in line.places.items():
            places[place] = self._control(filling) if isinstance(filling, Blank) else str(filling)
        tail = self._remover(line.remove) if line.remove is not None else None
        ink = HEADING if line.heading else NOTE if line.note else Ink()
        sentence = Sentence(theme, f"sentence_{name}", line.text, places, look=ink, tail=tail)
        for place, filling in line.places.items():
            control = places[place]
            if isinstance(filling, Blank) and isinstance(control, QWidget):
                self._sentences[filling.object_name] = (sentence, control)
                control.resized.connect(sentence.rearrange)  # type: ignore[attr-defined]
                control.setAccessibleDescription(sentence.plain_text())
        return sentence

    def _control(self, blank: Blank) -> QWidget:
        control = make_control(self._context.theme, self._context.words, blank)
        control.show_value(blank.value)  # type: ignore[attr-defined]
        control.edited.connect(partial(self._on_edited, blank.object_name))  # type: ignore[attr-defined]
        return control

    def _remover(self, action: Action) -> IconButton:
        look = Look("quiet", icon=action.icon, height=32)
        button = IconButton(self._context.theme, f"do_{action.key}", action.text, look)
        button.clicked.connect(lambda: self._run(action.key))
        return button

    def _button(self, action: Action) -> Button:
        look = Look("quiet", icon=action.icon, height=40)
        button = Button(self._context.theme, f"do_{action.key}", action.text, look)
        button.clicked.connect(lambda: self._run(action.key))
        return button

    def _more(self, card: Card) -> QHBoxLayout:
        name = f"more_{card.key}"
        look = Look("quiet", icon="plus", height=40)
        button = Button(self._context.theme, name, card.more_text, look)
        button.clicked.connect(lambda: self._open_more(button, card.key))
        row = tight(QHBoxLayout())
        row.addWidget(button)
        row.addStretch(1)
        return row

    def _open_more(self, button: Button, card: str) -> None:
        """What the card can add as the draft stands now."""
        menu = QMenu(button)
        menu.setObjectName(f"{button.objectName()}_menu")
        menu.setFont(self._context.theme.font("body"))
        groups: dict[str, QMenu] = {}
        more = next((one.more for one in self._cards if one.key == card), ())
        for entry in more:
            if entry.group and entry.group not in groups:
                groups[entry.group] = menu.addMenu(entry.group.replace("&", "&&"))
                groups[entry.group].setFont(self._context.theme.font("body"))
            place = groups.get(entry.group, menu)
            action = place.addAction(entry.text.replace("&", "&&"))
            action.setObjectName(f"do_{entry.key}")
            action.triggered.connect(partial(self._run, entry.key))
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))
        if menu.actions():
            menu.setActiveAction(menu.actions()[0])

    # -- editing ---------------------------------------------------------------------------

    def _on_edited(self, name: str, value: object) -> None:
        blank, draft = self._blanks.get(name), self._draft
        if blank is None or draft is None:
            return
        if blank.change is not None:
            blank.change(draft, value)
        else:
            if blank.kind in ("choice", "many"):
                draft.close_change()
            draft.put(blank.path, value)
        self.changed.emit()

    def _run(self, key: str, *_: object) -> None:
        action, draft = self._actions.get(key), self._draft
        if action is None or draft is None:
            return
        action.run(draft)
        self.changed.emit()
        if action.focus and not self.focus(f"blank_{action.focus}"):
            inside = (name for name in self._blanks if name.startswith(f"blank_{action.focus}."))
            self.focus(next(inside, ""))

    def _focused(self) -> str:
        focused = QApplication.focusWidget()
        inside = focused is not None and self.isAncestorOf(focused)
        return focused.objectName() if focused is not None and inside else ""

    def _drop(self, at: int) -> None:
        panel = self._panels.pop(at)
        self._cards.pop(at)
        self._column.removeWidget(panel)
        for one in panel.findChildren(QWidget):
            one.setProperty("gone", True)
        panel.hide()
        panel.deleteLater()


def _actions_of(card: Card) -> list[Action]:
    found = [*card.more, *([card.remove] if card.remove else [])]
    for block in card.blocks:
        found += block.actions
        found += [line.remove for line in block.lines if line.remove is not None]
    return found
