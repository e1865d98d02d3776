"""The standings of a contest on its programme's page (R49, R78)."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from refdesk.domain.bill import Line
from refdesk.services import programmes
from refdesk.services.counter import Request, record_purchase
from refdesk.services.customers import NewCustomer, add_customer
from refdesk.services.desk import Desk
from refdesk.ui.pages.programmes.page import ProgrammesPage
from tests.ui.programmes_shop import RETURN, at_programmes, wait_for
from tests.ui.running import Running

GAME = """
name = "Game"
[[rule]]
id = "friend"
trigger = "every"
referrer = [{ kind = "points", amount = 1 }]
[contest]
period = "month"
measure = "paid_base"
prizes = [{ place = 1, kind = "gift", gift = "Detailing", cost = "300" }]
"""


def bring(desk: Desk, name: str, phone: str, *sums: int) -> None:
    """Somebody with a friend who pays these sums."""
    added = add_customer(desk, NewCustomer(name, phones=(phone,)))
    code = next(one for one in added.codes)
    for number, amount in enumerate(sums):
        friend = f"{phone[:-2]}{phone[-1]}{number}"
        record_purchase(desk, Request((Line(amount),), code=code, phone=friend))


def open_game(run: Running) -> ProgrammesPage:
    run.find(QWidget, "open_p2").setFocus()
    run.key(RETURN)
    page = run.window.current_page()
    assert isinstance(page, ProgrammesPage)
    return page


def shown(page: ProgrammesPage) -> list[str]:
    panel = page.editor.contest
    texts = [one.text() for one in panel.findChildren(QLabel) if one.isVisibleTo(panel)]
    return [text.replace("\u00a0", " ").replace("\u202f", " ") for text in texts if text]


@pytest.mark.parametrize(
    "language, expected",
    [("en", ["Contest", "Anna P., …00-01", "Prize: Detailing", "Boris, …00-02"]),
     ("ru", ["Anna P., …00-01", "Boris, …00-02"])],
)  # fmt: skip
def test_r78_places_stand_with_short_names_measures_and_prizes(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, language: str, expected: list[str]
) -> None:
    with at_programmes(qtbot, qapp, tmp_path, language=language) as run:
        desk = run.session.desk
        programmes.set_status(desk, "P1", "end")
        programmes.add_programme(desk, terms_text=GAME)
        bring(desk, "Anna Petrova", "+79160000001", 100_000, 50_000)
        bring(desk, "Boris", "+79160000002", 90_000)
        desk.store.close()
        page = run.window.current_page()
        assert isinstance(page, ProgrammesPage)
        page.show_list()
        wait_for(run, "open_p2")
        opened = open_game(run)
        run.wait(lambda: expected[-1] in shown(opened))
        texts = shown(opened)
        assert [text for text in texts if text in expected] == expected
        assert "1 500 ₽" in texts
        assert "900 ₽" in texts


def test_a_programme_without_a_contest_has_no_standings(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with at_programmes(qtbot, qapp, tmp_path) as run:
        run.find(QWidget, "open_p1").setFocus()
        run.key(RETURN)
        wait_for(run, "programme_editor")
        page = run.window.current_page()
        assert isinstance(page, ProgrammesPage)
        assert page.editor.contest.isHidden()
