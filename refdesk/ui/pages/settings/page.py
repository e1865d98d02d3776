"""Settings: sections at the left, the chosen one at the right. Only the owner gets here."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from refdesk.services.desk import Desk
from refdesk.ui.page import Context, Density, KeyHint, Page
from refdesk.ui.pages.settings.section import Section
from refdesk.ui.preferences import ReceiptChoice
from refdesk.ui.scrolled import scrolled
from refdesk.ui.sounds import Level
from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import frame, named, tight
from refdesk.ui.widgets.boxes import box_of, paint_box

FIRST = "shop"


class SettingsPage(Page):
    """What is chosen here concerns the window: its signals go to whoever keeps it.

    ``shop_changed`` gives the shop, ``staff_changed`` whether anybody has a PIN,
    ``receipts_chosen`` the till's receipt printer, ``sound_chosen`` how loud it is (``sound_tried``
    wants to hear it), ``backup_made`` a moment, ``restore_wanted`` a
    path.
    """

    mode_chosen = Signal(object)
    scale_chosen = Signal(int)
    language_chosen = Signal(str)
    sound_chosen = Signal(object)
    sound_tried = Signal()
    shop_changed = Signal(object)
    staff_changed = Signal(bool)
    receipts_chosen = Signal(object)
    scanner_chosen = Signal(object)
    backup_made = Signal(object)
    restore_wanted = Signal(object)
    section_shown = Signal(str)

    def __init__(
        self,
        context: Context,
        desk: Desk,
        *,
        language: str = "",
        section: str = FIRST,
        receipts: ReceiptChoice | None = None,
        sound: Level = Level.LOW,
    ) -> None:
        """``language`` is this till's own or empty, ``section`` the one to begin with, ``receipts``
        the till's receipt printer, ``sound`` how loud its counter is."""
        super().__init__()
        self._context = context
        self._desk = desk
        self._language = language
        self._receipt_printer = receipts or ReceiptChoice()
        self._sound = sound
        self._sections: dict[str, Section] = {}
        self._places: dict[str, QScrollArea] = {}
        named(self, "settings_page")
        self.setProperty("look", "page")
        row = tight(QHBoxLayout(self))
        row.addWidget(self._build_list())
        self._stack = QStackedWidget()
        row.addWidget(self._stack, 1)
        self._key = section if section in self._buttons else FIRST

    # -- what the window asks --------------------------------------------------------------

    @property
    def title(self) -> str:
        return self._context.words.text("Settings")

    def keys(self) -> tuple[KeyHint, ...]:
        text = self._context.words.text
        steps: tuple[KeyHint, ...] = (
            KeyHint("F6", text("Next section"), lambda: self._step(1)),
            KeyHint("Shift+F6", text("Previous section"), lambda: self._step(-1), in_status=False),
        )
        section = self._sections.get(self._key)
        if section is not None and section.can_save():
            steps = (*steps, KeyHint("Ctrl+S", text("Save"), section.save))
        if section is not None and section.can_close():
            steps = (*steps, KeyHint("Esc", text("Back"), section.close_opened))
        return steps

    def prepare(self) -> bool:
        if self._key in self._sections:
            return False
        self._build(self._key)
        return True

    def on_shown(self) -> None:
        self.show_section(self._key)

    def on_density(self, density: Density) -> None:
        theme = self._context.theme
        self._list.setFixedWidth(theme.px(232 if density.narrow else 248))

    def show_section(self, key: str) -> None:
        """Bring a section to the front, unless the one in front holds on to something.

        It is built when it is shown for the first time.
        """
        if key != self._key and not self.may_leave():
            self._buttons[self._key].setChecked(True)
            return
        self._key = key
        self._buttons[key].setChecked(True)
        section = self._sections.get(key) or self._build(key)
        self._stack.setCurrentWidget(self._places[key])
        section.read()
        section.take_focus()
        self.keys_changed.emit()
        self.section_shown.emit(key)

    def is_unsaved(self) -> bool:
        return any(section.is_unsaved() for section in self._sections.values())

    def shows_key(self) -> bool:
        return any(section.shows_key() for section in self._sections.values())

    def may_leave(self) -> bool:
        section = self._sections.get(self._key)
        return section is None or section.may_leave()

    def takes_scans(self) -> bool:
        """In "Scanner" a scan is measured and leads nowhere; a section may wait for one."""
        section = self._sections.get(self._key)
        return self._key == "scanner" or (section is not None and section.takes_scans())

    def on_scan(self, text: str) -> None:
        section = self._sections.get(self._key)
        if section is not None and section.takes_scans():
            section.take_scan(text)

    def section(self, key: str) -> Section | None:
        """A section that was built already."""
        return self._sections.get(key)

    # -- the list --------------------------------------------------------------------------

    def _names(self) -> dict[str, tuple[str, str]]:
        text = self._context.words.text
        return {
            "shop": (text("Shop"), "store"),
            "staff": (text("Staff"), "users"),
            "review": (text("Review"), "search"),
            "services": (text("Services"), "package"),
            "rules": (text("Rules of the shop"), "list-checks"),
            "window": (text("Window"), "palette"),
            "scanner": (text("Scanner"), "scan-qr-code"),
            "receipts": (text("Receipt printer"), "receipt-text"),
            "backups": (text("Backups and check"), "hard-drive"),
            "about": (text("About"), "info"),
        }

    def _build_list(self) -> QWidget:
        theme = self._context.theme
        self._list = frame("rail")
        named(self._list, "settings_list", self._context.words.text("Sections"))
        pad = theme.px(8)
        column = tight(QVBoxLayout(self._list), theme.px(4), (pad, theme.px(16), pad, pad))
        self._group = QButtonGroup(self)
        self._buttons: dict[str, SectionButton] = {}
        for key, (name, icon) in self._names().items():
            button = SectionButton(theme, f"section_{key}", name, icon)
            button.clicked.connect(lambda _on, chosen=key: self.show_section(chosen))
            self._group.addButton(button)
            self._buttons[key] = button
            column.addWidget(button)
        column.addStretch(1)
        return self._list

    def _step(self, by: int) -> None:
        keys = list(self._buttons)
        self.show_section(keys[(keys.index(self._key) + by) % len(keys)])

    # -- sections --------------------------------------------------------------------------

    def _build(self, key: str) -> Section:
        builders: dict[str, Callable[[], Section]] = {
            "shop": self._shop,
            "staff": self._staff,
            "review": self._review,
            "services": self._services,
            "rules": self._rules,
            "window": self._window,
            "scanner": self._scanner,
            "receipts": self._receipts,
            "backups": self._backups,
            "about": self._about,
        }
        section = builders[key]()
        self._sections[key] = section
        section.opened.connect(self.keys_changed)
        theme = self._context.theme
        section.setMaximumWidth(theme.px(960))
        holder = QWidget()
        pad = theme.px(24)
        across = tight(QHBoxLayout(holder), 0, (pad, pad, pad, pad))
        across.addWidget(section, 1000)
        across.addStretch(1)  # every section begins at the same place, with a scroll bar or without
        area = scrolled(holder)
        self._places[key] = area
        self._stack.addWidget(area)
        return section

    def _shop(self) -> Section:
        from refdesk.ui.pages.settings.shop import ShopSection

        section = ShopSection(self._context, self._desk)
        section.changed.connect(self.shop_changed)
        return section

    def _staff(self) -> Section:
        from refdesk.ui.pages.settings.people import StaffSection

        section = StaffSection(self._context, self._desk)
        section.changed.connect(self.staff_changed)
        return section

    def _review(self) -> Section:
        from refdesk.ui.pages.settings.review import ReviewSection

        return ReviewSection(self._context, self._desk)

    def _services(self) -> Section:
        from refdesk.ui.pages.settings.services import ServicesSection

        return ServicesSection(self._context, self._desk)

    def _rules(self) -> Section:
        from refdesk.ui.pages.settings.rules import RulesSection

        section = RulesSection(self._context, self._desk)
        section.changed.connect(self.shop_changed)
        return section

    def _window(self) -> Section:
        from refdesk.ui.pages.settings.window import WindowSection

        section = WindowSection(self._context, self._desk, language=self._language)
        section.mode_chosen.connect(self.mode_chosen)
        section.scale_chosen.connect(self.scale_chosen)
        section.language_chosen.connect(self.language_chosen)
        section.offer_sounds(self._sound)
        section.sound_chosen.connect(self._take_sound)
        section.sound_tried.connect(self.sound_tried)
        return section

    def _take_sound(self, level: Level) -> None:
        self._sound = level
        self.sound_chosen.emit(level)

    def _scanner(self) -> Section:
        from refdesk.ui.pages.settings.scanner import ScannerSection

        section = ScannerSection(self._context, self._desk)
        section.chosen.connect(self.scanner_chosen)
        return section

    def _receipts(self) -> Section:
        from refdesk.ui.pages.settings.receipts import ReceiptsSection

        section = ReceiptsSection(self._context, self._desk, self._receipt_printer)
        section.chosen.connect(self.receipts_chosen)
        return section

    def _backups(self) -> Section:
        from refdesk.ui.pages.settings.backups import BackupsSection

        section = BackupsSection(self._context, self._desk)
        section.made.connect(self.backup_made)
        section.restore_wanted.connect(self.restore_wanted)
        return section

    def _about(self) -> Section:
        from refdesk.ui.pages.settings.about import AboutSection

        return AboutSection(self._context, self._desk)


class SectionButton(QPushButton):
    """An icon and a name at the left of a row of 48 px; the chosen one is filled and bold."""

    def __init__(self, theme: Theme, name: str, text: str, icon: str) -> None:
        super().__init__()
        self._theme = theme
        self._caption = text
        self._icon = icon
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedHeight(theme.px(48))
        named(self, name, text)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        paint_box(painter, theme, self.rect(), box_of(self, "rail"))
        ink = "accent_ink" if self.isChecked() else "text"
        at = theme.icon_rect(self.rect(), 24).topLeft()
        at.setX(theme.px(12))
        theme.draw_icon(painter, at, self._icon, token=ink, size=24)
        painter.setFont(theme.font("body", bold=self.isChecked()))
        painter.setPen(theme.colour(ink))
        room = self.rect().adjusted(theme.px(48), 0, -theme.px(8), 0)
        shown = painter.fontMetrics().elidedText(
            self._caption, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()
