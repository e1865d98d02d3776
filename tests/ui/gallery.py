"""Every widget in every state, as in the design's sheet of components; run by hand to look at.

python -m tests.ui.gallery FOLDER   writes a picture per theme and language, and of the frame.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from refdesk.ui.app import make_application, make_context
from refdesk.ui.main_window import MainWindow, PageEntry
from refdesk.ui.page import Context, Density, KeyHint, Page
from refdesk.ui.status_bar import Device
from refdesk.ui.theme.theme import Mode
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, IconButton, Look
from refdesk.ui.widgets.choices import CheckBox, Chips, ComboBox, RadioButton, Segments
from refdesk.ui.widgets.fields import LabelledField, TextField
from refdesk.ui.widgets.keypad import Keypad
from refdesk.ui.widgets.labels import Label, Tag
from refdesk.ui.widgets.options import Option, OptionRow
from refdesk.ui.widgets.rows import FactRow, KeyValueRow, Panel, rule
from refdesk.ui.widgets.scan_box import ScanBox
from refdesk.ui.widgets.states import EmptyState, ProgressPlace
from refdesk.ui.widgets.strips import Message, ResultStrip, Strip
from refdesk.ui.widgets.table import Table
from refdesk.ui.widgets.value_fields import MoneyField, PhoneField, PinDots
from refdesk.ui.widgets.verdict import Verdict, VerdictBanner
from refdesk.words.catalogue import load_words
from tests.ui.gallery_texts import RUSSIAN


class Gallery:
    """Builds the parts of one theme and language."""

    def __init__(self, context: Context, *, russian: bool) -> None:
        self.context = context
        self.theme = context.theme
        self.russian = russian

    def say(self, text: str) -> str:
        return RUSSIAN.get(text, text) if self.russian else text

    def button(self, text: str, look: Look) -> Button:
        name = f"button_{text.lower().replace(' ', '_')}"
        return Button(self.theme, name, self.say(text), look)

    def row(self, *widgets: QWidget, stretch: bool = True) -> QHBoxLayout:
        row = tight(QHBoxLayout(), self.theme.px(8))
        for widget in widgets:
            row.addWidget(widget)
        if stretch:
            row.addStretch(1)
        return row

    def buttons(self) -> QVBoxLayout:
        column = tight(QVBoxLayout(), self.theme.px(8))
        column.addLayout(
            self.row(
                self.button("Redeem", Look("primary", "ticket-check", "Enter", 64)),
                self.button("Find", Look("primary", "search", height=56)),
                self.button("Undo", Look(icon="undo-2", key="Ctrl+Z")),
                self.button("Export…", Look(height=40)),
            )
        )
        off = self.button("Not yet", Look())
        off.setEnabled(False)
        self.focused = self.button("Focused", Look())
        column.addLayout(
            self.row(
                self.button("Show text", Look("quiet")),
                self.button("Block card", Look("danger", "ban")),
                off,
                self.focused,
                IconButton(self.theme, "more", self.say("More"), Look(icon="ellipsis")),
            )
        )
        return column

    def fields(self) -> QGridLayout:
        theme, words = self.theme, self.context.words
        name = TextField(theme, "name")
        name.setText(self.say("Boris"))
        phone = PhoneField(theme, "phone")
        phone.setText("+7 900 000-12-34")
        phone_field = LabelledField(theme, self.say("Phone"), phone)
        phone_field.set_help(self.say("Not in the list yet: new customer"), icon="check", tone="ok")
        amount = MoneyField(theme, "amount", words, height=48)
        amount.set_amount(4_000_000)
        amount_field = LabelledField(theme, self.say("Amount"), amount)
        amount_field.set_problem(self.say("More than 20 000 a purchase"))
        points = TextField(theme, "points")
        points.setPlaceholderText(self.say("nothing to spend"))
        points.setEnabled(False)
        points_field = LabelledField(theme, self.say("Points"), points)
        points_field.set_help(self.say("100 on hold until 5 Dec"), icon="hourglass")
        grid = tight(QGridLayout(), theme.px(12))
        grid.addWidget(LabelledField(theme, self.say("Name"), name), 0, 0)
        grid.addWidget(phone_field, 0, 1)
        grid.addWidget(amount_field, 1, 0)
        grid.addWidget(points_field, 1, 1)
        return grid

    def choices(self) -> QVBoxLayout:
        theme = self.theme
        services = ("Express", "Full wash", "Interior", "Wax", "Engine")
        segments = Segments(theme, "service", self.say("More"), height=44, shown=3)
        segments.set_options([(one, self.say(one)) for one in services])
        segments.choose("Full wash")
        chips = Chips(theme, "filters")
        chips.set_options([(one, self.say(one)) for one in ("Referrers", "All")])
        chips.set_count("Referrers", "6 102")
        chips.set_count("All", "48 213")
        chips.choose("Referrers")
        on = CheckBox(theme, "on", self.say("On"))
        on.setChecked(True)
        chosen = RadioButton(theme, "chosen", self.say("Chosen"))
        chosen.setChecked(True)
        combo = ComboBox(theme, "combo")
        combo.addItems([self.say(one) for one in services])
        column = tight(QVBoxLayout(), theme.px(8))
        column.addWidget(segments)
        column.addWidget(chips)
        column.addLayout(
            self.row(
                on,
                CheckBox(theme, "off", self.say("Off")),
                chosen,
                RadioButton(theme, "other", self.say("Other")),
                combo,
            )
        )
        column.addWidget(
            CheckBox(theme, "consent", self.say("Agreed to be kept in our customer list"))
        )
        column.addLayout(
            self.row(
                Tag(theme, self.say("Available"), "ok", "check"),
                Tag(theme, self.say("On hold"), "check", "hourglass"),
                Tag(theme, self.say("Expired"), "stop", "calendar-x"),
                Tag(theme, self.say("Voided"), "", "ban"),
                Tag(theme, self.say("Referrer"), "acc", "handshake"),
            )
        )
        return column

    def strip(self, message: Message, *actions: Button) -> Strip:
        strip = Strip(self.theme, f"strip_{message.kind}")
        said = Message(message.kind, self.say(message.title), self.say(message.line), message.icon)
        strip.show_message(said, actions)
        return strip

    def strips(self) -> QVBoxLayout:
        column = tight(QVBoxLayout(), self.theme.px(12))
        column.addWidget(
            self.strip(
                Message("ok", "Card printed for Timur A."), self.button("Spoiled", Look(height=44))
            )
        )
        column.addWidget(
            self.strip(
                Message("acc", "New scan: …VB-5", "This form is not saved yet", "scan-qr-code"),
                self.button("Keep", Look(key="Esc", height=44)),
                self.button("Switch", Look("primary", key="Enter", height=44)),
            )
        )
        column.addWidget(
            self.strip(
                Message("check", "Last backup was 4 days ago", "The USB stick is not plugged in"),
                self.button("Back up now", Look(height=44)),
            )
        )
        column.addWidget(
            self.strip(
                Message(
                    "stop",
                    "Not saved: another till is writing",
                    "Nothing was given. 3 tries in 5 seconds",
                ),
                self.button("Try again", Look(icon="refresh-cw", height=44)),
            )
        )
        return column

    def states(self) -> QHBoxLayout:
        theme = self.theme
        row = tight(QHBoxLayout(), theme.px(12))
        empty = EmptyState(
            theme,
            "empty",
            "users",
            self.say("No customers yet"),
            self.say("The first purchase adds one"),
        )
        empty.add_action(self.button("Import…", Look(height=40)))
        box = Panel(theme, "empty_panel", padding=0)
        box.column.addWidget(empty)
        row.addWidget(box, 1)
        progress = ProgressPlace(theme, "progress", self.context.words)
        progress.start(self.say("Searching"), can_stop=True)
        progress.report(5, 14)
        for child in progress.findChildren(QWidget):
            child.show()
        second = Panel(theme, "progress_panel")
        second.column.addWidget(progress)
        dots = PinDots(theme, "dots", "PIN")
        dots.show_count(2)
        second.column.addWidget(dots)
        row.addWidget(second, 1)
        return row

    def options(self) -> QVBoxLayout:
        theme = self.theme
        column = tight(QVBoxLayout(), theme.px(12))
        first = Option(
            self.say("Record the purchase without the code"),
            self.say("Boris K. earns points as usual and may spend 120 points"),
            icon="check",
            key="Enter",
        )
        second = Option(
            self.say("Correct the phone"),
            self.say("The number was mistyped, or it belongs to somebody else"),
            icon="phone",
            key="F5",
        )
        third = Option("Olga", "Cashier", icon="circle-user-round", mark="tick")
        fourth = Option("200 ₽", "200 ₽ / 200 ₽", figure="400 ₽", caption="CAC", mark="radio")
        column.addWidget(OptionRow(theme, "way_1", first, primary=True))
        column.addWidget(OptionRow(theme, "way_2", second))
        for name, option in (("person", third), ("preset", fourth)):
            row = OptionRow(theme, name, option)
            row.setChecked(True)
            column.addWidget(row)
        return column

    def sheet(self) -> QWidget:
        """The whole sheet as one widget."""
        sheet = QWidget()
        sheet.setProperty("look", "page")
        sheet.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = tight(QVBoxLayout(sheet), self.theme.px(20), (32, 32, 32, 32))
        verdict = VerdictBanner(self.theme, "verdict")
        verdict.show_verdict(
            Verdict(
                "ok",
                self.say("Code works, invited by Anna L."),
                self.say("Programme “Friend −10 %, you 100 points” · code works until 31 Dec 2026"),
                "−10 %",
                self.say("first purchase"),
            )
        )
        column.addWidget(verdict)
        for part in (
            self.buttons(),
            self.fields(),
            self.choices(),
            self.strips(),
            self.options(),
            self.table(),
            self.states(),
        ):
            column.addLayout(part)
        column.addStretch(1)
        return sheet

    def table(self) -> QVBoxLayout:
        panel = Panel(self.theme, "table_panel", padding=1)
        table = Table(self.theme, "table", "Customers")
        table.setModel(_Rows(table))
        table.setColumnWidth(0, 300)
        table.horizontalHeader().setSortIndicatorShown(True)
        table.horizontalHeader().setSortIndicator(2, Qt.SortOrder.DescendingOrder)
        table.selectRow(1)
        table.setFixedHeight(36 + 3 * 40)
        panel.column.addWidget(table)
        column = tight(QVBoxLayout())
        column.addWidget(panel)
        return column


class _Rows(QAbstractTableModel):
    rows = (("Anna L.", "…31-07", "280"), ("Marina D.", "…45-12", "395"), ("…", "…", "…"))
    titles = ("Name", "Phone", "Points")

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 3

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 3

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(index.column())
        return self.rows[index.row()][index.column()] if role == 0 else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(section)
        return self.titles[section] if role == 0 else None

    def _side(self, column: int) -> int:
        flag = Qt.AlignmentFlag
        side = flag.AlignRight if column == 2 else flag.AlignLeft
        return (side | flag.AlignVCenter).value


class IdlePage(Page):
    """Something like the waiting counter, made of the parts."""

    def __init__(self, gallery: Gallery) -> None:
        super().__init__()
        self.gallery = gallery
        theme, say = gallery.theme, gallery.say
        pad = theme.px(24)
        self.row = tight(QHBoxLayout(self), theme.px(24), (pad, pad, pad, pad))
        left = tight(QVBoxLayout(), theme.px(16))
        box = Panel(theme, "scan_panel", padding=24, spacing=12)
        box.column.addWidget(
            Label(theme, say("Scan a card, or type a code, phone or name"), "title", bold=True)
        )
        self.scan = ScanBox(theme, "scan", gallery.context.words)
        box.column.addWidget(self.scan)
        left.addWidget(box)
        result = ResultStrip(theme, "result", gallery.context.words)
        result.show_done(
            "12:41",
            say("Redeemed. Boris K. is a new customer and paid 900 ₽"),
            say("−10 % by code …QT-2. Referrer Anna L. gets 100 points on 5 Dec"),
        )
        left.addWidget(result)
        left.addWidget(Panel(theme, "earlier"), 1)
        self.row.addLayout(left, 1)
        side = Panel(theme, "side")
        side.setFixedWidth(theme.px(320))
        for label, value in (("Express", "31"), ("Full wash", "6")):
            side.column.addWidget(KeyValueRow(theme, label, say(label), value, role="title"))
        side.column.addWidget(rule(theme))
        self.pay = KeyValueRow(theme, "pay", say("To pay"), "900 ₽", role="figure")
        side.column.addWidget(self.pay)
        side.column.addWidget(
            FactRow(
                theme,
                "fact",
                "user-check",
                say("Boris, new customer"),
                say("pays 900 ₽ now and gets a code to share"),
            )
        )
        self.keypad = Keypad(theme, "keypad", gallery.context.words)
        side.column.addWidget(self.keypad)
        side.column.addStretch(1)
        side.column.addWidget(
            gallery.button("Redeem", Look("primary", "ticket-check", "Enter", 64))
        )
        two = tight(QHBoxLayout(), theme.px(8))
        two.addWidget(gallery.button("With card", Look(icon="printer", key="F8", small=True)), 1)
        two.addWidget(gallery.button("Without code", Look(key="F9", small=True)), 1)
        side.column.addLayout(two)
        self.row.addWidget(side)

    @property
    def title(self) -> str:
        return self.gallery.say("Counter")

    def keys(self) -> tuple[KeyHint, ...]:
        say = self.gallery.say
        return (
            KeyHint("F2", say("Scan box"), self.on_shown),
            KeyHint("F4", say("New customer"), lambda: None),
            KeyHint("F8", say("Print card"), lambda: None),
            KeyHint("Ctrl+Z", say("Undo")),
            KeyHint("F1", say("All keys")),
        )

    def on_shown(self) -> None:
        self.scan.take_focus()

    def on_density(self, density: Density) -> None:
        pad = self.gallery.theme.px(16 if density.low else 24)
        self.row.setContentsMargins(pad, pad, pad, pad)
        self.scan.set_low(density.low)
        self.keypad.set_low(density.low)
        self.keypad.setVisible(not density.narrow)


def frame_window(gallery: Gallery) -> MainWindow:
    """The frame with six pages."""
    say = gallery.say
    icons = {
        "Counter": "scan-line",
        "Customers": "users",
        "Programmes": "gift",
        "Cards": "id-card",
        "Reports": "chart-line",
        "Settings": "settings",
    }
    entries = [
        PageEntry(title.lower(), say(title), icon, digit, lambda: IdlePage(gallery))
        for digit, (title, icon) in enumerate(icons.items(), start=1)
    ]
    window = MainWindow(gallery.context, entries, "Lagoon Car Wash")
    window.set_person("Olga")
    window.set_devices(
        [
            Device("scanner", "scan-qr-code", say("Scanner ready")),
            Device("printer", "printer-check", say("Printer ready")),
            Device("backup", "hard-drive", say("Backup today 09:00")),
        ]
    )
    window.show_page("counter")
    return window


def settle(app: QApplication, widget: QWidget) -> None:
    """Show a widget and let it be drawn."""
    widget.show()
    widget.activateWindow()
    for _ in range(5):
        app.processEvents()


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    app = make_application(sys.argv)
    context = make_context(app, load_words("en"))
    for mode, russian in ((Mode.LIGHT, False), (Mode.DARK, True)):
        context.theme.set_mode(mode)
        gallery = Gallery(context, russian=russian)
        sheet = gallery.sheet()
        sheet.resize(740, sheet.sizeHint().height())
        settle(app, sheet)
        gallery.focused.setFocus()
        app.processEvents()
        sheet.grab().save(str(folder / f"sheet-{mode}.png"))
        sheet.close()
        for width, height in ((1366, 768), (1024, 680)):
            window = frame_window(gallery)
            window.resize(width, height)
            settle(app, window)
            window.grab().save(str(folder / f"frame-{mode}-{width}.png"))
            window.close()
            window.deleteLater()
            app.processEvents()
    context.tasks.shut_down()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
