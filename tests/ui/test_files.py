"""The dialogs for files: what they begin with."""

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from refdesk.ui.files import ask_pdf
from refdesk.words.catalogue import load_words


@pytest.mark.parametrize(
    "name, begins_with",
    [
        ("Бейдж: Вера", "Бейдж Вера.pdf"),
        ('Sheet of "A/B"?', "Sheet of AB.pdf"),
        ("Мойка «Лагуна»", "Мойка «Лагуна».pdf"),
    ],
)
def test_a_pdf_begins_with_a_name_that_every_system_takes(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, name: str, begins_with: str
) -> None:
    starts: list[str] = []

    def give_up(_parent: QWidget, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        starts.append(start)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", give_up)
    parent = QWidget()
    qtbot.addWidget(parent)
    assert ask_pdf(parent, load_words("ru"), name) is None
    assert starts[0].replace("\\", "/").rpartition("/")[2] == begins_with
