"""How the counter is laid out: the scan box on top, below it the verdict and one view at a time."""

from collections.abc import Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from refdesk.domain.codes import group_code
from refdesk.ui.page import Context, Density, Page
from refdesk.ui.pages.counter.customer_view import CustomerView
from refdesk.ui.pages.counter.earlier import EarlierList
from refdesk.ui.pages.counter.invitation import InvitationPanel
from refdesk.ui.pages.counter.matches import MatchesView, Suggestions
from refdesk.ui.pages.counter.newcomer_view import NewcomerView
from refdesk.ui.pages.counter.parts import can_take_focus, next_stop, show_in_column
from refdesk.ui.pages.counter.refused_view import RefusedView
from refdesk.ui.pages.counter.result import CounterResult
from refdesk.ui.pages.counter.shift_panel import ShiftRow, ShiftSide
from refdesk.ui.widgets.base import laid_out_once, set_look, tight
from refdesk.ui.widgets.buttons import Button
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import Panel
from refdesk.ui.widgets.scan_box import ScanBox
from refdesk.ui.widgets.strips import Message, Strip
from refdesk.ui.widgets.verdict import Verdict, VerdictBanner

if TYPE_CHECKING:
    from refdesk.ui.pages.counter.receipts import CounterReceipts

EXAMPLE_CODE = "7K4M9XQT2A"
EXAMPLE_DIGITS = "45 12"


class Screen(Enum):
    """What the counter shows below the scan box."""

    IDLE = auto()
    NEWCOMER = auto()
    CUSTOMER = auto()
    MATCHES = auto()
    REFUSED = auto()


