"""The list of programmes and the gallery: what runs is paused and ended, a new one is started."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from refdesk.ui.widgets.options import OptionRow
from tests.ui.programmes_shop import (
    RETURN,
    at_programmes,
    said,
    saved,
    start_from_gallery,
    wait_for,
)


def test_r53_a_programme_is_paused_resumed_and_ended_after_one_question(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with at_programmes(qtbot, qapp, tmp_path) as run:
        run.click("pause_p1")
        wait_for(run, "resume_p1")
        assert saved(run).status == "paused"
        run.click("resume_p1")
        wait_for(run, "pause_p1")
        assert saved(run).status == "active"
        run.click("end_p1")
        wait_for(run, "programme_keep")
        run.key(RETURN)  # the safe answer has the focus
        assert saved(run).status == "active"
        run.click("end_p1")
        run.click("programme_end_now")
        run.wait(lambda: said(run) == "The programme has ended")
        assert saved(run).status == "ended"


def test_a_preset_of_the_gallery_becomes_a_draft_that_opens(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with at_programmes(qtbot, qapp, tmp_path) as run:
        start_from_gallery(run, "cafe")
        made = saved(run, 2)
        assert (made.preset, made.status, made.number) == ("cafe", "draft", 1)
        run.key(Qt.Key.Key_Escape)
        wait_for(run, "open_p2")
        assert run.find(QWidget, "open_p2").hasFocus()


def test_the_gallery_names_every_preset_with_its_cost(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with at_programmes(qtbot, qapp, tmp_path) as run:
        run.click("programme_new")
        wait_for(run, "gallery_car-wash")
        options = [
            one.option() for one in run.window.findChildren(OptionRow)
            if one.objectName().startswith("gallery_")
        ]  # fmt: skip
        assert len(options) == 18
        assert all(one.title and one.line and one.figure for one in options)


def test_a_preset_started_twice_gets_a_number(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with at_programmes(qtbot, qapp, tmp_path) as run:
        start_from_gallery(run, "car-wash")
        made = saved(run, 2)
        assert made.name == saved(run).name + " 2"
        assert made.terms.titled("ru").endswith(" 2")


def test_arrows_move_in_the_list_and_enter_opens(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with at_programmes(qtbot, qapp, tmp_path) as run:
        start_from_gallery(run, "spa")
        run.key(Qt.Key.Key_Escape)
        wait_for(run, "open_p2")
        run.key(Qt.Key.Key_Up)
        assert run.find(QWidget, "open_p1").hasFocus()
        run.key(RETURN)
        wait_for(run, "programme_editor")
