"""Keeping designs: saved, saved under another name, renamed, deleted; and the shop's pictures."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from refdesk.cards.design import Design
from refdesk.cards.pictures import Picture
from refdesk.domain.progress import Progress
from refdesk.services import studio
from refdesk.services.desk import Desk
from refdesk.services.sheet_setup import DEFAULT_DESIGN
from refdesk.ui.error_texts import message_of
from refdesk.ui.page import Context
from refdesk.ui.pages.cards.dialog import NameDialog
from refdesk.ui.pages.studio.editor import StudioEditor
from refdesk.ui.pages.studio.forms import UsePicture
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.strips import Message

if TYPE_CHECKING:
    from refdesk.ui.pages.cards.studio_view import StudioView

PictureAsker = Callable[[QWidget, str], Path | None]


def ask_picture(parent: QWidget, title: str) -> Path | None:
    """Ask for a picture's file; None when cancelled."""
    kinds = "PNG, JPEG, SVG (*.png *.jpg *.jpeg *.svg)"
    path, _ = QFileDialog.getOpenFileName(parent, title, "", kinds)
    return Path(path) if path else None


class Keeping(QObject):
    """Does what the design view is asked to keep; every refusal is told in words."""

    def __init__(
        self, context: Context, desk: Desk, view: "StudioView", picture_asker: PictureAsker
    ) -> None:
        super().__init__(view)
        self._context = context
        self._desk = desk
        self._view = view
        self._picture_asker = picture_asker
        self.dialog: NameDialog | None = None

    def save(self) -> None:
        """Keep an own design; a built-in one is kept under a name of its own."""
        editor, desk = self._view.editor, self._desk
        if editor is None:
            return
        if not self._view.is_own():
            self.save_as()
        elif editor.is_changed:
            design = editor.design
            self._work(lambda: studio.save_design(desk, design), self._view.saved)

    def save_as(self) -> None:
        """Ask for a title and keep the design as one more own design."""
        editor, words, desk = self._view.editor, self._context.words, self._desk
        if editor is None:
            return
        before = "" if self._view.is_own() else words.text("{title}, ours",
                                                           title=self._view.title())  # fmt: skip
        title = words.text("Save as a design of your own")
        dialog = self._ask_name(title, words.text("Save"), before)

        def done(kept: Design) -> None:
            dialog.accept()
            self._view.said.emit(None, [])
            self._view.saved(kept)

        def save() -> None:
            design, name = editor.design, dialog.name()
            self._work(lambda: studio.save_design_as(desk, design, name), done, dialog.show_trouble)

        dialog.save_button.clicked.connect(save)
        dialog.open()

    def rename(self) -> None:
        """Give the own design another title."""
        view, words, desk = self._view, self._context.words, self._desk
        if not view.is_own():
            return
        name = view.name
        title = words.text("Rename the design")
        dialog = self._ask_name(title, words.text("Rename"), view.title())

        def done(kept: Design) -> None:
            dialog.accept()
            view.reread(kept.name)

        def save() -> None:
            wanted = dialog.name()
            self._work(lambda: studio.rename_design(desk, name, wanted), done, dialog.show_trouble)

        dialog.save_button.clicked.connect(save)
        dialog.open()

    def delete(self) -> None:
        """Take the own design away; it can be put back at once."""
        view, words, desk = self._view, self._context.words, self._desk
        design = view.design()
        if not view.is_own() or design is None:
            return
        name = view.name

        def done(_nothing: object) -> None:
            look = Look(icon="undo-2", height=44)
            undo = Button(self._context.theme, "design_undelete", words.text("Put it back"), look)
            undo.clicked.connect(lambda: self._put_back(design))
            title = words.text("Deleted: {title}", title=view.gallery.title_of(design))
            view.forget()
            view.reread(DEFAULT_DESIGN)
            view.said.emit(Message("ok", title), [undo])

        self._work(lambda: studio.delete_design(desk, name), done)

    def choose_picture(self, use: UsePicture) -> None:
        """Ask for a file, keep it as the shop's picture, and have the card show it."""
        words, desk, editor = self._context.words, self._desk, self._view.editor
        if editor is None:
            return
        path = self._picture_asker(self._view.window(), words.text("Choose a picture"))
        if path is None:
            return
        name = picture_name_for(editor, path)

        def done(found: tuple[Picture, tuple[str, ...]]) -> None:
            picture, names = found
            editor.set_pictures(names)
            use(name, picture)
            self._view.said.emit(None, [])

        def work(_progress: Progress) -> tuple[Picture, tuple[str, ...]]:
            return studio.set_picture(desk, name, path), studio.list_pictures(desk)

        self._context.tasks.run_long(work, owner=self, done=done, failed=self._failed)

    # -- inside ----------------------------------------------------------------------------

    def _put_back(self, design: Design) -> None:
        desk, view = self._desk, self._view

        def done(kept: Design) -> None:
            view.said.emit(None, [])
            view.reread(kept.name)

        self._work(lambda: studio.save_design(desk, design), done)

    def _ask_name(self, title: str, deed: str, before: str) -> NameDialog:
        self.dialog = NameDialog(self._context, title, deed, before, self._view)
        return self.dialog

    def _work(
        self, work: Callable[[], Any], done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:  # fmt: skip
        self._context.tasks.run(work, owner=self, done=done, failed=failed or self._failed)

    def _failed(self, error: Exception) -> None:
        words = self._context.words
        if isinstance(error, OSError):
            title = words.text("The design is not saved")
            self._view.said.emit(Message("stop", title, words.text("Look at the disk")), [])
        else:
            self._view.said.emit(message_of(words, error), [])


def picture_name_for(editor: StudioEditor, path: Path) -> str:
    """Where a chosen file goes: into the logo or the photo where that is what is chosen on the
    card, else under the file's own name."""
    picked = getattr(editor.studio.picked, "picture", "")
    return picked if picked in studio.SHOP_PICTURES else f"{path.stem}.png"