class CounterLayout(Page):
    """The widgets of the counter in their places; what they do is in the page."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._density = Density()
        self._screen = Screen.IDLE
        self.receipts: CounterReceipts | None = None
        """What prints coupons on receipts, once somebody has set that up."""
        self.setObjectName("counter_page")
        theme, words = context.theme, context.words
        self.box = ScanBox(theme, "scan_box", words)
        self.strip = Strip(theme, "counter_strip")
        self.strip.hide()
        self.result = CounterResult(context)
        self.banner = VerdictBanner(theme, "verdict")
        self.earlier = EarlierList(context)
        self.newcomer = NewcomerView(context)
        self.customer = CustomerView(context)
        self.matches = MatchesView(context)
        self.refused = RefusedView(context)
        self.side = ShiftSide(context)
        self.shift_row = ShiftRow(context)
        self._views: dict[Screen, QWidget] = {
            Screen.IDLE: self.earlier,
            Screen.NEWCOMER: self.newcomer,
            Screen.CUSTOMER: self.customer,
            Screen.MATCHES: self.matches,
            Screen.REFUSED: self.refused,
        }
        self._stack = QStackedWidget()
        for view in self._views.values():
            self._stack.addWidget(view)
        self._scan_panel = self._make_scan_panel()
        self._place()
        self.suggestions = Suggestions(context, self)
        self.show_screen(Screen.IDLE)

    @property
    def screen_shown(self) -> Screen:
        """What is shown below the scan box."""
        return self._screen

    def show_screen(self, screen: Screen, verdict: Verdict | None = None) -> None:
        """Show a view, with its verdict when it is not the waiting screen."""
        self._screen = screen
        idle = screen is Screen.IDLE
        with laid_out_once(self):
            if verdict is not None and not idle:
                self.banner.show_verdict(verdict)
            self._stack.setCurrentWidget(self._views[screen])
            set_look(self._scan_panel, "look", "panel" if idle else "bare")
            self._title.setVisible(idle)
            self._examples.setVisible(idle)
            self._arrange()

    def show_in_place_of_list(self, panel: InvitationPanel) -> None:
        """Show a panel where the waiting screen has its list, until anything else is shown."""
        if self._stack.indexOf(panel) < 0:
            self._stack.addWidget(panel)
        self._stack.setCurrentWidget(panel)

    def is_showing(self, panel: InvitationPanel) -> bool:
        """Whether a panel stands in the place of the list."""
        return self._stack.currentWidget() is panel

    def show_verdict(self, verdict: Verdict) -> None:
        """Change the verdict of the view that is shown; the same one is not announced again."""
        if verdict != self.banner.verdict():
            self.banner.show_verdict(verdict)
            self.show_strip_beside_verdict()

    def say(self, message: Message, actions: Sequence[Button] = ()) -> None:
        """Show a message under the scan box; it stays until the next action."""
        self.strip.show_message(message, actions)
        self.show_strip_beside_verdict()
        self.told.emit()

    def say_nothing(self) -> None:
        """Take the message away."""
        self.strip.hide()
        self.show_strip_beside_verdict()
        self.told.emit()

    def says(self, message: Message) -> bool:
        shown = None if self.strip.isHidden() else self.strip.message()
        is_same = shown is not None and shown.title == message.title
        return is_same and bool(self.strip.actions_shown())

    def tab_stops(self) -> list[QWidget]:
        """Where Tab goes: the box, what is said below it, the view, the buttons at the side."""
        box = (self.box.field, self.box.find_button, self.box.clear_button)
        said = (*self.strip.actions_shown(), *self.result.actions_shown())
        return [*box, *said, *self._stops_of_view()]

    def _stops_of_view(self) -> list[QWidget]:
        match self._screen:
            case Screen.NEWCOMER:
                return self.newcomer.tab_stops()
            case Screen.CUSTOMER:
                return self.customer.tab_stops()
            case Screen.MATCHES:
                return [self.matches.list]
            case Screen.REFUSED:
                return self.refused.ways.rows()
        shown = self._stack.currentWidget()
        if isinstance(shown, InvitationPanel):
            return shown.tab_stops()
        rows = [stop for row in self.earlier.rows_shown() for stop in row.tab_stops()]
        side = (self.side.close_button, self.side.new_button, self.side.keypad_button)
        return [*rows, *side, self.shift_row.close_button, self.shift_row.new_button]

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Widgets move between columns with the size of the window; the order is told here."""
        if not self.isVisible():
            return super().focusNextPrevChild(forward)  # another page comes and takes the focus
        stop = next_stop(self.tab_stops(), self.focusWidget(), forward=forward)
        if stop is None:
            stop = self._outside(forward=forward)
        if stop is None:
            return super().focusNextPrevChild(forward)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stop.setFocus(reason)
        show_in_column(stop)
        return True

    def _outside(self, *, forward: bool) -> QWidget | None:
        """The first thing of the window beyond this page that Tab can reach."""

        def following(widget: QWidget) -> QWidget | None:
            return widget.nextInFocusChain() if forward else widget.previousInFocusChain()

        one = following(self)
        while one is not None and one is not self:
            if not self.isAncestorOf(one) and can_take_focus(one):
                return one
            one = following(one)
        return None

    def set_keypad(self, on: bool) -> None:
        """Show or hide the keypads of the forms."""
        self.side.keypad_button.setChecked(on)
        self.newcomer.set_keypad(on)
        self.customer.set_keypad(on)

    def on_density(self, density: Density) -> None:
        """Arrange for the window's size class (ui.md section 4); the focus stays where it is."""
        focused = self.focusWidget()
        self._density = density
        self.box.set_low(density.low)
        self.banner.set_low(density.low)
        self.newcomer.on_density(density)
        self.customer.on_density(density)
        self.refused.on_density(density)
        self.earlier.set_narrow(density.narrow)
        self._arrange()
        if focused is not None and not focused.hasFocus():
            # what has moved to another column is shown again when the window gets to it
            QTimer.singleShot(0, focused, lambda: self._focus_again(focused))

    def _focus_again(self, widget: QWidget) -> None:
        if can_take_focus(widget) and self.isVisible():
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- building --------------------------------------------------------------------------

    def _make_scan_panel(self) -> Panel:
        theme, words = self._context.theme, self._context.words
        panel = Panel(theme, "scan_panel", padding=24, spacing=12)
        prompt = words.text("Scan a card, or type a code, phone or name")
        self._title = Label(theme, prompt, "title", bold=True)
        self._examples = QWidget()
        row = tight(QHBoxLayout(self._examples), theme.px(24))
        for caption, example in (
            (words.text("Code"), group_code(EXAMPLE_CODE)),
            (words.text("Last digits of a phone"), EXAMPLE_DIGITS),
            (words.text("Name"), words.text("mari")),
        ):
            pair = tight(QHBoxLayout(), theme.px(4))
            pair.addWidget(Label(theme, caption, "small", tone="muted"))
            pair.addWidget(Label(theme, example, "small", bold=True, tone="muted"))
            row.addLayout(pair)
        row.addStretch(1)
        for part in (self._title, self.box, self._examples):
            panel.column.addWidget(part)
        return panel

    def _place(self) -> None:
        self._outer = tight(QHBoxLayout(self))
        self._column = tight(QVBoxLayout())
        for part in (self._scan_panel, self.strip, self.result, self.banner):
            self._column.addWidget(part)
        self._column.addWidget(self._stack, 1)
        self._column.addWidget(self.shift_row)
        self._outer.addLayout(self._column, 1)
        self._outer.addWidget(self.side)

    def _arrange(self) -> None:
        theme, density = self._context.theme, self._density
        idle = self._screen is Screen.IDLE
        tightly = density.low or density.narrow
        pad, gap = theme.px(16 if tightly else 24), theme.px(12 if tightly else 16)
        self._outer.setContentsMargins(pad, pad, pad, pad)
        self._outer.setSpacing(theme.px(24))
        self._column.setSpacing(gap)
        self._scan_panel.set_padding((16 if tightly else 24) if idle else 0)
        self.side.setVisible(idle and not density.narrow)
        self.shift_row.setVisible(idle and density.narrow)
        self._examples.setVisible(idle)
        self.show_strip_beside_verdict()

    def show_strip_beside_verdict(self) -> None:
        """A strip takes the place of the verdict while it stands, so that the form stays whole."""
        self.banner.setVisible(self._screen is not Screen.IDLE and self.strip.isHidden())
