"""The top row of the Cards page: which view, which side, what is saved, and Print."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from refdesk.ui.page import Context
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, IconButton, Look
from refdesk.ui.widgets.choices import Segments
from refdesk.ui.widgets.labels import ElidingLabel, Label


class HeadRow(QWidget):
    """``view_wanted`` gives ``design`` or ``sheets``; the buttons are the page's to connect."""

    view_wanted = Signal(str)

    def __init__(self, context: Context, *, may_design: bool) -> None:
        """Whoever may not change designs sees the sheets alone."""
        super().__init__()
        theme, text = context.theme, context.words.text
        self._theme, self._words = theme, context.words
        self._may_design = may_design
        self._view = "sheets"
        self._narrow = False
        self._cards = 0
        self._side: Segments | None = None
        self._title = Label(theme, text("Cards"), "page", bold=True)
        self._title.setObjectName("cards_title")
        self.views = Segments(theme, "cards_view", "", height=48)
        self.views.setAccessibleName(text("View"))
        self.views.set_options([("design", text("Design")), ("sheets", text("The sheets"))])
        self.views.choose("sheets")
        if not may_design:
            self.views.hide()
        self.back_button = self._make_back()
        self._why = ElidingLabel(theme, "", "small", tone="muted")
        self._why.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._why.setObjectName("cards_why_not")
        self._saved = Label(theme, "", "small", tone="muted")
        self._saved.setObjectName("cards_saved")
        self.save_button = Button(
            theme, "cards_save_as", text("Save as…"), Look(icon="save", height=48)
        )
        spoken = text("Save as a design of your own")
        self.save_button.setAccessibleName(spoken)
        self.save_icon = IconButton(theme, "cards_save_icon", spoken, Look(icon="save", height=48))
        self.save_icon.clicked.connect(self.save_button.click)
        self.print_button = Button(
            theme, "cards_print", text("Print…"), Look("primary", icon="printer", key="Ctrl+P")
        )
        self._row = tight(QHBoxLayout(self), theme.px(12))
        self._row.addWidget(self.back_button)
        self._row.addWidget(self._title)
        self._row.addWidget(self.views)
        self._row.addWidget(self._why, 1)
        self._row.addWidget(self._saved)
        self._row.addWidget(self.save_button)
        self._row.addWidget(self.save_icon)
        self._row.addWidget(self.print_button)
        self.views.chosen_changed.connect(lambda view: self.view_wanted.emit(str(view)))
        self.show_view("sheets")

    def _make_back(self) -> Button:
        """For who does not find this page on the rail."""
        look = Look(key="Esc", height=48)
        back = Button(self._theme, "cards_back", self._words.text("Back"), look)
        if self._may_design:
            back.hide()
        return back

    def show_view(self, view: str) -> None:
        """Show what belongs to a view."""
        self._view = view
        self.views.choose(view)
        in_design = view == "design"
        self._saved.setVisible(in_design)
        self._show_save()
        if self._side is not None:
            self._side.setVisible(in_design)

    def hold_side_switch(self, switch: Segments) -> None:
        """Put the switch of the card's sides beside the views."""
        self._side = switch
        self._row.insertWidget(self._row.indexOf(self.views) + 1, switch)
        switch.setVisible(self._view == "design")

    def set_narrow(self, narrow: bool) -> None:
        """Without the title, where there is little room and the rail shows it too."""
        self._narrow = narrow
        self._title.setHidden(narrow and self._may_design)
        self._row.setSpacing(self._theme.px(8 if narrow else 12))
        self.show_cards(self._cards)
        self._show_save()

    def _show_save(self) -> None:
        in_design = self._view == "design"
        self.save_button.setVisible(in_design and not self._narrow)
        self.save_icon.setVisible(in_design and self._narrow)

    def show_cards(self, count: int) -> None:
        """What Print does; how many cards it is stands elsewhere where there is little room."""
        self._cards = count
        text = self._words.text("Print…")
        if count and not self._narrow:
            text = self._words.plural("Print {n} card…", "Print {n} cards…", count)
        self.print_button.set_caption(text)

    def show_why(self, text: str) -> None:
        """Why nothing can be printed, or nothing."""
        self._why.setText(text)

    def show_saved(self, *, is_saved: bool, was_saved: bool) -> None:
        """Whether the design is kept as it stands, and since when if it was kept here."""
        words = self._words
        text = ""
        if not is_saved:
            text = words.text("Not saved")
        elif was_saved:
            at = words.time(datetime.now().astimezone())
            text = words.text("Saved {time}", time=at)
        self._saved.setText(text)
        self._saved.set_tone("muted" if is_saved else "check")
