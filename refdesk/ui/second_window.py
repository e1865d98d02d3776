"""What a second window of the same data folder says before it goes."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import IconLabel, Label
from refdesk.words.catalogue import Words


class SecondWindow(QDialog):
    """One sentence and one button; Enter and Esc close it."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        named(self, "second_window")
        self.setWindowTitle("RefDesk")
        self.setMinimumWidth(theme.px(520))
        pad = theme.px(24)
        column = tight(QVBoxLayout(self), theme.px(16), (pad, pad, pad, pad))
        row = tight(QHBoxLayout(), theme.px(16))
        row.addWidget(IconLabel(theme, "store", 40, "accent"))
        said = tight(QVBoxLayout(), theme.px(4))
        title = words.text("RefDesk is already open on this computer")
        said.addWidget(Label(theme, title, "title", bold=True).wrapped())
        line = words.text("Go to its window. One window keeps the shop’s data in order")
        said.addWidget(Label(theme, line, tone="muted").wrapped())
        row.addLayout(said, 1)
        column.addLayout(row)
        close = Button(
            theme, "second_window_close", words.text("Close"), Look("primary", key="Enter")
        )
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = tight(QHBoxLayout())
        foot.addStretch(1)
        foot.addWidget(close)
        column.addLayout(foot)
        theme.dress(self)
