"""On what cards are printed: the shop's own stocks and designs beside the others."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from refdesk.cards.design import load_design as built_in
from refdesk.services import studio
from refdesk.services.desk import Desk
from refdesk.ui.page import Context
from refdesk.ui.pages.cards.options_pane import OptionsPane


@pytest.fixture
def pane(qtbot: QtBot, context: Context, desk: Desk) -> OptionsPane:
    pane = OptionsPane(context, desk)
    qtbot.addWidget(pane)
    return pane


def test_own_stocks_and_designs_stand_last_once_they_are_there(
    pane: OptionsPane, desk: Desk
) -> None:
    count = pane.stock.count(), pane.design.count()
    mine = replace(built_in("clear"), title={})
    name = studio.save_design_as(desk, mine, "Зима").name
    studio.save_stock(desk, replace(studio.load_stock(desk, "a4-10-85x54"), name="mine", left=15.5))
    pane.reload()
    assert (pane.stock.count(), pane.design.count()) == (count[0] + 1, count[1] + 1)
    assert pane.stock.itemData(count[0]) == "mine"
    assert pane.design.findData(name) >= 0
    assert pane.stock.currentData() == "a4-10-85x54"
    pane.stock.setCurrentIndex(count[0])
    assert pane.chosen_stock().left == 15.5


def test_what_is_chosen_stays_and_what_is_gone_gives_way(
    qtbot: QtBot, pane: OptionsPane, desk: Desk
) -> None:
    studio.save_stock(desk, replace(studio.load_stock(desk, "roll-62"), name="mine"))
    pane.reload()
    pane.stock.setCurrentIndex(pane.stock.findData("mine"))
    with qtbot.assertNotEmitted(pane.changed):
        pane.reload()
    assert pane.chosen_stock().name == "mine"
    studio.delete_stock(desk, "mine")
    assert pane.chosen_stock().name == "a4-10-85x54"
    with qtbot.waitSignal(pane.changed):
        pane.reload()
    assert pane.stock.currentData() == "a4-10-85x54"


@pytest.mark.expects_log
def test_broken_files_take_nothing_down(pane: OptionsPane, desk: Desk) -> None:
    count = pane.stock.count(), pane.design.count()
    studio.own_stocks_file(desk).write_text("[")
    folder: Path = studio.own_designs_folder(desk)
    folder.mkdir()
    (folder / "torn.toml").write_text("[")
    pane.reload()
    assert (pane.stock.count(), pane.design.count()) == count
    assert pane.findChildren(QLabel)
