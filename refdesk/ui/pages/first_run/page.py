"""Setting up a shop in three steps (ui.md, mockups 10 and 10b): Enter next, Esc back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from refdesk.domain.money import decimals_of
from refdesk.ui import files
from refdesk.ui.error_texts import message_of
from refdesk.ui.opener import Opener
from refdesk.ui.page import Context, Density, KeyHint, Page
from refdesk.ui.pages.first_run.draft import Draft, SetUp
from refdesk.ui.pages.first_run.recovery import RecoveryStep
from refdesk.ui.pages.first_run.sheet import Sheet, made_ready
from refdesk.ui.pages.first_run.side import StepList
from refdesk.ui.pages.first_run.steps import ProgrammeStep, ShopStep
from refdesk.ui.scrolled import scrolled
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.options import Option
from refdesk.ui.widgets.strips import Strip

if TYPE_CHECKING:
    from refdesk.services.desk import Desk
    from refdesk.services.shop import ShopCreated

SHOP, PROGRAMME, READY = range(3)
WIDEST = 960
"""How wide a step and the buttons below it may be, px at scale 1."""


class FirstRunPage(Page):
    """``finished`` gives the desk of the new shop; ``restore_wanted`` a backup's path."""

    finished = Signal(object)
    restore_wanted = Signal(object)
    language_chosen = Signal(str)
    quit_wanted = Signal()

    def __init__(
        self, context: Context, opener: Opener, draft: Draft, desk: "Desk | None" = None
    ) -> None:
        """``desk`` is an empty database that stands already."""
        super().__init__()
        self._context = context
        self._opener = opener
        self._draft = draft
        self._set_up = SetUp(opener, desk)
        self._is_busy = False
        self._recovery: RecoveryStep | None = None
        named(self, "first_run_page")
        self.setProperty("look", "page")
        row = tight(QHBoxLayout(self))
        words = context.words
        names = [words.text("Your shop"), words.text("First programme"), words.text("Ready")]
        self._side = StepList(context, names)
        row.addWidget(self._side)
        row.addLayout(self._build_main(), 1)
        self._go(min(draft.step, PROGRAMME), focus=False)

    # -- what the window asks --------------------------------------------------------------

    @property
    def title(self) -> str:
        return self._context.words.text("Set-up")

    def keys(self) -> tuple[KeyHint, ...]:
        text = self._context.words.text
        hints = [KeyHint("Enter", self._next_text(), self._enter)]
        if self._draft.step == PROGRAMME:
            hints += [KeyHint("↑ ↓", text("Choose")), KeyHint("Esc", text("Back"), self._back)]
        return tuple(hints)

    def on_shown(self) -> None:
        self._take_focus()

    def on_density(self, density: Density) -> None:
        theme = self._context.theme
        low, narrow = density.low, density.narrow
        self._side.setFixedWidth(theme.px(232 if narrow else 280))
        pad, top = theme.px(24 if narrow else 48), theme.px(16 if low else 32)
        self._main.setContentsMargins(pad, top, pad, top)
        self._main.setSpacing(theme.px(8 if low else 16))

    # -- building --------------------------------------------------------------------------

    def _build_main(self) -> QVBoxLayout:
        theme = self._context.theme
        self._main = tight(QVBoxLayout(), theme.px(16))
        self._title = Label(theme, "", "page", bold=True)
        self._line = Label(theme, "", tone="muted").wrapped()
        head = tight(QVBoxLayout())
        head.addWidget(self._title)
        head.addWidget(self._line)
        self._main.addLayout(head)
        self._strip = Strip(theme, "first_run_strip")
        self._strip.hide()
        self._main.addWidget(self._strip)
        self._stack = QStackedWidget()
        self._shop_step = ShopStep(self._context, self._draft)
        self._shop_step.language_chosen.connect(self.language_chosen)
        self._stack.addWidget(_scrolled(self._shop_step, theme.px(WIDEST)))
        self._programme_place = QWidget()
        tight(QVBoxLayout(self._programme_place))
        self._stack.addWidget(self._programme_place)
        self._programme_step: ProgrammeStep | None = None
        self._main.addWidget(self._stack, 1)
        foot = QWidget()
        foot.setLayout(self._build_foot())
        foot.setMaximumWidth(theme.px(WIDEST))
        across = tight(QHBoxLayout())
        across.addWidget(foot, 100)
        across.addStretch(0)
        self._main.addLayout(across)
        return self._main

    def _build_foot(self) -> QHBoxLayout:
        theme, words = self._context.theme, self._context.words
        self._back_button = Button(theme, "first_run_back", "", Look(height=56))
        self._back_button.setMinimumWidth(theme.px(128))
        self._back_button.clicked.connect(self._back_or_quit)
        restore = words.text("Restore a backup instead")
        self._restore = Button(theme, "first_run_restore", restore, Look("quiet", height=56))
        self._restore.clicked.connect(self._choose_backup)
        self._note = Label(theme, words.text("Enter keeps the suggestion"), tone="muted")
        look = Look("primary", key="Enter", height=64)
        self._next_button = Button(theme, "first_run_next", "", look)
        self._next_button.setMinimumWidth(theme.px(240))
        self._next_button.clicked.connect(self._next)
        row = tight(QHBoxLayout(), theme.px(12))
        row.addWidget(self._back_button)
        row.addWidget(self._restore)
        row.addStretch(1)
        row.addWidget(self._note)
        row.addWidget(self._next_button)
        return row

    # -- steps -----------------------------------------------------------------------------

    def _go(self, step: int, *, focus: bool = True) -> None:
        self._draft.step = step
        self._strip.hide()
        if step == PROGRAMME:
            self._build_programme_step()
        self._stack.setCurrentIndex(step)
        self._side.mark(step)
        self._show_texts()
        self.keys_changed.emit()
        if focus:
            self._take_focus()

    def _show_texts(self) -> None:
        words, step = self._context.words, self._draft.step
        titles = {
            SHOP: (
                words.text("Your shop"),
                words.text(
                    "A few answers and a PIN. Settings change the name, language and PIN later, not"
                    " the currency."
                ),
            ),
            PROGRAMME: (words.text("First programme"), self._programme_line()),
            READY: (
                words.text("Ready"),
                words.text("The shop is set up. One thing is left: keep this sheet."),
            ),
        }
        title, line = titles[step]
        self._title.setText(title)
        self._line.setText(line)
        first = step == SHOP
        self._back_button.set_caption(words.text("Quit") if first else words.text("Back"))
        self._back_button.setVisible(step != READY)
        self._restore.setVisible(first)
        self._note.setVisible(step == PROGRAMME)
        self._next_button.set_caption(self._next_text())

    def _programme_line(self) -> str:
        from refdesk.ui.pages.first_run.example import EXAMPLE

        words, decimals = self._draft.words(), decimals_of(self._draft.currency)
        return words.text(
            "Who gets what when a customer brings a friend. Costs are those of a bill of {total}.",
            total=words.money(EXAMPLE * 10**decimals),
        )

    def _next_text(self) -> str:
        words = self._context.words
        texts = (words.text("Next"), words.text("Set up"), words.text("Open the counter"))
        return texts[self._draft.step]

    def _build_programme_step(self) -> None:
        from refdesk.services.programmes import list_presets
        from refdesk.ui.pages.first_run.example import option_of

        layout = self._programme_place.layout()
        assert layout is not None
        item = layout.takeAt(0)
        old = item.widget() if item is not None else None
        if old is not None:
            old.deleteLater()
        words = self._draft.words()
        decimals = decimals_of(self._draft.currency)
        options: list[tuple[str, Option]] = [
            (preset.name, option_of(words, preset, decimals))
            for preset in list_presets(decimals, words.language)
        ]
        self._programme_step = ProgrammeStep(self._context, self._draft, options)
        layout.addWidget(_scrolled(self._programme_step, self._context.theme.px(WIDEST)))

    def _step(self) -> ShopStep | ProgrammeStep | RecoveryStep | None:
        steps = (self._shop_step, self._programme_step, self._recovery)
        return steps[self._draft.step]

    def _take_focus(self) -> None:
        step = self._step()
        if step is not None:
            step.take_focus()

    # -- forward and back ------------------------------------------------------------------

    def _enter(self) -> None:
        """Enter presses a button that has the focus, else goes on."""
        focused = QApplication.focusWidget()
        own = (self._back_button, self._restore)
        if isinstance(focused, Button) and (focused in own or self._draft.step == READY):
            focused.click()
        else:
            self._next()

    def _next(self) -> None:
        if self._is_busy:
            return
        if self._draft.step == READY:
            if self._next_button.isEnabled():
                self.finished.emit(self._set_up.desk)
            return
        if self._draft.step == SHOP:
            if self._shop_step.check():
                self._go(PROGRAMME)
            return
        self._create()

    def _back(self) -> None:
        if self._draft.step == PROGRAMME and not self._is_busy:
            self._go(SHOP)

    def _back_or_quit(self) -> None:
        if self._draft.step == SHOP:
            self.quit_wanted.emit()
        else:
            self._back()

    def _choose_backup(self) -> None:
        path = files.ask_backup(self, self._context.words, self._opener.folder)
        if path is not None:
            self.restore_wanted.emit(path)

    def _create(self) -> None:
        self._is_busy = True
        self._next_button.setEnabled(False)
        owner = self._context.words.text("Owner")
        self._context.tasks.run(
            lambda: made_ready(_sheet_of(self._set_up.run(self._draft, owner))),
            owner=self,
            done=self._created,
            failed=self._not_created,
        )

    def _created(self, sheet: Sheet) -> None:
        self._is_busy = False
        self._recovery = RecoveryStep(self._context, sheet)
        self._recovery.written_down.connect(self._next_button.setEnabled)
        self._stack.addWidget(_scrolled(self._recovery, self._context.theme.px(WIDEST)))
        self._go(READY)

    def _not_created(self, error: Exception) -> None:
        self._is_busy = False
        self._next_button.setEnabled(True)
        self._strip.show_message(message_of(self._context.words, error))


def _sheet_of(created: "ShopCreated") -> Sheet:
    return Sheet(created.shop.name, created.recovery_code, created.audit_key)


def _scrolled(inside: QWidget, widest: int) -> QScrollArea:
    """A step scrolls where a large scale leaves it no room; the buttons below stay."""
    inside.setMaximumWidth(widest)
    return scrolled(inside)
