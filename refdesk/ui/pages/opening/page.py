"""The first thing that stands in the window: the scan box, which takes keys from the first frame.

The shop's data are opened meanwhile. What is typed or scanned is kept and handed to the counter.
"""

from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from refdesk.ui.page import Context, Density, Page
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import Panel
from refdesk.ui.widgets.scan_box import ScanBox

SHOW_AFTER_MS = 300


class Early(NamedTuple):
    """What a person did before the counter stood."""

    typed: str = ""
    submitted: bool = False
    scans: tuple[str, ...] = ()


class OpeningPage(Page):
    """The scan box where the counter has it, and a bar when opening takes long."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        theme, words = context.theme, context.words
        self._context = context
        self._theme = theme
        self._submitted = False
        self._scans: list[str] = []
        self.setObjectName("opening_page")
        self._column = tight(QVBoxLayout(self), theme.px(16))
        panel = Panel(theme, "opening_scan", padding=24, spacing=12)
        title = words.text("Scan a card, or type a code, phone or name")
        panel.column.addWidget(Label(theme, title, "title", bold=True))
        self.scan_box = ScanBox(theme, "opening_box", words)
        self.scan_box.submitted.connect(self._submit)
        panel.column.addWidget(self.scan_box)
        self._column.addWidget(panel)
        self._column.addStretch(1)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.timeout.connect(self._show_bar)
        self._slow.start(SHOW_AFTER_MS)
        self.on_density(Density())

    def early(self) -> Early:
        """What was done so far."""
        return Early(self.scan_box.text(), self._submitted, tuple(self._scans))

    def on_shown(self) -> None:
        self.scan_box.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_scan(self, text: str) -> None:
        self._scans.append(text)
        self.scan_box.field.setText(text)

    def on_density(self, density: Density) -> None:
        pad = self._theme.px(16 if density.low else 24)
        self._column.setContentsMargins(pad, pad, pad, pad)
        self.scan_box.set_low(density.low)

    def _submit(self) -> None:
        self._submitted = True

    def _show_bar(self) -> None:
        self._column.insertWidget(1, _bar(self._context, "opening_progress"))


def _bar(context: Context, name: str) -> QWidget:
    from refdesk.ui.widgets.states import ProgressPlace

    place = ProgressPlace(context.theme, name, context.words)
    place.start(context.words.text("Opening the shop"))
    return place


class WaitingPage(Page):
    """A sentence and a bar over the whole window, while something has to finish first."""

    def __init__(self, context: Context, title: str, line: str = "") -> None:
        super().__init__()
        theme = context.theme
        self._words = title
        self.setObjectName("waiting_page")
        pad = theme.px(48)
        column = tight(QVBoxLayout(self), theme.px(12), (pad, pad, pad, pad))
        column.addStretch(1)
        if title:
            column.addWidget(Label(theme, title, "page", bold=True).wrapped())
        if line:
            column.addWidget(Label(theme, line, tone="muted").wrapped())
        from refdesk.ui.widgets.states import ProgressPlace

        self.progress = ProgressPlace(theme, "waiting_progress", context.words)
        column.addWidget(self.progress)
        column.addStretch(2)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def title(self) -> str:
        return self._words

    def on_shown(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
