"""A staff member's badge: making a new one as a card to print, and reporting one lost."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from refdesk.domain.records import StaffMember
from refdesk.services import badges
from refdesk.services.badges import BadgeMade
from refdesk.ui.files import ask_pdf
from refdesk.ui.pages.settings.section import Section
from refdesk.ui.scrolled import reveal
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.strips import Message


class BadgePanel:
    """What can be done about one person's badge, in the section of staff.

    ``changed`` is called with the person after each deed.
    """

    def __init__(self, section: Section, changed: Callable[[StaffMember], None]) -> None:
        self._section = section
        self._changed = changed
        self._member: StaffMember | None = None
        theme, words = section.context.theme, section.context.words
        self.ask_path: Callable[[QWidget, str], Path | None] = lambda parent, name: ask_pdf(
            parent, words, name
        )
        self._panel = section.panel("staff_badge")
        self._title = Label(theme, "", "title", bold=True).wrapped()
        self._state = Label(theme, "", tone="muted").wrapped()
        self._make = section.button("staff_badge_make", "", Look("primary"))
        self._make.clicked.connect(self._save)
        self._lost = section.button("staff_badge_lost", words.text("The badge is lost"))
        self._lost.clicked.connect(self._lose)
        for part in (self._title, self._state):
            self._panel.column.addWidget(part)
        section.put_left(self._panel, self._make, self._lost)
        self._panel.hide()

    def show(self, member: StaffMember, since: date | None) -> None:
        """Show a person's badge; ``since`` when it was made, None where there is none."""
        words = self._section.context.words
        self._member = member
        self._title.setText(words.text("Badge of {name}", name=member.name))
        asks = words.text("Scanned anywhere, it names the person; the PIN is still asked.")
        if since is None:
            state = words.text("There is no badge in use.")
        else:
            day = words.date(since, today=self._section.desk.now().date())
            state = words.text("In use since {date}. A new one takes its place.", date=day)
        self._state.setText(f"{state} {asks}")
        self._make.set_caption(words.text("Save a new badge…"))
        self._lost.setVisible(since is not None)
        self._panel.show()
        self._make.setFocus(Qt.FocusReason.OtherFocusReason)
        reveal(self._panel)

    def is_shown(self) -> bool:
        """Whether somebody's badge is shown."""
        return not self._panel.isHidden()

    def hide(self) -> None:
        """Something else is done."""
        self._panel.hide()

    def _save(self) -> None:
        section, member = self._section, self._member
        if member is None:
            return
        words = section.context.words
        path = self.ask_path(section, words.text("Badge of {name}", name=member.name))
        if path is None:
            return
        name = member.name

        def saved(made: BadgeMade) -> None:
            title = words.text("{name} has a new badge", name=made.member.name)
            section.strip.show_message(Message("ok", title, str(path)), [self._open(path)])
            self._after(member)

        section.context.tasks.run(
            lambda: badges.print_badge(section.desk, name, path, words),
            owner=section, done=saved, failed=self._not_saved,
        )  # fmt: skip

    def _not_saved(self, error: Exception) -> None:
        section = self._section
        if not isinstance(error, OSError):
            section.refused(error)
            return
        words = section.context.words
        line = words.text("Choose another folder and save a new badge")
        section.strip.show_message(Message("stop", words.text("The badge is not saved"), line))

    def _open(self, path: Path) -> Button:
        look = Look(icon="printer", height=44)
        words = self._section.context.words
        button = Button(
            self._section.context.theme, "badge_open", words.text("Open to print"), look
        )
        button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))
        return button

    def _lose(self) -> None:
        section, member = self._section, self._member
        if member is None:
            return
        name = member.name

        def lost(_member: StaffMember) -> None:
            section.done(section.context.words.text("The badge works no more: {name}", name=name))
            self._after(member)

        section.work(lambda: badges.lose_badge(section.desk, name), lost)

    def _after(self, member: StaffMember) -> None:
        self._panel.hide()
        self._changed(member)
