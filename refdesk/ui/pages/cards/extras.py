"""What stands behind "Test sheet…", "Own stock…" and "More" on the Cards page."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QWidget

from refdesk.cards.design import Design
from refdesk.cards.stocks import Stock
from refdesk.domain.records import Version
from refdesk.services import pieces, programmes, studio
from refdesk.ui.error_texts import message_of
from refdesk.ui.pages.cards.calibration_dialog import CalibrationDialog
from refdesk.ui.pages.cards.dialog import Bench, CardsDialog
from refdesk.ui.pages.cards.print_panel import PrintPanel
from refdesk.ui.pages.cards.runs_pane import may_run
from refdesk.ui.pages.cards.share_dialogs import PictureDialog, PosterDialog
from refdesk.ui.pages.cards.stock_dialog import StockDialog
from refdesk.ui.pages.cards.studio_view import StudioView


class Extras(QObject):
    """Opens the dialogs of the page; ``said`` gives a message for the page's strip.

    ``card_wanted`` asks for a customer where there is no card to send yet.
    """

    said = Signal(object, object)
    card_wanted = Signal()

    def __init__(
        self, bench: Bench, page: QWidget, panel: PrintPanel, view: StudioView,
        *, first_ids: Callable[[], Sequence[int]],
    ) -> None:  # fmt: skip
        super().__init__(page)
        self._bench = bench
        self._context = bench.context
        self._desk = desk = bench.desk
        self._page = page
        self._panel = panel
        self._view = view
        self._first_ids = first_ids
        self.dialog: CardsDialog | None = None
        """The one that was opened last."""
        panel.test_button.clicked.connect(self.open_calibration)
        panel.own_stock.clicked.connect(self.open_stock)
        panel.own_stock.setVisible(may_run(desk))
        panel.more_button.clicked.connect(lambda: panel.open_menu(self.menu()))

    def reload(self) -> None:
        """Offer the stocks and designs that there are now."""
        desk = self._desk

        def done(found: tuple[tuple[Stock, ...], tuple[Design, ...]]) -> None:
            self._panel.set_stocks(found[0])
            self._panel.set_designs(found[1])

        self._context.tasks.run(
            lambda: (studio.list_stocks(desk), studio.list_designs(desk)), owner=self, done=done,
            failed=self._failed,
        )  # fmt: skip

    def menu(self) -> QMenu:
        """What stands under "More"."""
        theme, text = self._context.theme, self._context.words.text
        menu = QMenu(self._page)
        menu.setObjectName("cards_menu")
        deeds = [
            ("image-down", text("Picture for a messenger…"), self.open_picture),
            ("megaphone", text("Poster or table tent…"), self.open_poster),
            ("scale", text("Set a printer right…"), self.open_calibration),
        ]
        if may_run(self._desk):
            deeds.append(("ruler", text("Own stock…"), self.open_stock))
        for icon, title, deed in deeds:
            picture = theme.pixmap(icon, "text", 20, self._page.devicePixelRatioF())
            menu.addAction(QIcon(picture), title).triggered.connect(lambda _=False, do=deed: do())
        return menu

    def open_calibration(self) -> None:
        """Set a printer right for the chosen stock."""
        from PySide6.QtPrintSupport import QPrinterInfo

        self._open(CalibrationDialog(
            self._bench, self._panel.chosen_stock(), self._panel.flip(), self._page,
            printers=QPrinterInfo.availablePrinterNames(),
        ))  # fmt: skip

    def open_stock(self) -> None:
        """Make an own stock like the chosen one, or change it where it is an own one."""
        desk = self._desk

        def show(stocks: tuple[Stock, ...]) -> None:
            own = [one for one in stocks if one.is_own]
            like = self._panel.chosen_stock()
            dialog = StockDialog(self._context, desk, like, own, self._page)
            dialog.saved.connect(self._take_stock)
            dialog.removed.connect(self.reload)
            self._open(dialog)

        self._context.tasks.run(
            lambda: studio.list_stocks(desk), owner=self, done=show, failed=self._failed
        )

    def open_picture(self) -> None:
        """One card to send: the first that would be printed."""
        ids = tuple(self._first_ids())
        if not ids:
            self.card_wanted.emit()
            return
        picture = self._view.gallery.pictures.get(self._view.name)
        self._open(PictureDialog(self._bench, ids[0], self._design(), picture, self._page))

    def open_poster(self) -> None:
        """A poster of a programme that runs."""
        desk = self._desk

        def read() -> tuple[list[Version], tuple[Stock, ...]]:
            running = [one for one in programmes.list_programmes(desk) if one.status == "active"]
            # those with a word come first: a poster is what a word is for
            running.sort(key=lambda one: one.terms.word is None)
            return running, studio.list_stocks(desk)

        def show(found: tuple[list[Version], tuple[Stock, ...]]) -> None:
            papers = [one for one in found[1] if one.family in pieces.POSTER_FAMILIES]
            self._open(PosterDialog(self._bench, found[0], papers, self._design(), self._page))

        self._context.tasks.run(read, owner=self, done=show, failed=self._failed)

    # -- inside ----------------------------------------------------------------------------

    def _design(self) -> str | Design:
        return self._view.drawn or self._view.name

    def _take_stock(self, name: str) -> None:
        desk = self._desk

        def done(stocks: tuple[Stock, ...]) -> None:
            self._panel.set_stocks(stocks)
            self._panel.choose_stock(name)

        self._context.tasks.run(
            lambda: studio.list_stocks(desk), owner=self, done=done, failed=self._failed
        )

    def _open(self, dialog: CardsDialog) -> None:
        self.dialog = dialog
        dialog.open()

    def _failed(self, error: Exception) -> None:
        self.said.emit(message_of(self._context.words, error), [])
