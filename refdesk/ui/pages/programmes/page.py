"""The Programmes page (owner): the list, the gallery and one programme's editor, one at a time."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from refdesk.domain.records import Version
from refdesk.domain.terms import Terms
from refdesk.services import programme_gallery, programmes
from refdesk.services.desk import Desk
from refdesk.services.programme_bench import Workbench, open_workbench
from refdesk.services.programme_gallery import Gallery, ProgrammeLine
from refdesk.ui.error_texts import message_of
from refdesk.ui.page import Context, Density, KeyHint, Page
from refdesk.ui.pages.programmes.editor import EditorPane
from refdesk.ui.pages.programmes.gallery_pane import GalleryPane
from refdesk.ui.pages.programmes.list_pane import ProgrammeList
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.strips import Message, Strip


class ProgrammesPage(Page):
    """What runs, what could be started, and the terms of one programme."""

    def __init__(self, context: Context, desk: Desk) -> None:
        super().__init__()
        self._context = context
        self._desk = desk
        named(self, "programmes_page")
        theme = context.theme
        self._column = tight(QVBoxLayout(self), theme.px(16))
        self.strip = Strip(theme, "programmes_strip")
        self.strip.hide()
        self._column.addWidget(self.strip)
        self.list = ProgrammeList(context)
        self.gallery = GalleryPane(context)
        self.editor = EditorPane(context, desk)
        self._stack = QStackedWidget()
        for view in (self.list, self.gallery, self.editor):
            self._stack.addWidget(view)
        self._column.addWidget(self._stack, 1)
        self.list.opened.connect(self.open_programme)
        self.list.new_wanted.connect(self.show_gallery)
        self.list.status_wanted.connect(self._want_status)
        self.gallery.started.connect(self._start)
        self.gallery.left.connect(self.show_list)
        self.editor.status_wanted.connect(self._want_status)
        self.editor.left.connect(self.show_list)
        self.editor.save_wanted.connect(self._save)
        self.editor.move_wanted.connect(self._move_codes)
        self.editor.view_changed.connect(self.keys_changed)

    # -- what the window asks --------------------------------------------------------------

    @property
    def title(self) -> str:
        return self._context.words.text("Programmes")

    def keys(self) -> tuple[KeyHint, ...]:
        text = self._context.words.text
        view = self._stack.currentWidget()
        if view is self.gallery:
            return (
                KeyHint("↑ ↓", text("Move")),
                KeyHint("Enter", text("Start with this"), self.gallery.start),
                KeyHint("Esc", text("Back to list"), self.show_list),
            )
        if view is self.editor and self.editor.shows_history():
            return (KeyHint("Esc", text("Back to the terms"), self.editor.show_form),)
        if view is self.editor:
            return (
                KeyHint("Tab", text("Next blank")),
                KeyHint("↑ ↓", text("Change a number")),
                KeyHint("Ctrl+S", text("Save version"), self.editor.save),
                KeyHint("Ctrl+Z", text("Undo edit"), self.editor.undo),
                KeyHint("Esc", text("Back to list"), self._escape),
            )
        return (
            KeyHint("↑ ↓", text("Move")),
            KeyHint("Up", text("Programme before"), lambda: self.list.step(-1), in_status=False),
            KeyHint("Down", text("Next programme"), lambda: self.list.step(1), in_status=False),
            KeyHint("Enter", text("Open")),
            KeyHint("Ctrl+N", text("New programme"), self.show_gallery),
        )

    def on_shown(self) -> None:
        if self._stack.currentWidget() is self.list:
            self.show_list()

    def on_density(self, density: Density) -> None:
        pad = self._context.theme.px(16 if density.low or density.narrow else 24)
        self._column.setContentsMargins(pad, pad, pad, pad)
        self.editor.set_narrow(density.narrow)

    # -- views -----------------------------------------------------------------------------

    def show_list(self) -> None:
        """Show what runs; a shop without a programme is shown the gallery."""
        version = self.editor.version()
        from_editor = self._stack.currentWidget() is self.editor and version is not None
        programme = version.programme if from_editor and version else None

        def show(lines: list[ProgrammeLine]) -> None:
            if not lines and self._stack.currentWidget() is self.list:
                self.show_gallery()
                return
            self.list.show_lines(lines)
            self._bring(self.list)
            self.list.take_focus(programme)

        self._work(lambda: programme_gallery.list_lines(self._desk), show)

    def show_gallery(self) -> None:
        """Show what could be started."""
        self.strip.hide()

        def show(gallery: Gallery) -> None:
            self.gallery.show_gallery(gallery)
            self._bring(self.gallery)
            self.gallery.take_focus()

        self._work(lambda: programme_gallery.show_gallery(self._desk), show)

    def open_programme(self, programme: int) -> None:
        """Show one programme's terms."""
        self.strip.hide()
        self._read(programme)

    def is_unsaved(self) -> bool:
        return self._stack.currentWidget() is self.editor and self.editor.is_changed()

    def may_leave(self) -> bool:
        if self._stack.currentWidget() is self.editor and self.editor.is_changed():
            self.editor.ask_leaving()
            return False
        return True

    def _escape(self) -> None:
        """One step back: the question, then the list."""
        if self.editor.is_asking():
            self.editor.stay()
        elif self.may_leave():
            self.strip.hide()
            self.show_list()

    def _read(self, programme: int, *, focus: bool = True) -> None:
        self._work(
            lambda: open_workbench(self._desk, programme),
            lambda bench: self._show(bench, focus=focus),
        )

    def _show(self, bench: Workbench, *, focus: bool) -> None:
        self.editor.open(bench)
        self._bring(self.editor)
        if focus:
            self.editor.take_focus()

    def _bring(self, view: ProgrammeList | GalleryPane | EditorPane) -> None:
        self._stack.setCurrentWidget(view)
        self.keys_changed.emit()

    def _work(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._context.tasks.run(work, owner=self, done=done, failed=self._refused)

    def _refused(self, error: Exception) -> None:
        self.strip.show_message(message_of(self._context.words, error))

    # -- deeds -----------------------------------------------------------------------------

    def _start(self, preset: str) -> None:
        self._work(
            lambda: programme_gallery.start_preset(self._desk, preset),
            lambda made: self.open_programme(made.programme),
        )

    def _save(self, version: Version, terms: Terms) -> None:
        wanted = f"P{version.programme}"
        self._work(
            lambda: programmes.revise(self._desk, wanted, terms),
            lambda made: self._is_saved(version, made),
        )

    def _is_saved(self, before: Version, made: Version) -> None:
        words = self._context.words
        title = words.text("Saved as version {number}", number=words.number(made.number))
        line = words.text("Cards that are printed from now on have it; those in use keep theirs")
        if before.status == "draft":
            title, line = words.text("The draft is saved"), ""
        self.strip.show_message(Message("ok", title, line))
        if self.editor.leaves_after_save():
            self.editor.discard()
            self.show_list()
        else:
            self._read(made.programme, focus=False)

    def _move_codes(self, version: Version) -> None:
        wanted = f"P{version.programme}"
        self._work(
            lambda: programmes.move_codes(self._desk, wanted),
            lambda moved: self._are_moved(version, moved),
        )

    def _are_moved(self, version: Version, moved: int) -> None:
        words = self._context.words
        title = words.plural(
            "{n} live card has version {version} now", "{n} live cards have version {version} now",
            moved, version=words.number(version.number),
        )  # fmt: skip
        line = words.text("Who was invited before keeps what he was promised")
        self.strip.show_message(Message("ok", title, line))
        self._read(version.programme, focus=False)

    def _want_status(self, version: Version, action: str) -> None:
        if action == "end":
            self._ask_to_end(version)
        else:
            self._set(version, action)

    def _set(self, version: Version, action: str) -> None:
        wanted = f"P{version.programme}"
        self._work(
            lambda: programmes.set_status(self._desk, wanted, action),
            lambda now: self._is_set(version, now),
        )

    def _is_set(self, before: Version, now: Version) -> None:
        words = self._context.words
        said = {
            "active": words.text("The programme works again"),
            "paused": words.text("The programme is paused: its codes are refused"),
            "ended": words.text("The programme has ended"),
        }
        if before.status == "draft" and now.status == "active":
            said["active"] = words.text("The programme works from now on")
        self.strip.show_message(Message("ok", said[now.status]))
        if self._stack.currentWidget() is self.editor:
            programme = now.programme
            self._work(lambda: open_workbench(self._desk, programme), self.editor.renew)
        else:
            self.show_list()

    def _ask_to_end(self, version: Version) -> None:
        """An end is for good: the strip names the programme and asks once."""
        theme, words = self._context.theme, self._context.words
        end = Button(
            theme, "programme_end_now", words.text("End programme"), Look("danger", height=44)
        )
        end.clicked.connect(lambda: self._set(version, "end"))
        keep = Button(theme, "programme_keep", words.text("Keep"), Look(height=44))
        keep.clicked.connect(self.strip.hide)
        title = version.terms.titled(words.language)
        message = Message(
            "check",
            words.text("End for good: {programme}", programme=title),
            words.text("Its codes stop working. What customers have earned stays"),
        )
        self.strip.show_message(message, [end, keep])
        keep.setFocus(Qt.FocusReason.OtherFocusReason)
