"""The studio's own state: the design that is worked on, what is chosen, and what it looks like.

Canvas, properties and layers change a design through it alone, and follow its signals.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from refdesk.cards.check import Warning as DesignWarning
from refdesk.cards.check import check_design
from refdesk.cards.compose import CardRecord
from refdesk.cards.design import ColumnItem, Design, Element, Rect, RuleItem, TextItem
from refdesk.cards.pictures import Picture
from refdesk.cards.stocks import CellSize
from refdesk.ui.pages.studio import edits
from refdesk.ui.pages.studio.edits import Pick, Spot
from refdesk.ui.pages.studio.history import History, Step
from refdesk.ui.pages.studio.scene import Scene, SceneMaker

CHECK_AFTER_MS: Final = 120
"""Warnings follow when the hand rests: they measure more than a picture needs."""


class Studio(QObject):
    """``design_changed`` follows every change of what is drawn, ``pick_changed`` every choice,
    ``checked`` new warnings, ``saved_changed`` whether there is something to save."""

    design_changed = Signal()
    pick_changed = Signal()
    checked = Signal()
    saved_changed = Signal()

    def __init__(
        self, design: Design, record: CardRecord, size: CellSize, family: str = "card"
    ) -> None:
        super().__init__()
        self._history = History(Step(design))
        self._saved = design
        self._record = record
        self._size, self._family = size, family
        self._side = "front"
        self._pick: Pick | None = None
        self._scenes = SceneMaker()
        self._scene: Scene | None = None
        self._warnings: tuple[DesignWarning, ...] = ()
        self._gestures = count(1)
        self._check = QTimer(self)
        self._check.setSingleShot(True)
        self._check.setInterval(CHECK_AFTER_MS)
        self._check.timeout.connect(self.check_now)

    # -- what there is ---------------------------------------------------------------------

    @property
    def design(self) -> Design:
        """The design as it is now."""
        return self._history.now.design

    @property
    def is_changed(self) -> bool:
        """Whether there is something to save."""
        return self.design != self._saved

    @property
    def side(self) -> str:
        """``front`` or ``back``."""
        return self._side

    @property
    def spot(self) -> Spot:
        """The side of the layout that is worked on."""
        return edits.spot_of(self.design, self._size, self._family, self._side)

    @property
    def size(self) -> CellSize:
        """The card's size in mm."""
        return self._size

    @property
    def family(self) -> str:
        """What is printed: card, label, poster, tent or receipt."""
        return self._family

    @property
    def record(self) -> CardRecord:
        """Whose card is shown."""
        return self._record

    @property
    def pick(self) -> Pick | None:
        """What is chosen; None is the card itself."""
        return self._pick

    @property
    def elements(self) -> tuple[Element, ...]:
        """The elements of this side, the lowest first."""
        return edits.elements_at(self.design, self.spot)

    @property
    def picked(self) -> Element | ColumnItem | None:
        """The element or the column's item that is chosen."""
        if self._pick is None:
            return None
        if self._pick.item is not None:
            return edits.item_at(self.design, self.spot, self._pick)
        return edits.element_at(self.design, self.spot, self._pick.element)

    @property
    def scene(self) -> Scene:
        """What is drawn; composed once for each change."""
        if self._scene is None:
            self._scene = self._scenes.make(self.design, self.spot, self._family, self._record)
        return self._scene

    @property
    def warnings(self) -> tuple[DesignWarning, ...]:
        """What is to be mended on both sides, by the last check."""
        return self._warnings

    def rect(self, element: int) -> Rect:
        """Where an element's frame lies on the card, in mm."""
        return edits.rect_at(self.design, self.spot, element)

    @property
    def can_undo(self) -> bool:
        """Whether something was done."""
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether something was undone."""
        return self._history.can_redo

    # -- what is shown ---------------------------------------------------------------------

    def set_design(self, design: Design) -> None:
        """Work on another design; what was done before is forgotten."""
        self._history = History(Step(design))
        self._saved = design
        self.select(None)
        self._renew(self._side)

    def mark_saved(self, design: Design | None = None) -> None:
        """The design as it is now is on the disk, perhaps under the name that ``design`` has."""
        if design is not None and design.layouts == self.design.layouts:
            self._history.rename(design)
        self._saved = self.design
        self.saved_changed.emit()

    def set_stock(self, size: CellSize, family: str) -> None:
        """Show the card in another size or family."""
        if (size, family) == (self._size, self._family):
            return
        self._size, self._family = size, family
        self.select(None)
        self._renew(self._side)

    def set_side(self, side: str) -> None:
        """Turn the card over."""
        if side != self._side:
            self._renew(side)

    def set_record(self, record: CardRecord) -> None:
        """Fill the card in for somebody."""
        self._record = record
        self._renew(self._side)

    def add_picture(self, name: str, picture: Picture) -> None:
        """A picture has come into the shop's folder: cards can show it from now on."""
        pictures = {**self._record.pictures, name: picture}
        self.set_record(replace(self._record, pictures=pictures))

    def select(self, pick: Pick | None) -> None:
        """Choose an element, an item of a column, or with None the card."""
        if pick is not None and not edits.exists(self.design, self.spot, pick):
            pick = None
        if pick == self._pick:
            return
        self._pick = pick
        self._history.seal()
        self._history.note(self._step(self.design))
        self.pick_changed.emit()

    # -- deeds -----------------------------------------------------------------------------

    def gesture(self) -> str:
        """A name for what is one step however many changes it makes, such as a drag."""
        return f"gesture {next(self._gestures)}"

    def seal(self) -> None:
        """What follows is a step of its own."""
        self._history.seal()

    def change(self, design: Design, merge: str = "") -> None:
        """Go on to another design, made of this one or, in a drag, of the one it began with."""
        self._do(design, merge)

    def set_picked(self, new: Element | ColumnItem, merge: str = "") -> None:
        """Put another element, or another item of a column, in the place of the chosen one."""
        if self._pick is None:
            return
        if isinstance(new, TextItem | RuleItem):
            self._do(edits.set_item(self.design, self.spot, self._pick, new), merge)
        else:
            self._do(edits.set_element(self.design, self.spot, self._pick.element, new), merge)

    def set_rect(self, rect: Rect, merge: str = "") -> None:
        """Give the chosen element another place and size."""
        if self._pick is not None:
            changed = edits.set_rect(self.design, self.spot, self._pick.element, rect)
            self._do(changed, merge)

    def nudge(self, dx: float, dy: float) -> None:
        """Move what is chosen by so many mm."""
        if self._pick is not None:
            moved = edits.move(self.design, self.spot, self._pick.element, (dx, dy))
            self._do(moved, f"nudge {self._pick.element}")

    def set_hidden(self, element: int, *, hidden: bool) -> None:
        """Hide an element or show it again."""
        self._do(edits.set_hidden(self.design, self.spot, element, hidden=hidden))

    def set_colour(self, colour: str | None) -> None:
        """Fill this side."""
        self._do(edits.set_colour(self.design, self.spot, colour))

    def add(self, make: Callable[[Design, Spot], Element]) -> None:
        """Put a new element on top and choose it."""
        design, pick = edits.add(self.design, self.spot, make(self.design, self.spot))
        self._do(design, pick=pick)

    def duplicate(self) -> None:
        """Copy what is chosen, and choose the copy."""
        if self._pick is not None:
            design, pick = edits.duplicate(self.design, self.spot, self._pick)
            self._do(design, pick=pick)

    def delete(self) -> None:
        """Take out what is chosen."""
        if self._pick is not None:
            design, pick = edits.delete(self.design, self.spot, self._pick)
            self._do(design, pick=pick)

    def reorder(self, *, up: bool) -> None:
        """Move what is chosen up or down among the layers."""
        if self._pick is not None:
            design, pick = edits.reorder(self.design, self.spot, self._pick, up=up)
            self._do(design, pick=pick)

    def undo(self) -> None:
        """Go back a step."""
        self._go_to(self._history.undo())

    def redo(self) -> None:
        """Go on to the step that was undone."""
        self._go_to(self._history.redo())

    def check_now(self) -> None:
        """Look for what is to be mended, without waiting."""
        self._check.stop()
        self._warnings = check_design(self.design, self._size, self._record, family=self._family)
        self.checked.emit()

    # -- inside ----------------------------------------------------------------------------

    def _step(self, design: Design) -> Step:
        return Step(design, self._side, self._pick)

    def _do(self, design: Design, merge: str = "", *, pick: Pick | str | None = "same") -> None:
        was = (self._pick, self.is_changed)
        if not isinstance(pick, str):
            self._pick = pick
        self._history.push(self._step(design), merge)
        self._refresh(*was)

    def _go_to(self, step: Step) -> None:
        was = (self._pick, self.is_changed)
        self._side, self._pick = step.side, step.pick
        self._refresh(*was)

    def _renew(self, side: str) -> None:
        was = (self._pick, not self.is_changed)
        self._side, self._pick = side, self._pick if side == self._side else None
        self._history.seal()
        self._refresh(*was)

    def _refresh(self, old_pick: Pick | None, was_changed: bool) -> None:
        """Have everybody show what is there now; ``was_changed`` is for whom saves."""
        if self._pick is not None and not edits.exists(self.design, self.spot, self._pick):
            self._pick = None
        self._scene = None
        self._check.start()
        self.design_changed.emit()
        if old_pick != self._pick:
            self.pick_changed.emit()
        if was_changed != self.is_changed:
            self.saved_changed.emit()
