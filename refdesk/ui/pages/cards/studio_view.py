"""The design view of the Cards page: gallery, editor, and below the card what is printed.

The editor is made once fonts, designs and a card to show have been read in a worker. A design with
changes is left only after Save, Discard or Stay has been chosen.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from refdesk.cards.compose import CardRecord
from refdesk.cards.design import Design
from refdesk.cards.fonts import load_faces
from refdesk.cards.stocks import Stock
from refdesk.domain.progress import Progress
from refdesk.services import examples, studio
from refdesk.services.desk import Desk
from refdesk.services.sheet_setup import DEFAULT_DESIGN
from refdesk.ui.error_texts import message_of
from refdesk.ui.page import Context, Density
from refdesk.ui.pages.cards.gallery import GalleryPane
from refdesk.ui.pages.cards.keeping import Keeping, PictureAsker
from refdesk.ui.pages.cards.sheet import words_of_cards
from refdesk.ui.pages.customers.shared import has_focus
from refdesk.ui.pages.programmes.leaving import LeavingStrip
from refdesk.ui.pages.studio.editor import StudioEditor
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import Label


@dataclass(frozen=True)
class Shelf:
    """What the studio works with: all designs, which are the shop's own, its pictures by name, and
    a card to show."""

    designs: tuple[Design, ...]
    own: frozenset[str]
    pictures: tuple[str, ...]
    record: CardRecord


def read_shelf(desk: Desk, ids: Sequence[int]) -> Shelf:
    """Read the designs and the card of the first of these codes; for a worker."""
    load_faces()
    designs = studio.list_designs(desk)
    own = frozenset(one.name for one in designs if studio.is_own_design(desk, one.name))
    record = examples.card_to_show(desk, ids, words_of_cards(desk))
    return Shelf(designs, own, studio.list_pictures(desk), record)


class StudioView(QWidget):
    """``design_changed`` follows every change of what would be printed, ``saved_changed`` whether
    there is something to save; ``said`` gives a message for the page's strip with its buttons."""

    design_changed = Signal()
    saved_changed = Signal()
    designs_changed = Signal(object)
    ready = Signal()
    asking_changed = Signal()
    said = Signal(object, object)

    def __init__(self, context: Context, desk: Desk, *, picture_asker: PictureAsker) -> None:
        super().__init__()
        self._context = context
        self._desk = desk
        self._below: QWidget | None = None
        self._shelf: Shelf | None = None
        self._name = DEFAULT_DESIGN
        self._density = Density()
        self._stock: Stock | None = None
        self._after_leaving: Callable[[], None] | None = None
        self._is_reading = False
        self.editor: StudioEditor | None = None
        self.was_saved = False
        self.keeping = Keeping(context, desk, self, picture_asker)
        self._build()

    # -- what the page does ----------------------------------------------------------------

    @property
    def name(self) -> str:
        """The design that is worked on, by its name."""
        return self._name

    @property
    def drawn(self) -> Design | None:
        """The design as it stands in the editor, where that is not what is kept."""
        if self.editor is None or not self.editor.is_changed:
            return None
        return self.editor.design

    def design(self) -> Design | None:
        """The design that is worked on; None while nothing has been read."""
        if self.editor is not None:
            return self.editor.design
        return self._on_shelf_named(self._name)

    def is_own(self) -> bool:
        """Whether the design is the shop's own."""
        return self._shelf is not None and self._name in self._shelf.own

    def title(self) -> str:
        """What the design is called."""
        design = self.design()
        return self.gallery.title_of(design) if design is not None else ""

    def read(self, ids: Sequence[int] = ()) -> None:
        """Read designs and pictures anew; the first time the editor is made then."""
        if self._is_reading:
            return
        self._is_reading = True
        desk, wanted = self._desk, tuple(ids)

        def work(_progress: Progress) -> Shelf:
            return read_shelf(desk, wanted)

        self._context.tasks.run_long(work, owner=self, done=self._on_shelf, failed=self._on_trouble)

    def show_card(self, ids: Sequence[int]) -> None:
        """Show the card of the first of these codes."""
        if self.editor is None:
            return
        desk, wanted, editor = self._desk, tuple(ids), self.editor
        self._context.tasks.run(
            lambda: examples.card_to_show(desk, wanted, words_of_cards(desk)), owner=self,
            done=editor.set_record, failed=self._on_trouble,
        )  # fmt: skip

    def set_stock(self, stock: Stock) -> None:
        """Show the card as it is on a stock."""
        self._stock = stock
        if self.editor is not None:
            self.editor.set_stock(stock.cell_size, stock.family)

    def choose(self, name: str) -> None:
        """Work on another design; one with changes is asked about first."""
        if name == self._name:
            return
        if self.editor is not None and self.editor.is_changed:
            self.gallery.choose(self._name)
            self.ask_leaving(lambda: self._take(name))
            return
        self._take(name)

    def take_focus(self) -> None:
        """Put the focus where work begins; until the editor is there, keep it on this page."""
        if self.editor is not None:
            self.editor.take_focus()
        else:
            self.setFocus()

    def next_pane(self, *, forward: bool) -> None:
        """From the card to its properties and layers, to the gallery, to the print."""
        editor = self.editor
        if editor is None:
            return
        panes = (self.gallery, self._under)
        order = [self.gallery.list, self._first_below()]
        here = next((place for place, one in enumerate(panes) if has_focus(one)), None)
        if here is None:
            if editor.next_pane(forward=forward):
                return
            here = -1 if forward else 2
        there = here + (1 if forward else -1)
        if 0 <= there < len(order):
            order[there].setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            editor.next_pane(forward=forward)

    def _first_below(self) -> QWidget:
        below = self._under
        found = [
            one for one in below.findChildren(QWidget)
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible()
        ]  # fmt: skip
        return found[0] if found else below

    def on_density(self, density: Density) -> None:
        """Below 1200 px the gallery stands under the card, in turn with the print."""
        self._density = density
        self._arrange()
        if self.editor is not None:
            self.editor.on_density(density)

    def hold(self, below: QWidget) -> None:
        """Have this stand below the card."""
        self._below = below
        self._below_box.insertWidget(0, below)
        below.show()
        self._show_tab(self._tab)

    # -- saving ----------------------------------------------------------------------------

    def save(self) -> None:
        """Keep an own design; a built-in one is kept under a name of its own."""
        self.keeping.save()

    def save_as(self) -> None:
        """Ask for a title and keep the design as one more own design."""
        self.keeping.save_as()

    def saved(self, kept: Design) -> None:
        """The design is kept as it stands."""
        if self.editor is not None:
            self.editor.mark_saved(kept)
        is_new = kept.name != self._name
        self._name = kept.name
        self.was_saved = True
        self.reread(kept.name)
        if not is_new:
            self.gallery.redraw(kept)
        self.saved_changed.emit()
        self._go_on()

    def reread(self, name: str) -> None:
        """Read the designs anew and work on this one."""
        self._name = name
        desk = self._desk
        record = self._shelf.record if self._shelf else None

        def done(shelf: Shelf) -> None:
            kept = replace(record, pictures=shelf.record.pictures) if record else shelf.record
            self._shelf = Shelf(shelf.designs, shelf.own, shelf.pictures, kept)
            self.gallery.show_designs(shelf.designs, shelf.own, kept, name)
            design, editor = self._on_shelf_named(name), self.editor
            if editor is not None and design is not None and not editor.is_changed:
                self._show_design(design)
            self.designs_changed.emit(shelf.designs)
            self.design_changed.emit()

        self._context.tasks.run_long(
            lambda _progress: read_shelf(desk, ()), owner=self, done=done,
            failed=self._on_trouble,
        )  # fmt: skip

    def forget(self) -> None:
        """What stands in the editor is not to be kept."""
        if self.editor is not None:
            self.editor.mark_saved()

    def _show_design(self, design: Design) -> None:
        editor = self.editor
        if editor is None or editor.design == design:
            return
        if editor.design.layouts == design.layouts and editor.design.name == design.name:
            editor.mark_saved(design)  # another title: what was done can still be undone
        else:
            editor.set_design(design)

    def _on_shelf_named(self, name: str) -> Design | None:
        designs = self._shelf.designs if self._shelf else ()
        return next((one for one in designs if one.name == name), None)

    def ask_leaving(self, after: Callable[[], None] | None = None) -> None:
        """Changes are not saved: ask what to do with them, and go on to ``after``."""
        self._after_leaving = after
        words = self._context.words
        self.leaving.ask(words.text("The design has changes that are not saved"), can_save=True)
        self.asking_changed.emit()

    def is_asking(self) -> bool:
        """Whether the question about leaving stands."""
        return not self.leaving.isHidden()

    def stay(self) -> None:
        """Go on with the design."""
        self._after_leaving = None
        self.leaving.hide()
        self.asking_changed.emit()
        self.take_focus()

    # -- building --------------------------------------------------------------------------

    def _build(self) -> None:
        theme, text = self._context.theme, self._context.words.text
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(text("Designs"))
        self.gallery = GalleryPane(self._context)
        self.leaving = LeavingStrip(self._context)
        self._loading = Label(theme, text("Designs are being read"), tone="muted").centred()
        self._under = QWidget()
        self._under.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        under = tight(QVBoxLayout(self._under), theme.px(8))
        self._tabs = QWidget()
        row = tight(QHBoxLayout(self._tabs))
        self._tab = "print"
        self._tab_buttons = {
            name: Button(theme, f"cards_tab_{name}", shown, Look("tab", height=36))
            for name, shown in (("print", text("Print")), ("designs", text("Designs")))
        }
        for name, button in self._tab_buttons.items():
            button.clicked.connect(lambda _=False, chosen=name: self._show_tab(chosen))
            row.addWidget(button)
        row.addStretch(1)
        under.addWidget(self._tabs)
        self._below_box = tight(QVBoxLayout())
        under.addLayout(self._below_box)
        self._row = tight(QHBoxLayout(), theme.px(12))
        self._row.addWidget(self.gallery)
        self._row.addWidget(self._loading, 1)
        column = tight(QVBoxLayout(self), theme.px(12))
        column.addWidget(self.leaving)
        column.addLayout(self._row, 1)
        self.gallery.chosen.connect(self.choose)
        self.gallery.rename_wanted.connect(self.keeping.rename)
        self.gallery.delete_wanted.connect(self.keeping.delete)
        self.leaving.save_wanted.connect(self._save_and_go)
        self.leaving.discard_wanted.connect(self._discard_and_go)
        self.leaving.stayed.connect(self.stay)
        self._under.hide()

    def _arrange(self) -> None:
        """Put the gallery where there is room for it."""
        narrow = self._density.narrow and self.editor is not None
        self.gallery.set_across(across=narrow)
        if narrow:
            self._below_box.addWidget(self.gallery)
        else:
            self._row.insertWidget(0, self.gallery)
        self._tabs.setVisible(narrow)
        self._show_tab(self._tab if narrow else "both")

    def _show_tab(self, name: str) -> None:
        narrow = self._density.narrow and self.editor is not None
        self._tab = name if name != "both" else "print"
        for key, button in self._tab_buttons.items():
            button.setChecked(key == self._tab)
        if self._below is not None and self._below.parentWidget() is self._under:
            self._below.setVisible(not narrow or self._tab == "print")
        self.gallery.setVisible(not narrow or self._tab == "designs")

    # -- what came -------------------------------------------------------------------------

    def _on_shelf(self, shelf: Shelf) -> None:
        self._is_reading = False
        self._shelf = shelf
        names = {one.name for one in shelf.designs}
        if self._name not in names:
            self._name = DEFAULT_DESIGN
        self.gallery.show_designs(shelf.designs, shelf.own, shelf.record, self._name)
        if self.editor is None:
            self._make_editor(shelf)
        else:
            self.editor.set_pictures(shelf.pictures)
            self.editor.set_record(shelf.record)
        self.designs_changed.emit(shelf.designs)

    def _make_editor(self, shelf: Shelf) -> None:
        design = next(one for one in shelf.designs if one.name == self._name)
        editor = StudioEditor(
            self._context, design, shelf.record, choose_picture=self.keeping.choose_picture
        )
        self.editor = editor
        editor.set_pictures(shelf.pictures)
        if self._stock is not None:
            editor.set_stock(self._stock.cell_size, self._stock.family)
        self._loading.hide()
        self._row.addWidget(editor, 1)
        editor.set_below(self._under)
        self._under.show()
        editor.design_changed.connect(self._on_design)
        editor.saved_changed.connect(lambda _is_changed: self.saved_changed.emit())
        self.on_density(self._density)
        self.ready.emit()

    def _on_design(self) -> None:
        self.design_changed.emit()

    def _take(self, name: str) -> None:
        """Go to another design."""
        self._name = name
        self.was_saved = False
        self.gallery.choose(name)
        design = self._on_shelf_named(name)
        if self.editor is not None and design is not None:
            self.editor.set_design(design)
        self.saved_changed.emit()
        self.design_changed.emit()

    def _on_trouble(self, error: Exception) -> None:
        self._is_reading = False
        self.said.emit(message_of(self._context.words, error), [])

    # -- leaving ---------------------------------------------------------------------------

    def _save_and_go(self) -> None:
        self.leaving.hide()
        self.asking_changed.emit()
        self.save()

    def _discard_and_go(self) -> None:
        self.leaving.hide()
        kept = self._on_shelf_named(self._name)
        self.asking_changed.emit()
        if self.editor is not None and kept is not None:
            self.editor.set_design(kept)
        self.saved_changed.emit()
        self.design_changed.emit()
        self._go_on()

    def _go_on(self) -> None:
        after, self._after_leaving = self._after_leaving, None
        if after is not None:
            after()
