"""A page that notes what the window tells it, and a window of such pages."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout

from refdesk.ui.main_window import MainWindow, PageEntry
from refdesk.ui.page import Density, KeyHint, Page
from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.fields import TextField


class NotePage(Page):
    """A page that notes what the window tells it."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.name = name
        self.notes: list[str] = []
        self.hints: tuple[KeyHint, ...] = ()
        self.leavable = True
        self.field = TextField(theme, f"{name}_field")
        self.field.setAccessibleName(name)
        QVBoxLayout(self).addWidget(self.field)

    @property
    def title(self) -> str:
        return self.name.title()

    def keys(self) -> tuple[KeyHint, ...]:
        return self.hints

    def on_shown(self) -> None:
        self.notes.append("shown")
        self.field.setFocus()

    def on_scan(self, text: str) -> None:
        self.notes.append(f"scan {text}")

    def on_density(self, density: Density) -> None:
        self.notes.append(f"low={density.low} narrow={density.narrow}")

    def may_leave(self) -> bool:
        return self.leavable


def entries(theme: Theme, built: list[str]) -> list[PageEntry]:
    def build(name: str) -> Callable[[], Page]:
        def make() -> Page:
            built.append(name)
            return NotePage(theme, name)

        return make

    icons = {"counter": "scan-line", "customers": "users", "settings": "settings"}
    digits = {"counter": 1, "customers": 2, "settings": 6}
    return [
        PageEntry(name, name.title(), icon, digits[name], build(name))
        for name, icon in icons.items()
    ]


def page_of(window: MainWindow, key: str = "counter") -> NotePage:
    page = window.page(key)
    assert isinstance(page, NotePage)
    return page
