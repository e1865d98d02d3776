"""One action of today's list."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.ui.page import Context
from refdesk.ui.pages.counter.action_texts import ActionTexts
from refdesk.ui.pages.counter.sayings import DOT
from refdesk.ui.widgets.base import named, spoken, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import Label

Key = tuple[str, int]
"""Kind and id of an action."""

ROW = 64
_EDGE, _GAP, _ICON, _TIME, _BACK = 16, 12, 24, 48, 120
ELLIPSIS = "…"
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _Ink(NamedTuple):
    """How a text is written."""

    token: str = "text"
    role: str = "body"
    bold: bool = False
    right: bool = False
    struck: bool = False

    def taken_back(self) -> "_Ink":
        """Of what counts no more."""
        return self._replace(token="muted", struck=True)


_CLOCK, _DEED, _WHO = _Ink("muted"), _Ink(bold=True), _Ink()
_LINE, _SUM = _Ink("muted", "small"), _Ink(bold=True, right=True)
_STANDING = _WHO, _LINE, _SUM
_VOID = _WHO._replace(token="muted"), _LINE.taken_back(), _SUM.taken_back()
_TEXTS = _EDGE + _ICON + _GAP + _TIME + _GAP


class ActionRow(QWidget):
    """One action: icon, time, what and who, the sum, Undo or Void, and why its sums are so.

    What is only read is painted: thirty rows of labels would cost more than all else of the page.
    """

    undo_wanted = Signal(int)
    void_wanted = Signal(int)
    refund_wanted = Signal(int)
    why_wanted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._theme = context.theme
        self.key: Key = ("", 0)
        """Of the action that is shown."""
        self._texts: ActionTexts | None = None
        self._cut: list[str] = []
        self._widths: dict[tuple[str, _Ink], int] = {}
        self._why: Label | None = None
        words = context.words
        self.undo_button = self._button(words.text("Undo"), Look(icon="undo-2", height=44))
        self.undo_button.clicked.connect(lambda: self.undo_wanted.emit(self.key[1]))
        self.void_button = self._button(words.text("Void…"), Look("quiet", "lock", height=44))
        self.void_button.clicked.connect(lambda: self.void_wanted.emit(self.key[1]))
        quiet = Look("quiet", height=44)
        self.refund_button = self._button(words.text("Refund a part…"), quiet)
        self.refund_button.clicked.connect(lambda: self.refund_wanted.emit(self.key[1]))
        self.why_button = self._button(words.text("Why"), quiet)
        self.why_button.clicked.connect(self._toggle_why)
        self._build()

    def set_index(self, index: int) -> None:
        """Say which row of the list it is."""
        if self.objectName() == f"action_{index}":
            return
        named(self, f"action_{index}")
        named(self.undo_button, f"action_{index}_undo")
        named(self.void_button, f"action_{index}_void")
        named(self.refund_button, f"action_{index}_refund")
        named(self.why_button, f"action_{index}_why")

    def texts(self) -> tuple[str, str, str]:
        """What, the line below and the sum, as shown."""
        shown = self._texts
        return (f"{shown.deed} {shown.who}".strip(), shown.line, shown.sum) if shown else ("",) * 3

    def tab_stops(self) -> list[QWidget]:
        """What can have the focus."""
        return [self.why_button, self.refund_button, self.undo_button, self.void_button]

    def why_text(self) -> str:
        """The arithmetic, where it is shown."""
        return "" if self._why is None or self._why.isHidden() else self._why.text()

    def show_why(self, purchase: int, lines: Sequence[str]) -> None:
        """Write the arithmetic below, if it is this purchase's."""
        if purchase != self.key[1] or self._texts is None or not self._texts.is_bought:
            return
        if self._why is None:
            theme = self._theme
            why = self._why = Label(theme, "", "small").wrapped()
            named(why, f"{self.objectName()}_why_text")
            why.setContentsMargins(theme.px(_TEXTS), 0, theme.px(_EDGE), theme.px(_GAP))
            self._outer.addWidget(why)
        self._why.setText("\n".join(lines))
        self._why.show()

    def set_narrow(self, narrow: bool) -> None:
        """Shorten a button where there is no room; what it does stays its spoken name."""
        words = self._context.words
        whole = words.text("Refund a part…")
        self.refund_button.set_caption(words.text("Refund…") if narrow else whole)
        self.refund_button.setAccessibleName(whole)

    def show_action(self, key: Key, texts: ActionTexts) -> None:
        """Show an action; what is shown already costs nothing."""
        if self._why is not None and key != self.key:
            self._why.hide()
        self.key = key
        if texts == self._texts:
            return
        self._texts = texts
        self._widths.clear()
        whom = f"{texts.deed} {texts.who}"
        self.setAccessibleName(spoken(texts.time, whom, texts.line, texts.sum))
        self.undo_button.setVisible(texts.undo)
        self.void_button.setVisible(texts.void)
        self.void_button.set_icon_name("lock" if texts.locked else "")
        self.refund_button.setVisible(texts.refund)
        self.why_button.setVisible(texts.is_bought)
        _keep_place(self.undo_button, not texts.void)
        self.update()

    # -- Qt --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is read, as far as the buttons leave room, and the line under the row."""
        theme, texts = self._theme, self._texts
        painter = QPainter(self)
        line = theme.px(1)
        painter.fillRect(0, self.height() - line, self.width(), line, theme.colour("border"))
        if texts is not None:
            high, icon = theme.px(ROW), theme.px(_ICON)
            place = QRect(theme.px(_EDGE), (high - icon) // 2, icon, icon)
            token = "muted" if texts.is_void else texts.token
            theme.draw_icon(painter, place.topLeft(), texts.icon, token=token, size=_ICON)
            left = place.right() + 1 + theme.px(_GAP)
            self._write(painter, QRect(left, 0, theme.px(_TIME), high), texts.time, _CLOCK)
            left = theme.px(_TEXTS)
            self._draw_texts(painter, texts, QRect(left, 0, self._room() - left, high))
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        """What is cut is told in full where the pointer rests."""
        super().enterEvent(event)
        self.setToolTip("\n".join(self._cut))

    # -- inside ----------------------------------------------------------------------------

    def _room(self) -> int:
        """Where the buttons begin, in every row at the same place: sums stand under each other."""
        return self.why_button.x() - self._theme.px(_GAP)

    def _draw_texts(self, painter: QPainter, texts: ActionTexts, place: QRect) -> None:
        theme = self._theme
        self._cut = []
        who, line, bill = _VOID if texts.is_void else _STANDING
        wide = self._write(painter, place, texts.sum, bill)
        place.setRight(place.right() - wide - (theme.px(_GAP) if texts.sum else 0))
        below = theme.line("small") if texts.line else 0
        top = (theme.px(ROW) - theme.line("body") - below) // 2
        upper = QRect(place.left(), top, place.width(), theme.line("body"))
        lower = QRect(place.left(), upper.bottom() + 1, place.width(), below)
        self._write(painter, lower, texts.line, line)
        deed = self._write(painter, upper, texts.deed, _DEED)
        upper.setLeft(upper.left() + deed + theme.px(6))
        self._write(painter, upper, texts.who, who)

    def _write(self, painter: QPainter, place: QRect, text: str, ink: _Ink) -> int:
        """Write a line into its place, cut where it is too long; the width that it takes."""
        font = self._theme.font(ink.role, bold=ink.bold)
        font.setStrikeOut(ink.struck)
        wide = self._widths.get((text, ink))
        if wide is None:
            wide = self._widths[text, ink] = QFontMetrics(font).horizontalAdvance(text)
        if wide > place.width():
            self._cut.append(text)
            wide = max(place.width(), 0)
            text = fitting(text, QFontMetrics(font), wide)
        painter.setFont(font)
        painter.setPen(self._theme.colour(ink.token))
        painter.drawText(place, _RIGHT if ink.right else _LEFT, text)
        return wide

    def _toggle_why(self) -> None:
        if self._why is not None and not self._why.isHidden():
            self._why.hide()
        else:
            self.why_wanted.emit(self.key[1])

    def _button(self, text: str, look: Look) -> Button:
        button = Button(self._theme, "", text, look)
        button.hide()
        return button

    def _build(self) -> None:
        theme = self._theme
        self._outer = tight(QVBoxLayout(self), 0, (0, 0, 0, theme.px(1)))
        row = tight(QHBoxLayout(), theme.px(_GAP), (0, 0, theme.px(_EDGE), 0))
        row.addStrut(theme.px(ROW))
        row.addStretch(1)
        for button in self.tab_stops():
            row.addWidget(button)
        backs = (self.undo_button, self.void_button)
        wide = max(theme.px(_BACK), *(one.sizeHint().width() for one in backs))
        for back in backs:
            back.setMinimumWidth(wide)
        for place in (self.why_button, self.refund_button, self.undo_button):
            _keep_place(place, True)
        self._outer.addLayout(row)


def fitting(text: str, metrics: QFontMetrics, room: int) -> str:
    """A text cut to its room: its first parts give way, for who gets what is told last."""
    parts = text.split(DOT)
    while len(parts) > 1 and metrics.horizontalAdvance(text) > room:
        parts = parts[1:]
        text = f"{ELLIPSIS} {DOT.join(parts)}"
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)


def _keep_place(button: Button, keeps: bool) -> None:
    """Whether a button that is hidden leaves its place empty."""
    policy = button.sizePolicy()
    if policy.retainSizeWhenHidden() != keeps:
        policy.setRetainSizeWhenHidden(keeps)
        button.setSizePolicy(policy)
