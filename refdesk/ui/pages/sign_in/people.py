"""The list of people at the left of the PIN page."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from refdesk.domain.records import StaffMember
from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.options import Option, OptionRow
from refdesk.words.catalogue import Words

ROOMY, DENSE = (80, 12), (64, 8)
"""The least height of a row and the gap between rows, px at scale 1."""


def role_text(words: Words, role: str) -> str:
    """What a role may do, in a word or two."""
    names = {
        "cashier": words.text("Cashier"),
        "manager": words.text("Manager"),
        "owner": words.text("All rights"),
    }
    return names[role]


class People(QScrollArea):
    """One large row a person; the arrow keys of the PIN choose, a click does too."""

    chosen_changed = Signal(object)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._members: list[StaffMember] = []
        self._rows: list[OptionRow] = []
        self._at = -1
        named(self, "sign_in_people", words.text("Who is at the counter?"))
        self.setProperty("look", "plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setObjectName("sign_in_people_rows")
        self._column = tight(QVBoxLayout(inside), theme.px(12), (0, 0, theme.px(4), 0))
        self._column.addStretch(1)
        self.setWidget(inside)

    def set_people(self, members: Sequence[StaffMember], chosen: int | None) -> None:
        """Show people; ``chosen`` is the id of who was at the till last."""
        for row in self._rows:
            row.deleteLater()
        self._members, self._at = list(members), -1
        self._rows = [self._row(place, member) for place, member in enumerate(members)]
        for place, row in enumerate(self._rows):
            self._column.insertWidget(place, row)
        self._fit()
        ids = [member.id for member in members]
        if ids:
            self.choose(ids.index(chosen) if chosen in ids else 0)

    def member(self) -> StaffMember | None:
        """Who is chosen."""
        return self._members[self._at] if 0 <= self._at < len(self._members) else None

    def members(self) -> list[StaffMember]:
        """Everybody in the list."""
        return list(self._members)

    def step(self, by: int) -> None:
        """Choose the neighbour; the ends stop."""
        if self._rows:
            self.choose(min(max(self._at + by, 0), len(self._rows) - 1))

    def choose(self, place: int) -> None:
        """Choose by place."""
        changed = place != self._at
        self._at = place
        for at, row in enumerate(self._rows):
            row.setChecked(at == place)
        self.ensureWidgetVisible(self._rows[place], 0, self._theme.px(16))
        if changed:
            self.chosen_changed.emit(self._members[place])

    def choose_person(self, staff: int) -> bool:
        """Choose by id; False for who is not in the list."""
        ids = [member.id for member in self._members]
        if staff in ids:
            self.choose(ids.index(staff))
        return staff in ids

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Large rows as long as everybody is in view; closer ones where more have to stand."""
        theme, width = self._theme, self.viewport().width() - self._theme.px(4)
        least, gap = (theme.px(one) for one in ROOMY)
        heights = [max(least, row.heightForWidth(width)) for row in self._rows]
        needed = sum(heights) + gap * (len(heights) - 1)
        if needed > self.viewport().height():
            least, gap = (theme.px(one) for one in DENSE)
        for row in self._rows:
            row.setMinimumHeight(least)
        self._column.setSpacing(gap)

    def _row(self, place: int, member: StaffMember) -> OptionRow:
        icon = "key-round" if member.role == "owner" else "circle-user-round"
        option = Option(member.name, role_text(self._words, member.role), icon, mark="tick")
        row = OptionRow(self._theme, f"person_{member.id}", option, height=ROOMY[0])
        row.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row.clicked.connect(lambda: self.choose(place))
        return row
