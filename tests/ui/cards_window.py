"""What the tests of the Cards page share: answers to dialogs, and the sheet under the mouse."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from refdesk.services.desk import Desk
from refdesk.ui.page import Context
from refdesk.ui.pages.cards.page import CardsPage
from refdesk.ui.widgets.buttons import Button
from tests.ui.customers_shop import part

LEFT = Qt.MouseButton.LeftButton


class Answers:
    """What the file dialog and the printer's dialog would answer."""

    def __init__(self, folder: Path) -> None:
        self.path: Path | None = folder / "cards.pdf"
        self.printed = folder / "printed.pdf"
        self.names: list[str] = []
        self.accepts = True
        self.picture: Path | None = None

    def ask_picture(self, _parent: QWidget, _title: str) -> Path | None:
        return self.picture

    def ask_path(self, _parent: QWidget, _title: str, name: str) -> Path | None:
        self.names.append(name)
        return self.path

    def ask_printer(self, _parent: QWidget, printer: QPrinter, _sheets: int) -> bool:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.printed))
        return self.accepts


def cards_page(context: Context, desk: Desk, answers: Answers) -> CardsPage:
    """The page, asking ``answers`` where it would open a dialog of the system."""
    return CardsPage(
        context, desk, path_asker=answers.ask_path, printer_asker=answers.ask_printer,
        picture_asker=answers.ask_picture,
    )  # fmt: skip


def click(page: CardsPage, name: str) -> None:
    """Press a button by the mouse, once it stands."""
    QApplication.processEvents()
    button = part(page, Button, name)
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT)


def click_place(page: CardsPage, place: int) -> None:
    """Press a place of the sheet."""
    view = page.preview.view
    QTest.mouseClick(view, LEFT, pos=view.place_rect(place).center().toPoint())


def shown_codes(page: CardsPage) -> dict[int, str]:
    """The codes on the sheet in sight, by place."""
    plan = page.preview.view.plan()
    return dict(plan.codes) if plan is not None else {}
