"""The program, its version and the licences of what it is made with."""

import platform

import PySide6
from PySide6.QtCore import Qt, qVersion

from refdesk import __version__
from refdesk.services.desk import Desk
from refdesk.ui.page import Context
from refdesk.ui.pages.settings.section import Section
from refdesk.ui.widgets.labels import Label


class AboutSection(Section):
    """What the licences of Qt and of the other parts ask to be said."""

    def __init__(self, context: Context, desk: Desk) -> None:
        words = context.words
        super().__init__(context, desk, "about", words.text("About"))
        panel = self.panel("about_panel", "RefDesk")
        versions = words.text(
            "Version {version}, with Qt {qt}, PySide {pyside} and Python {python}",
            version=__version__,
            qt=qVersion(),
            pyside=PySide6.__version__,
            python=platform.python_version(),
        )
        folder = words.text("Data folder: {folder}", folder=str(desk.folder))
        lines = (
            versions,
            folder,
            words.text("RefDesk is free software under the MIT licence."),
        )
        for line in lines:
            panel.column.addWidget(self._line(line))
        qt = self.panel("about_qt", words.text("Qt and PySide"))
        for line in (
            words.text(
                "The window uses Qt and PySide under the GNU Lesser General Public License, "
                "version 3. You may replace these libraries by versions of your own: they lie as "
                "separate files beside the program."
            ),
            words.text(
                "The texts of the licences and of those of every other part lie in the folder "
                "“licences” of the program. Qt’s source code is at code.qt.io."
            ),
        ):
            qt.column.addWidget(self._line(line))
        parts = self.panel("about_parts", words.text("Other parts"))
        for line in (
            words.text("Typeface: Onest, SIL Open Font License 1.1. Icons: Lucide, ISC licence."),
            words.text(
                "Libraries: {names}",
                names="peewee, ReportLab, pypdfium2, ZXing-C++, qrcode, phonenumbers, Babel, "
                "argon2-cffi, platformdirs, fontTools, Pillow, tomli-w",
            ),
        ):
            parts.column.addWidget(self._line(line))

    def _line(self, text: str) -> Label:
        label = Label(self.context.theme, text).wrapped()
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label
