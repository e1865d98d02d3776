"""What Qt itself says, in its own dialogs, in the window's language.

Qt brings a catalogue of its own (``qtbase_ru.qm``). It lacks what newer versions of Qt have
reworded; those few texts are in the program's catalogue.
"""

from typing import Final

from PySide6.QtCore import QLibraryInfo, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from refdesk.words.catalogue import N_, Words

ENGLISH: Final = "en"

REWORDED: Final = (N_("&Look in:"), N_("Files of &type:"), N_("Page &Set:"))
"""Texts of Qt's dialogs for files and printing that its catalogue does not have."""


class _Reworded(QTranslator):
    """Answers for the texts that Qt's own catalogue lacks."""

    def __init__(self, parent: QObject, words: Words) -> None:
        super().__init__(parent)
        self._texts = {text: words.text_of(text) for text in REWORDED}

    def isEmpty(self) -> bool:
        return False

    def translate(
        self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        return self._texts.get(sourceText, "") if context.startswith("Q") else ""


class QtTexts(QObject):
    """Keeps Qt's translators of one language installed."""

    def __init__(self, parent: QObject, app: QApplication) -> None:
        super().__init__(parent)
        self._app = app
        self._installed: list[QTranslator] = []

    def speak(self, words: Words) -> None:
        """Have Qt's texts in a language from now on, in dialogs that open later."""
        for one in self._installed:
            self._app.removeTranslator(one)
            one.deleteLater()
        self._installed = []
        own = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.TranslationsPath)  # type: ignore[attr-defined]
        if words.language == ENGLISH or not own.load(f"qtbase_{words.language}", folder):
            return
        # the newest is asked first
        for one in (_Reworded(self, words), own):
            self._app.installTranslator(one)
            self._installed.append(one)
