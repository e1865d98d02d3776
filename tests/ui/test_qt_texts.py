"""Qt's own dialogs speak the window's language, and change it with the window's."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QFileDialog,
    QLabel,
    QMessageBox,
    QPushButton,
    QRadioButton,
)
from pytestqt.qtbot import QtBot

from refdesk.ui.qt_texts import REWORDED, QtTexts
from refdesk.words.catalogue import load_words

SHOWN = (QLabel, QPushButton, QCheckBox, QRadioButton)


@contextmanager
def speaking(app: QApplication, language: str) -> Iterator[QtTexts]:
    """Qt's texts in a language, for a while."""
    texts = QtTexts(app, app)
    texts.speak(load_words(language))
    try:
        yield texts
    finally:
        texts.speak(load_words("en"))
        texts.deleteLater()


def said(dialog: QDialog) -> list[str]:
    """What a dialog says, without the keys that are underlined."""
    parts = [part for kind in SHOWN for part in dialog.findChildren(kind)]
    found = [str(part.property("text")) for part in parts]
    return [text.replace("&", "") for text in found if text]


def file_dialog(qtbot: QtBot) -> QFileDialog:
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    return dialog


def in_english(texts: list[str]) -> list[str]:
    """Texts with English words in them; names such as PDF and OK are the same everywhere."""
    return [text for text in texts if re.search("[a-z]{2}", text)]


def test_dialogs_for_files_printing_and_questions_are_in_russian(
    qtbot: QtBot, qapp: QApplication
) -> None:
    with speaking(qapp, "ru"):
        dialog = file_dialog(qtbot)
        assert {"Перейти к:", "Типы файлов:", "Отмена"} <= set(said(dialog))
        printing = QPrintDialog(QPrinter())
        question = QMessageBox()
        question.setStandardButtons(
            QMessageBox.StandardButton.Save | QMessageBox.StandardButton.Cancel
        )
        for one in (printing, question):
            qtbot.addWidget(one)
        assert [in_english(said(one)) for one in (dialog, printing, question)] == [[], [], []]


def test_dialogs_follow_a_change_of_language(qtbot: QtBot, qapp: QApplication) -> None:
    with speaking(qapp, "ru") as texts:
        texts.speak(load_words("en"))
        assert {"Look in:", "Files of type:", "Cancel"} <= set(said(file_dialog(qtbot)))
        texts.speak(load_words("ru"))
        assert in_english(said(file_dialog(qtbot))) == []


def test_what_is_reworded_here_is_what_qt_lacks(qtbot: QtBot, qapp: QApplication) -> None:
    english = [*said(file_dialog(qtbot)), *said(QPrintDialog(QPrinter()))]
    assert {text.replace("&", "") for text in REWORDED} <= set(english)
